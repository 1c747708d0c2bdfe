"""Repairs of a table's division where the layout model missed a border, judged by where the numbers stand."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from inference.geometry import center
from inference.numbers import Mark
from inference.quantities import quantity_border
from inference.schema import Box
from inference.units import Unit, is_leader, is_number, is_value, lines_of

Grid = tuple[tuple[Box | None, ...], ...]
"""Cells row by row; None where the cell to the left or above reaches."""
Place = tuple[int, int]
NARROWEST: Final = 0.35
"""A column border runs through a corridor that is at least this wide in every row, in heights of the print, …"""
USUAL: Final = 0.9
"""… and at least this wide in the median: wider than the space that groups thousands."""
CROSSING: Final = 0.2
"""Share of a column's rows that may stand in the way of a border: a total set apart, a smaller table below."""
SHARE: Final = 0.4
"""Share of a column's rows that must have a value behind the border."""


def assigned(units: Sequence[Unit], grid: Grid) -> dict[Place, list[Unit]]:
    """The units by the cell that is nearest to them."""
    boxes = [((r, c), box) for r, row in enumerate(grid) for c, box in enumerate(row) if box is not None]
    content: dict[Place, list[Unit]] = {}
    for unit in units if boxes else ():
        content.setdefault(_nearest(*center(unit.box), boxes), []).append(unit)
    return content


def _nearest(x: float, y: float, boxes: Sequence[tuple[Place, Box]]) -> Place:
    """The first of the boxes that are nearest to a point; nearly always the one that holds it ends the search."""
    nearest, least = boxes[0][0], float("inf")
    for place, (x0, y0, x1, y1) in boxes:
        aside = x0 - x if x < x0 else x - x1 if x > x1 else 0.0
        distance = aside + (y0 - y if y < y0 else y - y1 if y > y1 else 0.0)
        if distance < least:
            nearest, least = place, distance
            if not distance:
                break
    return nearest


def repaired(grid: Grid, units: Sequence[Unit], mark: Mark | None) -> Grid:
    """The grid with merged columns and rows divided, and without columns that hold nothing."""
    grid = _divide_rows(grid, units, mark)
    column = 0
    while column < len(grid[0]):
        content = assigned(units, grid)
        border = _missed_border([inside for (r, c), inside in content.items() if _is_single(grid[r], c, column)], mark)
        if border is None:
            column += 1
        else:
            whole = {r for (r, c), inside in content.items() if c == column and _runs_over(inside, border, mark)}
            grid = tuple(_divided(row, column, border, r in whole) for r, row in enumerate(grid))
    if quantities := quantity_border(assigned(units, grid)):
        border, kept = quantities
        grid = tuple(_divided(row, 0, border, r in kept) for r, row in enumerate(grid))
    return _without_empty(grid, assigned(units, grid), mark)


def _is_single(row: Sequence[Box | None], column: int, wanted: int) -> bool:
    """Whether a cell stands in the wanted column and reaches over no other; else it is never divided."""
    return column == wanted and (column + 1 == len(row) or row[column + 1] is not None)


def _missed_border(cells: Iterable[Sequence[Unit]], mark: Mark | None) -> float | None:
    """Where a border runs that separates values from what stands before them in the cells of a column."""
    rows = [sorted(inside, key=lambda unit: unit.box[0]) for inside in cells if len(lines_of(inside)) == 1]
    rows = [row for row in rows if is_number(row[-1].text, mark)]
    if len(rows) < 2 or not any(is_value(row[-1].text, mark) for row in rows):
        return None  # dates end in a number too
    height = statistics.median(unit.height for row in rows for unit in row)
    leaders = [center(unit.box)[0] for row in rows for unit in row if is_leader(unit.text)]
    for crossing in {0, int(CROSSING * len(rows))}:
        for start, end in _corridors(rows, crossing):
            # Dots may run up to the values, and stay with the label.
            border = (max([start, *(x for x in leaders if x < end)]) + end) / 2
            if end - start >= NARROWEST * height and _separates_values(rows, border, height, mark):
                return border
    return None


def _corridors(rows: Sequence[Sequence[Unit]], crossing: int) -> Iterator[tuple[float, float]]:
    """Stretches from left to right in which at most so many rows hold anything."""
    edges = [
        edge
        for row in rows
        for unit in row
        if not is_leader(unit.text)
        for edge in ((_left(unit), 1), (unit.box[2], -1))
    ]
    held, start = 0, -math.inf
    for x, step in sorted(edges):
        if held == crossing and step > 0 and x > start > -math.inf:
            yield start, x
        held += step
        if held == crossing and step < 0:
            start = x


def _runs_over(inside: Sequence[Unit], x: float, mark: Mark | None) -> bool:
    """Whether a number of a cell stands where a border would run."""
    return any(_left(unit) < x < unit.box[2] and is_value(unit.text, mark) for unit in inside)


def _left(unit: Unit) -> float:
    return min(word.box[0] for word in unit.words)


def _separates_values(rows: Sequence[Sequence[Unit]], x: float, height: float, mark: Mark | None) -> bool:
    gaps = []
    for row in rows:
        printed = [unit for unit in row if not is_leader(unit.text)]
        before, behind = [u for u in printed if u.box[2] <= x], [u for u in printed if _left(u) >= x]
        if before and behind and len(before) + len(behind) == len(printed) and is_number(behind[0].text, mark):
            gaps.append(_left(behind[0]) - before[-1].box[2])
    return len(gaps) >= max(2, SHARE * len(rows)) and statistics.median(gaps) >= USUAL * height


def _divided(row: Sequence[Box | None], column: int, x: float, whole: bool) -> tuple[Box | None, ...]:
    box = row[column]
    parts: tuple[Box | None, ...]
    if box is None:
        parts = (None, None)
    elif not whole and box[0] < x < box[2] and (column + 1 == len(row) or row[column + 1] is not None):
        parts = ((box[0], box[1], x, box[3]), (x, box[1], box[2], box[3]))
    else:
        parts = (box, None)  # a cell over several columns stays one
    return (*row[:column], *parts, *row[column + 1 :])


def _divide_rows(grid: Grid, units: Sequence[Unit], mark: Mark | None) -> Grid:
    """Rows in which several lines of values stand above one another become one row each."""
    content = assigned(units, grid)
    rows: list[tuple[Box | None, ...]] = []
    for index, row in enumerate(grid):
        cells = [content.get((index, c), []) for c in range(len(row))]
        borders = list(_line_borders(cells, mark)) or list(_heading_border(cells, mark))
        if not borders or any(box is None for box in row):
            rows.append(row)
            continue
        boxes = [box for box in row if box is not None]
        edges = [min(box[1] for box in boxes), *borders, max(box[3] for box in boxes)]
        for top, bottom in pairwise(edges):
            rows.append(tuple((box[0], top, box[2], bottom) for box in boxes))
    return tuple(rows)


def _line_borders(cells: Sequence[Sequence[Unit]], mark: Mark | None) -> Iterator[float]:
    """Heights between lines of values, where at least two columns hold nothing but one value on each line."""
    values = [
        [line[0] for line in lines_of(cell)]
        for cell in cells[1:]
        if cell and all(len(line) == 1 and is_value(line[0].text, mark) for line in lines_of(cell))
    ]
    counts = {len(column) for column in values}
    if len(values) < 2 or counts in ({1}, set()) or len(counts) > 1:
        return
    lines = list(zip(*values, strict=True))
    for upper, lower in pairwise(lines):
        top = max(unit.box[3] for unit in upper)
        # A label of several lines ends on the line of its values, so the next one begins right below them.
        yield min(top, min(unit.box[1] for unit in lower))


def _heading_border(cells: Sequence[Sequence[Unit]], mark: Mark | None) -> Iterator[float]:
    """The height between headings and values, where every column but the first holds both above one another."""
    columns = [lines_of(cell) for cell in cells[1:] if cell]
    values = [unit for lines in columns if _is_value_line(lines[-1], mark) for unit in lines.pop()]
    headings = [line for lines in columns for line in lines]
    beside = values and max(unit.box[1] for unit in values) < min(unit.box[3] for unit in values)
    if not beside or len(columns) < 2 or not all(columns):
        return
    top, bottom = max(unit.box[3] for line in headings for unit in line), min(unit.box[1] for unit in values)
    alone = any(_is_value_line(line, mark) for line in headings)
    if top - bottom < values[0].height / 2 and not alone:
        yield (top + bottom) / 2


def _is_value_line(line: Sequence[Unit], mark: Mark | None) -> bool:
    """Whether a line holds one value and nothing else; spaces may group its digits."""
    return is_value(" ".join(unit.text for unit in line), mark)


def _without_empty(grid: Grid, content: dict[Place, list[Unit]], mark: Mark | None) -> Grid:
    """Columns that hold nothing, or only the heading of the column beside them, are joined to that column."""
    column = 1
    while column < len(grid[0]):
        if _belong_together(column - 1, column, grid, content, mark):
            grid = tuple(
                (*row[: column - 1], _joined(row[column - 1], row[column]), *row[column + 1 :]) for row in grid
            )
            moved: dict[Place, list[Unit]] = {}
            for (r, c), inside in content.items():
                moved.setdefault((r, c - 1 if c >= column else c), []).extend(inside)
            content = moved
        else:
            column += 1
    return grid


def _belong_together(left: int, right: int, grid: Grid, content: dict[Place, list[Unit]], mark: Mark | None) -> bool:
    if any(row[left] is None and row[right] is not None for row in grid):
        return False  # a cell over several columns ends between them
    filled = {column: {r for r, c in content if c == column} for column in (left, right)}
    if filled[left] & filled[right]:
        return False
    lighter = min(filled, key=lambda column: len(filled[column]))
    if not filled[lighter]:
        return True
    values = {place for place, inside in content.items() if any(is_value(unit.text, mark) for unit in inside)}
    in_heading = max(filled[lighter]) < min((r for r, _ in values), default=0)
    has_value = any(c == lighter for _, c in values)
    return left > 0 and not has_value and (in_heading or 3 * len(filled[lighter]) <= len(grid))


def _joined(left: Box | None, right: Box | None) -> Box | None:
    if left is None or right is None:
        return left or right
    return min(left[0], right[0]), min(left[1], right[1]), max(left[2], right[2]), max(left[3], right[3])
