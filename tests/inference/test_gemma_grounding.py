"""What the model says is looked for in the words of the page; what is not there is never taken for read."""

from collections.abc import Callable

import pytest

from inference.gemma.agreement import RULES, compare, engines_of
from inference.gemma.budget import batches, text_tokens
from inference.gemma.fields import FIELDS
from inference.gemma.grounding import Grounder
from inference.gemma.reading import merged
from inference.gemma.results import Cost, EngineInfo, ModelField, ModelReading
from inference.gemma.values import same_value
from inference.keyinfo.rows import sheets
from inference.schema import Kind
from tests.inference.conftest import ReadSample

Read = Callable[[str], ReadSample]
ENGINE = EngineInfo(engine="transformers", model="tiny", device="cpu", weight_format="bf16", version="1")


def spec(kind: Kind, name: str):
    return next(spec for spec in FIELDS[kind] if spec.name == name)


def field(name: str, value: str | None, page: int = 1, confidence: float | None = None) -> ModelField:
    return ModelField(
        name=name, label=name, printed=value or "?", found=value is not None, page=page, value=value,
        confidence=confidence,
    )  # fmt: skip


def test_every_field_of_the_rules_is_found_at_its_place(sample: ReadSample) -> None:
    grounder = Grounder(sheets(sample.pages))
    specs = {spec.name: spec for spec in FIELDS[sample.result.kind]}
    checked = 0
    for known in sample.result.fields:
        if known.name in specs:
            place = grounder.place(specs[known.name], known.printed, known.page)
            assert place is not None, known.name
            assert same_value(place.value, known.value)
            assert place.box[0] <= known.box[0] + 1
            assert place.box[1] == pytest.approx(known.box[1], abs=2) or known.name == "currency"
            checked += 1
    assert checked >= 6


@pytest.mark.parametrize(
    ("name", "printed", "value"),
    [
        ("total", "1566", "1566.00"),
        ("total", "GBP 1 566.00", "1566.00"),
        ("total", "(1,566.00)", "1566.00"),
        ("invoice_date", "2026-03-16", "2026-03-16"),
        ("invoice_date", "March 16, 2026", "2026-03-16"),
        ("issuer", "larkspur  & Quill Stationery ltd.", "Larkspur & Quill Stationery Ltd"),
        ("iban", "GB82WEST12345698765432", "GB82WEST12345698765432"),
        ("currency", "£", "GBP"),
    ],
)
def test_the_same_value_in_other_print_is_found(read_sample: Read, name: str, printed: str, value: str) -> None:
    grounder = Grounder(sheets(read_sample("invoice.pdf").pages))
    place = grounder.place(spec("invoice", name), printed, 1)
    assert place is not None
    assert place.value == value


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("total", "1567.00"),
        ("total", "56"),
        ("total", "about half"),
        ("invoice_date", "2026-03-18"),
        ("issuer", "Larkspur & Quill Stationers"),
        ("issuer", "Quil"),
        ("issuer", "—"),
        ("invoice_number", "LQ-2026-041"),
        ("currency", "JPY"),
    ],
)
def test_what_does_not_stand_there_is_not_found(read_sample: Read, name: str, printed: str) -> None:
    assert Grounder(sheets(read_sample("invoice.pdf").pages)).place(spec("invoice", name), printed, 1) is None


def test_value_is_found_beside_its_label_where_it_stands_twice(read_sample: Read) -> None:
    sample = read_sample("annual_report_extract.pdf")
    known = next(field for field in sample.result.fields if field.name == "net_income")
    place = Grounder(sheets(sample.pages)).place(spec("report", "net_income"), "$509", known.page)
    assert place is not None
    assert place.box[1] == pytest.approx(known.box[1], abs=1)


def test_quote_is_boxed_line_by_line_or_not_at_all(read_sample: Read) -> None:
    page = read_sample("invoice.pdf").pages[0]
    grounder = Grounder(sheets([page]))
    two = [line for line in page.lines if len(line.words) > 1][:2]
    assert len(grounder.quote(" ".join(line.text for line in two), 1)) == 2
    assert grounder.quote("The supplier is bankrupt", 1) == ()
    assert grounder.quote(two[0].text, 2) == ()


def test_values_on_their_page_win_over_surer_ones_that_are_nowhere() -> None:
    specs = FIELDS["invoice"]
    given = [field("total", None, confidence=0.99), field("total", "10.00", 2, 0.4), field("total", "12.00", 3, 0.8)]
    assert [item.value for item in merged(given, specs)] == ["12.00"]


def test_engines_stand_side_by_side_with_their_agreement(read_sample: Read) -> None:
    result = read_sample("invoice.pdf").result
    fields = (field("total", "1566.0"), field("tax", "262.00"), field("issuer", None), field("title", "Bill"))
    reading = ModelReading(engine=ENGINE, kind="invoice", fields=fields, cost=Cost())
    rows = {row.name: row for row in compare(result, [reading])}
    assert engines_of([reading]) == [RULES, "tiny (bf16)"]
    assert rows["total"].verdict == "agree"
    assert rows["tax"].verdict == "differ"
    assert rows["issuer"].verdict == "one"
    assert rows["issuer"].said[1] is not None
    assert rows["issuer"].said[1].value is None
    assert rows["title"].said[0] is None
    assert rows["due_date"].said[1] is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1284.5", "1284.50", True),
        ("2026-03-16", "2026-03-16", True),
        ("2026-03-16", "20260316", False),
        ("Apple Inc.", "APPLE INC", True),
        ("10", "100", False),
        ("-5", "5", False),
    ],
)
def test_values_agree_when_they_mean_the_same(one: str, other: str, same: bool) -> None:
    assert same_value(one, other) is same


def test_pages_are_shared_out_within_the_budget() -> None:
    groups = batches([30, 30, 50, 10, 120, 5, 5, 5, 5, 5], lambda tokens: tokens, 100)
    assert groups == [[30, 30], [50, 10], [120], [5, 5, 5, 5], [5]]
    assert text_tokens("Total 12.50") == 2 + 1 + 5
