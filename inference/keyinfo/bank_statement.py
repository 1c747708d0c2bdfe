"""Bank and card statements: the bank, the account, the period and the balances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from stdnum import luhn

from inference.keyinfo.amounts import currency_field, find_amounts
from inference.keyinfo.billing import Conventions, conventions, date_field, date_reader
from inference.keyinfo.dates import FoundDate, find_dates
from inference.keyinfo.finding import Found, Reading, labelled
from inference.keyinfo.labels import DUE
from inference.keyinfo.parties import find_issuer
from inference.keyinfo.references import account_fields
from inference.keyinfo.rows import Row, Sheet, search
from inference.schema import Field

_ACCOUNT: Final = (
    re.compile(
        r"(?:account|card|a/c) ?(?:no|number|nr)?\b\.?|konto-?(?:nummer|nr)\.?|rekeningnummer|n[°o]\.? de compte"
        r"|compte (?:\w+ )?n[°o]\.?|n[úu]mero de cuenta|numero (?:di )?conto",
        re.IGNORECASE,
    ),
)
_ENDING: Final = (re.compile(r"(?:account|card)(?: (?:no|number))?\.? ending(?: in| with)?", re.IGNORECASE),)
_LAST_DIGITS: Final = re.compile(r"\d{4}(?!\d)")
_ACCOUNT_VALUE: Final = re.compile(r"(?=(?:[\dXx*•.-] ?){6})[\dXx*•][\dXx*•. -]*\d")
_CARD: Final = re.compile(r"(?<![\d-])\d{4}(?:[ -]?\d{4}){3}(?![\d-])")
_BETWEEN: Final = re.compile(
    r"\s*(?:-|–|—|to|bis|au|t/m|tot|through|thru|until|al|a|and)\s*(?:the |zum )?", re.IGNORECASE
)
# "January 1 through January 31, 2024": the year stands once.
_ONE_YEAR: Final = re.compile(
    r"(?P<start>[A-Z][a-z]{2,8}\.? \d{1,2}),?(?P<between> ?(?:-|–|to|through|thru) ?)"
    r"(?P<end>[A-Z][a-z]{2,8}\.? \d{1,2},? (?P<year>\d{4}))"
)
_DATED: Final = (
    re.compile(
        r"statement (?:closing )?date|date of statement|closing date|datum(?: afschrift)?|date d.arr[êe]t[ée]"
        r"|erstellt am|auszugsdatum|(?:date )?issued(?: on)?|statement issued|date d.[ée]dition|fecha de emisi[óo]n",
        re.IGNORECASE,
    ),
    re.compile(r"\bas (?:at|of)\b", re.IGNORECASE),
)
_OPENING: Final = (
    re.compile(
        r"(?:opening|previous|beginning|starting|start|initial|last month.s|prior|old)(?: statement)? balance"
        r"|balance (?:brought|b/) ?(?:forward|f)|anfangssaldo|(?:alter|vorheriger) (?:saldo|kontostand)"
        r"|solde report[ée]|(?:ancien solde|solde (?:pr[ée]c[ée]dent|initial))|(?:begin|vorig) ?saldo"
        r"|saldo (?:anterior|inicial|iniziale|precedente)",
        re.IGNORECASE,
    ),
)
_CLOSING: Final = (
    re.compile(
        r"(?:closing|ending|end|new|final|current)(?: statement)? balance|balance (?:carried|c/) ?(?:forward|f)"
        r"|end(?:saldo|ing saldo)|neuer (?:saldo|kontostand)|nouveau solde|solde (?:final|nouveau|en (?:votre"
        r"|notre) faveur)|eindsaldo"
        r"|nieuw saldo|saldo (?:final|finale|actual|attuale)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<!previous )(?<!last )(?<!opening )statement balance|total (?:amount )?(?:due|outstanding)|kontostand am",
        re.IGNORECASE,
    ),
)
# The first of several is the opening balance and the last the closing one.
_ON_A_DAY: Final = (
    re.compile(
        r"kontostand (?:am|vom|per)|solde (?:au|en date du)|saldo (?:al?|per|op|vom)\b|balance (?:as )?(?:at"
        r"|on)",
        re.I,
    ),
)
_MINIMUM: Final = (
    re.compile(r"(?:total )?minimum (?:payment|amount)?(?: ?due)?|mindest(?:betrag|zahlung)", re.IGNORECASE),
)


def statement_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of a bank or card statement."""
    how = conventions(sheets)
    bank = find_issuer(sheets, letterhead=True)
    if bank:
        yield bank.field("bank", "Bank", bank.value, 1.0, "issuer.head")
    account = (
        next(labelled(sheets, _ACCOUNT, _read_account), None)
        or _card(sheets)
        or next(labelled(sheets, _ENDING, _read_last_digits), None)
    )
    if account:
        yield account.field("account_number", "Account number", account.value, 0.9, "account.label")
    yield from account_fields(sheets)
    yield from _period(sheets, how)
    due = next(labelled(sheets, DUE, date_reader(how.order)), None)
    if due:
        yield date_field(due, "due_date", "Payment due date", 0.9, "due.label")
    yield from _balances(sheets, how)


def _card(sheets: Sequence[Sheet]) -> Found[str] | None:
    """The number of a card with right check digits."""
    for _, row, match in search(sheets, _CARD):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            return Found(row, *match.span(), match[0], "free", sure=0.9)
    return None


def _read_account(text: str) -> Reading[str] | None:
    match = _ACCOUNT_VALUE.match(text)
    return (*match.span(), match[0].strip(), 1.0) if match else None


def _read_last_digits(text: str) -> Reading[str] | None:
    match = _LAST_DIGITS.match(text)
    return (*match.span(), match[0], 0.9) if match else None


def _period(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    dated = min(labelled(sheets, _DATED, date_reader(how.order)), key=lambda item: item.rank, default=None)
    if dated and dated.rank == 0:
        yield date_field(dated, "statement_date", "Statement date", 0.95, "date.label")
    span = next((found for sheet in sheets for row in sheet.rows if (found := _span(row, how))), None)
    if span:
        start, end = span
        yield date_field(start, "period_start", "Period start", 0.9, "period.span")
        yield date_field(end, "period_end", "Period end", 0.9, "period.span")
        return
    if dated:
        yield date_field(dated, "period_end", "Period end", 0.85, "date.label")


def _span(row: Row, how: Conventions) -> tuple[Found[FoundDate], Found[FoundDate]] | None:
    """Two dates, the earlier first, with nothing but "to" between them."""
    dates = find_dates(row.text, how.order)
    for first, second in pairwise(dates):
        if _BETWEEN.fullmatch(row.text[first.end : second.start]) and first.value < second.value:
            return _at(row, first), _at(row, second)
    match = _ONE_YEAR.search(row.text)
    if match:
        started = find_dates(f"{match['start']}, {match['year']}", how.order)
        ended = find_dates(match["end"], how.order)
        if started and ended and started[0].value < ended[0].value:
            start = replace(started[0], start=match.start("start"), end=match.end("start"))
            return _at(row, start), _at(row, replace(ended[0], start=match.start("end"), end=match.end("end")))
    return None


def _at(row: Row, date: FoundDate) -> Found[FoundDate]:
    return Found(row, date.start, date.end, date, "free", sure=1.0 if date.certain else 0.6)


def _balances(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    def read(text: str) -> Reading[Decimal] | None:
        # A running balance stands in the last column; a date may stand before it.
        amounts = [amount for amount in find_amounts(text, how.mark) if amount.has_cents]
        return (amounts[-1].start, amounts[-1].end, amounts[-1].value, 1.0) if amounts else None

    dated = list(labelled(sheets, _ON_A_DAY, read))
    opening = next(labelled(sheets, _OPENING, read), dated[0] if len(dated) > 1 else None)
    if opening:
        yield opening.field(
            "opening_balance", "Opening balance", format(opening.value, "f"), 0.9, "opening.label", how.code
        )
    closings = list(labelled(sheets, _CLOSING, read))
    closing = max(closings, key=lambda item: (-item.rank, item.run.page, item.run.box[1]), default=None)
    if closing:
        yield closing.field(
            "closing_balance", "Closing balance", format(closing.value, "f"), 0.9, "closing.label", how.code
        )
    minimum = next(labelled(sheets, _MINIMUM, read), None)
    if minimum:
        value = format(minimum.value, "f")
        yield minimum.field("minimum_due", "Minimum payment due", value, 0.9, "minimum.label", how.code)
    if how.currency:
        yield currency_field(how.currency)
