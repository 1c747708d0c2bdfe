"""Deployment Advisor shows what the model answers, and asks what the controls say."""

import functools
import json
import re
from typing import Any

import dash
import plotly.graph_objects as go
import pytest

from callbacks import advisor as callbacks
from data.advisor import cost, frontier, sensitivity
from data.advisor.advice import Advice, advise, changes
from data.advisor.memory import PARTS
from data.advisor.workload import Constraints, Prices, Question, Workload
from layouts import advisor as page
from layouts import theme
from layouts.advisor import answer, controls, options_table, validation
from layouts.advisor.report import assumptions, report
from layouts.state import merge
from tests.layouts.walk import by_id, components, hovers, table_rows, text, tip, tipped

DEFAULTS: dict[str, Any] = {control.name: control.default for control in page.CONTROLS}
QUESTIONS = {
    "defaults": Question(),
    "text, fast": Question(workload=Workload(pages_as_images=False, answer_seconds=3), priority="latency"),
    "best quality, many": Question(workload=Workload(documents_per_day=50_000, people_at_once=64), priority="quality"),
    "own prices": Question(prices=Prices(rent_usd_per_hour={"L4": 0.2}, purchase_usd={"H100 80GB SXM5": 25_000})),
    "nothing fits": Question(workload=Workload(answer_seconds=0.01)),
    "nothing exists": Question(constraints=Constraints(engines=("vllm",), gpus=("T4",))),
}


load_data = functools.cache(callbacks.load_data)
advice_on = functools.cache(lambda name: advise(QUESTIONS[name]))


@pytest.fixture
def data(_cache: None) -> page.Data:
    return load_data()


@pytest.fixture(params=list(QUESTIONS))
def question(request: pytest.FixtureRequest) -> Question:
    return QUESTIONS[request.param]


@pytest.fixture
def advice(question: Question) -> Advice:
    return advice_on(next(name for name, one in QUESTIONS.items() if one is question))


def state(**values: Any) -> dict[str, Any]:
    return DEFAULTS | values


def test_the_starting_values_ask_the_starting_question() -> None:
    assert page.ask(DEFAULTS).question == Question()


def test_every_control_reaches_the_question() -> None:
    numbers = {number.name: number.default + 1 for number in controls.NUMBERS}
    asked = page.ask(
        state(
            **numbers, pages="images", priority="latency", models=["Gemma 3 4B"], formats=["bf16"], engines=["vllm"],
            cards=["L4", "T4"], most="8", kv8=True, rent=["L4:0.5"], buy=["T4:900"],
        )
    ).question  # fmt: skip
    assert asked is not None
    for number in controls.NUMBERS:
        assert getattr(getattr(asked, number.section), number.field) == numbers[number.name]
    assert (asked.workload.pages_as_images, asked.workload.pan_and_scan, asked.priority) == (True, False, "latency")
    assert asked.constraints == Constraints(
        models=("Gemma 3 4B",), formats=("bf16",), engines=("vllm",), gpus=("T4", "L4"), maximum_gpus=8,
        maximum_servers=17, minimum_quality=1, kv_8_bit=True,
    )  # fmt: skip
    assert asked.prices.rent_usd_per_hour == {"L4": 0.5}
    assert asked.prices.purchase_usd == {"T4": 900}


def test_every_field_of_the_question_has_a_control() -> None:
    fields = {(section, field) for section, part in Question() if hasattr(part, "model_fields_set")
              for field in type(part).model_fields}  # fmt: skip
    numbers = {(number.section, number.field) for number in controls.NUMBERS}
    others = {"pages_as_images", "pan_and_scan", "models", "formats", "engines", "gpus", "maximum_gpus", "kv_8_bit",
              "rent_usd_per_hour", "purchase_usd"}  # fmt: skip
    assert {field for _, field in fields - numbers} == others


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"documents": 0}, "Documents a day: must be more than 0."),
        ({"documents": None}, "Documents a day: needs a number."),
        ({"length": 0.5}, "Pages of one document: must be at least 1."),
        ({"people": 2.5}, "People at once: must be a whole number."),
        ({"people": 300}, "People at once: may be at most 256."),
        ({"cards": []}, "Tick at least one card."),
        ({"models": []}, "Tick at least one model."),
        ({"rent": ["L4:0"]}, "Rent per hour of L4: must be more than 0."),
        ({"buy": ["L4:much"]}, "Purchase price of L4: needs a number."),
        ({"years": 0}, "Years of use: must be more than 0."),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_page(values: Any, problem: str) -> None:
    asked = page.ask(state(**values))
    assert (asked.question, asked.problems) == (None, (problem,))
    assert problem in text(page.problems(asked))


def test_without_a_question_the_page_says_so_and_shows_no_answer(data: page.Data) -> None:
    values = state(cards=[])
    rendered = page.layout(values, data, page.ask(values), page.view(data, advice_on("defaults"), Question()))
    assert "Tick at least one card." in text(by_id(rendered, page.ids.EMPTY))
    assert by_id(rendered, page.ids.BODY).hidden is True


def test_names_of_a_link_that_do_not_exist_are_said() -> None:
    asked = page.ask(state(cards=["T4", "Z80"], rent=["Z80:1"]))
    assert asked.question is not None
    assert asked.notices == (
        "Z80 is not among the known cards and is left out.",
        "Z80 is not among the known cards and is left out.",
    )


def test_a_link_reproduces_every_value() -> None:
    query = {
        "documents": "750",
        "seconds": "7.5",
        "kv8": "1",
        "cards": "T4,L4",
        "rent": "L4:0.41",
        "priority": "quality",
    }
    asked = page.ask(merge(page.CONTROLS, query, {})).question
    assert asked == Question(
        workload=Workload(documents_per_day=750, answer_seconds=7.5),
        constraints=Constraints(gpus=("T4", "L4"), kv_8_bit=True),
        prices=Prices(rent_usd_per_hour={"L4": 0.41}),
        priority="quality",
    )


def test_the_headline_numbers_are_those_of_the_advice(advice: Advice, question: Question) -> None:
    shown = answer.answer(advice, question)
    assert advice.finding in text(shown)
    option = advice.recommended or advice.nearest
    if option is None:
        return
    values = [text(found) for found in components(shown) if "finding-value" in (getattr(found, "className", "") or "")]
    intervals = [text(found) for found in components(shown) if getattr(found, "className", "") == "finding-around"]
    expected = [
        theme.seconds(option.answer_seconds.value),
        theme.seconds(option.first_token_seconds.value),
        theme.count(option.pages_per_hour.value),
        theme.gb(option.memory_total_gb),
    ]
    assert values[-4:] == expected
    if option.usd_per_1000_pages is not None and option.usd_per_1000_pages_full_use is not None:
        full = option.usd_per_1000_pages_full_use
        assert values[:2] == [theme.usd(option.usd_per_1000_pages), theme.usd(full.value)]
        assert intervals[1] == f"{theme.usd(full.low)} to {theme.usd(full.high)}"
    low, high = theme.seconds(option.answer_seconds.low), theme.seconds(option.answer_seconds.high)
    assert intervals[-4] == f"{low} to {high} s"
    labels = [text(found) for found in components(shown) if "evidence" in (getattr(found, "className", "") or "")]
    assert labels.count(option.evidence) >= 3
    assert all(tip(found) for found in tipped(shown))


def test_what_stands_behind_the_answer_is_said(advice: Advice, question: Question) -> None:
    lines = " ".join(answer.facts(advice, question))
    if advice.runner_up:
        assert advice.runner_up.name in lines
    if advice.why_not_cheaper:
        assert advice.why_not_cheaper in lines
    if advice.recommended is None and advice.nearest:
        assert advice.nearest.name in lines
        assert all(answer.MISSED[name] in lines for name in advice.nearest.misses)


def test_memory_bars_are_the_parts_and_end_at_the_total(data: page.Data, advice: Advice, question: Question) -> None:
    shown = page.view(data, advice, question)
    *parts, limit = shown.memory_figure["data"]
    go.Figure(shown.memory_figure)
    assert [trace["name"] for trace in parts] == [theme.PART_LABELS[part] for part in PARTS]
    for position, option in enumerate(shown.compared):
        assert sum(trace["x"][position] for trace in parts) == pytest.approx(option.memory_total_gb)
        assert limit["x"][position] == option.memory_limit_gb
    if advice.recommended:
        assert shown.compared[0] == advice.recommended
        assert len({(one.model, one.weight_format, one.gpu, one.gpu_count) for one in shown.compared}) == len(
            shown.compared
        )
    assert {theme.PART_COLOURS[part] for part in PARTS} == {trace["marker"]["color"] for trace in parts}


def test_the_table_holds_every_listed_option(data: page.Data, advice: Advice, question: Question) -> None:
    table = page.view(data, advice, question).options_table
    rows = table_rows(table)[1:]
    tips = [found for found in components(table) if type(found).__name__ == "Tr"][1:]
    assert len(rows) == len(advice.options)
    for place, (row, option) in enumerate(zip(rows, advice.options, strict=True), start=1):
        assert row[:4] == [str(place), option.model, option.format_label, option.engine]
        assert option.usd_per_1000_pages is not None
        assert row[6] == theme.usd(option.usd_per_1000_pages).lstrip("$")
        assert row[8] == theme.seconds(option.answer_seconds.value)
        assert row[11] == theme.count(option.pages_per_hour.value)
        assert row[12] == f"{theme.gb(option.memory_total_gb)} of {theme.gb(option.memory_limit_gb)}"
        assert row[14] == option.evidence
        low, high = theme.seconds(option.answer_seconds.low), theme.seconds(option.answer_seconds.high)
        assert tip(tips[place - 1].children[8]) == f"{low} to {high}"


def test_the_frame_has_a_row_per_option_and_every_part_of_memory(advice: Advice) -> None:
    found = options_table.frame(advice)
    assert len(found) == len(advice.options)
    for row, option in zip(found.to_dict("records"), advice.options, strict=True):
        assert row["answer_seconds_high"] == option.answer_seconds.high
        assert sum(row[f"memory_{part}_gb"] for part in PARTS) == pytest.approx(row["memory_total_gb"])


def test_charts_of_cost_context_and_people_show_the_model(data: page.Data, advice: Advice, question: Question) -> None:
    shown = page.view(data, advice, question)
    candidates = frontier.candidates(question)
    option = shown.option
    contexts = sensitivity.over_context(question, option) if option else []
    people = sensitivity.over_people(question, option) if option else []
    figures = [shown.pareto_figure(candidates), shown.context_figure(contexts), shown.people_figure(people)]
    for figure in figures:
        go.Figure(figure)
        drawn = {"data": [trace for trace in figure["data"] if trace["hoverinfo"] != "skip"]}
        for _, _, hover in hovers(drawn):
            assert "Gemma 3" in hover
            assert "Source: " in hover
    marks = [trace for trace in figures[0]["data"] if trace["hoverinfo"] == "text"]
    drawn_points = sorted((x, y) for trace in marks for x, y in zip(trace["x"], trace["y"], strict=True))
    assert drawn_points == sorted(
        (one.option.usd_per_1000_pages, one.option.answer_seconds.value) for one in candidates
    )
    if option:
        memory = next(trace for trace in figures[2]["data"] if trace["name"] == "Memory")
        assert memory["y"] == [pytest.approx(100 * point.memory_gb / option.memory_limit_gb) for point in people]
    if advice.recommended:
        seconds, limit = question.workload.answer_seconds, advice.recommended.memory_limit_gb
        within = [point.at for point in people if point.answer_seconds.value <= seconds and point.memory_gb <= limit]
        assert f"serves {max(within)}" in shown.people_title(people)


def test_the_command_is_the_models_with_its_notes(data: page.Data, advice: Advice, question: Question) -> None:
    shown = text(page.view(data, advice, question).launch)
    if advice.launch is None:
        assert "no command" in shown
    else:
        for part in (advice.launch.command, advice.launch.artefact, advice.launch.engine_version, *advice.launch.notes):
            assert part in shown


def test_the_prices_are_the_listed_ones_with_source_until_overwritten(data: page.Data) -> None:
    values = state(rent=["L4:0.41"])
    asked = page.ask(values)
    assert asked.question is not None
    rendered = page.layout(values, data, asked, page.view(data, advise(asked.question), asked.question))
    fields = [found for found in components(rendered) if getattr(found, "data-price", "") == page.ids.RENT]
    shown = {getattr(found, "data-card"): getattr(found, "value", "") for found in fields}
    for card, price in cost.listed().items():
        assert float(str(shown[card])) == (0.41 if card == "L4" else pytest.approx(price.usd_per_hour, abs=1e-4))
    names = {text(found): tip(found) or "" for found in tipped(rendered)}
    assert cost.listed()["T4"].source in names["T4"]


def test_validation_shows_every_row_once_and_the_limits(data: page.Data) -> None:
    shown = 0
    for name, family in validation.FAMILIES.items():
        title, figure, table = page.validation_parts(data, name)
        rows = table_rows(table)[1:]
        mine = validation.scored(data.scores, family)
        assert len(rows) == len(mine)
        shown += len(rows)
        go.Figure(figure)
        drawn = {"data": [trace for trace in figure["data"] if trace["hoverinfo"] == "text"]}
        assert len(list(hovers(drawn))) == len(mine)
        worst = max(abs(one.error or 0) for one in mine)
        assert f"{worst:.1%}" in title
        for row, one in zip(rows, mine, strict=True):
            assert float(row[7]) == pytest.approx(100 * (one.error or 0), abs=0.006)
            assert row[9] == one.row.source
    assert shown == sum(one.estimate is not None for one in data.scores)
    declined = table_rows(validation.declined_table(data.scores))[1:]
    assert len(declined) == len(data.scores) - shown
    assert all(row[6] for row in declined)
    assert [row[0] for row in table_rows(validation.bars_table(data.bars))[1:]] == [bar.name for bar in data.bars]


def test_a_source_that_begins_with_an_address_is_a_link() -> None:
    assert validation.link("github.com/a/b c/d @1") == "https://github.com/a/b"
    assert validation.link("Gemma 3 technical report, Table 3") is None


def test_the_report_stands_alone_and_says_everything(advice: Advice, question: Question) -> None:
    written = report(advice, question, changes(question), "2026-01-31")
    assert not re.search(r"<(script|link|img)|src=|@import|url\(", written)
    for part in (advice.finding, "2026-01-31", *(value for _, value in assumptions(question))):
        assert part.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#x27;") in written
    if advice.launch:
        assert advice.launch.artefact in written
    for option in advice.options:
        assert option.price_source.replace("'", "&#x27;") in written


def test_the_page_can_be_sent_to_a_browser(data: page.Data) -> None:
    app = dash.Dash(__name__)
    shown = page.view(data, advice_on("defaults"), Question())
    app.layout = page.layout(DEFAULTS, data, page.ask(DEFAULTS), shown)  # refuses repeated ids
    sent = app.server.test_client().get("/_dash-layout").get_data(as_text=True)
    assert "NaN" not in sent
    json.loads(sent)
