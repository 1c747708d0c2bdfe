"""The parts of Quantization Strategies that depend on the controls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data.kv_cache import GB
from data.tables import TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.components.model_info import model_descriptions, model_options
from layouts.figures.memory import FORMAT_MEANINGS, gap_bars, kv_bars, memory_bars
from layouts.frames import highest, lowest
from layouts.quantization import tables
from layouts.quantization.selection import Data, Selection, cache_rows, fits_rows, gap_rows, memory_rows


@dataclass(frozen=True)
class View:
    """Everything that depends on the controls; a part is made when it is asked for."""

    data: Data
    selection: Selection

    @cached_property
    def memory(self) -> pd.DataFrame:
        return memory_rows(self.data, self.selection)

    @cached_property
    def cache(self) -> pd.DataFrame:
        return cache_rows(self.data, self.selection)

    @property
    def within(self) -> pd.DataFrame:
        return self.cache[self.cache["within_context"]]

    @cached_property
    def check(self) -> pd.DataFrame:
        return gap_rows(self.data, self.selection)

    @cached_property
    def fits(self) -> pd.DataFrame:
        return fits_rows(self.data, self.selection)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        return model_descriptions(self.data.models, self.data.parameters)

    @cached_property
    def colours(self) -> dict[str, str]:
        return theme.model_colours(self.data.models)

    @property
    def format_text(self) -> Component:
        return _format_text(self.selection)

    @property
    def notice(self) -> list[Component]:
        return _notices(self.selection)

    @property
    def empty(self) -> bool:
        return self.selection.empty

    @property
    def finding(self) -> list[Component]:
        return [] if self.empty else _finding(self.memory, self.within, self.selection)

    @property
    def memory_title(self) -> str:
        return _memory_title(self.memory)

    @property
    def memory_figure(self) -> dict[str, Any]:
        return memory_bars(self.memory, self.selection.with_kv)

    @property
    def legend(self) -> Component:
        names = self.selection.models.kept
        return parts.name_legend(model_options(self.data.models, self.descriptions, self.colours, names))

    @property
    def memory_table(self) -> Component:
        return tables.memory_table(self.memory, self.selection.with_kv, self.descriptions, self.colours)

    @property
    def cache_title(self) -> str:
        return _cache_title(self.within)

    @property
    def cache_figure(self) -> dict[str, Any]:
        return kv_bars(self.within)

    @property
    def cache_table(self) -> Component:
        return tables.cache_table(self.data, self.cache, self.check, self.descriptions, self.colours)

    @property
    def gap_title(self) -> str:
        return _gap_title(self.check)

    @property
    def gap_figure(self) -> dict[str, Any]:
        return gap_bars(self.check)

    @property
    def gap_table(self) -> Component:
        return tables.gap_table(self.check, self.descriptions, self.colours)

    @property
    def fits_title(self) -> str:
        return _fits_title(self.fits, self.selection)

    @property
    def need_table(self) -> Component:
        return tables.need_table(self.data, self.fits, self.selection, self.descriptions, self.colours)

    @property
    def fits_table(self) -> Component:
        return tables.fits_table(self.data, self.fits, self.selection)


def view(data: Data, selection: Selection) -> View:
    """The parts that depend on the controls."""
    return View(data, selection)


def _format_text(selection: Selection) -> Component:
    return html.Dl(
        [
            html.Div([html.Dt(theme.FORMAT_LABELS[name]), html.Dd(FORMAT_MEANINGS[name])])
            for name in selection.formats.kept
        ],
        className="format-text",
    )


def _notices(selection: Selection) -> list[Component]:
    texts = [
        parts.dropped_notice(selection.models.dropped, "models of Table 3"),
        parts.dropped_notice(selection.formats.dropped, "weight formats"),
    ]
    if selection.unknown_context is not None:
        texts.append(
            f"{theme.count(selection.unknown_context)} tokens is not one of the context lengths below; "
            f"{theme.count(selection.context)} is shown instead."
        )
    return [shown for shown in map(parts.notice, texts) if shown is not None]


def _finding(memory: pd.DataFrame, within: pd.DataFrame, selection: Selection) -> list[Component]:
    model = selection.models.kept[-1]
    smallest = lowest(memory[memory["model"] == model], "weights_gb")
    label = theme.FORMAT_LABELS[smallest["weight_format"]]
    headlines = [
        parts.Headline(theme.gb(smallest["weights_gb"]), "GB", f"weights of {model} in {label}"),
        parts.Headline(theme.percent(smallest["saving_percent"]), "%", "less than bfloat16", True),
    ]
    sentence = f"{model} takes {theme.gb(smallest['weights_gb'])} GB in {label}"
    if smallest["weight_format"] != "bf16":
        sentence += f", {theme.gb(smallest['saving_gb'])} GB less than in bfloat16"
    cache = within[within["model"] == model]
    if len(cache):
        size = cache["total_bytes"].iloc[0] / GB
        tokens = theme.count(selection.context)
        sentence += f". One text of {tokens} tokens adds {theme.cache_gb(size)} GB of cache"
        headlines.append(parts.Headline(theme.cache_gb(size), "GB", f"bfloat16 cache at {tokens} tokens", True))
        if selection.context == TABLE_3_CONTEXT:
            sentence += f"; Table 3 prints {theme.gb(smallest['kv_gb'])} GB for it"
            headlines.append(parts.Headline(theme.gb(smallest["kv_gb"]), "GB", "cache printed in Table 3", True))
    return parts.finding(f"{sentence}.", headlines)


def _memory_title(memory: pd.DataFrame) -> str:
    saving = memory[memory["weight_format"] != "bf16"]
    if not len(saving):
        return "Memory in bfloat16, the format all others are compared with"
    best = highest(saving, "saving_percent")
    label = theme.FORMAT_LABELS[best["weight_format"]]
    return f"{label} saves up to {theme.percent(best['saving_percent'])} % of the weights ({best['model']})"


def _cache_title(within: pd.DataFrame) -> str:
    if not len(within):
        return "None of the chosen models was made for a context this long"
    top = highest(within, "total_bytes")
    return (
        f"At {theme.short_tokens(top['context_tokens'])} tokens {top['model']} needs "
        f"{theme.cache_gb(top['total_bytes'] / GB)} GB of cache; without the window it would be "
        f"{theme.cache_gb(top['full_length_bytes'] / GB)} GB"
    )


def _gap_title(check: pd.DataFrame) -> str:
    ratio = check.loc[check["formula_id"] == "window_aware_2_bytes", "ratio_printed_to_formula"]
    if not len(ratio):
        return "No model chosen"
    low, high = theme.percent(ratio.min()), theme.percent(ratio.max())
    times = low if low == high else f"{low} to {high}"
    return f"The printed cache is {times} times what one bfloat16 sequence needs"


def _fits_title(fits: pd.DataFrame, selection: Selection) -> str:
    tokens = theme.short_tokens(selection.context)
    if not len(fits):
        return f"None of the chosen models was made for {tokens} tokens"
    model = fits["model"].iloc[-1]
    rows = fits[fits["model"] == model]
    smallest = lowest(rows, "need_gb")
    room = rows[(rows["weight_format"] == smallest["weight_format"]) & rows["fits"]]
    if not len(room):
        return f"Estimate: no single card of the list holds {model} at {tokens} tokens"
    label, card = theme.FORMAT_LABELS[smallest["weight_format"]], lowest(room, "memory_gb")
    return (
        f"Estimate: {model} in {label} with {tokens} tokens needs {theme.gb(card['need_gb'])} GB; "
        f"the smallest card that holds it has {theme.count(card['memory_gb'])} GB"
    )
