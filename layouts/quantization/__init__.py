"""Quantization Strategies: what a weight format saves, and what the context adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.tables import FORMATS, KV_CONTEXTS, TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.components.model_info import model_descriptions, model_options
from layouts.figures.memory import FORMAT_MEANINGS, TABLE_3
from layouts.ids import id_factory
from layouts.quantization import tables
from layouts.quantization.selection import Data, Selection, cache_rows, fits_rows, gap_rows, memory_rows, select
from layouts.quantization.tables import GAP_COLUMNS
from layouts.quantization.text import (
    CACHE_SOURCE,
    DOCS_PROSE,
    DOCS_SOURCE,
    FITS_PROSE,
    FITS_SOURCE,
    FORMAT_PROSE,
    GAP_PROSE,
    GAP_SOURCE,
    TABLE_3_SOURCE,
)
from layouts.quantization.view import View, view
from layouts.state import Control

__all__ = [
    "CONTROLS",
    "DEFAULT_MODELS",
    "FORMAT_MEANINGS",
    "GAP_COLUMNS",
    "Data",
    "Selection",
    "View",
    "cache_rows",
    "fits_rows",
    "gap_rows",
    "ids",
    "layout",
    "memory_rows",
    "select",
    "view",
]

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
            html.Div(shown.legend, id=ids.MEMORY_LEGEND),
            parts.source_line(TABLE_3_SOURCE),
        ),
        html.Div(shown.memory_table, id=ids.MEMORY_TABLE),
        parts.table_foot(TABLE_3_SOURCE, parts.csv_button(ids.MEMORY_CSV, "memory by format")),
        html.Details(
            [
                html.Summary("Table 3, whole"),
                html.Div(tables.whole_table(data), id=ids.WHOLE_TABLE),
                parts.source_line(f"{TABLE_3}."),
            ]
        ),
        html.Details(
            [
                html.Summary("Another publication prints other values"),
                parts.prose(DOCS_PROSE),
                html.Div(tables.docs_table(data), id=ids.DOCS_TABLE),
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
