"""What a request has at hand: the services of the application and the visitor it belongs to."""

import uuid

from flask import abort, current_app, session

from data.advisor import local
from data.cache import cache
from data.call_records import CallRecords
from data.evaluation_records import EvaluationRecords
from data.records import Job
from inference.services import Services

EXTENSION = "gemmavision"
EVALUATIONS = "gemmavision-evaluations"
CALLS = "gemmavision-calls"
CALLS_DAYS = 30


def services() -> Services:
    """The services that `create_app` opened."""
    return current_app.extensions[EXTENSION]


def evaluations() -> EvaluationRecords:
    """The records of the visitors' own evaluations, which `create_app` opened; no worker needs them."""
    return current_app.extensions[EVALUATIONS]


@cache.memoize(timeout=60)
def measured_here() -> dict[tuple[str, str], local.Correction]:
    """How this installation's bench and its requests of the last 30 days correct the advisor, by (card, engine)."""
    records: CallRecords = current_app.extensions[CALLS]
    return dict(local.corrections([*local.read(), *local.from_calls(records.recent(CALLS_DAYS))]))


def own_job(job_id: str) -> Job:
    """The visitor's job, else 404: other people's jobs do not exist."""
    return services().records.job(job_id, owner()) or abort(404)


def owner() -> str:
    """Id of the visitor, kept in a signed cookie; made at the first request."""
    if "owner" not in session:
        session["owner"] = uuid.uuid4().hex
        session.permanent = True
    return session["owner"]
