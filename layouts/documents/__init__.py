"""Document Understanding: upload, progress, and what was read with its place on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.parts import page_header
from layouts.documents.chooser import chooser, document_options
from layouts.documents.export import export_view
from layouts.documents.fields import AUTOMATIC, fields_view
from layouts.documents.gemma import gemma_stores
from layouts.documents.ids import CONTROLS, VIEWS, ids
from layouts.documents.picture import boxes_choice, no_result, page_view, zoom_choice
from layouts.documents.progress import hidden_buttons, progress
from layouts.documents.questions import answers_view, question_area
from layouts.documents.search import search_bar
from layouts.documents.shown import STATES, Entry, JobView, Shown, under_way
from layouts.documents.tables import tables_view
from layouts.documents.text import text_view

__all__ = [
    "AUTOMATIC",
    "CONTROLS",
    "STATES",
    "VIEWS",
    "Entry",
    "JobView",
    "Shown",
    "answers_view",
    "content",
    "document_options",
    "hidden_buttons",
    "ids",
    "layout",
    "place",
    "progress",
    "under_way",
]

CLOCK_SECONDS = 3


def layout(
    state: Mapping[str, Any],
    documents: Sequence[Entry],
    samples: Mapping[str, str],
    limits: str,
    max_bytes: int,
    accept: str,
    shown: Shown,
) -> Component:
    """The page. `samples` maps names to labels, `limits` says in words what may be uploaded."""
    return html.Div(
        [
            *page_header(
                "Document Understanding",
                "What does this document say, and where on the page does it say so? "
                "Upload a financial document; every value that is found points at its place.",
            ),
            html.Div(chooser(state, documents, samples, limits, max_bytes, accept), className="chooser"),
            *_reader(state, shown),
            dcc.Store(id=ids.UPLOADED),
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.EVENT),
            dcc.Store(id=ids.JOB, data=shown.job.store() if shown.job else None),
            dcc.Store(id=ids.SHOWN),
            *gemma_stores(),
            dcc.Interval(id=ids.CLOCK, interval=CLOCK_SECONDS * 1000, disabled=not under_way(documents)),
        ],
        className="page documents",
    )


def _reader(state: Mapping[str, Any], shown: Shown) -> list[Component]:
    view = state["view"] if state["view"] in VIEWS else "fields"
    run, cancel, retry, delete = hidden_buttons(shown.job, chosen=bool(state["doc"]))
    return [
        html.Div(
            [
                html.Div(
                    progress(shown.job), id=ids.PROGRESS, className="progress-panel", **attributes(aria_live="polite")
                ),
                html.Div(id=ids.CONNECTION, role="status"),
                html.Div(
                    [
                        html.Button("Run analysis", id=ids.RUN, className="btn btn-primary btn-sm", hidden=run),
                        html.Button(
                            "Cancel", id=ids.CANCEL, className="btn btn-outline-secondary btn-sm", hidden=cancel
                        ),
                        html.Button("Retry", id=ids.RETRY, className="btn btn-primary btn-sm", hidden=retry),
                        html.Div(
                            dcc.ConfirmDialogProvider(
                                html.Button("Delete", className="btn btn-outline-secondary btn-sm"),
                                id=ids.DELETE,
                                message="Delete this document with everything that was read from it? "
                                "This cannot be undone.",
                            ),
                            id=ids.DELETE_AREA,
                            hidden=delete,
                        ),
                    ],
                    className="actions",
                ),
            ],
            className="job-bar",
        ),
        html.Div(
            [
                html.Div(
                    [
                        search_bar(state["find"]),
                        _turner(state, shown),
                        boxes_choice(state["boxes"]),
                        html.Div(place(shown), id=ids.PAGE_VIEW),
                    ],
                    className="page-column",
                ),
                html.Div(
                    [
                        html.Fieldset(
                            [
                                html.Legend("What to show", className="visually-hidden"),
                                dbc.RadioItems(
                                    id=ids.VIEW,
                                    options=[{"label": label, "value": name} for name, label in VIEWS.items()],
                                    value=view,
                                    className="btn-group",
                                    inputClassName="btn-check",
                                    labelClassName="btn btn-outline-secondary btn-sm",
                                    labelCheckedClassName="active",
                                ),
                            ],
                            className="views",
                        ),
                        html.Div(content(shown, view), id=ids.VIEW_CONTENT, className="view-content"),
                        html.Div(id=ids.GEMMA_FIELDS, className="view-content gemma", hidden=view != "fields"),
                        question_area(state["question"], hidden=view != "questions"),
                    ],
                    className="result-column",
                ),
            ],
            id=ids.RESULT,
            className="result",
            hidden=shown.job is None or shown.job.empty,
        ),
    ]


def _turner(state: Mapping[str, Any], shown: Shown) -> Component:
    return html.Div(
        [
            dbc.Pagination(
                id=ids.PAGE,
                max_value=max(shown.job.pages or 1, 1) if shown.job else 1,
                active_page=state["page"],
                fully_expanded=False,
                previous_next=True,
                size="sm",
                className="page-turner",
            ),
            html.Label("Turn to page", htmlFor=ids.TURN_TO, className="visually-hidden"),
            dbc.Input(
                id=ids.TURN_TO,
                type="number",
                min=1,
                step=1,
                debounce=True,
                placeholder="Page",
                size="sm",
                class_name="turn-to",
            ),
            *zoom_choice(state["zoom"]),
        ],
        className="turner-row",
    )


def place(shown: Shown) -> Component:
    """The picture of the chosen page with its boxes, or why it is not there."""
    job = shown.job
    if job is None:
        return html.Div()
    if shown.page is not None:
        return page_view(job.id, shown.page, shown.result)
    if shown.problem:
        return no_result(f"This page could not be read. {shown.problem}")
    return no_result("This page has not been read yet." if job.active else "This page was not read.")


def content(shown: Shown, view: str) -> Component:
    """What was read: key information of the document, tables or text of the page, or its files.

    Questions have a place of their own, which is kept while views change.
    """
    job = shown.job
    if job is None or view == "questions":
        return html.Div()
    if view == "tables":
        return tables_view(job.id, shown)
    if view == "text":
        return text_view(job.id, shown.page)
    if view == "export":
        return export_view(job.id, finished=shown.result is not None)
    if shown.result is None:
        return no_result(
            "Key information appears once all pages are read." if job.active else "There is no key information."
        )
    return fields_view(shown.result)
