"""Tables as CSV and Markdown: as printed, and as numbers with their sign, scale and currency."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from inference.continuation import Whole
from inference.scales import Scale, row_factors, scaled_tables
from inference.schema import Cell, Continuation, PageResult, Table

CELL_COLUMNS: Final = (
    "table",
    "page",
    "title",
    "row",
    "column",
    "header",
    "printed",
    "number",
    "percent",
    "currency",
    "scale",
    "value",
)
"""Columns of `cells_csv`. `page` is the one on which the row stands, `row` counts through a table of several pages;
`number` is unscaled with its sign; `value` is `number` times `scale`."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def table_csv(table: Table, numbers: bool) -> str:
    """The grid of a table: cells as printed, or plain decimals with their sign where a cell holds a number."""
    return _csv([_plain(cell, numbers) if cell else "" for cell in row] for row in table.grid())


def cells_csv(pages: Sequence[PageResult], continued: Sequence[Continuation] = ()) -> str:
    """Every cell of every table as a line of its own, with `CELL_COLUMNS`."""
    wholes = scaled_tables(pages, continued)
    return _csv([CELL_COLUMNS, *(line for whole, scale in wholes for line in _cells(whole, scale))])


def _cells(whole: Whole, scale: Scale | None) -> Iterable[list[str]]:
    table = whole.table
    factors = row_factors(scale, table)
    for cell in table.cells:
        factor = 1 if cell.percent else factors[cell.row]
        number = None if cell.header else cell.value
        yield [
            table.id,
            str(whole.rows[cell.row].table.page),
            _safe(table.title or ""),
            str(cell.row + 1),
            str(cell.column + 1),
            "1" if cell.header else "0",
            _safe(cell.text),
            "" if number is None else f"{number:f}",
            "" if number is None else "1" if cell.percent else "0",
            cell.currency or "",
            "" if number is None else str(factor),
            "" if number is None else f"{number * factor:f}",
        ]


def _plain(cell: Cell, numbers: bool) -> str:
    if numbers and cell.value is not None and not cell.header:
        return f"{cell.value:f}"
    # a number may begin with a minus; text that a spreadsheet would run may not
    return cell.text if cell.value is not None else _safe(cell.text)


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def table_markdown(whole: Whole) -> str:
    """The grid as a Markdown table, cells as printed, numbers to the right; the last heading row is its head."""
    table = whole.table
    grid = table.grid()
    heads = [number for number, row in enumerate(grid) if any(cell and cell.header for cell in row)]
    head = heads[-1] if heads else None
    numeric = [
        any(cell.column == column and cell.value is not None and not cell.header for cell in table.cells)
        for column in range(table.n_columns)
    ]
    above = [_row(row) for number, row in enumerate(grid) if head is not None and number < head]
    lines = [
        *([f"**{title}**", ""] if (title := _title(whole)) else []),
        # Markdown knows one heading row: those above it become the first rows of the body
        _row(grid[head]) if head is not None else _line([""] * table.n_columns),
        _line(["--:" if right else "---" for right in numeric]),
        *above,
        *[_row(row) for number, row in enumerate(grid) if head is None or number > head],
    ]
    return "\n".join(lines) + "\n"


def _title(whole: Whole) -> str:
    title = escaped(whole.table.title or "")
    if len(whole.parts) == 1:
        return title
    return f"{title} (pages {whole.pages})" if title else f"Table on pages {whole.pages}"


def _row(cells: Sequence[Cell | None]) -> str:
    return _line([escaped(cell.text) if cell else "" for cell in cells])


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    plain = " ".join(text.split())
    for sign in "\\`*_[]<>|#":
        plain = plain.replace(sign, f"\\{sign}")
    return plain
