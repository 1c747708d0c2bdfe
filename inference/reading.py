"""Reading one page: from its text layer where it has one, else by recognition; then its tables."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf

from inference.drawn import drawn_text
from inference.geometry import center, contains, in_rows, scaled, turned, union
from inference.limits import Limits
from inference.numbers import decimal_mark
from inference.ocr import recognise
from inference.opening import unreadable
from inference.schema import Box, Line, PageResult, Table, Word
from inference.tables import Layout, fill_tables, read_layout
from inference.upright import TEXT_FLAGS, UprightPage, ink_box, upright_page

logger = logging.getLogger(__name__)

OCR_DPI: Final = 200
OCR_PIXELS: Final = 11_300_000
"""Of a sheet 4000 pixels high; posters are drawn smaller than at 200 dpi."""
PICTURE_SHARE: Final = 0.015
"""Share of the page from which on a picture on a page with text is searched for text: a letterhead, a stamp."""
PICTURES_PER_PAGE: Final = 4
WORDS_ON_GROUND: Final = 5
REPAIRED: Final = "The file is damaged and was repaired; parts of it may be missing."
LAYER_DPI: Final = 200
"""Resolution that the layout model is told for recognised pictures; a line of print is then about 11 points high."""


def read_page(path: str | Path, media_type: str, number: int, limits: Limits) -> PageResult:
    """Read page `number` (from 1): lines, words and tables with their places.

    Raises DocumentError where the file cannot be opened, decoded, or has no such page.
    """
    stages: dict[str, float] = {}
    with _timed(stages, "total"), upright_page(path, media_type, number, limits) as page:
        try:
            result = _from_text_layer(page, number, stages) if page.has_text else _by_recognition(page, number, stages)
        except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase) as error:
            logger.warning("page %d cannot be read", number, exc_info=True)
            raise unreadable(error) from None
        if page.page is not None and page.page.parent.is_repaired:
            result = result.model_copy(update={"notes": (*result.notes, REPAIRED)})
    return result.model_copy(update={"ms": {stage: round(ms, 1) for stage, ms in stages.items()}})


def _from_text_layer(page: UprightPage, number: int, stages: dict[str, float]) -> PageResult:
    assert page.page is not None
    with _timed(stages, "text"):
        lines = _text_lines(page.page)
    with _timed(stages, "tables"):
        layout = read_layout(page.page.parent, page.page.number + 1)
        words = [word for line in lines for word in line.words]
        mark = decimal_mark(line.text for line in lines)
        tables = fill_tables(layout, words, number, page.height, mark)
    notes: tuple[str, ...] = ()
    pictures, drawn = _pictures_to_read(page.page, words), drawn_text(page.page, words)
    if pictures or drawn:
        with _timed(stages, "ocr"):
            added = _read_pictures(page, [*pictures, *drawn], words)
        if added:
            lines += added
            what = "pictures" if not drawn else "pictures and drawn letters" if pictures else "drawn letters"
            notes = (f"Recognised in {what} on this page: {len(added)} {'line' if len(added) == 1 else 'lines'}.",)
    return PageResult(
        number=number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        source="text_layer",
        lines=tuple(_in_layout_order(lines, layout)),
        tables=tuple(tables),
        notes=notes,
    )


def _by_recognition(page: UprightPage, number: int, stages: dict[str, float]) -> PageResult:
    scale = _scale(page)
    with _timed(stages, "render"):
        picture = page.pixels(scale)
    empty = PageResult(number=number, width=page.width, height=page.height, rotation=page.rotation, source="empty")
    if ink_box(picture) is None:
        return empty.model_copy(update={"notes": ("This page is blank.",)})
    with _timed(stages, "ocr"):
        reading = recognise(picture)
    if not reading.lines:
        return empty.model_copy(update={"notes": ("No text was recognised on this page.",)})
    with _timed(stages, "tables"):
        layout, tables = _recognised_tables(reading.lines, reading.skew, picture.shape[1], picture.shape[0], number)
    lines = _in_layout_order(reading.lines, layout)
    return empty.model_copy(
        update={
            "source": "ocr",
            "lines": tuple(_mapped_line(line, lambda box: scaled(box, 1 / scale)) for line in lines),
            "tables": tuple(_mapped_table(table, lambda box: scaled(box, 1 / scale)) for table in tables),
        }
    )


def _scale(page: UprightPage) -> float:
    """Pixels per unit of the page at which it is recognised."""
    usual = OCR_DPI / 72 if page.page is not None else 1.0
    return min(usual, math.sqrt(OCR_PIXELS / (page.width * page.height)))


def _recognised_tables(
    lines: Sequence[Line], skew: float, width: int, height: int, number: int
) -> tuple[Layout, list[Table]]:
    """Layout and tables of recognised lines, in pixels of the picture.

    The lines are levelled first: half a degree of skew moves a value a full line away from its label.
    """
    level = [_mapped_line(line, lambda box: turned(box, -skew)) for line in lines]
    words = [word for line in level for word in line.words]
    factor = 72 / LAYER_DPI
    with _written(
        [_mapped_line(line, lambda box: scaled(box, factor)) for line in level], width * factor, height * factor
    ) as document:
        layout = read_layout(document, 1)

    def enlarged(box: Box) -> Box:
        return scaled(box, 1 / factor)

    layout = Layout(
        tuple((kind, enlarged(box), text) for kind, box, text in layout.blocks),
        tuple(
            (enlarged(box), tuple(tuple(cell and enlarged(cell) for cell in row) for row in rows))
            for box, rows in layout.grids
        ),
    )
    tables = fill_tables(layout, words, number, height, decimal_mark(line.text for line in lines))
    blocks = tuple((kind, turned(box, skew), text) for kind, box, text in layout.blocks)
    return Layout(blocks, ()), [_mapped_table(table, lambda box: turned(box, skew)) for table in tables]


def _written(lines: Sequence[Line], width: float, height: float) -> pymupdf.Document:
    """A page with the lines as its text, each as wide as its box, for the layout model."""
    document = pymupdf.open()
    page = document.new_page(width=width, height=height)
    font = pymupdf.Font("helv")
    for line in lines:
        x0, y0, x1, y1 = line.box
        # A recognised box is about 1.4 times as high as the print in it; a quarter lies below the base line.
        size, base = (y1 - y0) * 0.7, y1 - (y1 - y0) * 0.25
        # The font knows Latin 1 only. The model looks at shapes; the words themselves are put in afterwards.
        text = line.text.encode("latin-1", "replace").decode("latin-1")
        stretch = (x1 - x0) / max(font.text_length(text, size), 0.1)
        point = pymupdf.Point(x0, base)
        page.insert_text(point, text, fontsize=size, fontname="helv", morph=(point, pymupdf.Matrix(stretch, 1)))
    return document


def _text_lines(page: pymupdf.Page) -> list[Line]:
    words = page.get_text("words", flags=TEXT_FLAGS)
    lines = []
    for _, group in groupby(words, key=lambda word: (word[5], word[6])):
        # Fonts of some printing programs name their hyphen, and so the minus of a number, a soft one.
        inside = tuple(Word(text=word[4].replace("\xad", "-"), box=tuple(word[:4])) for word in group)
        lines.append(_joined(inside, None))
    return lines


def _joined(words: tuple[Word, ...], confidence: float | None) -> Line:
    return Line(
        text=" ".join(word.text for word in words),
        box=union([word.box for word in words]),
        confidence=confidence,
        words=words,
    )


def _pictures_to_read(page: pymupdf.Page, words: Sequence[Word]) -> list[pymupdf.Rect]:
    """Places of the larger pictures that may hold text, largest first: a letterhead may exist only as one.

    Not those under words of the file: the picture of a scan that was recognised before, or the ground of a page.
    """
    places = {tuple(pymupdf.Rect(picture["bbox"]) & page.rect) for picture in page.get_image_info()}
    large = [
        pymupdf.Rect(place)
        for place in places
        if pymupdf.Rect(place).get_area() >= PICTURE_SHARE * page.rect.get_area()
        and sum(contains(place, center(word.box)) for word in words) < WORDS_ON_GROUND
    ]
    return sorted(large, key=lambda place: -place.get_area())[:PICTURES_PER_PAGE]


def _read_pictures(page: UprightPage, places: Sequence[pymupdf.Rect], known: Sequence[Word]) -> list[Line]:
    """Recognised lines inside pictures, without those over words that the file itself holds."""
    scale = _scale(page)
    drawn = page.pixels(scale)
    # The pictures alone on white paper: cut out, a small one would be enlarged beyond what the detector knows.
    paper = np.full_like(drawn, 255)
    for place in places:
        x0, y0, x1, y1 = (round(edge * scale) for edge in (place.x0, place.y0, place.x1, place.y1))
        paper[y0:y1, x0:x1] = drawn[y0:y1, x0:x1]
    lines = [_mapped_line(line, lambda box: scaled(box, 1 / scale)) for line in recognise(paper).lines]
    return [line for line in lines if not any(contains(line.box, center(word.box)) for word in known)]


def _in_layout_order(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """Lines by the block that holds them, then from top to bottom; those in no block stand before the next block."""

    def rank(line: Line) -> tuple[int, bool]:
        middle = center(line.box)
        for index, (_, box, _) in enumerate(layout.blocks):
            if contains(box, middle):
                return index, True
        return sum(box[3] <= middle[1] for _, box, _ in layout.blocks), False

    ordered = []
    for _, group in groupby(sorted(lines, key=rank), key=rank):
        ordered += [line for row in in_rows(group, lambda line: line.box) for line in row]
    return ordered


def _mapped_line(line: Line, move: Callable[[Box], Box]) -> Line:
    words = tuple(word.model_copy(update={"box": move(word.box)}) for word in line.words)
    return _joined(words, line.confidence)


def _mapped_table(table: Table, move: Callable[[Box], Box]) -> Table:
    cells = tuple(cell.model_copy(update={"box": cell.box and move(cell.box)}) for cell in table.cells)
    return table.model_copy(update={"box": move(table.box), "cells": cells})


@contextmanager
def _timed(stages: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        stages[stage] = stages.get(stage, 0.0) + (time.perf_counter() - start) * 1000
