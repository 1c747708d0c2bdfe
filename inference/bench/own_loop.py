"""Decoding as the engine does it: its batch of rows of unequal length, its choice of tokens, its text."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from transformers import PreTrainedTokenizerFast

from inference.engines.local.answer import Chooser, Writer
from inference.engines.local.batch import Batch
from inference.engines.local.kv import new_cache
from inference.engines.local.loading import CHUNK_TOKENS
from inference.engines.local.prefill import prefill
from inference.engines.local.prompt import Prompt
from inference.engines.local.request import Request
from inference.engines.protocol import Options, never


def engine_batch(model: Any, ids: torch.Tensor) -> Batch:
    """A batch of the engine that holds a request for each row of `ids`, shape (batch, tokens), prompts computed.

    Each row is a token shorter than the one before it, as lengths of real requests differ. No token ends an answer.
    """
    tokenizer = _tokenizer(model.config.get_text_config().vocab_size)
    batch = Batch(model, frozenset(), [])
    for number, row in enumerate(ids.tolist()):
        tokens = row[min(number, len(row) - 1) :]
        prompt = Prompt(np.array(tokens), tokens, [], None, len(tokens))
        chooser = Chooser(Options(), tokens, model.device)
        request = Request(prompt, Options(max_tokens=2**30), never, None, chooser, Writer(tokenizer))
        cache = new_cache(model.config)
        *_, logits = prefill(model, prompt, cache, len(tokens), CHUNK_TOKENS[model.device.type])
        batch.join(request, cache)
        batch.choose([request], logits)
    return batch


def _tokenizer(size: int) -> PreTrainedTokenizerFast:
    """As many words as the model has tokens, because a real tokenizer is not at hand."""
    words = {f"w{number}": number for number in range(size)}
    return PreTrainedTokenizerFast(tokenizer_object=Tokenizer(WordLevel(words, unk_token="w0")))
