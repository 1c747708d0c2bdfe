"""HTTP routes of a visitor's own evaluations: raw upload of a CSV file, and the template to begin with."""

import logging
from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from app.uploads import drain, refuse, upload_name
from callbacks.context import evaluations, owner
from data.evaluation_records import TooManyEvaluations
from data.evaluations import MAX_BYTES, MAX_OWN_ROWS, TEMPLATE, EvaluationsError, parse

log = logging.getLogger(__name__)

blueprint = Blueprint("evaluations", __name__)


@blueprint.post("/api/evaluations")
def upload() -> tuple[Response, int]:
    """Stores the raw body, a CSV file, as the visitor's set named by the query parameter `name`; an earlier set of
    that name is replaced.

    Answers 201 with the id of the set and the number of its rows. Anything else changes nothing and answers a message,
    the first problems by row and column, and their total: 413 (too large), 422 (not as docs/evaluations.md says), 409
    (more than one visitor may keep).
    """
    name = upload_name("evaluations.csv")
    content = request.stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        drain(request.stream, 4 * MAX_BYTES)
    try:
        table = parse(content)
        stored = evaluations().replace(owner(), name, table)
    except EvaluationsError as error:
        problems = [asdict(problem) for problem in error.problems]
        status = 413 if len(content) > MAX_BYTES else 422
        return refuse(f"{name} {error} Nothing was changed.", status, problems=problems, total=error.total)
    except TooManyEvaluations:
        message = f"{name} would make your evaluations more than {MAX_OWN_ROWS:,} rows. Delete a set first."
        return refuse(message, 409, problems=[], total=0)
    log.info("evaluations %s: %d rows", stored.id, stored.rows)
    return jsonify(id=stored.id, rows=stored.rows), 201


@blueprint.get("/api/evaluations/template.csv")
def template() -> Response:
    """A file with the header and two rows that are marked as examples."""
    reply = Response(TEMPLATE, mimetype="text/csv")
    reply.headers["Content-Disposition"] = "attachment; filename=evaluations-template.csv"
    return reply
