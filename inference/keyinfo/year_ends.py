"""On which day the years end that a statement shows by their number alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.rows import Sheet

DAYS_OF_YEAR: Final = 365.25
ISO_DAY: Final = 10
"""Characters of a day in ISO 8601."""
A_WEEK: Final = 8
"""Days by which the ends of years of 52 and 53 weeks stand aside."""
_NAMED: Final = DateOrder(day_first=True, certain=False)


def year_ends(
    years: Collection[str], balances: Collection[str], cover: str | None, sheets: Sequence[Sheet]
) -> dict[str, str]:
    """The last day of each of `years`, ISO 8601, where there is one only.

    That of the balance sheet (`balances`), else one that is printed anywhere and whole years apart from the period end
    on the cover, to a week.
    """
    found = {year: {day for day in balances if day.startswith(f"{year}-")} for year in years}
    for year, days in found.items():
        if not days and cover:
            days.update(_anniversaries(year, date.fromisoformat(cover), sheets))
    return {year: next(iter(days)) for year, days in found.items() if len(days) == 1}


def are_year_ends(days: Collection[str]) -> bool:
    """Whether days (ISO 8601) of more than one year are whole years apart, to a week."""
    full = sorted(date.fromisoformat(day) for day in days if len(day) == ISO_DAY)
    return len({day.year for day in full}) > 1 and all(_years_apart(full[0], day) for day in full)


def _anniversaries(year: str, last: date, sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for row in sheet.rows:
            for found in find_dates(row.text, _NAMED) if year in row.text else ():
                if found.certain and found.value.year == int(year) and _years_apart(last, found.value):
                    yield found.value.isoformat()


def _years_apart(one: date, other: date) -> bool:
    rest = abs((one - other).days) % DAYS_OF_YEAR
    return min(rest, DAYS_OF_YEAR - rest) <= A_WEEK
