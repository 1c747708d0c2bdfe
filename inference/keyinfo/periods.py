"""What the columns of a financial statement stand for: the day, and for flows the length of the period."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final, TypeVar

from inference.keyinfo.grids import Grid
from inference.keyinfo.period_words import YEAR_TO_DATE, Item, lengths, month_days, quarters, starts, years
from inference.keyinfo.rows import Row

T = TypeVar("T")

MOST_GROUPS: Final = 4
"""Headings that span groups of columns in one row: the ways to divide the columns are tried one by one."""
UNEVEN: Final = 0.5
"""How far, in column widths, headings of groups of one size may stand beside their middles."""
# What makes one of several columns for a period the one that counts, and what makes it another.
_FIRST_CHOICE: Final = re.compile(r"\b(?:total|consolidated|group|restated|statutory)\b", re.IGNORECASE)
_SECOND_CHOICE: Final = re.compile(
    r"\b(?:company|parent|stand-?alone|separate|before|underlying|adjust\w*|exceptional\w*|non-?(?:gaap|ifrs|underlying)"
    r"|pro[- ]?forma|previously|originally|as (?:originally |previously )?reported|u\.?s\.? dollars|USD|percent)\b"
    r"|\bU\.?S\.?(?: ?\$|$)|%",
    re.IGNORECASE,
)
_ORDINAL: Final = tuple(
    (number, re.compile(pattern, re.IGNORECASE))
    for number, pattern in enumerate(
        (
            r"\b(?:first|1st) quarter|\bQ1|\b1Q",
            r"\b(?:second|2nd) quarter|\bQ2|\b2Q",
            r"\b(?:third|3rd) quarter|\bQ3|\b3Q",
            r"\b(?:fourth|4th) quarter|\bQ4|\b4Q",
        ),
        start=1,
    )
)


@dataclass(frozen=True, slots=True)
class Period:
    """The day on which a period ends, ISO 8601, or its year alone; its months, None for a day's balance."""

    end: str
    months: int | None


def periods(grid: Grid, flow: bool, cover: str | None, annual: bool) -> list[Period | None]:
    """The period of each column; None where the headings do not say.

    `cover` is the period end on the cover of the report (ISO 8601): it gives the day where a heading says the year
    only. `annual` tells that a flow without a printed length is that of a year.
    """
    found: list[Period | None] = []
    named, days = _per_column(grid, years, limited=True), _per_column(grid, month_days, limited=False)
    if flow and annual and cover and not any(days):
        named = _ending(named, int(cover[:4]))
    for year, day, months in zip(
        named,
        days,
        _months(grid) if flow else [None] * len(grid.columns),
        strict=True,
    ):
        if year is None:
            found.append(None)
            continue
        end = _iso(year, day) if day else None
        if end is None and cover and (cover.startswith(str(year)) or cover[5:] in _LAST_DAYS):
            end = f"{year}{cover[4:]}"
        found.append(Period(end or str(year), (months or (12 if annual else None)) if flow else None))
    return _one_each(found, _choices(grid), _per_column(grid, quarters, limited=True))


def _ending(named: Sequence[int | None], last: int) -> list[int | None]:
    """The years in which fiscal years end that are named after the year before: fiscal 2023 ends in February 2024."""
    behind = max((year for year in named if year), default=last) == last - 1
    return [year + behind if year else None for year in named]


def _months(grid: Grid) -> list[int | None]:
    """The length of each column's period: from its first to its last day where each has both, else as it is named."""
    ranged = any(len(list(starts(row))) == len(grid.columns) for row in grid.headings)
    quarter = next((n for row in grid.headings for n, pattern in _ORDINAL if pattern.search(row.text)), None)
    found: list[int | None] = []
    for named, first, last in zip(
        _per_column(grid, lengths, limited=False),
        _per_column(grid, starts, limited=False),
        _per_column(grid, month_days, limited=False),
        strict=True,
    ):
        between = (last[0] - first) % 12 + 1 if first and last else None
        if named == YEAR_TO_DATE:
            found.append(3 * quarter if quarter else between)
        else:
            found.append((ranged and between) or named or between)
    return found


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


def _per_column(grid: Grid, items: Callable[[Row], Iterator[Item[T]]], limited: bool) -> list[T | None]:
    """The item of the headings that belongs to each column: row by row from the figures upwards."""
    columns = grid.centers
    spacing = min((b - a for a, b in pairwise(columns)), default=grid.sheet.page.width)
    best: list[T | None] = [None] * len(columns)
    rows = [found for row in reversed(grid.headings) if (found := list(items(row)))]
    exact = next((row for row in rows if len(row) == len(columns)), None)
    if exact:
        return [item.value for item in exact]
    for row in rows:
        spanning = not limited and 1 < len(row) < len(columns) and len(row) <= MOST_GROUPS
        over = _heads(row, columns, spacing) if spanning else None
        for index, center in enumerate(columns):
            item = over[index] if over else min(row, key=lambda item: abs(item.center - center))
            if best[index] is None and (over or not limited or abs(item.center - center) <= 0.6 * spacing):
                best[index] = item.value
    return best


def _heads(row: Sequence[Item[T]], columns: Sequence[float], spacing: float) -> list[Item[T]]:
    """The heading of each column where fewer headings span groups of columns, each from over its middle.

    Groups of one size are taken first, because headings are not always centred.
    """

    def off(cuts: Sequence[int]) -> float:
        groups = [columns[start:end] for start, end in pairwise((0, *cuts, len(columns)))]
        return sum(abs(sum(group) / len(group) - item.center) for group, item in zip(groups, row, strict=True))

    cuts: Sequence[int] = min(combinations(range(1, len(columns)), len(row) - 1), key=off)
    size, rest = divmod(len(columns), len(row))
    even = range(size, len(columns), size)
    if not rest and off(even) - off(cuts) <= UNEVEN * spacing * len(row):
        cuts = even
    return [row[sum(cut <= index for cut in cuts)] for index in range(len(columns))]
