"""Import of the reference tables: every cell is checked before a page may show it.

One row model per CSV file says which columns exist, their types and which cells may be empty. An empty cell
means "not stated" and stays missing; nothing is filled in. What the columns mean: `docs/data.md`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import ValidationError

from data.reference_rows import TABLES, Row, Table

FOLDER = Path(__file__).parent / "reference"


class ReferenceDataError(Exception):
    """A reference file that cannot be trusted; the message names file, row, column and what is wrong."""

    def __init__(self, file: str, problem: str, *, row: int | None = None, column: str | None = None) -> None:
        place = file
        if row is not None:
            place += f", row {row}"
        if column is not None:
            place += f", column {column}"
        super().__init__(f"{place}: {problem}")
        self.file, self.row, self.column, self.problem = file, row, column, problem


# Later instruction-tuned releases of Gemma 1 that the reports list without a configuration of their own.
WITHOUT_ARCHITECTURE = frozenset({"Gemma 1.1 2B", "Gemma 1.1 7B"})


def load(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """The table `name` (file name without `.csv`), one row per line of the file, columns in file order.

    Missing cells are NaN/NA. Whole numbers are integers even where cells are missing.
    Raises `ReferenceDataError` at the first cell that cannot be right.
    """
    return _load(name, folder, None if name == "architecture" else _known_models(folder))


def load_all(folder: Path = FOLDER) -> dict[str, pd.DataFrame]:
    """All tables by name; the application calls it at start so that a broken file stops it there."""
    known = _known_models(folder)
    return {name: _load(name, folder, known) for name in TABLES}


def fingerprint(folder: Path = FOLDER) -> str:
    """Short hash of the reference files and of the code in `data/`: changes whenever a table can change."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    for name in TABLES:
        digest.update((folder / f"{name}.csv").read_bytes())
    return digest.hexdigest()[:16]


def _known_models(folder: Path) -> frozenset[str]:
    return frozenset(_load("architecture", folder, None)["model"])


def _load(name: str, folder: Path, known: frozenset[str] | None) -> pd.DataFrame:
    table = TABLES[name]
    file = f"{name}.csv"
    records: list[dict[str, Any]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in _read(folder / file, file, tuple(table.row.model_fields)):
        record = _validate(table.row, cells, file, number).model_dump()
        _check_models(table, record, known, file, number)
        if table.key:
            key = tuple(str(record[column]) for column in table.key)
            if key in seen:
                raise ReferenceDataError(file, f"repeats row {seen[key]} ({', '.join(key)})", row=number)
            seen[key] = number
        records.append(record)
    if not records:
        raise ReferenceDataError(file, "has no rows")
    return _frame(records, table.row, list(cells))


def _read(path: Path, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows as (number shown by a spreadsheet, cells by column); the header is row 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ReferenceDataError(file, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ReferenceDataError(file, f"is not UTF-8 text (byte {error.start})") from None
    reader = csv.reader(io.StringIO(text), strict=True)
    number = 0
    header: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = cells
                _check_header(header, columns, file)
            elif len(cells) == len(header):
                yield number, dict(zip(header, cells, strict=True))
            elif cells:
                raise ReferenceDataError(file, f"has {len(cells)} cells instead of {len(header)}", row=number)
    except csv.Error as error:
        raise ReferenceDataError(file, f"is not valid CSV: {error}", row=number + 1) from None
    if not header:
        raise ReferenceDataError(file, "is empty")


def _check_header(header: list[str], columns: tuple[str, ...], file: str) -> None:
    for column in columns:
        if column not in header:
            raise ReferenceDataError(file, "the column is missing", row=1, column=column)
    for position, column in enumerate(header):
        if column not in columns:
            raise ReferenceDataError(file, "unknown column", row=1, column=column or "(empty)")
        if column in header[:position]:
            raise ReferenceDataError(file, "the column occurs twice", row=1, column=column)


def _validate(row: type[Row], cells: dict[str, str], file: str, number: int) -> Row:
    try:
        return row.model_validate(cells)
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else None
        cell = cells.get(column, "") if column else ""
        if column and cell == "":
            problem = "the cell is empty but a value is required"
        elif column:
            problem = f"{cell!r}: {first['msg']}"
        else:
            problem = first["msg"].removeprefix("Value error, ")
        raise ReferenceDataError(file, problem, row=number, column=column) from None


def _check_models(table: Table, record: dict[str, Any], known: frozenset[str] | None, file: str, number: int) -> None:
    if known is None:
        return
    for column in table.gemma_columns:
        name = record[column]
        foreign = table.mixed and not name.startswith("Gemma ")
        if not foreign and name not in known | WITHOUT_ARCHITECTURE:
            raise ReferenceDataError(file, f"{name!r} is not a model of architecture.csv", row=number, column=column)


def _frame(records: list[dict[str, Any]], row: type[Row], columns: list[str]) -> pd.DataFrame:
    """A DataFrame whose column types follow the row model, so that a missing cell never turns 18 into 18.0."""
    frame = pd.DataFrame.from_records(records, columns=columns)
    for column, field in row.model_fields.items():
        kinds = _kinds(field.annotation)
        optional = type(None) in kinds
        if bool in kinds:
            frame[column] = frame[column].astype("boolean" if optional else "bool")
        elif int in kinds:
            frame[column] = frame[column].astype("Int64" if optional else "int64")
        elif float in kinds:
            frame[column] = frame[column].astype("float64")
        else:
            frame[column] = frame[column].astype("str")
    return frame


def _kinds(annotation: Any) -> set[type]:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return set().union(*(_kinds(part) for part in typing.get_args(annotation)))
    return {annotation if isinstance(annotation, type) else str}
