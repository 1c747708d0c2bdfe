"""The column of quantities before the descriptions of a bill, which print often sets no further apart than a word."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from inference.units import Unit, lines_of

ROWS: Final = 2
"""Rows that begin with a quantity, from which on there is such a column."""
ALIGNED: Final = 0.8
"""How far the descriptions may start from one another, in heights of the print."""
_QUANTITY: Final = re.compile(r"[1-9]\d{0,2}[xX×*]?")
_TIMES: Final = re.compile(r"[xX×*]")
_MONEY: Final = re.compile(r"\d[.,]\d\d(?!\d)")
_SPAN: Final = re.compile(
    r"to|bis|à|Jan(?:uary?)?|Feb(?:ruary?)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?|(?:day|week|month|quarter|year)s?"
    r"|Tage?|Wochen?|Monate?|Quartale?|Jahre?|jours?|mois|ans?",
    re.IGNORECASE,
)
"""A number before one of these is a time."""


def quantity_border(content: Mapping[tuple[int, int], Sequence[Unit]]) -> tuple[float, frozenset[int]] | None:
    """Where a border divides the first column into quantities and descriptions, and the rows that it does not divide.

    A quantity is a small whole number before a word, in a row that holds an amount of money. Rows below the first of
    them that begin left of the border (totals, payments) stay whole.
    """
    labels = {
        row: sorted(inside, key=lambda unit: unit.box[0]) for (row, column), inside in content.items() if not column
    }
    paid = {row for (row, column), inside in content.items() if column and any(_MONEY.search(u.text) for u in inside)}
    found = {row: _quantity(line) for row, line in labels.items() if row in paid and len(lines_of(line)) == 1}
    starts = {row: start for row, start in found.items() if start}
    if len(starts) < ROWS:
        return None
    left, right = max(end for end, _ in starts.values()), min(unit.box[0] for _, unit in starts.values())
    height = statistics.median(unit.height for _, unit in starts.values())
    if left >= right or max(unit.box[0] for _, unit in starts.values()) - right > ALIGNED * height:
        return None
    for row, line in labels.items():
        for one, other in pairwise(line) if row < min(starts) else ():
            if max(left, one.box[2]) < min(right, other.box[0]):  # between two headings
                left, right = max(left, one.box[2]), min(right, other.box[0])
    border = (left + right) / 2
    whole = {row for row, line in labels.items() if any(unit.box[0] < border < unit.box[2] for unit in line)}
    below = {row for row in labels if row > min(starts) and row not in starts}
    return border, frozenset(whole | {row for row in below if labels[row][0].box[0] < border})


def _quantity(line: Sequence[Unit]) -> tuple[float, Unit] | None:
    """Where the quantity at the start of a line ends, and the word behind it."""
    if not _QUANTITY.fullmatch(line[0].text):
        return None
    words = 2 if len(line) > 2 and _TIMES.fullmatch(line[1].text) else 1
    if len(line) <= words or not line[words].text[0].isupper() or _SPAN.fullmatch(line[words].text.rstrip(".")):
        return None
    return line[words - 1].box[2], line[words]
