"""Finding a value by its label: to its right or below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from inference.keyinfo.rows import Row, Run, Sheet
from inference.schema import Box, Field

T = TypeVar("T")
CURRENCY_LETTERS: Final = 3
"""Letters that may stand beside an amount that has a row of its own."""
SPACE: Final = 0.6
"""Widest space between the words of one value, in heights of the print."""
BELOW: Final = 2.2
"""How far below its label a value may start, in heights of the print."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with the words that print it and the way to it."""

    run: Run
    start: int
    end: int
    value: T
    place: str
    """Where it stood: "right" of its label, "below" it, or "free" of any."""
    rank: int = 0
    """Position of the label in its list; smaller says more."""
    sure: float = 1.0
    label: str = ""

    @property
    def printed(self) -> str:
        """The value as it stands on the page."""
        return self.run.text[self.start : self.end]

    def field(
        self,
        name: str,
        label: str,
        value: str,
        confidence: float,
        rule: str,
        currency: str | None = None,
        **more: Any,
    ) -> Field:
        """The finding as a field; the confidence is lowered by what recognition doubts. `more` goes to Field."""
        words = self.run.part(self.start, self.end)
        return Field(
            name=name,
            label=label,
            printed=self.printed,
            value=value,
            confidence=round(confidence * self.sure * words.confidence, 3),
            page=self.run.page,
            box=words.box,
            rule=rule,
            currency=currency,
            **more,
        )


Reading = tuple[int, int, T, float]
"""First and last character, value, and how sure the reading is (0 to 1)."""
Reader = Callable[[str], "Reading[T] | None"]
"""Reads a value from the text behind, or below, a label."""


def labelled(sheets: Sequence[Sheet], labels: Sequence[re.Pattern[str]], read: Reader[T]) -> Iterator[Found[T]]:
    """Values that stand beside or below one of the labels, in reading order."""
    for sheet in sheets:
        for row in sheet.rows:
            for rank, pattern in enumerate(labels):
                for match in _matches(row, pattern):
                    if not begins_column(row, match):
                        continue
                    yield from (
                        _beside(row, match, rank, read)
                        or _below(sheet, row, match, rank, read)
                        or _alone(sheet, row, match, rank, read)
                    )


def _matches(row: Row, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches that lie in one column: "Invoice date" beside "Due date" holds no "date due"."""
    borders = column_starts(row)[1:]
    match = pattern.search(row.text)
    while match:
        end = match.start() + len(match[0].rstrip())
        if any(match.start() < border < end for border in borders):
            match = pattern.search(row.text, match.start() + 1)
        else:
            yield match
            match = pattern.search(row.text, max(match.end(), match.start() + 1))


def column_starts(row: Row) -> list[int]:
    """The characters of the row with which its columns start."""
    starts, at = [], 0
    for run in row.runs:
        starts.append(at)
        at += len(run.text) + 1
    return starts


def begins_column(row: Row, match: re.Match[str]) -> bool:
    """False for a label that must begin a column (its pattern has a group `run`) and stands inside one.

    A label with a group `alone` must be all that its column holds there.
    """
    groups = {name for name in match.re.groupindex if match[name] is not None}
    if any(name.startswith("alone") for name in groups):
        label = match[0].strip(" :.#")
        return any(run.text.strip(" :.#") == label for run in row.runs)
    if any(name.startswith("run") for name in groups):
        return match.start() in column_starts(row)
    return True


def _beside(row: Row, match: re.Match[str], rank: int, read: Reader[T]) -> list[Found[T]]:
    rest = row.text[match.end() :]
    start = match.end() + len(rest) - len(rest.lstrip(" :#.–=|"))
    reading = read(row.text[start:])
    if reading is None:
        return []
    a, b, value, sure = reading
    return [Found(row, start + a, start + b, value, "right", rank, sure, match[0])]


def _below(sheet: Sheet, row: Row, match: re.Match[str], rank: int, read: Reader[T]) -> list[Found[T]]:
    label = row.part(*match.span()).box
    if row.index + 1 == len(sheet.rows):
        return []
    for run in sheet.rows[row.index + 1].runs:
        beneath = run.box[0] < label[2] and run.box[2] > label[0]
        if beneath and run.box[1] - label[3] <= BELOW * row.height:
            run = _under(run, label)
            reading = read(run.text)
            return [Found(run, *reading[:3], "below", rank, reading[3], match[0])] if reading else []
    return []


def _under(run: Run, label: Box) -> Run:
    """The run without what stands under the label before: columns of a form may be close to each other."""
    first = next((index for index, word in enumerate(run.words) if word.box[2] > label[0]), 0)
    while first and run.words[first].box[0] - run.words[first - 1].box[2] < SPACE * (
        run.words[first].box[3] - run.words[first].box[1]
    ):
        first -= 1
    return Run(run.page, run.words[first:])


def _alone(sheet: Sheet, row: Row, match: re.Match[str], rank: int, read: Reader[T]) -> list[Found[T]]:
    """A value that is all of the next row, under a label that ends its own: tills print totals like this."""
    if row.text[match.end() :].strip(" :.=|") or row.index + 1 == len(sheet.rows):
        return []
    below = sheet.rows[row.index + 1]
    reading = read(below.text)
    if reading is None or below.box[1] - row.box[3] > BELOW * row.height:
        return []
    rest = below.text[: reading[0]] + below.text[reading[1] :]
    if sum(character.isalnum() for character in rest) > CURRENCY_LETTERS:
        return []
    return [Found(below, *reading[:3], "below", rank, reading[3], match[0])]
