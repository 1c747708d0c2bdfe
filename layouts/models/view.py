"""What Model Overview shows, and the parts of it that depend on the chosen models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from data.kv_cache import GB
from layouts import theme
from layouts.components import parts
from layouts.components.model_info import model_descriptions, model_options
from layouts.figures.parameters import kv_lines, parameter_bars
from layouts.frames import highest, lowest
from layouts.models import tables
from layouts.state import Choice, choose


@dataclass(frozen=True)
class Data:
    """What the page shows: `data.tables.model_table`, `parameter_table` and `kv_table`, all models."""

    models: pd.DataFrame
    parameters: pd.DataFrame
    kv: pd.DataFrame


@dataclass(frozen=True)
class View:
    """Everything that depends on the selection; a part is made when it is asked for."""

    data: Data
    choice: Choice

    @cached_property
    def parameters(self) -> pd.DataFrame:
        return chosen(self.data.parameters, self.choice.kept)

    @cached_property
    def models(self) -> pd.DataFrame:
        return chosen(self.data.models, self.choice.kept)

    @cached_property
    def kv(self) -> pd.DataFrame:
        return chosen(self.data.kv, self.choice.kept)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        return model_descriptions(self.data.models, self.data.parameters)

    @cached_property
    def colours(self) -> dict[str, str]:
        return theme.model_colours(self.data.models)

    @property
    def empty(self) -> bool:
        return not self.choice.kept

    @property
    def notice(self) -> Component | None:
        return parts.notice(parts.dropped_notice(self.choice.dropped, "models"))

    @property
    def finding(self) -> list[Component]:
        return _finding(self.parameters, self.models, self.kv)

    @property
    def parameter_title(self) -> str:
        return _parameter_title(self.parameters)

    @property
    def parameter_figure(self) -> dict[str, Any]:
        return parameter_bars(self.parameters, self.descriptions)

    @property
    def parameter_table(self) -> Component:
        return tables.parameter_table(self.parameters, self.descriptions, self.colours)

    @property
    def legend(self) -> Component:
        options = model_options(self.data.models, self.descriptions, self.colours, self.choice.kept)
        return parts.name_legend(options)

    @property
    def architecture_table(self) -> Component:
        return tables.architecture_table(self.models, self.descriptions, self.colours)

    @property
    def kv_title(self) -> str:
        return _kv_title(self.kv)

    @property
    def kv_figure(self) -> dict[str, Any]:
        return kv_lines(self.kv, self.colours, theme.model_symbols(self.data.models), tables.MARKED_CONTEXTS)

    @property
    def kv_table(self) -> Component:
        return tables.kv_table(self.models, self.kv, self.descriptions, self.colours)


def select(data: Data, values: Sequence[str] | None) -> Choice:
    """The chosen models that exist, in house order."""
    return choose(values, data.models["model"].tolist())


def chosen(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Rows of the chosen models, order kept."""
    return frame[frame["model"].isin(names)].reset_index(drop=True)


def view(data: Data, values: Sequence[str] | None) -> View:
    """The selection-dependent parts for the chosen models; unknown names are left out and reported."""
    return View(data, select(data, values))


def _finding(parameters: pd.DataFrame, models: pd.DataFrame, kv: pd.DataFrame) -> list[Component]:
    counted = parameters.dropna(subset=["total"])
    headlines = []
    sentence = "The reference has no parameter counts for the chosen models; their layout and cache are known."
    if len(counted):
        largest, smallest = highest(counted, "total"), lowest(counted, "total")
        share = 100 * largest["embedding"] / largest["total"]
        derived = largest["total_provenance"] != "printed"
        sentence = (
            f"{largest['model']} has {theme.millions(largest['total'])} million parameters."
            if len(counted) == 1
            else f"From {smallest['model']} to {largest['model']} the models grow "
            f"{theme.percent(largest['total'] / smallest['total'])}-fold in parameters."
        )
        headlines = [
            parts.Headline(theme.millions(largest["total"]), "million", f"parameters of {largest['model']}", derived),
            parts.Headline(theme.percent(share), "%", f"of {largest['model']} are embeddings", True),
        ]
    if len(models):
        top = highest(models, "kv_bytes_beyond_window")
        headlines.append(
            parts.Headline(
                theme.kilobytes(top["kv_bytes_beyond_window"]),
                "kB",
                f"cache per extra token, {top['model']}",
                True,
            )
        )
        full = highest(kv[kv["within_context"]], "total_bytes")
        headlines.append(
            parts.Headline(
                theme.cache_gb(full["total_bytes"] / GB),
                "GB",
                f"cache of {full['model']} at {theme.short_tokens(full['context_tokens'])} tokens",
                True,
            )
        )
    return parts.finding(sentence, headlines)


def _parameter_title(parameters: pd.DataFrame) -> str:
    counted = parameters.dropna(subset=["total"])
    if not len(counted):
        return "No parameter counts for the chosen models"
    shares = counted.assign(share=100 * counted["embedding"] / counted["total"])
    high, low = highest(shares, "share"), lowest(shares, "share")
    title = f"Embeddings are {theme.percent(high['share'])} % of {high['model']}"
    if high["model"] != low["model"]:
        title += f" and {theme.percent(low['share'])} % of {low['model']}"
    return title


def _kv_title(kv: pd.DataFrame) -> str:
    rows = kv[kv["within_context"]]
    if not len(rows):
        return "No model chosen"
    top = highest(rows, "total_bytes")
    share = 100 * top["global_bytes"] / top["total_bytes"]
    return (
        f"At {theme.short_tokens(top['context_tokens'])} tokens {top['model']} holds "
        f"{theme.cache_gb(top['total_bytes'] / GB)} GB of cache, {theme.percent(share)} % of it in global layers"
    )
