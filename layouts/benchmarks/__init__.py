"""Performance Benchmarks: one view at a time, a chart and the table with the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.benchmarks import (
    abilities,
    arena,
    control_bar,
    generations,
    long_context,
    own_scores,
    pareto,
    score_views,
    versus,
)
from layouts.benchmarks.controls import CONTROLS, USED_IN, group_id, ids
from layouts.benchmarks.offered import VIEWS
from layouts.benchmarks.selection import Data, Selection, select, versus_models
from layouts.benchmarks.shown import Shown
from layouts.components import parts

__all__ = [
    "CONTROLS",
    "USED_IN",
    "VIEWS",
    "Data",
    "Selection",
    "Shown",
    "around",
    "below",
    "details",
    "empty",
    "group_id",
    "ids",
    "layout",
    "notices",
    "select",
    "show",
    "versus_choices",
]

SHOW: Mapping[str, Callable[[Data, Selection], Shown]] = {
    "arena": arena.shown,
    "zero-shot": score_views.zero_shot,
    "abilities": abilities.shown,
    "pretrained": score_views.pretrained,
    "tuned": score_views.tuned,
    "long": long_context.shown,
    "versus": versus.shown,
    "pareto": pareto.against_memory,
    "cost": pareto.against_cost,
    "generations": generations.shown,
    "own": own_scores.shown,
}
PROSE = {
    "arena": arena.DETAILS,
    "zero-shot": score_views.DETAILS,
    "pretrained": score_views.DETAILS,
    "tuned": score_views.DETAILS,
    "long": long_context.DETAILS,
    "versus": versus.DETAILS,
    "pareto": pareto.DETAILS,
    "cost": pareto.DETAILS,
    "own": own_scores.DETAILS,
}
CHART = "Chart of the chosen view. The table below has the same numbers."


def show(data: Data, selection: Selection) -> Shown:
    """The chosen view; the layout of its chart names the picture that it is saved as (assets/pictures.js)."""
    shown = SHOW[selection.view](data, selection)
    layout = shown.figure["layout"] | {"meta": {"filename": shown.filename}}
    return replace(shown, figure=shown.figure | {"layout": layout})


def details(data: Data, selection: Selection) -> list[Component]:
    """What stands below the table: how to read it, derivations, disagreements."""
    if selection.view == "abilities":
        return abilities.details(data)
    if selection.view == "generations":
        return generations.details(data, selection.generation)
    return [parts.prose(PROSE[selection.view])]


def versus_choices(data: Data) -> list[dict[str, Any]]:
    """The models that can be compared head to head, one's own among them, as the checklist takes them."""
    return parts.choices(ids.VERSUS, control_bar.options(data, versus_models(data)))


def notices(selection: Selection) -> list[Component]:
    """What a link names and the page does not know."""
    return [shown for shown in map(parts.notice, selection.notices) if shown is not None]


def layout(state: Mapping[str, Any], data: Data, own: Component | None = None) -> Component:
    """The whole page, already rendered for `state`; `own` is the section of one's own evaluations."""
    selection = select(data, state)
    shown = show(data, selection)
    state_of_it = around(selection, shown)
    no_empty, no_body, no_own = state_of_it["hidden"]
    return html.Div(
        [
            *parts.page_header(
                "Performance Benchmarks",
                "How well the models do what they are asked, as the Gemma reports print it: every table, with what the "
                "numbers can and cannot be compared with.",
            ),
            html.Div(control_bar.controls(data, selection), className="controls"),
            html.Div(notices(selection), id=ids.NOTICE),
            html.Div(own, id=ids.OWN, hidden=no_own),
            html.Div(empty(shown), id=ids.EMPTY, hidden=no_empty),
            html.Div(body(shown), id=ids.BODY, hidden=no_body),
            html.Div(details(data, selection), id=ids.DETAILS),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.SHOWN, data=state_of_it),
        ],
        className="page",
    )


def around(selection: Selection, shown: Shown) -> dict[str, Any]:
    """What stands around chart and table. It mostly stays as it is, and what does is not sent again: the browser takes
    a while for every output."""
    return {
        "notices": list(selection.notices),
        "empty": shown.empty,
        "hidden": [not shown.empty, shown.table is None, selection.view != "own"],
        "details": selection.details_key,
        # a hidden chart is not drawn, and keeps the height that it had
        "height": shown.height if shown.table else None,
    }


def empty(shown: Shown) -> list[Component]:
    """What to do where nothing can be shown."""
    return [parts.empty_state(shown.empty)] if shown.empty else []


def body(shown: Shown) -> list[Component]:
    """Chart and table of a view; the callbacks fill the same places anew."""
    return [
        parts.chart_card(
            # can be given the focus, which the button that draws does
            html.H2(shown.title, id=ids.TITLE, className="chart-title", tabIndex=-1),
            parts.graph(ids.FIGURE, shown.figure, CHART, height=shown.height, filename=shown.filename),
        ),
        html.Div(below(shown), id=ids.TABLE),
        html.Div(parts.csv_button(ids.CSV, "the table"), className="downloads"),
    ]


def below(shown: Shown) -> list[Component | None]:
    """Names and source of the chart, the table, and its source."""
    return [
        parts.name_legend(shown.legend),
        parts.source_line(shown.chart_source),
        shown.table,
        parts.source_line(shown.table_source),
    ]
