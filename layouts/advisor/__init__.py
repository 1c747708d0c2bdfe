"""Deployment Advisor: which model, format, engine and card for the work, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data.advisor.advice import Advice
from data.advisor.memory import PARTS
from data.advisor.scoring import Bar, Score
from data.advisor.workload import Question
from layouts import theme
from layouts.advisor import control_bar, validation
from layouts.advisor.asking import Asked, ask
from layouts.advisor.controls import CONTROLS, MODELS, QUESTION_CONTROLS, SLIDERS, ids
from layouts.advisor.report import report
from layouts.advisor.text import ANSWER_SOURCE, HOW, OPTIONS_SOURCE, VALIDATION_PROSE, VALIDATION_SOURCE
from layouts.advisor.view import View
from layouts.components import parts
from layouts.components.attributes import attributes
from layouts.components.model_info import model_descriptions, model_options
from layouts.components.parts import Option
from layouts.figures.validation import scatter

__all__ = ["CONTROLS", "QUESTION_CONTROLS", "SLIDERS", "Asked", "Data", "View", "ask", "ids", "layout",
           "notices", "problems", "report", "validation_parts", "view"]  # fmt: skip


@dataclass(frozen=True)
class Data:
    """What the page shows whatever is asked: the models, the scored measurements and the limits."""

    models: pd.DataFrame
    parameters: pd.DataFrame
    scores: list[Score]
    bars: list[Bar]


def view(data: Data, advice: Advice, question: Question) -> View:
    """The parts that depend on the question."""
    symbols = theme.model_symbols(data.models)
    looks = {model: (colour, symbols[model]) for model, colour in theme.model_colours(data.models).items()}
    return View(advice, question, looks)


def layout(state: Mapping[str, Any], data: Data, asked: Asked, shown: View) -> Component:
    """The whole page, rendered for `state`; what takes longest is filled in by the callback on `ids.REST`.

    `shown` is the answer to `asked`, or to any other question where `asked` has none.
    """
    descriptions = model_descriptions(data.models, data.parameters)
    choices = model_options(data.models, descriptions, theme.model_colours(data.models), MODELS)
    values = [state[control.name] for control in QUESTION_CONTROLS]
    return html.Div(
        [
            *parts.page_header(
                "Deployment Advisor",
                "Which Gemma 3 model, in which format, on which hardware does your work need, and what does it cost?",
            ),
            *control_bar.controls(state, choices),
            html.Div(notices(asked), id=ids.NOTICE),
            html.Div(problems(asked), id=ids.EMPTY, hidden=asked.question is not None),
            html.Div(_body(shown, state), id=ids.BODY, hidden=asked.question is None),
            _proof(data, state),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.RENT, data=state["rent"]),
            dcc.Store(id=ids.BUY, data=state["buy"]),
            dcc.Store(id=ids.QUESTION),
            dcc.Store(id=ids.ANSWERED),
            dcc.Store(id=ids.REST, data=values),
        ],
        className="page",
    )


def notices(asked: Asked) -> list[Component]:
    """What was left out of the question."""
    return [shown for shown in map(parts.notice, asked.notices) if shown is not None]


def problems(asked: Asked) -> list[Component]:
    """What to put right before there can be an answer."""
    if not asked.problems:
        return []
    lines = html.Ul([html.Li(problem) for problem in asked.problems])
    return [
        html.Div(
            [html.P("The question cannot be answered as it stands."), lines], className="empty-state", role="status"
        )
    ]


def _body(shown: View, state: Mapping[str, Any]) -> list[Component]:
    return [
        html.Div(shown.answer, id=ids.ANSWER, className="finding-box advisor-answer"),
        parts.source_line(ANSWER_SOURCE),
        html.H2("Memory of the card"),
        parts.chart_card(
            html.H3(shown.memory_title, id=ids.MEMORY_TITLE),
            parts.graph(
                ids.MEMORY_FIGURE,
                shown.memory_figure,
                "Stacked bars: memory by part of the recommended and the next configurations; limit of the card.",
                height=420,
                filename="gemma-advice-memory",
            ),
            html.Div(_parts_legend()),
            parts.source_line(ANSWER_SOURCE),
        ),
        html.H2("Start it"),
        html.Div(shown.launch, id=ids.LAUNCH),
        html.H2("What would change the answer"),
        html.Div(id=ids.CHANGES, className="advisor-changes-box"),
        html.H2("Cost, quality and answer time"),
        _chart(ids.PARETO_TITLE, ids.PARETO_FIGURE, "Cost against answer time of every model and card.", 460, "cost"),
        html.H2("Longer documents, more people"),
        html.Div(
            [
                _chart(ids.CONTEXT_TITLE, ids.CONTEXT_FIGURE, "Memory and answer time over context.", 340, "context"),
                _chart(ids.PEOPLE_TITLE, ids.PEOPLE_FIGURE, "Memory and answer time over people.", 340, "people"),
            ],
            className="advisor-pair",
        ),
        html.H2("All good configurations"),
        _find(state["find"]),
        html.Div(shown.options_table, id=ids.OPTIONS_TABLE),
        html.Div(
            [parts.source_line(OPTIONS_SOURCE), html.Div(_downloads(), className="downloads")], className="table-foot"
        ),
        html.Details([html.Summary("What the limits left out"), html.Div(shown.excluded, id=ids.EXCLUDED)]),
        parts.prose(HOW),
    ]


def _parts_legend() -> Component:
    legend = [
        Option(part, theme.PART_LABELS[part], theme.PART_MEANINGS[part], theme.PART_COLOURS[part]) for part in PARTS
    ]
    return parts.name_legend([*legend, Option("limit", "Limit", "What the engine may use of one card.", theme.GREY)])


def _chart(title: str, figure: str, description: str, height: int, name: str) -> Component:
    empty = theme.figure([], x=theme.axis(visible=False), y=theme.axis(visible=False))
    return parts.chart_card(
        html.H3(id=title),
        parts.graph(figure, empty, description, height=height, filename=f"gemma-advice-{name}"),
        parts.source_line(ANSWER_SOURCE),
    )


def _find(value: str) -> Component:
    return html.Div(
        [
            html.Label("Find", htmlFor=ids.FIND, className="control-label"),
            dbc.Input(
                id=ids.FIND,
                type="search",
                value=value,
                placeholder="model, format, engine, card",
                size="sm",
                maxlength=100,
                autocomplete="off",
            ),
        ],
        className="select-choice",
        **attributes(data_finds=ids.OPTIONS),
    )


def _downloads() -> list[Component]:
    buttons = (
        (ids.CSV, "CSV", "Download the table as CSV"),
        (ids.XLSX, "XLSX", "Download the table as an Excel workbook"),
        (ids.JSON, "JSON", "Download the table as JSON"),
        (ids.ADVICE_JSON, "Whole advice, JSON", "Download question and advice as JSON, as POST /api/advise answers"),
        (ids.REPORT, "Report, HTML", "Download a report in one file for the colleague who signs"),
    )
    return [
        html.Button(
            label, id=button, title=title, className="btn btn-outline-secondary btn-sm", **attributes(aria_label=title)
        )
        for button, label, title in buttons
    ]


def _proof(data: Data, state: Mapping[str, Any]) -> Component:
    shown, figure, table = validation_parts(data, state["checked"])
    return html.Div(
        [
            html.H2("How good are the estimates?"),
            parts.prose(VALIDATION_PROSE),
            html.Div(validation.bars_table(data.bars), id=ids.BARS_TABLE),
            html.Details(
                [
                    html.Summary("Median and worst error of each quantity"),
                    html.Div(validation.errors_table(data.scores), id=ids.ERRORS_TABLE),
                ]
            ),
            html.Div(
                [
                    html.Label("Measurements of", htmlFor=ids.CHECKED, className="control-label"),
                    dbc.Select(
                        id=ids.CHECKED,
                        options=[{"label": one.label, "value": name} for name, one in validation.FAMILIES.items()],
                        value=state["checked"] if state["checked"] in validation.FAMILIES else "speed",
                        size="sm",
                    ),
                ],
                className="select-choice",
            ),
            parts.chart_card(
                html.H3(shown, id=ids.VALIDATION_TITLE),
                parts.graph(
                    ids.VALIDATION_FIGURE,
                    figure,
                    "Estimate against measurement, both on logarithmic axes.",
                    height=440,
                    filename="gemma-advice-validation",
                ),
                parts.source_line(VALIDATION_SOURCE),
            ),
            html.Details(
                [html.Summary("Every row with its error and source"), html.Div(table, id=ids.VALIDATION_TABLE)]
            ),
            html.Details(
                [
                    html.Summary("Rows that are not scored, and why"),
                    html.Div(validation.declined_table(data.scores), id=ids.DECLINED_TABLE),
                ]
            ),
            parts.table_foot(
                VALIDATION_SOURCE, parts.csv_button(ids.VALIDATION_CSV, "every measurement with its estimate")
            ),
        ]
    )


def validation_parts(data: Data, checked: str) -> tuple[str, dict[str, Any], Component]:
    """Title, chart and table of the chosen quantity."""
    chosen = validation.family(checked)
    rows = validation.scored(data.scores, chosen)
    names = {quantity: validation.words(quantity) for quantity in dict.fromkeys(one.row.quantity for one in rows)}
    return (
        validation.title(data.scores, chosen),
        scatter(rows, chosen.unit, chosen.scale, names),
        validation.rows_table(data.scores, chosen),
    )
