"""Dates: found by their shape, read with an explicit order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import dateparser

LANGUAGES: Final = ["en", "de", "fr", "nl", "es", "it"]
_MONTHS: Final = (
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mär|mrz|mai|okt|dez|janv|févr|fevr|mars|avr|juin|juil|août"
    r"|aout|déc|maart|mrt|mei|ene|abr|ago|dic|genn|gen|mag|giu|lug|set|ott"
)
# A till prints the time right behind the date, and recognition loses the space: 16/02/201812:04:58.
_END: Final = r"(?=[/-]?\d{1,2}:\d\d|(?![\d/-]|[.,]\d))"
_ISO: Final = re.compile(rf"(?<![\d.,/-])(\d{{4}})([./-])(\d{{1,2}})\2(\d{{2}}|\d){_END}")
_NUMERIC: Final = re.compile(rf"(?<![\d.,/-])(\d{{1,2}})\s?([./-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}){_END}")
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|\.)?[ /-]?(?:de )?((?:{_MONTHS})[^\W\d]*)\.?,?[ /-]?(?:de )?(\d{{4}}"
    rf"|\d{{2}}(?!\d))",
    re.IGNORECASE,
)
_MONTH_DAY: Final = re.compile(
    rf"(?<![^\W\d])((?:{_MONTHS})[^\W\d]*)\.?[ -]?(\d{{1,2}})(?:st|nd|rd|th)?\s?,?[ -]?\s?(\d{{4}})(?!\d)",
    re.IGNORECASE,
)


# A printed pattern, or words of languages in whose countries the day comes first.
_DAY_FIRST: Final = re.compile(
    r"\bdd[./ -]mm\b|\b(?:rechnung|factuur|facture|factura|fattura|faktura|datum|fecha|kontoauszug)", re.IGNORECASE
)
_MONTH_FIRST: Final = re.compile(r"\bmm[./ -]dd\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at characters `start` to `end` of a text."""

    start: int
    end: int
    value: date
    certain: bool
    """False where day and month could be exchanged and nothing in the document says which is which."""
    other: date | None = None
    """The date with day and month exchanged, where `certain` is False."""


@dataclass(frozen=True, slots=True)
class DateOrder:
    """Whether numeric dates put the day first, and whether the document itself shows it."""

    day_first: bool
    certain: bool


def date_order(texts: Sequence[str], american: bool) -> DateOrder:
    """The order of day and month: from dates that can be read in one way only, a printed pattern, a date that is also
    written in words, dots, or the language; else by the country, and then not certain.
    """
    first = second = 0
    numeric = [match for text in texts for match in _NUMERIC.finditer(text)]
    for match in numeric:
        first += 12 < int(match[1]) <= 31 or match[2] == "."
        second += 12 < int(match[3]) <= 31
    for text in texts:
        first += bool(_DAY_FIRST.search(text))
        second += bool(_MONTH_FIRST.search(text))
    if first == second:
        named = {(found.value.day, found.value.month) for text in texts for found in _named_dates(text)}
        pairs = [(int(match[1]), int(match[3])) for match in numeric if match[1] != match[3]]
        first = sum(pair in named for pair in pairs)
        second = sum(pair[::-1] in named for pair in pairs)
    if first != second:
        return DateOrder(first > second, True)
    return DateOrder(not american, False)


def find_dates(text: str, order: DateOrder) -> list[FoundDate]:
    """All valid calendar dates of a text, from left to right."""
    found = [*_numeric_dates(text, order), *_named_dates(text)]
    return sorted(found, key=lambda item: item.start)


def _numeric_dates(text: str, order: DateOrder) -> Iterator[FoundDate]:
    for match in _ISO.finditer(text):
        value = _valid((int(match[1]), int(match[3]), int(match[4])))
        if value:
            yield FoundDate(match.start(), match.end(), value, True)
    for match in _NUMERIC.finditer(text):
        a, b = int(match[1]), int(match[3])
        year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
        day, month = (a, b) if order.day_first else (b, a)
        if month > 12:  # the date itself decides
            day, month = month, day
        value = _valid((year, month, day))
        if value:
            sure = order.certain or a == b or max(a, b) > 12
            yield FoundDate(match.start(), match.end(), value, sure, None if sure else _valid((year, day, month)))


def _named_dates(text: str) -> Iterator[FoundDate]:
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for match in pattern.finditer(text):
            # Only the shape found above is parsed: searching with dateparser makes dates of single words.
            parsed = dateparser.parse(
                f"{match[day]} {match[month]} {match[3]}",
                languages=LANGUAGES,
                settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]},
            )
            if parsed is not None and 1950 <= parsed.year <= 2100:
                yield FoundDate(match.start(), match.end(), parsed.date(), True)


def _valid(parts: Sequence[int]) -> date | None:
    try:
        value = date(*parts)
    except ValueError:
        return None
    return value if 1950 <= value.year <= 2100 else None
