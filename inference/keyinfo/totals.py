"""Subtotal, tax and total of a bill: the candidates beside their labels that add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, product
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
MOST_TAXES: Final = 4
"""Taxes that a bill adds one below the other: of the union and the state, or by rate."""
_BASE: Final = re.compile(r"\b(?:net(?:to)?|brutto|gross|base|basis|steuer|cuota|imponible|imponibile|ht)\b", re.I)
# "Total EUR (rate 1.08)": the same in another currency.
_EXCHANGED: Final = re.compile(
    r"\b(?:kurs|wechselkurs|exchange rate|rate (?=[\d.])|fx|cours|koers|cambio)\b", re.IGNORECASE
)
# Recognition reads the point of a price as something else: "28-90", "28:90".
_TORN: Final = re.compile(r"\s*(?:RM|[$€£])?\s?(\d{1,4})\s?[-:;°·]\s?(\d\d)\s*")


@dataclass(frozen=True, slots=True)
class Totals:
    """What was chosen; `others` are charges and discounts between subtotal and total."""

    subtotal: Found[Decimal] | None = None
    taxes: tuple[Found[Decimal], ...] = ()
    total: Found[Decimal] | None = None
    others: tuple[Found[Decimal], ...] = ()
    agreed: bool = False
    """Whether they add up, or the total is what was paid."""


def find_totals(sheets: Sequence[Sheet], mark: Mark | None) -> Totals:
    """The candidates that add up, if any do; else for each the last with the label that says most."""
    totals = [item for item in _amounts(sheets, TOTAL, mark) if not _EXCHANGED.search(item.run.text)]
    subtotals, taxes = _amounts(sheets, SUBTOTAL, mark), _amounts(sheets, TAX, mark)
    if any(item.sure == 1 for item in taxes):  # the others are parts of registrations
        taxes = [item for item in taxes if item.sure == 1]
    paid_value = _tendered(sheets, mark)
    # "Net total" is what is to be paid where that was paid.
    totals += [item for item in subtotals if item.value == paid_value and item.value not in {t.value for t in totals}]
    ranked = sorted(totals, key=lambda item: (item.rank, -item.run.page, -item.run.box[1]))
    # A summary by tax rate adds up too, to less; the largest of the best label is meant.
    floor = max((item.value for item in ranked if item.rank == ranked[0].rank), default=Decimal(0))
    if any(item.value == paid_value for item in ranked):
        ranked = [item for item in ranked if item.value == paid_value]
        floor = min(floor, ranked[0].value)
    wholes, others = [item for item in ranked if item.value >= floor], _others(sheets, mark)
    adding = list(_adding_up(wholes, subtotals, taxes, others))
    paid = next((item for item in ranked if item.value == paid_value), None)
    # A row of a summary by rate may be called a total, and stand last.
    likely = (item for item in ranked if item.value > max(floor / 2, Decimal(0)))
    total = paid or next(likely, ranked[0] if ranked else None)
    if not adding and total and (by_rate := _by_rate(sheets, mark, total)):
        return by_rate
    if not adding:
        named = [item for item in subtotals if item.rank == 0]
        adding = (
            list(_with_unnamed(sheets, mark, wholes, named, taxes))
            or list(_tax_inside(wholes, named, taxes, others))
            or list(_adding_up(wholes, named, taxes, others, untaxed=True))
        )
    asked = ranked[0] if ranked and ranked[0].rank == 0 else None
    if adding and asked and asked.value not in {totals.total.value for totals in adding if totals.total}:
        less = next((found for totals in adding if (found := _less_deductions(sheets, mark, totals, asked))), None)
        if less:
            return less
    adding.sort(
        key=lambda totals: (
            (wholes.index(totals.total), totals.subtotal.rank) if totals.subtotal and totals.total else (0, 0)
        )
    )
    if adding:
        handed = {item.value for item in _amounts(sheets, PAID, mark)}
        return next((totals for totals in adding if totals.total and totals.total.value in handed), adding[0])
    subtotal, tax_row = _last(item for item in subtotals if item.rank == 0), _last(taxes)
    if (
        total
        and subtotal
        and tax_row
        and len(taxes) > 1
        and subtotal.value + tax_row.value in {item.value for item in ranked if item.value < total.value}
    ):
        subtotal = tax_row = None  # those of one rate of tax among several
    if total and subtotal and not 2 * subtotal.value > total.value >= subtotal.value:
        subtotal = None  # that of one rate of tax, or of something else
    if total and tax_row and abs(tax_row.value) >= abs(total.value):
        tax_row = None
    taxes = [tax_row, *_of_both(tax_row, taxes)] if tax_row else []
    return Totals(subtotal, tuple(taxes), total, (), paid is not None)


def _of_both(tax: Found[Decimal], taxes: Sequence[Found[Decimal]]) -> Iterator[Found[Decimal]]:
    """The tax of the state beside that of the union, in a row of its own: India charges both alike."""
    label = tax.label.lower().strip(" .")
    other = {"cgst": "sgst", "sgst": "cgst"}.get(label)
    for item in taxes:
        if item.label.lower().strip(" .") == other and item.value == tax.value and item.run.words != tax.run.words:
            yield item
            return


def _by_rate(sheets: Sequence[Sheet], mark: Mark | None, total: Found[Decimal]) -> Totals | None:
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


def _adding_up(
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
        before_extras = whole.value - sum((_signed(item) for item in extras), Decimal(0))
        for part, (group, tax) in product(subtotals, groups):
            # A tax of nothing proves nothing, unless the label alone would not be believed.
            if part.value + tax == before_extras and (tax or part.rank or (untaxed and extras)):
                yield Totals(part, group, whole, extras, True)


def _less_deductions(
    sheets: Sequence[Sheet], mark: Mark | None, totals: Totals, asked: Found[Decimal]
) -> Totals | None:
    """What is left to pay where the rows between the total and it take away the rest: instalments, withheld tax."""
    assert totals.total is not None
    between = tuple(_rows_between(sheets, mark, totals.total, asked))
    if between and totals.total.value + sum(item.value for item in between) == asked.value:
        return replace(totals, total=asked, others=(*totals.others, *between))
    return None


def _with_unnamed(
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
            if own and tax and abs(other.value) and part.value + tax + _signed(other) == whole.value:
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


def _tax_inside(
    wholes: Sequence[Found[Decimal]],
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
    others: Sequence[Found[Decimal]],
) -> Iterator[Totals]:
    """Choices that add up without a tax, which the subtotal then holds."""
    for whole, part, extras in product(wholes, subtotals, _subsets(others)):
        tax = _last(item for item in taxes if 0 < item.value < part.value)
        if extras and tax and part.value + sum((_signed(item) for item in extras), Decimal(0)) == whole.value:
            yield Totals(part, (tax,), whole, extras, True)


def total_fields(totals: Totals, currency: str | None) -> Iterator[Field]:
    """The chosen amounts as fields."""
    chosen = [("subtotal", "Subtotal", totals.subtotal), ("total", "Total", totals.total)]
    several = len(totals.taxes) > 1
    for index, tax in enumerate(totals.taxes, start=1):
        name, label = ("tax" if index == 1 else f"tax_{index}"), f"Tax ({tax.label})" if several else "Tax"
        chosen.insert(index, (name, label, tax))
    for name, label, found in chosen:
        if found:
            sure = 0.97 if totals.agreed else 0.8 if name == "total" else 0.65
            rule = f"{name.partition('_')[0]}.label" + (".sum" if totals.agreed else "")
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
        if labels is TAX and _BASE.search(text[: group[-1].start]):
            return None  # the amount that is taxed
        last = next((amount for amount in reversed(group) if amount.has_cents), group[-1])
        return last.start, last.end, last.value, 1.0 if last.has_cents or last.currency else 0.7

    return list(labelled(sheets, labels, read))


def _groups(taxes: Sequence[Found[Decimal]]) -> Iterator[tuple[Found[Decimal], ...]]:
    """Each tax alone, then taxes that follow one another in rows of their own."""
    yield from ((item,) for item in taxes)
    for size in range(2, MOST_TAXES + 1):
        for start in range(len(taxes) - size + 1):
            group = tuple(taxes[start : start + size])
            if all(one.run.words != other.run.words and other.value for one, other in pairwise(group)):
                yield group


def _last(found: Iterable[Found[Decimal]]) -> Found[Decimal] | None:
    return max(found, key=lambda item: (-item.rank, item.run.page, item.run.box[1]), default=None)


def _tendered(sheets: Sequence[Sheet], mark: Mark | None) -> Decimal | None:
    """What was paid in the end: cash given less change."""
    changes = _amounts(sheets, CHANGE, mark)
    returned = {item.run.words for item in changes}  # "Change cash"
    paid = _last(item for item in _amounts(sheets, PAID, mark) if item.run.words not in returned)
    change = _last(changes)
    return paid.value - abs(change.value) if paid and change else None
