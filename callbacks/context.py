"""What a request has at hand: the services of the application and the visitor it belongs to."""

import uuid

from flask import abort, current_app, session

from data.evaluation_records import EvaluationRecords
from data.records import Job
from inference.services import Services

EXTENSION = "gemmavision"
EVALUATIONS = "gemmavision-evaluations"


def services() -> Services:
    """The services that `create_app` opened."""
    return current_app.extensions[EXTENSION]


def evaluations() -> EvaluationRecords:
    """The records of the visitors' own evaluations, which `create_app` opened; no worker needs them."""
    return current_app.extensions[EVALUATIONS]


def own_job(job_id: str) -> Job:
    """The visitor's job, else 404: other people's jobs do not exist."""
    return services().records.job(job_id, owner()) or abort(404)


def owner() -> str:
    """Id of the visitor, kept in a signed cookie; made at the first request."""
    if "owner" not in session:
        session["owner"] = uuid.uuid4().hex
        session.permanent = True
    return session["owner"]
