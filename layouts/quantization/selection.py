"""What Quantization Strategies shows: its data, and the part of it that the controls choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.advisor.engine_needs import CACHE_TYPES, fit_table
from data.advisor.grid import ENGINES
from data.tables import FORMATS, KV_CONTEXTS, TABLE_3_CONTEXT
from layouts.figures.engines import CACHE_TYPE_LABELS
from layouts.state import Choice, choose

DEFAULT_CACHE_TYPE = "f16"
DEFAULT_ENGINE = "llama.cpp"


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
    engine_cache: pd.DataFrame
    need: pd.DataFrame
    lacks: pd.DataFrame
    files: pd.DataFrame
    published: pd.DataFrame
    perplexity: pd.DataFrame


@dataclass(frozen=True)
class Selection:
    """The controls' values that exist, and what had to be dropped."""

    models: Choice
    formats: Choice
    with_kv: bool
    context: int
    unknown_context: int | None
    cache_type: str
    engine: str
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.models.kept and self.formats.kept)

    @property
    def engine_cache_type(self) -> str:
        """The chosen cache type where the chosen engine offers it, else 16 bits."""
        return self.cache_type if self.cache_type in CACHE_TYPES[self.engine] else DEFAULT_CACHE_TYPE


def select(
    data: Data,
    models: Sequence[str] | None,
    formats: Sequence[str] | None,
    with_kv: bool,
    context: int,
    cache_type: str,
    engine: str,
) -> Selection:
    """What of the controls' values can be shown."""
    known = context in KV_CONTEXTS
    unknown = [name for name, all_of in ((cache_type, CACHE_TYPE_LABELS), (engine, ENGINES)) if name not in all_of]
    return Selection(
        models=choose(models, data.memory["model"].drop_duplicates().tolist()),
        formats=choose(formats, FORMATS),
        with_kv=bool(with_kv),
        context=context if known else TABLE_3_CONTEXT,
        unknown_context=None if known else context,
        cache_type=cache_type if cache_type in CACHE_TYPE_LABELS else DEFAULT_CACHE_TYPE,
        engine=engine if engine in ENGINES else DEFAULT_ENGINE,
        unknown=tuple(unknown),
    )


def memory_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Table 3 for the chosen models and formats."""
    rows = data.memory["model"].isin(selection.models.kept) & data.memory["weight_format"].isin(selection.formats.kept)
    return data.memory[rows].reset_index(drop=True)


def cache_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """The window-aware cache of the chosen models at the chosen context length."""
    rows = data.kv["model"].isin(selection.models.kept) & (data.kv["context_tokens"] == selection.context)
    return data.kv[rows].reset_index(drop=True)


def engine_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """What each engine allocates for the chosen models at the chosen context length and cache type."""
    table = data.engine_cache
    rows = (table["context_tokens"] == selection.context) & (table["kv_type"] == selection.cache_type)
    return table[rows & table["model"].isin(selection.models.kept)].reset_index(drop=True)


def gap_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """The check of the printed cache for the chosen models."""
    return data.check[data.check["model"].isin(selection.models.kept)].reset_index(drop=True)


def gap_engine_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """What each engine allocates for the chosen models in 16 bits at the length of Table 3."""
    table = data.engine_cache
    rows = (table["context_tokens"] == TABLE_3_CONTEXT) & (table["kv_type"] == DEFAULT_CACHE_TYPE)
    return table[rows & table["model"].isin(selection.models.kept)].reset_index(drop=True)


def file_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Sizes of real files of the chosen models, in their order."""
    return data.files[data.files["model"].isin(selection.models.kept)].reset_index(drop=True)


def published_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Published sizes of the chosen models."""
    return data.published[data.published["model"].isin(selection.models.kept)].reset_index(drop=True)


def perplexity_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Published perplexities of the chosen models."""
    return data.perplexity[data.perplexity["model"].isin(selection.models.kept)].reset_index(drop=True)


def need_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """What the chosen models need in every format of the chosen engine, at the chosen context and cache type."""
    table = data.need
    rows = (table["context_tokens"] == selection.context) & (table["kv_type"] == selection.engine_cache_type)
    rows &= (table["engine"] == selection.engine) & table["model"].isin(selection.models.kept)
    return table[rows].reset_index(drop=True)


def fits_rows(data: Data, selection: Selection) -> pd.DataFrame:
    """Every card with every chosen model in every format of the chosen engine."""
    return fit_table(need_rows(data, selection), data.lacks, data.hardware)
