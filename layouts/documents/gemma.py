"""What Gemma 3 adds to a document: its reading beside the rules', and a conversation with checked quotes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.documents.ids import ids

if TYPE_CHECKING:
    from inference.gemma.agreement import Row, Said
    from inference.gemma.results import Citation, Cost, ModelAnswer
    from inference.schema import Box

CLOCK_SECONDS = 3
VERDICTS = {
    "agree": ("✓ agree", "check-passed", "All engines that found it give the same value."),
    "differ": ("≠ differ", "check-failed", "The engines give different values: look at the page."),
    "one": ("one engine", "text-body-secondary", "Only one engine found it on the page."),
    "not found": ("not found", "text-body-secondary", "No engine named a value that stands on the page."),
}
NOT_ON_PAGE = "not found on the page"


@dataclass(frozen=True)
class Turn:
    """A question to the model and how far it is; `answer` once it is done, `message` where it failed."""

    id: str
    question: str
    state: str
    message: str | None = None
    answer: ModelAnswer | None = None

    @property
    def active(self) -> bool:
        """Whether the model is still at it."""
        return self.state in ("queued", "running")


@dataclass(frozen=True)
class GemmaView:
    """Everything about the model and a document. `sizes` are width and height of pages, for boxes on them."""

    configured: bool
    ready: bool
    detail: str
    """The state of the model, or how to configure it."""
    sent_to: str | None = None
    """The server to which pages are sent; None where the model runs in the worker."""
    hidden: bool = False
    """Whether personal data is hidden from that server."""
    reading: Turn | None = None
    """The newest reading of the fields, in the form of a question."""
    engines: Sequence[str] = ()
    rows: Sequence[Row] = ()
    cost: Cost | None = None
    notes: Sequence[str] = ()
    turns: Sequence[Turn] = ()
    sizes: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def tasks(self) -> list[str]:
        """Ids of what the model is at."""
        return [turn.id for turn in (*filter(None, [self.reading]), *self.turns) if turn.active]


def gemma_stores() -> list[Component]:
    """What the browser keeps for this part of the page."""
    return [
        dcc.Store(id=ids.GEMMA_ASKED),
        dcc.Store(id=ids.GEMMA_EVENT),
        dcc.Store(id=ids.GEMMA_TASKS),
        dcc.Store(id=ids.GEMMA_FOLLOWED),
        dcc.Interval(id=ids.GEMMA_CLOCK, interval=CLOCK_SECONDS * 1000, disabled=True),
    ]


def gemma_fields(view: GemmaView) -> Component:
    """The model's reading beside the rules', or why there is none."""
    reading = view.reading
    parts: list[Component] = [html.H3("Read by Gemma 3")]
    if not view.configured:
        parts.append(_notice(view.detail))
    elif reading is None or reading.state == "cancelled":
        parts += [_state(view), _button("Read with Gemma 3", ids.GEMMA_READ, "fields")]
    elif reading.active:
        waiting = "Gemma 3 is reading the pages …" if view.ready else f"Waiting for the model. {view.detail}"
        parts.append(_working(reading.id, waiting))
    elif reading.state == "failed":
        parts += [_problem(reading.message), _button("Try again", ids.GEMMA_READ, "fields")]
    else:
        parts += [
            _comparison(view) if view.rows else html.P("Neither the rules nor the model named a value."),
            *(html.P(note, className="small text-body-secondary mb-1") for note in view.notes),
            _source(view),
        ]
    return html.Div(parts)


def gemma_answers(view: GemmaView) -> Component:
    """The conversation with the model about the document."""
    parts: list[Component] = [html.H3("Gemma 3")]
    if not view.configured:
        return html.Div([*parts, _notice(view.detail)])
    parts.append(_state(view))
    if not view.turns:
        parts += [
            html.P(
                "“Ask Gemma 3” puts pages of this document before the model. Every quote in its answer is looked for "
                "on the page it names, and is marked where it does not stand there. Follow-ups keep the context.",
                className="small text-body-secondary",
            ),
        ]
    # the newest question stands under the box in which it was asked
    parts += [_turn(turn, view.sizes) for turn in reversed(view.turns)]
    if any(turn.answer for turn in view.turns):
        parts.append(
            html.P("Written by a model: check figures against the document.", className="small text-body-secondary")
        )
    return html.Div(parts)


def _state(view: GemmaView) -> Component:
    sign = html.Span(className=f"dot dot-{'ok' if view.ready else 'off'}", **attributes(aria_hidden="true"))
    hidden = "with the personal data that is found hidden" if view.hidden else "as they are, personal data included"
    sent = f" Pages are sent to {view.sent_to}, {hidden}." if view.sent_to else ""
    return html.P([sign, f" {view.detail}{sent}"], className="small mb-2")


def _notice(how: str) -> Component:
    return html.Div(
        [
            html.P(how, className="mb-1"),
            html.P(
                "Until then the rules, the tables and the search of this page work without a model.",
                className="small text-body-secondary mb-0",
            ),
        ],
        className="notice",
        **attributes(data_gemma="not-configured"),
    )


def _problem(message: str | None) -> Component:
    return html.Div(
        message or "It failed; the worker's log says why.", className="alert alert-warning py-2", role="alert"
    )


def _button(label: str, kind: str, name: str) -> Component:
    return html.Button(label, id={"type": kind, "name": name}, className="btn btn-primary btn-sm")


def _working(task: str, words: str) -> Component:
    return html.Div(
        [
            html.Div(
                [
                    html.Div(className="gemma-quotes"),
                    html.Div(words, className="gemma-text is-waiting", **attributes(aria_live="polite")),
                ],
                **attributes(data_task=task),
            ),
            _stop(task),
        ]
    )


def _stop(task: str) -> Component:
    return html.Button(
        "Stop", id={"type": ids.GEMMA_STOP, "name": task}, className="btn btn-outline-secondary btn-sm mt-2"
    )


def _turn(turn: Turn, sizes: Mapping[int, tuple[float, float]]) -> Component:
    asked = html.P(turn.question, className="gemma-question")
    if turn.active:
        return html.Div([asked, _working(turn.id, "Gemma 3 is reading …")], className="gemma-turn")
    if turn.answer is None:
        ended = (
            html.P("Stopped.", className="text-body-secondary") if turn.state == "cancelled" else _problem(turn.message)
        )
        return html.Div([asked, ended], className="gemma-turn", **attributes(data_state=turn.state))
    answer = turn.answer
    return html.Div(
        [
            asked,
            html.P(answer.answer, className="gemma-text"),
            html.Ol([_citation(item, sizes) for item in answer.citations], className="answer-list")
            if answer.citations
            else html.P("No words of the document are quoted.", className="small text-body-secondary"),
            *(html.P(note, className="small text-body-secondary mb-1") for note in answer.notes),
            html.P(f"{answer.engine.model}, {_cost(answer.cost)}.", className="small text-body-secondary gemma-source"),
        ],
        className="gemma-turn",
        **attributes(data_state=turn.state),
    )


def _citation(item: Citation, sizes: Mapping[int, tuple[float, float]]) -> Component:
    if not item.found or item.page not in sizes:
        words = [
            html.Span(f"“{item.quote}”", className="not-found"),
            html.Div(f"not found on page {item.page}", className="small"),
        ]
        return html.Li(words, **attributes(data_found="no"))
    button = element(
        "button",
        item.quote,
        type="button",
        class_="answer-quote",
        title=f"Show on page {item.page}",
        data_page=item.page,
        data_mark=_percent(item.boxes, sizes[item.page]),
    )
    where = html.Div(f"Stands on page {item.page}", className="small text-body-secondary")
    return html.Li([show(button), where], **attributes(data_found="yes"))


def _percent(boxes: Sequence[Box], size: tuple[float, float]) -> str:
    width, height = size
    shares = [(x0 / width, y0 / height, x1 / width, y1 / height) for x0, y0, x1, y1 in boxes]
    return json.dumps([[round(100 * edge, 3) for edge in box] for box in shares])


def _comparison(view: GemmaView) -> Component:
    head = [element("th", name, scope="col") for name in ("Field", *view.engines, "Agreement")]
    table = element(
        "table",
        [
            element(
                "caption",
                "Engines side by side. What a model names counts as read only where its words stand on the page.",
            ),
            element("thead", element("tr", head)),
            element("tbody", [_row(row, view.sizes) for row in view.rows]),
        ],
        class_="table table-sm table-hover gemma-table",
    )
    return html.Div(show(table), className="table-responsive", tabIndex=0)


def _row(row: Row, sizes: Mapping[int, tuple[float, float]]) -> Markup:
    words, colour, meaning = VERDICTS[row.verdict]
    cells = [
        element("th", row.label, scope="row"),
        *(element("td", _said(said, sizes)) for said in row.said),
        element("td", element("span", words, class_=colour, tabindex=0, data_tip=meaning)),
    ]
    return element("tr", cells, data_gemma_field=row.name, data_verdict=row.verdict)


def _said(said: Said | None, sizes: Mapping[int, tuple[float, float]]) -> list[Markup]:
    if said is None:
        return [element("span", "–", tabindex=0, data_tip="This engine names no value for the field.")]
    if said.value is None or said.box is None:
        tip = f"The model says “{said.printed}” on page {said.page}, where it does not stand. It is not used."
        return [
            element("span", said.printed, class_="not-found", tabindex=0, data_tip=tip),
            element("span", NOT_ON_PAGE, class_="field-note doubt"),
        ]
    sure = "" if said.confidence is None else f", confidence {said.confidence:.0%}"
    if said.page not in sizes:
        return [element("span", said.printed)]
    button = element(
        "button",
        said.printed,
        type="button",
        class_="btn btn-link btn-sm p-0 text-start",
        title=f"Show on page {said.page}{sure}",
        data_page=said.page,
        data_mark=_percent([said.box], sizes[said.page]),
    )
    return [button, *([element("span", said.value, class_="normalised")] if said.value != said.printed else [])]


def _source(view: GemmaView) -> Component:
    cost = f": {_cost(view.cost)}" if view.cost else ""
    sent = f" Pages were sent to {view.sent_to}." if view.sent_to else ""
    return html.P(
        f"Source: rules of this application and {', '.join(view.engines[1:])}{cost}. Confidence of a model is the "
        f"probability of its least certain token, where the engine tells it.{sent}",
        className="small text-body-secondary gemma-source",
    )


def _cost(cost: Cost) -> str:
    read = f"{cost.prompt_tokens:,} tokens read" if cost.prompt_tokens else "tokens read not told"
    kept = f" ({cost.cached_tokens:,} of them kept from before)" if cost.cached_tokens else ""
    return f"{read}{kept}, {cost.output_tokens:,} written in {cost.seconds:.1f} s"
