"""How reading a hostile file ended, against what the manifest says in words that it must lead to."""

from __future__ import annotations

from collections.abc import Sequence

from inference.schema import DocumentResult, PageResult


def ends_as_expected(
    expected: str, code: str | None, pages: Sequence[PageResult], result: DocumentResult | None
) -> bool:
    """`code` is that of the DocumentError, None where the file was read."""
    words = expected.casefold()
    if "password" in words:
        return code == "encrypted"
    if "refused" in words:
        return code in ("damaged", "empty", "no_pages", "unsupported", "too_many_pages", "too_many_pixels")
    if code is not None or result is None:
        return False
    if "zero fields" in words or "blank" in words:
        return not result.fields and not any(page.tables for page in pages)
    if "ocr" in words:
        return all(page.source == "ocr" and page.lines for page in pages)
    return True
