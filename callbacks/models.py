"""Callbacks of Model Overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash import Input, Output, State, ctx, dcc
from dash.development.base_component import Component

from data import tables
from layouts import models as layout
from layouts.models import ids


def page(state: Mapping[str, Any]) -> Component:
    """The page for the values of its controls."""
    return layout.layout(state, load_data())


def register(app: dash.Dash) -> None:
    """Updates everything below the selection, and serves the tables as CSV.

    What stands at the top is updated first; the sections below it follow when it is on the screen.
    """
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.FINDING, "children"),
        Output(ids.PARAMETER_TITLE, "children"),
        Output(ids.PARAMETER_FIGURE, "figure"),
        Output(ids.PARAMETER_TABLE, "children"),
        Output(ids.REST, "data"),
        Input(ids.SELECT, "value"),
        prevent_initial_call=True,
    )(update)
    app.callback(
        Output(ids.PARAMETER_LEGEND, "children"),
        Output(ids.ARCHITECTURE_TABLE, "children"),
        Output(ids.KV_TITLE, "children"),
        Output(ids.KV_FIGURE, "figure"),
        Output(ids.KV_LEGEND, "children"),
        Output(ids.KV_TABLE, "children"),
        Input(ids.REST, "data"),
        prevent_initial_call=True,
    )(update_rest)
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.PARAMETER_CSV, "n_clicks"),
        Input(ids.ARCHITECTURE_CSV, "n_clicks"),
        Input(ids.KV_CSV, "n_clicks"),
        Input(ids.GENERATION_CSV, "n_clicks"),
        State(ids.SELECT, "value"),
        prevent_initial_call=True,
    )(download)


def update(models: list[str] | None) -> tuple[Any, ...]:
    """The top of the page for the chosen models, in the order of the outputs."""
    shown = layout.view(load_data(), models)
    return (
        shown.notice,
        not shown.empty,
        shown.empty,
        shown.finding,
        shown.parameter_title,
        shown.parameter_figure,
        shown.parameter_table,
        models,
    )


def update_rest(models: list[str] | None) -> tuple[Any, ...]:
    """The sections below, in the order of the outputs."""
    shown = layout.view(load_data(), models)
    return (
        shown.legend,
        shown.architecture_table,
        shown.kv_title,
        shown.kv_figure,
        shown.legend,
        shown.kv_table,
    )


def download(*arguments: Any) -> Any:
    """The table behind the pressed button, for the chosen models."""
    *clicks, models = arguments
    if not any(clicks):  # the buttons were only just drawn
        return dash.no_update
    data = load_data()
    names = layout.select(data, models).kept
    frames = {
        ids.PARAMETER_CSV: ("gemma-parameters.csv", lambda: layout.chosen(data.parameters, names)),
        ids.ARCHITECTURE_CSV: ("gemma-architecture.csv", lambda: layout.chosen(data.models, names)),
        ids.KV_CSV: ("gemma-kv-cache.csv", lambda: layout.chosen(data.kv, names)),
        ids.GENERATION_CSV: ("gemma-generations.csv", lambda: layout.generation_table(data.models)),
    }
    filename, frame = frames[ctx.triggered_id]
    return dcc.send_string(frame().to_csv(index=False), filename)


def load_data() -> layout.Data:
    """The tables that the page shows."""
    return layout.Data(**tables.model_page())
