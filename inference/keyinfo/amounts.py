"""Amounts of money inside running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inference.keyinfo.finding import Found
from inference.keyinfo.rows import Run, Sheet
from inference.numbers import CODES, CURRENCIES, Mark, parse_number
from inference.schema import Field

_SIGN: Final = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_MONEY: Final = re.compile(
    rf"(?<![\w.,/])(?<!\d[-–])(?P<all>[-−–(]?\s?(?:(?:{_SIGN}|[A-Z]{{3}})\s?)?[-−(]?\s?"
    rf"(?:\d{{1,3}}(?:[ '’`\u00a0\u202f]\d{{3}})+(?:[.,]\d{{1,2}})?|\d[\d.,]*\d|\d)"
    rf"\)?(?:\s?(?:{_SIGN}|[A-Z]{{3}})(?!\w))?(?:-|\s?DR(?!\w))?)(?P<percent>\s?%)?(?![\w/]|[-–.,:]\d)"
)
# "TEUR", "MSEK": thousands and millions of a currency.
_CODE: Final = re.compile(rf"(?:(?<![A-Za-z])|(?<=\b[TMk]))(?:{'|'.join(sorted(CODES))})(?![A-Za-z])")
# "$" says dollar, not whose; these words on the page say whose.
_DOLLARS: Final = (
    ("AUD", re.compile(r"\bABN\b|Australia")),
    ("SGD", re.compile("Singapore")),
    ("CAD", re.compile("Canada")),
)
_REGISTERED: Final = re.compile(r"\bA[BC]N \d")
_CROWNS: Final = ("DKK", "NOK", "SEK")
_OWN_DOLLARS: Final = re.compile(r"US\$|\bUSD\b|U\.S\. dollar", re.IGNORECASE)
# "Amount (RM)", "£m", "in millions of euros": a heading says the currency once.
_HEADING: Final = re.compile(
    rf"\((?P<sign>{_SIGN})\)|(?P<unit>US\$|[$€£¥₹])"
    r"(?= ?(?:m|mn|bn|k|millions?|thousands?|in (?:millions|thousands))(?!\w)"
    r"|[’'`]000)|(?:\bof |\bin |\(|\bd[’']|\b(?:duizenden|miljoenen) )"
    r"(?P<name>euros?|u\.?s\.? dollars|pounds(?: sterling)?|yen|swiss francs)\b",
    re.IGNORECASE,
)
_NAMES: Final = {"e": "EUR", "u": "USD", "p": "GBP", "y": "JPY", "s": "CHF"}
"""ISO code by the first letter of a currency's name in a caption."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at characters `start` to `end` of a text."""

    start: int
    end: int
    value: Decimal
    currency: str | None
    has_cents: bool


def find_amounts(text: str, mark: Mark | None) -> Iterator[Amount]:
    """Amounts from left to right; percentages are left out."""
    for match in _MONEY.finditer(text):
        printed = match["all"].strip()
        if match["percent"]:
            continue
        if printed.count("(") > printed.count(")"):
            printed = printed.replace("(", "")
        number = parse_number(printed, mark)
        if number is None:  # three capitals beside it that are no currency
            bare = re.search(r"[-−(]?\d[\d.,'’` ]*\d\)?|\d", printed)
            number = parse_number(bare[0], mark) if bare else None
        if number is None:
            continue
        start = match.start() + match["all"].index(printed[0])
        exponent = number.value.as_tuple().exponent
        yield Amount(start, start + len(printed), number.value, number.currency, exponent == -2)


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency of a document and the words that show it."""

    code: str
    words: Run
    printed: str


def find_currency(sheets: Sequence[Sheet], mark: Mark | None, cover: Sequence[Sheet] = ()) -> Currency | None:
    """The currency that most amounts carry; a code such as "AUD" anywhere settles what "$" means.

    `cover` are pages whose amounts do not count, but on which a company says where it is registered.
    """
    votes: Counter[str] = Counter()
    first: dict[str, Currency] = {}
    for sheet in sheets:
        for row in sheet.rows:
            for match in _CODE.finditer(row.text):
                votes[match[0]] += 1
                first.setdefault(match[0], Currency(match[0], row.part(*match.span()), match[0]))
            for match in _HEADING.finditer(row.text):
                group = match.lastgroup or "sign"
                printed = match[group]
                code = _NAMES[printed[0].lower()] if group == "name" else CURRENCIES.get(printed)
                if code:
                    votes[code] += 1
                    first.setdefault(code, Currency(code, row.part(*match.span(group)), printed))
            for amount in find_amounts(row.text, mark):
                printed = row.text[amount.start : amount.end]
                sign = re.search(_SIGN, printed)
                if amount.currency and sign:
                    votes[amount.currency] += 1
                    start = amount.start + sign.start()
                    words = row.part(start, start + len(sign[0]))
                    first.setdefault(amount.currency, Currency(amount.currency, words, sign[0]))
    if not votes:
        return None
    code = max(votes, key=lambda code: votes[code])
    found = first[code]
    if found.printed == "kr":
        return next((first[other] for other in votes if other in _CROWNS and first[other].printed == other), found)
    if found.printed != "$":
        return found
    text = " ".join(row.text for sheet in sheets for row in sheet.rows)
    others = [other for other in votes if other in ("AUD", "CAD", "NZD", "SGD", "HKD")]
    if others and not _OWN_DOLLARS.search(text):
        return first[others[0]]
    if any(_REGISTERED.search(row.text) for sheet in cover for row in sheet.rows):
        return Currency("AUD", found.words, found.printed)
    country = next((dollar for dollar, evidence in _DOLLARS if evidence.search(text)), found.code)
    return Currency(country, found.words, found.printed)


def currency_field(currency: Currency) -> Field:
    """The currency as a field; a printed code leaves no doubt, a sign does."""
    start = currency.words.text.find(currency.printed)
    found = Found(currency.words, start, start + len(currency.printed), currency.code, "free")
    sure = 0.95 if currency.printed == currency.code else 0.8
    return found.field("currency", "Currency", currency.code, sure, "currency.votes")
