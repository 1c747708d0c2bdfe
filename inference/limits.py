"""How much one document may ask of the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading documents; the caller decides them, the pipeline keeps them."""

    max_pages: int = 500
    """Pages in one document."""

    max_pixels: int = 100_000_000
    """Width times height of one picture, in pixels, checked before it is decoded."""

    page_seconds: float = 60.0
    """Wall-clock seconds for one page."""

    memory_bytes: int = 4 * 1024**3
    """Bytes of writable memory (RLIMIT_DATA) for one reading process."""
