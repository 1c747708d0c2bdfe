"""Key information and its checks."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from inference.keyinfo import summarise
from inference.keyinfo.dates import DateOrder, date_order, find_dates
from inference.schema import PageResult
from tests.inference.conftest import ReadSample, read_all


def test_finds_the_fields_of_the_samples(sample: ReadSample) -> None:
    assert sample.result.kind == sample.expected["kind"]
    assert {field.name: field.value for field in sample.result.fields} == sample.expected["fields"]


def test_the_samples_add_up(sample: ReadSample) -> None:
    assert sample.result.checks
    assert any(check.passed for check in sample.result.checks)
    assert not any(check.passed is False for check in sample.result.checks)


def test_every_field_points_at_the_words_of_its_value(sample: ReadSample) -> None:
    pages = {page.number: page for page in sample.pages}
    for field in sample.result.fields:
        inside = " ".join(_words_inside(pages[field.page], field.box))
        for printed in field.printed.split():
            assert printed in inside, field


def _words_inside(page: PageResult, box: tuple[float, float, float, float]) -> list[str]:
    x0, y0, x1, y1 = box
    return [
        word.text
        for line in page.lines
        for word in line.words
        if x0 <= (word.box[0] + word.box[2]) / 2 <= x1 and y0 <= (word.box[1] + word.box[3]) / 2 <= y1
    ]


def test_the_reason_for_the_kind_quotes_the_document(sample: ReadSample) -> None:
    assert "“" in sample.result.kind_reason


def test_nothing_is_found_in_a_letter(make_pdf: Callable[..., Path]) -> None:
    result = summarise(read_all(make_pdf("Dear colleague,\nthank you for the pleasant afternoon by the lake.")))
    assert result.kind == "other"
    assert result.fields == ()


def test_a_blank_label_invents_nothing(make_pdf: Callable[..., Path]) -> None:
    text = "INVOICE\nInvoice number:\nInvoice date:\nDue date:\nBill to:\nTotal:"
    result = summarise(read_all(make_pdf(text)))
    assert result.kind == "invoice"
    assert {field.name for field in result.fields} <= {"issuer"}


def test_a_sum_that_does_not_add_up_is_said(make_pdf: Callable[..., Path]) -> None:
    text = (
        "INVOICE\nInvoice number: A-17\nDue date: 2026-03-01\nSubtotal: 100.00 EUR\nVAT: 20.00 EUR\nTotal: 130.00 EUR"
    )
    checks = {check.name: check for check in summarise(read_all(make_pdf(text))).checks}
    assert not checks["sum"].passed
    assert "130.00" in checks["sum"].message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016/05/0114:11:20", date(2016, 5, 1)),
        ("16/02/201812:04:58", date(2018, 2, 16)),
        ("due 8-9-2022", date(2022, 9, 8)),
        ("April 19, 2014", date(2014, 4, 19)),
        ("19 april 2014", date(2014, 4, 19)),
        ("3rd March 2021", date(2021, 3, 3)),
        ("12-Nov-2021", date(2021, 11, 12)),
        ("01.07.20", date(2020, 7, 1)),
    ],
)
def test_reads_dates(text: str, day: date) -> None:
    assert [found.value for found in find_dates(text, DateOrder(day_first=True, certain=True))] == [day]


@pytest.mark.parametrize("text", ["31/02/2020", "10-K", "in August", "1.234,56", "03-7832 6929", "12:30"])
def test_takes_nothing_else_for_a_date(text: str) -> None:
    assert find_dates(text, DateOrder(day_first=True, certain=True)) == []


def test_the_order_of_day_and_month_comes_from_dates_without_doubt() -> None:
    assert date_order(["03/20/2023", "04/04/2023"], american=False) == DateOrder(day_first=False, certain=True)
    assert date_order(["20/03/2023"], american=True) == DateOrder(day_first=True, certain=True)
    assert date_order(["04/05/2023"], american=True) == DateOrder(day_first=False, certain=False)


def test_an_ambiguous_date_is_less_sure(make_pdf: Callable[..., Path]) -> None:
    text = "INVOICE\nInvoice number: A-17\nInvoice date: {}\nTotal: 130.00 EUR"
    sure, unsure = (
        next(field for field in summarise(read_all(make_pdf(text.format(day)))).fields if field.name == "invoice_date")
        for day in ("25/03/2026", "05/03/2026")
    )
    assert unsure.value == "2026-03-05"
    assert unsure.confidence < sure.confidence


def test_a_kind_that_a_person_gives_overrides_the_content(make_pdf: Callable[..., Path]) -> None:
    pages = read_all(make_pdf("INVOICE\nInvoice number: A-17\nInvoice date: 2026-03-25\nTotal: 130.00 EUR"))
    judged, forced = summarise(pages), summarise(pages, kind="receipt")
    assert (judged.kind, judged.kind_given) == ("invoice", False)
    assert (forced.kind, forced.kind_given) == ("receipt", True)
    assert "merchant" not in {field.name for field in judged.fields}
    assert {field.name: field.value for field in forced.fields}["date"] == "2026-03-25"
    assert forced.kind_reason.startswith("Chosen by you.")
    assert "“" in forced.kind_reason
