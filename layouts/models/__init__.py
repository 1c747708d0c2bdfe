"""Model Overview: what each model is made of, how it is built, what its context costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts import theme
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_descriptions, model_options
from layouts.frames import records
from layouts.ids import id_factory
from layouts.models.tables import MARKED_CONTEXTS, NO_COUNTS, NOT_STATED, generation_table
from layouts.models.text import (
    ARCHITECTURE_SOURCE,
    GENERATION_PROSE,
    GENERATION_SOURCE,
    KV_PROSE,
    KV_SOURCE,
    PARAMETER_PROSE,
    PARAMETER_SOURCE,
)
from layouts.models.view import Data, View, chosen, select, view
from layouts.state import Control

__all__ = [
    "CONTROLS",
    "DEFAULT_MODELS",
    "MARKED_CONTEXTS",
    "NO_COUNTS",
    "Data",
    "View",
    "chosen",
    "generation_table",
    "ids",
    "layout",
    "select",
    "view",
]

_id = id_factory("models")


class ids:
    SELECT = _id("select")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    FINDING = _id("finding")
    PARAMETER_TITLE = _id("parameter-title")
    PARAMETER_FIGURE = _id("parameter-figure")
    PARAMETER_LEGEND = _id("parameter-legend")
    PARAMETER_TABLE = _id("parameter-table")
    PARAMETER_CSV = _id("parameter-csv")
    ARCHITECTURE_TABLE = _id("architecture-table")
    ARCHITECTURE_CSV = _id("architecture-csv")
    KV_TITLE = _id("kv-title")
    KV_FIGURE = _id("kv-figure")
    KV_LEGEND = _id("kv-legend")
    KV_TABLE = _id("kv-table")
    KV_CSV = _id("kv-csv")
    GENERATION_TABLE = _id("generation-table")
    GENERATION_CSV = _id("generation-csv")
    DOWNLOAD = _id("download")
    REST = _id("rest")


DEFAULT_MODELS = ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
CONTROLS = (Control(name="models", id=ids.SELECT, prop="value", default=DEFAULT_MODELS),)


def layout(state: Mapping[str, Any], data: Data) -> Component:
    """The whole page, already rendered for `state`."""
    shown = view(data, state["models"])
    descriptions = model_descriptions(data.models, data.parameters)
    colours = theme.model_colours(data.models)
    return html.Div(
        [
            *parts.page_header(
                "Model Overview",
                "What each Gemma model is made of, how far it can look back, and what that costs in memory.",
            ),
            html.Div(
                parts.checklist(
                    ids.SELECT,
                    "Models",
                    model_options(data.models, descriptions, colours, data.models["model"].tolist()),
                    select(data, state["models"]).kept,
                ),
                className="controls",
            ),
            html.Div(shown.notice, id=ids.NOTICE),
            html.Div(
                parts.empty_state("No model is chosen. Tick one or more models above to compare them."),
                id=ids.EMPTY,
                hidden=not shown.empty,
            ),
            html.Div(_body(shown), id=ids.BODY, hidden=shown.empty),
            _generations(data),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.REST),
        ],
        className="page",
    )


def _body(shown: View) -> list[Component]:
    return [
        html.Div(shown.finding, id=ids.FINDING, className="finding-box"),
        html.H2("Parameters"),
        parts.chart_card(
            html.H3(shown.parameter_title, id=ids.PARAMETER_TITLE),
            parts.graph(
                ids.PARAMETER_FIGURE,
                shown.parameter_figure,
                "Stacked bars: parameters per model by component. The table below has the same numbers.",
                height=360,
                filename="gemma-parameters",
            ),
            html.Div(shown.legend, id=ids.PARAMETER_LEGEND),
            parts.source_line(PARAMETER_SOURCE),
        ),
        html.Div(shown.parameter_table, id=ids.PARAMETER_TABLE),
        parts.table_foot(PARAMETER_SOURCE, parts.csv_button(ids.PARAMETER_CSV, "parameter counts")),
        parts.prose(PARAMETER_PROSE),
        html.H2("Architecture"),
        html.Div(shown.architecture_table, id=ids.ARCHITECTURE_TABLE),
        parts.table_foot(ARCHITECTURE_SOURCE, parts.csv_button(ids.ARCHITECTURE_CSV, "architecture")),
        html.H2("Memory for the context"),
        parts.chart_card(
            html.H3(shown.kv_title, id=ids.KV_TITLE),
            parts.graph(
                ids.KV_FIGURE,
                shown.kv_figure,
                "Lines: key-value cache against context length, global and local layers apart.",
                height=400,
                filename="gemma-kv-cache",
            ),
            html.Div(shown.legend, id=ids.KV_LEGEND),
            parts.source_line(KV_SOURCE),
        ),
        html.Div(shown.kv_table, id=ids.KV_TABLE),
        parts.table_foot(KV_SOURCE, parts.csv_button(ids.KV_CSV, "cache sizes")),
        parts.prose(KV_PROSE),
    ]


def _generations(data: Data) -> Component:
    """Where Gemma 3 comes from; independent of the selection."""
    columns = [
        Column("Generation", numeric=False),
        Column("Sizes", numeric=False),
        Column("First release", numeric=False),
        Column("Context, tokens", numeric=False),
        Column("Attention", numeric=False),
        Column("Window, tokens", numeric=False),
        Column("Vocabulary", numeric=False),
        Column("Input", numeric=False),
        Column("Licence", numeric=False),
    ]
    reasons = {"window_tokens": "No local layers, so no window."}
    generations = generation_table(data.models)
    rows = [
        [
            missing(reasons.get(str(column), NOT_STATED))
            if theme.is_missing(value)
            else Cell(str(value), "text", swatch=theme.FAMILY_COLOURS.get(str(value)) if column == "family" else None)
            for column, value in row.items()
        ]
        for row in records(generations)
    ]
    return html.Div(
        [
            html.H2("Predecessors and what changed"),
            parts.prose(GENERATION_PROSE),
            html.Div(data_table(_id("generations"), "Gemma generations", columns, rows), id=ids.GENERATION_TABLE),
            parts.table_foot(GENERATION_SOURCE, parts.csv_button(ids.GENERATION_CSV, "generations")),
        ]
    )
