"""An engine that keeps a record of what every request took."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.exc import SQLAlchemyError

from data.call_records import Call
from inference.engines.protocol import (
    Cancelled,
    Description,
    Engine,
    Event,
    Finished,
    Message,
    Options,
    Usage,
    never,
)

log = logging.getLogger(__name__)

_DEFAULTS = Options()


class Recorded:
    """Passes everything on, and hands each finished request to `keep`. A record that fails costs no answer."""

    def __init__(self, engine: Engine, keep: Callable[[Call], None]) -> None:
        self._engine = engine
        self._keep = keep
        self._lock = threading.Lock()
        self._running = 0
        self._begun = 0

    def describe(self) -> Description:
        return self._engine.describe()

    def chat(
        self, messages: Sequence[Message], options: Options = _DEFAULTS, cancelled: Cancelled = never
    ) -> Iterator[Event]:
        with self._lock:
            self._running += 1
            self._begun += 1
            alone, begun = self._running == 1, self._begun
        try:
            for event in self._engine.chat(messages, options, cancelled):
                if isinstance(event, Finished) and event.usage.output_tokens:
                    with self._lock:
                        alone = alone and self._begun == begun
                    self._record(event.usage, alone)
                yield event
        finally:
            with self._lock:
                self._running -= 1

    def close(self) -> None:
        self._engine.close()

    def _record(self, usage: Usage, alone: bool) -> None:
        about = self._engine.describe()
        call = Call(
            engine=about.engine,
            model=about.model,
            weight_format=about.weight_format or "",
            device=about.device,
            alone=alone,
            prompt_tokens=usage.prompt_tokens,
            cached_tokens=usage.cached_tokens,
            image_tokens=usage.image_tokens,
            output_tokens=usage.output_tokens,
            first_token_seconds=usage.first_token_seconds,
            decode_seconds=usage.decode_seconds,
        )
        try:
            self._keep(call)
        except SQLAlchemyError as error:
            log.warning("the record of a request was lost: %s", error)
