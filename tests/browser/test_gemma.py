"""What Gemma 3 adds to the page of a document, with the tiny random model, and what the page says without one."""

from collections.abc import Iterator

import pytest
from dash.testing.browser import Browser

from layouts.documents import ids
from tests.browser.conftest import severe
from tests.browser.helpers import go, press_sample, wait_read
from tests.conftest import Live, free_port, wait_for
from tests.inference.tiny_gemma import make_tiny_gemma


def shown(page: Browser, selector: str) -> list[str]:
    return page.driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)", selector
    )


def told(page: Browser, selector: str) -> list[tuple[str, int]]:
    """Text of each element and how many buttons it has, read in one go."""
    script = (
        "return [...document.querySelectorAll(arguments[0])]"
        ".map((element) => [element.innerText, element.querySelectorAll('button').length])"
    )
    return [(text, places) for text, places in page.driver.execute_script(script, selector)]


@pytest.fixture(scope="module")
def gemma_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """An application with a tiny Gemma 3."""
    model = make_tiny_gemma(tmp_path_factory.mktemp("tiny-gemma"))
    extra = {"GEMMA_MODEL": str(model), "GEMMA_CONTEXT": "8192", "DOCUMENT_PROCESSES": "1"}
    live = Live(tmp_path_factory.mktemp("gemma-home"), free_port(), extra)
    live.start()
    yield live
    live.stop()


def test_without_a_model_the_page_says_how_to_configure_one(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    page.wait_for_element(f"#{ids.GEMMA_FIELDS} [data-gemma=not-configured]")
    assert "GEMMA_MODEL" in page.find_element(f"#{ids.GEMMA_FIELDS}").text
    page.driver.execute_script(f"document.querySelector('#{ids.VIEW} input[value=questions]').click()")
    page.wait_for_element(f"#{ids.GEMMA_ANSWERS} [data-gemma=not-configured]")
    assert not page.find_element(f"#{ids.GEMMA_ASK}").is_enabled()


def test_reading_stands_beside_the_rules_and_answers_stream_and_stop(page: Browser, gemma_live: Live) -> None:
    go(page, gemma_live, "/documents")
    press_sample(page, "receipt_scan.jpg")
    wait_read(page)
    page.wait_for_element(".gemma-table", timeout=120)
    heads = shown(page, ".gemma-table thead th")
    assert heads[:2] == ["Field", "Rules"]
    assert "(bf16)" in heads[2]
    assert shown(page, "[data-gemma-field=total] td")[0].startswith("£23.76")
    # random weights say nothing that stands on the page, and nothing they say leads to a place
    for text, places in told(page, ".gemma-table td:nth-child(3):has(.not-found)"):
        assert "not found on the page" in text
        assert places == 0

    page.driver.execute_script(f"document.querySelector('#{ids.VIEW} input[value=questions]').click()")
    page.find_element(f"#{ids.QUESTION}").send_keys("What was paid?\n")
    page.find_element(f"#{ids.GEMMA_ASK}").click()
    wait_for(
        lambda: any(shown(page, "[data-task] .gemma-quotes, [data-task] .gemma-text:not(.is-waiting)")), "words", 60
    )
    page.wait_for_element(".gemma-turn[data-state=done]", timeout=120)
    assert shown(page, ".gemma-turn .gemma-question") == ["What was paid?"]
    for text, places in told(page, ".gemma-turn li"):
        assert places == (0 if "not found on page" in text else 1)

    page.find_element(f"#{ids.GEMMA_ASK}").click()
    wait_for(lambda: page.find_elements("[data-task]"), "the second answer", 60)
    page.driver.execute_script("document.querySelector('button[id*=gemma-stop]').click()")
    page.wait_for_element(".gemma-turn[data-state=cancelled]", timeout=30)
    assert shown(page, ".gemma-turn[data-state=cancelled]")[0].endswith("Stopped.")
    assert severe(page) == []


def test_someone_else_cannot_follow_a_task(gemma_live: Live) -> None:
    assert gemma_live.status("/api/tasks/0123456789abcdef/events") == 404
