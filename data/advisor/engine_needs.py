"""What each engine allocates for one sequence, as tables: its cache, and everything that it needs on one card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from data.advisor import buffers, caches
from data.advisor.grid import Recipe, gpus, recipes
from data.advisor.memory import PARTS, allocated
from data.advisor.shapes import Shape, shapes
from data.advisor.weights import formats, weights
from data.kv_cache import GB, KvBytes

# The page's names of the cache types, with the engine's own name for each that it offers.
CACHE_TYPES: dict[str, dict[str, str]] = {
    "transformers": {"f16": "bf16"},
    "llama.cpp": {"f16": "f16", "q8_0": "q8_0", "q4_0": "q4_0"},
    "ollama": {"f16": "f16", "q8_0": "q8_0", "q4_0": "q4_0"},
    "vllm": {"f16": "auto", "fp8": "fp8"},
    "vllm_full": {"f16": "auto", "fp8": "fp8"},  # its hybrid manager switched off
}
COMPARED = ("transformers", "llama.cpp", "vllm", "vllm_full")  # Ollama allocates as llama.cpp does


def _held(engine: str, layout: caches.Layout, tokens: Any, kind: str) -> KvBytes:
    if engine == "vllm_full":
        block = buffers.constants("vllm")["block_tokens"]
        return caches.full_length(layout, caches.round_up(tokens, int(block)), size=caches.bytes_per_element(kind))
    return allocated(engine, layout, tokens, kind)


def cache_table(contexts: Sequence[int]) -> pd.DataFrame:
    """One row per Gemma 3 model, engine of `COMPARED`, cache type and context length; one sequence.

    Columns: model, engine, kv_type, context_tokens, within_context, local_bytes, global_bytes, total_bytes.
    Source: the formulas of `data.advisor.caches`.
    """
    return pd.concat(
        [
            _cache_rows(shape, engine, kv_type, name, contexts)
            for shape in shapes().values()
            for engine in COMPARED
            for kv_type, name in CACHE_TYPES[engine].items()
        ],
        ignore_index=True,
    )


def _cache_rows(shape: Shape, engine: str, kv_type: str, name: str, contexts: Sequence[int]) -> pd.DataFrame:
    tokens = np.asarray(contexts)
    held = _held(engine, caches.Layout.of(shape), tokens, name)
    return pd.DataFrame(
        {
            "model": shape.model,
            "engine": engine,
            "kv_type": kv_type,
            "context_tokens": tokens,
            "within_context": tokens <= shape.context_tokens,
            "local_bytes": held.local,
            "global_bytes": held.global_,
            "total_bytes": held.total,
        }
    )


def need_table(contexts: Sequence[int]) -> pd.DataFrame:
    """One row per published model, format and engine, cache type and context length: its memory on one card.

    One sequence, able to read an image where the engine serves images with that file. Columns: model, engine,
    weight_format, label, kv_type, context_tokens, within_context, the parts of `PARTS` in bytes, need_bytes (their
    sum) and usable_share (of a card's memory that the engine takes). Equals `data.advisor.memory.memory` for one card
    and one sequence.
    """
    table = pd.concat([_need_rows(recipe, contexts) for recipe in recipes()], ignore_index=True)
    table["need_bytes"] = table[list(PARTS)].sum(axis=1)
    return table


def _need_rows(recipe: Recipe, contexts: Sequence[int]) -> pd.DataFrame:
    engine, shape = recipe.engine, recipe.shape
    tokens = np.asarray(contexts)
    size, layout = weights(shape, recipe.format.name, engine), caches.Layout.of(shape)
    beside = [
        buffers.beside_weights(engine, shape, context_tokens=one, images=recipe.sees_images, gpus=1) for one in contexts
    ]
    kinds = CACHE_TYPES[engine]
    held = [allocated(engine, layout, tokens, name) for name in kinds.values()]
    each = len(kinds)
    return pd.DataFrame(
        {
            "model": shape.model,
            "engine": engine,
            "weight_format": recipe.format.name,
            "label": recipe.format.label,
            "kv_type": np.repeat(list(kinds), len(tokens)),
            "context_tokens": np.tile(tokens, each),
            "within_context": np.tile(tokens <= shape.context_tokens, each),
            "weights": size.text,
            "vision": size.vision if recipe.sees_images else 0.0,
            "kv_local": np.concatenate([one.local for one in held]),
            "kv_global": np.concatenate([one.global_ for one in held]),
            **{part: np.tile([one[part] for one in beside], each) for part in beside[0]},
            "usable_share": buffers.constants(engine).get("gpu_memory_utilization", 1.0),
        }
    )


def lack_table() -> pd.DataFrame:
    """Cards that cannot run a format, and why: gpu, weight_format, reason."""
    found = [
        {"gpu": name, "weight_format": form.name, "reason": reason}
        for name, gpu in gpus().items()
        for form in formats().values()
        if (reason := gpu.lacks(form))
    ]
    return pd.DataFrame(found)


def fit_table(need: pd.DataFrame, lacks: pd.DataFrame, hardware: pd.DataFrame) -> pd.DataFrame:
    """One row per card and row of `need` (of `need_table`), in the order of `hardware`.

    Columns: gpu, memory_gb, model, engine, weight_format, label, need_gb, usable_gb, free_gb, reason (why the card
    cannot run the format, else missing), fits. GB are 10^9 bytes, card memory as the vendor prints it.
    """
    kept = need.loc[need["within_context"], ["model", "engine", "weight_format", "label", "usable_share"]]
    kept = kept.assign(need_gb=need.loc[need["within_context"], "need_bytes"] / GB)
    table = hardware[["gpu", "memory_gb"]].merge(kept, how="cross")
    table["usable_gb"] = table["memory_gb"] * table.pop("usable_share")
    table["free_gb"] = table["usable_gb"] - table["need_gb"]
    table = table.merge(lacks, on=["gpu", "weight_format"], how="left")
    table["fits"] = (table["free_gb"] >= 0) & table["reason"].isna()
    return table
