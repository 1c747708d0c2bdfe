"""Scores of any table as lines: one per benchmark and number of shots, with a score per column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from layouts import theme
from layouts.benchmarks.selection import Selection
from layouts.frames import Record

UNIT_SIGNS = {"percent": "%", "GB (10^9 bytes)": "GB"}
VARIANTS = {
    "pt": "pre-trained",
    "it": "instruction-tuned",
    "pt_fine_tuned": "pre-trained, then fine-tuned on the task",
    "api": "as offered through its API",
}


@dataclass(frozen=True)
class Line:
    """A benchmark: its name, what its cells have in common, and a score (a row of the data) per column."""

    name: str
    label: str
    shots: str
    metric: str
    unit: str
    higher_is_better: bool | None
    scores: dict[str, Record] = field(default_factory=dict)

    @cached_property
    def decimals(self) -> int:
        """As many as most scores of the line have, at least one; none for Elo points."""
        if self.unit == "Elo":
            return 0
        found = sorted(_decimals(row["score"]) for row in self.scores.values())
        return max(1, found[(len(found) - 1) // 2])

    def text(self, column: str) -> str:
        """The score as it is shown, without its unit; a score that is printed more exactly keeps its digits."""
        score = self.scores[column]["score"]
        digits = self.decimals if self.unit == "Elo" else max(self.decimals, _decimals(score))
        return f"{score:,.{digits}f}"

    def difference(self, column: str, first: str) -> tuple[float, int]:
        """Score of `column` minus score of `first`, and the decimals that it has."""
        values = [self.scores[name]["score"] for name in (column, first)]
        digits = max(self.decimals, *map(_decimals, values))
        return round(values[0] - values[1], digits), digits

    @property
    def best(self) -> set[str]:
        """The columns with the best score; empty where there is nothing to compare or better is not defined."""
        if self.higher_is_better is None or len(self.scores) < 2:
            return set()
        values = [row["score"] for row in self.scores.values()]
        top = max(values) if self.higher_is_better else min(values)
        return {column for column, row in self.scores.items() if row["score"] == top}


def _decimals(score: float) -> int:
    return len(str(score).partition(".")[2])


def stated(value: object) -> str:
    """A text cell, or nothing where the cell is empty."""
    return "" if theme.is_missing(value) else str(value)


def make_lines(rows: Iterable[Record], selection: Selection) -> list[Line]:
    """Rows with `benchmark`, `column` and the columns of `data.tables.score_table`, one line per benchmark and number
    of shots, in the order of the rows; only lines with the text that is looked for."""
    lines: dict[tuple[str, str], Line] = {}
    for row in rows:
        shots = stated(row["n_shot"])
        line = lines.get((row["benchmark"], shots))
        if line is None:
            better = row["higher_is_better"]
            line = Line(
                row["benchmark"],
                stated(row["benchmark_printed"]),
                shots,
                stated(row["metric"]),
                row["unit"],
                None if theme.is_missing(better) else bool(better),
            )
            if not selection.finds(line.name, line.label, line.metric, row["category"].replace("_", " ")):
                continue
            lines[row["benchmark"], shots] = line
        line.scores[row["column"]] = row
    return list(lines.values())


def columns_of(lines: Iterable[Line], order: Sequence[str] = ()) -> dict[str, str]:
    """Every column with the model it is about; models in `order` first, own evaluations last."""
    found = {column: row["model"] for line in lines for column, row in line.scores.items()}
    rank = {model: position for position, model in enumerate(order)}
    return dict(sorted(found.items(), key=lambda item: rank.get(item[1], len(rank))))


def unit_sign(unit: str) -> str:
    """ "%" for percent; other units as they are written."""
    return UNIT_SIGNS.get(unit, unit)


def frame_of(lines: Sequence[Line]) -> pd.DataFrame:
    """The rows behind the lines, as they are downloaded."""
    return pd.DataFrame([row for line in lines for row in line.scores.values()]).drop(
        columns=["column"], errors="ignore"
    )
