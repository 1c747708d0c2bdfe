"""Numbers as documents print them: brackets, trailing minus, currencies, two conventions for the decimal mark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Mark = Literal[".", ","]

CURRENCIES: Final = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "S$": "SGD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "Rs.": "INR",
    "Rs": "INR",
    "RM": "MYR",
    "Fr.": "CHF",
    "zł": "PLN",
    "kr": "SEK",
}
"""ISO 4217 code by printed sign. "$" alone stands for USD; the document may say otherwise elsewhere."""

# fmt: off
CODES: Final = frozenset({
    "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "NZD", "SGD", "HKD", "CNY", "INR", "MYR",
    "BRL", "MXN", "ZAR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "AED", "SAR", "THB", "KRW",
})
# fmt: on

GROUPED_NUMBERS: Final = 4
"""Numbers such as "1.234" on a page without any clearer one that are no accident of three decimals."""
_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_CURRENCY: Final = rf"(?:{_SIGNS}|(?:{'|'.join(sorted(CODES))})(?![A-Za-z]))"
# Thin, narrow and no-break spaces and apostrophes (and what is read for one) group thousands;
# a plain space does so only before three digits.
_GROUPED: Final = r"\d{1,3}(?:[\u2009\u202f\u00a0'’` ]\d{3})+"
_DIGITS: Final = rf"(?:{_GROUPED}(?:[.,]\d+)?|\d[\d.,]*\d|\d|[.,]\d+)"
# Japanese accounts print △ for the minus.
_NUMBER: Final = re.compile(
    rf"""
    (?P<sign>[-−–+△])?\s*
    (?P<before>{_CURRENCY})?\s*
    (?P<open>\()?\s*
    (?P<inner>[-−–])?\s*(?P<within>{_CURRENCY})?\s*
    (?P<digits>{_DIGITS})
    \s*(?P<percent_in>%)?\s*
    (?P<close>\))?
    \s*(?P<percent>%)?
    \s*(?P<after>{_CURRENCY})?
    \s*(?P<trailing>[-−+](?!\w)|CR\b|DR\b)?
    """,
    re.VERBOSE,
)
# Marks that a footnote or an auditor leaves beside a number.
_FOOTNOTE: Final = re.compile(r"\s*[*†‡#]+$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its sign; `percent` and `currency` say what stood beside it."""

    value: Decimal
    percent: bool = False
    currency: str | None = None


def parse_number(text: str, mark: Mark | None = None) -> Number | None:
    """The number that `text` consists of, or None where it is anything else.

    `mark` is the decimal mark of the document and settles what one number alone leaves open ("1.234").
    """
    match = _NUMBER.fullmatch(_FOOTNOTE.sub("", text.strip()))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = plain_digits(match["digits"], mark)
    if digits is None:
        return None
    value = Decimal(digits)
    if match["open"] or match["inner"] or match["sign"] in tuple("-−–△") or match["trailing"] in ("-", "−", "DR"):
        value = -value
    sign = match["before"] or match["within"] or match["after"]
    return Number(
        value=value,
        percent=bool(match["percent"] or match["percent_in"]),
        currency=CURRENCIES.get(sign, sign) if sign else None,
    )


def plain_digits(printed: str, mark: Mark | None = None) -> str | None:
    """Digits with grouping taken out and "." as decimal mark; None where the groups make no number."""
    compact = re.sub(r"[\u2009\u202f\u00a0'’` ]", "", printed)
    grouped_by_space = compact != printed
    dots, commas = compact.count("."), compact.count(",")
    if dots and commas:
        decimal: Mark | None = "." if compact.rfind(".") > compact.rfind(",") else ","
    elif dots + commas == 0:
        decimal = None
    else:
        own: Mark = "." if dots else ","
        decimal = own if _is_decimal(compact, own, dots + commas, grouped_by_space, mark) else None
    whole, _, fraction = compact.rpartition(decimal) if decimal else (compact, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not _grouped_in_thousands(groups):
        return None
    digits = "".join(groups) or "0"
    return f"{digits}.{fraction}" if fraction else digits


def _is_decimal(compact: str, own: Mark, count: int, grouped_by_space: bool, mark: Mark | None) -> bool:
    if count > 1:
        return False
    before, _, after = compact.partition(own)
    could_group = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    if grouped_by_space or not could_group:
        return True
    # "1,234" and "1.234": what the document does elsewhere decides, else the English reading.
    return (mark or ".") == own


def _grouped_in_thousands(groups: list[str]) -> bool:
    first, *middle, last = groups
    # Two digits between are the Indian lakh and crore: 12,34,567.
    return 1 <= len(first) <= 3 and len(last) == 3 and all(len(group) in (2, 3) for group in middle)


def decimal_mark(texts: Iterable[str]) -> Mark | None:
    """The decimal mark that a document uses, by majority of the numbers that leave no doubt.

    Without any, several numbers whose only mark stands before three digits are taken to group thousands.
    """
    votes = {".": 0, ",": 0}
    grouping = {".": 0, ",": 0}
    for text in texts:
        for before, own, after in re.findall(r"(?<![\d.,/-])(\d[\d.,']*)([.,])(\d+)(?![\d.,/-])", text):
            other = "," if own == "." else "."
            if other in before or len(after) == 2:
                votes[own] += 1
            elif own in before and len(after) == 3:
                votes[other] += 1
            elif own not in before:
                groups = len(after) == 3 and len(before) <= 3 and not before.startswith("0")
                grouping[own] += 1 if groups else -1
    if votes["."] == votes[","] == 0 and max(grouping.values()) >= GROUPED_NUMBERS:
        votes = {".": grouping[","], ",": grouping["."]}
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","
