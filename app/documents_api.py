"""HTTP routes of documents: raw upload, page pictures, progress stream. Only ids travel through callbacks."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator

import redis
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request

from app.uploads import drain, refuse, upload_name
from callbacks.context import own_job, owner, services
from data.files import FileTooLarge
from data.media import sniff
from data.model_tasks import ModelTask
from data.records import Job
from inference.making import DRAW, PICTURES_QUEUE, NotMade
from inference.services import Services

log = logging.getLogger(__name__)

blueprint = Blueprint("documents", __name__)

STREAM_SECONDS = 55
"""A stream ends after this and the browser comes back, so that a lost browser does not hold a thread for ever."""
PICTURE_SECONDS = 15
BLOCK_MS = 2_000
ENDINGS = {"end", "failed", "cancelled"}
RETRY_MS = 500
STREAM_SHARE = 0.75
"""Share of a process's threads that streams may hold; pages need the others."""
STREAMS = "gemmavision-streams"
LookUp = Callable[[str], Job | ModelTask | None]
"""Finds what a stream follows, which ends when that is no longer active."""


def init_app(server: Flask, threads: int) -> None:
    """Adds the routes to a server whose processes have this many threads."""
    server.extensions[STREAMS] = threading.BoundedSemaphore(max(1, int(threads * STREAM_SHARE)))
    server.register_blueprint(blueprint)


@blueprint.post("/api/documents")
def upload() -> tuple[Response, int]:
    """Stores the raw body as a document of this visitor; its name is the query parameter `name`.

    Answers 201 with the id, or 400 (empty), 413 (too large), 415 (not a kind that can be analysed) and a message.
    """
    name = upload_name("document")
    part = services()
    limit = part.settings.max_upload_bytes
    too_large = f"{name} is larger than the limit of {part.settings.max_upload_mb} MB. Split it or reduce its images."
    if (request.content_length or 0) > limit:
        drain(request.stream, 4 * limit)
        return refuse(too_large, 413)
    try:
        sha256, size, head = part.files.add_upload(request.stream, limit)
    except FileTooLarge:
        drain(request.stream, 4 * limit)
        return refuse(too_large, 413)
    media_type = sniff(head)
    if media_type is None:  # nobody else can have a document of this content, so nothing points at it
        part.files.remove(part.files.upload_key(sha256))
    if size == 0:
        return refuse(f"{name} is empty. Choose another file, or save it again from the program it comes from.", 400)
    if media_type is None:
        return refuse(
            f"{name} is not a PDF, PNG, JPEG, TIFF or WEBP file, whatever its name says. "
            "Export or print the document to PDF and upload that.",
            415,
        )
    document = part.records.add_document(owner(), name, sha256, media_type, size)
    log.info("document %s: %s, %d bytes", document.id, media_type, size)
    return jsonify(id=document.id), 201


@blueprint.get("/api/jobs/<job_id>/pages/<int:number>")
def page_picture(job_id: str, number: int) -> Response:
    """The picture of a page, counted from 1, which a worker draws when it is first asked for.

    Answers 503 where nobody can draw it, and 504 where nobody has for a while.
    """
    job = own_job(job_id)
    if not 1 <= number <= (job.page_count or 0):
        abort(404)
    key = services().files.page_key(job.id, number)
    try:
        picture = services().making.wait(key, PICTURES_QUEUE, DRAW, job.id, number, seconds=PICTURE_SECONDS)
    except NotMade as error:
        abort(503, str(error))
    except redis.exceptions.RedisError as error:
        log.warning("job %s: page %d cannot be drawn, Redis does not answer: %s", job.id, number, error)
        abort(503, "The queue (Redis) does not answer.")
    if picture is None:
        abort(504, "No worker has drawn the page yet.")
    reply = Response(picture, mimetype=sniff(picture))
    reply.headers["Cache-Control"] = "private, max-age=86400"
    return reply


@blueprint.get("/api/jobs/<job_id>/events")
def events(job_id: str) -> Response:
    """Progress of a job as server-sent events; `Last-Event-ID` resumes where a connection broke."""
    return _stream(own_job(job_id).id, services().records.job)


@blueprint.get("/api/tasks/<task_id>/events")
def task_events(task_id: str) -> Response:
    """What the model says while it works on a task, in the same way."""
    tasks = services().model_tasks
    task = tasks.task(task_id, owner()) or abort(404)
    return _stream(task.id, tasks.task)


def _stream(id: str, look_up: LookUp) -> Response:
    streams: threading.BoundedSemaphore = current_app.extensions[STREAMS]
    if not streams.acquire(blocking=False):
        abort(503, "Too many progress streams are open; the page looks again every few seconds without one.")
    after = request.headers.get("Last-Event-ID") or "0"
    # the reply's end releases the place even where the stream was never begun
    reply = Response(_follow(services(), id, look_up, after), mimetype="text/event-stream")
    reply.call_on_close(streams.release)
    reply.headers["Cache-Control"] = "no-cache"
    reply.headers["X-Accel-Buffering"] = "no"
    return reply


def _follow(part: Services, id: str, look_up: LookUp, after: str) -> Iterator[str]:
    deadline = time.monotonic() + STREAM_SECONDS
    yield f"retry: {RETRY_MS}\n\n"
    while time.monotonic() < deadline:
        try:
            found = part.events.read(id, after, BLOCK_MS)
        except redis.exceptions.RedisError as error:
            log.warning("%s: no events, Redis does not answer: %s", id, error)
            yield "event: trouble\ndata: {}\n\n"
            time.sleep(1)
            found = []
        for event in found:
            after = event.id
            yield f"id: {event.id}\nevent: {event.type}\ndata: {json.dumps(event.data)}\n\n"
            if event.type in ENDINGS:
                return
        if not found:
            followed = look_up(id)
            if followed is None or not followed.active:
                # its last event may have been lost with Redis; the records know the end
                yield f"event: {followed.state if followed and followed.state != 'done' else 'end'}\ndata: {{}}\n\n"
                return
            yield ": waiting\n\n"
