"""Public measurements of Gemma 3 as rows that the model can be held against."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COLUMNS = ("model", "format", "quantity", "value", "unit", "hardware", "context", "source")
# To bytes, seconds, tokens per second or a plain count.
UNITS: Mapping[str, float] = {
    "bytes": 1.0, "MB": 1e6, "GB": 1e9, "MiB": 2.0**20, "GiB": 2.0**30, "1e9": 1e9,
    "tok/s": 1.0, "s": 1.0, "PPL": 1.0, "W": 1.0, "USD per 1M tokens": 1.0,
}  # fmt: skip


class BadMeasurements(Exception):
    """A file that is not of the documented form; the message names row and column."""


@dataclass(frozen=True)
class Measurement:
    """One published figure; `value` in the base unit, `keys` the settings that its source states."""

    row: int
    model: str
    format: str
    quantity: str
    value: float
    unit: str
    hardware: str
    context: str
    source: str
    grade: str
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def scale(self) -> float:
        """One of `unit` in the base unit; 1 for a unit that is not known."""
        return UNITS.get(self.unit, 1.0)

    def number(self, key: str, default: int = 0) -> int:
        """A setting as a whole number; `default` when the source does not state it."""
        match = re.match(r"\d+", self.keys.get(key, ""))
        return int(match[0]) if match else default

    @property
    def tokens(self) -> float:
        """Context at the middle of the measured decoding, from depth, prompt and output, else the stated context."""
        test = re.fullmatch(r"tg(\d+)", self.keys.get("test", ""))
        output = int(test[1]) if test else self.number("output")
        return self.number("depth") + self.number("prompt") + output / 2


def read(path: Path) -> list[Measurement]:
    """The rows of a CSV file with the columns of public_measurements.csv. Raises BadMeasurements or OSError."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise BadMeasurements(f"{path.name}: the column {missing[0]} is missing")
        return parse(reader)


def parse(rows: Iterable[Mapping[Any, object]]) -> list[Measurement]:
    """Rows as measurements, numbered as a spreadsheet counts (header = 1). Raises BadMeasurements."""
    return [_measurement(number, row) for number, row in enumerate(rows, start=2)]


def _measurement(number: int, row: Mapping[Any, object]) -> Measurement:
    cells = {column: _text(row.get(column)) for column in COLUMNS}
    try:
        value = float(cells.pop("value"))
    except ValueError:
        raise BadMeasurements(f"row {number}, column value: {row.get('value')!r} is not a number") from None
    if not 0 < value < float("inf"):
        raise BadMeasurements(f"row {number}, column value: {value} is not a positive number")
    keys = dict(part.split("=", 1) for part in re.split(r";\s*", cells["context"]) if "=" in part)
    keys = {key.strip(): text.strip() for key, text in keys.items()}
    scale = UNITS.get(cells["unit"], 1.0)
    return Measurement(row=number, value=value * scale, grade=keys.get("grade", ""), keys=keys, **cells)


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()
