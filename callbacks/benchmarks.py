"""Callbacks of Performance Benchmarks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dash
from dash import Input, Output, State, dcc, no_update
from dash.development.base_component import Component

from callbacks import own_evaluations
from data import tables
from layouts import benchmarks as layout
from layouts.benchmarks import ids
from layouts.benchmarks import own as own_layout
from layouts.components import parts

NAMES = [control.name for control in layout.CONTROLS]


def page(state: Mapping[str, Any]) -> Component:
    """The page for the values of its controls."""
    return layout.layout(state, load_data(), own_evaluations.section())


def register(app: dash.Dash) -> None:
    """Updates the chosen view, and serves its table as CSV."""
    controls = [(control.id, control.prop) for control in layout.CONTROLS]
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.EMPTY, "children"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.OWN, "hidden"),
        Output(ids.TITLE, "children"),
        Output(ids.FIGURE, "figure"),
        Output(ids.FIGURE, "style"),
        Output(ids.LEGEND, "children"),
        Output(ids.CHART_SOURCE, "children"),
        Output(ids.TABLE, "children"),
        Output(ids.TABLE_SOURCE, "children"),
        Output(ids.DETAILS, "children"),
        Output(ids.SHOWN_DETAILS, "data"),
        *[Input(*control) for control in controls],
        State(ids.SHOWN_DETAILS, "data"),
        prevent_initial_call=True,
    )(update)
    app.callback(Output(ids.VERSUS, "options"), Input(own_layout.ids.CHANGED, "data"), prevent_initial_call=True)(
        offer_own_models
    )
    # which controls a view has changes with the view alone; in the browser, as every output costs an update time
    app.clientside_callback(
        f"(view) => {json.dumps(list(layout.USED_IN.values()))}.map((views) => !views.includes(view))",
        *[Output(layout.group_id(control), "hidden") for control in layout.USED_IN],
        Input(ids.VIEW, "value"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        Input(ids.CSV, "n_clicks"),
        *[State(*control) for control in controls],
        prevent_initial_call=True,
    )(download)
    own_evaluations.register(app)


def update(*arguments: Any) -> tuple[Any, ...]:
    """The page for the values of the controls, in the order of the outputs."""
    *values, shown_details = arguments
    data = load_data()
    selection = layout.select(data, dict(zip(NAMES, values, strict=True)))
    shown = layout.show(data, selection)
    is_own, key = selection.view == "own", selection.details_key
    # the text below the table is long and mostly stays the same
    below = (no_update, no_update) if key == shown_details else (layout.details(data, selection), key)
    nothing = is_own or bool(shown.empty)
    body = (
        (no_update,) * 7
        if nothing
        else (
            shown.title,
            shown.figure,
            {"height": f"{shown.height}px"},
            parts.name_legend(shown.legend),
            parts.source_line(shown.chart_source),
            shown.table,
            parts.source_line(shown.table_source),
        )
    )
    return (
        layout.notices(selection),
        layout.empty(shown),
        is_own or not shown.empty,
        nothing,
        not is_own,
        *body,
        *below,
    )


def offer_own_models(_changes: int) -> list[dict[str, Any]]:
    """The models to compare after one's own evaluations have changed."""
    return layout.versus_choices(load_data())


def download(clicks: int | None, *values: Any) -> Any:
    """The rows behind the shown table."""
    if not clicks:  # the button was only just drawn
        return no_update
    data = load_data()
    shown = layout.show(data, layout.select(data, dict(zip(NAMES, values, strict=True))))
    return dcc.send_string(shown.frame.to_csv(index=False), f"{shown.filename}.csv")


def load_data() -> layout.Data:
    """The tables that the page shows, with this visitor's own evaluations."""
    return layout.Data(**tables.benchmark_page(), own=own_evaluations.frame())
