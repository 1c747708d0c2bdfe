"""The controls of Performance Benchmarks; each is drawn once and hidden in views that it has no say in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.tables import FORMATS
from layouts import theme
from layouts.benchmarks.controls import USED_IN, group_id, ids
from layouts.benchmarks.looks import looks
from layouts.benchmarks.offered import AMONG, GENERATIONS, LONG, MODELS, PRETRAINED, TUNED, VIEWS
from layouts.benchmarks.selection import Data, Selection, ability_models, quality_options, versus_models
from layouts.components import parts
from layouts.components.attributes import attributes
from layouts.components.parts import Option

FIND_DELAY = 120  # ms without a key pressed


def controls(data: Data, selection: Selection) -> list[Component]:
    """The choice of the view, then the controls of all views."""
    drawn = {
        ids.PRETRAINED: _choice(ids.PRETRAINED, "Table", PRETRAINED, selection.pretrained),
        ids.TUNED: _choice(ids.TUNED, "Table", TUNED, selection.tuned),
        ids.GENERATION: _choice(ids.GENERATION, "Table", GENERATIONS, selection.generation),
        ids.LONG: _radio(ids.LONG, "Measurement", LONG, selection.long),
        ids.AMONG: _radio(ids.AMONG, "Scores of", AMONG, selection.among),
        ids.QUALITY: _choice(ids.QUALITY, "Benchmark", quality_options(data), selection.quality),
        ids.FORMAT: _radio(
            ids.FORMAT, "Weight format", {name: theme.FORMAT_LABELS[name] for name in FORMATS}, selection.format
        ),
        ids.FIND: _find(selection.find),
        ids.PAGE: _page(selection.page),
        ids.MODELS: _checklist(data, ids.MODELS, "Models", MODELS, selection.models),
        ids.ABILITIES: _checklist(
            data, ids.ABILITIES, "Models of Figure 2 and the 1B", ability_models(data), selection.abilities
        ),
        ids.VERSUS: _checklist(
            data, ids.VERSUS, "Two to four models; the first is the yardstick", versus_models(data), selection.versus
        ),
    }
    return [
        html.Fieldset(
            [
                html.Legend("View", className="control-label"),
                dbc.RadioItems(
                    id=ids.VIEW,
                    options=[{"label": label, "value": value} for value, label in VIEWS.items()],
                    value=selection.view,
                    class_name="view-choice",
                    input_class_name="btn-check",
                    label_class_name="btn btn-outline-secondary btn-sm",
                ),
            ],
            className="view-group",
        ),
        *[
            html.Div(drawn[control], id=group_id(control), hidden=selection.view not in views)
            for control, views in USED_IN.items()
        ],
        html.Button(
            "Generate visualizations",
            id=ids.DRAW,
            className="btn btn-outline-secondary btn-sm draw-now",
            **attributes(
                data_tip="Every choice is drawn at once. This draws the chosen set anew and goes to it, which is the "
                "shortest way with the keyboard."
            ),
        ),
    ]


def options(data: Data, names: Sequence[str]) -> list[Option]:
    """Models with colour and meaning, each family beginning a new line."""
    found = looks(data, {name: name for name in names})
    seen: set[str] = set()
    drawn = []
    for name, look in found.items():
        family = name.split(" ")[0] if name.startswith("Gemini") else " ".join(name.split(" ")[:2])
        drawn.append(Option(name, name, look.meaning, look.colour, new_line=family not in seen))
        seen.add(family)
    return drawn


def _checklist(data: Data, control: str, legend: str, names: Sequence[str], value: Sequence[str]) -> Component:
    return parts.checklist(control, legend, options(data, names), value)


def _radio(control: str, legend: str, choices: Mapping[str, str], value: str) -> Component:
    return html.Fieldset(
        [
            html.Legend(legend, className="control-label"),
            dbc.RadioItems(
                id=control,
                options=[{"label": label, "value": name} for name, label in choices.items()],
                value=value,
                inline=True,
            ),
        ]
    )


def _choice(control: str, label: str, choices: Mapping[str, str], value: str) -> Component:
    return html.Div(
        [
            html.Label(label, htmlFor=control, className="control-label"),
            dbc.Select(
                id=control,
                options=[{"label": text, "value": name} for name, text in choices.items()],
                value=value,
                size="sm",
            ),
        ],
        className="select-choice",
    )


def _page(value: int) -> Component:
    return html.Div(
        [
            html.Label("Page", htmlFor=ids.PAGE, className="control-label"),
            dbc.Input(id=ids.PAGE, type="number", min=1, step=1, value=value, debounce=FIND_DELAY, size="sm"),
        ],
        className="page-choice",
    )


def _find(value: str) -> Component:
    return html.Div(
        [
            html.Label("Find", htmlFor=ids.FIND, className="control-label"),
            dbc.Input(
                id=ids.FIND,
                type="search",
                value=value,
                debounce=FIND_DELAY,
                placeholder="benchmark, metric, group",
                size="sm",
                maxlength=100,
                **attributes(autocomplete="off"),
            ),
        ],
        className="select-choice",
    )
