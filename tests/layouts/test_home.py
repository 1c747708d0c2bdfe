"""Home leads to each answer, already set up."""

from urllib.parse import parse_qsl, urlsplit

from layouts import advisor, home, models, quantization
from layouts.state import merge
from tests.layouts.walk import by_id, components, text


def links(href: str = "") -> list[str]:
    page = home.layout({}, href=lambda path: href + path)
    return [found.href for found in components(page) if type(found).__name__ == "Link"]


def test_four_questions_with_links_into_the_pages() -> None:
    assert [urlsplit(link).path for link in links()] == ["/models", "/quantization", "/advisor", "/documents"]
    assert links("/prefix")[3] == "/prefix/documents"


def test_the_links_set_controls_that_exist() -> None:
    first, second, third, _ = (dict(parse_qsl(urlsplit(link).query)) for link in links())
    assert merge(models.CONTROLS, first, {})["models"] == ["Gemma 3 4B", "Gemma 3 27B"]
    state = merge(quantization.CONTROLS, second, {})
    assert (state["formats"], state["kv"], state["context"]) == (["int4"], True, 32_768)
    question = advisor.ask(merge(advisor.CONTROLS, third, {})).question
    assert question is not None
    assert (question.workload.documents_per_day, question.workload.people_at_once) == (500, 8)
    assert set(third) <= {control.name for control in advisor.CONTROLS}
    assert set(first) <= {control.name for control in models.CONTROLS}
    assert set(second) <= {control.name for control in quantization.CONTROLS}


def test_purpose_learning_goals_and_slots_for_the_shell() -> None:
    page = home.layout({})
    assert "What you can learn here" in text(page)
    assert "What it is for" in text(page)
    for slot in (home.ids.STATUS, home.ids.DOCUMENTS):
        assert by_id(page, slot).id == slot
