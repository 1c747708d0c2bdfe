"""The parts that both tiers talk to: records, files, Redis and the queue, opened from the settings."""

from dataclasses import dataclass
from typing import cast, get_args

import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Retries, ShutdownNotifications, TimeLimit

from data.files import Files
from data.model_tasks import ModelTasks
from data.records import Document, Job, Records
from data.settings import Settings
from inference.events import Heartbeats, JobEvents, connect
from inference.making import PICTURES_QUEUE, Making
from inference.schema import PIPELINE_VERSION, Kind

QUEUE = "cpu"
ANALYSE = "analyse"
GEMMA_QUEUE = "gemma"
"""What the model does: apart from the rest, so that neither waits for the other."""
JOB_HOURS = 2


def job_version(kind: Kind | None) -> str:
    """What names a job beside its document: the version of the pipeline, and the kind that a person gave."""
    return f"{PIPELINE_VERSION}+{kind}" if kind else PIPELINE_VERSION


def given_kind(job: Job) -> Kind | None:
    """The kind that a person gave for this job."""
    kind = job.pipeline_version.partition("+")[2]
    return cast(Kind, kind) if kind in get_args(Kind) else None


class NotConfigured(Exception):
    """A setting that the process cannot do without is missing."""


def open_broker(redis_url: str) -> RedisBroker:
    """The queues; every dramatiq worker needs a broker of its own."""
    broker = RedisBroker(
        client=redis.Redis.from_url(redis_url, protocol=2, socket_timeout=15),
        heartbeat_timeout=10_000,
        maintenance_chance=100_000,
        middleware=[
            TimeLimit(time_limit=JOB_HOURS * 3_600_000),
            ShutdownNotifications(notify_shutdown=True),
            Retries(max_retries=3, min_backoff=10_000, max_backoff=60_000),
        ],
    )
    for queue in (QUEUE, PICTURES_QUEUE, GEMMA_QUEUE):
        broker.declare_queue(queue)
    return broker


@dataclass(frozen=True)
class Services:
    """Handles to everything outside the process; cheap to pass around, safe between threads."""

    settings: Settings
    records: Records
    model_tasks: ModelTasks
    files: Files
    redis: redis.Redis
    events: JobEvents
    heartbeats: Heartbeats
    broker: RedisBroker
    making: Making

    @classmethod
    def open(cls, settings: Settings) -> "Services":
        """Opens the parts that the settings name. Raises NotConfigured without REDIS_URL."""
        if not settings.redis_url:
            raise NotConfigured(
                "REDIS_URL is not set. `python3 -m app` starts a private Redis and sets it; "
                "to start the parts one by one, set REDIS_URL to a Redis server of your own."
            )
        settings.gemmavision_home.mkdir(parents=True, exist_ok=True)
        client = connect(settings.redis_url)
        records = Records(settings.records_url)
        records.create_tables()
        broker = open_broker(settings.redis_url)
        files = Files(settings.files_url)
        return cls(
            settings=settings,
            records=records,
            model_tasks=ModelTasks(records.engine),
            files=files,
            redis=client,
            events=JobEvents(client),
            heartbeats=Heartbeats(client),
            broker=broker,
            making=Making(client, files, broker),
        )

    def request_analysis(self, document: Document, retry: bool = False, kind: Kind | None = None) -> Job:
        """The job that analyses a document, put into the queue unless it is there, running or done.

        `kind` is what a person says the document is; its content decides where it is None.
        Raises redis.exceptions.RedisError when the queue cannot be reached; the job can then be asked for again.
        """
        job, enqueue = self.records.request_job(document.id, job_version(kind), retry)
        if enqueue:
            self.events.forget(job.id)
            self.enqueue(job.id)
        return job

    def enqueue(self, job_id: str) -> None:
        """Puts a job into the queue. Raises redis.exceptions.RedisError."""
        message: Message = Message(queue_name=QUEUE, actor_name=ANALYSE, args=(job_id,), kwargs={}, options={})
        self.broker.enqueue(message)

    def cancel(self, job_id: str) -> bool:
        """Cancels a job in the records and tells the worker. False when the job had ended."""
        cancelled = self.records.cancel(job_id)
        if cancelled:
            self.events.request_cancel(job_id)
            self.events.publish(job_id, "cancelled")
        return cancelled
