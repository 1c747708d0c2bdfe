"""KV caches as values: kept, taken up again, joined into a batch and cut out of one.

All caches are transformers' `DynamicCache` made for the model's configuration: full layers keep every token, sliding
layers the last window - 1. In a batch rows are padded on the left to the longest one, so that distances between tokens
stay what they are; the attention mask hides the padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import DynamicCache

Tensors = list[tuple[torch.Tensor, torch.Tensor]]


@dataclass(frozen=True)
class Kept:
    """The cache of one sequence, parked: keys and values of each layer, shape (1, heads, tokens, head size)."""

    tensors: Tensors
    length: int
    """Tokens that the sequence had."""

    @property
    def bytes(self) -> int:
        return sum(keys.nbytes + values.nbytes for keys, values in self.tensors)


def new_cache(config: Any) -> DynamicCache:
    """An empty cache for the model's configuration."""
    return DynamicCache(config=config.get_text_config())


def keep(cache: DynamicCache) -> Kept:
    """Parks a cache of one row, which may be used on: updates of a cache make new tensors.

    Sliding layers are copied, because right after a long chunk they are views into tensors of its full length.
    """
    tensors = [
        (layer.keys.clone(), layer.values.clone()) if layer.is_sliding else (layer.keys, layer.values)
        for layer in _layers(cache)
    ]
    return Kept(tensors, cache.get_seq_length())


def take_up(config: Any, kept: Kept) -> DynamicCache:
    """A cache that goes on where the parked one ended, without copying it."""
    return _make(config, kept.tensors, kept.length)


def join(config: Any, batch: DynamicCache, length: int, cache: DynamicCache) -> DynamicCache:
    """The batch with one more row; `length` is that of its longest row (the padded length)."""
    longest = max(length, cache.get_seq_length())
    tensors: Tensors = []
    for old, new in zip(_layers(batch), _layers(cache), strict=True):
        slots = _slots(old, longest)
        tensors.append(
            (
                torch.cat([_pad(old.keys, slots), _pad(new.keys, slots)]),
                torch.cat([_pad(old.values, slots), _pad(new.values, slots)]),
            )
        )
    return _make(config, tensors, longest)


def select(config: Any, batch: DynamicCache, rows: Sequence[int], length: int) -> DynamicCache:
    """The given rows of a batch, the longest of which has `length` tokens, without the padding nobody needs now."""
    tensors: Tensors = []
    for layer in _layers(batch):
        slots = min(_slots(layer, length), layer.keys.shape[-2])
        index = torch.tensor(rows, device=layer.keys.device)
        tensors.append(
            (
                layer.keys[:, :, layer.keys.shape[-2] - slots :].index_select(0, index),
                layer.values[:, :, layer.values.shape[-2] - slots :].index_select(0, index),
            )
        )
    return _make(config, tensors, length)


def _layers(cache: DynamicCache) -> list[Any]:
    # typed as any kind of layer there is, while a Gemma 3 cache has those with keys and values alone
    return list(cache.layers)


def _slots(layer: Any, length: int) -> int:
    """Tokens that a layer keeps of a sequence."""
    return min(length, layer.sliding_window - 1) if layer.is_sliding else length


def _pad(tensor: torch.Tensor, slots: int) -> torch.Tensor:
    return torch.nn.functional.pad(tensor, (0, 0, slots - tensor.shape[-2], 0))


def _make(config: Any, tensors: Tensors, length: int) -> DynamicCache:
    cache = new_cache(config)
    for layer, (keys, values) in zip(_layers(cache), tensors, strict=True):
        layer.lazy_initialization(keys, values)
        layer.keys, layer.values = keys, values
        if layer.is_sliding:
            layer.cumulative_length = length
    return cache
