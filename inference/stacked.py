"""Items of a slip on two lines: the description above "2 x 3.50", or the code of an article above its description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from inference.geometry import union
from inference.schema import Box
from inference.units import Unit

CODES: Final = 2
"""Lines with a code alone that show that codes stand above descriptions."""
_CODE: Final = re.compile(r"\d{6,14}")
_TIMES_PRICE: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,3})? ?[xX×*@] ?\D{0,3}\d+[.,]\d\d")
Cells = tuple[Box | None, ...]


def is_code(line: Sequence[Unit]) -> bool:
    """Whether a line holds the code of an article and nothing else."""
    return len(line) == 1 and _CODE.fullmatch(line[0].text) is not None


def below_description(upper: Sequence[Unit], label: Sequence[Unit]) -> bool:
    """Whether `label`, what stands before the values of a line, multiplies a price for the description above."""
    described = any(character.isalpha() for unit in upper for character in unit.text)
    return described and len(label) > 1 and _TIMES_PRICE.fullmatch(" ".join(unit.text for unit in label)) is not None


def stacked_items(lines: Sequence[Sequence[Unit]], labels: Sequence[Sequence[Unit]]) -> dict[int, list[float]]:
    """Upper lines of items on two lines, by their index, and where the label of the line below is divided.

    `labels` are what stands before the values of each line; the whole line where it has none.
    """
    found = {}
    codes = [i for i, (line, label) in enumerate(zip(lines, labels[1:], strict=False)) if is_code(line) and label]
    for i, (upper, lower) in enumerate(pairwise(lines)):
        label = labels[i + 1]
        if len(labels[i]) == len(upper) and len(label) < len(lower) and below_description(upper, label):
            found[i] = [(label[-2].box[2] + union([word.box for word in label[-1].words])[0]) / 2]
        elif i in codes and len(codes) >= CODES and len(label) < len(lower):
            found[i] = []
    return found


def stacked_rows(rows: Sequence[float], edges: Sequence[float], stacked: dict[int, list[float]]) -> list[Cells]:
    """Cells of each row, with columns between label and values for what stands below a description or a code.

    `rows` and `edges` are the borders of lines and columns.
    """
    added = max((len(cuts) + 1 for cuts in stacked.values()), default=0)
    start, end, *_ = edges
    found: list[Cells] = []
    for i, (top, bottom) in enumerate(pairwise(rows)):
        if i - 1 in stacked:
            continue
        cuts = stacked.get(i)
        low = bottom if cuts is None else rows[i + 2]
        below = [] if cuts is None else [(x0, bottom, x1, low) for x0, x1 in pairwise((start, *cuts, end))]
        values = [(x0, top, x1, low) for x0, x1 in pairwise(edges[1:])]
        found.append(((start, top, end, bottom), *below, *[None] * (added - len(below)), *values))
    return found
