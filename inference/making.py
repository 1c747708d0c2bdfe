"""Files that a worker makes when somebody asks for them: pictures of pages, searchable PDFs.

Light: the web tier asks with it, workers answer with it.
"""

from __future__ import annotations

import time
from typing import Final

import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker

from data.files import Files

PICTURES_QUEUE: Final = "pictures"
"""Apart from the reading of documents, so that looking at a page never waits for one."""
DRAW: Final = "draw"
SEARCHABLE: Final = "searchable"
ASKED_SECONDS: Final = 30
"""A file that is not there after this is asked for again: the worker may have died."""
FAILED_SECONDS: Final = 60
POLL_SECONDS: Final = 0.03


class NotMade(Exception):
    """The file could not be made; the message says why."""


class Making:
    """Who asked for which file, in Redis, and the files themselves."""

    def __init__(self, client: redis.Redis, files: Files, broker: RedisBroker) -> None:
        self._redis, self._files, self._broker = client, files, broker

    def wait(self, key: str, queue: str, actor: str, *args: str | int, seconds: float) -> bytes | None:
        """Content of a file, made where it is not there. None when that takes longer than `seconds`.

        Raises NotMade, and redis.exceptions.RedisError where the file is not there and nobody can be asked.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self._files.read(key)
            except FileNotFoundError:
                self.ask(key, queue, actor, *args)
            if time.monotonic() > deadline:
                return None
            time.sleep(POLL_SECONDS)

    def ask(self, key: str, queue: str, actor: str, *args: str | int) -> None:
        """Asks a worker for a file unless that was done already. Raises NotMade and redis.exceptions.RedisError."""
        name = f"gv:make:{key}"
        if self._redis.set(name, "asked", nx=True, ex=ASKED_SECONDS):
            message: Message = Message(queue_name=queue, actor_name=actor, args=args, kwargs={}, options={})
            self._broker.enqueue(message)
            return
        state = self._redis.get(name)
        if isinstance(state, str) and state.startswith("failed: "):
            raise NotMade(state.removeprefix("failed: "))

    def going_on(self, key: str, seconds: float) -> None:
        """Says that a worker is at it and may take that long. Raises redis.exceptions.RedisError."""
        self._redis.set(f"gv:make:{key}", "making", ex=int(seconds) + 1)

    def done(self, key: str, content: bytes) -> None:
        """Stores the file."""
        self._files.write(key, content)
        self._redis.delete(f"gv:make:{key}")

    def failed(self, key: str, message: str) -> None:
        """Tells whoever asked why there is no file; after a while it can be asked for again."""
        self._redis.set(f"gv:make:{key}", f"failed: {message}", ex=FAILED_SECONDS)
