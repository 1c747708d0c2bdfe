"""Quantization Strategies: what a weight format saves, and what the context adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data.fits import fits_table
from data.kv_cache import BYTES_8_BIT, BYTES_BF16, GB
from data.tables import FORMATS, KV_CONTEXTS, TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell, model_descriptions, model_options
from layouts.figures.memory import FORMAT_MEANINGS, TABLE_3, gap_bars, kv_bars, memory_bars
from layouts.frames import Record, by_key, highest, lowest, records
from layouts.ids import id_factory
from layouts.state import Choice, Control, choose

_id = id_factory("quantization")


class ids:
    MODELS = _id("models")
    FORMATS = _id("formats")
    KV = _id("kv")
    CONTEXT = _id("context")
    FORMAT_TEXT = _id("format-text")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    FINDING = _id("finding")
    MEMORY_TITLE = _id("memory-title")
    MEMORY_FIGURE = _id("memory-figure")
    MEMORY_LEGEND = _id("memory-legend")
    MEMORY_TABLE = _id("memory-table")
    MEMORY_CSV = _id("memory-csv")
    WHOLE_TABLE = _id("whole-table")
    DOCS_TABLE = _id("docs-table")
    CACHE_TITLE = _id("cache-title")
    CACHE_FIGURE = _id("cache-figure")
    CACHE_TABLE = _id("cache-table")
    CACHE_CSV = _id("cache-csv")
    GAP_TITLE = _id("gap-title")
    GAP_FIGURE = _id("gap-figure")
    GAP_TABLE = _id("gap-table")
    GAP_CSV = _id("gap-csv")
    FITS_TITLE = _id("fits-title")
    NEED_TABLE = _id("need-table")
    FITS_TABLE = _id("fits-table")
    FITS_CSV = _id("fits-csv")
    DOWNLOAD = _id("download")
    REST = _id("rest")


DEFAULT_MODELS = ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
CONTROLS = (
    Control(name="models", id=ids.MODELS, prop="value", default=DEFAULT_MODELS),
    Control(name="formats", id=ids.FORMATS, prop="value", default=list(FORMATS)),
    Control(name="kv", id=ids.KV, prop="value", default=True),
    Control(name="context", id=ids.CONTEXT, prop="value", default=TABLE_3_CONTEXT),
)

TIGHT = 0.1  # share of a card's memory below which "fits" deserves a second look

TABLE_3_SOURCE = f"{TABLE_3}. Savings and the cache (difference of two printed columns) are derived."
CACHE_SOURCE = "computed from the published configurations (architecture.csv); one sequence; GB are 10⁹ bytes."
GAP_SOURCE = f"{TABLE_3}, +KV minus weights; formulas computed from the published configurations (kv_cache_check.csv)."
DOCS_SOURCE = "ai.google.dev, Gemma overview page, inference memory table (2025), as printed."
FITS_SOURCE = (
    f"weights from {TABLE_3}; cache computed as above; card memory from the vendors' data sheets (hardware.csv)."
)


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
    def legend(self) -> list[Component]:
        names = self.selection.models.kept
        return parts.name_legend(model_options(self.data.models, self.descriptions, self.colours, names))

    @property
    def memory_table(self) -> Component:
        return _memory_table(self.memory, self.selection.with_kv, self.descriptions, self.colours)

    @property
    def cache_title(self) -> str:
        return _cache_title(self.within)

    @property
    def cache_figure(self) -> dict[str, Any]:
        return kv_bars(self.within)

    @property
    def cache_table(self) -> Component:
        return _cache_table(self.data, self.cache, self.check, self.descriptions, self.colours)

    @property
    def gap_title(self) -> str:
        return _gap_title(self.check)

    @property
    def gap_figure(self) -> dict[str, Any]:
        return gap_bars(self.check)

    @property
    def gap_table(self) -> Component:
        return _gap_table(self.check, self.descriptions, self.colours)

    @property
    def fits_title(self) -> str:
        return _fits_title(self.fits, self.selection)

    @property
    def need_table(self) -> Component:
        return _need_table(self.data, self.fits, self.selection, self.descriptions, self.colours)

    @property
    def fits_table(self) -> Component:
        return _fits_table(self.data, self.fits, self.selection)


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


def layout(state: Mapping[str, Any], data: Data) -> Component:
    """The whole page, already rendered for `state`."""
    selection = select(data, state["models"], state["formats"], state["kv"], state["context"])
    shown = view(data, selection)
    return html.Div(
        [
            *parts.page_header(
                "Quantization Strategies",
                "How much memory a Gemma 3 model takes in each weight format, what the context adds, and on which "
                "card it fits.",
            ),
            html.Div(_controls(data, selection), className="controls"),
            html.Div(shown.format_text, id=ids.FORMAT_TEXT),
            html.Div(shown.notice, id=ids.NOTICE),
            html.Div(
                parts.empty_state("Nothing to show yet. Tick at least one model and one weight format above."),
                id=ids.EMPTY,
                hidden=not shown.empty,
            ),
            html.Div(_body(shown, data), id=ids.BODY, hidden=shown.empty),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.REST),
        ],
        className="page",
    )


def _controls(data: Data, selection: Selection) -> list[Component]:
    descriptions = model_descriptions(data.models, data.parameters)
    colours = theme.model_colours(data.models)
    names = data.memory["model"].drop_duplicates().tolist()
    return [
        parts.checklist(
            ids.FORMATS,
            "Weight formats",
            [
                parts.Option(name, theme.FORMAT_LABELS[name], FORMAT_MEANINGS[name], theme.FORMAT_COLOURS[name])
                for name in FORMATS
            ],
            selection.formats.kept,
        ),
        parts.checklist(
            ids.MODELS, "Models", model_options(data.models, descriptions, colours, names), selection.models.kept
        ),
        html.Fieldset(
            [
                html.Legend("Printed KV cache", className="control-label"),
                dbc.Switch(id=ids.KV, label="Add the +KV column of Table 3 (32,768 tokens)", value=selection.with_kv),
            ]
        ),
        html.Fieldset(
            [
                html.Legend("Context length for cache and cards, tokens", className="control-label"),
                dbc.RadioItems(
                    id=ids.CONTEXT,
                    options=[{"label": theme.short_tokens(length), "value": length} for length in KV_CONTEXTS],
                    value=selection.context,
                    inline=True,
                ),
            ]
        ),
    ]


def _body(shown: View, data: Data) -> list[Component]:
    return [
        html.Div(shown.finding, id=ids.FINDING, className="finding-box"),
        html.H2("Memory by weight format"),
        parts.chart_card(
            html.H3(shown.memory_title, id=ids.MEMORY_TITLE),
            parts.graph(
                ids.MEMORY_FIGURE,
                shown.memory_figure,
                "Grouped bars: printed memory per model and weight format. The table below has the same numbers.",
                height=480,
                filename="gemma-3-memory",
            ),
            html.Ul(shown.legend, id=ids.MEMORY_LEGEND, className="name-legend"),
            parts.source_line(TABLE_3_SOURCE),
        ),
        html.Div(shown.memory_table, id=ids.MEMORY_TABLE),
        parts.table_foot(TABLE_3_SOURCE, parts.csv_button(ids.MEMORY_CSV, "memory by format")),
        html.Details(
            [
                html.Summary("Table 3, whole"),
                html.Div(_whole_table(data), id=ids.WHOLE_TABLE),
                parts.source_line(f"{TABLE_3}."),
            ]
        ),
        html.Details(
            [
                html.Summary("Another publication prints other values"),
                parts.prose(DOCS_PROSE),
                html.Div(_docs_table(data), id=ids.DOCS_TABLE),
                parts.source_line(DOCS_SOURCE),
            ]
        ),
        parts.prose(FORMAT_PROSE),
        html.H2("KV cache at the chosen context"),
        parts.chart_card(
            html.H3(shown.cache_title, id=ids.CACHE_TITLE),
            parts.graph(
                ids.CACHE_FIGURE,
                shown.cache_figure,
                "Stacked bars: window-aware cache per model, global and local layers. Same numbers in the table.",
                height=260,
                filename="gemma-3-kv-cache",
            ),
            parts.source_line(CACHE_SOURCE),
        ),
        html.Div(shown.cache_table, id=ids.CACHE_TABLE),
        parts.table_foot(CACHE_SOURCE, parts.csv_button(ids.CACHE_CSV, "cache at the chosen context")),
        html.H2("Why the printed cache is larger"),
        parts.chart_card(
            html.H3(shown.gap_title, id=ids.GAP_TITLE),
            parts.graph(
                ids.GAP_FIGURE,
                shown.gap_figure,
                "Grouped bars: printed cache of Table 3 beside three formulas. Same numbers in the table.",
                height=460,
                filename="gemma-3-kv-cache-printed-and-computed",
            ),
            parts.source_line(GAP_SOURCE),
        ),
        parts.prose(GAP_PROSE),
        html.Div(shown.gap_table, id=ids.GAP_TABLE),
        parts.table_foot(GAP_SOURCE, parts.csv_button(ids.GAP_CSV, "printed and computed cache")),
        html.H2("Fits on"),
        html.H3(shown.fits_title, id=ids.FITS_TITLE),
        parts.prose(FITS_PROSE),
        html.Div(shown.need_table, id=ids.NEED_TABLE),
        html.Div(shown.fits_table, id=ids.FITS_TABLE),
        parts.table_foot(FITS_SOURCE, parts.csv_button(ids.FITS_CSV, "the fit of every card")),
    ]


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


def _memory_table(
    memory: pd.DataFrame, with_kv: bool, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    groups = [("weights_gb", "saving", "Weights, GB", "Weights alone, as printed.")]
    if with_kv:
        groups.append(
            ("with_kv_gb", "saving_with_kv", "With +KV, GB", "Weights and cache at 32,768 tokens, as printed.")
        )
    columns = [Column("Model", numeric=False), Column("Format", numeric=False)]
    for _, _, label, meaning in groups:
        columns += [
            Column(label, meaning),
            Column("Saved, GB", "bfloat16 minus this format."),
            Column("Saved, %", "Share of the bfloat16 value."),
        ]
    rows = []
    for row in records(memory):
        cells = [
            model_cell(row["model"], descriptions, colours),
            Cell(theme.FORMAT_LABELS[row["weight_format"]], "text", swatch=theme.FORMAT_COLOURS[row["weight_format"]]),
        ]
        for printed, saving, _, _ in groups:
            cells.append(Cell(theme.gb(row[printed])))
            if row["weight_format"] == "bf16":
                cells += 2 * [Cell("0", "derived")]
            else:
                cells += [
                    Cell(theme.gb(row[f"{saving}_gb"]), "derived"),
                    Cell(theme.percent(row[f"{saving}_percent"]), "derived"),
                ]
        rows.append(cells)
    return data_table(_id("memory"), "Table 3 for the chosen models and formats", columns, rows)


def _whole_table(data: Data) -> Component:
    columns = [Column("Model", numeric=False)]
    for name in FORMATS:
        columns += [Column(f"{theme.FORMAT_LABELS[name]}, GB"), Column("+KV, GB")]
    rows = []
    for model, group in data.memory.groupby("model", sort=False):
        printed = by_key(group, "weight_format")
        cells = [Cell(str(model), "text")]
        for name in FORMATS:
            cells += [Cell(theme.gb(printed[name]["weights_gb"])), Cell(theme.gb(printed[name]["with_kv_gb"]))]
        rows.append(cells)
    return data_table(
        _id("whole"), "Table 3: memory of weights, alone and with KV cache at 32,768 tokens", columns, rows
    )


def _docs_table(data: Data) -> Component:
    formats = data.docs["weight_format"].drop_duplicates().tolist()
    columns = [Column("Model", numeric=False), *[Column(name) for name in formats]]
    printed = by_key(data.docs, "model", "weight_format")
    rows = [
        [Cell(model, "text"), *[Cell(printed[model, name]["printed_value"]) for name in formats]]
        for model in data.docs["model"].drop_duplicates()
    ]
    return data_table(_id("docs"), "Memory to load the model, documentation site", columns, rows)


def _cache_title(within: pd.DataFrame) -> str:
    if not len(within):
        return "None of the chosen models was made for a context this long"
    top = highest(within, "total_bytes")
    return (
        f"At {theme.short_tokens(top['context_tokens'])} tokens {top['model']} needs "
        f"{theme.cache_gb(top['total_bytes'] / GB)} GB of cache; without the window it would be "
        f"{theme.cache_gb(top['full_length_bytes'] / GB)} GB"
    )


def _cache_table(
    data: Data,
    kv: pd.DataFrame,
    check: pd.DataFrame,
    descriptions: Mapping[str, str],
    colours: Mapping[str, str],
) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column("bfloat16, GB", "Local layers keep only their window; 2 bytes per element."),
        Column("of it local layers, GB", "The part that no longer grows once the window is full."),
        Column("8 bit, GB", "The same at 1 byte per element, as the caption of Table 3 says."),
        Column("No window, bfloat16, GB", "All layers at full length: an engine without window support."),
        Column("Printed +KV, GB", "Table 3, +KV minus weights; printed for 32,768 tokens only."),
    ]
    about, printed = by_key(data.models, "model"), by_key(check, "model")
    rows = []
    for row in records(kv):
        cells = [model_cell(row["model"], descriptions, colours)]
        if row["within_context"]:
            eight_bit = row["total_bytes"] * BYTES_8_BIT / BYTES_BF16
            sizes = (row["total_bytes"], row["local_bytes"], eight_bit, row["full_length_bytes"])
            cells += [Cell(theme.cache_gb(size / GB), "derived") for size in sizes]
        else:
            cells += 4 * [_too_long(about[row["model"]])]
        if row["context_tokens"] == TABLE_3_CONTEXT:
            cells.append(Cell(theme.gb(printed[row["model"]]["printed_kv_gb"]), "derived"))
        else:
            cells.append(missing("The report prints the cache for 32,768 tokens only."))
        rows.append(cells)
    return data_table(_id("cache"), "Key-value cache of one sequence at the chosen context", columns, rows)


def _too_long(model: Record) -> Cell:
    return missing(f"The context of {model['model']} ends at {theme.count(model['context_length'])} tokens.")


def _gap_title(check: pd.DataFrame) -> str:
    ratio = check.loc[check["formula_id"] == "window_aware_2_bytes", "ratio_printed_to_formula"]
    if not len(ratio):
        return "No model chosen"
    low, high = theme.percent(ratio.min()), theme.percent(ratio.max())
    times = low if low == high else f"{low} to {high}"
    return f"The printed cache is {times} times what one bfloat16 sequence needs"


GAP_COLUMNS = {
    "all_layers_full_1_byte": "No window, 8 bit, GB",
    "all_layers_full_2_bytes": "No window, bfloat16, GB",
    "window_aware_1_byte": "Window, 8 bit, GB",
    "window_aware_2_bytes": "Window, bfloat16, GB",
    "window_aware_12_bytes": "6 × window, bfloat16, GB",
}


def _gap_table(check: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
    formulas = {name: row["formula"] for name, row in by_key(check, "formula_id").items()}
    columns = [Column("Model", numeric=False), Column("Printed, GB", "Table 3, +KV minus weights.")]
    columns += [
        Column(label, formulas[name][0].upper() + formulas[name][1:] + ".")
        for name, label in GAP_COLUMNS.items()
        if name in formulas
    ]
    rows = []
    for model, group in check.groupby("model", sort=False):
        sizes = by_key(group, "formula_id")
        rows.append(
            [
                model_cell(str(model), descriptions, colours),
                Cell(theme.gb(group["printed_kv_gb"].iloc[0]), "derived"),
                *[Cell(theme.cache_gb(sizes[name]["kv_cache_gb"]), "derived") for name in GAP_COLUMNS],
            ]
        )
    return data_table(_id("gap"), "Printed cache and five formulas, 32,768 tokens, one sequence", columns, rows)


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


def _need_table(
    data: Data,
    fits: pd.DataFrame,
    selection: Selection,
    descriptions: Mapping[str, str],
    colours: Mapping[str, str],
) -> Component:
    columns = [Column("Model", numeric=False), Column("KV cache, GB", "Window-aware, bfloat16, one sequence.")]
    columns += [
        Column(f"{theme.FORMAT_LABELS[name]}, GB", "Printed weights plus the cache.") for name in selection.formats.kept
    ]
    about, need = by_key(data.models, "model"), by_key(fits, "model", "weight_format")
    rows = []
    for model in selection.models.kept:
        cells = [model_cell(model, descriptions, colours)]
        needs = [need[model, name] for name in selection.formats.kept if (model, name) in need]
        if needs:
            cells.append(Cell(theme.cache_gb(needs[0]["kv_gb"]), "derived"))
            cells += [Cell(theme.gb(row["need_gb"]), "estimate") for row in needs]
        else:
            cells += (1 + len(selection.formats.kept)) * [_too_long(about[model])]
        rows.append(cells)
    caption = f"Estimated need at {theme.count(selection.context)} tokens: printed weights plus window-aware cache"
    return data_table(_id("need"), caption, columns, rows)


def _fits_table(data: Data, fits: pd.DataFrame, selection: Selection) -> Component:
    models = fits["model"].drop_duplicates().tolist()
    columns = [Column("Card", numeric=False), Column("Memory, GB", "As the vendor prints it.")]
    columns += [Column(model, numeric=False) for model in models]
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in records(fits):
        groups.setdefault((row["gpu"], row["model"]), []).append(row)
    rows = [
        [
            Cell(card["gpu"], "text"),
            Cell(theme.count(card["memory_gb"])),
            *[_fit_cell(groups[(card["gpu"], model)], card["memory_gb"]) for model in models],
        ]
        for card in records(data.hardware)
    ]
    caption = (
        f"Estimate: the most precise of the chosen formats that fits at {theme.count(selection.context)} tokens, "
        "and the GB left free"
    )
    return data_table(_id("fits"), caption, columns, rows)


def _fit_cell(group: Sequence[Record], capacity: float) -> Cell:
    fitting = [row for row in group if row["fits"]]
    if not fitting:
        return Cell(f"✗ lacks {theme.gb(min(-row['free_gb'] for row in group))}", "fail")
    best = max(fitting, key=lambda row: row["need_gb"])
    text = f"{theme.FORMAT_LABELS[best['weight_format']]}, {theme.gb(best['free_gb'])} free"
    tight = best["free_gb"] < TIGHT * capacity
    return Cell(f"! {text}, tight", "attention") if tight else Cell(f"✓ {text}", "pass")


FORMAT_PROSE = r"""
#### What the formats do

A model of $P$ parameters at $b$ bits each takes about $P \cdot b / 8$ bytes. Quantization stores fewer
bits: a group of weights shares a scale $s$, and each weight is kept as a small whole number $q$ with $w
\approx s \cdot q$.

- **bfloat16** spends 16 bits on each weight. It is the raw checkpoint and the yardstick here.
- **SFP8**, switched 8-bit floating point, keeps three bits of mantissa for larger and two for smaller
  values: half the memory, no shared scale.
- **Int4, blocks of 32** has a scale for every 32 weights. With a 16-bit scale that is $4 + 16/32 = 4.5$
  bits per weight.
- **Int4, per channel** has one scale per output channel, which costs next to nothing but must suit the
  whole channel.

Fewer bits make the model smaller and, where reading weights is the bottleneck, faster; the price is a
rounding error in every weight. The table is about memory alone. Its bfloat16 column is the nominal size
times two bytes and leaves the vision encoder out; its SFP8 column includes it. Files of a given engine
differ, because embeddings are often kept at more bits.
"""

GAP_PROSE = """
Table 3 prints weights once alone and once with a KV cache at 32,768 tokens, which its caption calls 8-bit.
The difference is the same in all four format columns. It is larger than any 8-bit cache of one sequence:
counting every layer at full length gives less than half of it, and counting only the window of the local
layers about a twelfth.

One simple rule follows the printed column across all four sizes: **six times the window-aware bfloat16
cache**, twelve bytes per element. The report gives no reason, so this is an observation. Six sequences in
bfloat16, or twelve in 8 bit, would have that size. The same report's Figures 5 and 6 agree with the
window-aware formula at one byte per element. For one chat, plan with the window-aware value; an engine that
ignores the window, or fills it in one go, needs the value without window.
"""

DOCS_PROSE = """
The publisher's documentation site has a table of its own. Its bfloat16 values lie below two bytes per
parameter, so they cannot be the size of those weights in GB; the other columns are close to Table 3 but not
equal. Both are shown, none is corrected.
"""

FITS_PROSE = """
**Estimate.** *Need = weights printed in Table 3 + window-aware bfloat16 cache at the chosen context*,
compared with the card's memory as the vendor prints it. "Tight" means that less than a tenth of the card is
left.

Not included: activations, the engine's own buffers and its context on the card, padding of the cache, the
peak while a long prompt is read, several users at once, the vision encoder where Table 3 leaves it out
(bfloat16), and what else uses the card. T4 cards have no bfloat16 units; whether an engine runs a format on
a card is not judged here.
"""
