"""Document Understanding: thin wrappers around the services and layouts.documents."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import dash
import redis
from dash import ALL, Input, Output, State, ctx, no_update
from dash.development.base_component import Component
from flask import abort

from callbacks.context import owner, services
from data import samples
from data.media import EXTENSIONS, sniff
from data.records import Document, Job, now
from inference.results import load_page, load_result
from layouts import documents as view
from layouts.documents import Entry, JobView, Shown, ids

log = logging.getLogger(__name__)

SILENT = timedelta(seconds=15)
"""After this without a word from a worker the page says so and offers to try again."""


def register(app: dash.Dash) -> None:
    """Wires upload, samples, job control, progress and the views."""
    app.callback(
        Output(ids.DOCUMENT, "options"),
        Output(ids.DOCUMENT, "value"),
        Output(ids.NO_DOCUMENTS, "hidden"),
        Output(ids.PAGE, "active_page"),
        Input(ids.UPLOADED, "data"),
        Input({"type": ids.SAMPLE, "name": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(add_document)
    app.callback(
        Output(ids.ASKED, "data"),
        Input(ids.RUN, "n_clicks"),
        Input(ids.RETRY, "n_clicks"),
        Input(ids.CANCEL, "n_clicks"),
        State(ids.DOCUMENT, "value"),
        State(ids.JOB, "data"),
        prevent_initial_call=True,
    )(control_job)
    app.callback(
        Output(ids.JOB, "data"),
        Output(ids.PROGRESS, "children"),
        Output(ids.RUN, "hidden"),
        Output(ids.CANCEL, "hidden"),
        Output(ids.RETRY, "hidden"),
        Output(ids.RESULT, "hidden"),
        Output(ids.PAGE, "max_value"),
        Output(ids.CLOCK, "disabled"),
        Output(ids.DOCUMENT, "options", allow_duplicate=True),
        Output(ids.PAGE, "active_page", allow_duplicate=True),
        Input(ids.DOCUMENT, "value"),
        Input(ids.ASKED, "data"),
        Input(ids.EVENT, "data"),
        Input(ids.CLOCK, "n_intervals"),
        State(ids.JOB, "data"),
        prevent_initial_call=True,
    )(follow_job)
    app.callback(
        Output(ids.PAGE_VIEW, "children"),
        Output(ids.VIEW_CONTENT, "children"),
        Output(ids.SHOWN, "data"),
        Input(ids.JOB, "data"),
        Input(ids.PAGE, "active_page"),
        Input(ids.VIEW, "value"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(show_result)
    app.clientside_callback(
        "(job) => window.gv.follow(job)", Output(ids.CONNECTION, "children"), Input(ids.JOB, "data")
    )


def page(state: Mapping[str, Any]) -> Component:
    """The page in a state."""
    settings = services().settings
    return view.layout(
        state,
        documents=_entries(),
        samples=samples.LABELS,
        limits=(
            f"PDF, PNG, JPG, TIFF or WEBP, up to {settings.max_upload_mb} MB and {settings.max_pages} pages each; "
            "you can also paste a picture."
        ),
        max_bytes=settings.max_upload_bytes,
        accept=",".join(EXTENSIONS),
        shown=_shown(state["doc"], state["page"]),
    )


def add_document(uploaded: dict[str, str] | None, _clicks: list[int]) -> tuple[Any, ...]:
    """Starts the analysis of a file that arrived, or of a sample, and selects it."""
    trigger = ctx.triggered_id
    if isinstance(trigger, dict):
        if not ctx.triggered[0]["value"]:  # the buttons were rendered, not pressed
            return (no_update,) * 4
        document = add_sample(trigger["name"])
    else:
        found = services().records.document(uploaded["id"], owner()) if uploaded else None
        if found is None:
            return (no_update,) * 4
        document = found
    _request(document)
    return view.document_options(_entries()), document.id, True, 1


def add_sample(name: str) -> Document:
    """The sample of that file name as a document of this visitor. Answers 404 for any other name."""
    part = services()
    if name not in samples.LABELS:  # the browser said so, and it may say anything
        abort(404)
    with (samples.FOLDER / name).open("rb") as stream:
        sha256, size, head = part.files.add_upload(stream, part.settings.max_upload_bytes)
    return part.records.add_document(owner(), name, sha256, sniff(head) or "", size)


def _request(document: Document, retry: bool = False) -> None:
    try:
        services().request_analysis(document, retry)
    except redis.exceptions.RedisError:
        # the job is in the records and its page says that it waits; a worker puts it into the queue when Redis is back
        log.warning("the job of document %s is not in the queue yet: Redis does not answer", document.id)


def control_job(_run: int, _retry: int, _cancel: int, document_id: str, job: dict[str, Any] | None) -> Any:
    """Runs, retries or cancels."""
    document = services().records.document(document_id, owner()) if document_id else None
    if document is None or not ctx.triggered[0]["value"]:
        return no_update
    if ctx.triggered_id == ids.CANCEL:
        if job and services().records.job(job["id"], owner()):
            services().cancel(job["id"])
    else:
        _request(document, retry=ctx.triggered_id == ids.RETRY)
    return str(ctx.triggered_id)


def follow_job(
    document_id: str, _asked: Any, _event: Any, _clock: Any, known: dict[str, Any] | None
) -> tuple[Any, ...]:
    """The state of the chosen document's job."""
    job = _job_view(document_id)
    store = job.store() if job else None
    changed_state = (known or {}).get("state") != (store or {}).get("state")
    return (
        no_update if store == known else store,
        view.progress(job),
        *view.hidden_buttons(job, chosen=bool(document_id)),
        job is None,
        max(job.pages or 1, 1) if job else 1,
        not (job and job.active),
        view.document_options(_entries()) if changed_state else no_update,
        1 if known and store and known["id"] != store["id"] else no_update,
    )


def show_result(job: dict[str, Any] | None, number: int, view_name: str, known: str | None) -> tuple[Any, Any, Any]:
    """The chosen page and view, where they changed."""
    number = min(number or 1, (job or {}).get("pages") or 1)
    shown = _shown_job(job["id"], number) if job else Shown()
    ready = bool(shown.page or shown.problem)
    picture = f"{job and job['id']} {number} {ready} {shown.result is not None}"
    signature = f"{picture} {view_name} {job and job['active']}"
    if signature == known:
        return no_update, no_update, no_update
    same_picture = known is not None and known.startswith(f"{picture} ")
    return no_update if same_picture else view.place(shown), view.content(shown, view_name), signature


def _entries() -> list[Entry]:
    return [
        Entry(document.id, document.name, job.state if job else None)
        for document, job in services().records.documents(owner())
    ]


def _job_of(document_id: str) -> Job | None:
    return services().records.newest_job(document_id, owner()) if document_id else None


def _job_view(document_id: str) -> JobView | None:
    job = _job_of(document_id)
    return _view_of(job) if job else None


def _view_of(job: Job) -> JobView:
    read, failed = services().records.page_numbers(job.id)
    return JobView(
        id=job.id,
        state=job.state,
        pages=job.page_count,
        read=tuple(read),
        failed=tuple(failed),
        message=job.message,
        silent=job.active and now() - job.touched > SILENT and (job.state == "running" or not _workers()),
        seconds=(job.touched - job.queued).total_seconds(),
    )


def _workers() -> bool:
    try:
        return bool(services().heartbeats.workers())
    except redis.exceptions.RedisError:
        return False


def _shown(document_id: str, number: int) -> Shown:
    job = _job_of(document_id)
    return _shown_job(job.id, number) if job else Shown()


def _shown_job(job_id: str, number: int) -> Shown:
    job = services().records.job(job_id, owner())
    if job is None:
        return Shown()
    page_result, problem = load_page(services().records, job.id, number)
    return Shown(_view_of(job), page_result, problem, load_result(job))
