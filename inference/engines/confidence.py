"""How sure the model was of each value in a JSON answer, from the log-probabilities of its tokens."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from inference.engines.protocol import Delta

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

Span = tuple[str, int, int]


def value_confidence(deltas: Sequence[Delta]) -> dict[str, float]:
    """The probability (0 to 1) of the least certain token of each value, by JSON pointer ("/total/amount").

    The lowest and not the mean: in "1,284.50" one doubtful digit makes the amount doubtful, and a mean hides it.
    Only strings, numbers, booleans and null have one; the joined text must be valid JSON. Empty where the engine tells
    no log-probabilities.
    """
    if not any(delta.logprobs for delta in deltas):
        return {}
    pieces: list[tuple[int, int, float]] = []
    end = 0
    for delta in deltas:
        start, end = end, end + len(delta.text)
        if delta.logprobs and delta.text:
            pieces.append((start, end, math.exp(min(delta.logprobs))))
    found: dict[str, float] = {}
    first = 0
    for pointer, start, stop in value_spans("".join(delta.text for delta in deltas)):
        while first < len(pieces) and pieces[first][1] <= start:
            first += 1
        inside: list[float] = []
        for piece_start, _, probability in pieces[first:]:
            if piece_start >= stop:
                break
            inside.append(probability)
        if inside:
            found[pointer] = min(inside)
    return found


def value_spans(text: str) -> Iterator[Span]:
    """JSON pointer, start and end of each scalar in a valid JSON text, in order. Strings include their quotes."""
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    position = 0

    def walk(pointer: str) -> Iterator[Span]:
        nonlocal position
        token, start, end = tokens[position]
        position += 1
        if token not in "{[":
            yield pointer, start, end
            return
        close, number = {"{": "}", "[": "]"}[token], 0
        while tokens[position][0] != close:
            if tokens[position][0] == ",":
                position += 1
            key = str(number)
            if token == "{":
                key = tokens[position][0][1:-1].replace("~", "~0").replace("/", "~1")
                position += 2  # the key and its colon
            yield from walk(f"{pointer}/{key}")
            number += 1
        position += 1

    return walk("")
