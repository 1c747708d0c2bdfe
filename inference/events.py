"""Events of a job, its cancel flag, and the heartbeats of workers, in Redis."""

import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

KEPT_SECONDS = 86_400
HEARTBEAT_SECONDS = 5


def connect(url: str) -> redis.Redis:
    """A client for streams: its time-out is well above the longest blocking read, and RESP2 fixes the reply shapes.

    Commands are repeated over about a second and a half, which covers a restart of a local Redis.
    """
    return redis.Redis.from_url(
        url,
        protocol=2,
        socket_timeout=6,
        max_connections=1000,
        decode_responses=True,
        retry=Retry(ExponentialBackoff(cap=1, base=0.1), 4),
        retry_on_error=[redis.exceptions.ConnectionError, redis.exceptions.BusyLoadingError],
    )


@dataclass(frozen=True)
class Event:
    """One event: its stream id, its type (start, page, end, failed, cancelled) and its data."""

    id: str
    type: str
    data: dict[str, Any]


class JobEvents:
    """The event stream and the cancel flag of each job."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    @staticmethod
    def _stream(job_id: str) -> str:
        return f"gv:ev:{job_id}"

    @staticmethod
    def _flag(job_id: str) -> str:
        return f"gv:cancel:{job_id}"

    def publish(self, job_id: str, type: str, **data: Any) -> None:
        """Appends an event. The records hold the truth, so an event that Redis cannot take is only logged."""
        key = self._stream(job_id)
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.xadd(key, {"type": type, "data": json.dumps(data)}, maxlen=5000, approximate=True)
                pipe.expire(key, KEPT_SECONDS)
                pipe.execute()
        except redis.exceptions.RedisError as error:
            log.warning("job %s: event %r was not published: %s", job_id, type, error)

    def read(self, job_id: str, after: str, block_ms: int) -> list[Event]:
        """Events after a stream id ("0" for all), waiting up to `block_ms` for the first. Raises RedisError."""
        reply: Any = self._redis.xread({self._stream(job_id): after}, count=500, block=block_ms)
        return [
            Event(id, fields["type"], json.loads(fields["data"]))
            for _stream, entries in reply or []
            for id, fields in entries
        ]

    def forget(self, job_id: str) -> None:
        """Drops events and cancel flag, before a job is queued again."""
        self._redis.delete(self._stream(job_id), self._flag(job_id))

    def request_cancel(self, job_id: str) -> None:
        """Asks the worker to stop the job. Without Redis it notices in the records, two seconds later."""
        try:
            self._redis.set(self._flag(job_id), 1, ex=KEPT_SECONDS)
        except redis.exceptions.RedisError as error:
            log.warning("job %s: the cancel flag could not be set: %s", job_id, error)

    def cancelled(self, job_id: str) -> bool:
        """Whether somebody asked to stop the job; False while Redis is away, because the records are asked as well."""
        try:
            return bool(self._redis.exists(self._flag(job_id)))
        except redis.exceptions.RedisError as error:
            log.warning("job %s: the cancel flag could not be read: %s", job_id, error)
            return False


class Heartbeats:
    """Which workers are alive: one hash per worker that expires unless it is renewed."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client

    def beat(self, worker: str, **facts: Any) -> None:
        """Renews a worker's entry for three beats. Raises RedisError."""
        key = f"gv:worker:{worker}"
        entry: dict[Any, Any] = {**facts, "seen": int(time.time())}
        with self._redis.pipeline() as pipe:
            pipe.hset(key, mapping=entry)
            pipe.expire(key, 3 * HEARTBEAT_SECONDS)
            pipe.execute()

    def stop(self, worker: str) -> None:
        """Removes a worker that ends in good order. Raises RedisError."""
        self._redis.delete(f"gv:worker:{worker}")

    def workers(self) -> dict[str, dict[str, str]]:
        """Facts of each living worker by name. Raises RedisError."""
        keys: Any = list(self._redis.scan_iter("gv:worker:*", count=100))
        found: dict[str, Any] = {key.removeprefix("gv:worker:"): self._redis.hgetall(key) for key in sorted(keys)}
        return {name: facts for name, facts in found.items() if facts}
