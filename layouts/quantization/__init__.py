"""Quantization Strategies: what a weight format saves, and what the context adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.components import parts
from layouts.figures.memory import FORMAT_MEANINGS
from layouts.quantization.controls import CONTROLS, DEFAULT_MODELS, ids, table_controls
from layouts.quantization.sections import SECTIONS, body, contents
from layouts.quantization.selection import (
    Data,
    Selection,
    cache_rows,
    engine_rows,
    file_rows,
    fits_rows,
    gap_rows,
    memory_rows,
    need_rows,
    perplexity_rows,
    published_rows,
    select,
)
from layouts.quantization.tables import GAP_COLUMNS
from layouts.quantization.view import View, view

__all__ = [
    "CONTROLS",
    "DEFAULT_MODELS",
    "FORMAT_MEANINGS",
    "GAP_COLUMNS",
    "SECTIONS",
    "Data",
    "Selection",
    "View",
    "cache_rows",
    "engine_rows",
    "file_rows",
    "fits_rows",
    "gap_rows",
    "ids",
    "layout",
    "memory_rows",
    "need_rows",
    "perplexity_rows",
    "published_rows",
    "select",
    "view",
]


def layout(state: Mapping[str, Any], data: Data) -> Component:
    """The whole page, already rendered for `state`."""
    selection = select(data, *(state[control.name] for control in CONTROLS))
    shown = view(data, selection)
    return html.Div(
        [
            *parts.page_header(
                "Quantization Strategies",
                "How much memory a Gemma 3 model takes in each weight format, what the context adds, and on which "
                "card it fits.",
            ),
            html.Div(table_controls(data, selection), className="controls"),
            html.Div(shown.format_text, id=ids.FORMAT_TEXT),
            html.Div(shown.notice, id=ids.NOTICE),
            html.Div(
                parts.empty_state("Nothing to show yet. Tick at least one model and one weight format above."),
                id=ids.EMPTY,
                hidden=not shown.empty,
            ),
            html.Div(
                [html.Div(shown.finding, id=ids.FINDING, className="finding-box"), contents(), *body(shown, data)],
                id=ids.BODY,
                hidden=shown.empty,
            ),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.REST),
            dcc.Store(id=ids.REST_OF_MODELS),
        ],
        className="page",
    )
