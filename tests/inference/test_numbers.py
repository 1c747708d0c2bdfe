"""Numbers as documents print them."""

from decimal import Decimal

import pytest

from inference.numbers import Mark, decimal_mark, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("46,298", "46298"),
        ("(1,577)", "-1577"),
        ("$ (1,577)", "-1577"),
        ("($ 1,577)", "-1577"),
        ("1,577-", "-1577"),
        ("-12.50", "-12.50"),
        ("−12.50", "-12.50"),
        ("△5,101", "-5101"),
        ("△ 5,101", "-5101"),
        ("4.904,94", "4904.94"),
        ("4,904.94", "4904.94"),
        ("1'234.50", "1234.50"),
        ("1 234 567,89", "1234567.89"),
        ("12,34,567.00", "1234567.00"),
        ("1,234,567", "1234567"),
        ("49,99", "49.99"),
        ("0,125", "0.125"),
        (".65", "0.65"),
        ("2019", "2019"),
        ("1,234*", "1234"),
    ],
)
def test_reads_the_value_with_its_sign(printed: str, value: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    "printed", ["", "–", "n/a", "1,23,4", "10-K", "March 2019", "12/03/2024", "(12", "1.2.3", "Note 4"]
)
def test_takes_nothing_else_for_a_number(printed: str) -> None:
    assert parse_number(printed) is None


@pytest.mark.parametrize(
    ("printed", "value"), [("26.1%", "26.1"), ("(3.5)%", "-3.5"), ("(3.5%)", "-3.5"), ("7 %", "7")]
)
def test_percentages_keep_their_printed_value(printed: str, value: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert number.percent
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("printed", "currency"),
    [
        ("€ 399,00", "EUR"),
        ("£1,566.00", "GBP"),
        ("CHF 120.00", "CHF"),
        ("120.00 CHF", "CHF"),
        ("A$5", "AUD"),
        ("RM51.30", "MYR"),
        ("12", None),
    ],
)
def test_names_the_currency_beside_it(printed: str, currency: str | None) -> None:
    number = parse_number(printed)
    assert number is not None
    assert number.currency == currency


@pytest.mark.parametrize(("mark", "value"), [(None, "1.234"), (".", "1.234"), (",", "1234")])
def test_the_document_settles_what_one_number_leaves_open(mark: Mark | None, value: str) -> None:
    number = parse_number("1.234", mark)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [(["1.234,56", "7"], ","), (["Total 1,234.56"], "."), (["1,234,567"], "."), (["12/03/2024"], None), ([], None)],
)
def test_learns_the_decimal_mark_from_numbers_without_doubt(texts: list[str], mark: Mark | None) -> None:
    assert decimal_mark(texts) == mark


def test_many_numbers_of_three_digits_behind_a_mark_are_grouped_thousands() -> None:
    statement = ["Umsatz 81.288 77.265", "Kosten –12.604 –31.877", "Abgang 846", "30.09.2024"]
    assert decimal_mark(statement) == ","
    assert decimal_mark(["Revenue 1,234 2,345 3,456 4,567"]) == "."
    assert decimal_mark(["Kurs 1.085", "Gewicht 0.125"]) is None
    assert decimal_mark([*statement, "Zins 4.25 3.75"]) == "."
