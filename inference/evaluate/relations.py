"""Adjacency relations of table cells, as the ICDAR 2013 table competition counts them.

Göbel, Hassan, Oro, Orsi: "ICDAR 2013 Table Competition": a table is the set of pairs of neighbouring cells with
content, each with its direction. Pairs are pooled by page, so a table that was not found costs recall and one that is
none costs precision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from inference.evaluate.counts import Counts
from inference.evaluate.manifest import TrueTable
from inference.evaluate.rows import Grid
from inference.schema import Table

Pair = tuple[str, str, str]
"""Text of a cell, of its neighbour, and the way to it."""


class Area(NamedTuple):
    """A cell's text and the rows and columns it covers, last ones included."""

    text: str
    r0: int
    c0: int
    r1: int
    c1: int


def areas_of(table: Table) -> list[Area]:
    """The cells of a table as it was read."""
    return [
        Area(cell.text, cell.row, cell.column, cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        for cell in table.cells
    ]


def areas_of_grid(grid: Grid) -> list[Area]:
    """The cells of a table without spans."""
    return [Area(text, r, c, r, c) for r, row in enumerate(grid) for c, text in enumerate(row)]


def true_areas(table: TrueTable, page: int) -> list[Area]:
    """The cells of a true table that stand on a page."""
    return [Area(cell.text, cell.r0, cell.c0, cell.r1, cell.c1) for cell in table.cells if cell.page == page]


def relations(areas: Iterable[Area]) -> Counter[Pair]:
    """Each cell with content and its nearest neighbours with content to the right and below."""
    places: dict[tuple[int, int], int] = {}
    texts: list[str] = []
    for area in areas:
        text = _plain(area.text)
        if text:
            for row in range(area.r0, area.r1 + 1):
                for column in range(area.c0, area.c1 + 1):
                    places[row, column] = len(texts)
            texts.append(text)
    pairs = set()
    for direction, order in (("right", lambda p: (p[0], p[1])), ("below", lambda p: (p[1], p[0]))):
        along = sorted(places, key=order)
        for one, other in pairwise(along):
            if order(one)[0] == order(other)[0] and places[one] != places[other]:
                pairs.add((places[one], places[other], direction))
    return Counter((texts[one], texts[other], direction) for one, other, direction in pairs)


def compare(true: Counter[Pair], given: Counter[Pair]) -> Counts:
    """Relations of one page in common."""
    return Counts((true & given).total(), given.total(), true.total())


def _plain(text: str) -> str:
    text = "".join(text.casefold().split())
    for sign in "–—−":
        text = text.replace(sign, "-")
    return text.replace("’", "'")
