"""HTTP route of the deployment advisor."""

import logging

from flask import Blueprint, Response, jsonify, request
from pydantic import ValidationError

from app.uploads import refuse
from callbacks.context import measured_here
from data.advisor.advice import Advice, advise, changes
from data.advisor.workload import Question

log = logging.getLogger(__name__)

blueprint = Blueprint("advisor", __name__)

MAX_BYTES = 100_000


@blueprint.post("/api/advise")
def answer() -> tuple[Response, int]:
    """The advice for the question in the JSON body; an empty object asks with every starting value.

    Question and answer are as `GET /api/advise/schema` says; with `?changes=1` the answer also has `changes`, the
    recommendation under other assumptions. 413 for a body that is too large, 422 with the place and the reason of every
    mistake for a question that is not as the schema says.
    """
    content = request.stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return refuse(f"A question has at most {MAX_BYTES:,} bytes.", 413)
    try:
        question = Question.model_validate_json(content or b"{}")
    except ValidationError as error:
        problems = [
            {"place": ".".join(map(str, problem["loc"])) or "the body", "message": problem["msg"]}
            for problem in error.errors(include_url=False, include_context=False)
        ]
        return refuse("The question is not as GET /api/advise/schema says.", 422, problems=problems)
    measured = measured_here()
    found = advise(question, measured).model_dump(mode="json")
    if request.args.get("changes") == "1":
        found["changes"] = [change.model_dump(mode="json") for change in changes(question, measured)]
    log.info("advice: %s", found["finding"])
    return jsonify(found), 200


@blueprint.get("/api/advise/schema")
def schema() -> Response:
    """JSON schemas of the question and of the answer."""
    return jsonify(question=Question.model_json_schema(), answer=Advice.model_json_schema(mode="serialization"))
