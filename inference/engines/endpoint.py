"""Gemma 3 behind an OpenAI-compatible server: vLLM, SGLang, llama.cpp, Ollama, `transformers serve`."""

from __future__ import annotations

import asyncio
import logging
import queue
import re
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import openai

from data.settings import Settings
from inference.engines.endpoint_request import Feature, build_request, told_reason, without
from inference.engines.errors import EngineError
from inference.engines.protocol import (
    Cancelled,
    Delta,
    Description,
    Event,
    Finished,
    Image,
    Message,
    Options,
    Reason,
    Started,
    Usage,
    never,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

RETRIES: Final = 3
"""Repetitions of a request that did not reach the server or met an overloaded one; each waits longer."""
CONNECT_SECONDS: Final = 10
POLL_SECONDS: Final = 0.05
"""How long a cancel may go unnoticed while the server is silent."""
_TEXT_ONLY: Final = re.compile(r"gemma-?3[-:_](?:1b|270m)", re.IGNORECASE)
_ABOUT_IMAGES: Final = re.compile(r"image|vision|multi-?modal|mmproj", re.IGNORECASE)
# What a server that lacks a feature calls it when it refuses; asked for once more without it.
_REFUSALS: Final[dict[Feature, re.Pattern[str]]] = {
    "logprobs": re.compile("logprobs", re.IGNORECASE),
    "json_schema": re.compile("response_format|json_schema", re.IGNORECASE),
}


@dataclass
class _Progress:
    """What is known of a request so far; written by the connection's thread, read by the caller's."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None
    last: float | None = None
    tokens: int = 0
    told: Any = None
    """The server's own count, once it has come."""

    def usage(self) -> Usage:
        """The server's count, else what was counted here (0 for a prompt whose size nobody told)."""
        details = getattr(self.told, "prompt_tokens_details", None)
        return Usage(
            prompt_tokens=self.told.prompt_tokens if self.told else 0,
            cached_tokens=(details.cached_tokens or 0) if details else 0,
            image_tokens=0,
            output_tokens=self.told.completion_tokens if self.told else self.tokens,
            first_token_seconds=None if self.first is None else self.first - self.began,
            decode_seconds=None if self.first is None or self.last is None else self.last - self.first,
        )


class EndpointEngine:
    """An engine whose model runs elsewhere. One connection pool and one thread serve all requests."""

    def __init__(self, model: str, settings: Settings) -> None:
        """Connect and make sure that the server answers for this model; a server may load it now.

        Raises EngineError: endpoint_unreachable, endpoint_silent, endpoint_key, endpoint_model, endpoint_refused,
        endpoint_failed.
        """
        assert settings.gemma_endpoint is not None  # the settings see to it
        self._model, self._url = model, settings.gemma_endpoint
        self._seconds = settings.gemma_endpoint_seconds
        key = settings.gemma_endpoint_key
        self._client = openai.AsyncOpenAI(
            base_url=self._url,
            api_key=key.get_secret_value() if key else "none",
            max_retries=RETRIES,
            timeout=openai.Timeout(self._seconds, connect=CONNECT_SECONDS),
        )
        self._places = asyncio.Semaphore(settings.gemma_concurrency)
        self._missing: set[Feature] = set()
        self._closed = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="endpoint", daemon=True)
        self._thread.start()
        self._context: int | None = None
        try:
            self._wait(self._meet())
        except EngineError:
            self.close()
            raise

    def describe(self) -> Description:
        """What the endpoint serves, as far as it told."""
        return Description(
            engine="endpoint",
            model=self._model,
            device=urlsplit(self._url).netloc,
            weight_format=None,
            context_tokens=self._context,
            images=not _TEXT_ONLY.search(self._model),
            version=f"openai {version('openai')}",
        )

    def chat(
        self,
        messages: Sequence[Message],
        options: Options = Options(),  # noqa: B008 - frozen
        cancelled: Cancelled = never,
    ) -> Iterator[Event]:
        """As `Engine.chat`. Cancelling closes the connection, on which servers stop computing."""
        if self._closed.is_set():
            raise EngineError("closed")
        has_images = any(isinstance(part, Image) for message in messages for part in message.parts)
        if has_images and not self.describe().images:
            raise EngineError("images_unsupported", model=self._model)
        request = build_request(self._model, messages, options)
        events: queue.SimpleQueue[Event | EngineError] = queue.SimpleQueue()
        progress = _Progress()
        task = asyncio.run_coroutine_threadsafe(self._answer(request, progress, events, has_images), self._loop)
        try:
            while True:
                if cancelled() or self._closed.is_set():
                    yield Finished("cancelled", progress.usage())
                    return
                try:
                    event = events.get(timeout=POLL_SECONDS)
                except queue.Empty:
                    continue
                if isinstance(event, EngineError):
                    raise event
                yield event
                if isinstance(event, Finished):
                    return
        finally:
            task.cancel()

    def close(self) -> None:
        """End running requests as cancelled and close the connections."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.close()

    async def _meet(self) -> None:
        """Find the model in the server's list; a server that does not list it is asked for one token."""
        try:
            served = {model.id: model async for model in self._client.models.list()}
        except openai.NotFoundError:
            served = {}
        except openai.APIError as error:
            raise self._explained(error, False) from error
        if self._model in served:
            self._context = (served[self._model].model_extra or {}).get("max_model_len")
            return
        hello = build_request(self._model, [Message.of("user", "Hello")], Options(max_tokens=1))
        try:
            async for _ in await self._client.chat.completions.create(**hello):
                pass
        except openai.APIError as error:
            if isinstance(error, openai.NotFoundError) and served:
                names = ", ".join(sorted(served))
                raise EngineError(
                    "endpoint_model", url=self._url, model=self._model, reason=f"it has {names}"
                ) from error
            raise self._explained(error, False) from error

    async def _answer(
        self,
        request: dict[str, Any],
        progress: _Progress,
        events: queue.SimpleQueue[Event | EngineError],
        has_images: bool,
    ) -> None:
        """Carry the request out and put what comes into `events`; ends with Finished or an EngineError."""
        try:
            async with self._places, await self._open(request) as stream:
                events.put(Started(None, None))
                reason: Reason | None = None
                async for chunk in stream:
                    progress.told = chunk.usage or progress.told
                    for choice in chunk.choices:
                        reason = told_reason(choice.finish_reason) or reason
                        delta = Delta(
                            choice.delta.content or "",
                            tuple(token.logprob for token in (choice.logprobs and choice.logprobs.content) or ()),
                        )
                        if delta.text or delta.logprobs:
                            progress.last = time.perf_counter()
                            progress.first = progress.first or progress.last
                            progress.tokens += len(delta.logprobs) or 1
                            events.put(delta)
            if reason is None:
                raise EngineError("endpoint_failed", url=self._url, reason="the connection closed in the middle")
            events.put(Finished(reason, progress.usage()))
        except openai.APIError as error:
            events.put(self._explained(error, has_images))
        except EngineError as error:
            events.put(error)
        except Exception as error:
            log.exception("request to %s failed", self._url)
            events.put(EngineError("endpoint_failed", url=self._url, reason=str(error) or type(error).__name__))

    async def _open(self, request: dict[str, Any]) -> openai.AsyncStream[Any]:
        """The answer's stream; a feature that the server turns out to lack is left out from then on."""
        while True:
            adapted = without(request, self._missing)
            try:
                return await self._client.chat.completions.create(**adapted)
            except openai.APIStatusError as error:
                lacking = {name for name, words in _REFUSALS.items() if words.search(error.message)} - self._missing
                if not lacking:
                    raise
                log.warning("%s does not offer %s: %s", self._url, " and ".join(sorted(lacking)), error.message)
                self._missing |= lacking

    def _explained(self, error: openai.APIError, has_images: bool) -> EngineError:
        if isinstance(error, openai.APITimeoutError):
            return EngineError("endpoint_silent", url=self._url, seconds=self._seconds)
        if isinstance(error, openai.APIConnectionError):
            return EngineError("endpoint_unreachable", url=self._url, reason=str(error.__cause__ or error))
        if not isinstance(error, openai.APIStatusError):
            return EngineError("endpoint_failed", url=self._url, reason=error.message)
        status = error.status_code
        if status in (401, 403):
            return EngineError("endpoint_key", url=self._url, status=status)
        if status == 404:
            return EngineError("endpoint_model", url=self._url, model=self._model, reason=error.message)
        if status == 429:
            return EngineError("endpoint_busy", url=self._url)
        if has_images and _ABOUT_IMAGES.search(error.message):
            return EngineError("images_unsupported", model=self._model)
        code = "endpoint_refused" if status < 500 else "endpoint_failed"
        return EngineError(code, url=self._url, status=status, reason=error.message)
