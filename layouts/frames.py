"""Rows of a DataFrame as plain dicts, which is what layouts and figures work with."""

from __future__ import annotations

from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """All rows, each a dict by column name."""
    columns = [str(column) for column in frame.columns]
    # In one conversion: DataFrame.to_dict goes cell by cell and takes many times as long.
    return [dict(zip(columns, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist()]


def highest(frame: pd.DataFrame, column: str) -> Record:
    """The first row with the largest value in `column`; the frame must not be empty."""
    return max(records(frame), key=lambda row: row[column])


def lowest(frame: pd.DataFrame, column: str) -> Record:
    """The first row with the smallest value in `column`; the frame must not be empty."""
    return min(records(frame), key=lambda row: row[column])


def by_key(frame: pd.DataFrame, *columns: str) -> dict[Any, Record]:
    """Rows by the value of one column, or by the tuple of several; later rows win."""
    if len(columns) == 1:
        return {row[columns[0]]: row for row in records(frame)}
    return {tuple(row[column] for column in columns): row for row in records(frame)}
