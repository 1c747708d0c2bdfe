"""The picture of a page for the browser."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from inference.limits import Limits
from inference.upright import upright_page

LONG_EDGE: Final = 1600
WEBP_QUALITY: Final = 82
WEBP_EFFORT: Final = 1
"""Of 6: a page of print takes 0.05 s and 93 kB; at 4 it takes 0.12 s and 73 kB, a quarter of reading it."""
DEFAULT_LIMITS: Final = Limits()


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
