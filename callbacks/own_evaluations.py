"""A visitor's own evaluations on Performance Benchmarks: thin wrappers around records and layout."""

from __future__ import annotations

from typing import Any

import dash
import pandas as pd
from dash import ALL, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from callbacks.context import evaluations, owner
from layouts.benchmarks import own
from layouts.benchmarks.own import ids


def register(app: dash.Dash) -> None:
    """Wires the list of sets, deletion, and the problems of files that were refused."""
    app.callback(
        Output(ids.SETS, "children"),
        Output(ids.MESSAGE, "children"),
        Output(ids.CHANGED, "data"),
        Input(ids.UPLOADED, "data"),
        Input({"type": ids.DELETE, "set": ALL}, "submit_n_clicks"),
        State(ids.CHANGED, "data"),
        prevent_initial_call=True,
    )(change)
    app.callback(Output(ids.PROBLEMS, "children"), Input(ids.REFUSED, "data"), prevent_initial_call=True)(show_problems)


def section() -> Component:
    """The section for this visitor."""
    return own.view(evaluations().sets(owner()))


def frame() -> pd.DataFrame:
    """This visitor's own evaluations as `EvaluationRecords.frame` gives them."""
    return evaluations().frame(owner())


def change(uploaded: dict[str, Any] | None, _submits: list[int | None], changes: int) -> tuple[Any, Any, Any]:
    """Lists the sets anew after an upload, or deletes the set whose deletion was confirmed; says what was done."""
    trigger = ctx.triggered_id
    if not ctx.triggered[0]["value"]:  # the section was rendered, nothing was done
        return no_update, no_update, no_update
    if isinstance(trigger, dict):
        name = evaluations().delete(trigger["set"], owner())
        message = f"{name} was deleted." if name else "This file had been deleted already."
        kept = evaluations().sets(owner())
    else:
        kept = evaluations().sets(owner())
        added = next((found for found in kept if uploaded and found.id == uploaded["id"]), None)
        message = f"{added.name} is stored: {own.rows(added)}." if added else ""
    return own.set_list(kept), message, (changes or 0) + 1


def show_problems(refused: list[dict[str, Any]] | None) -> list[Component]:
    """What is wrong in the files that were just refused."""
    return own.problem_tables(refused or [])
