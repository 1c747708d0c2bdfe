"""Bytes of the key-value cache as each engine allocates it; every function broadcasts over arrays.

The report's own table is another matter: see `data.tables.kv_check_table`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.advisor.arrays import Floats
from data.advisor.gguf import numbers
from data.advisor.shapes import Shape
from data.kv_cache import KvBytes

BYTES_BY_TYPE = {"f16": 2.0, "bf16": 2.0, "auto": 2.0, "fp8": 1.0}


def bytes_per_element(kv_type: str) -> float:
    """Bytes of one cache element: f16, bf16, auto (16 bits), fp8, or a GGUF type such as q8_0 and q4_0."""
    return BYTES_BY_TYPE.get(kv_type) or numbers()[kv_type.upper()].bytes_per_element


@dataclass(frozen=True)
class Layout:
    """The cache layout of models as arrays of one shape (layers, tokens, elements per token and layer)."""

    local_layers: Floats
    global_layers: Floats
    window: Floats
    elements: Floats

    @classmethod
    def of(cls, shapes: Shape | Sequence[Shape]) -> Layout:
        if isinstance(shapes, Shape):
            return _layout_of_one(shapes)
        columns = [[getattr(shape, name) for shape in shapes] for name in _COUNTS]
        return cls(*(np.asarray(column, dtype=float) for column in columns))


_COUNTS = ("local_layers", "global_layers", "window", "kv_elements")


@functools.cache
def _layout_of_one(shape: Shape) -> Layout:
    return Layout(*(np.asarray(getattr(shape, name), dtype=float) for name in _COUNTS))


def _bytes(layout: Layout, local_tokens: Any, global_tokens: Any, size: Any, sequences: Any) -> KvBytes:
    per_token = layout.elements * np.asarray(size, dtype=float) * np.asarray(sequences, dtype=float)
    return KvBytes(
        local=np.asarray(layout.local_layers * local_tokens * per_token),
        global_=np.asarray(layout.global_layers * global_tokens * per_token),
    )


def round_up(value: Any, step: int) -> Floats:
    """The next multiple of `step`."""
    return np.asarray(np.ceil(np.asarray(value, dtype=float) / step) * step)


def full_length(layout: Layout, tokens: Any, *, size: Any = 2.0, sequences: Any = 1) -> KvBytes:
    """Every layer keeps all tokens: engines without window support, vLLM with its hybrid manager off."""
    n = np.asarray(tokens, dtype=float)
    return _bytes(layout, n, n, size, sequences)


def llama_cpp(
    layout: Layout, tokens: Any, *, size: Any = 2.0, sequences: Any = 1, micro_batch: Any = 512, padding: int = 256
) -> KvBytes:
    """llama.cpp and Ollama: local layers keep window plus micro-batch, rounded up; each sequence has its own stream.

    ``local cells = round_up(min(tokens, window + micro_batch), padding)`` and
    ``global cells = round_up(tokens, padding)``; `tokens` is the context of one sequence.
    Source: src/llama-kv-cache-iswa.cpp; equals all published allocations in public_measurements.csv to the byte.
    Builds before November 2025 rounded to 32 cells without flash attention and used the logical batch.
    """
    n = np.asarray(tokens, dtype=float)
    cells = round_up(np.minimum(n, layout.window + np.asarray(micro_batch, dtype=float)), padding)
    return _bytes(layout, cells, round_up(n, padding), size, sequences)


def vllm(
    layout: Layout, tokens: Any, *, size: Any = 2.0, sequences: Any = 1, block: int = 16, in_flight: Any = 4096
) -> KvBytes:
    """vLLM with its hybrid manager: blocks of 16 tokens; local layers come in groups as large as the global one.

    ``global = ceil(n / block) * page``, ``local = (ceil(min(window - 1 + in_flight, n) / block) + 1) * page``; the last
    group of local layers is padded (27B: 52 layers take 60 places). `in_flight` is batched tokens times concurrent
    steps. Source: vLLM 0.33.0, vllm/v1/kv_cache_interface.py and vllm/v1/core/kv_cache_planning.py.
    """
    n = np.asarray(tokens, dtype=float)
    places = np.ceil(layout.local_layers / layout.global_layers) * layout.global_layers
    held = np.minimum(layout.window - 1 + np.asarray(in_flight, dtype=float), n)
    padded = Layout(places, layout.global_layers, layout.window, layout.elements)
    return _bytes(padded, round_up(held, block) + block, round_up(n, block), size, sequences)


def transformers(layout: Layout, tokens: Any, *, size: Any = 2.0, sequences: Any = 1) -> KvBytes:
    """transformers' DynamicCache with the model's configuration: local layers keep window - 1 tokens after a step.

    During prefill a local layer holds the chunk being computed as well: see `buffers.transformers_peak`.
    Source: transformers 5.23.0 cache_utils.py, measured on CPU.
    """
    n = np.asarray(tokens, dtype=float)
    return _bytes(layout, np.minimum(n, layout.window - 1), n, size, sequences)


def mlx(layout: Layout, tokens: Any, *, size: Any = 2.0, sequences: Any = 1) -> KvBytes:
    """MLX: a rotating cache of the window for local layers. Source: Blaizzy/mlx-vlm pull 667."""
    n = np.asarray(tokens, dtype=float)
    return _bytes(layout, np.minimum(n, layout.window), n, size, sequences)


def read_per_token(layout: Layout, tokens: Any, *, size: Any = 2.0) -> Floats:
    """Bytes of cache that one decoded token reads at a context of `tokens`."""
    n = np.asarray(tokens, dtype=float)
    return _bytes(layout, np.minimum(n, layout.window), n, size, 1).total
