"""Invoices and receipts: who, number, dates and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from inference.keyinfo.addresses import find_address
from inference.keyinfo.amounts import Currency, currency_field, find_currency
from inference.keyinfo.dates import DateOrder, FoundDate, date_order, find_dates
from inference.keyinfo.finding import Found, Reader, Reading, labelled
from inference.keyinfo.labels import DATE, DUE, NUMBER, ORDER_DATE
from inference.keyinfo.parties import HEAD, find_buyer, find_issuer
from inference.keyinfo.references import reference_fields
from inference.keyinfo.rows import Sheet
from inference.keyinfo.totals import find_totals, total_fields
from inference.numbers import Mark, decimal_mark
from inference.schema import Field

T = TypeVar("T")

NUMBER_SURE: Final = (0.95, 0.85, 0.7, 0.7)
"""How sure a number is by the rank of its label."""
_NUMBER_VALUE: Final = re.compile(
    r"[#:]?\s*(\d{3,4}(?: \d{3,4})+(?![\d.,])|(?:[A-Z]{1,5}[ -])?(?=[\w/.-]*\d)[A-Za-z0-9][\w/.-]*[A-Za-z0-9]|\d)"
)
_NOT_A_NUMBER: Final = re.compile(
    r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)|[\d,]+\.\d\d"
)
_AMERICAN_PLACE: Final = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]"
    r"|W[AIVY]),? \d{5}(?:-\d{4})?(?!\d)"
)
_OTHER_DATE: Final = re.compile(
    r"order|bestel|due|verval|f[äa]llig|zahl|[ée]ch[ée]ance|vencim|scaden|ship|deliver|liefer|expir|valid|print"
    r"|period"
    r"|zeitraum|leistung|from|until|\bto\b|\bbis\b|\bau\b| [-–] ",
    re.IGNORECASE,
)
_OF_ANOTHER: Final = re.compile(r"purchased|original|return|\bby\b", re.IGNORECASE)
"""Words beside a date of a receipt that is not its own."""
_TIME: Final = re.compile(r"(?<![\d:])\d{1,2}[:.]\d\d(?![\d.])|(?<!\d)\d{1,2}:\d\d:\d\d")
_EARLY: Final = re.compile(
    r"(?:(?!\d{1,2}[./]\d{1,2}).){0,50}?(?<!ohne )(?<!sans )"
    r"(?:skonto|discount|escompte|korting|sconto|descuento|rabatt)",
    re.IGNORECASE,
)
"""Behind a date up to which less is to be paid."""
_ORDER_DATE: Final = re.compile(r"order|bestel|due|verval|ship|deliver|expir|valid|print", re.IGNORECASE)


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
    american = mark != "," and (
        currency.code == "USD" if currency else any(_AMERICAN_PLACE.search(text) for text in texts)
    )
    return Conventions(mark, date_order(texts, american), currency)


def invoice_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of an invoice."""
    how = conventions(sheets)
    issuer, buyer = find_issuer(sheets), find_buyer(sheets)
    if issuer:
        yield issuer.field("issuer", "Issuer", issuer.value, 1.0, "issuer.head")
        yield from _address(sheets, issuer, "issuer_address", "Issuer's address")
    if buyer and (issuer is None or buyer.value != issuer.value):
        yield buyer.field("buyer", "Buyer", buyer.value, 1.0, "buyer.label")
        yield from _address(sheets, buyer, "buyer_address", "Buyer's address")
    number = _best(labelled(sheets, NUMBER, _read_number))
    if number:
        sure = NUMBER_SURE[number.rank]
        yield number.field("invoice_number", "Invoice number", number.value, sure, "number.label")
    issued = _issue_date(sheets, how.order) or _first_date(sheets[:1], how.order, head=True)
    if issued:
        rule, sure = ("date.label", 0.95) if issued.label else ("date.first", 0.7)
        yield date_field(issued, "invoice_date", "Invoice date", sure, rule)
    dues = labelled(sheets, DUE, date_reader(how.order))
    due = _best(item for item in dues if not _EARLY.match(item.run.text, item.end))
    if due:
        yield date_field(due, "due_date", "Due date", 0.95, "due.label")
    ordered = _best(labelled(sheets, ORDER_DATE, date_reader(how.order)))
    if ordered:
        yield date_field(ordered, "order_date", "Order date", 0.9, "order_date.label")
    yield from _amount_fields(sheets, how)
    yield from reference_fields(sheets, buyer)


def receipt_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of a receipt."""
    how = conventions(sheets)
    issuer = find_issuer(sheets)
    if issuer:
        yield issuer.field("merchant", "Merchant", issuer.value, 1.0, "issuer.head")
        # The legal name may stand at the foot, and the shop with its address at the head.
        address = list(_address(sheets, issuer, "merchant_address", "Merchant's address"))
        yield from address or _address(sheets, _first_line(sheets[0]), "merchant_address", "Merchant's address")
    issued = _issue_date(sheets, how.order) or _till_date(sheets, how.order) or _first_date(sheets, how.order)
    if issued:
        yield date_field(issued, "date", "Date", 0.95, "date.label" if issued.label else "date.first")
    yield from _amount_fields(sheets, how)


def _first_line(sheet: Sheet) -> Found[str]:
    run = sheet.rows[0].runs[0]
    return Found(run, 0, len(run.text), run.text, "free")


def _address(sheets: Sequence[Sheet], party: Found[str], name: str, label: str) -> Iterator[Field]:
    address = find_address(sheets, party)
    if address:
        yield address.field(name, label, address.value, 0.9, "address.under_name")


def _amount_fields(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    yield from total_fields(find_totals(sheets, how.mark), how.code)
    if how.currency:
        yield currency_field(how.currency)


def _read_number(text: str) -> Reading[str] | None:
    match = _NUMBER_VALUE.match(text)
    # A date or an amount under "Invoice" is not its number.
    if match is None or _NOT_A_NUMBER.fullmatch(match[1]):
        return None
    return *match.span(1), match[1], 1.0


def date_reader(order: DateOrder) -> Reader[FoundDate]:
    """A reader of a date at the start of a text."""

    def read(text: str) -> Reading[FoundDate] | None:
        for found in find_dates(text, order):
            if found.start <= 12:  # "Date: Tue 12/03/2024"
                return found.start, found.end, found, 1.0 if found.certain else 0.6
        return None

    return read


def date_field(found: Found[FoundDate], name: str, label: str, sure: float, rule: str) -> Field:
    """A date as a field; where day and month could be exchanged the other reading is kept beside it."""
    date, other = found.value.value, found.value.other
    if other is None:
        return found.field(name, label, date.isoformat(), sure, rule)
    note = (
        f"Day and month can be exchanged: {date:%d %B %Y} or {other:%d %B %Y}. Nothing in the document decides; "
        "the first is usual where such amounts are written."
    )
    return found.field(name, label, date.isoformat(), sure, rule, alternatives=(other.isoformat(),), note=note)


def _issue_date(sheets: Sequence[Sheet], order: DateOrder) -> Found[FoundDate] | None:
    dates = labelled(sheets, DATE, date_reader(order))
    return _best(item for item in dates if not _ORDER_DATE.search(item.run.text[: item.start]) or item.rank == 0)


def _till_date(sheets: Sequence[Sheet], order: DateOrder) -> Found[FoundDate] | None:
    """The first date with a time beside it."""
    for sheet in sheets:
        for row in sheet.rows:
            if not _OF_ANOTHER.search(row.text):
                for found in find_dates(row.text, order):
                    if _TIME.search(row.text[: found.start] + " " + row.text[found.end :]):
                        return Found(row, found.start, found.end, found, "free", sure=1.0 if found.certain else 0.6)
    return None


def _first_date(sheets: Sequence[Sheet], order: DateOrder, head: bool = False) -> Found[FoundDate] | None:
    """The first date; of the `head` of a letter one that says nothing else, like "Zürich, 12. Januar 2024"."""
    for sheet in sheets:
        for row in sheet.rows:
            if head and (row.box[1] > HEAD * sheet.page.height or _OTHER_DATE.search(row.text)):
                continue
            for found in find_dates(row.text, order):
                return Found(row, found.start, found.end, found, "free", sure=0.9 if found.certain else 0.55)
    return None


def _best(found: Iterable[Found[T]]) -> Found[T] | None:
    """The finding with the label that says most; the first of these, and beside before below."""
    return min(found, key=lambda item: (item.rank, item.place != "right"), default=None)
