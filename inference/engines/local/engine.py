"""Gemma 3 in this process: loaded once, resident, one thread that answers all requests in one batch."""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator, Sequence
from typing import Any

import llguidance.hf
import torch

from data.settings import Settings
from inference.engines.errors import EngineError
from inference.engines.local.answer import Chooser, Grammar, Writer
from inference.engines.local.loading import Loaded, load
from inference.engines.local.loop import Limits, Loop
from inference.engines.local.memory import PREFIX_CONTEXTS, free_bytes, kv_bytes
from inference.engines.local.prompt import PromptBuilder
from inference.engines.local.request import Request
from inference.engines.protocol import Cancelled, Description, Event, Message, Options, never

FREE_SHARE = 0.8
"""Of the memory that is free once the model is loaded, what the KV caches of a batch may take."""


class TransformersEngine:
    """An `Engine` over a loaded checkpoint. Prompts are prepared in the caller's thread, computed in the engine's."""

    def __init__(self, loaded: Loaded, concurrency: int) -> None:
        model, config = loaded.model, loaded.model.config
        self._description = loaded.description
        self._context = loaded.description.context_tokens or config.get_text_config().max_position_embeddings
        self._model: Any = model
        self._tokenizer = loaded.tokenizer
        self._builder = PromptBuilder(loaded.tokenizer, config, loaded.image_processor, loaded.description.model)
        self._vocabulary = config.get_text_config().vocab_size
        # takes seconds for the real vocabulary, so it is made once and now
        self._grammar_tokenizer = llguidance.hf.from_tokenizer(
            loaded.tokenizer, n_vocab=self._vocabulary, eos_token=self._builder.end_of_turn
        )
        self._lock = threading.Lock()  # the tokenizer's options are not safe between threads
        one = kv_bytes(config, self._context, bytes_per_element=model.dtype.itemsize)
        limits = Limits(
            rows=concurrency,
            kv_bytes=max(one, FREE_SHARE * free_bytes(model.device) - PREFIX_CONTEXTS * one),
            prefix_bytes=PREFIX_CONTEXTS * one,
            chunk_tokens=loaded.chunk_tokens,
        )
        self._loop: Loop | None = Loop(model, self._builder, self._stop_ids(), limits)

    @classmethod
    def load(cls, model: str, settings: Settings) -> TransformersEngine:
        """Loads a folder or a name on the hub as the settings say. Raises EngineError."""
        loaded = load(
            model,
            weight_format=settings.gemma_format,
            device=settings.gemma_device,
            context=settings.gemma_context,
            rows=settings.gemma_concurrency,
        )
        return cls(loaded, settings.gemma_concurrency)

    def describe(self) -> Description:
        """What runs."""
        return self._description

    def chat(
        self,
        messages: Sequence[Message],
        options: Options = Options(),  # noqa: B008 - frozen
        cancelled: Cancelled = never,
    ) -> Generator[Event, None, None]:
        """See `Engine.chat`. What can be known before the model runs is raised here, not at the first event."""
        loop = self._loop
        if loop is None:
            raise EngineError("closed")
        with self._lock:
            prompt = self._builder.build(messages, options.pan_and_scan)
        if len(prompt.ids) + options.max_tokens > self._context:
            raise EngineError(
                "context_too_long",
                tokens=len(prompt.ids),
                image_tokens=prompt.image_tokens,
                max_tokens=options.max_tokens,
                context_tokens=self._context,
            )
        grammar = None
        if options.schema is not None:
            grammar = Grammar(self._grammar_tokenizer, options.schema, self._vocabulary)
        request = Request(
            prompt=prompt,
            options=options,
            cancelled=cancelled,
            grammar=grammar,
            chooser=Chooser(options, prompt.ids, self._model.device),
            writer=Writer(self._tokenizer),
        )
        loop.submit(request)
        return request.events()

    @property
    def running(self) -> int:
        """Requests that are being decoded now."""
        return self._loop.busy if self._loop else 0

    def close(self) -> None:
        """See `Engine.close`."""
        loop, self._loop = self._loop, None
        if loop is not None:
            loop.close()
            self._model = None
            gc.collect()
            if torch.cuda.is_available():
                torch.cuda.empty_cache()

    def _stop_ids(self) -> frozenset[int]:
        """Of the checkpoint's generation settings, and the end of a turn."""
        found = self._model.generation_config.eos_token_id
        listed = found if isinstance(found, list) else [found]
        return frozenset([self._builder.end_of_turn, *(token for token in listed if token is not None)])
