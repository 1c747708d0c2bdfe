"""The key figures of a report: found by their row labels in the three statements, for every period shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inference.keyinfo.figure_names import LABELS, Label
from inference.keyinfo.grids import Amount, DataRow, Grid
from inference.schema import Statement

_SHARES: Final = re.compile(r"\b(?:weighted|shares|outstanding)\b", re.IGNORECASE)
_CONTINUING: Final = re.compile(r"continuing|discontinued", re.IGNORECASE)
_NOTES: Final = re.compile(r"(?: [A-Z]?\d{1,2}[a-z]?(?:\.\d{1,2})?[,;/&]?)+$")
"""Numbers of notes that are no amounts: "Revenue B3", "Goodwill 12, 13"."""
PER_SHARE: Final = re.compile(r"\bper\b.*\b(?:share|unit|ads)", re.IGNORECASE)
_NUMBERING: Final = re.compile(r"^\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)] ", re.IGNORECASE)
"""Of a row, as laws number them: "I. Revenue from operations"."""
MOST_PER_SHARE: Final = 100_000
"""A result per share is smaller, even in yen."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A key figure's row in a statement, with the amount of one column."""

    label: Label
    data: DataRow
    column: int
    amount: Amount
    value: Decimal
    joined: bool
    """Whether the label runs over more than one row."""


def find_figures(grid: Grid, statement: Statement) -> Iterator[Hit]:
    """Every key figure of a statement that the grid holds, in each of its columns."""
    for label in LABELS:
        if label.statement != statement:
            continue
        row = _row_of(grid, label)
        if row is None:
            continue
        data, joined = row
        for column in range(len(grid.columns)):
            amount = grid.in_column(data, column)
            if amount and amount.number:
                yield Hit(label, data, column, amount, amount.number.value, joined)


def _row_of(grid: Grid, label: Label) -> tuple[DataRow, bool] | None:
    """The row whose label names the figure best; a name of its own says more than one that continues a row above."""
    for pattern in label.names:
        for way in ("label", "joined", "section", "below"):
            for data in grid.data:
                text = {
                    "label": data.label,
                    "joined": data.joined,
                    "section": f"{data.section} {data.label}",
                    "below": f"{data.label} {data.below}" if data.below else "",
                }[way]
                if pattern.fullmatch(_clean(text)) and _plausible(grid, data, label):
                    return data, way != "label"
    return None


def _clean(text: str) -> str:
    text = re.sub(r"[.…_ $€£]{3,}$", "", " ".join(text.split()))
    return _NOTES.sub("", _NUMBERING.sub("", text))


def _plausible(grid: Grid, data: DataRow, label: Label) -> bool:
    numbers = [
        item.number.value
        for column in range(len(grid.columns))
        if (item := grid.in_column(data, column)) and item.number
    ]
    if not numbers:
        return False
    if label.per_share:  # "Diluted" alone names the result per share, and elsewhere the number of shares
        named = f"{data.section} {data.label}"
        if _CONTINUING.search(data.section) and not PER_SHARE.search(data.label):
            return False
        counts_shares = _SHARES.search(named) and not PER_SHARE.search(named)
        exponents = [number.as_tuple().exponent for number in numbers]
        return (
            not counts_shares
            and any(isinstance(exponent, int) and exponent < 0 for exponent in exponents)
            and all(abs(number) < MOST_PER_SHARE for number in numbers)
        )
    return True
