"""Okapi BM25: how well short texts answer to the words of a question (Robertson and Zaragoza, 2009)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

K1: Final = 1.2
B: Final = 0.75


class Bm25:
    """An index over texts that were split into terms."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(terms) for terms in texts]
        self._mean = (sum(self._lengths) / len(texts) if texts else 0) or 1
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for number, terms in enumerate(texts):
            for term, count in Counter(terms).items():
                self._postings.setdefault(term, []).append((number, count))

    def weight(self, term: str) -> float:
        """Inverse document frequency: what a term that stands in few texts is worth. Greatest for an unknown term."""
        n, holding = len(self._lengths), len(self._postings.get(term, ()))
        return math.log(1 + (n - holding + 0.5) / (holding + 0.5))

    def scores(self, terms: Sequence[str]) -> dict[int, float]:
        """Score of every text that holds one of the terms, by its number."""
        found: dict[int, float] = {}
        for term in dict.fromkeys(terms):
            weight = self.weight(term)
            for number, count in self._postings.get(term, ()):
                norm = K1 * (1 - B + B * self._lengths[number] / self._mean)
                found[number] = found.get(number, 0) + weight * count * (K1 + 1) / (count + norm)
        return found
