"""A visitor's own evaluations: their CSV format and its check, cell by cell. For people: docs/evaluations.md."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

import pandas as pd

from data.media import sniff

MAX_BYTES = 5_000_000
MAX_ROWS = 50_000
MAX_OWN_ROWS = 100_000
"""Rows of all files of one visitor: a page reads all of them."""
MAX_PROBLEMS = 20
"""So many problems of a file are kept; the others are only counted."""
MAX_TEXT, MAX_NOTE = 200, 1_000  # characters
MAX_SHOTS = 1_000_000

PERCENT = "percent"
KEY = ("benchmark", "model", "variant", "metric", "n_shot")
"""Two rows of a file must differ in one of these."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"\d+(\.0*)?", re.ASCII)  # a spreadsheet or pandas may write 5.0 where other rows are empty
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place; rows are counted as a spreadsheet shows them, the header being row 1.

    `column` is None where it concerns the whole row.
    """

    row: int
    column: str | None
    message: str


class EvaluationsError(Exception):
    """A file that is not taken. Its text goes on from the name of the file: "is empty. …".

    `problems` are the first ones by row and column, none where the file as a whole is of no use; `total` counts all.
    """

    def __init__(self, text: str, problems: Sequence[Problem] = (), total: int = 0) -> None:
        super().__init__(text)
        self.problems, self.total = tuple(problems), total


@dataclass(frozen=True)
class EvaluationSet:
    """An uploaded file: id, name, number of rows, and when it was stored (UTC, without time zone)."""

    id: str
    name: str
    rows: int
    created: datetime


def _text(limit: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > limit:
            raise ValueError(f"is {len(cell):,} characters long; the limit is {limit:,}")
        return cell

    return read


def _shown(cell: str) -> str:
    return f"“{cell if len(cell) <= 40 else cell[:39] + '…'}”"


def _unit(cell: str) -> str:
    return PERCENT if cell.lower() in (PERCENT, "%") else _text(MAX_TEXT)(cell)


def _score(cell: str) -> float:
    if not _NUMBER.fullmatch(cell):
        raise ValueError(f"{_shown(cell)} is not a number; write it alone and with a decimal point, such as 71.5")
    number = float(cell)
    if not math.isfinite(number):
        raise ValueError(f"{_shown(cell)} is too large for a number")
    return number


def _shots(cell: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise ValueError(f"{_shown(cell)} is not a whole number from 0; leave the cell empty where it does not apply")
    number = float(cell)
    if number > MAX_SHOTS:
        raise ValueError(f"{_shown(cell)} is more than {MAX_SHOTS:,}")
    return int(number)


def _truth(cell: str) -> bool:
    if cell.lower() not in _TRUTH:
        raise ValueError(f"{_shown(cell)} is none of true, false, yes, no, 1, 0")
    return _TRUTH[cell.lower()]


def _day(cell: str) -> date:
    try:
        if _DATE.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:  # the form is right, but there is no such day
        pass
    raise ValueError(f"{_shown(cell)} is not a date; write year-month-day, such as 2026-03-31")


@dataclass(frozen=True)
class Column:
    """A column of the file: how a cell is read (ValueError says what is wrong), its value where the cell is empty,
    its type in a DataFrame, and what it means."""

    name: str
    read: Callable[[str], Any]
    dtype: str
    meaning: str
    required: bool = False
    default: Any = None


COLUMNS = (
    Column(
        "benchmark",
        _text(MAX_TEXT),
        "str",
        "Name of the test. Spelled as on this page, it stands beside the published scores of the same benchmark.",
        required=True,
    ),
    Column("model", _text(MAX_TEXT), "str", "The model that was tested, such as Gemma 3 12B.", required=True),
    Column("variant", _text(MAX_TEXT), "str", "The version of the model, such as it, pt or int4."),
    Column("metric", _text(MAX_TEXT), "str", "What the score measures, such as accuracy, ANLS or seconds per page."),
    Column("n_shot", _shots, "Int64", "How many solved examples the prompt held: a whole number from 0."),
    Column(
        "score",
        _score,
        "float64",
        "The result: a number with a decimal point; from 0 to 100 where the unit is percent.",
        required=True,
    ),
    Column("unit", _unit, "str", "Unit of the score, such as percent, points or seconds.", default=PERCENT),
    Column(
        "higher_is_better",
        _truth,
        "bool",
        "Whether a higher score is the better one: true, false, yes, no, 1 or 0.",
        default=True,
    ),
    Column("evaluated_on", _day, "datetime64[s]", "The day of the evaluation: year-month-day, such as 2026-03-31."),
    Column("note", _text(MAX_NOTE), "str", f"Anything else worth knowing, up to {MAX_NOTE:,} characters."),
)
"""The columns in the order of the template and of the DataFrame."""

NAMES = tuple(column.name for column in COLUMNS)

TEMPLATE = f"""{",".join(NAMES)}
EXAMPLE Invoice totals,Gemma 3 12B,it,accuracy,0,91.4,percent,true,2026-03-31,Example: replace this row
EXAMPLE Seconds per invoice,Gemma 3 12B,int4,mean time,,2.75,seconds,false,,Example: delete this row
"""
"""A file to begin with."""


def parse(content: bytes) -> pd.DataFrame:
    """The evaluations of a CSV file: one row per row of the file, columns COLUMNS; missing cells are NaN, NA or NaT.

    Raises EvaluationsError where anything is wrong.
    """
    problems = _Problems()
    lines = _numbered(_reader(_decode(content)), problems)
    _, names = next(lines, (1, []))
    header = _header(names, problems)
    problems.raise_any()  # with a wrong header every row would look wrong
    records: list[dict[str, Any]] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in lines:
        if not any(map(str.strip, cells)):
            continue
        if len(records) == MAX_ROWS:
            raise EvaluationsError(f"holds more than {MAX_ROWS:,} evaluations. Split it into several files.")
        records.append(_record(number, cells, header, seen, problems))
    problems.raise_any()
    if not records:
        raise EvaluationsError("holds no evaluations, only column names. Add a row for each evaluation.")
    return frame((tuple(record.values()) for record in records), NAMES)


def frame(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Checked rows as a DataFrame with the types of COLUMNS; columns that are none of them are text."""
    types = {column.name: column.dtype for column in COLUMNS}
    table = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    return table.astype({name: types.get(name, "str") for name in columns})


class _Problems:
    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._total = 0

    def add(self, row: int, column: str | None, message: str) -> None:
        self._total += 1
        if len(self._kept) < MAX_PROBLEMS:
            self._kept.append(Problem(row, column, message))

    def raise_any(self) -> None:
        if not self._total:
            return
        errors = "1 error" if self._total == 1 else f"{self._total:,} errors"
        which = f"the first {MAX_PROBLEMS} are" if self._total > MAX_PROBLEMS else "each is"
        raise EvaluationsError(f"holds {errors}; {which} listed by row and column.", self._kept, self._total)


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise EvaluationsError(f"is larger than the limit of {MAX_BYTES / 1e6:.0f} MB. Split it into several files.")
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise EvaluationsError("is empty. Choose another file, or begin with the template.")
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if sniff(content[:4096]) or (b"\0" in content and not utf16):
        raise EvaluationsError(
            "is not a CSV file, whatever its name says. Save the table as “CSV UTF-8” and upload that."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EvaluationsError(
            f"is not encoded in UTF-8 (line {line:,} is the first that shows it). Save the table as “CSV UTF-8”."
        ) from None


def _reader(text: str) -> Iterator[list[str]]:
    first, _, _ = text.partition("\n")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)


def _header(cells: Sequence[str], problems: _Problems) -> dict[str, int]:
    """Position of each column that the file has."""
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:  # spreadsheets save empty columns at the right too
        names.pop()
    known = ", ".join(NAMES)
    if not set(names) & set(NAMES):
        raise EvaluationsError(f"is not a CSV file of evaluations: its first row names none of the columns {known}.")
    for position, name in enumerate(names):
        if name not in NAMES:
            shown = _shown(cells[position].strip()) if name else f"of column {position + 1}"
            problems.add(1, cells[position].strip() or None, f"the name {shown} is unknown; known are {known}")
        elif name in names[:position]:
            problems.add(1, name, "this name is there twice")
    for column in COLUMNS:
        if column.required and column.name not in names:
            problems.add(1, column.name, "this column is required and missing")
    return {name: position for position, name in enumerate(names)}


def _numbered(reader: Iterator[list[str]], problems: _Problems) -> Iterator[tuple[int, list[str]]]:
    for number in count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            # where quotation marks do not match, nobody can tell where the next row begins
            problems.add(
                number,
                None,
                "cannot be read, and nothing after it: a quotation mark is not closed, or text follows a closing one",
            )
            return


def _record(
    number: int, cells: Sequence[str], header: dict[str, int], seen: dict[tuple[Any, ...], int], problems: _Problems
) -> dict[str, Any]:
    """The values of a row; what is wrong goes into `problems`. `seen` maps keys to the rows that had them first."""
    if any(map(str.strip, cells[max(header.values()) + 1 :])):
        problems.add(number, None, "has more cells than row 1; put text that holds the delimiter in quotation marks")
        return {}
    record: dict[str, Any] = {}
    wrong: set[str] = set()
    for column in COLUMNS:
        position = header.get(column.name, len(cells))
        cell = cells[position].strip() if position < len(cells) else ""
        record[column.name] = column.default
        try:
            if cell:
                record[column.name] = column.read(cell)
            elif column.required:
                raise ValueError("is empty and must not be")
        except ValueError as error:
            problems.add(number, column.name, str(error))
            wrong.add(column.name)
    if not wrong & {"score", "unit"} and record["unit"] == PERCENT and not 0 <= record["score"] <= 100:
        problems.add(number, "score", f"{record['score']:g} percent is not between 0 and 100; name another unit")
    if not wrong & set(KEY):
        first = seen.setdefault(tuple(record[name] for name in KEY), number)
        if first != number:
            problems.add(number, "benchmark", f"repeats row {first:,}: the same {', '.join(KEY[:-1])} and {KEY[-1]}")
    return record
