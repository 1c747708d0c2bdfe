"""Pages as they are put before the model: pictures first, then the text that was read from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from inference.engines.protocol import Image, Part, Text
from inference.gemma import prompts
from inference.gemma.budget import IMAGE_TOKENS, text_tokens
from inference.keyinfo.rows import Sheet
from inference.schema import Box, PageResult

DENSE_WORDS: Final = 300
"""Words from which on a page is also shown in parts: at 896 pixels its print is too small to read."""
MOST_PARTS: Final = 2
LARGE_TABLE: Final = 8
"""Rows of a table that deserves a picture of its own."""
OVERLAP: Final = 0.05
"""Share of the page by which halves overlap, so that no line is cut in both."""

Views = Callable[[PageResult, Sequence[Box]], list[bytes]]
"""Draws a page and parts of it (inference.render.page_views)."""


@dataclass(frozen=True)
class ShownPage:
    """A page with its pictures; without any, the model gets the text alone."""

    sheet: Sheet
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    longest: int | None = None
    """Characters of text after which the page is cut."""

    @property
    def number(self) -> int:
        """Page number, from 1."""
        return self.sheet.number

    @property
    def tokens(self) -> int:
        """Estimate of the tokens it takes."""
        return sum(IMAGE_TOKENS if isinstance(part, Image) else text_tokens(part.text) for part in self.parts())

    def parts(self) -> list[Part]:
        """What stands in the message."""
        parts: list[Part] = []
        for index, picture in enumerate(self.pictures):
            parts += [Text(prompts.picture_title(self.number, index or None)), Image(picture)]
        return [*parts, Text(prompts.page_text(self.sheet, self.longest))]

    def within(self, tokens: int) -> ShownPage:
        """The page itself when it has no more tokens than that, else with its text cut."""
        over = self.tokens - tokens
        if over <= 0:
            return self
        text = prompts.page_text(self.sheet)
        kept = max(0.0, 1 - over / text_tokens(text))
        return ShownPage(self.sheet, self.pictures, int(len(text) * kept * 0.95))


def show(sheets: Sequence[Sheet], views: Views | None) -> list[ShownPage]:
    """The pages with pictures drawn by `views`; None for a model that reads text only."""
    return [ShownPage(sheet, tuple(views(sheet.page, enlarged(sheet.page))) if views else ()) for sheet in sheets]


def enlarged(page: PageResult) -> list[Box]:
    """Parts of a dense page to be shown larger: its large tables, else its halves."""
    if sum(len(line.words) for line in page.lines) < DENSE_WORDS:
        return []
    tables = sorted(
        (table for table in page.tables if table.n_rows >= LARGE_TABLE), key=lambda table: -_area(table.box)
    )
    if tables:
        return [table.box for table in tables[:MOST_PARTS]]
    if page.height >= page.width:
        middle, slack = page.height / 2, page.height * OVERLAP
        return [(0, 0, page.width, middle + slack), (0, middle - slack, page.width, page.height)]
    middle, slack = page.width / 2, page.width * OVERLAP
    return [(0, 0, middle + slack, page.height), (middle - slack, 0, page.width, page.height)]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
