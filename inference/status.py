"""The state of each part of the installation, for the status dots, `/readyz` and the start page."""

import time
from dataclasses import dataclass

import redis
import sqlalchemy as sa

from inference.services import Services


@dataclass(frozen=True)
class Part:
    """A part by name, whether it answers, what to know about it, and whether the application needs it."""

    name: str
    ok: bool
    detail: str
    required: bool = True


def read_status(services: Services) -> list[Part]:
    """Cache, worker, records and model, as they answer now."""
    return [_cache(services), _worker(services), _records(services), model_part(services)]


def _cache(services: Services) -> Part:
    started = time.perf_counter()
    try:
        info: dict = services.redis.info("memory")
    except redis.exceptions.RedisError as error:
        return Part("Cache", False, f"Redis does not answer: {error}. Pages work, new analyses wait.")
    ms = (time.perf_counter() - started) * 1000
    return Part("Cache", True, f"Redis answers in {ms:.1f} ms and holds {info['used_memory'] / 1e6:.1f} MB.")


def _worker(services: Services) -> Part:
    try:
        workers = services.heartbeats.workers()
    except redis.exceptions.RedisError:
        return Part("Worker", False, "Not known while Redis does not answer.")
    if not workers:
        return Part("Worker", False, "No worker is running. Documents can be uploaded; they are read once one starts.")
    names = ", ".join(f"{name} ({facts['device'].upper()})" for name, facts in workers.items())
    return Part("Worker", True, f"{len(workers)} running: {names}.")


def _records(services: Services) -> Part:
    try:
        services.records.ping()
    except sa.exc.SQLAlchemyError as error:
        return Part("Records", False, f"The database does not answer: {error}")
    return Part("Records", True, f"{sa.engine.make_url(services.settings.records_url).get_backend_name()} answers.")


def model_part(services: Services) -> Part:
    """Whether Gemma 3 is configured and ready, or why not."""
    if not services.settings.gemma_models:
        return Part(
            "Model",
            False,
            "Gemma 3 is not configured: documents are read with the CPU pipeline alone "
            "(text layer, OCR, tables, rules). Set GEMMA_MODEL.",
            required=False,
        )
    try:
        workers = services.heartbeats.workers().values()
    except redis.exceptions.RedisError:
        return Part("Model", False, "Not known while Redis does not answer.", required=False)
    ready = [facts for facts in workers if facts.get("model_state") == "ready"]
    # all workers of an installation share their settings, so any of them tells
    details = [facts["model_detail"] for facts in ready or workers if "model_detail" in facts]
    return Part("Model", bool(ready), details[-1] if details else "No worker is running.", required=False)
