"""Callbacks of Performance Benchmarks."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import dash
import pandas as pd
from dash import Input, Output, State, ctx, dcc, no_update
from dash.development.base_component import Component

from callbacks import own_evaluations
from data import tables
from data.evaluation_records import NO_EVALUATIONS
from layouts import benchmarks as layout
from layouts.benchmarks import ids
from layouts.benchmarks import own as own_layout

# the chart is drawn after the callback of the same press has answered
GO_TO_RESULT = f"""(pressed) => {{
    const graph = document.querySelector("#{ids.FIGURE} .js-plotly-plot");
    if (pressed) graph.once("plotly_afterplot", () => document.getElementById("{ids.TITLE}").focus());
}}"""
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
        Output(ids.TABLE, "children"),
        Output(ids.DETAILS, "children"),
        Output(ids.SHOWN, "data"),
        *[Input(*control) for control in controls],
        Input(ids.DRAW, "n_clicks"),
        Input(own_layout.ids.CHANGED, "data"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(update)
    app.clientside_callback(GO_TO_RESULT, Input(ids.DRAW, "n_clicks"), prevent_initial_call=True)
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
    """The page for the values of the controls, in the order of the outputs; what is there already is left out, unless
    the button asked for everything."""
    *values, _pressed, _changes, before = arguments
    if ctx.triggered_id == ids.DRAW:
        before = None
    drawn = draw(dict(zip(NAMES, values, strict=True)))
    shown, now = drawn.shown, drawn.now

    def new(part: str, made: Any) -> Any:
        return no_update if before and before[part] == now[part] else made

    hidden = new("hidden", now["hidden"])
    visible = shown.table is not None
    return (
        new("notices", drawn.notices),
        new("empty", drawn.empty),
        *((no_update,) * 3 if hidden is no_update else hidden),
        shown.title if visible else no_update,
        shown.figure if visible else no_update,
        new("height", {"height": f"{shown.height}px"}) if visible else no_update,
        drawn.below if visible else no_update,
        new("details", drawn.details),
        no_update if now == before else now,
    )


class Drawn(NamedTuple):
    """A view with what stands around it; `now` is what the browser has of it (`layout.around`)."""

    shown: layout.Shown
    now: dict[str, Any]
    notices: list[Component]
    empty: list[Component]
    below: list[Component | None]
    details: list[Component]


def draw(values: Mapping[str, Any]) -> Drawn:
    """The view for the values of the controls (by name)."""
    own = own_evaluations.frame()
    if own.empty and not values["find"]:
        return _published(json.dumps(values))
    return _draw(values, own)


@functools.lru_cache(maxsize=128)
def _published(values: str) -> Drawn:
    # the same for everybody, and drawing it takes longer than sending it; some 50 kB each
    return _draw(json.loads(values), NO_EVALUATIONS)


def _draw(values: Mapping[str, Any], own: pd.DataFrame) -> Drawn:
    data = _data(own)
    selection = layout.select(data, values)
    shown = layout.show(data, selection)
    return Drawn(
        shown,
        layout.around(selection, shown),
        layout.notices(selection),
        layout.empty(shown),
        layout.below(shown),
        layout.details(data, selection),
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
    return _data(own_evaluations.frame())


def _data(own: pd.DataFrame) -> layout.Data:
    return layout.Data(**tables.benchmark_page(), own=own)
