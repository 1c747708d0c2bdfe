"""What one row of headings says about periods: years, days, quarters and lengths, each with its place."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.rows import Row
from inference.schema import Box

T_co = TypeVar("T_co", covariant=True)

_OTHER_MONTHS: Final = (
    r"j[äa]nner|januari?|janvier|enero|gennaio",
    r"februari?|f[ée]vrier|febrero|febbraio",
    r"m[äa]rz|maart|mars|marzo",
    r"avril|abril|aprile",
    r"mai|mei|mayo|maggio",
    r"juni|juin|junio|giugno",
    r"juli|juillet|julio|luglio",
    r"augustus|ao[ûu]t|agosto",
    r"septembre|septiembre|settembre",
    r"oktober|octobre|octubre|ottobre|okt",
    r"novembre|noviembre",
    r"dezember|d[ée]cembre|diciembre|dicembre|dez",
)
"""Months in German, Dutch, French, Spanish and Italian where they differ from English."""
_MONTHS: Final = tuple(
    re.compile(f"{name}|{name[:3]}|{'sept|' if number == 9 else ''}{others}", re.IGNORECASE)
    for number, (name, others) in enumerate(zip(calendar.month_name[1:], _OTHER_MONTHS, strict=True), start=1)
)
_MONTH: Final = "|".join(
    sorted((name for pattern in _MONTHS for name in pattern.pattern.split("|")), key=len, reverse=True)
)
_DAY: Final = (
    rf"(?:\b(?:{_MONTH})(?![a-z])\.? ?\d{{1,2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|\.)?,? ?(?:of |de )?(?:{_MONTH})(?![a-z])\.?"
    r"|(?<![\d./])\d{1,2}([./])\d{1,2}\1)"
)
_MONTH_DAY: Final = re.compile(
    rf"\b(?P<month>{_MONTH})(?![a-z])\.? ?(?P<day>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?,? ?(?:of |de )?(?P<month2>{_MONTH})(?![a-z])",
    re.IGNORECASE,
)
# The first day of a range: "April 1, 2023 to", "vom 1. Oktober 2023 bis", "01.01. – 30.06.2024".
_START: Final = re.compile(
    rf"{_DAY}(?:,? ?\d{{4}})?(?: ?(?:to|through|until|bis|tot(?: en met)?|t/m|au|al?)\b"
    rf"| ?[-–—] ?(?=$|\d{{1,2}}[. ]|(?:{_MONTH})\b))",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\d.])(?:FY ?)?((?:19|20)\d\d)(?:[-–/](?:20)?(\d\d)(?!\d))?(?![\d,.]\d)", re.IGNORECASE)
_SHORT_YEAR: Final = re.compile(
    r"\b(?:FY|CY|Q[1-4]|[1-4]Q|H[12]|[12]H|[369]M) ?(?:FY)?[’'`-]?(\d\d)(?![\d,.])", re.IGNORECASE
)
_WHOLE_DATE: Final = re.compile(r"\d[./-](?:\d|[a-z])|[a-z]-\d", re.IGNORECASE)
_QUARTER: Final = re.compile(r"(?<![-–—])(?<![-–—] )\bQ([1-4])(?! ?[-–—] ?Q?[2-4])|\b([1-4])Q", re.IGNORECASE)
_COUNTS: Final = {
    word: number
    for number, words in {
        2: "two",
        3: "three",
        4: "four",
        6: "six",
        9: "nine",
        12: "twelve",
        13: "thirteen",
        14: "fourteen",
        16: "sixteen",
        24: "twenty-four",
        26: "twenty-six",
        27: "twenty-seven",
        28: "twenty-eight",
        36: "thirty-six",
        39: "thirty-nine",
        40: "forty",
        52: "fifty-two",
        53: "fifty-three",
    }.items()
    for word in (words, words.replace("-", " "))
}
_COUNTED: Final = re.compile(
    rf"(?<![\w-])(?P<count>\d{{1,2}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})[- ]?"
    r"(?:(?P<month>months?|monate|maanden|mois|mesi|meses)|(?P<week>weeks?)|(?P<quarter>quarters))(?=\W|$|end)"
    r"|(?<!\w)(?P<short>[369]|12)M(?=$|[ ’'`-]?(?:20)?\d\d)"
    r"|\bQ1 ?[-–—] ?Q?(?P<upto>[2-4])(?!\d)",
    re.IGNORECASE,
)
YEAR_TO_DATE: Final = 0
"""Stands for the length from the beginning of the year, which only the quarter tells."""
_OF_YEAR: Final = r"(?:[ ,]*(?:of )?(?:the )?(?:FY|fiscal(?: years?)?|years?))?"
_NAMED_LENGTHS: Final = (
    (YEAR_TO_DATE, r"\byear[- ]to[- ]date\b|\bYTD"),
    (
        6,
        r"\b(?:half[- ]?year(?:ly)?|(?:first|second|1st|2nd) half|halbjahr|halfjaar|semestr?e)\b" + _OF_YEAR + "|"
        r"(?:\bFY ?[’'`]?\d{2,4} ?)?(?:\bH[12](?!\d(?!\d))|\b[12]H(?=$|\W|\d\d))" + _OF_YEAR,
    ),
    (
        3,
        r"\bquarters?(?:\b| ?ended)" + _OF_YEAR + r"|\b(?:quartal|kwartaal|trimestre)\b"
        r"|(?:\bFY ?[’'`]?\d{2,4} ?)?(?:\bQ[1-4](?!\d(?!\d))|\b[1-4]Q(?=$|\W|\d\d))" + _OF_YEAR,
    ),
    (
        12,
        r"\byears?(?: ?(?:ended|ending)| to)\b|\bfiscal years?\b|\bFY ?[’'`]?\d|\bfull[- ]year\b"
        r"|\bgesch[äa]ftsjahr\b|\bboekjaar\b|\bexercice\b",
    ),
)
_LENGTHS: Final = [(months, re.compile(pattern, re.IGNORECASE)) for months, pattern in _NAMED_LENGTHS]
_MONTH_RANGE: Final = re.compile(rf"\b(?P<first>{_MONTH})\b\.? ?(?:-|–|—|to) ?(?P<last>{_MONTH})\b", re.IGNORECASE)
_WEEKS_OF_QUARTER: Final = 13


@dataclass(frozen=True, slots=True)
class Item(Generic[T_co]):
    """What a heading says and the middle of its place."""

    value: T_co
    center: float


def years(row: Row) -> Iterator[Item[int]]:
    """The years in which periods end: "2024", "2023/24", "FY24", "31.03.2024"."""
    text = _without_starts(row)
    items = []
    for match in _YEAR.finditer(text):
        # A financial year from spring to spring is named after both: 2023-24 ends in 2024.
        year = int(match[1])
        ends_next = match[2] is not None and int(match[2]) == (year + 1) % 100
        items.append(Item(year + ends_next, _place(row, match)))
    items += [Item(2000 + int(match[1]), _place(row, match)) for match in _SHORT_YEAR.finditer(text)]
    for date in find_dates(text, _order(text)) if not items and _WHOLE_DATE.search(text) else ():
        box = row.part(date.start, date.end).box  # 31.03.2024, 31-Mar-24
        items.append(Item(date.value.year, (box[0] + box[2]) / 2))
    yield from sorted(items, key=lambda item: item.center)


def quarters(row: Row) -> Iterator[Item[int]]:
    """The quarters that are named: "Q3 2024", "3Q24"."""
    for match in _QUARTER.finditer(row.text):
        yield Item(int(match[1] or match[2]), _place(row, match))


def month_days(row: Row) -> Iterator[Item[tuple[int, int]]]:
    """The last days of periods, as month and day; the first day of a range is none."""
    text, found = _without_starts(row), False
    for match in _MONTH_DAY.finditer(text):
        day = _day(match)
        if day:
            found = True
            yield Item(day, _place_of_phrase(row, match, _MONTH_DAY))
    for match in _MONTH_RANGE.finditer(text):
        found = True
        month = _month(match["last"])
        yield Item((month, calendar.monthrange(2023, month)[1]), _place(row, match))
    for date in () if found else find_dates(text, _order(text)):  # 31.12.2025
        box = row.part(date.start, date.end).box
        yield Item((date.value.month, date.value.day), (box[0] + box[2]) / 2)


def starts(row: Row) -> Iterator[Item[int]]:
    """The months in which ranges begin: "April 1, 2023 to"."""
    for match in _START.finditer(row.text):
        first = _MONTH_DAY.search(match[0])
        numeric = re.match(r"\d{1,2}[./](\d{1,2})[./]", match[0])
        month = _month(first["month"] or first["month2"]) if first else int(numeric[1]) if numeric else 0
        if 1 <= month <= 12:
            yield Item(month, _place(row, match))


def lengths(row: Row) -> Iterator[Item[int]]:
    """Lengths of periods in months; weeks count by the quarters that they make up."""
    found = [(match.span(), _counted(match)) for match in _COUNTED.finditer(row.text)]
    at = 0
    for run in row.runs:  # "Quarter ended    Fiscal year ended" are two
        for months, pattern in _LENGTHS:
            for match in pattern.finditer(run.text):
                first, last = at + match.start(), at + match.end()
                if not any(start < last and first < end for (start, end), _ in found):
                    found.append(((first, last), months))
        at += len(run.text) + 1
    for match in _MONTH_RANGE.finditer(row.text):
        found.append((match.span(), (_month(match["last"]) - _month(match["first"])) % 12 + 1))
    items = []
    for span, months in found:
        box = _run_of(row, span, [other for other, _ in found]) or row.part(*span).box
        items.append(Item(months, (box[0] + box[2]) / 2))
    yield from sorted(items, key=lambda item: item.center)


def _counted(match: re.Match[str]) -> int:
    if match["short"]:
        return int(match["short"])
    if match["upto"]:
        return 3 * int(match["upto"])
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    if match["week"]:
        return 3 * round(count / _WEEKS_OF_QUARTER) or 1
    return 3 * count if match["quarter"] else count


def _run_of(row: Row, span: tuple[int, int], others: list[tuple[int, int]]) -> Box | None:
    """The box of the run around a phrase ("Six months ended 30 June"), where it holds no other."""
    at = 0
    for run in row.runs:
        inside = [start for start, _ in others if at <= start < at + len(run.text)]
        if span[0] in inside:
            return run.box if len(inside) == 1 else None
        at += len(run.text) + 1
    return None


def _order(text: str) -> DateOrder:
    """Periods end with a month, whose day tells itself apart, but for those in weeks, which are American: 9/7/2024."""
    return DateOrder(day_first="/" not in text, certain=True)


@lru_cache(maxsize=4096)
def _masked(text: str) -> str:
    return _START.sub(lambda match: " " * len(match[0]), text)


def _without_starts(row: Row) -> str:
    """The text with the first days of ranges blanked out, every other character in its place."""
    return _masked(row.text)


def _month(name: str) -> int:
    return next(number for number, pattern in enumerate(_MONTHS, start=1) if pattern.fullmatch(name))


def _day(match: re.Match[str]) -> tuple[int, int] | None:
    month, day = _month(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    return (month, day) if 1 <= day <= 31 else None


def _place(row: Row, match: re.Match[str]) -> float:
    box = row.part(*match.span()).box
    return (box[0] + box[2]) / 2


def _place_of_phrase(row: Row, match: re.Match[str], pattern: re.Pattern[str]) -> float:
    """The middle of the phrase that a match stands in ("Six months ended 30 June"), where it holds no other."""
    others = [other.span() for other in pattern.finditer(_without_starts(row))]
    box = _run_of(row, match.span(), others)
    return (box[0] + box[2]) / 2 if box else _place(row, match)
