"""Invoices and receipts: issuer, number, dates and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final, TypeVar

from inference.keyinfo.amounts import Currency, currency_field, find_amounts, find_currency
from inference.keyinfo.dates import DateOrder, date_order, find_dates
from inference.keyinfo.finding import Found, Reader, Reading, labelled
from inference.keyinfo.labels import CHANGE, DATE, DUE, NUMBER, PAID, SUBTOTAL, TAX, TOTAL
from inference.keyinfo.parties import find_issuer
from inference.keyinfo.rows import Row, Sheet
from inference.numbers import Mark, decimal_mark
from inference.schema import Field

T = TypeVar("T")

_NUMBER_VALUE: Final = re.compile(r"[#:]?\s*((?:[A-Z]{1,5}[ -])?(?=[\w/.-]*\d)[A-Za-z0-9][\w/.-]*[A-Za-z0-9]|\d)")
_ORDER_DATE: Final = re.compile(r"order|bestel|due|verval|ship|deliver|expir|valid|print", re.IGNORECASE)
IBAN: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How this document writes amounts and dates."""

    mark: Mark | None
    order: DateOrder
    currency: Currency | None

    @property
    def code(self) -> str | None:
        """ISO code of the currency."""
        return self.currency.code if self.currency else None


def conventions(sheets: Sequence[Sheet]) -> Conventions:
    """Learn the decimal mark, the currency and the order of dates from the whole document."""
    texts = [row.text for sheet in sheets for row in sheet.rows]
    mark = decimal_mark(texts)
    currency = find_currency(sheets, mark)
    american = currency is not None and currency.code == "USD" and mark != ","
    return Conventions(mark, date_order(texts, american), currency)


def invoice_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of an invoice."""
    how = conventions(sheets)
    issuer = find_issuer(sheets)
    if issuer:
        yield issuer.field("issuer", "Issuer", issuer.value, 1.0, "issuer.head")
    number = _best(labelled(sheets, NUMBER, _read_number))
    if number:
        yield number.field(
            "invoice_number", "Invoice number", number.value, (0.95, 0.85, 0.7, 0.7)[number.rank], "number.label"
        )
    issued = _issue_date(sheets, how.order)
    if issued:
        yield issued.field("invoice_date", "Invoice date", issued.value.isoformat(), 0.95, "date.label")
    due = _best(labelled(sheets, DUE, date_reader(how.order)))
    if due:
        yield due.field("due_date", "Due date", due.value.isoformat(), 0.95, "due.label")
    yield from _amount_fields(sheets, how)
    yield from _iban(sheets)


def receipt_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of a receipt."""
    how = conventions(sheets)
    issuer = find_issuer(sheets)
    if issuer:
        yield issuer.field("merchant", "Merchant", issuer.value, 1.0, "issuer.head")
    issued = _issue_date(sheets, how.order) or _first_date(sheets, how.order)
    if issued:
        yield issued.field(
            "date", "Date", issued.value.isoformat(), 0.95, "date.label" if issued.label else "date.first"
        )
    yield from _amount_fields(sheets, how)


def _read_number(text: str) -> Reading[str] | None:
    match = _NUMBER_VALUE.match(text)
    # A date or an amount under "Invoice" is not its number.
    if match is None or re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|[\d,]+\.\d\d", match[1]):
        return None
    return *match.span(1), match[1], 1.0


def date_reader(order: DateOrder) -> Reader[date]:
    """A reader of a date at the start of a text."""

    def read(text: str) -> Reading[date] | None:
        for found in find_dates(text, order):
            if found.start <= 12:  # "Date: Tue 12/03/2024"
                return found.start, found.end, found.value, 1.0 if found.certain else 0.6
        return None

    return read


def _issue_date(sheets: Sequence[Sheet], order: DateOrder) -> Found[date] | None:
    dates = labelled(sheets, DATE, date_reader(order))
    return _best(item for item in dates if not _ORDER_DATE.search(item.run.text[: item.start]) or item.rank == 0)


def _first_date(sheets: Sequence[Sheet], order: DateOrder) -> Found[date] | None:
    for sheet in sheets:
        for row in sheet.rows:
            for found in find_dates(row.text, order):
                return Found(row, found.start, found.end, found.value, "free", sure=0.9 if found.certain else 0.55)
    return None


def _best(found: Iterable[Found[T]]) -> Found[T] | None:
    """The finding with the label that says most; the first of these, and beside before below."""
    return min(found, key=lambda item: (item.rank, item.place != "right"), default=None)


def _amounts(sheets: Sequence[Sheet], labels: Sequence[re.Pattern[str]], mark: Mark | None) -> list[Found[Decimal]]:
    def read(text: str) -> Reading[Decimal] | None:
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


def _amount_fields(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    totals = _amounts(sheets, TOTAL, how.mark)
    subtotals = _amounts(sheets, SUBTOTAL, how.mark)
    taxes = _amounts(sheets, TAX, how.mark)
    subtotal, tax, total, agreed = _agreeing(subtotals, taxes, totals, _tendered(sheets, how.mark))
    for name, label, found in (("subtotal", "Subtotal", subtotal), ("tax", "Tax", tax), ("total", "Total", total)):
        if found:
            sure = 0.97 if agreed else 0.8 if name == "total" else 0.65
            rule = f"{name}.label" + (".sum" if agreed else "")
            yield found.field(name, label, format(found.value, "f"), sure, rule, how.code)
    if how.currency:
        yield currency_field(how.currency)


def _agreeing(
    subtotals: Sequence[Found[Decimal]],
    taxes: Sequence[Found[Decimal]],
    totals: Sequence[Found[Decimal]],
    tendered: Decimal | None,
) -> tuple[Found[Decimal] | None, Found[Decimal] | None, Found[Decimal] | None, bool]:
    """The candidates that add up, if any do; else for each the last with the label that says most."""
    ranked = sorted(totals, key=lambda item: (item.rank, -item.run.page, -item.run.box[1]))
    floor = ranked[0].value if ranked else Decimal(0)  # a summary by tax rate adds up too, to less
    for whole, part, tax in product(ranked, subtotals, taxes):
        if tax.value and whole.value >= floor and part.value + tax.value == whole.value:
            return part, tax, whole, True
    paid = next((item for item in ranked if item.value == tendered), None)
    total = paid or next((item for item in ranked if item.value > 0), None) or (ranked[0] if ranked else None)
    subtotal, last_tax = _last(subtotals), _last(taxes)
    if total and subtotal and subtotal.value > total.value:
        subtotal = None
    if total and last_tax and abs(last_tax.value) >= abs(total.value):
        last_tax = None
    return subtotal, last_tax, total, paid is not None


def _last(found: Sequence[Found[Decimal]]) -> Found[Decimal] | None:
    return max(found, key=lambda item: (-item.rank, item.run.page, item.run.box[1]), default=None)


def _tendered(sheets: Sequence[Sheet], mark: Mark | None) -> Decimal | None:
    """What was paid in the end: cash given less change."""
    paid, change = _last(_amounts(sheets, PAID, mark)), _last(_amounts(sheets, CHANGE, mark))
    return paid.value - abs(change.value) if paid and change else None


def _iban(sheets: Sequence[Sheet]) -> Iterator[Field]:
    for sheet in sheets:
        for row in sheet.rows:
            found = find_iban(row)
            if found:
                yield found.field("iban", "IBAN", found.value, 0.99, "iban.checksum")
                return


def find_iban(row: Row) -> Found[str] | None:
    """An IBAN whose check digits are right."""
    for match in IBAN.finditer(row.text):
        printed = match[0]
        while printed:
            compact = printed.replace(" ", "")
            if 15 <= len(compact) <= 34 and _checks_out(compact):
                return Found(row, match.start(), match.start() + len(printed), compact, "free")
            printed = printed.rpartition(" ")[0]  # a following word may have been taken for its last group
    return None


def _checks_out(iban: str) -> bool:
    """ISO 13616: moved and with letters as numbers, the remainder by 97 is 1."""
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
