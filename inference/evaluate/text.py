"""How well text was read: words as a bag, and characters of lines that were found whole."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from inference.evaluate.counts import Counts


def squeezed(text: str) -> str:
    """Letters and digits alone, in one case: recognised text is glued and split, which is not an error of reading."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def word_counts(truth: Iterable[str], read: str) -> Counts:
    """Words of the true lines against those read, without order and case."""
    true = Counter(word for line in truth for word in line.casefold().split())
    given = Counter(read.casefold().split())
    return Counts((true & given).total(), given.total(), true.total())


def character_coverage(truth: Sequence[str], read: str) -> Counts:
    """Characters of true lines that occur whole, without spaces and punctuation, in what was read."""
    lines, text = [squeezed(line) for line in truth], squeezed(read)
    found = sum(len(line) for line in lines if line in text)
    return Counts(found, found, sum(map(len, lines)))
