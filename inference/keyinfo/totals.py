"""Subtotal, tax and total of a bill: the candidates beside their labels that add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from inference.keyinfo.amounts import find_amounts
from inference.keyinfo.finding import Found, Reading, labelled
from inference.keyinfo.labels import CHANGE, OTHER, PAID, SUBTOTAL, TAX, TOTAL
from inference.keyinfo.references import IBAN
from inference.keyinfo.rows import Sheet
from inference.keyinfo.sums import (
    DISCOUNT,
    Totals,
    adding_up,
    by_rate,
    last,
    less_deductions,
    signed,
    tax_inside,
    with_unnamed,
)
from inference.numbers import Mark
from inference.schema import Field

MOST_OTHERS: Final = 4
_BASE: Final = re.compile(r"\b(?:net(?:to)?|brutto|gross|base|basis|steuer|cuota|imponible|imponibile|ht)\b", re.I)
# "Total EUR (rate 1.08)": the same in another currency.
_EXCHANGED: Final = re.compile(
    r"\b(?:kurs|wechselkurs|exchange rate|rate (?=[\d.])|fx|cours|koers|cambio)\b", re.IGNORECASE
)
# Recognition reads the point of a price as something else: "28-90", "28:90".
_TORN: Final = re.compile(r"\s*(?:RM|[$€£])?\s?(\d{1,4})\s?[-:;°·]\s?(\d\d)\s*")


def find_totals(sheets: Sequence[Sheet], mark: Mark | None) -> Totals:
    """The candidates that add up, if any do; else for each the last with the label that says most."""
    subtotals, taxes = _amounts(sheets, SUBTOTAL, mark), _amounts(sheets, TAX, mark)
    if any(item.sure == 1 for item in taxes):  # the others are parts of registrations
        taxes = [item for item in taxes if item.sure == 1]
    handed = _tendered(sheets, mark)
    ranked = _ranked_totals(sheets, mark, subtotals, handed)
    # A summary by tax rate adds up too, to less; the largest of the best label is meant.
    floor = max((item.value for item in ranked if item.rank == ranked[0].rank), default=Decimal(0))
    wholes, others = [item for item in ranked if item.value >= floor], _others(sheets, mark)
    # A row of a summary by rate may be called a total, and stand last.
    likely = (item for item in ranked if item.value > max(floor / 2, Decimal(0)))
    total = next(likely, ranked[0] if ranked else None)
    adding = list(adding_up(wholes, subtotals, taxes, others))
    if not adding:
        if total and (rates := by_rate(sheets, mark, total)):
            return rates
        named = [item for item in subtotals if item.rank == 0]
        adding = (
            list(with_unnamed(sheets, mark, wholes, named, taxes))
            or list(tax_inside(wholes, named, taxes, others))
            or list(adding_up(wholes, named, taxes, others, untaxed=True))
        )
    if adding:
        return _best_of(sheets, mark, adding, ranked)
    smaller = {item.value for item in ranked if total and item.value < total.value}
    paid = total is not None and total.value == handed
    return _unproven(subtotals, taxes, total, smaller, paid)


def _ranked_totals(
    sheets: Sequence[Sheet], mark: Mark | None, subtotals: Sequence[Found[Decimal]], handed: Decimal | None
) -> list[Found[Decimal]]:
    """Candidates for the total, those whose label says most first, of these the last on the page first.

    Where some are what was `handed` over the counter in the end, those alone.
    """
    totals = [
        item
        for item in _amounts(sheets, TOTAL, mark)
        if not (_EXCHANGED.search(item.run.text) or IBAN.search(item.run.text))
    ]
    # "Net total" is what is to be paid where that was paid.
    known = {item.value for item in totals}
    totals += [item for item in subtotals if item.value == handed and item.value not in known]
    ranked = sorted(totals, key=lambda item: (item.rank, -item.run.page, -item.run.box[1]))
    return [item for item in ranked if item.value == handed] or ranked


def _best_of(
    sheets: Sequence[Sheet], mark: Mark | None, adding: Sequence[Totals], ranked: Sequence[Found[Decimal]]
) -> Totals:
    """Of several that add up the one that leads to what is left to pay, else the one that was paid, else the first."""
    asked = ranked[0] if ranked[0].rank == 0 else None
    if asked and asked.value not in {totals.total.value for totals in adding if totals.total}:
        less = next((found for totals in adding if (found := less_deductions(sheets, mark, totals, asked))), None)
        if less:
            return less
    order = {id(item): index for index, item in enumerate(ranked)}
    adding = sorted(
        adding,
        key=lambda totals: (order[id(totals.total)], totals.subtotal.rank if totals.subtotal else 0),
    )
    paid = {item.value for item in _amounts(sheets, PAID, mark)}
    return next((totals for totals in adding if totals.total and totals.total.value in paid), adding[0])


def _unproven(
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
    total: Found[Decimal] | None,
    smaller: set[Decimal],
    paid: bool,
) -> Totals:
    """The last subtotal and tax beside a total that they do not add up to, where they may be its parts.

    `smaller` are the amounts with the label of a total that are less than it.
    """
    subtotal, tax = last(item for item in subtotals if item.rank == 0), last(taxes)
    if subtotal and tax and len(taxes) > 1 and subtotal.value + tax.value in smaller:
        subtotal = tax = None  # those of one rate of tax among several
    if total and subtotal and not 2 * abs(subtotal.value) > abs(total.value) >= abs(subtotal.value):
        subtotal = None  # that of one rate of tax, or of something else
    if total and tax and abs(tax.value) >= abs(total.value):
        tax = None
    return Totals(subtotal, (tax, *_of_both(tax, taxes)) if tax else (), total, (), paid)


def _of_both(tax: Found[Decimal], taxes: Sequence[Found[Decimal]]) -> Iterator[Found[Decimal]]:
    """The tax of the state beside that of the union, in a row of its own: India charges both alike."""
    label = tax.label.lower().strip(" .")
    other = {"cgst": "sgst", "sgst": "cgst"}.get(label)
    for item in taxes:
        if item.label.lower().strip(" .") == other and item.value == tax.value and item.run.words != tax.run.words:
            yield item
            return


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
        value = format(signed(found), "f")
        yield found.field(f"{name}{number}", found.label.capitalize(), value, 0.9, f"{name}.sum", currency)


def _others(sheets: Sequence[Sheet], mark: Mark | None) -> list[Found[Decimal]]:
    return [item for item in _amounts(sheets, OTHER, mark) if item.value][-MOST_OTHERS:]


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


def _tendered(sheets: Sequence[Sheet], mark: Mark | None) -> Decimal | None:
    """What was paid in the end: cash given less change."""
    changes = _amounts(sheets, CHANGE, mark)
    returned = {item.run.words for item in changes}  # "Change cash"
    paid = last(item for item in _amounts(sheets, PAID, mark) if item.run.words not in returned)
    change = last(changes)
    return paid.value - abs(change.value) if paid and change else None
