"""Finding words in the pages of a document. Light: the web tier uses it.

Spaces do not count where words meet: recognition glues and splits words, and a find must not miss them for that.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Final

from inference.geometry import union
from inference.schema import Box, PageResult

MOST_HITS: Final = 1000
"""Hits that are returned; more are only counted."""
_ALIKE: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in reading order: text folded for comparison, box in shares of the page, number of line."""

    number: int
    texts: tuple[str, ...]
    boxes: tuple[Box, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the query stands: one box per line, in shares (0 to 1) of the page's width and height."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How often a query occurs, and the first places."""

    total: int
    hits: tuple[Hit, ...]


def fold(text: str) -> str:
    """Text as it is compared: without case, accents kept, kinds of quotes and dashes alike."""
    return unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()


def share(box: Box, page: PageResult) -> Box:
    """The box in shares of the page's width and height."""
    return box[0] / page.width, box[1] / page.height, box[2] / page.width, box[3] / page.height


def words_of(page: PageResult) -> PageWords:
    """What `find` needs to know of a page."""
    words = [(fold(word.text), share(word.box, page), i) for i, line in enumerate(page.lines) for word in line.words]
    return PageWords(
        page.number,
        tuple(text for text, _, _ in words),
        tuple(box for _, box, _ in words),
        tuple(line for _, _, line in words),
    )


def find(pages: Iterable[PageWords], query: str) -> Found:
    """Every place where the query stands, in order; none for a query without a letter or digit.

    A hit lies within a word, or begins at the start of one, or its spaces are where the words end. Digits alone
    find numbers whatever marks group them: "46298" finds "46,298".
    """
    parts = fold(query).split()
    wanted = "".join(parts)
    if not any(map(str.isalnum, wanted)):
        return Found(0, ())
    borders = set(accumulate(map(len, parts)))
    total, hits = 0, []
    for page in pages:
        texts = [text.replace(",", "") for text in page.texts] if wanted.isdecimal() else page.texts
        for first, last in _runs(texts, wanted, borders):
            total += 1
            if total <= MOST_HITS:
                hits.append(Hit(page.number, _boxes(page, first, last)))
    return Found(total, tuple(hits))


def _runs(texts: Iterable[str], wanted: str, borders: set[int]) -> Iterator[tuple[int, int]]:
    """First and last word of each occurrence."""
    texts = list(texts)
    whole, ends = "".join(texts), list(accumulate(map(len, texts)))
    at = whole.find(wanted)
    while at >= 0:
        first, last = bisect_right(ends, at), bisect_right(ends, at + len(wanted) - 1)
        starts_word = at == ends[first] - len(texts[first])
        crossed = {end - at for end in ends[first:last]}
        found = first == last or starts_word or crossed <= borders
        if found:
            yield first, last
        at = whole.find(wanted, at + (len(wanted) if found else 1))


def _boxes(page: PageWords, first: int, last: int) -> tuple[Box, ...]:
    span = range(first, last + 1)
    return tuple(union([page.boxes[i] for i in line]) for _, line in groupby(span, key=page.lines.__getitem__))
