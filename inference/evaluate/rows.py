"""Rows of tables: right when the label matches and every value stands alone in its cell, in order, with its sign."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Final

from inference.evaluate.manifest import FlatRow, LabelledRow
from inference.evaluate.text import squeezed
from inference.notes import note_references
from inference.numbers import Mark, parse_number
from inference.schema import Table

Grid = list[list[str]]
"""Rows of cells as text; empty where there is nothing."""
SIMILAR: Final = 0.9
"""Share of a recognised label that must agree with the true one."""
_DASHES: Final = frozenset({"-", "–", "—", "−", "―"})
_ENDS_IN_NUMBER: Final = re.compile(
    r"\b(?:and|year|January|February|March|April|May|June|July|August|September|October|November|December)$",
    re.IGNORECASE,
)
"""A true label that wants a number takes the first of its values, as in "net of allowances of $650 and $633"."""
_UNIT: Final = re.compile(r"(?<=\d)\s*[A-Za-z]+$")
_SYMBOLS: Final = frozenset("$€£¥%")


def grid_of(table: Table) -> Grid:
    """A table as the product gives it: a number by its value, everything else by its text."""
    return [
        ["" if cell is None else format(cell.value, "f") if cell.value is not None else cell.text for cell in row]
        for row in table.grid()
    ]


def row_is_right(
    truth: LabelledRow | FlatRow, grids: Iterable[Grid], mark: Mark | None = None, strict: bool = False
) -> bool:
    """Whether any row of any table gives the true row.

    Without `strict` two slips of truths that were made from word positions are forgiven: a dash that one side lacks,
    and a number that belongs to the label but was counted as the first value. Numbers of notes are left out.
    """
    rows = (_content(row) for grid in grids for row in _without_references(grid))
    if isinstance(truth, tuple):
        label, values = truth
        return any(_labelled_is_right(label, values, cells, mark, strict) for cells in rows)
    asked = [cell for cell in truth if cell.strip()]
    return any(_holds_in_order(asked, cells, mark) for cells in rows)


def booking_is_right(truth: LabelledRow, grids: Iterable[Grid], mark: Mark | None = None) -> bool:
    """Whether any row of any table gives a transaction: its description and, as the first value behind it, its amount.

    Before them stand dates; behind them a balance may stand. Statements print the direction of an amount by signs or
    by columns (paid out, paid in), so amounts are compared without their sign.
    """
    description, [amount] = truth
    rows = (_content(row) for grid in grids for row in grid)
    return any(_is_booking(squeezed(description), _decimal(amount), cells, mark) for cells in rows)


def _is_booking(description: str, amount: Decimal, cells: Sequence[str], mark: Mark | None) -> bool:
    for end in range(1, len(cells)):
        if parse_number(cells[end - 1], mark) is not None and squeezed(cells[end - 1]) not in description:
            continue  # a value is no end of a description
        numbers = (parse_number(cell, mark) for cell in cells[end:])
        values = [abs(number.value) for number in numbers if number is not None]
        if values and values[0] == abs(amount) and len(values) <= 2:
            starts = (squeezed("".join(cells[start:end])) for start in range(end))
            if any(_same_label(description, given) for given in starts):
                return True
    return False


def _same_label(true: str, given: str) -> bool:
    """Whether one label gives another: it may hold more, or be read with a few wrong letters."""
    return true in given or SequenceMatcher(None, true, given, autojunk=False).ratio() >= SIMILAR


def _without_references(grid: Grid) -> Grid:
    references = note_references({(r, c): text for r, row in enumerate(grid) for c, text in enumerate(row)})
    return [["" if (r, c) in references else text for c, text in enumerate(row)] for r, row in enumerate(grid)]


def _content(row: Sequence[str]) -> list[str]:
    """Cells that say something; a currency or percent sign in a cell of its own belongs to its neighbour."""
    return [text for cell in row if (text := cell.strip()) and not set(text) <= _SYMBOLS]


def _labelled_is_right(
    label: str, values: Sequence[str], cells: Sequence[str], mark: Mark | None, strict: bool
) -> bool:
    if not strict and values and _ENDS_IN_NUMBER.search(label):
        label, values = f"{label} {values[0]}", values[1:]
    if not strict:  # a dash says that there is no value
        values = [value for value in values if value not in _DASHES]
        cells = [cell for cell in cells if not _is_dash(cell)]
    if len(cells) < len(values):
        return False
    before, last = cells[: len(cells) - len(values)], cells[len(cells) - len(values) :]
    if not all(_same_value(true, cell, mark) for true, cell in zip(values, last, strict=True)):
        return False
    true = squeezed(label)
    if any(parse_number(cell, mark) is not None and squeezed(cell) not in true for cell in before):
        return False  # a value too many, which is no part of the label
    given = squeezed("".join(before))
    # A label of several lines is one cell; its truth may be the line of the values alone.
    return bool(given) and _same_label(true, given)


def _holds_in_order(asked: Sequence[str], cells: Sequence[str], mark: Mark | None) -> bool:
    rest = iter(cells)
    return all(any(_same_cell(true, cell, mark) for cell in rest) for true in asked)


def _same_cell(true: str, cell: str, mark: Mark | None) -> bool:
    number = parse_number(true)
    if number is not None:
        given = parse_number(_UNIT.sub("", cell), mark)
        return given is not None and given.value == number.value
    return bool(squeezed(true)) and squeezed(true) in squeezed(cell)


def _same_value(true: str, cell: str, mark: Mark | None) -> bool:
    if true in _DASHES:
        return _is_dash(cell)
    given = parse_number(cell, mark)
    return given is not None and given.value == _decimal(true)


def _is_dash(cell: str) -> bool:
    return "".join(c for c in cell if c not in _SYMBOLS and not c.isspace()) in _DASHES


def _decimal(true: str) -> Decimal:
    try:
        return Decimal(true)
    except InvalidOperation:
        number = parse_number(true)
        if number is None:
            raise ValueError(f"{true!r} is no number") from None
        return number.value
