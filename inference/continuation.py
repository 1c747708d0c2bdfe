"""Tables that run on over pages: which parts belong together, and which rows of a part repeat the heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from inference.schema import Cell, Continuation, Line, PageResult, Part, Table

EDGE_LINES: Final = 5
"""Lines that may stand between a table and the edge of its page: running heads, page numbers, the title again."""
_CONTINUED: Final = re.compile(r"\bcont(?:inued|['’]?d|\.)|\bfortsetzung|\bsuite\b|\bvervolg", re.IGNORECASE)
ALIGNED: Final = 0.03
"""How far a column may be moved from one page to the next, as a share of the page's width."""


def continued_tables(pages: Sequence[PageResult]) -> tuple[Continuation, ...]:
    """Tables of neighbouring pages that are one: the last of a page and the first of the next, in equal columns."""
    runs: list[list[Part]] = []
    for one, other in pairwise(pages):
        if other.number != one.number + 1 or not one.tables or not other.tables:
            continue
        last = max(one.tables, key=lambda table: table.box[3])
        first = min(other.tables, key=lambda table: table.box[1])
        repeated = _repeated_rows(last, first) if _reaches_over(one, last, other, first) else None
        if repeated is None:
            continue
        if runs and runs[-1][-1].table == last.id:
            runs[-1].append(Part(table=first.id, repeated_rows=repeated))
        else:
            runs.append([Part(table=last.id), Part(table=first.id, repeated_rows=repeated)])
    return tuple(Continuation(parts=tuple(run)) for run in runs)


def joined(tables: Mapping[str, Table], continuation: Continuation) -> Table:
    """One table of all parts, without repeated headings. Cells of later pages have no box: it names no page."""
    whole, *rest = (tables[part.table] for part in continuation.parts)
    cells, height = list(whole.cells), whole.n_rows
    for table, part in zip(rest, continuation.parts[1:], strict=True):
        cells += [
            cell.model_copy(update={"row": cell.row - part.repeated_rows + height, "box": None})
            for cell in table.cells
            if cell.row >= part.repeated_rows
        ]
        height += table.n_rows - part.repeated_rows
    return whole.model_copy(update={"n_rows": height, "cells": tuple(cells)})


def _reaches_over(one: PageResult, last: Table, other: PageResult, first: Table) -> bool:
    below = [line for line in one.lines if _middle(line) > last.box[3]]
    above = [line for line in other.lines if _middle(line) < first.box[1]]
    return (
        max(len(below), len(above)) <= EDGE_LINES
        and _is_known_title(first.title, one)
        and last.n_columns == first.n_columns
        and all(
            abs(a / one.width - b / other.width) <= ALIGNED
            for a, b in zip(_right_edges(last), _right_edges(first), strict=True)
            if a is not None and b is not None
        )
    )


def _is_known_title(title: str | None, before: PageResult) -> bool:
    """Whether what stands above the later part stood on the page before as well: a running head, the title again."""
    if title is None or _CONTINUED.search(title):
        return True
    return _squeezed(title) in _squeezed(" ".join(line.text for line in before.lines))


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _right_edges(table: Table) -> list[float | None]:
    """Where each column ends; None for one without a cell of its own."""
    edges: list[float | None] = [None] * table.n_columns
    for cell in table.cells:
        if cell.box and cell.column_span == 1:
            edges[cell.column] = max(edges[cell.column] or 0.0, cell.box[2])
    return edges


def _repeated_rows(last: Table, first: Table) -> int | None:
    """How many rows of the later part repeat the heading of the earlier; None where it has another heading."""
    own = [_row(first, number) for number in range(first.n_rows) if any(_heads(cell, number) for cell in first.cells)]
    if not own:
        return 0
    heading = [_row(last, number) for number in range(last.n_rows)]
    return len(own) if all(row in heading for row in own) else None


def _heads(cell: Cell, number: int) -> bool:
    return cell.row == number and cell.header and bool(cell.text)


def _row(table: Table, number: int) -> list[tuple[int, str]]:
    return [(cell.column, _squeezed(cell.text)) for cell in table.cells if cell.row == number and cell.text]
