"""Counts that add up over documents, and the rates made of them."""

from __future__ import annotations

from typing import NamedTuple


class Counts(NamedTuple):
    """How many were right, of how many given and how many true."""

    right: float = 0
    given: float = 0
    true: float = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(self.right + other.right, self.given + other.given, self.true + other.true)

    @property
    def precision(self) -> float | None:
        """Share of the given that is right; None where nothing was given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Share of the true that was given; None where nothing was true."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing was given and nothing true."""
        both = self.given + self.true
        return 2 * self.right / both if both else None
