"""What the figures of a table are in."""

import pytest

from inference.scales import Scale, row_factors, stated_scale
from tests.inference.made_pages import INCOME, page, table


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("(in millions, except per share data)", 1_000_000),
        ("Amounts in thousands of dollars", 1_000),
        ("in EUR million", 1_000_000),
        ("€ billions", 1_000_000_000),
        ("$000", 1_000),
        ("£m", 1_000_000),
        ("(Millions)", 1_000_000),
        ("in Mio. €", 1_000_000),
        ("(₹ in crore)", 10_000_000),
        ("£’000", 1_000),
        ("in TEUR", 1_000),
        ("in Tsd. EUR", 1_000),
        ("(Millions of yen)", 1_000_000),
        ("(en millions d'euros)", 1_000_000),
        ("(in duizenden euro's)", 1_000),
        ("MSEK", 1_000_000),
        ("in Tausend gefertigt", None),
        ("In the year we made millions happen", None),
        ("in 2025", None),
    ],
)
def test_scale_is_read_from_the_words_above_the_table(text: str, factor: int | None) -> None:
    sheet = page(*["Other text"] * 15, *[text] * 10)
    scale = stated_scale(sheet, INCOME)
    assert (scale.factor if scale else None) == factor


def test_the_nearest_statement_counts_and_far_ones_do_not() -> None:
    far = page("in billions", *["Other text"] * 20)
    assert stated_scale(far, INCOME) is None
    near = page(*["Other"] * 18, "in billions", "Other", "in thousands")
    assert stated_scale(near, INCOME) == Scale(1_000, "thousands")


def test_a_statement_in_the_headings_comes_before_one_above() -> None:
    own = table([["in thousands", "2025"], ["Sales", "5"]])
    assert stated_scale(page(*["in millions"] * 20), own) == Scale(1_000, "thousands")


def test_amounts_per_share_are_not_scaled() -> None:
    millions = Scale(1_000_000, "millions")
    assert row_factors(millions, INCOME) == [1_000_000, 1_000_000, 1_000_000, 1_000_000, 1]
    assert set(row_factors(None, INCOME)) == {1}


def test_amounts_under_a_heading_per_share_are_not_scaled() -> None:
    rows = [
        ["", "2024", "2025"],
        ["Net income", "1,200", "1,500"],
        ["Earnings per share:", "", ""],
        ["Basic", "1.02", "1.20"],
        ["Diluted", "1.00", "1.18"],
        ["Average shares", "1,176.5", "1,250.0"],
    ]
    assert row_factors(Scale(1_000, "thousands"), table(rows)) == [1_000, 1_000, 1, 1, 1, 1_000]
