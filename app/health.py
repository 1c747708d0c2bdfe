"""Whether the application lives (`/healthz`) and whether all its parts answer (`/readyz`)."""

from flask import Blueprint, Response, jsonify

from callbacks.context import services
from inference.status import read_status

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> str:
    """Answers while the process serves, whatever the other parts do."""
    return "ok"


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """200 when cache, records and at least one worker answer, else 503; the body names each part and its state."""
    parts = read_status(services())
    ready = all(part.ok for part in parts if part.required)
    return jsonify({part.name: {"ok": part.ok, "detail": part.detail} for part in parts}), 200 if ready else 503
