"""Bank and card statements: the bank, the account, the period and the balances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from inference.keyinfo.amounts import currency_field, find_amounts
from inference.keyinfo.billing import Conventions, conventions, date_field, date_reader
from inference.keyinfo.dates import find_dates
from inference.keyinfo.finding import Found, Reading, labelled
from inference.keyinfo.labels import DUE
from inference.keyinfo.parties import find_issuer
from inference.keyinfo.references import account_fields
from inference.keyinfo.rows import Sheet, search
from inference.schema import Field

_ACCOUNT: Final = (
    re.compile(r"(?:account|card|a/c) ?(?:no|number|nr)?\b\.?|kontonummer|rekeningnummer", re.IGNORECASE),
)
_ACCOUNT_VALUE: Final = re.compile(r"(?=(?:[\dXx*•-] ?){6})[\dXx*•][\dXx*• -]*\d")
_PERIOD: Final = re.compile(r"(?:statement )?period|from(?= \d)|statement (?:from|for)", re.IGNORECASE)
_DATED: Final = (re.compile(r"statement date|date of statement", re.IGNORECASE),)
_OPENING: Final = (
    re.compile(
        r"(?:opening|previous|beginning|starting|initial|last month.s)(?: statement)? balance"
        r"|balance brought forward|anfangssaldo|alter saldo",
        re.IGNORECASE,
    ),
)
_CLOSING: Final = (
    re.compile(
        r"(?:closing|ending|new|final|current)(?: statement)? balance|balance carried forward|endsaldo|neuer saldo",
        re.IGNORECASE,
    ),
    re.compile(r"statement balance|total (?:amount )?(?:due|outstanding)", re.IGNORECASE),
)


def statement_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of a bank or card statement."""
    how = conventions(sheets)
    bank = find_issuer(sheets)
    if bank:
        yield bank.field("bank", "Bank", bank.value, 1.0, "issuer.head")
    account = next(labelled(sheets, _ACCOUNT, _read_account), None)
    if account:
        yield account.field("account_number", "Account number", account.value, 0.9, "account.label")
    yield from account_fields(sheets)
    yield from _period(sheets, how)
    due = next(labelled(sheets, DUE, date_reader(how.order)), None)
    if due:
        yield date_field(due, "due_date", "Payment due date", 0.9, "due.label")
    yield from _balances(sheets, how)


def _read_account(text: str) -> Reading[str] | None:
    match = _ACCOUNT_VALUE.match(text)
    return (*match.span(), match[0].strip(), 1.0) if match else None


def _period(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    for _, row, match in search(sheets, _PERIOD):
        dates = find_dates(row.text[match.end() :], how.order)[:2]
        if len(dates) == 2:
            for (name, label), date in zip(
                (("period_start", "Period start"), ("period_end", "Period end")), dates, strict=True
            ):
                found = Found(row, match.end() + date.start, match.end() + date.end, date, "right")
                yield date_field(found, name, label, 0.9 if date.certain else 0.55, "period.label")
            return
    dated = next(labelled(sheets, _DATED, date_reader(how.order)), None)
    if dated:
        yield date_field(dated, "period_end", "Period end", 0.85, "date.label")


def _balances(sheets: Sequence[Sheet], how: Conventions) -> Iterator[Field]:
    def read(text: str) -> Reading[Decimal] | None:
        # A running balance stands in the last column; a date may stand before it.
        amounts = [amount for amount in find_amounts(text, how.mark) if amount.has_cents]
        return (amounts[-1].start, amounts[-1].end, amounts[-1].value, 1.0) if amounts else None

    opening = next(labelled(sheets, _OPENING, read), None)
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
    if how.currency:
        yield currency_field(how.currency)
