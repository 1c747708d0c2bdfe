"""Tasks of the model, as the worker carries them out with its resident engine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from pydantic import BaseModel

from data.model_tasks import ModelTask
from data.records import Job, StaleAttempt
from inference.engines.errors import EngineError
from inference.engines.protocol import Engine
from inference.errors import DocumentError
from inference.gemma.answers import Answerer, Turn
from inference.gemma.pages import Views
from inference.gemma.reading import Reader
from inference.gemma.redaction import Redaction, hides
from inference.gemma.requests import ModelRequests, answer_of
from inference.keyinfo.rows import Sheet, sheets
from inference.limits import Limits
from inference.results import load_pages, load_result
from inference.sandbox import Sandbox
from inference.schema import Box, PageResult
from inference.services import Services

log = logging.getLogger(__name__)

MAX_TRIES: Final = 3
WATCH_SECONDS: Final = 0.1
TOUCH_SECONDS: Final = 2.0
PARTIAL_SECONDS: Final = 0.1
"""Parts of an answer are not shown more often than this."""
GIVEN_UP: Final = "The worker ended {tries} times while the model was at it. See the worker's log, then ask again."
INTERNAL: Final = "The model's work stopped on an error of ours. It is in the worker's log under task {task}."


class ModelWork:
    """Carries out tasks; several at once share the engine."""

    def __init__(self, services: Services, engine: Callable[[], Engine], drawing: Sandbox, limits: Limits) -> None:
        """`engine` returns the resident engine and waits while it loads; it raises EngineError where there is none."""
        self._services, self._engine, self._drawing, self._limits = services, engine, drawing, limits
        self._stopping = threading.Event()
        self.requests = ModelRequests(services)

    def stop(self) -> None:
        """Leaves the tasks under way to another worker; call it before what they use is closed."""
        self._stopping.set()

    def run(self, task_id: str) -> None:
        """Takes the task and brings it to an end: done, failed or cancelled."""
        engine, problem = None, ""
        try:
            engine = self._engine()  # before the task is taken: loading may last longer than a lease
        except EngineError as error:
            problem = error.message
        task = self.requests.tasks.start(task_id)
        if task is None:
            log.info("task %s: nothing to do, it has ended or another worker is at it", task_id)
            return
        if engine is None:
            self._fail(task, problem)
            return
        if task.tries > MAX_TRIES:
            self._fail(task, GIVEN_UP.format(tries=MAX_TRIES))
            return
        with _Watch(self._services, self.requests, task) as watch:
            try:
                self._end(task, self._carry_out(task, engine, watch))
            except EngineError as error:
                if error.code == "cancelled" or self._stopping.is_set():
                    log.info("task %s: stopped, it was cancelled or the worker ends", task.id)
                else:
                    self._fail(task, error.message)
            except DocumentError as error:
                self._fail(task, error.message)
            except StaleAttempt:
                log.info("task %s: stopped, it was cancelled or taken over", task.id)
            except Exception:
                if self._stopping.is_set():
                    log.info("task %s: left to another worker", task.id)
                    return
                log.exception("task %s: failed", task.id)
                self._fail(task, INTERNAL.format(task=task.id))

    def _carry_out(self, task: ModelTask, engine: Engine, watch: _Watch) -> BaseModel:
        services = self._services
        job = services.records.job(task.job_id)
        pages = sheets(load_pages(services.records, task.job_id))
        if job is None or not pages:
            raise DocumentError("not_read")
        about = engine.describe()
        hidden = hides(about.engine, about.device, services.settings.gemma_redact)
        redaction = Redaction(pages) if hidden else None
        document = services.records.document(job.document_id)
        assert document is not None  # a foreign key holds it
        log.info("task %s: %s with %s", task.id, task.asked, engine.describe().model)
        with services.files.local(services.files.upload_key(document.sha256)) as path:
            views = self._views(path, document.media_type, redaction)
            if task.asked == "question":
                return self._answer(task, engine, pages, views, watch, redaction)
            return self._read(task, job, engine, pages, views, watch, redaction)

    def _read(
        self,
        task: ModelTask,
        job: Job,
        engine: Engine,
        pages: list[Sheet],
        views: Views,
        watch: _Watch,
        redaction: Redaction | None,
    ) -> BaseModel:
        result = load_result(job)
        if result is None:
            raise DocumentError("not_read")
        events, of = self._services.events, len(pages)

        def progress(done: int) -> None:
            events.publish(task.id, "progress", done=done, of=of)

        progress(0)
        longest = self._services.settings.gemma_context
        shown = redaction.sheets if redaction else pages
        reading = Reader(engine, result.kind, shown, views, longest, watch.cancelled, progress).read()
        return redaction.reading(reading, engine.describe()) if redaction else reading

    def _answer(
        self,
        task: ModelTask,
        engine: Engine,
        pages: list[Sheet],
        views: Views,
        watch: _Watch,
        redaction: Redaction | None,
    ) -> BaseModel:
        # what was said to one engine may be repeated to another, which sees what the first did not, or less
        said = redaction.hide if redaction else Redaction(pages).show
        earlier = [
            Turn(said(other.question or ""), answer.given, said(answer.text))
            for other in self.requests.tasks.of_job(task.job_id, "question")
            if other.created < task.created and (answer := answer_of(other)) is not None
        ]
        shown = 0.0

        def partial(parts: dict[str, Any]) -> None:
            nonlocal shown
            if time.monotonic() - shown >= PARTIAL_SECONDS:
                shown = time.monotonic()
                told = redaction.show_all(parts) if redaction else parts
                self._services.events.publish(task.id, "partial", **told)

        longest = self._services.settings.gemma_context
        seen = redaction.sheets if redaction else pages
        answerer = Answerer(engine, seen, views, longest, watch.cancelled, partial)
        answer = answerer.answer(said(task.question or ""), earlier)
        return redaction.answer(answer, engine.describe()) if redaction else answer

    def _views(self, path: Path, media_type: str, redaction: Redaction | None) -> Views:
        def draw(page: PageResult, parts: Sequence[Box]) -> list[bytes]:
            if redaction and not page.lines:
                return []  # nobody knows what such a picture shows, so nothing can be hidden in it
            hidden = tuple(redaction.boxes.get(page.number, ())) if redaction else ()
            limits = self._limits
            return self._drawing.call(
                _draw, path, media_type, page.number, tuple(parts), hidden, limits, timeout=limits.page_seconds
            )

        return draw

    def _end(self, task: ModelTask, result: BaseModel) -> None:
        self.requests.tasks.touch(task.id, task.attempt, state="done", content=result.model_dump_json())
        self._services.events.publish(task.id, "end")
        log.info("task %s: done", task.id)

    def _fail(self, task: ModelTask, message: str) -> None:
        log.warning("task %s: failed: %s", task.id, message)
        try:
            self.requests.tasks.touch(task.id, task.attempt, state="failed", message=message)
        except StaleAttempt:
            return
        self._services.events.publish(task.id, "failed", message=message)


class _Watch:
    """Looks for a cancel while the model works, and says in the records that somebody is at the task."""

    def __init__(self, services: Services, requests: ModelRequests, task: ModelTask) -> None:
        self._services, self._requests, self._task = services, requests, task
        self._cancelled, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._look, name=f"watch-{task.id[:8]}", daemon=True)

    def cancelled(self) -> bool:
        """Whether the task shall end."""
        return self._cancelled.is_set()

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        touched = time.monotonic()
        while not self._over.wait(WATCH_SECONDS):
            if self._services.events.cancelled(self._task.id):
                self._cancelled.set()
                return
            if time.monotonic() - touched > TOUCH_SECONDS:
                touched = time.monotonic()
                try:
                    self._requests.tasks.touch(self._task.id, self._task.attempt)
                except StaleAttempt:
                    self._cancelled.set()
                    return


def _draw(
    path: Path, media_type: str, number: int, parts: tuple[Box, ...], hidden: tuple[Box, ...], limits: Limits
) -> list[bytes]:
    from inference.render import page_views

    return page_views(path, media_type, number, parts, hidden, limits)
