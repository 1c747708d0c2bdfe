"""Each measure on cases made by hand, with what must not count."""

from decimal import Decimal

import pytest

from inference.evaluate.counts import Counts
from inference.evaluate.fields import judge_fields
from inference.evaluate.figures import judge_figures
from inference.evaluate.manifest import TrueFigure
from inference.evaluate.outcomes import ends_as_expected
from inference.evaluate.places import cell_places, field_places
from inference.evaluate.relations import Area, compare, relations
from inference.evaluate.rows import booking_is_right, row_is_right
from inference.evaluate.text import character_coverage, word_counts
from inference.schema import Cell, DocumentResult, Field, Figure, Line, PageResult, Table, Word

ROW = ("Net income (loss)", ["1577", "-848", "-"])


def found(name: str, value: str, confidence: float = 0.9) -> Field:
    return Field(
        name=name, label=name, printed=value, value=value, confidence=confidence, page=1, box=(10, 10, 60, 20), rule="r"
    )


def page_with(text: str, source: str = "text_layer") -> PageResult:
    word = Word(text=text, box=(12, 11, 50, 19))
    line = Line(text=text, box=word.box, words=(word,))
    return PageResult.model_validate(
        {"number": 1, "width": 100, "height": 100, "rotation": 0, "source": source, "lines": [line.model_dump()]}
    )


@pytest.mark.parametrize(
    "cells",
    [
        ["Net income (loss)", "1,577", "(848)", "—"],
        ["Net income (loss)", "$", "1,577", "848-", "$ –"],
        ["Attributable to shareholders: Net income (loss)", "1577", "-848", "-"],
        ["Net incone (loss)", "1,577", "(848)", "-"],
        ["Net income", "(loss)", "1,577", "(848)", "-"],
    ],
)
def test_a_row_is_right(cells: list[str]) -> None:
    assert row_is_right(ROW, [[["Year", "2019"], cells]])


@pytest.mark.parametrize(
    "cells",
    [
        ["Net income (loss)", "1,577", "848", "-"],  # sign lost
        ["Net income (loss)", "(848)", "1,577", "-"],  # order
        ["Net income (loss)", "1,577 (848)", "-"],  # two values in a cell
        ["Net income (loss)", "1,577", "(848)", "0"],  # a dash is not a nought
        ["Net income (loss)", "999", "1,577", "(848)", "-"],  # a value too many
        ["Net income (loss)", "1,577"],  # one too few
        ["Net income (loss)", "1,57", "7", "(848)", "-"],  # torn
        ["Operating income", "1,577", "(848)", "-"],  # another label
        ["", "1,577", "(848)", "-"],  # no label
    ],
)
def test_a_row_is_wrong(cells: list[str]) -> None:
    assert not row_is_right(ROW, [[cells]])


def test_a_dash_is_no_value_and_may_be_missing_on_either_side() -> None:
    assert row_is_right(ROW, [[["Net income (loss)", "1,577", "(848)", ""]]])
    assert row_is_right(("Best Buy", ["908", "-1", "907"]), [[["Best Buy", "908", "-", "(1)", "907"]]])


def test_the_number_of_a_note_is_none_of_the_values() -> None:
    row = ["Net income (loss)", "12", "1,577", "(848)", "-"]
    assert row_is_right(ROW, [[["", "Note", "2024", "2023", "2022"], row]])
    assert not row_is_right(ROW, [[["", "2025", "2024", "2023", "2022"], row]])


@pytest.mark.parametrize(
    ("true", "cells"),
    [
        (ROW, ["Net income (loss)", "1,577", "(848)", ""]),
        (("Best Buy", ["908", "-1", "907"]), ["Best Buy", "908", "-", "(1)", "907"]),
        (("Receivables, net of $650 and", ["633", "48688"]), ["Receivables, net of $650 and $633", "48,688"]),
    ],
)
def test_counted_strictly_a_slip_of_the_truth_is_a_miss(true: tuple[str, list[str]], cells: list[str]) -> None:
    assert row_is_right(true, [[cells]])
    assert not row_is_right(true, [[cells]], strict=True)
    assert row_is_right(ROW, [[["Net income (loss)", "1,577", "(848)", "—"]]], strict=True)


def test_taxes_that_are_printed_one_by_one_are_compared_by_their_sum() -> None:
    both = [found("tax", "4.25"), found("tax_2", "4.25")]
    assert judge_fields({"tax": "8.50"}, both)["tax"][0] == Counts(1, 1, 1)
    assert judge_fields({"tax": "4.25"}, both)["tax"][0] == Counts(0, 1, 1)


def test_a_label_that_wants_a_number_keeps_it() -> None:
    true = ("Receivables, net of $650 and", ["633", "48688", "44261"])
    assert row_is_right(true, [[["Receivables, net of $650 and $633", "48,688", "44,261"]]])
    assert not row_is_right(true, [[["Receivables, net of $650 and $633 48,688", "44,261"]]])
    assert not row_is_right(("Sales", ["633", "48688"]), [[["Sales 633", "48,688"]]])


def test_a_line_item_may_stand_among_more_cells_but_in_order() -> None:
    item = ["Office Chair", "1.00", "70.00"]
    assert row_is_right(item, [[["[F1] Office Chair", "1 kg", "15 %", "$ 70.00"]]])
    assert not row_is_right(item, [[["Office Chair", "70.00", "1.00"]]])
    assert not row_is_right(item, [[["Office Chair", "1.00"], ["", "70.00"]]])


BOOKING = ("CARD PAYMENT BEAN YARD", ["-15.20"])


@pytest.mark.parametrize(
    "cells",
    [
        ["02 Feb 23", "CARD PAYMENT BEAN YARD", "15.20", "", "1,204.77"],
        ["", "CARD PAYMENT BEAN YARD", "", "15.20", ""],
        ["1.2", "CARD PAYMENT", "BEAN YARD", "-15.20"],
    ],
)
def test_a_transaction_is_right_by_description_and_amount(cells: list[str]) -> None:
    assert booking_is_right(BOOKING, [[cells]])


@pytest.mark.parametrize(
    "cells",
    [
        ["02 Feb 23", "CARD PAYMENT BEAN YARD", "1,204.77", "15.20"],  # the balance before the amount
        ["02 Feb 23", "CARD PAYMENT BEAN YARD 15.20", "1,204.77"],  # no cell of its own
        ["02 Feb 23", "CARD PAYMENT DOSA HOUSE", "15.20", "1,204.77"],  # another one
        ["02 Feb 23", "CARD PAYMENT BEAN YARD", "15.20", "3.00", "1,204.77"],  # a value too many
        ["", "15.20", "1,204.77"],  # no description
    ],
)
def test_a_transaction_is_wrong(cells: list[str]) -> None:
    assert not booking_is_right(BOOKING, [[cells]])


def test_words_count_without_order_and_only_as_often_as_they_stand() -> None:
    counts = word_counts(["TOTAL 5.00", "Cash 5.00"], "cash total 5.00 Change")
    assert counts == Counts(3, 4, 4)
    assert counts.f1 == 0.75


def test_characters_count_where_the_whole_line_is_found() -> None:
    assert character_coverage(["Tax invoice", "No. 42"], "TAXINVOICE\nNo 43") == Counts(10, 10, 14)


def test_cells_relate_to_their_nearest_neighbours_with_content() -> None:
    areas = [Area("2019", 0, 1, 0, 2), Area("Sales", 1, 0, 1, 0), Area("", 1, 1, 1, 1), Area("7", 1, 2, 1, 2)]
    assert set(relations(areas)) == {("sales", "7", "right"), ("2019", "7", "below")}


def test_a_cell_that_was_cut_costs_precision_and_recall() -> None:
    true = relations([Area("Sales", 0, 0, 0, 0), Area("46,298", 0, 1, 0, 1)])
    given = relations([Area("Sales", 0, 0, 0, 0), Area("46298", 0, 1, 0, 1), Area(",", 0, 2, 0, 2)])
    assert compare(true, given) == Counts(0, 2, 1)


def test_fields_are_right_by_value() -> None:
    true = {"total": "11.50", "company": "Foot Locker, Inc.", "iban": "NL50INGB0683251309", "tax": "1.00", "abn": None}
    given = [
        found("total", "11.5"),
        found("total", "12.00", 0.4),
        found("issuer", "FOOT LOCKER INC"),
        found("iban", "NL51INGB0683251309"),
        found("abn", "16112221123"),
        found("unasked", "1"),
    ]
    judged = {name: counts for name, (counts, _) in judge_fields(true, given).items()}
    assert judged == {
        "total": Counts(1, 1, 1),
        "company": Counts(1, 1, 1),
        "iban": Counts(0, 1, 1),  # one digit off
        "tax": Counts(0, 0, 1),  # not found
        "abn": Counts(0, 1, 0),  # invented
    }


@pytest.mark.parametrize(
    ("true", "right"),
    [("2024-08-01", True), ("2024-06-30", True), ("2024-07-31", False), ("2023-24", True), ("2022-23", False)],
)
def test_the_date_of_a_report_is_that_of_its_release_or_the_end_of_its_period(true: str, right: bool) -> None:
    given = [found("release_date", "2024-08-01"), found("period_end", "2024-06-30")]
    assert judge_fields({"report_date": true}, given)["report_date"][0] == Counts(right, 1, 1)


def test_another_company_of_a_similar_name_is_wrong() -> None:
    counts, instead = judge_fields({"company": "Amcor plc"}, [found("company", "Amcor Finance (USA), Inc.")])["company"]
    assert counts == Counts(0, 1, 1)
    assert instead == "Amcor Finance (USA), Inc."


def shown(
    value: str, period_end: str = "2023-06-30", months: int | None = 12, scale: int = 1000, name: str = "revenue"
) -> Figure:
    return Figure(
        name=name,
        label=name,
        row=name,
        statement="income",
        period_end=period_end,
        months=months,
        printed=value,
        value=Decimal(value),
        scale=scale,
        confidence=0.9,
        page=1,
        box=(0, 0, 1, 1),
        rule="r",
    )


REVENUE = TrueFigure(name="revenue", period_end="2023-06-30", months=12, value=Decimal(5000))


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (shown("5"), Counts(1, 1, 1)),
        (shown("5.000", "2023-06-24", None), Counts(1, 1, 1)),  # weeks end on another day; no length printed
        (shown("5000", scale=1), Counts(1, 1, 1)),
        (shown("-5"), Counts(0, 1, 1)),  # sign
        (shown("5", scale=1_000_000), Counts(0, 1, 1)),  # scale
        (shown("5", "2023"), Counts(0, 1, 1)),  # the day is known
        (shown("5", "2023-09-30"), Counts(0, 0, 1)),  # another period, not judged
        (shown("5", months=3), Counts(0, 0, 1)),
        (shown("5", name="net_income"), Counts(0, 0, 1)),
    ],
)
def test_a_key_figure_is_right_in_its_period_with_sign_and_scale(given: Figure, counts: Counts) -> None:
    judged, missed = judge_figures([REVENUE], [given])
    assert judged == {"revenue": counts}
    assert bool(missed) is not bool(counts.right)


def test_a_truth_that_knows_the_year_only_takes_any_day_of_it() -> None:
    true = REVENUE.model_copy(update={"period_end": "2023", "months": None})
    assert judge_figures([true], [shown("5"), shown("4", "2022-06-30")])[0] == {"revenue": Counts(1, 1, 1)}


def test_a_missed_figure_says_what_was_given_instead() -> None:
    assert judge_figures([REVENUE], [shown("7")])[1] == [
        "revenue, 2023-06-30, 12 months: 5000, given 7000 for 2023-06-30"
    ]
    assert judge_figures([REVENUE], [])[1] == ["revenue, 2023-06-30, 12 months: 5000, given nothing"]


def test_a_field_is_placed_where_its_box_holds_the_words() -> None:
    pages = {1: page_with("1,577")}
    assert field_places([found("total", "1577")], pages) == Counts(1, 1, 1)
    assert field_places([found("total", "1578")], pages) == Counts(0, 1, 1)
    assert field_places([found("total", "1577").model_copy(update={"page": 2})], pages) == Counts(0, 1, 1)


def test_a_cell_is_placed_where_its_box_holds_the_number() -> None:
    def cell(column: int, box: tuple[float, float, float, float] | None) -> Cell:
        return Cell(row=0, column=column, text="1,577", value=Decimal(1577), box=box)

    cells = (cell(0, (10, 10, 60, 20)), cell(1, (60, 10, 90, 20)), cell(2, None))
    table = Table(id="p1t1", page=1, box=(0, 0, 99, 99), n_rows=1, n_columns=3, cells=cells)
    assert cell_places([page_with("1,577").model_copy(update={"tables": (table,)})]) == Counts(1, 3, 3)


EMPTY = DocumentResult(kind="other", kind_reason="", page_count=1)
INVENTED = EMPTY.model_copy(update={"fields": (found("total", "1"),)})


@pytest.mark.parametrize(
    ("expected", "code", "pages", "result", "right"),
    [
        ("refused politely: needs a password", "encrypted", [], None, True),
        ("refused politely: needs a password", "damaged", [], None, False),
        ("refused politely: not a readable PDF", "damaged", [], None, True),
        ("refused politely: not a readable PDF", "crashed", [], None, False),
        ("refused politely: not a readable PDF", None, [], EMPTY, False),
        ("zero fields, zero tables, no invented values", None, [], EMPTY, True),
        ("zero fields, zero tables, no invented values", None, [], INVENTED, False),
        ("must fall back to OCR", None, [page_with("Total", "ocr")], EMPTY, True),
        ("must fall back to OCR", None, [page_with("Total")], EMPTY, False),
        ("must fall back to OCR", "timeout", [], None, False),
    ],
)
def test_outcomes(
    expected: str, code: str | None, pages: list[PageResult], result: DocumentResult | None, right: bool
) -> None:
    assert ends_as_expected(expected, code, pages, result) is right
