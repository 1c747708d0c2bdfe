"""Provenance: whether the box of a value holds the words that print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inference.evaluate.counts import Counts
from inference.evaluate.text import squeezed
from inference.geometry import center, contains
from inference.schema import Box, Field, PageResult


def field_places(fields: Iterable[Field], pages: Mapping[int, PageResult]) -> Counts:
    """Fields whose box holds their printed value."""
    held = [_holds(field.box, field.printed, pages.get(field.page)) for field in fields]
    return Counts(sum(held), len(held), len(held))


def cell_places(pages: Iterable[PageResult]) -> Counts:
    """Cells with a number whose box holds it."""
    held = [
        cell.box is not None and _holds(cell.box, cell.text, page)
        for page in pages
        for table in page.tables
        for cell in table.cells
        if cell.value is not None
    ]
    return Counts(sum(held), len(held), len(held))


def _holds(box: Box, printed: str, page: PageResult | None) -> bool:
    if page is None:
        return False
    inside = "".join(word.text for line in page.lines for word in line.words if contains(_grown(box), center(word.box)))
    return squeezed(printed) in squeezed(inside)


def _grown(box: Box, margin: float = 1.0) -> Box:
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
