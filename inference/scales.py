"""In what the figures of a table are: "in millions" above it, in its title or in its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from inference.continuation import Whole, whole_tables
from inference.numbers import CODES
from inference.schema import Continuation, PageResult, Table

NEAR: Final = 0.2
"""How far above a table a statement of its scale may stand, as a share of the page's height."""
_FACTORS: Final = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9}
_SHORT: Final = {
    short: name
    for name, shorts in {
        "thousand": ("k", "t", "tsd", "tausend", "duizenden", "milliers"),
        "million": ("m", "mn", "mio", "millions", "millionen", "miljoenen"),
        "billion": ("bn", "mrd"),
    }.items()
    for short in shorts
}
MOST_PER_SHARE: Final = 1000
"""An amount per share is smaller than this."""
_STATED: Final = re.compile(
    r"\bin (?:(?:[a-z.]{2,4}|[$€£¥]|u\.?s\.?|dollars|euros?|₹)\s?)?(thousand|lakh|million|crore|billion)s?\b"
    r"|[$€£¥₹]\s?(thousand|lakh|million|crore|billion)s?\b|\((thousand|million|billion)s\)|[$€£¥₹]\s?[’'`]?000\b"
    r"|[$€£¥₹]\s?(m|mn|bn|k)(?!\w)|\b(mio|mrd)\b|\((thousand|million|billion)s of"
    rf"|\b(t|k|m)(?:{'|'.join(sorted(CODES))}|€)(?!\w)"
    r"|\b(tausend|tsd|millionen|miljoenen|duizenden|millions|milliers)\b\.?"
    r" (?:(?:d[e’'] ?|di )?euro?s?|eur|chf|€)(?!\w)",
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
            name = next((group for group in match.groups() if group), "thousand").lower()
            name = _SHORT.get(name, name)
            return Scale(_FACTORS[name], f"{name}s")
    return None


def row_factors(scale: Scale | None, table: Table) -> list[int]:
    """What the figures of each row are multiplied by: amounts per share are not scaled.

    They say so in their label, or stand as small amounts ("Basic", "Diluted") under a heading that says so.
    """
    factors, heading = [], ""
    for row in table.grid():
        label = row[0].text if row and row[0] else ""
        values = [cell.value for cell in row[1:] if cell and cell.value is not None]
        if label and not values:
            heading = label
        small = bool(values) and all(abs(value) < MOST_PER_SHARE and "." in str(value) for value in values)
        per_share = _PER_SHARE.search(label) or (small and _PER_SHARE.search(heading))
        factors.append(1 if scale is None or per_share else scale.factor)
    return factors
