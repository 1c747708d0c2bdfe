"""Tables that the layout model missed: bands of lines whose numbers stand in columns."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from inference.geometry import center, contains, union
from inference.grids import Grid
from inference.numbers import Mark
from inference.schema import Box, Word
from inference.units import Unit, is_leader, is_number, is_value, lines_of, units_of

LINES: Final = 3
"""Lines with values that make a table, where they stand in several columns; …"""
LINES_OF_ONE: Final = 4
"""… or in one column of amounts."""
GAP: Final = 2.2
"""How far apart the lines of a band may be, in heights of the print."""
CELL_GAP: Final = 1.0
"""How far a value stands from what is before it, in heights of the print: further than a word from the next."""
HEADING_LINES: Final = 4
_AMOUNT: Final = re.compile(r"\d[.,]\d|[$€£%()]")
Line = list[Unit]


def missed_tables(words: Sequence[Word], known: Sequence[Box], mark: Mark | None) -> list[tuple[Box, Grid]]:
    """Box and cells of each band of numeric lines that lies in none of the known tables."""
    free = [word for word in words if not any(contains(box, center(word.box)) for box in known)]
    found = []
    for band in _bands(lines_of(units_of(free)), mark):
        body = [_tail(line, mark) for line in band]
        columns = _columns([unit for tail in body for unit in tail])
        if len(columns) > 1 or _is_column_of_amounts(body):
            box = union([unit_box(unit) for line in band for unit in line])
            if not any(_overlap(box, other) for other in known):
                found.append((box, _grid(band, columns, box)))
    return found


def unit_box(unit: Unit) -> Box:
    """Around all words of a unit."""
    return union([word.box for word in unit.words])


def _tail(line: Line, mark: Mark | None) -> list[Unit]:
    """The values at the end of a line, each standing apart from what is before it."""
    start = len(line)
    while start and is_number(line[start - 1].text, mark):
        if start > 1 and not _stands_apart(line, start - 1):
            break
        start -= 1
    tail = line[start:]
    return tail if any(is_value(unit.text, mark) for unit in tail) else []


def _stands_apart(line: Line, index: int) -> bool:
    """Whether a unit is further from the one before it than a word from the next; dots lead to a value of their own."""
    gap = unit_box(line[index])[0] - line[index - 1].box[2]
    return is_leader(line[index - 1].text) or gap >= CELL_GAP * line[index].height


def _bands(lines: Sequence[Line], mark: Mark | None) -> Iterator[list[Line]]:
    """Runs of lines that hold enough lines with values, with the short lines between and the headings above."""
    run: list[int] = []
    for index in (i for i, line in enumerate(lines) if _tail(line, mark)):
        if run and not _continues(lines, run[-1], index):
            yield from _band(lines, run)
            run = []
        run.append(index)
    yield from _band(lines, run)


def _band(lines: Sequence[Line], run: Sequence[int]) -> Iterator[list[Line]]:
    if len(run) >= LINES:
        yield list(lines[_heading_start(lines, run) : run[-1] + 1])


def _continues(lines: Sequence[Line], last: int, following: int) -> bool:
    """Whether two lines with values belong together: not far apart, and nothing between them as wide as both."""
    return all(_distance(lines[i], lines[i + 1]) <= GAP for i in range(last, following)) and following - last <= 3


def _distance(upper: Line, lower: Line) -> float:
    height = statistics.median(unit.height for unit in (*upper, *lower))
    return (min(unit.box[1] for unit in lower) - max(unit.box[3] for unit in upper)) / height


def _heading_start(lines: Sequence[Line], run: Sequence[int]) -> int:
    """Lines above the first values that stand over their columns and not over the labels."""
    left = min(unit.box[0] for index in run for unit in lines[index])
    values = min(unit_box(lines[index][-1])[0] for index in run)
    start = run[0]
    while start and run[0] - start < HEADING_LINES and _distance(lines[start - 1], lines[start]) <= GAP:
        above = lines[start - 1]
        over_values = [unit for unit in above if unit.box[2] > values]
        if not over_values or len(above) > 2 * len(lines[run[0]]) + 4 or _is_prose(above, left, values):
            break
        start -= 1
    return start


def _is_prose(line: Line, left: float, values: float) -> bool:
    """Whether words run on, one space apart, from the labels into the columns."""
    height = statistics.median(unit.height for unit in line)
    gaps = [right.box[0] - one.box[2] for one, right in pairwise(line)]
    return line[0].box[0] < (left + values) / 2 and (not gaps or max(gaps) < CELL_GAP * height)


def _columns(values: Sequence[Unit]) -> list[tuple[float, float]]:
    """Where the values stand, from left to right: stretches that their boxes cover together."""
    stretches: list[tuple[float, float]] = []
    for left, right in sorted((unit_box(unit)[0], unit.box[2]) for unit in values):
        if stretches and left <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], right)
        else:
            stretches.append((left, right))
    return stretches


def _is_column_of_amounts(body: Sequence[Sequence[Unit]]) -> bool:
    """Whether most values look like money, which page numbers and numbered lists do not."""
    values = [unit for tail in body for unit in tail]
    amounts = [unit for unit in values if _AMOUNT.search(unit.text)]
    return len(values) >= LINES_OF_ONE and len(amounts) > 0.6 * len(values)


def _grid(band: Sequence[Line], columns: Sequence[tuple[float, float]], box: Box) -> Grid:
    tops = [min(unit.box[1] for unit in line) for line in band]
    bottoms = [max(unit.box[3] for unit in line) for line in band]
    rows = [box[1], *((bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)), box[3]]
    borders = ((one[1] + other[0]) / 2 for one, other in pairwise(columns))
    edges = [box[0], columns[0][0] - 1, *borders, box[2]]
    return tuple(tuple((left, top, right, bottom) for left, right in pairwise(edges)) for top, bottom in pairwise(rows))


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])
