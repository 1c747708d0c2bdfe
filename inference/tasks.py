"""The analysis of a document, page by page, as the worker carries it out."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

import redis

from data.records import Job, StaleAttempt
from inference.errors import DocumentError
from inference.gemma.requests import ModelRequests
from inference.limits import Limits
from inference.pipeline import check_document, process_page, summarise_pages
from inference.sandbox import Sandbox, SandboxFuture
from inference.schema import PIPELINE_VERSION, DocumentResult, Kind, PageResult
from inference.services import Services, given_kind

log = logging.getLogger(__name__)

MAX_TRIES = 4
"""Starts of a job before it is given up: more means that it takes the whole worker down each time."""

POLL_SECONDS = 0.1
TOUCH_SECONDS = 2.0

GIVEN_UP = "The worker ended {tries} times while it read this document. Nothing else was affected. Report the file."
INTERNAL = "The analysis stopped on an error of ours. It is in the worker's log under job {job}. Retry, or report it."


class Analysis:
    """Carries out jobs with the pages of each spread over the sandbox's processes."""

    def __init__(self, services: Services, sandbox: Sandbox, limits: Limits) -> None:
        self._services, self._sandbox, self._limits = services, sandbox, limits

    def run(self, job_id: str) -> None:
        """Takes the job and brings it to an end: done, failed or cancelled. Pages read earlier are not read again."""
        records = self._services.records
        job = records.start(job_id)
        if job is None:
            log.info("job %s: nothing to do, it has ended or another worker is at it", job_id)
            return
        log.info("job %s: attempt %d", job_id, job.attempt)
        try:
            if job.tries > MAX_TRIES:
                self._fail(job, GIVEN_UP.format(tries=MAX_TRIES))
            else:
                self._analyse(job)
        except DocumentError as error:
            self._fail(job, error.message)
        except StaleAttempt:
            log.info("job %s: stopped, it was cancelled or taken over", job_id)
        except Exception:
            log.exception("job %s: failed", job_id)
            self._fail(job, INTERNAL.format(job=job_id))

    def _analyse(self, job: Job) -> None:
        records, events = self._services.records, self._services.events
        document = records.document(job.document_id)
        assert document is not None  # a foreign key holds it
        with self._services.files.local(self._services.files.upload_key(document.sha256)) as path:
            kind = given_kind(job)
            if kind:  # the pages say the same whatever the document is taken for
                records.copy_pages(document.id, PIPELINE_VERSION, job.id, job.attempt)
            info = self._sandbox.call(
                check_document, path, document.media_type, self._limits, timeout=self._limits.page_seconds
            )
            records.touch(job.id, job.attempt, page_count=info.page_count)
            done = set(records.page_numbers(job.id)[0])
            events.publish(job.id, "start", pages=info.page_count, done=len(done), attempt=job.attempt)
            todo = [number for number in range(1, info.page_count + 1) if number not in done]
            self._read_pages(job, path, document.media_type, todo, info.page_count)
        self._finish(job, kind)

    def _read_pages(self, job: Job, path: Path, media_type: str, todo: list[int], of: int) -> None:
        """Keeps the processes busy with a few pages ahead, so that a cancel leaves little behind."""
        numbers: Iterator[int] = iter(todo)
        pending: dict[SandboxFuture[PageResult], int] = {}
        at_once = self._services.settings.document_processes
        touched = time.monotonic()
        try:
            while True:
                while len(pending) < at_once and (number := next(numbers, None)) is not None:
                    task = self._sandbox.submit(
                        process_page, path, media_type, number, self._limits, timeout=self._limits.page_seconds
                    )
                    pending[task] = number
                if not pending:
                    return
                ready, _pending = wait(pending, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                for done in sorted((task for task in pending if task in ready), key=pending.__getitem__):
                    self._save_page(job, pending.pop(done), of, done)
                if self._services.events.cancelled(job.id):
                    raise StaleAttempt(job.id)
                if time.monotonic() - touched > TOUCH_SECONDS:
                    self._services.records.touch(job.id, job.attempt)
                    touched = time.monotonic()
        finally:
            for task in pending:
                task.cancel()

    def _save_page(self, job: Job, number: int, of: int, task: Future) -> None:
        records, events = self._services.records, self._services.events
        try:
            page = task.result()
        except DocumentError as error:
            # one unreadable page does not cost the reader the others
            log.warning("job %s: page %d: %s", job.id, number, error.code)
            records.save_page(job.id, job.attempt, number, None, error.message)
            events.publish(job.id, "page", number=number, of=of, problem=error.message)
            return
        records.save_page(job.id, job.attempt, number, page.model_dump_json())
        events.publish(job.id, "page", number=number, of=of, source=page.source, ms=round(page.ms["total"]))

    def _finish(self, job: Job, kind: Kind | None) -> None:
        records, events = self._services.records, self._services.events
        pages = records.pages(job.id)
        contents = [page.content for page in pages if page.content]
        if not contents:
            problem = next((page.problem for page in pages if page.problem), None)
            self._fail(job, problem or DocumentError("damaged").message)
            return
        result: DocumentResult = self._sandbox.call(summarise_pages, contents, kind, timeout=self._limits.page_seconds)
        requests = ModelRequests(self._services)
        # planned before anybody sees the result, carried out when it is there
        planned = requests.plan_reading(job.id) if self._services.settings.gemma_models else None
        records.touch(job.id, job.attempt, state="done", result=result.model_dump_json())
        events.publish(job.id, "end", pages=len(contents))
        if planned and planned[1]:
            try:
                requests.enqueue(planned[0].id)
            except redis.exceptions.RedisError as error:
                log.warning("task %s: not in the queue yet, Redis does not answer: %s", planned[0].id, error)
        log.info("job %s: done, %d pages", job.id, len(contents))

    def _fail(self, job: Job, message: str) -> None:
        log.warning("job %s: failed: %s", job.id, message)
        try:
            self._services.records.touch(job.id, job.attempt, state="failed", message=message)
        except StaleAttempt:
            return
        self._services.events.publish(job.id, "failed", message=message)
