"""Adding documents, and starting, stopping and following their analysis."""

import logging
from typing import Any, cast, get_args

import dash
import redis
from dash import ALL, Input, Output, State, ctx, no_update
from flask import abort

from callbacks.context import owner, services
from callbacks.documents import results, state
from data import samples
from data.media import sniff
from data.records import Document
from inference.deleting import delete_document
from inference.schema import Kind
from inference.services import given_kind
from layouts import documents as view
from layouts.documents import ids

log = logging.getLogger(__name__)


def register(app: dash.Dash) -> None:
    """Wires upload, samples, job control and progress."""
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
        Output(ids.DELETE_AREA, "hidden"),
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
        Output(ids.ASKED, "data", allow_duplicate=True),
        Input(ids.KIND, "value"),
        State(ids.DOCUMENT, "value"),
        prevent_initial_call=True,
    )(choose_kind)
    app.callback(
        Output(ids.DOCUMENT, "options", allow_duplicate=True),
        Output(ids.DOCUMENT, "value", allow_duplicate=True),
        Output(ids.NO_DOCUMENTS, "hidden", allow_duplicate=True),
        Input(ids.DELETE, "submit_n_clicks"),
        State(ids.DOCUMENT, "value"),
        prevent_initial_call=True,
    )(delete)
    app.clientside_callback(
        "(job) => window.gv.follow(job)", Output(ids.CONNECTION, "children"), Input(ids.JOB, "data")
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
    return view.document_options(state.entries()), document.id, True, 1


def add_sample(name: str) -> Document:
    """The sample of that file name as a document of this visitor. Answers 404 for any other name."""
    part = services()
    if name not in samples.LABELS:  # the browser said so, and it may say anything
        abort(404)
    with (samples.FOLDER / name).open("rb") as stream:
        sha256, size, head = part.files.add_upload(stream, part.settings.max_upload_bytes)
    return part.records.add_document(owner(), name, sha256, sniff(head) or "", size)


def _request(document: Document, retry: bool = False, kind: Kind | None = None) -> None:
    try:
        services().request_analysis(document, retry, kind)
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
        known = state.job_of(document.id)
        _request(document, retry=ctx.triggered_id == ids.RETRY, kind=given_kind(known) if known else None)
    return str(ctx.triggered_id)


def delete(_confirmed: int | None, document_id: str | None) -> tuple[Any, ...]:
    """Deletes the chosen document and everything that was read from it."""
    part = services()
    job = state.job_of(document_id or "")
    deleted = delete_document(part, document_id, owner()) if document_id else None
    if deleted is None:
        return (no_update,) * 3
    results.forget(deleted.job_ids, (job.page_count if job else None) or 0)
    entries = state.entries()
    return view.document_options(entries), "", bool(entries)


def choose_kind(chosen: str, document_id: str) -> Any:
    """Has the key information found anew for the kind that the visitor names, or for what the content says."""
    document = services().records.document(document_id, owner()) if document_id else None
    job = state.job_of(document_id)
    if chosen not in (view.AUTOMATIC, *get_args(Kind)):
        abort(400)
    kind = None if chosen == view.AUTOMATIC else cast(Kind, chosen)
    if document is None or job is None or kind == given_kind(job):  # the choice was rendered, not made
        return no_update
    _request(document, kind=kind)
    return f"{ids.KIND} {chosen}"


def follow_job(
    document_id: str, _asked: Any, _event: Any, _clock: Any, known: dict[str, Any] | None
) -> tuple[Any, ...]:
    """The state of the chosen document's job."""
    found = state.job_of(document_id)
    job = state.view_of(found) if found else None
    store = job.store() if job else None
    entries = state.entries()
    return (
        no_update if store == known else store,
        view.progress(job),
        *view.hidden_buttons(job, chosen=bool(document_id)),
        job is None or job.empty,
        max(job.pages or 1, 1) if job else 1,
        not view.under_way(entries),
        view.document_options(entries),
        1 if known and store and known["id"] != store["id"] else no_update,
    )
