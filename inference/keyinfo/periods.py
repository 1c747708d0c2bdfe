"""What the columns of a financial statement stand for: the day, and for flows the length of the period."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, TypeVar

from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.grids import Grid
from inference.keyinfo.rows import Row

T = TypeVar("T")

_NAMED: Final = DateOrder(day_first=True, certain=True)
_MONTHS: Final = (
    {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
    | {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH_DAY: Final = re.compile(
    rf"\b(?P<month>{_MONTH})\b\.? ?(?P<day>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?:of )?(?P<month2>{_MONTH})\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(
    r"(?<![\d,.])(?:FY ?)?((?:19|20)\d\d)(?:[-–/](?:20)?(\d\d)(?!\d))?(?![\d,.]\d)", re.IGNORECASE
)
_SHORT_YEAR: Final = re.compile(r"\bFY ?[’'`]?(\d\d)(?![\d,.])", re.IGNORECASE)
_WHOLE_DATE: Final = re.compile(r"\d[./-](?:\d|[a-z])|[a-z]-\d", re.IGNORECASE)
# What makes one of several columns for a period the one that counts, and what makes it another.
_FIRST_CHOICE: Final = re.compile(r"\b(?:total|consolidated|group|restated|statutory)\b", re.IGNORECASE)
_SECOND_CHOICE: Final = re.compile(
    r"\b(?:company|parent|stand-?alone|separate|before|underlying|adjust\w*|exceptional\w*|non-?(?:gaap|ifrs|underlying)"
    r"|pro[- ]?forma|previously|originally|as (?:originally |previously )?reported|u\.?s\.? dollars|USD|percent)\b"
    r"|\bU\.?S\.?(?: ?\$|$)|%",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(r"\bQ([1-4])\b", re.IGNORECASE)
_LENGTHS: Final = (
    (3, r"(?:three|3)[- ]?months?|(?:13|14|thirteen|fourteen)[- ]?weeks?|\bquarters?(?: ended)?\b|\bQ[1-4]\b"),
    (6, r"(?:six|6)[- ]?months?|(?:26|27|twenty-(?:six|seven))[- ]?weeks?|\bhalf[- ]?year|\bH[12]\b|first half"),
    (9, r"(?:nine|9)[- ]?months?|(?:39|40|thirty-nine|forty)[- ]?weeks?"),
    (
        12,
        r"(?:twelve|12)[- ]?months?|(?:52|53|fifty-(?:two|three))[- ]?weeks?|years? (?:ended|ending|to)\b"
        r"|fiscal years?|\bFY ?\d|full year",
    ),
)
_MONTH_RANGE: Final = re.compile(rf"\b(?P<first>{_MONTH})\b\.? ?(?:-|–|—|to) ?(?P<last>{_MONTH})\b", re.IGNORECASE)
_LENGTH: Final = [(months, re.compile(rf"(?<![\w-])(?:{pattern})", re.IGNORECASE)) for months, pattern in _LENGTHS]
_ANY_LENGTH: Final = re.compile("|".join(pattern.pattern for _, pattern in _LENGTH), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The day on which a period ends, ISO 8601, or its year alone; its months, None for a day's balance."""

    end: str
    months: int | None


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T
    center: float


def periods(grid: Grid, flow: bool, cover: str | None, annual: bool) -> list[Period | None]:
    """The period of each column; None where the headings do not say.

    `cover` is the period end on the cover of the report (ISO 8601): it gives the day where a heading says the year
    only. `annual` tells that a flow without a printed length is that of a year.
    """
    years = _per_column(grid, _years, limited=True)
    days = _per_column(grid, _month_days, limited=False)
    lengths = _per_column(grid, _lengths, limited=False) if flow else [None] * len(grid.columns)
    found: list[Period | None] = []
    for year, day, months in zip(years, days, lengths, strict=True):
        if year is None:
            found.append(None)
            continue
        end = _iso(year, day) if day else None
        if end is None and cover and (cover.startswith(str(year)) or cover[5:] in _LAST_DAYS):
            end = f"{year}{cover[4:]}"
        found.append(Period(end or str(year), (months or (12 if annual else None)) if flow else None))
    quarters = _per_column(grid, _quarters, limited=True)
    return _one_each(found, _choices(grid), quarters)


def _one_each(
    found: Sequence[Period | None], choices: Sequence[int], quarters: Sequence[int | None]
) -> list[Period | None]:
    """Of columns for the same period only those that count: the group before the company, the total before its parts.

    Quarters of one year whose days are not printed cannot be told apart by their year: none of them is named.
    """
    kept: list[Period | None] = []
    for period, choice in zip(found, choices, strict=True):
        same = [index for index, other in enumerate(found) if other == period]
        ambiguous = len({quarters[index] for index in same}) > 1
        best = max(choices[index] for index in same)
        kept.append(period if period and choice == best and not ambiguous else None)
    return kept


def _choices(grid: Grid) -> list[int]:
    """For each column how much its headings say for and against it, where several are for the same period."""
    scores = [0] * len(grid.columns)
    spacing = min((b - a for a, b in pairwise(grid.centers)), default=grid.sheet.page.width)
    for row in grid.headings:
        said = [
            (
                bool(_FIRST_CHOICE.search(run.text)) - bool(_SECOND_CHOICE.search(run.text)),
                (run.box[0] + run.box[2]) / 2,
            )
            for run in row.runs
        ]
        both = {-1, 1} <= {sign for sign, _ in said}
        for index, middle in enumerate(grid.centers):
            sign, place = min(said, key=lambda item: abs(item[1] - middle))
            if both or abs(place - middle) <= 0.6 * spacing:
                scores[index] += sign
    return scores


_LAST_DAYS: Final = tuple(f"{month:02}-{calendar.monthrange(2023, month)[1]}" for month in range(1, 13) if month != 2)


def _iso(year: int, day: tuple[int, int]) -> str | None:
    month, number = day
    return f"{year}-{month:02}-{number:02}" if number <= calendar.monthrange(year, month)[1] else None


def _choice(text: str) -> int:
    return bool(_FIRST_CHOICE.search(text)) - bool(_SECOND_CHOICE.search(text))


def _per_column(grid: Grid, items: Callable[[Row], Iterator[_Item[T]]], limited: bool) -> list[T | None]:
    """The item of the headings that belongs to each column: row by row from the figures upwards."""
    columns = grid.centers
    spacing = min((b - a for a, b in pairwise(columns)), default=grid.sheet.page.width)
    best: list[T | None] = [None] * len(columns)
    rows = [found for row in reversed(grid.headings) if (found := list(items(row)))]
    exact = next((row for row in rows if len(row) == len(columns)), None)
    if exact:
        return [item.value for item in exact]
    for row in rows:
        for index, center in enumerate(columns):
            if not limited and 1 < len(row) < len(columns) and len(columns) % len(row) == 0:
                best[index] = best[index] or row[index * len(row) // len(columns)].value  # each heads as many columns
                continue
            nearest = min(row, key=lambda item: abs(item.center - center))
            fits = not limited or abs(nearest.center - center) <= 0.6 * spacing
            if best[index] is None and fits:
                best[index] = nearest.value
    return best


def _place(row: Row, match: re.Match[str]) -> float:
    box = row.part(*match.span()).box
    return (box[0] + box[2]) / 2


def _place_of_phrase(row: Row, match: re.Match[str], pattern: re.Pattern[str]) -> float:
    """The middle of the phrase that a match stands in ("Six months ended 30 June"), where it holds no other."""
    at = 0
    for run in row.runs:
        if at <= match.start() < at + len(run.text) and len(pattern.findall(run.text)) == 1:
            return (run.box[0] + run.box[2]) / 2
        at += len(run.text) + 1
    return _place(row, match)


def _four_digits(row: Row) -> Iterator[_Item[int]]:
    for match in _YEAR.finditer(row.text):
        # A financial year from spring to spring is named after both: 2023-24 ends in 2024.
        year = int(match[1])
        ends_next = match[2] is not None and int(match[2]) == (year + 1) % 100
        yield _Item(year + ends_next, _place(row, match))


def _years(row: Row) -> Iterator[_Item[int]]:
    items = list(_four_digits(row))
    items += [_Item(2000 + int(match[1]), _place(row, match)) for match in _SHORT_YEAR.finditer(row.text)]
    for date in find_dates(row.text, _NAMED) if not items and _WHOLE_DATE.search(row.text) else ():
        box = row.part(date.start, date.end).box  # 31.03.2024, 31-Mar-24
        items.append(_Item(date.value.year, (box[0] + box[2]) / 2))
    yield from sorted(items, key=lambda item: item.center)


def _quarters(row: Row) -> Iterator[_Item[int]]:
    for match in _QUARTER.finditer(row.text):
        yield _Item(int(match[1]), _place(row, match))


def _month_days(row: Row) -> Iterator[_Item[tuple[int, int]]]:
    found = False
    for match in _MONTH_DAY.finditer(row.text):
        month, day = _MONTHS[(match["month"] or match["month2"]).lower()], int(match["day"] or match["day2"])
        if 1 <= day <= 31:
            found = True
            yield _Item((month, day), _place_of_phrase(row, match, _MONTH_DAY))
    for match in _MONTH_RANGE.finditer(row.text):
        found = True
        month = _MONTHS[match["last"].lower()]
        yield _Item((month, calendar.monthrange(2023, month)[1]), _place(row, match))
    for date in () if found else find_dates(row.text, _NAMED):  # 31.12.2025, 31. Dezember 2025
        box = row.part(date.start, date.end).box
        yield _Item((date.value.month, date.value.day), (box[0] + box[2]) / 2)


def _lengths(row: Row) -> Iterator[_Item[int]]:
    found = [
        _Item(months, _place_of_phrase(row, match, _ANY_LENGTH))
        for months, pattern in _LENGTH
        for match in pattern.finditer(row.text)
    ]
    for match in _MONTH_RANGE.finditer(row.text):
        months = (_MONTHS[match["last"].lower()] - _MONTHS[match["first"].lower()]) % 12 + 1
        found.append(_Item(months, _place(row, match)))
    yield from sorted(found, key=lambda item: item.center)
