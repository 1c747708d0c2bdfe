"""The answer of one request while it grows: choosing tokens, following a schema, turning tokens into text."""

from __future__ import annotations

import json
from typing import Any, Final, cast

import numpy as np
import torch
from llguidance import LLMatcher, LLTokenizer
from transformers import LogitsProcessorList, RepetitionPenaltyLogitsProcessor
from transformers.generation import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from inference.engines.errors import EngineError
from inference.engines.protocol import Options

INCOMPLETE: Final = "�"


class Grammar:
    """Allows exactly the tokens with which the text can still become JSON that follows a schema."""

    def __init__(self, tokenizer: LLTokenizer, schema: dict[str, Any], vocabulary: int) -> None:
        """Raises EngineError("bad_schema")."""
        try:
            rules = LLMatcher.grammar_from_json_schema(json.dumps(schema), overrides={"whitespace_flexible": False})
        except ValueError as error:
            raise EngineError("bad_schema", reason=str(error)) from error
        self._matcher = LLMatcher(tokenizer, rules, log_level=0)
        self._check()
        self._bits = np.zeros((vocabulary + 31) // 32, dtype=np.int32)
        self._vocabulary = vocabulary

    def consume(self, token: int) -> None:
        """Goes on after a token. Raises EngineError("bad_schema") when the schema exceeds the matcher's limits."""
        self._matcher.consume_token(token)
        self._check()

    @property
    def complete(self) -> bool:
        """Nothing can follow."""
        return bool(self._matcher.is_stopped())

    def forbidden(self) -> torch.Tensor:
        """True for each token that cannot come next, shape (vocabulary,), on the host."""
        self._matcher.unsafe_compute_mask_ptr(self._bits.ctypes.data, self._bits.nbytes)
        self._check()
        allowed = np.unpackbits(self._bits.view(np.uint8), bitorder="little")[: self._vocabulary]
        return torch.from_numpy(allowed == 0)

    def _check(self) -> None:
        if self._matcher.is_error():
            raise EngineError("bad_schema", reason=self._matcher.get_error().strip().splitlines()[0])


class Chooser:
    """Chooses the next token of one row."""

    def __init__(self, options: Options, prompt_ids: list[int], device: torch.device) -> None:
        self._processors = LogitsProcessorList()
        if options.repetition_penalty != 1.0:
            self._processors.append(RepetitionPenaltyLogitsProcessor(options.repetition_penalty))
        self._draws = options.temperature > 0
        if self._draws:
            self._processors.append(TemperatureLogitsWarper(options.temperature))
            if options.top_k:
                self._processors.append(TopKLogitsWarper(options.top_k))
            if options.top_p < 1:
                self._processors.append(TopPLogitsWarper(options.top_p))
        self._generator = torch.Generator(device)
        if options.seed is None:
            self._generator.seed()
        else:
            self._generator.manual_seed(options.seed)
        self._ids = torch.tensor([prompt_ids], device=device) if self._processors else None

    def choose(self, logits: torch.Tensor) -> torch.Tensor:
        """A token from float32 logits of shape (1, vocabulary), as a tensor of shape (1,) on their device."""
        if self._ids is None:
            return logits.argmax(-1)
        scores = self._processors(cast(torch.LongTensor, self._ids), cast(torch.FloatTensor, logits))
        if self._draws:
            token = torch.multinomial(scores.softmax(-1), 1, generator=self._generator)[:, 0]
        else:
            token = scores.argmax(-1)
        self._ids = torch.cat([self._ids, token[:, None]], dim=1)
        return token


class Writer:
    """Turns tokens into text, holding back those that end inside a character."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._tokens: list[int] = []
        self._context = 0
        self._shown = 0

    def write(self, token: int) -> str:
        """The text that this token completes; empty when it ends inside a character."""
        self._tokens.append(token)
        text = self._new_text()
        if text.endswith(INCOMPLETE):
            return ""
        self._context, self._shown = self._shown, len(self._tokens)
        return text

    def rest(self) -> str:
        """What was held back, at the end: bytes that are no character come as "�"."""
        text = self._new_text()
        self._context = self._shown = len(self._tokens)
        return text

    def _new_text(self) -> str:
        # decoded with the tokens before, because spaces and bytes depend on their neighbours
        before = self._decode(self._tokens[self._context : self._shown])
        return self._decode(self._tokens[self._context :])[len(before) :]

    def _decode(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))
