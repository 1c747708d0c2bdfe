"""In what the figures of a table are: "in millions" above it, in its title or in its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from inference.continuation import Whole, whole_tables
from inference.schema import Continuation, PageResult, Table

NEAR: Final = 0.2
"""How far above a table a statement of its scale may stand, as a share of the page's height."""
_FACTORS: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_STATED: Final = re.compile(
    r"\bin (?:(?:[a-z.]{2,4}|[$€£¥]|u\.?s\.?|dollars|euros?)\s?)?(thousand|million|billion)s?\b"
    r"|[$€£¥]\s?(thousand|million|billion)s?\b|[$€£¥]\s?(?:000|'000)",
    re.IGNORECASE,
)
_PER_SHARE: Final = re.compile(r"\bper (?:\w+ ){0,2}share\b|\bper unit\b|\beps\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scale:
    """A factor and its name: 1000000, "millions"."""

    factor: int
    words: str


def stated_scale(page: PageResult, table: Table) -> Scale | None:
    """What the page says about the table's figures; the statement nearest to them counts. None without any."""
    heads = [cell.text for cell in table.cells if cell.header or cell.row == 0]
    above = [
        line
        for line in page.lines
        if table.box[1] - NEAR * page.height <= line.box[1] and line.box[3] <= table.box[1] + 2
    ]
    nearest = sorted(above, key=lambda line: -line.box[3])
    return _first([*heads, table.title or "", *(line.text for line in nearest)])


def scaled_tables(pages: Sequence[PageResult], continued: Sequence[Continuation]) -> list[tuple[Whole, Scale | None]]:
    """Every table once, and in what its figures are, as the page of its first part says."""
    page_of = {page.number: page for page in pages}
    return [
        (whole, stated_scale(page_of[whole.table.page], whole.parts[0])) for whole in whole_tables(pages, continued)
    ]


def _first(texts: Iterable[str]) -> Scale | None:
    for text in texts:
        match = _STATED.search(text)
        if match:
            name = (match[1] or match[2] or "thousand").lower()
            return Scale(_FACTORS[name], f"{name}s")
    return None


def row_factor(scale: Scale | None, label: str) -> int:
    """What a row's figures are multiplied by: amounts per share are not scaled."""
    return 1 if scale is None or _PER_SHARE.search(label) else scale.factor
