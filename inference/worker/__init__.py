"""The worker process: takes jobs from the queue, reads documents in child processes, says that it is alive.

Started by the launcher, or as `python -m inference.worker` on any machine that reaches Redis, records and files.
"""

import logging
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import dramatiq
import redis

from data.call_records import CallRecords
from data.settings import Settings
from inference.deleting import delete_old
from inference.engines.resident import Resident
from inference.events import HEARTBEAT_SECONDS
from inference.gemma.requests import RUN_TASK
from inference.gemma.work import ModelWork
from inference.limits import Limits
from inference.makers import Makers
from inference.making import DRAW, PICTURES_QUEUE, SEARCHABLE
from inference.sandbox import Sandbox
from inference.services import ANALYSE, GEMMA_QUEUE, QUEUE, NotConfigured, Services, open_broker
from inference.tasks import Analysis

log = logging.getLogger("inference.worker")

JOBS_AT_ONCE = 2
LOST_AFTER = timedelta(seconds=60)
DELETION_SECONDS = 3600
"""How often a worker looks for documents that are older than the retention time."""


class Worker:
    """Wires queue, sandbox and heartbeat together."""

    def __init__(self, settings: Settings) -> None:
        self.name = f"{platform.node()}-{os.getpid()}"
        self.services = Services.open(settings)
        self.limits = Limits(
            max_pages=settings.max_pages,
            max_pixels=settings.max_megapixels * 1_000_000,
            page_seconds=settings.page_seconds,
            memory_bytes=settings.document_memory_mb * 1_000_000,
        )
        self.sandbox = Sandbox(self.limits, processes=settings.document_processes)
        self.drawing = Sandbox(self.limits, processes=1)
        self.resident = Resident(settings, CallRecords(self.services.records.engine).add)
        self.model_work = ModelWork(self.services, self.resident.engine, self.drawing, self.limits)
        analysis = Analysis(self.services, self.sandbox, self.limits)
        self.makers = makers = Makers(self.services, self.sandbox, self.drawing, self.limits)
        self._next_deletion = 0.0
        self._queues = (
            _serve(QUEUE, JOBS_AT_ONCE, settings, {ANALYSE: analysis.run, SEARCHABLE: makers.searchable}),
            _serve(PICTURES_QUEUE, 1, settings, {DRAW: makers.draw}),
            _serve(GEMMA_QUEUE, settings.gemma_concurrency, settings, {RUN_TASK: self.model_work.run}),
        )

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set, then finishes nothing new and ends; unfinished jobs are resumed elsewhere."""
        self.sandbox.warm()
        self.makers.warm()
        for queue in self._queues:
            queue.start()
        self.resident.start()
        log.info("worker %s: ready", self.name)
        while not stop.wait(HEARTBEAT_SECONDS if self._beat() else 1):
            self._delete_old()
        log.info("worker %s: stopping", self.name)
        self.model_work.stop()
        self.sandbox.close()
        self.drawing.close()
        self.resident.close()
        for queue in self._queues:
            queue.stop(timeout=2_000)
        self._say_goodbye()

    def _beat(self) -> bool:
        try:
            self.services.heartbeats.beat(
                self.name,
                queue=QUEUE,
                device="cpu",
                processes=self.services.settings.document_processes,
                **self.resident.status.facts(),
            )
            # the queue survives a restart of Redis, but not the loss of its data: the records bring such jobs back
            for job_id in self.services.records.lost_jobs(LOST_AFTER):
                log.warning("job %s: nobody has touched it for %s, back into the queue", job_id, LOST_AFTER)
                self.services.enqueue(job_id)
                self.services.records.note_enqueued(job_id)
            for task_id in self.model_work.requests.tasks.lost(LOST_AFTER):
                log.warning("task %s: nobody has touched it for %s, back into the queue", task_id, LOST_AFTER)
                self.model_work.requests.enqueue(task_id)
        except redis.exceptions.RedisError as error:
            log.warning("worker %s: Redis does not answer: %s", self.name, error)
            return False
        return True

    def _delete_old(self) -> None:
        if time.monotonic() >= self._next_deletion:
            self._next_deletion = time.monotonic() + DELETION_SECONDS
            delete_old(self.services)

    def _say_goodbye(self) -> None:
        try:
            self.services.heartbeats.stop(self.name)
        except redis.exceptions.RedisError:
            log.info("worker %s: Redis ended first", self.name)


def _serve(queue: str, threads: int, settings: Settings, actors: dict[str, Callable[..., None]]) -> dramatiq.Worker:
    """A worker for one queue; the actors are found by their names."""
    assert settings.redis_url  # Services.open has asked for it
    broker = open_broker(settings.redis_url)
    for name, function in actors.items():
        dramatiq.Actor(function, broker=broker, actor_name=name, queue_name=queue, priority=0, options={})
    return dramatiq.Worker(broker, queues={queue}, worker_threads=threads, worker_timeout=200)


def main() -> int:
    """Runs the worker until SIGINT or SIGTERM. Returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        worker = Worker(Settings())
    except NotConfigured as error:
        print(error, file=sys.stderr)
        return 2
    worker.run(stop)
    return 0
