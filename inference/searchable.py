"""A PDF that can be searched: pages with text as they are, scans with their recognised words behind the picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pymupdf
from PIL import Image

from inference.geometry import scaled
from inference.limits import Limits
from inference.opening import PDF, open_pdf
from inference.schema import Line, PageResult, Word
from inference.upright import upright_page

DPI: Final = 200
"""Resolution at which scanned pages of a PDF are drawn; pictures keep their own pixels."""
JPEG_QUALITY: Final = 75
LONG_EDGE: Final = 842
"""Long edge, in points, of a page made from a picture: A4."""
INVISIBLE: Final = 3
SPACE: Final = 0.3
"""Width of the space that ends a word, by the size of its print."""
BASE: Final = 0.25
"""Share of a recognised word's box that lies below the base line."""


def searchable_pdf(path: str | Path, media_type: str, pages: Sequence[PageResult], limits: Limits) -> bytes:
    """The document with all words of `pages` in its text, at their places; scanned pages stand upright.

    Pages whose words stood in the file are copied, and get the words that were recognised in pictures on them. Pages
    that could not be read are left out. Raises DocumentError.
    """
    with pymupdf.open() as made:
        for page in pages:
            if media_type == PDF and page.source == "text_layer":
                _copy(made, path, page)
            else:
                _add_picture(made, path, media_type, page, limits)
        return made.tobytes(garbage=3, deflate=True)


def _copy(made: pymupdf.Document, path: str | Path, page: PageResult) -> None:
    with open_pdf(path) as document:
        made.insert_pdf(document, from_page=page.number - 1, to_page=page.number - 1)
    recognised = [line for line in page.lines if line.confidence is not None]
    if recognised:
        sheet = made[-1]
        sheet.remove_rotation()
        if page.rotation:
            sheet.set_rotation(page.rotation)
            sheet.remove_rotation()
        _add_words(sheet, recognised, 1.0)


def _add_picture(made: pymupdf.Document, path: str | Path, media_type: str, page: PageResult, limits: Limits) -> None:
    with upright_page(path, media_type, page.number, limits) as upright:
        picture = Image.fromarray(upright.pixels(DPI / 72 if upright.page is not None else 1))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    points = 1.0 if media_type == PDF else LONG_EDGE / max(page.width, page.height)
    sheet = made.new_page(width=page.width * points, height=page.height * points)
    sheet.insert_image(sheet.rect, stream=jpeg.getvalue())
    _add_words(sheet, page.lines, points)


def _add_words(sheet: pymupdf.Page, lines: Sequence[Line], points: float) -> None:
    if not lines:
        return
    font = pymupdf.Font("helv")
    sheet.insert_font("words", fontbuffer=font.buffer)
    for line in lines:
        following = [*(word.box[0] for word in line.words[1:]), float("inf")]
        for word, after in zip(line.words, following, strict=True):
            _add_word(sheet, word, after, font, points)


def _add_word(sheet: pymupdf.Page, word: Word, after: float, font: pymupdf.Font, points: float) -> None:
    """Write a word into its box; it ends a space before `after`, else readers join words whose boxes touch."""
    x0, y0, x1, y1 = scaled(word.box, points)
    size = (y1 - y0) * (1 - BASE)
    x1 = min(x1, after * points - SPACE * size)
    width = font.text_length(word.text, size)
    if width <= 0 or x1 <= x0:
        return
    start = pymupdf.Point(x0, y1 - BASE * (y1 - y0))
    stretch = pymupdf.Matrix((x1 - x0) / width, 1)
    sheet.insert_text(start, word.text, fontsize=size, fontname="words", render_mode=INVISIBLE, morph=(start, stretch))
