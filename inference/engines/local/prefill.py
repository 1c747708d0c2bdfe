"""Computes a prompt in chunks that never cut an image, so that memory stays bounded and others can go on between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from transformers import DynamicCache

from inference.engines.local.prompt import Prompt


def cuts(start: int, end: int, size: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Chunks of about `size` tokens from `start` to `end`; one that would end inside an image takes all of it.

    Tokens of an image see each other in both directions, so they must be computed together.
    """
    while start < end:
        stop = min(start + size, end)
        stop = next((last for first, last in spans if first < stop < last), stop)
        yield start, stop
        start = stop


def prefill(model: Any, prompt: Prompt, cache: DynamicCache, end: int, size: int) -> Iterator[torch.Tensor]:
    """Computes the prompt up to token `end` into `cache`, which may hold its beginning already.

    Yields the logits of the last token of each chunk, shape (1, vocabulary), in the model's dtype.
    """
    device = model.device
    for start, stop in cuts(cache.get_seq_length(), end, size, prompt.spans):
        inputs: dict[str, Any] = {
            "input_ids": torch.tensor([prompt.ids[start:stop]], device=device),
            "attention_mask": torch.ones(1, stop, dtype=torch.long, device=device),
        }
        inside = [number for number, (first, _) in enumerate(prompt.spans) if start <= first < stop]
        if inside:
            assert prompt.pixels is not None  # spans come with pixels
            # the mask counts images from the beginning of the sequence, cached or not
            types = torch.zeros(1, stop, dtype=torch.long, device=device)
            for first, last in prompt.spans:
                types[:, first:last] = 1
            inputs["token_type_ids"] = types
            inputs["pixel_values"] = prompt.pixels[inside[0] : inside[-1] + 1].to(device, model.dtype)
        inputs["logits_to_keep"] = last_only(stop - start, device)
        yield model(**inputs, past_key_values=cache, use_cache=True).logits[:, -1]


def last_only(tokens: int, device: torch.device) -> torch.Tensor:
    """`logits_to_keep` for the last of so many tokens.

    The number 1 would do, but makes the model slice a view that PyTorch cannot fold into two dimensions: it then copies
    the whole output layer, transposed, for one row (seconds on a CPU; its size again in memory).
    """
    return torch.tensor([tokens - 1], device=device)
