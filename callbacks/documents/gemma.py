"""The model's part of Document Understanding: reading, questions, stopping, and how far it is."""

from typing import Any

import dash
import redis
from dash import ALL, Input, Output, State, ctx, no_update

from callbacks.context import owner, services
from data.cache import cache
from data.model_tasks import ModelTask
from data.records import Job
from inference.engines.errors import MESSAGES
from inference.gemma.agreement import compare, engines_of
from inference.gemma.redaction import hides
from inference.gemma.requests import ModelRequests, answer_of, readings_of
from inference.results import load_page, load_result
from inference.status import model_part
from layouts.documents.gemma import GemmaView, Turn, gemma_answers, gemma_fields
from layouts.documents.ids import ids

LONGEST_QUESTION = 500


def register(app: dash.Dash) -> None:
    """Wires the model's part."""
    app.callback(
        Output(ids.GEMMA_FIELDS, "children"),
        Output(ids.GEMMA_FIELDS, "hidden"),
        Output(ids.GEMMA_ANSWERS, "children"),
        Output(ids.GEMMA_ASK, "disabled"),
        Output(ids.GEMMA_TASKS, "data"),
        Output(ids.GEMMA_CLOCK, "disabled"),
        Input(ids.JOB, "data"),
        Input(ids.VIEW, "value"),
        Input(ids.GEMMA_ASKED, "data"),
        Input(ids.GEMMA_EVENT, "data"),
        Input(ids.GEMMA_CLOCK, "n_intervals"),
        State(ids.GEMMA_TASKS, "data"),
    )(show_gemma)
    app.callback(
        Output(ids.GEMMA_ASKED, "data"),
        Input(ids.GEMMA_ASK, "n_clicks"),
        Input({"type": ids.GEMMA_READ, "name": ALL}, "n_clicks"),
        Input({"type": ids.GEMMA_STOP, "name": ALL}, "n_clicks"),
        State(ids.QUESTION, "value"),
        State(ids.JOB, "data"),
        prevent_initial_call=True,
    )(ask_gemma)
    app.clientside_callback(
        "(tasks) => window.gv.followModel(tasks)", Output(ids.GEMMA_FOLLOWED, "data"), Input(ids.GEMMA_TASKS, "data")
    )


def show_gemma(
    job: dict[str, Any] | None, view_name: str, _asked: Any, _event: Any, _clock: Any, known: list[str] | None
) -> tuple[Any, ...]:
    """The model's reading and conversation as they are now."""
    hidden = view_name != "fields"
    own = services().records.job(job["id"], owner()) if job else None
    if own is None or own.state != "done":
        return None, hidden, None, True, [], True
    if ctx.triggered_id == ids.GEMMA_CLOCK and known and _active(own.id) == known and model_part(services()).ok:
        return (no_update,) * 6  # what streams in is not drawn over
    view = gemma_view(own)
    waiting = bool(view.tasks) or (view.configured and not view.ready)
    no_question = not view.configured or any(turn.active for turn in view.turns)
    return gemma_fields(view), hidden, gemma_answers(view), no_question, view.tasks, not waiting


def ask_gemma(
    _ask: int | None, _read: list[int | None], _stop: list[int | None], question: str | None, job: dict[str, Any] | None
) -> Any:
    """Asks the model, has it read the fields, or stops it. Returns what names the action."""
    own = services().records.job(job["id"], owner()) if job else None
    if own is None or not ctx.triggered[0]["value"]:  # the buttons were rendered, not pressed
        return no_update
    requests = ModelRequests(services())
    trigger = ctx.triggered_id
    try:
        if isinstance(trigger, dict) and trigger["type"] == ids.GEMMA_STOP:
            task = requests.tasks.task(trigger["name"], owner())
            return f"stopped {task.id}" if task and requests.cancel(task.id) else no_update
        if isinstance(trigger, dict):
            return requests.read_fields(own.id).id
        asked = (question or "").strip()[:LONGEST_QUESTION]
        return requests.ask(own.id, asked).id if asked else no_update
    except redis.exceptions.RedisError:
        return "not in the queue yet"  # the task is in the records, and a worker will find it there


def gemma_view(job: Job) -> GemmaView:
    """Everything that the page shows of the model and this job."""
    part = services()
    if not part.settings.gemma_models:
        return GemmaView(False, False, MESSAGES["not_configured"])
    state = model_part(part)
    tasks = part.model_tasks
    readings = tasks.of_job(job.id, "fields")
    done = readings_of(readings)
    result = load_result(job)
    rows = compare(result, done) if result else []
    turns = [_turn(task) for task in tasks.of_job(job.id, "question")]
    pages = {said.page for row in rows for said in row.said if said}
    pages |= {item.page for turn in turns if turn.answer for item in turn.answer.citations}
    sent_to = _endpoint()
    return GemmaView(
        configured=True,
        ready=state.ok,
        detail=state.detail,
        sent_to=sent_to,
        hidden=sent_to is not None and hides("endpoint", sent_to, part.settings.gemma_redact),
        reading=_turn(readings[-1]) if readings else None,
        engines=engines_of(done),
        rows=rows,
        cost=done[-1].cost if done else None,
        notes=[note for reading in done for note in reading.notes],
        turns=turns,
        sizes={number: size for number in pages if (size := _size(job.id, number))},
    )


def _endpoint() -> str | None:
    try:
        workers = services().heartbeats.workers().values()
    except redis.exceptions.RedisError:
        return None
    return next((facts["model_device"] for facts in workers if facts.get("engine") == "endpoint"), None)


def _turn(task: ModelTask) -> Turn:
    answer = answer_of(task) if task.asked == "question" else None
    return Turn(task.id, task.question or "", task.state, task.message, answer)


def _active(job_id: str) -> list[str]:
    tasks = services().model_tasks
    return [task.id for asked in ("fields", "question") for task in tasks.of_job(job_id, asked) if task.active]


@cache.memoize()
def _size(job_id: str, number: int) -> tuple[float, float] | None:
    page, _ = load_page(services().records, job_id, number)
    return (page.width, page.height) if page else None
