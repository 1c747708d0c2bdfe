"""Callbacks of Quantization Strategies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash import Input, Output, State, ctx, dcc
from dash.development.base_component import Component

from data import tables
from layouts import quantization as layout
from layouts.quantization import ids


def page(state: Mapping[str, Any]) -> Component:
    """The page for the values of its controls."""
    return layout.layout(state, load_data())


def register(app: dash.Dash) -> None:
    """Updates everything below the controls, and serves the tables as CSV.

    What stands at the top is updated first; the sections below it follow when it is on the screen. Cache type and
    engine concern the lower sections only, and the sizes of files only the choice of models.
    """
    cache_type, engine = State(ids.CACHE_TYPE, "value"), State(ids.ENGINE, "value")
    app.clientside_callback(
        "(step) => 2 ** step",
        Output(ids.CONTEXT, "data"),
        Input(ids.CONTEXT_SLIDER, "value"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.FINDING, "children"),
        Output(ids.MEMORY_TITLE, "children"),
        Output(ids.MEMORY_FIGURE, "figure"),
        Output(ids.MEMORY_TABLE, "children"),
        Output(ids.REST, "data"),
        Output(ids.REST_OF_MODELS, "data"),
        Input(ids.MODELS, "value"),
        Input(ids.FORMATS, "value"),
        Input(ids.KV, "value"),
        Input(ids.CONTEXT, "data"),
        cache_type,
        engine,
        prevent_initial_call=True,
    )(update)
    app.callback(
        Output(ids.FORMAT_TEXT, "children"),
        Output(ids.MEMORY_LEGEND, "children"),
        Output(ids.ENGINE_TITLE, "children"),
        Output(ids.ENGINE_FIGURE, "figure"),
        Output(ids.ENGINE_TABLE, "children"),
        Output(ids.CACHE_TABLE, "children"),
        Output(ids.GAP_TITLE, "children"),
        Output(ids.GAP_FIGURE, "figure"),
        Output(ids.GAP_REASONS, "children"),
        Output(ids.GAP_TABLE, "children"),
        Output(ids.FITS_NOTE, "children"),
        Output(ids.FITS_TITLE, "children"),
        Output(ids.FITS_TABLE, "children"),
        Output(ids.NEED_TABLE, "children"),
        Input(ids.REST, "data"),
        Input(ids.CACHE_TYPE, "value"),
        Input(ids.ENGINE, "value"),
        *_chosen()[:4],
        prevent_initial_call=True,
    )(update_rest)
    app.callback(
        Output(ids.FILE_TITLE, "children"),
        Output(ids.FILE_FIGURE, "figure"),
        Output(ids.FILE_REASON, "children"),
        Output(ids.FILE_TABLE, "children"),
        Output(ids.PUBLISHED_TABLE, "children"),
        Output(ids.PERPLEXITY_TABLE, "children"),
        Input(ids.REST_OF_MODELS, "data"),
        *_chosen(),
        prevent_initial_call=True,
    )(update_files)
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        *[Input(button, "n_clicks") for button in _FILES],
        *_chosen(),
        prevent_initial_call=True,
    )(download)


def _chosen() -> list[State]:
    return [State(control.id, control.prop) for control in layout.CONTROLS]


def update(*values: Any) -> tuple[Any, ...]:
    """The top of the page for the values of the controls, in the order of the outputs."""
    data = load_data()
    shown = layout.view(data, layout.select(data, *values))
    return (
        shown.notice,
        not shown.empty,
        shown.empty,
        shown.finding,
        shown.memory_title,
        shown.memory_figure,
        shown.memory_table,
        values,
        values if ctx.triggered_id == ids.MODELS else dash.no_update,
    )


def update_rest(_done: Any, cache_type: str, engine: str, *values: Any) -> tuple[Any, ...]:
    """The sections on cache and cards, in the order of the outputs."""
    data = load_data()
    shown = layout.view(data, layout.select(data, *[*values, cache_type, engine]))
    return (
        shown.format_text,
        shown.legend,
        shown.engine_title,
        shown.engine_figure,
        shown.engine_table,
        shown.cache_table,
        shown.gap_title,
        shown.gap_figure,
        shown.gap_reasons,
        shown.gap_table,
        shown.fits_note,
        shown.fits_title,
        shown.fits_table,
        shown.need_table,
    )


def update_files(_done: Any, *values: Any) -> tuple[Any, ...]:
    """The sections on files and perplexity, in the order of the outputs."""
    data = load_data()
    shown = layout.view(data, layout.select(data, *values))
    return (
        shown.file_title,
        shown.file_figure,
        shown.file_reason,
        shown.file_table,
        shown.published_table,
        shown.perplexity_table,
    )


_FILES = {
    ids.MEMORY_CSV: ("gemma-3-memory.csv", layout.memory_rows),
    ids.FILE_CSV: ("gemma-3-file-sizes.csv", layout.file_rows),
    ids.PUBLISHED_CSV: ("gemma-3-published-sizes.csv", layout.published_rows),
    ids.PERPLEXITY_CSV: ("gemma-3-perplexity.csv", layout.perplexity_rows),
    ids.ENGINE_CSV: ("gemma-3-kv-cache-by-engine.csv", layout.engine_rows),
    ids.CACHE_CSV: ("gemma-3-kv-cache.csv", layout.cache_rows),
    ids.GAP_CSV: ("gemma-3-kv-cache-check.csv", layout.gap_rows),
    ids.FITS_CSV: ("gemma-3-fits.csv", layout.fits_rows),
    ids.NEED_CSV: ("gemma-3-memory-by-part.csv", layout.need_rows),
}


def download(*arguments: Any) -> Any:
    """The table behind the pressed button, for the values of the controls."""
    clicks, values = arguments[: len(_FILES)], arguments[len(_FILES) :]
    if not any(clicks):  # the buttons were only just drawn
        return dash.no_update
    data = load_data()
    filename, rows = _FILES[ctx.triggered_id]
    return dcc.send_string(rows(data, layout.select(data, *values)).to_csv(index=False), filename)


def load_data() -> layout.Data:
    """The tables that the page shows."""
    return layout.Data(**tables.quantization_page())
