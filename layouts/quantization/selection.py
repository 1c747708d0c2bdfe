"""What Quantization Strategies shows: its data, and the part of it that the controls choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.fits import fits_table
from data.tables import FORMATS, KV_CONTEXTS, TABLE_3_CONTEXT
from layouts.state import Choice, choose


@dataclass(frozen=True)
class Data:
    """What the page shows, all models: the tables of `data.tables` with the same names."""

    models: pd.DataFrame
    parameters: pd.DataFrame
    memory: pd.DataFrame
    kv: pd.DataFrame
    check: pd.DataFrame
    hardware: pd.DataFrame
    docs: pd.DataFrame


@dataclass(frozen=True)
class Selection:
    """The controls' values that exist, and what had to be dropped."""

    models: Choice
    formats: Choice
    with_kv: bool
    context: int
    unknown_context: int | None

    @property
    def empty(self) -> bool:
        return not (self.models.kept and self.formats.kept)


def select(
    data: Data, models: Sequence[str] | None, formats: Sequence[str] | None, with_kv: bool, context: int
) -> Selection:
    """What of the controls' values can be shown."""
    known = context in KV_CONTEXTS
    return Selection(
        models=choose(models, data.memory["model"].drop_duplicates().tolist()),
        formats=choose(formats, FORMATS),
        with_kv=bool(with_kv),
        context=context if known else TABLE_3_CONTEXT,
        unknown_context=None if known else context,
    )


def memory_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Table 3 for the chosen models and formats."""
    rows = data.memory["model"].isin(selection.models.kept) & data.memory["weight_format"].isin(selection.formats.kept)
    return data.memory[rows].reset_index(drop=True)


def cache_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """The window-aware cache of the chosen models at the chosen context length."""
    rows = data.kv["model"].isin(selection.models.kept) & (data.kv["context_tokens"] == selection.context)
    return data.kv[rows].reset_index(drop=True)


def gap_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """The check of the printed cache for the chosen models."""
    return data.check[data.check["model"].isin(selection.models.kept)].reset_index(drop=True)


def fits_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Every card with every chosen model and format."""
    return fits_table(memory_rows(data, selection), cache_rows(data, selection), data.hardware)
