"""The engine's one thread: lets requests in, computes prompts chunk by chunk, decodes all of them step by step."""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from inference.engines.errors import EngineError
from inference.engines.local import kv
from inference.engines.local.batch import Batch
from inference.engines.local.memory import free_bytes, kv_bytes
from inference.engines.local.prefill import prefill
from inference.engines.local.prefixes import MIN_TOKENS, Prefixes
from inference.engines.local.prompt import PromptBuilder
from inference.engines.local.request import Request
from inference.engines.protocol import Reason

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What the loop may hold at the same time."""

    rows: int
    """Requests in the batch."""
    kv_bytes: float
    """Of the batch, counted with its padding. One request always fits."""
    prefix_bytes: float
    """Of kept prefixes."""
    chunk_tokens: int
    """Prompt tokens per step."""


class Loop:
    """Carries out requests. Between two steps it looks for cancelled ones, so a cancel takes at most one step."""

    def __init__(self, model: Any, builder: PromptBuilder, stop_ids: frozenset[int], limits: Limits) -> None:
        self._model, self._builder, self._limits = model, builder, limits
        self._batch = Batch(model, stop_ids, builder.image_ids)
        self._prefixes = Prefixes(limits.prefix_bytes)
        self._inbox: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._waiting: deque[Request] = deque()
        self._computing: tuple[Request, Iterator[None]] | None = None
        self._closing = threading.Event()
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="gemma", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Hands a request over. Raises EngineError("closed")."""
        with self._door:
            if self._closing.is_set():
                raise EngineError("closed")
            self._inbox.put(request)

    def close(self) -> None:
        """Ends all requests as cancelled and waits for the thread."""
        with self._door:
            self._closing.set()
            self._inbox.put(None)
        self._thread.join()

    @property
    def busy(self) -> int:
        """Requests in the batch."""
        return len(self._batch.requests)

    def _run(self) -> None:
        with torch.inference_mode():
            while not self._closing.is_set():
                self._receive()
                self._drop_stopped()
                self._admit()
                self._compute()
                self._decode()
            while not self._inbox.empty():
                self._receive()
            for request in [*self._waiting, *([self._computing[0]] if self._computing else []), *self._batch.clear()]:
                request.finish("cancelled")
            self._prefixes.clear()

    def _receive(self) -> None:
        """Takes what has come; waits when there is nothing else to do."""
        idle = not self._batch.requests and self._computing is None and not self._waiting
        try:
            request = self._inbox.get(block=idle)
            while request is not None:
                self._waiting.append(request)
                request = self._inbox.get_nowait()
        except queue.Empty:
            pass

    def _drop_stopped(self) -> None:
        for request in [one for one in self._waiting if self._is_stopped(one)]:
            self._waiting.remove(request)
            request.finish("cancelled")
        if self._computing and self._is_stopped(self._computing[0]):
            request = self._computing[0]
            self._computing = None
            request.finish("cancelled")
        for request in [one for one in self._batch.requests if self._is_stopped(one)]:
            self._end(request, "cancelled")

    def _is_stopped(self, request: Request) -> bool:
        try:
            return request.stopped
        except Exception:
            log.exception("the cancel check of a request failed; the request is stopped")
            return True

    def _admit(self) -> None:
        """Begins the first waiting request when the batch has room for it."""
        if self._computing is not None or not self._waiting or len(self._batch.requests) >= self._limits.rows:
            return
        rows = [*self._batch.requests, self._waiting[0]]
        longest = max(request.most_tokens for request in rows)
        if len(rows) == 1 or len(rows) * kv_bytes(self._model.config, longest) <= self._limits.kv_bytes:
            request = self._waiting.popleft()
            self._computing = request, self._prompt_steps(request)

    def _compute(self) -> None:
        """One chunk of the prompt that is being computed."""
        if self._computing is None:
            return
        request, steps = self._computing
        try:
            next(steps)
        except StopIteration:
            self._computing = None
        except Exception as error:
            self._computing = None
            self._fail([request], error)

    def _prompt_steps(self, request: Request) -> Iterator[None]:
        """Computes a prompt, a chunk per step, keeps its prefix, and adds the request to the batch."""
        prompt = request.prompt
        kept = self._prefixes.find(prompt.keys)
        config = self._model.config
        cache = kv.take_up(config, kept) if kept else kv.new_cache(config)
        done = kept.length if kept else 0
        request.start(done)
        # a stop on the way costs a pass over all weights, so only for what is worth keeping
        ends = [prompt.boundary] if done + MIN_TOKENS <= prompt.boundary < len(prompt.ids) else []
        for end in [*ends, len(prompt.ids)]:
            chunks = prefill(self._model, prompt, cache, end, self._limits.chunk_tokens)
            logits = yield from self._last(chunks)
            if end in ends:
                self._prefixes.add(prompt.keys[:end], kv.keep(cache))
        self._batch.join(request, cache)
        self._settle(self._batch.choose([request], logits))

    @staticmethod
    def _last(chunks: Iterator[torch.Tensor]) -> Generator[None, None, torch.Tensor]:
        """A step per chunk; returns the logits of the last."""
        logits = next(chunks)
        for following in chunks:
            yield
            logits = following
        return logits

    def _decode(self) -> None:
        if not self._batch.requests:
            return
        try:
            self._settle(self._batch.step())
        except Exception as error:
            # some layers have taken the step and others have not: no row's cache can be used again
            self._fail(self._batch.clear(), error)

    def _settle(self, ended: list[tuple[Request, Reason | Exception]]) -> None:
        for request, reason in ended:
            if isinstance(reason, Exception):
                self._batch.leave(request)
                self._fail([request], reason)
            else:
                self._end(request, reason)

    def _end(self, request: Request, reason: Reason) -> None:
        """Takes a request out of the batch, and keeps its conversation for a follow-up."""
        cache = self._batch.leave(request)
        request.flush()
        if reason != "cancelled":
            kept = kv.keep(cache)
            prompt = request.prompt
            fed = request.tokens[: kept.length - len(prompt.ids)]
            self._prefixes.add(torch.tensor([*prompt.keys.tolist(), *fed]).numpy(), kept)
            self._builder.remember_answer(prompt.keys, request.text, request.tokens)
        request.finish(reason)

    def _fail(self, requests: list[Request], error: Exception) -> None:
        if isinstance(error, torch.OutOfMemoryError):
            device = self._model.device
            self._prefixes.clear()
            if device.type == "cuda":
                torch.cuda.empty_cache()
            free = free_bytes(device) / 1e9
            log.warning("out of memory with %d requests: %s", len(requests), error)
            for request in requests:
                request.fail(
                    EngineError("request_out_of_memory", tokens=request.most_tokens, device=str(device), free_gb=free)
                )
            return
        if not isinstance(error, EngineError):
            log.error("a step of the model failed", exc_info=error)
            error = EngineError("failed", reason=f"{type(error).__name__}: {error}")
        for request in requests:
            request.fail(error)
