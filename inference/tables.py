"""Tables: where they are and how they are divided by the layout model of PyMuPDF, what they say by the words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pymupdf
import pymupdf4llm

import inference.layout_model  # noqa: F401
from inference.bands import missed_tables
from inference.geometry import center, contains, in_rows, union
from inference.grids import Grid, assigned, repaired
from inference.headings import join_cut, spread_over_groups
from inference.notes import note_references
from inference.numbers import Mark, parse_number
from inference.schema import Box, Cell, Table, Word
from inference.units import DASHES, Unit, is_value, units_of

TITLE_CLASSES: Final = ("title", "section-header", "caption", "text")
TITLE_GAP: Final = 0.08
"""How far above a table its title may end, as a share of the page's height."""
TITLE_LENGTH: Final = 200
"""Characters; …"""
NAME_WORDS: Final = 5
"""Words before a full stop that may be a name ("Example Finance, Inc."), …"""
TITLE_LINES: Final = 2
"""… and lines of plain text that may be a title; more only where a colon says that the table follows."""
_TIMES: Final = re.compile(r"(?<=\d) ?[xX×@]$")
"""Behind a quantity ("2 x") or a multiple ("2.5x")."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the layout model says about a page, in the page's unit."""

    blocks: tuple[tuple[str, Box, str], ...]
    """Class, box and text of each block, in reading order."""
    grids: tuple[tuple[Box, tuple[tuple[Box | None, ...], ...]], ...]
    """Box and cells, row by row, of each table."""


def read_layout(document: pymupdf.Document, number: int) -> Layout:
    """Run the layout and table models on page `number` (from 1), whose rotation has been removed."""
    found = json.loads(pymupdf4llm.to_json(document, pages=[number - 1], use_ocr=False))
    blocks, grids = [], []
    for block in found["pages"][0]["boxes"]:
        box: Box = (block["x0"], block["y0"], block["x1"], block["y1"])
        blocks.append((block["boxclass"], box, _text(block["textlines"] or ())))
        table = block["table"]
        if table and table["cells"]:
            rows = tuple(tuple(tuple(cell) if cell else None for cell in row) for row in table["cells"])
            grids.append((tuple(table["bbox"]), rows))
    return Layout(tuple(blocks), tuple(grids))


def _text(lines: Iterable[dict[str, Any]]) -> str:
    joined = " ".join(span["text"] for line in lines for span in line["spans"])
    return " ".join(joined.split())


def fill_tables(layout: Layout, words: Sequence[Word], page: int, page_height: float, mark: Mark | None) -> list[Table]:
    """The tables of a page with the words put into their cells.

    The text comes from the words, never from the cell text of PyMuPDF 2.0: `Table.extract()` tears numbers apart
    ("46,298" becomes "46298" and ","), and the layout's own text cuts headings at column borders.
    """
    tables: list[Table] = []
    missed = missed_tables(words, [_wider(box) for box, _ in layout.grids], mark)
    for box, grid in sorted((*layout.grids, *missed), key=lambda found: found[0][1]) if missed else layout.grids:
        units = units_of(word for word in words if contains(_wider(box), center(word.box)))
        if not units:
            continue
        grid = repaired(grid, units, mark)
        tables.append(
            Table(
                id=f"p{page}t{len(tables) + 1}",
                page=page,
                box=box,
                title=_title(layout, box, page_height, words),
                n_rows=len(grid),
                n_columns=len(grid[0]),
                cells=tuple(_cells(grid, units, mark)),
            )
        )
    return tables


def _wider(box: Box, margin: float = 2.0) -> Box:
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def _title(layout: Layout, table: Box, page_height: float, words: Sequence[Word]) -> str | None:
    nearest: tuple[float, str] | None = None
    for kind, box, text in layout.blocks:
        gap = table[1] - box[3]
        beside = box[2] < table[0] or box[0] > table[2]
        if kind in TITLE_CLASSES and text and not beside and -2 <= gap <= TITLE_GAP * page_height:
            if kind == "text" and _is_paragraph(text, box, words):
                continue
            rank = gap if kind != "text" else gap + TITLE_GAP * page_height
            if nearest is None or rank < nearest[0]:
                nearest = rank, text
    return nearest[1] if nearest else None


def _is_paragraph(text: str, box: Box, words: Sequence[Word]) -> bool:
    """Whether text above a table says something of its own, or is a letterhead, rather than to lead to the table."""
    if len(text) > TITLE_LENGTH or (text.endswith(".") and len(text.split()) > NAME_WORDS):
        return True
    lines = in_rows((word for word in words if contains(box, center(word.box))), lambda word: word.box)
    return len(lines) > TITLE_LINES and not text.endswith(":")


def _cells(grid: Grid, units: Sequence[Unit], mark: Mark | None) -> list[Cell]:
    boxes = {(r, c): box for r, row in enumerate(grid) for c, box in enumerate(row) if box is not None}
    content = {
        place: [word for unit in inside for word in unit.words] for place, inside in assigned(units, grid).items()
    }
    spans = join_cut(content)
    figures = (r for (r, c), inside in content.items() if c > 0 and _is_figure(in_reading_order(inside), mark))
    first_data = min(figures, default=0)
    spread_over_groups(content, boxes, spans, first_data)
    texts = {place: in_reading_order(inside) for place, inside in content.items()}
    references = note_references(texts)
    edges = {column: max(box[0] for (_, c), box in boxes.items() if c == column) for _, column in boxes}
    cells = []
    for row, column in boxes:
        if (row, column) in spans and spans[row, column] == 0:
            continue  # covered by the heading to its left
        span = spans.get((row, column), 1)
        while (row, column + span) not in boxes and boxes[row, column][2] > edges.get(column + span, math.inf):
            span += 1
        text = texts.get((row, column), "")
        number = None if (row, column) in references else parse_number(_TIMES.sub("", text), mark)
        # A currency sign may stand at the far edge of the column before.
        signs = [word.box for word in content.get((row, column), ()) if number]
        cells.append(
            Cell(
                row=row,
                column=column,
                column_span=span,
                text=text,
                box=union([*(boxes[row, c] for c in range(column, column + span) if (row, c) in boxes), *signs]),
                header=row < first_data,
                value=number.value if number else None,
                percent=number.percent if number else False,
                currency=number.currency if number else None,
            )
        )
    return cells


def in_reading_order(words: Sequence[Word]) -> str:
    """The text of words that may stand on several lines."""
    return " ".join(word.text for line in in_rows(words, lambda word: word.box) for word in line)


def _is_figure(text: str, mark: Mark | None) -> bool:
    return text not in DASHES and is_value(text, mark)
