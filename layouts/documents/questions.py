"""Questions that are answered by quoting the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import element, show
from layouts.documents.ids import ids

if TYPE_CHECKING:
    from inference.questions import Answer

NOT_FOUND = (
    "Not found: no line and no table row of the pages read so far holds enough of the words of this question. Try the "
    "words that the document itself would use."
)


def question_area(question: str, hidden: bool) -> Component:
    """The box for a question and the place of its answers."""
    return html.Div(
        [
            html.P(
                "No model is used by “Ask”: the words of your question are looked up in the lines and table rows of "
                "this document, and the best matches are quoted as they stand. Nobody else sees your question.",
                className="small text-body-secondary",
            ),
            html.Div(
                [
                    html.Label("Question", htmlFor=ids.QUESTION, className="visually-hidden"),
                    dbc.Input(
                        id=ids.QUESTION,
                        value=question,
                        placeholder="What was net income in 2025?",
                        debounce=True,
                        maxlength=300,
                        size="sm",
                    ),
                    html.Button("Ask", id=ids.ASK, className="btn btn-primary btn-sm"),
                    html.Button(
                        "Ask Gemma 3",
                        id=ids.GEMMA_ASK,
                        className="btn btn-outline-secondary btn-sm text-nowrap",
                        disabled=True,
                    ),
                ],
                className="ask-row",
            ),
            html.Div(id=ids.ANSWERS, className="answers", **attributes(aria_live="polite")),
            html.Div(id=ids.GEMMA_ANSWERS, className="gemma"),
        ],
        id=ids.QUESTION_AREA,
        className="view-content",
        hidden=hidden,
    )


def answers_view(answers: Sequence[Answer]) -> Component:
    """The quotes, best first, each leading to its place."""
    if not answers:
        return html.P(NOT_FOUND, className="empty-state", **attributes(data_answers="0"))
    return html.Ol([_answer(answer) for answer in answers], className="answer-list")


def _answer(answer: Answer) -> Component:
    boxes = [[round(100 * edge, 3) for edge in box] for box in answer.places]
    button = element(
        "button",
        answer.quote,
        type="button",
        class_="answer-quote",
        title=f"Show on page {answer.page}",
        data_page=answer.page,
        data_mark=json.dumps(boxes),
    )
    kind = "Table row" if answer.from_table else "Line"
    found = f"{kind} on page {answer.page}; holds {answer.covered:.0%} of the question’s words, rare ones counting more"
    return html.Li([show(button), html.Div(found, className="small text-body-secondary")])
