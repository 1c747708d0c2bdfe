"""What was read: the chosen page and view, search, and questions."""

import itertools
import logging
from collections.abc import Sequence
from typing import Any

import dash
import redis
from dash import Input, Output, State, no_update

from callbacks.context import owner, services
from callbacks.documents import state
from data.cache import cache
from data.records import Job
from inference.questions import Passage, answer, passages_of
from inference.results import load_pages
from inference.search import PageWords, find, words_of
from layouts import documents as view
from layouts.documents import Shown, ids

log = logging.getLogger(__name__)


def register(app: dash.Dash) -> None:
    """Wires pages, views, search and questions."""
    app.callback(
        Output(ids.PAGE_VIEW, "children"),
        Output(ids.VIEW_CONTENT, "children"),
        Output(ids.QUESTION_AREA, "hidden"),
        Output(ids.SHOWN, "data"),
        Input(ids.JOB, "data"),
        Input(ids.PAGE, "active_page"),
        Input(ids.VIEW, "value"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )(show_result)
    app.callback(Output(ids.HITS, "data"), Input(ids.SEARCH, "value"), Input(ids.JOB, "data"))(search)
    app.callback(
        Output(ids.ANSWERS, "children"),
        Input(ids.QUESTION, "value"),
        Input(ids.ASK, "n_clicks"),
        Input(ids.JOB, "data"),
    )(ask)
    app.clientside_callback(
        "(...inputs) => window.gv.search(...inputs)",
        Output(ids.HITS_DRAWN, "data"),
        Input(ids.HITS, "data"),
        Input(ids.PREVIOUS_HIT, "n_clicks"),
        Input(ids.NEXT_HIT, "n_clicks"),
        Input(ids.SEARCH, "n_submit"),
        State(ids.PAGE, "active_page"),
    )
    app.clientside_callback(
        "(...inputs) => window.gv.boxes(...inputs)",
        Output(ids.PAGE_VIEW, "className"),
        Output(ids.PAGE_VIEW, "style"),
        Input(ids.BOXES, "value"),
        Input(ids.ZOOM, "value"),
    )
    app.clientside_callback(
        """(page, last) => page >= 1 ? Math.min(Math.floor(page), last) : window.dash_clientside.no_update""",
        Output(ids.PAGE, "active_page", allow_duplicate=True),
        Input(ids.TURN_TO, "value"),
        State(ids.PAGE, "max_value"),
        prevent_initial_call=True,
    )


def show_result(
    job: dict[str, Any] | None, number: int, view_name: str, known: str | None
) -> tuple[Any, Any, bool, Any]:
    """The chosen page and view, where they changed."""
    number = min(number or 1, (job or {}).get("pages") or 1)
    found = services().records.job(job["id"], owner()) if job else None
    shown = state.shown(found, number, view_name) if found else Shown()
    ready = bool(shown.page or shown.problem)
    picture = f"{job and job['id']} {number} {ready} {shown.result is not None}"
    signature = f"{picture} {view_name} {job and job['active']}"
    no_question = view_name != "questions"
    if signature == known:
        return no_update, no_update, no_question, no_update
    same_picture = known is not None and known.startswith(f"{picture} ")
    return no_update if same_picture else view.place(shown), view.content(shown, view_name), no_question, signature


def search(query: str | None, job: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where the query stands in the pages read so far; nothing without one."""
    own = _own(job)
    if own is None or not (query or "").strip():
        return None
    found = find(_words(own.id, _pages_read(own)), query or "")
    hits = [
        {"page": hit.page, "boxes": [[round(100 * edge, 2) for edge in box] for box in hit.boxes]} for hit in found.hits
    ]
    return {"total": found.total, "hits": hits, "complete": not own.active}


def ask(question: str | None, _clicks: int | None, job: dict[str, Any] | None) -> Any:
    """Quotes that answer the question, from the pages read so far."""
    own = _own(job)
    if own is None or not (question or "").strip():
        return None
    return view.answers_view(answer(_passages(own.id, _pages_read(own)), question or ""))


def _own(job: dict[str, Any] | None) -> Job | None:
    return services().records.job(job["id"], owner()) if job else None


def _pages_read(job: Job) -> int:
    return len(services().records.page_numbers(job.id)[0])


# parsing the pages of a long report takes a third of a second; how many there are is part of the key
@cache.memoize()
def _words(job_id: str, _pages: int) -> list[PageWords]:
    return [words_of(page) for page in load_pages(services().records, job_id)]


@cache.memoize()
def _passages(job_id: str, _pages: int) -> list[Passage]:
    return [passage for page in load_pages(services().records, job_id) for passage in passages_of(page)]


def forget(job_ids: Sequence[str], pages: int) -> None:
    """Takes the words of jobs that were deleted out of the cache."""
    try:
        for job_id, read in itertools.product(job_ids, range(pages + 1)):
            cache.delete_memoized(_words, job_id, read)
            cache.delete_memoized(_passages, job_id, read)
    except redis.exceptions.RedisError as error:
        log.warning("words of deleted jobs stay in the cache until their time ends: %s", error)
