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

    What stands at the top is updated first; the sections below it follow when it is on the screen.
    """
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.FINDING, "children"),
        Output(ids.MEMORY_TITLE, "children"),
        Output(ids.MEMORY_FIGURE, "figure"),
        Output(ids.MEMORY_TABLE, "children"),
        Output(ids.REST, "data"),
        *[Input(control.id, control.prop) for control in layout.CONTROLS],
        prevent_initial_call=True,
    )(update)
    app.callback(
        Output(ids.FORMAT_TEXT, "children"),
        Output(ids.MEMORY_LEGEND, "children"),
        Output(ids.CACHE_TITLE, "children"),
        Output(ids.CACHE_FIGURE, "figure"),
        Output(ids.CACHE_TABLE, "children"),
        Output(ids.GAP_TITLE, "children"),
        Output(ids.GAP_FIGURE, "figure"),
        Output(ids.GAP_TABLE, "children"),
        Output(ids.FITS_TITLE, "children"),
        Output(ids.NEED_TABLE, "children"),
        Output(ids.FITS_TABLE, "children"),
        Input(ids.REST, "data"),
        prevent_initial_call=True,
    )(update_rest)
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.MEMORY_CSV, "n_clicks"),
        Input(ids.CACHE_CSV, "n_clicks"),
        Input(ids.GAP_CSV, "n_clicks"),
        Input(ids.FITS_CSV, "n_clicks"),
        State(ids.MODELS, "value"),
        State(ids.FORMATS, "value"),
        State(ids.KV, "value"),
        State(ids.CONTEXT, "value"),
        prevent_initial_call=True,
    )(download)


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
    )


def update_rest(values: list[Any]) -> tuple[Any, ...]:
    """The sections below, in the order of the outputs."""
    data = load_data()
    shown = layout.view(data, layout.select(data, *values))
    return (
        shown.format_text,
        shown.legend,
        shown.cache_title,
        shown.cache_figure,
        shown.cache_table,
        shown.gap_title,
        shown.gap_figure,
        shown.gap_table,
        shown.fits_title,
        shown.need_table,
        shown.fits_table,
    )


def download(*arguments: Any) -> Any:
    """The table behind the pressed button, for the values of the controls."""
    *clicks, models, formats, with_kv, context = arguments
    if not any(clicks):  # the buttons were only just drawn
        return dash.no_update
    data = load_data()
    selection = layout.select(data, models, formats, with_kv, context)
    files = {
        ids.MEMORY_CSV: ("gemma-3-memory.csv", layout.memory_rows),
        ids.CACHE_CSV: ("gemma-3-kv-cache.csv", layout.cache_rows),
        ids.GAP_CSV: ("gemma-3-kv-cache-check.csv", layout.gap_rows),
        ids.FITS_CSV: ("gemma-3-fits.csv", layout.fits_rows),
    }
    filename, rows = files[ctx.triggered_id]
    return dcc.send_string(rows(data, selection).to_csv(index=False), filename)


def load_data() -> layout.Data:
    """The tables that the page shows."""
    return layout.Data(**tables.quantization_page())
