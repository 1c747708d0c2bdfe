"""HTTP routes that hand out what was read from a document: whole results, tables, text, the searchable PDF."""

from __future__ import annotations

import io
import logging
from pathlib import PurePath

import redis
from flask import Blueprint, Response, abort, jsonify, request, send_file

from callbacks.context import own_job, owner, services
from data.media import PDF
from data.records import Job
from inference import export
from inference.continuation import whole_tables
from inference.gemma.requests import readings_of
from inference.making import SEARCHABLE, NotMade
from inference.results import load_continued, load_page, load_pages, load_parts, load_result
from inference.schema import Continuation, Part
from inference.services import QUEUE

log = logging.getLogger(__name__)

blueprint = Blueprint("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
MARKDOWN = "text/markdown"


@blueprint.get("/api/schemas/result.json")
def schema() -> Response:
    """JSON Schema of the JSON export."""
    return jsonify(export.json_schema())


@blueprint.get("/api/jobs/<job_id>/result.<any(json, xlsx, md):form>")
def result(job_id: str, form: str) -> Response:
    """The whole result of a finished job as JSON (/api/schemas/result.json), XLSX workbook or Markdown."""
    job = own_job(job_id)
    found = load_result(job) or abort(404)
    pages, name = load_pages(services().records, job.id), _name(job)
    readings = readings_of(services().model_tasks.of_job(job.id, "fields"))
    if form == "json":
        return _file(export.to_json(found, pages, name, readings), "application/json", name, ".json")
    if form == "xlsx":
        return _file(export.to_xlsx(found, pages, name, readings), XLSX, name, ".xlsx")
    return _file(export.to_markdown(found, pages, name, readings), MARKDOWN, name, ".md")


@blueprint.get("/api/jobs/<job_id>/tables.<any(csv, xlsx, md):form>")
def all_tables(job_id: str, form: str) -> Response:
    """The tables of all pages read so far: CSV with a line per cell, XLSX with a sheet each, or Markdown."""
    job = own_job(job_id)
    pages, name, continued = load_pages(services().records, job.id), _name(job), load_continued(job)
    if form == "csv":
        return _file(export.cells_csv(pages, continued), CSV, name, " tables.csv")
    if form == "xlsx":
        return _file(export.tables_xlsx(pages, continued), XLSX, name, " tables.xlsx")
    tables = [export.table_markdown(whole) for whole in whole_tables(pages, continued)]
    return _file("\n".join(tables), MARKDOWN, name, " tables.md")


@blueprint.get("/api/jobs/<job_id>/tables/p<int:number>t<int:place>.<any(csv, xlsx, md):form>")
def one_table(job_id: str, number: int, place: int, form: str) -> Response:
    """One table as its grid; with `numbers=1` the CSV holds plain decimals in place of what is printed.

    A table that runs over pages is whole, whichever of its parts is named.
    """
    job = own_job(job_id)
    table_id = f"p{number}t{place}"
    runs = [run for run in load_continued(job) if any(part.table == table_id for part in run.parts)]
    pages = load_parts(services().records, job.id, runs or [Continuation(parts=(Part(table=table_id),))])
    whole = next(iter(whole_tables(pages, runs)), None) or abort(404)
    name, ending = _name(job), f" {whole.table.id}.{form}"
    if form == "csv":
        return _file(export.table_csv(whole.table, numbers=request.args.get("numbers") == "1"), CSV, name, ending)
    if form == "xlsx":
        return _file(export.tables_xlsx(pages, runs), XLSX, name, ending)
    return _file(export.table_markdown(whole), MARKDOWN, name, ending)


@blueprint.get("/api/jobs/<job_id>/text")
def text(job_id: str) -> Response:
    """The text in reading order, of all pages read so far or of the one named by `page`."""
    job = own_job(job_id)
    number = request.args.get("page", type=int)
    if number is None:
        pages = load_pages(services().records, job.id)
    else:
        pages = [load_page(services().records, job.id, number)[0] or abort(404)]
    return Response("\n\n".join(map(export.page_text, pages)), mimetype="text/plain")


@blueprint.post("/api/jobs/<job_id>/searchable")
def make_searchable(job_id: str) -> tuple[Response, int]:
    """Has the searchable PDF made: 200 once it is there, 202 while it is made, 503 with a message where it cannot."""
    job = own_job(job_id)
    key = services().files.searchable_key(job.id)
    if services().files.exists(key):
        return jsonify(ready=True), 200
    if job.state != "done":
        return jsonify(message="The document has not been read to its end."), 409
    try:
        services().making.ask(key, QUEUE, SEARCHABLE, job.id)
    except NotMade as error:
        return jsonify(message=str(error)), 503
    except redis.exceptions.RedisError as error:
        log.warning("job %s: no searchable PDF, Redis does not answer: %s", job.id, error)
        return jsonify(message="The queue (Redis) does not answer. Try again in a while."), 503
    return jsonify(ready=False), 202


@blueprint.get("/api/jobs/<job_id>/searchable.pdf")
def searchable(job_id: str) -> Response:
    """The searchable PDF, once it was made."""
    job = own_job(job_id)
    try:
        content = services().files.read(services().files.searchable_key(job.id))
    except FileNotFoundError:
        abort(404)
    return _file(content, PDF, _name(job), " searchable.pdf")


def _name(job: Job) -> str:
    document = services().records.document(job.document_id, owner()) or abort(404)
    return document.name


def _file(content: bytes | str, media_type: str, name: str, ending: str) -> Response:
    if isinstance(content, str):
        # Excel takes a CSV without this mark for the encoding of its own country
        content = content.encode("utf-8-sig" if media_type == CSV else "utf-8")
    return send_file(
        io.BytesIO(content), media_type, as_attachment=True, download_name=f"{PurePath(name).stem}{ending}"
    )
