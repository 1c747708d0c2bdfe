"""A page as rows of words from left to right, which is how people read forms, bills and statements."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from inference.geometry import center, in_rows, turned, union
from inference.schema import Box, PageResult, Word

GAP: Final = 1.3
"""Words further apart than this many times their height belong to different runs (columns) of a row."""


@dataclass(frozen=True)
class Run:
    """Words side by side, with their text; a row, or the part of a row in one column."""

    page: int
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        """The box around the words."""
        return union([word.box for word in self.words])

    def part(self, start: int, end: int) -> Run:
        """The words that the characters from `start` to `end` of the text touch."""
        inside, at = [], 0
        for word in self.words:
            if at < end and at + len(word.text) > start:
                inside.append(word)
            at += len(word.text) + 1
        return Run(self.page, tuple(inside))

    @property
    def confidence(self) -> float:
        """The lowest recognition score among the words; 1 where the file holds the text."""
        return min((word.confidence for word in self.words if word.confidence is not None), default=1.0)


@dataclass(frozen=True)
class Row(Run):
    """All words of a page at one height; `index` counts from 0 at the top."""

    index: int

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The row cut at wide gaps."""
        return tuple(Run(self.page, tuple(words)) for words in cut_at_gaps(self.words))

    @property
    def height(self) -> float:
        """Height of the print, in the page's unit."""
        return statistics.median(word.box[3] - word.box[1] for word in self.words)


@dataclass(frozen=True)
class Sheet:
    """The rows of one page."""

    page: PageResult
    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        """Page number, from 1."""
        return self.page.number


def sheets(pages: Sequence[PageResult]) -> list[Sheet]:
    """The pages in order, each as rows."""
    return [Sheet(page, tuple(_rows(page))) for page in sorted(pages, key=lambda page: page.number)]


def cut_at_gaps(words: Sequence[Word]) -> list[list[Word]]:
    """Words side by side, cut where they stand further apart than words of one text do."""
    runs: list[list[Word]] = []
    for word in words:
        gap = GAP * (word.box[3] - word.box[1])
        if runs and word.box[0] - runs[-1][-1].box[2] <= gap:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _rows(page: PageResult) -> Iterator[Row]:
    skew = skew_of(page)
    level = [(line, union([turned(word.box, -skew) for word in line.words])) for line in page.lines]
    for index, row in enumerate(in_rows(level, lambda item: item[1])):
        words = sorted((word for line, _ in row for word in line.words), key=lambda word: word.box[0])
        yield Row(page.number, tuple(words), index)


def skew_of(page: PageResult) -> float:
    """Slope of the recognised lines; words of a text layer stand level."""
    if page.source != "ocr":
        return 0.0
    slopes = []
    for line in page.lines:
        (x0, y0), (x1, y1) = center(line.words[0].box), center(line.words[-1].box)
        if x1 - x0 > page.width * 0.15:
            slopes.append((y1 - y0) / (x1 - x0))
    return statistics.median(slopes) if slopes else 0.0


def search(rows: Sequence[Sheet], pattern: re.Pattern[str]) -> Iterator[tuple[Sheet, Row, re.Match[str]]]:
    """Every match of a pattern in the rows, in reading order."""
    for sheet in rows:
        for row in sheet.rows:
            for match in pattern.finditer(row.text):
                yield sheet, row, match
