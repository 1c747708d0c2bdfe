"""What Document Understanding shows of what was read."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from inference.continuation import whole_tables
from inference.schema import DocumentResult, Figure
from layouts.documents import JobView, Shown, content, progress
from layouts.documents.gemma import GemmaView, gemma_answers
from tests.inference.made_pages import ACCOUNT, RUN
from tests.layouts.walk import components, table_rows, text

JOB = JobView("a", "done", 2, (1, 2), (), "", 0, None, silent=False, seconds=1.0)


def cells(node: Any) -> list[tuple[str, str, str | None]]:
    """Text, place and page to turn to of every cell below the headings."""
    found = [each for each in components(node) if type(each).__name__ == "Td"]
    return [(text(cell), getattr(cell, "data-for"), getattr(cell, "data-page", None)) for cell in found]


def test_a_table_of_two_pages_is_shown_whole_and_each_row_names_its_own_place() -> None:
    shown = content(Shown(JOB, ACCOUNT[1], tables=tuple(whole_tables(ACCOUNT, [RUN]))), "tables")
    assert "Payments (pages 1\N{EN DASH}2)" in text(shown)
    assert table_rows(shown) == [["Date", "Amount"], ["Page 1"], ["1 May", "900"], ["Page 2"], ["2 May", "(80)"]]
    assert cells(shown) == [
        ("1 May", "p1t1-1-0", "1"),
        ("900", "p1t1-1-1", "1"),
        ("2 May", "p2t1-1-0", "2"),
        ("(80)", "p2t1-1-1", "2"),
    ]


def test_a_table_too_long_to_be_shown_says_so() -> None:
    own = tuple(whole_tables([ACCOUNT[1]], []))
    shown = content(Shown(JOB, ACCOUNT[1], tables=own, longer={"p2t1": "1\N{EN DASH}40"}), "tables")
    assert table_rows(shown) == [["Date", "Amount"], ["2 May", "(80)"]]
    assert "a part of the table on pages 1\N{EN DASH}40" in text(shown)


def figure(name: str, end: str, printed: str, page: int, scale: int = 1_000_000) -> Figure:
    value = Decimal(printed.replace(",", "").replace("(", "-").strip(")"))
    return Figure(
        name=name,
        label=name.title(),
        row=f"{name} as printed",
        statement="income",
        period_end=end,
        months=12,
        printed=printed,
        value=value,
        scale=scale,
        currency="USD",
        confidence=0.9,
        page=page,
        box=(0, 0, 1, 1),
        rule="statement_row",
    )


def test_key_figures_stand_by_period_and_each_value_leads_to_its_page() -> None:
    figures = (
        figure("loss", "2025-12-31", "(4,100)", 7),
        figure("loss", "2024-12-31", "3,000", 7),
        figure("earnings", "2025-12-31", "(1.25)", 8, scale=1),
    )
    result = DocumentResult(kind="report", kind_reason="", page_count=9, figures=figures)
    shown = content(Shown(JOB, result=result), "fields")
    assert table_rows(shown) == [
        ["Figure", "2025-12-3112 months", "2024-12-3112 months"],
        ["LossUSD million", "(4,100)", "3,000"],
        ["EarningsUSD", "(1.25)", "–"],
    ]
    buttons = [each for each in components(shown) if getattr(each, "data-for", None)]
    assert [(getattr(each, "data-for"), getattr(each, "data-page")) for each in buttons] == [
        ("figure-0", "7"),
        ("figure-1", "7"),
        ("figure-2", "8"),
    ]
    assert getattr(buttons[0], "data-tip").startswith("= -4,100 USD million\nPage 7, row “loss as printed”")


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (
            replace(JOB, state="queued", ahead=2),
            "Waiting for a worker to take the document. 2 documents are before it.",
        ),
        (replace(JOB, state="running", pages=3), "Reading: 2 of 3 pages are done."),
        (replace(JOB, state="running"), "All 2 pages are read; the key information is being found."),
        (JOB, "Read 2 of 2 pages in 1.0 s."),
    ],
)
def test_how_far_a_job_is_stands_in_words(job: JobView, words: str) -> None:
    assert text(progress(job)) == words


@pytest.mark.parametrize(("hidden", "said"), [(True, "that is found hidden"), (False, "personal data included")])
def test_readers_are_told_where_pages_go_and_what_is_hidden(hidden: bool, said: str) -> None:
    told = text(gemma_answers(GemmaView(True, True, "Ready.", sent_to="gpu.example:8000", hidden=hidden)))
    assert "Pages are sent to gpu.example:8000" in told
    assert said in told
    assert "sent to" not in text(gemma_answers(GemmaView(True, True, "Ready.")))
