"""Pictures of a page: for the browser, and for a model that sees."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from inference.limits import Limits
from inference.schema import Box
from inference.upright import upright_page

LONG_EDGE: Final = 1600
WEBP_QUALITY: Final = 82
WEBP_EFFORT: Final = 1
"""Of 6: a page of print takes 0.05 s and 93 kB; at 4 it takes 0.12 s and 73 kB, a quarter of reading it."""
DEFAULT_LIMITS: Final = Limits()
SEEN_EDGE: Final = 896
"""Pixels to which Gemma 3 brings every picture."""
SEEN_QUALITY: Final = 90
HIDDEN_EDGE: Final = 0.15
"""Of a word's height, by how much what hides it is larger."""


def render_page(
    path: str | Path, media_type: str, number: int, *, long_edge: int = LONG_EDGE, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """Page `number` (from 1) as a WEBP of at most `long_edge` pixels, upright as the boxes of `PageResult` are.

    A picture smaller than that is not enlarged. Raises DocumentError, as opening does.
    """
    with upright_page(path, media_type, number, limits) as page:
        scale = long_edge / max(page.width, page.height)
        if page.image is not None:
            scale = min(scale, 1.0)
        picture = Image.fromarray(page.pixels(scale))
    out = BytesIO()
    # WEBP: a page of print is a third of the PNG, a photographed one a sixth, at no visible loss.
    picture.save(out, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT)
    return out.getvalue()


def page_views(
    path: str | Path,
    media_type: str,
    number: int,
    parts: Sequence[Box],
    hidden: Sequence[Box] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> list[bytes]:
    """Page `number` (from 1) and then parts of it, each a JPEG of at most 896 pixels along its longer edge.

    `parts` are boxes of the page; a part is drawn anew, so it shows more than the same place of the whole. What stands
    in the boxes `hidden` is painted over. Raises DocumentError, as opening does.
    """
    views = []
    with upright_page(path, media_type, number, limits) as page:
        whole = (0.0, 0.0, page.width, page.height)
        for x0, y0, x1, y1 in (whole, *parts):
            scale = SEEN_EDGE / max(x1 - x0, y1 - y0)
            if page.image is not None:
                scale = min(scale, 1.0)
            drawn = Image.fromarray(page.pixels(scale))
            brush = ImageDraw.Draw(drawn)
            for left, top, right, bottom in hidden:
                # letters may stick out of the box of their word a little
                edge = HIDDEN_EDGE * (bottom - top)
                larger = (left - edge, top - edge, right + edge, bottom + edge)
                brush.rectangle([place * scale for place in larger], "black")
            edges = (round(max(x0, 0) * scale), round(max(y0, 0) * scale), round(x1 * scale), round(y1 * scale))
            out = BytesIO()
            drawn.crop((*edges[:2], min(edges[2], drawn.width), min(edges[3], drawn.height))).save(
                out, "JPEG", quality=SEEN_QUALITY
            )
            views.append(out.getvalue())
    return views
