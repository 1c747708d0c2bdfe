"""Memory of configurations on their fullest card, part by part, against what the engine may use of it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.advisor import buffers, caches
from data.advisor.arrays import Floats
from data.advisor.grid import Grid, Recipe
from data.advisor.weights import GGUF_ENGINES, weights
from data.kv_cache import KvBytes

PARTS = ("weights", "vision", "kv_local", "kv_global", "activations", "image_compute", "overhead")
_KV_8_BIT = {"vllm": "fp8", "llama.cpp": "q8_0", "ollama": "q8_0", "transformers": "bf16"}


def kv_type(engine: str, eight_bit: bool) -> str:
    """The engine's name for the cache type; this application's own engine keeps bfloat16."""
    if eight_bit:
        return _KV_8_BIT[engine]
    return {"vllm": "auto", "transformers": "bf16"}.get(engine, "f16")


def allocated(engine: str, layout: caches.Layout, tokens: Any, kind: str) -> KvBytes:
    """Bytes that an engine allocates for one sequence; broadcasts over `layout` and `tokens`.

    `kind` is the engine's name for the cache type (`caches.bytes_per_element`).
    """
    size = caches.bytes_per_element(kind)
    if engine == "vllm":
        know = buffers.constants("vllm")
        in_flight = know["batched_tokens"] * know["concurrent_batches"]
        return caches.vllm(layout, tokens, size=size, block=int(know["block_tokens"]), in_flight=in_flight)
    if engine in GGUF_ENGINES:
        return caches.llama_cpp(layout, tokens, size=size, micro_batch=buffers.constants(engine)["micro_batch"])
    return caches.transformers(layout, tokens, size=size)


def cache_of(recipe: Recipe, tokens: int, *, eight_bit: bool) -> tuple[float, float]:
    """(local, global) bytes that the engine allocates for one sequence of `tokens`."""
    layout = caches.Layout.of(recipe.shape)
    held = allocated(recipe.engine, layout, tokens, kv_type(recipe.engine, eight_bit))
    return float(held.local), float(held.global_)


@dataclass(frozen=True)
class Memory:
    """Bytes on the fullest card by part, and the bytes of it that the engine may use; arrays over a grid."""

    parts: dict[str, Floats]
    limit: Floats

    @functools.cached_property
    def total(self) -> Floats:
        return np.sum(list(self.parts.values()), axis=0)


def memory(grid: Grid, *, context_tokens: int, images: bool, eight_bit: bool) -> Memory:
    """Memory of every configuration with all its sequences at `context_tokens`.

    vLLM splits weights and cache evenly over its cards (a KV head goes to several cards when there are fewer heads
    than cards) and takes `gpu_memory_utilization` of each. llama.cpp and Ollama give each card whole layers, and one
    of them the output head or the vision tower as well. The card's memory is what the vendor prints, in 10^9 bytes;
    drivers report up to 7 % more, which is left as reserve.
    """
    sizes = [weights(recipe.shape, recipe.format.name, recipe.engine) for recipe in grid.recipes]
    kept = [cache_of(recipe, context_tokens, eight_bit=eight_bit) for recipe in grid.recipes]
    count = grid.count.astype(float)
    layers = grid.of_recipe([recipe.shape.layers for recipe in grid.recipes])
    heads = grid.of_recipe([recipe.shape.kv_heads for recipe in grid.recipes])
    splits = grid.of_recipe([recipe.engine == "vllm" for recipe in grid.recipes]) > 0
    layer_share = np.ceil(layers / count) / layers
    share = np.where(splits, 1 / count, layer_share)
    whole = np.where(splits, 1 / count, 1.0)  # embedding and vision tower
    cache_share = np.where(splits, np.maximum(1 / count, 1 / heads), layer_share)
    linear = grid.of_recipe([size.linear + size.norms for size in sizes])
    embedding = grid.of_recipe([size.embedding for size in sizes])
    vision = grid.of_recipe([size.vision if images else 0.0 for size in sizes])
    apart = ~splits & (count > 1)  # the output head and the vision tower sit on different cards
    parts = {
        "weights": linear * share + np.where(apart & (vision > embedding), 0.0, embedding * whole),
        "vision": np.where(apart & (vision <= embedding), 0.0, vision * whole),
        "kv_local": grid.of_recipe([local for local, _ in kept]) * cache_share * grid.sequences,
        "kv_global": grid.of_recipe([whole_context for _, whole_context in kept]) * cache_share * grid.sequences,
    }
    for several in (False, True):
        beside = [
            buffers.beside_weights(
                recipe.engine, recipe.shape, context_tokens=context_tokens, images=images, gpus=2 if several else 1
            )
            for recipe in grid.recipes
        ]
        for part in ("activations", "image_compute", "overhead"):
            values = grid.of_recipe([one[part] for one in beside])
            parts[part] = np.where(count > 1, values, parts[part]) if several else values
    usable = grid.of_recipe(
        [buffers.constants(recipe.engine).get("gpu_memory_utilization", 1.0) for recipe in grid.recipes]
    )
    return Memory(parts, grid.of_gpu([card.memory for card in grid.cards]) * usable)
