"""Which card holds which model: a first estimate from printed weights and the window-aware cache."""

from __future__ import annotations

import pandas as pd

from data.kv_cache import GB


def fits_table(memory: pd.DataFrame, kv: pd.DataFrame, hardware: pd.DataFrame) -> pd.DataFrame:
    """One row per card, model and format: ``need = weights + cache``, ``free = card memory - need``.

    `memory`: rows of `data.tables.memory_table` (weights as printed in Table 3); `kv`: rows of
    `data.tables.kv_table` at one context length (bfloat16, one sequence); `hardware`: `data.tables.hardware_table`.
    Models whose context is shorter than that length are left out. All amounts in GB (10^9 bytes; card memory
    as the vendor prints it). Columns: gpu, memory_gb, model, weight_format, weights_gb, kv_gb, need_gb,
    free_gb, fits. Leaves out activations, the engine's own buffers and what else runs on the card.
    """
    cache = kv.loc[kv["within_context"], ["model", "total_bytes"]]
    need = memory[["model", "weight_format", "weights_gb"]].merge(cache, on="model")
    need["kv_gb"] = need.pop("total_bytes") / GB
    need["need_gb"] = need["weights_gb"] + need["kv_gb"]
    table = hardware[["gpu", "memory_gb"]].merge(need, how="cross")
    table["free_gb"] = table["memory_gb"] - table["need_gb"]
    table["fits"] = table["free_gb"] >= 0
    return table
