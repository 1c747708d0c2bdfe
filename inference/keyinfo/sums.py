"""Choices among the amounts of a bill that add up: subtotal, taxes, charges and discounts to a total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, product
from typing import Final

from inference.keyinfo.amounts import find_amounts
from inference.keyinfo.finding import Found
from inference.keyinfo.rows import Sheet
from inference.numbers import Mark

DISCOUNT: Final = 1
"""Rank of the labels in OTHER that take away."""
MOST_TAXES: Final = 4
"""Taxes that a bill adds one below the other: of the union and the state, or by rate."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was chosen; `others` are charges and discounts between subtotal and total."""

    subtotal: Found[Decimal] | None = None
    taxes: tuple[Found[Decimal], ...] = ()
    total: Found[Decimal] | None = None
    others: tuple[Found[Decimal], ...] = ()
    agreed: bool = False
    """Whether they add up, or the total is what was paid."""


def by_rate(sheets: Sequence[Sheet], mark: Mark | None, total: Found[Decimal]) -> Totals | None:
    """Taxes from a summary by rate: rows of net, tax and gross in any order, whose gross make up the total."""
    rows: list[tuple[Found[Decimal], Found[Decimal], Decimal]] = []
    for sheet in sheets:
        for row in sheet.rows:
            amounts = [item for item in find_amounts(row.text, mark) if item.has_cents][-3:]
            tax, net, gross = sorted(amounts, key=lambda item: abs(item.value)) if len(amounts) == 3 else (None,) * 3
            if tax and net and gross and tax.value not in (0, net.value) and tax.value + net.value == gross.value:
                label = row.text[: amounts[0].start].strip(" :=")
                found = [Found(row, item.start, item.end, item.value, "right", 0, 0.9, label) for item in (net, tax)]
                rows.append((found[0], found[1], gross.value))
    whole = next(((net, tax) for net, tax, gross in rows if gross == total.value), None)
    if whole:
        return Totals(whole[0], (whole[1],), total, (), True)
    if rows and sum(gross for *_, gross in rows) == total.value:
        return Totals(None, tuple(tax for _, tax, _ in rows), total, (), True)
    return None


def adding_up(
    wholes: Sequence[Found[Decimal]],
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
    others: Sequence[Found[Decimal]],
    untaxed: bool = False,
) -> Iterator[Totals]:
    """Every choice that adds up, the totals with the labels that say most first.

    A tax of nothing proves nothing, unless `untaxed` and there are charges or discounts.
    """
    groups = [(group, sum((item.value for item in group), Decimal(0))) for group in _groups(taxes)]
    for whole, extras in product(wholes, _subsets(others)):
        before_extras = whole.value - sum((signed(item) for item in extras), Decimal(0))
        for part, (group, tax) in product(subtotals, groups):
            # A tax of nothing proves nothing, unless the label alone would not be believed.
            if part.value + tax == before_extras and (tax or part.rank or (untaxed and extras)):
                yield Totals(part, group, whole, extras, True)


def less_deductions(sheets: Sequence[Sheet], mark: Mark | None, totals: Totals, asked: Found[Decimal]) -> Totals | None:
    """What is left to pay where the rows between the total and it take away the rest: instalments, withheld tax."""
    assert totals.total is not None
    between = tuple(_rows_between(sheets, mark, totals.total, asked))
    if between and totals.total.value + sum(item.value for item in between) == asked.value:
        return replace(totals, total=asked, others=(*totals.others, *between))
    return None


def with_unnamed(
    sheets: Sequence[Sheet],
    mark: Mark | None,
    wholes: Sequence[Found[Decimal]],
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
) -> Iterator[Totals]:
    """Choices that add up with one more row between subtotal and total, whatever it is called."""
    groups = [(group, sum((item.value for item in group), Decimal(0))) for group in _groups(taxes)]
    for whole, part in product(wholes, subtotals):
        between = list(_rows_between(sheets, mark, part, whole))
        for (group, tax), other in product(groups, between):
            own = other.run.words not in [item.run.words for item in (part, whole, *group)]
            if own and tax and abs(other.value) and part.value + tax + signed(other) == whole.value:
                yield Totals(part, group, whole, (other,), True)


def _rows_between(
    sheets: Sequence[Sheet], mark: Mark | None, part: Found[Decimal], whole: Found[Decimal]
) -> Iterator[Found[Decimal]]:
    for sheet in sheets:
        for row in sheet.rows if sheet.number == part.run.page == whole.run.page else ():
            if part.run.box[1] < row.box[1] < whole.run.box[1]:
                amount = next(reversed([item for item in find_amounts(row.text, mark) if item.has_cents]), None)
                label = row.text[: amount.start].strip(" :.") if amount else ""
                if amount and any(character.isalpha() for character in label):
                    yield Found(row, amount.start, amount.end, amount.value, "right", 0, 0.9, label)


def tax_inside(
    wholes: Sequence[Found[Decimal]],
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
    others: Sequence[Found[Decimal]],
) -> Iterator[Totals]:
    """Choices that add up without a tax, which the subtotal then holds."""
    for whole, part, extras in product(wholes, subtotals, _subsets(others)):
        tax = last(item for item in taxes if 0 < item.value < part.value)
        if extras and tax and part.value + sum((signed(item) for item in extras), Decimal(0)) == whole.value:
            yield Totals(part, (tax,), whole, extras, True)


def signed(item: Found[Decimal]) -> Decimal:
    return -abs(item.value) if item.rank == DISCOUNT else item.value


def _subsets(others: Sequence[Found[Decimal]]) -> Iterator[tuple[Found[Decimal], ...]]:
    """None of them first, then all, then each alone: what a bill adds it adds for a reason."""
    yield ()
    if len(others) > 1:
        yield tuple(others)
    yield from ((item,) for item in others)


def _groups(taxes: Sequence[Found[Decimal]]) -> Iterator[tuple[Found[Decimal], ...]]:
    """Each tax alone, then taxes that follow one another in rows of their own."""
    yield from ((item,) for item in taxes)
    for size in range(2, MOST_TAXES + 1):
        for start in range(len(taxes) - size + 1):
            group = tuple(taxes[start : start + size])
            if all(one.run.words != other.run.words and other.value for one, other in pairwise(group)):
                yield group


def last(found: Iterable[Found[Decimal]]) -> Found[Decimal] | None:
    """The finding with the label that says most; of these the last on the page."""
    return max(found, key=lambda item: (-item.rank, item.run.page, item.run.box[1]), default=None)
