"""Prefixes whose KV cache is kept, so that a follow-up question computes only what is new."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from inference.engines.local.kv import Kept
from inference.engines.local.prompt import Keys

MIN_TOKENS = 32
"""Shorter prefixes cost less to compute than to keep."""


class Prefixes:
    """Least recently used prefixes within a budget of bytes. Sliding layers cannot be wound back, so an entry serves
    only prompts that begin with all of it."""

    def __init__(self, budget_bytes: float) -> None:
        self._budget = budget_bytes
        self._kept: OrderedDict[bytes, tuple[Keys, Kept]] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, keys: Keys) -> Kept | None:
        """The longest kept prefix that leaves at least one token of the prompt to compute."""
        best: bytes | None = None
        length = 0
        for name, (candidate, _) in self._kept.items():
            if length < len(candidate) < len(keys) and np.array_equal(candidate, keys[: len(candidate)]):
                best, length = name, len(candidate)
        if best is None:
            return None
        self._kept.move_to_end(best)
        return self._kept[best][1]

    def add(self, keys: Keys, kept: Kept) -> None:
        """Keeps a prefix; the least recently used ones make room."""
        name = keys.tobytes()
        if len(keys) < MIN_TOKENS or name in self._kept or kept.bytes > self._budget:
            return
        self._kept[name] = (keys, kept)
        self._bytes += kept.bytes
        while self._bytes > self._budget:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= dropped.bytes

    def clear(self) -> None:
        """Gives all of it back."""
        self._kept.clear()
        self._bytes = 0
