"""Loads what reading a page needs; runs in a sandbox child."""

from __future__ import annotations

import pymupdf

from inference.tables import read_layout


def warm_up() -> None:
    """Read the layout of a tiny page once, which loads the layout model."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Total 1.00")
        read_layout(document, 1)
