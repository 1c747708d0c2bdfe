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
from inference.stacked import below_description, is_code, stacked_items, stacked_rows
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
_TAX_CODE: Final = re.compile(r"[A-Z]{1,2}\*?|[*#]")
Line = list[Unit]


def missed_tables(words: Sequence[Word], known: Sequence[Box], mark: Mark | None) -> list[tuple[Box, Grid]]:
    """Box and cells of each band of numeric lines that lies in none of the known tables."""
    free = [word for word in words if not any(contains(box, center(word.box)) for box in known)]
    found = []
    for parts in _bands(lines_of(units_of(free)), mark):
        body = [_tail(line, mark) for band in parts for line in band]
        if len(_columns(body)) == 1 and not _is_column_of_amounts(body, mark):
            continue
        for band in parts:
            box = union([unit_box(unit) for line in band for unit in line])
            if not any(_overlap(box, other) for other in known):
                stacked = stacked_items(band, [_label(line, mark) for line in band])
                tails = [_tail(line, mark) for line in band]
                codes = [tail.pop() for tail in tails if tail and not is_number(tail[-1].text, mark)]
                found.append((box, _with_codes(_grid(band, _columns(tails), stacked, box), codes, band)))
    return found


def unit_box(unit: Unit) -> Box:
    """Around all words of a unit."""
    return union([word.box for word in unit.words])


def _tail(line: Line, mark: Mark | None) -> list[Unit]:
    """The values at the end of a line, each standing apart from what is before it, with a tax code behind them."""
    end = 0 if is_code(line) else len(line)
    if end > 1 and _TAX_CODE.fullmatch(line[-1].text) and _AMOUNT.search(line[-2].text):
        end -= 1
    start = end
    while start and is_number(line[start - 1].text, mark):
        if start > 1 and not _stands_apart(line, start - 1):
            break
        start -= 1
    return line[start:] if any(is_value(unit.text, mark) for unit in line[start:end]) else []


def _label(line: Line, mark: Mark | None) -> Line:
    """What stands before the values of a line."""
    return line[: len(line) - len(_tail(line, mark))]


def _stands_apart(line: Line, index: int) -> bool:
    """Whether a unit is further from the one before it than a word from the next; dots lead to a value of their own."""
    gap = unit_box(line[index])[0] - line[index - 1].box[2]
    return is_leader(line[index - 1].text) or gap >= CELL_GAP * line[index].height


def _bands(lines: Sequence[Line], mark: Mark | None) -> Iterator[list[list[Line]]]:
    """Runs of lines that hold enough lines with values, with the short lines between and the headings above.

    Each is divided where a heading over several values begins another table.
    """
    run: list[int] = []
    for index in (*(i for i, line in enumerate(lines) if _tail(line, mark)), None):
        if run and (index is None or not _continues(lines, run[-1], index)):
            if len(run) >= LINES:
                yield _parts(lines, run, mark)
            run = []
        if index is not None:
            run.append(index)


def _parts(lines: Sequence[Line], run: Sequence[int], mark: Mark | None) -> list[list[Line]]:
    heads = [i for i, (last, index) in enumerate(pairwise(run), 1) if _is_headed(lines, last, index, mark)]
    parts = []
    end = 0
    for first, last in pairwise((0, *heads, len(run))):
        part = run[first:last]
        start = part[0]
        if start > end and _distance(lines[start - 1], lines[start]) <= GAP:
            above, label = lines[start - 1], _label(lines[start], mark)
            start -= is_code(above) or below_description(above, label)
        parts.append(list(lines[max(end, _heading_start(lines, part, start)) : part[-1] + 1]))
        end = part[-1] + 1
    return parts


def _is_headed(lines: Sequence[Line], last: int, index: int, mark: Mark | None) -> bool:
    """Whether words stand over several values of a line, the amount at its end among them."""
    values = [unit for unit in _tail(lines[index], mark) if is_number(unit.text, mark)]
    headed = [value for value in values if any(_shares_column(unit, value) for unit in lines[index - 1])]
    return index - last > 1 and len(headed) > 1 and headed[-1] is values[-1] and not _runs_on(lines[index - 1])


def _shares_column(one: Unit, other: Unit) -> bool:
    left, right = unit_box(one), unit_box(other)
    return left[0] < right[2] and right[0] < left[2]


def _continues(lines: Sequence[Line], last: int, following: int) -> bool:
    """Whether two lines with values belong together: not far apart, and nothing between them as wide as both."""
    return all(_distance(lines[i], lines[i + 1]) <= GAP for i in range(last, following)) and following - last <= 3


def _distance(upper: Line, lower: Line) -> float:
    height = statistics.median(unit.height for unit in (*upper, *lower))
    return (min(unit.box[1] for unit in lower) - max(unit.box[3] for unit in upper)) / height


def _heading_start(lines: Sequence[Line], run: Sequence[int], start: int) -> int:
    """The first of the lines above `start` that stand over the columns of values and not over the labels."""
    left = min(unit.box[0] for index in run for unit in lines[index])
    values = min(unit_box(lines[index][-1])[0] for index in run)
    while start and run[0] - start < HEADING_LINES and _distance(lines[start - 1], lines[start]) <= GAP:
        above = lines[start - 1]
        over_values = [unit for unit in above if unit.box[2] > values]
        if not over_values or len(above) > 2 * len(lines[run[0]]) + 4 or _is_prose(above, left, values):
            break
        start -= 1
    return start


def _is_prose(line: Line, left: float, values: float) -> bool:
    """Whether words run on from the labels into the columns."""
    return line[0].box[0] < (left + values) / 2 and _runs_on(line)


def _runs_on(line: Line) -> bool:
    """Whether all words stand one space apart."""
    height = statistics.median(unit.height for unit in line)
    return all(right.box[0] - one.box[2] < CELL_GAP * height for one, right in pairwise(line))


def _columns(body: Sequence[Sequence[Unit]]) -> list[tuple[float, float]]:
    """Where the values stand, from left to right: stretches that their boxes cover together."""
    stretches: list[tuple[float, float]] = []
    for left, right in sorted((unit_box(unit)[0], unit.box[2]) for tail in body for unit in tail):
        if stretches and left <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], right)
        else:
            stretches.append((left, right))
    return stretches


def _is_column_of_amounts(body: Sequence[Sequence[Unit]], mark: Mark | None) -> bool:
    """Whether most values look like money, which page numbers and numbered lists do not."""
    values = [unit for tail in body for unit in tail if is_number(unit.text, mark)]
    amounts = [unit for unit in values if _AMOUNT.search(unit.text)]
    return len(values) >= LINES_OF_ONE and len(amounts) > 0.6 * len(values)


def _grid(
    band: Sequence[Line], columns: Sequence[tuple[float, float]], stacked: dict[int, list[float]], box: Box
) -> Grid:
    tops = [min(unit.box[1] for unit in line) for line in band]
    bottoms = [max(unit.box[3] for unit in line) for line in band]
    rows = [box[1], *((bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)), box[3]]
    borders = ((one[1] + other[0]) / 2 for one, other in pairwise(columns))
    edges = [box[0], columns[0][0] - 1, *borders, box[2]]
    return tuple(stacked_rows(rows, edges, stacked))


def _with_codes(grid: Grid, codes: Sequence[Unit], band: Sequence[Line]) -> Grid:
    """The grid with a last column for tax codes; totals may be set as far to the right as these, so each row is cut."""
    if not codes:
        return grid
    start = min(code.box[0] for code in codes)  # their heading stands no further left
    rows: list[tuple[Box | None, ...]] = []
    for *cells, last in grid:
        assert last is not None
        x0, top, x1, bottom = last
        inside = [unit for line in band for unit in line if contains(last, center(unit.box))]
        behind = [unit for unit in inside if unit_box(unit)[0] >= start and not unit.text[-1].isdigit()]
        right = max((unit.box[2] for unit in inside if unit not in behind), default=x0)
        left = min((unit.box[0] for unit in behind), default=x1)
        cut = min((right + left) / 2, x1)
        rows.append((*cells, (x0, top, cut, bottom), (cut, top, x1, bottom)))
    return tuple(rows)


def _overlap(one: Box, other: Box) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])
