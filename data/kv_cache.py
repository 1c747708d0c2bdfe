"""Size of the key-value cache from a model's published layout: pure arithmetic, no I/O.

A cache holds, for every token and every layer that owns one, a key and a value vector per KV head.
Layers with a sliding window ("local") keep at most the last `window` tokens, the others ("global") keep all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

BYTES_BF16 = 2
BYTES_8_BIT = 1
GB = 1e9

Numbers = npt.ArrayLike


@dataclass(frozen=True)
class KvBytes:
    """Bytes of one sequence's cache, split by kind of layer; arrays of the broadcast shape of the inputs."""

    local: npt.NDArray[np.float64]
    global_: npt.NDArray[np.float64]

    @property
    def total(self) -> npt.NDArray[np.float64]:
        return self.local + self.global_


def kv_cache_bytes(
    tokens: Numbers,
    *,
    local_layers: Numbers,
    global_layers: Numbers,
    window: Numbers,
    local_elements: Numbers,
    global_elements: Numbers,
    bytes_per_element: Numbers = BYTES_BF16,
) -> KvBytes:
    """Bytes that one sequence of `tokens` tokens needs, window taken into account.

    ``local  = local_layers  * min(tokens, window) * local_elements  * bytes_per_element``
    ``global = global_layers * tokens              * global_elements * bytes_per_element``

    Units: tokens, layers that own a cache, elements per token and layer (2 x KV heads x head size), bytes.
    All arguments broadcast as in numpy. A `window` of NaN means "no window" (all tokens are kept).
    What an engine allocates on top (padding, blocks, a full-length buffer during prefill) is not in it.
    Source: the layer layout in architecture.csv; reproduces the 19 cache points of Figures 5 and 6 of the
    Gemma 3 report at one byte per element.
    """
    n = np.asarray(tokens, dtype=float)
    limit = np.asarray(window, dtype=float)
    kept = np.minimum(n, np.where(np.isnan(limit), np.inf, limit))
    size = np.asarray(bytes_per_element, dtype=float)
    return KvBytes(
        local=np.asarray(local_layers, dtype=float) * kept * np.asarray(local_elements, dtype=float) * size,
        global_=np.asarray(global_layers, dtype=float) * n * np.asarray(global_elements, dtype=float) * size,
    )


def kv_cache_table(
    architecture: pd.DataFrame, contexts: Sequence[int], bytes_per_element: int = BYTES_BF16
) -> pd.DataFrame:
    """One row per model and context length, in the order of `architecture`.

    Columns: model, context_tokens, within_context (the model was made for that length), local_bytes,
    global_bytes, total_bytes, full_length_bytes (what an engine without window support needs).
    """
    rows = architecture.loc[architecture.index.repeat(len(contexts))].reset_index(drop=True)
    tokens = np.tile(np.asarray(contexts, dtype=float), len(architecture))
    layout: dict[str, Any] = {
        "local_layers": rows["num_kv_cached_local_layers"].to_numpy(float),
        "global_layers": rows["num_kv_cached_global_layers"].to_numpy(float),
        "local_elements": rows["kv_elements_per_token_per_local_layer"].to_numpy(float),
        "global_elements": rows["kv_elements_per_token_per_global_layer"].to_numpy(float),
        "bytes_per_element": bytes_per_element,
    }
    window = rows["sliding_window"].to_numpy(float, na_value=np.nan)
    size = kv_cache_bytes(tokens, window=window, **layout)
    return pd.DataFrame(
        {
            "model": rows["model"],
            "context_tokens": tokens.astype(int),
            "within_context": tokens <= rows["context_length"].to_numpy(float),
            "local_bytes": size.local,
            "global_bytes": size.global_,
            "total_bytes": size.total,
            "full_length_bytes": kv_cache_bytes(tokens, window=np.nan, **layout).total,
        }
    )
