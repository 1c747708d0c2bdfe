"""Document Understanding: upload, progress, and what was read with its place on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.parts import page_header
from layouts.documents_result import no_result, page_view, result_view
from layouts.ids import id_factory
from layouts.state import Control

if TYPE_CHECKING:
    from inference.schema import DocumentResult, PageResult

_id = id_factory("documents")

CLOCK_SECONDS = 3


class ids:
    DROP = _id("drop")
    UPLOADED = _id("uploaded")
    UPLOADS = _id("uploads")
    SAMPLE = _id("sample")
    DOCUMENT = _id("document")
    NO_DOCUMENTS = _id("no-documents")
    RUN = _id("run")
    CANCEL = _id("cancel")
    RETRY = _id("retry")
    ASKED = _id("asked")
    EVENT = _id("event")
    CONNECTION = _id("connection")
    CLOCK = _id("clock")
    JOB = _id("job")
    SHOWN = _id("shown")
    PROGRESS = _id("progress")
    RESULT = _id("result")
    PAGE = _id("page")
    PAGE_VIEW = _id("page-view")
    VIEW = _id("view")
    VIEW_CONTENT = _id("view-content")


STATES = {
    None: "not analysed",
    "queued": "waiting",
    "running": "being read",
    "done": "read",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""States of a document's job, None before the first, in words."""

VIEWS = {"fields": "Key information", "tables": "Tables", "text": "Text"}

CONTROLS = (
    Control("doc", ids.DOCUMENT, "value", ""),
    Control("page", ids.PAGE, "active_page", 1),
    Control("view", ids.VIEW, "value", "fields"),
)


@dataclass(frozen=True)
class Entry:
    """A document of this visitor and the state of its newest job (None before the first)."""

    id: str
    name: str
    state: str | None


@dataclass(frozen=True)
class JobView:
    """What the page shows of a job. `read` are the numbers of the pages that are there, `failed` of those that could
    not be read; `silent` tells that no worker has said anything for a while; `seconds` is its age until it ended."""

    id: str
    state: str
    pages: int | None
    read: tuple[int, ...]
    failed: tuple[int, ...]
    message: str | None
    silent: bool
    seconds: float

    @property
    def active(self) -> bool:
        """Whether it still runs or waits."""
        return self.state in ("queued", "running")

    def store(self) -> dict[str, Any]:
        """The part that the browser keeps."""
        return {
            "id": self.id,
            "state": self.state,
            "active": self.active,
            "pages": self.pages,
            "ready": [*self.read, *self.failed],
        }


@dataclass(frozen=True)
class Shown:
    """Everything about the chosen document at one page."""

    job: JobView | None = None
    page: PageResult | None = None
    problem: str | None = None
    result: DocumentResult | None = None


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
            dbc.Row(
                [
                    dbc.Col(_chooser(state, documents, samples, limits, max_bytes, accept), lg=4, xl=3),
                    dbc.Col(_reader(state, shown), lg=8, xl=9),
                ],
                className="g-4",
            ),
            dcc.Store(id=ids.UPLOADED),
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.EVENT),
            dcc.Store(id=ids.JOB, data=shown.job.store() if shown.job else None),
            dcc.Store(id=ids.SHOWN),
            dcc.Interval(id=ids.CLOCK, interval=CLOCK_SECONDS * 1000, disabled=not (shown.job and shown.job.active)),
        ],
        className="page documents",
    )


def _chooser(
    state: Mapping[str, Any],
    documents: Sequence[Entry],
    samples: Mapping[str, str],
    limits: str,
    max_bytes: int,
    accept: str,
) -> list[Component]:
    known = any(entry.id == state["doc"] for entry in documents)
    return [
        html.H2("Add a document", className="first"),
        # assets/upload.js puts the file input into it and sends the raw file; base64 through a callback costs
        # five times the time
        html.Div(
            [
                html.Strong("Drop, paste or choose files"),
                html.Span(limits, className="small text-body-secondary"),
            ],
            id=ids.DROP,
            className="drop-zone",
            **attributes(
                data_accept=accept,
                data_max_bytes=str(max_bytes),
                data_uploaded=ids.UPLOADED,
                data_list=ids.UPLOADS,
            ),
        ),
        html.Div(id=ids.UPLOADS, className="uploads", role="status", **attributes(aria_live="polite")),
        html.P("Or try one of these, made up for a first look:", className="small text-body-secondary mt-3 mb-1"),
        html.Div(
            [
                html.Button(
                    label,
                    id={"type": ids.SAMPLE, "name": name},
                    className="btn btn-outline-secondary btn-sm",
                    n_clicks=0,
                )
                for name, label in samples.items()
            ],
            className="samples",
        ),
        html.H2("Your documents"),
        html.P(
            "None yet. What you add is kept on this installation and visible to this browser alone.",
            id=ids.NO_DOCUMENTS,
            className="small text-body-secondary",
            hidden=bool(documents),
        ),
        html.Fieldset(
            [
                html.Legend("Your documents", className="visually-hidden"),
                dbc.RadioItems(
                    id=ids.DOCUMENT,
                    options=document_options(documents),
                    value=state["doc"] if known else None,
                    className="document-list",
                ),
            ]
        ),
    ]


def document_options(documents: Sequence[Entry]) -> list[dict[str, Any]]:
    """Options of the list, with the state of each document in words."""
    return [
        {
            "label": [
                html.Span(entry.name, className="document-name", title=entry.name),
                html.Span(STATES[entry.state], className="small text-body-secondary"),
            ],
            "value": entry.id,
        }
        for entry in documents
    ]


def _reader(state: Mapping[str, Any], shown: Shown) -> list[Component]:
    run, cancel, retry = hidden_buttons(shown.job, chosen=bool(state["doc"]))
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
                        dbc.Pagination(
                            id=ids.PAGE,
                            max_value=max(shown.job.pages or 1, 1) if shown.job else 1,
                            active_page=state["page"],
                            fully_expanded=False,
                            previous_next=True,
                            size="sm",
                            className="page-turner",
                        ),
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
                                    value=state["view"] if state["view"] in VIEWS else "fields",
                                    className="btn-group",
                                    inputClassName="btn-check",
                                    labelClassName="btn btn-outline-secondary btn-sm",
                                    labelCheckedClassName="active",
                                ),
                            ],
                            className="views",
                        ),
                        html.Div(content(shown, state["view"]), id=ids.VIEW_CONTENT, className="view-content"),
                    ],
                    className="result-column",
                ),
            ],
            id=ids.RESULT,
            className="result",
            hidden=not shown.job,
        ),
    ]


def hidden_buttons(job: JobView | None, chosen: bool) -> tuple[bool, bool, bool]:
    """Whether Run, Cancel and Retry are hidden."""
    active = bool(job and job.active)
    again = bool(job and (job.state in ("failed", "cancelled") or (job.active and job.silent)))
    return not chosen or job is not None, not active, not again


def progress(job: JobView | None) -> list[Component]:
    """How far a job is, in words and as a bar."""
    if job is None:
        return [html.P("Choose a document on the left to see what it says.", className="mb-0")]
    done, of = len(job.read) + len(job.failed), job.pages
    sentence = {
        "queued": "Waiting for a worker to take the document.",
        "running": f"Reading: {done} of {of} pages are done." if of else "Opening the document.",
        "done": f"Read {len(job.read)} of {of} pages in {job.seconds:.1f} s.",
        "cancelled": f"Cancelled after {done} pages. What was read is shown; Retry reads the rest.",
        "failed": job.message or "The analysis failed.",
    }[job.state]
    if job.active and job.silent:
        sentence += (
            " No worker has said anything for a while. The document is safe: it is read once a worker is back, or press"
            " Retry."
        )
    if job.failed and job.state == "done":
        sentence += f" Not readable: page {', '.join(map(str, job.failed))}."
    failed = job.state == "failed"
    parts: list[Component] = [
        html.P(
            [html.Strong("Failed: ") if failed else "", sentence],
            className="mb-1 job-failed" if failed else "mb-1",
            **attributes(data_state=job.state),
        )
    ]
    if job.active:
        # without a value the bar says only that something is going on
        amount: dict[str, Any] = {"value": str(done), "max": str(of)} if of else {}
        parts.append(html.Progress(className="pages-read", **amount, **attributes(aria_label="Pages read")))
    return parts


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
    """What was read: key information of the document, tables or text of the page."""
    if shown.job is None:
        return html.Div()
    return result_view(view, shown.job.id, shown.job.active, shown.page, shown.result)
