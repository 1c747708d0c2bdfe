"""Tables that run on over pages: which parts belong together, which rows of a part repeat the heading, and the whole.

Light: the web tier shows and exports whole tables with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from inference.schema import Cell, Continuation, Line, PageResult, Part, Table

EDGE_LINES: Final = 5
"""Lines that may stand between a table and the edge of its page: running heads, page numbers, the title again."""
_CONTINUED: Final = re.compile(r"\bcont(?:inued|['’]?d|\.)|\bfortsetzung|\bsuite\b|\bvervolg", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"(?:\S+\s+){5,}\S*[^\W\d][.:]$")
"""The end of a text, at which something else begins."""
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


class Origin(NamedTuple):
    """Where a row of a whole table stands."""

    table: Table
    """The part, with its page and the boxes of its cells."""
    row: int
    """Row of that part, from 0."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A table of one page, or of several without the repeated headings."""

    table: Table
    """With id, page, title and box of the first part; where there are more, cells have no box: it names no page."""
    rows: tuple[Origin, ...]
    """By row of `table`."""

    @property
    def parts(self) -> tuple[Table, ...]:
        """The tables of the pages, in order."""
        return tuple({origin.table.id: origin.table for origin in self.rows}.values())

    @property
    def pages(self) -> str:
        """As a person writes them: one number, or the first and the last."""
        return _range(self.rows[0].table.page, self.rows[-1].table.page)


def page_range(run: Continuation) -> str:
    """The pages of a table that runs on, as `Whole.pages`."""
    return _range(page_of(run.parts[0].table), page_of(run.parts[-1].table))


def page_of(table_id: str) -> int:
    """The page on which a table stands, from its id."""
    return int(table_id.removeprefix("p").partition("t")[0])


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def whole_tables(pages: Iterable[PageResult], continued: Sequence[Continuation]) -> list[Whole]:
    """Every table of the pages once, in their order; parts that run over pages are one, where its first part stands.

    Parts whose pages are not given are left out.
    """
    tables = {table.id: table for page in pages for table in page.tables}
    run_of = {part.table: run for run in continued for part in run.parts if part.table in tables}
    found = []
    for table in tables.values():
        run = run_of.get(table.id)
        parts = [(tables[part.table], part.repeated_rows) for part in run.parts if part.table in tables] if run else []
        if len(parts) < 2:
            found.append(Whole(table, tuple(Origin(table, row) for row in range(table.n_rows))))
        elif parts[0][0].id == table.id:
            found.append(_joined(parts))
    return found


def _joined(parts: Sequence[tuple[Table, int]]) -> Whole:
    first = parts[0][0]
    cells: list[Cell] = []
    rows: list[Origin] = []
    for index, (table, repeated) in enumerate(parts):
        skipped = repeated if index else 0
        shift = len(rows) - skipped
        kept = [cell for cell in table.cells if cell.row >= skipped]
        cells += [cell.model_copy(update={"row": cell.row + shift, "box": None}) for cell in kept]
        rows += [Origin(table, row) for row in range(skipped, table.n_rows)]
    return Whole(first.model_copy(update={"n_rows": len(rows), "cells": tuple(cells)}), tuple(rows))


def _reaches_over(one: PageResult, last: Table, other: PageResult, first: Table) -> bool:
    below = [line for line in one.lines if _middle(line) > last.box[3]]
    above = [line for line in other.lines if _middle(line) < first.box[1]]
    return (
        max(len(below), len(above)) <= EDGE_LINES
        and _is_known_title(first.title, one)
        and all(_is_known_title(line.text, one) for line in above if _PARAGRAPH.search(line.text))
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
