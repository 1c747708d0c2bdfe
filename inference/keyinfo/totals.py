"""Subtotal, tax and total of a bill: the candidates beside their labels that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from inference.keyinfo.amounts import find_amounts
from inference.keyinfo.finding import Found, Reading, labelled
from inference.keyinfo.labels import CHANGE, OTHER, PAID, SUBTOTAL, TAX, TOTAL
from inference.keyinfo.rows import Sheet
from inference.numbers import Mark
from inference.schema import Field

DISCOUNT: Final = 1
"""Rank of the labels in OTHER that take away."""
MOST_OTHERS: Final = 4
# Recognition reads the point of a price as something else: "28-90", "28:90".
_TORN: Final = re.compile(r"\s*(?:RM|[$€£])?\s?(\d{1,4})\s?[-:;°·]\s?(\d\d)\s*")


@dataclass(frozen=True, slots=True)
class Totals:
    """What was chosen; `others` are charges and discounts between subtotal and total."""

    subtotal: Found[Decimal] | None = None
    tax: Found[Decimal] | None = None
    total: Found[Decimal] | None = None
    others: tuple[Found[Decimal], ...] = ()
    agreed: bool = False
    """Whether they add up, or the total is what was paid."""


def find_totals(sheets: Sequence[Sheet], mark: Mark | None) -> Totals:
    """The candidates that add up, if any do; else for each the last with the label that says most."""
    totals, subtotals = _amounts(sheets, TOTAL, mark), _amounts(sheets, SUBTOTAL, mark)
    taxes = _amounts(sheets, TAX, mark)
    ranked = sorted(totals, key=lambda item: (item.rank, -item.run.page, -item.run.box[1]))
    # A summary by tax rate adds up too, to less; the largest of the best label is meant.
    floor = max((item.value for item in ranked if item.rank == ranked[0].rank), default=Decimal(0))
    for others in _subsets(_others(sheets, mark)):
        extra = sum((_signed(item) for item in others), Decimal(0))
        for whole, part, tax in product(ranked, subtotals, taxes):
            if tax.value and whole.value >= floor and part.value + tax.value + extra == whole.value:
                return Totals(part, tax, whole, others, True)
    paid_value = _tendered(sheets, mark)
    paid = next((item for item in ranked if item.value == paid_value), None)
    total = paid or next((item for item in ranked if item.value > 0), None) or (ranked[0] if ranked else None)
    subtotal, tax_row = _last(subtotals), _last(taxes)
    if (
        total
        and subtotal
        and tax_row
        and subtotal.value + tax_row.value in {item.value for item in ranked if item.value < total.value}
    ):
        subtotal = tax_row = None  # those of one rate of tax among several
    if total and subtotal and subtotal.value > total.value:
        subtotal = None
    if total and tax_row and abs(tax_row.value) >= abs(total.value):
        tax_row = None
    return Totals(subtotal, tax_row, total, (), paid is not None)


def total_fields(totals: Totals, currency: str | None) -> Iterator[Field]:
    """The chosen amounts as fields."""
    chosen = (("subtotal", "Subtotal", totals.subtotal), ("tax", "Tax", totals.tax), ("total", "Total", totals.total))
    for name, label, found in chosen:
        if found:
            sure = 0.97 if totals.agreed else 0.8 if name == "total" else 0.65
            rule = f"{name}.label" + (".sum" if totals.agreed else "")
            yield found.field(name, label, format(found.value, "f"), sure, rule, currency)
    for index, found in enumerate(totals.others, start=1):
        name = "discount" if found.rank == DISCOUNT else "charge"
        number = "" if index == 1 else f"_{index}"
        value = format(_signed(found), "f")
        yield found.field(f"{name}{number}", found.label.capitalize(), value, 0.9, f"{name}.sum", currency)


def _others(sheets: Sequence[Sheet], mark: Mark | None) -> list[Found[Decimal]]:
    return [item for item in _amounts(sheets, OTHER, mark) if item.value][-MOST_OTHERS:]


def _signed(item: Found[Decimal]) -> Decimal:
    return -abs(item.value) if item.rank == DISCOUNT else item.value


def _subsets(others: Sequence[Found[Decimal]]) -> Iterator[tuple[Found[Decimal], ...]]:
    """None of them first, then all, then each alone: what a bill adds it adds for a reason."""
    yield ()
    if len(others) > 1:
        yield tuple(others)
    yield from ((item,) for item in others)


def _amounts(sheets: Sequence[Sheet], labels: Sequence[re.Pattern[str]], mark: Mark | None) -> list[Found[Decimal]]:
    def read(text: str) -> Reading[Decimal] | None:
        torn = _TORN.fullmatch(text)
        if torn:
            return torn.start(1), torn.end(2), Decimal(f"{torn[1]}.{torn[2]}"), 0.6
        amounts = list(find_amounts(text, mark))
        if not amounts:
            return None
        # "VAT 20 % 280.00", "TOTAL 2 51.00": the amount stands last and has cents.
        group = amounts[:1]
        for amount in amounts[1:]:
            if re.search(r"[^\W\d_]{4}", text[group[-1].end : amount.start]):
                break  # the words of another label
            group.append(amount)
        last = next((amount for amount in reversed(group) if amount.has_cents), group[-1])
        return last.start, last.end, last.value, 1.0 if last.has_cents or last.currency else 0.7

    return list(labelled(sheets, labels, read))


def _last(found: Sequence[Found[Decimal]]) -> Found[Decimal] | None:
    return max(found, key=lambda item: (-item.rank, item.run.page, item.run.box[1]), default=None)


def _tendered(sheets: Sequence[Sheet], mark: Mark | None) -> Decimal | None:
    """What was paid in the end: cash given less change."""
    paid, change = _last(_amounts(sheets, PAID, mark)), _last(_amounts(sheets, CHANGE, mark))
    return paid.value - abs(change.value) if paid and change else None
