"""One request on its way through the engine: made by the caller's thread, carried out by the engine's."""

from __future__ import annotations

import queue
import time
from collections.abc import Generator
from dataclasses import dataclass, field

from inference.engines.local.answer import Chooser, Grammar, Writer
from inference.engines.local.prompt import Prompt
from inference.engines.protocol import Cancelled, Delta, Event, Finished, Options, Reason, Started, Usage


@dataclass(eq=False)
class Request:
    """What to answer, and how far it is."""

    prompt: Prompt
    options: Options
    cancelled: Cancelled
    grammar: Grammar | None
    chooser: Chooser
    writer: Writer
    created: float = field(default_factory=time.perf_counter)
    abandoned: bool = False
    """The caller no longer listens."""
    cached_tokens: int = 0
    tokens: list[int] = field(default_factory=list)
    """Of the answer so far, without the one that ended it."""
    pending: int = -1
    """The token that the model reads next."""
    text: str = ""
    _first: float | None = None
    _last: float | None = None
    _events: queue.SimpleQueue[Event | Exception] = field(default_factory=queue.SimpleQueue)
    _held: list[float] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Somebody wants no more of it."""
        return self.abandoned or self.cancelled()

    @property
    def most_tokens(self) -> int:
        """Tokens that prompt and answer take at most."""
        return len(self.prompt.ids) + self.options.max_tokens

    def start(self, cached_tokens: int) -> None:
        """Tells that the prompt is about to be computed."""
        self.cached_tokens = cached_tokens
        self._events.put(Started(len(self.prompt.ids), cached_tokens))

    def accept(self, token: int, logprob: float, stop_ids: frozenset[int]) -> Reason | None:
        """Takes a chosen token; the reason when it ends the answer. Raises EngineError("bad_schema")."""
        self._last = time.perf_counter()
        if self._first is None:
            self._first = self._last
        if token in stop_ids:
            return "stop"
        self.pending = token
        self.tokens.append(token)
        self._held.append(logprob)
        if text := self.writer.write(token):
            self._show(text)
        if self.grammar is not None:
            self.grammar.consume(token)
            if self.grammar.complete:
                return "stop"
        return "length" if len(self.tokens) >= self.options.max_tokens else None

    def flush(self) -> None:
        """Shows what was held back because it ends inside a character."""
        if self._held:
            self._show(self.writer.rest())

    def finish(self, reason: Reason) -> None:
        """Tells the rest and the end."""
        self.flush()
        usage = Usage(
            prompt_tokens=len(self.prompt.ids),
            cached_tokens=self.cached_tokens,
            image_tokens=self.prompt.image_tokens,
            output_tokens=len(self.tokens),
            first_token_seconds=None if self._first is None else self._first - self.created,
            decode_seconds=None if self._first is None or self._last is None else self._last - self._first,
        )
        self._events.put(Finished(reason, usage))

    def fail(self, error: Exception) -> None:
        """Ends with an error in place of the next event."""
        self._events.put(error)

    def events(self) -> Generator[Event, None, None]:
        """The caller's side: events as they come; leaving early cancels the request."""
        try:
            while True:
                event = self._events.get()
                if isinstance(event, Exception):
                    raise event
                yield event
                if isinstance(event, Finished):
                    return
        finally:
            self.abandoned = True

    def _show(self, text: str) -> None:
        self.text += text
        self._events.put(Delta(text, tuple(self._held)))
        self._held.clear()
