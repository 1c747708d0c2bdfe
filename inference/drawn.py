"""Text that is drawn as curves on a page that holds words as well: a letterhead from a drawing program, a stamp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pymupdf

from inference.geometry import center, contains, in_rows, union
from inference.schema import Box, Word

TALLEST: Final = 40.0
"""Points that a drawn letter is high at most."""
OUTLINE: Final = 5
"""Pieces that the outline of a letter has at least, where none of them is a curve; a shaded cell has four."""
LETTERS: Final = 4
"""Letters side by side that make a word worth reading; bullets and icons stand alone."""
ENOUGH: Final = 30
"""Letters on the page that make it worth a recognition: a logo alone is not."""
MOST: Final = 20_000
"""A page holds fewer letters; more shapes are a map or a plan, and would take long to look through."""
MARGIN: Final = 4.0


def drawn_text(page: pymupdf.Page, words: Sequence[Word]) -> list[pymupdf.Rect]:
    """Places of lines whose letters are drawn, in points."""
    paths = [box for kind, box in page.get_bboxlog() if kind == "fill-path"]
    if not ENOUGH <= sum(_has_size_of_letter(box) for box in paths) <= MOST:
        return []  # most pages: outlines take longer to list
    letters = [
        tuple(drawing["rect"])
        for drawing in page.get_cdrawings()
        if drawing["type"] != "s" and _has_size_of_letter(drawing["rect"]) and _is_outline(drawing["items"])
    ]
    letters = [box for box in letters if not any(contains(word.box, center(box)) for word in words)]
    runs = [run for row in in_rows(letters, lambda box: box) for run in _runs(row) if len(run) >= LETTERS]
    if sum(map(len, runs)) < ENOUGH:
        return []
    places = (union(run) for run in runs)
    return [pymupdf.Rect(x0 - MARGIN, y0 - MARGIN, x1 + MARGIN, y1 + MARGIN) & page.rect for x0, y0, x1, y1 in places]


def _has_size_of_letter(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return 1 <= height <= TALLEST and 0.3 <= width <= 2 * TALLEST


def _is_outline(items: Sequence[tuple[Any, ...]]) -> bool:
    return len(items) >= OUTLINE or any(item[0] == "c" for item in items)


def _runs(row: Sequence[Box]) -> list[list[Box]]:
    """Letters that stand no further apart than words do."""
    runs: list[list[Box]] = []
    for box in row:
        height = max(box[3] - box[1], runs[-1][-1][3] - runs[-1][-1][1]) if runs else 0.0
        if runs and box[0] - runs[-1][-1][2] <= 1.5 * height:
            runs[-1].append(box)
        else:
            runs.append([box])
    return runs
