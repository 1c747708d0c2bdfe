"""Callbacks of Deployment Advisor."""

from __future__ import annotations

import datetime
import functools
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash
import pandas as pd
from dash import Input, Output, State, ctx, dcc
from dash.development.base_component import Component

from callbacks.context import measured_here
from data import tables
from data.advisor import calibration, frontier, scoring, sensitivity
from data.advisor.advice import Advice, Change, advise, changes
from data.advisor.local import Correction
from data.advisor.scoring import Bar, Score
from data.advisor.workload import Question
from layouts import advisor as layout
from layouts.advisor import answer, ids, options_table, validation
from layouts.advisor.report import assumptions

NAMES = [control.name for control in layout.QUESTION_CONTROLS]


def page(state: Mapping[str, Any]) -> Component:
    """The page for the values of its controls."""
    data = load_data()
    asked = layout.ask(state)
    question = asked.question or Question()
    return layout.layout(state, data, asked, layout.view(data, advice_of(question), question))


def register(app: dash.Dash) -> None:
    """The question goes out, the answer comes at once, and the rest of the page when no newer question waits."""
    for number in layout.SLIDERS:
        stops = json.dumps(list(number.stops))
        app.clientside_callback(
            f"(number, place) => window.gv.slide({stops}, number, place)",
            Output(number.id, "value"),
            Output(number.range_id, "value"),
            Input(number.id, "value"),
            Input(number.range_id, "value"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        "(...values) => window.gv.ask(...values)",
        Output(ids.QUESTION, "data"),
        *[Input(control.id, control.prop) for control in layout.QUESTION_CONTROLS],
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.EMPTY, "children"),
        Output(ids.EMPTY, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.ANSWER, "children"),
        Output(ids.MEMORY_TITLE, "children"),
        Output(ids.MEMORY_FIGURE, "figure"),
        Output(ids.ANSWERED, "data"),
        Input(ids.QUESTION, "data"),
        prevent_initial_call=True,
    )(update)
    app.clientside_callback(
        f"(values) => window.gv.answered({json.dumps(ids.QUESTION)}, values)",
        Output(ids.REST, "data"),
        Input(ids.ANSWERED, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.LAUNCH, "children"),
        Output(ids.OPTIONS_TABLE, "children"),
        Output(ids.EXCLUDED, "children"),
        Input(ids.REST, "data"),
        prevent_initial_call=True,
    )(update_rest)
    app.callback(
        Output(ids.CHANGES, "children"),
        Output(ids.PARETO_TITLE, "children"),
        Output(ids.PARETO_FIGURE, "figure"),
        Output(ids.CONTEXT_TITLE, "children"),
        Output(ids.CONTEXT_FIGURE, "figure"),
        Output(ids.PEOPLE_TITLE, "children"),
        Output(ids.PEOPLE_FIGURE, "figure"),
        Input(ids.REST, "data"),
    )(update_last)
    app.callback(
        Output(ids.VALIDATION_TITLE, "children"),
        Output(ids.VALIDATION_FIGURE, "figure"),
        Output(ids.VALIDATION_TABLE, "children"),
        Input(ids.CHECKED, "value"),
        prevent_initial_call=True,
    )(update_validation)
    app.callback(
        Output(ids.DOWNLOAD, "data"),
        *[Input(button, "n_clicks") for button in (*DOWNLOADS, ids.VALIDATION_CSV)],
        *[State(control.id, control.prop) for control in layout.QUESTION_CONTROLS],
        prevent_initial_call=True,
    )(download)


def update(values: Sequence[Any]) -> tuple[Any, ...]:
    """The answer and the first chart, in the order of the outputs."""
    asked = _asked(values)
    said = (layout.notices(asked), layout.problems(asked), asked.question is not None, asked.question is None)
    if asked.question is None:
        return (*said, dash.no_update, dash.no_update, dash.no_update, values)
    shown = layout.view(load_data(), advice_of(asked.question), asked.question)
    return (*said, shown.answer, shown.memory_title, shown.memory_figure, values)


def update_rest(values: Sequence[Any]) -> tuple[Any, ...]:
    """Command and table, in the order of the outputs."""
    question = _asked(values).question
    if question is None:
        return (dash.no_update,) * 3
    shown = layout.view(load_data(), advice_of(question), question)
    return shown.launch, shown.options_table, shown.excluded


def update_last(values: Sequence[Any]) -> tuple[Any, ...]:
    """What takes longest: other questions, all models and cards, longer texts and more people."""
    question = _asked(values).question
    if question is None:
        return (dash.no_update,) * 7
    shown = layout.view(load_data(), advice_of(question), question)
    measured = dict(_measured())
    candidates = frontier.candidates(question, measured)
    option = shown.option
    contexts = sensitivity.over_context(question, option, measured) if option else []
    people = sensitivity.over_people(question, option, measured) if option else []
    return (
        answer.changes(changes_of(question), shown.advice.recommended),
        shown.pareto_title(candidates),
        shown.pareto_figure(candidates),
        shown.context_title(contexts),
        shown.context_figure(contexts),
        shown.people_title(people),
        shown.people_figure(people),
    )


def update_validation(checked: str) -> tuple[Any, ...]:
    """The measurements of the chosen quantity."""
    return layout.validation_parts(load_data(), checked)


def download(*arguments: Any) -> Any:
    """The file behind the pressed button, for the values of the controls."""
    buttons = len(DOWNLOADS) + 1
    if not any(arguments[:buttons]):  # the buttons were only just drawn
        return dash.no_update
    if ctx.triggered_id == ids.VALIDATION_CSV:
        return dcc.send_string(validation.frame(_scores()).to_csv(index=False), "gemma-advice-validation.csv")
    question = _asked(arguments[buttons:]).question
    return dash.no_update if question is None else DOWNLOADS[ctx.triggered_id](question)


def _csv(question: Question) -> Any:
    return dcc.send_string(options_table.frame(advice_of(question)).to_csv(index=False), "gemma-advice.csv")


def _xlsx(question: Question) -> Any:
    book = io.BytesIO()
    with pd.ExcelWriter(book, engine="openpyxl") as writer:
        options_table.frame(advice_of(question)).to_excel(writer, sheet_name="Configurations", index=False)
        sheet = pd.DataFrame(assumptions(question), columns=["Assumption", "Value"])
        sheet.to_excel(writer, sheet_name="Assumptions", index=False)
    return dcc.send_bytes(book.getvalue(), "gemma-advice.xlsx")


def _json(question: Question) -> Any:
    rows = options_table.frame(advice_of(question)).to_json(orient="records", indent=2)
    return dcc.send_string(rows, "gemma-advice-table.json")


def _advice_json(question: Question) -> Any:
    whole = {
        "question": question.model_dump(mode="json"),
        "advice": advice_of(question).model_dump(mode="json"),
        "changes": [change.model_dump(mode="json") for change in changes_of(question)],
    }
    return dcc.send_string(json.dumps(whole, indent=2, ensure_ascii=False), "gemma-advice.json")


def _report(question: Question) -> Any:
    today = datetime.date.today().isoformat()
    text = layout.report(advice_of(question), question, changes_of(question), today)
    return dcc.send_string(text, "gemma-advice.html")


DOWNLOADS = {
    ids.CSV: _csv,
    ids.XLSX: _xlsx,
    ids.JSON: _json,
    ids.ADVICE_JSON: _advice_json,
    ids.REPORT: _report,
}


def _asked(values: Sequence[Any]) -> layout.Asked:
    return layout.ask(dict(zip(NAMES, values, strict=True)))


def advice_of(question: Question) -> Advice:
    """The advice; the last ones are kept, as several parts of the page ask for the same."""
    return _advice(question.model_dump_json(), _measured())


def changes_of(question: Question) -> list[Change]:
    """What would change the advice; kept in the same way."""
    return _changes(question.model_dump_json(), _measured())


@functools.lru_cache(maxsize=32)
def _advice(question: str, measured: Measured) -> Advice:
    return advise(Question.model_validate_json(question), dict(measured))


@functools.lru_cache(maxsize=32)
def _changes(question: str, measured: Measured) -> list[Change]:
    return changes(Question.model_validate_json(question), dict(measured))


Measured = tuple[tuple[tuple[str, str], Correction], ...]


def _measured() -> Measured:
    return tuple(sorted(measured_here().items()))


@functools.cache
def _scores() -> list[Score]:
    return scoring.score(calibration.measurements())


@functools.cache
def _bars() -> list[Bar]:
    return scoring.bars(_scores())


def load_data() -> layout.Data:
    """The tables that the page shows."""
    found = tables.model_page()
    return layout.Data(found["models"], found["parameters"], _scores(), _bars())
