"""Small arithmetic on boxes (see `inference.schema` for what a box is)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from inference.schema import Box

T = TypeVar("T")


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around all of them; at least one is needed."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def center(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def contains(box: Box, point: tuple[float, float]) -> bool:
    """Whether the point lies in the box or on its edge."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def scaled(box: Box, factor: float, dx: float = 0.0, dy: float = 0.0) -> Box:
    """The box with every coordinate multiplied by `factor`, then moved."""
    return box[0] * factor + dx, box[1] * factor + dy, box[2] * factor + dx, box[3] * factor + dy


def turned(box: Box, slope: float) -> Box:
    """The box of the same size around where its middle goes when the page is turned by a small angle.

    `slope` is the tangent, positive clockwise. Levels the words of a scan (`slope` = minus their skew) or turns
    them back; at the few degrees of a scanner the cosine is 1 to within a thousandth.
    """
    x, y = center(box)
    return box[0] - slope * y, box[1] + slope * x, box[2] - slope * y, box[3] + slope * x


def in_rows(items: Iterable[T], box_of: Callable[[T], Box]) -> list[list[T]]:
    """Items that stand side by side together, rows from top to bottom and each from left to right."""
    rows: list[list[T]] = []
    for item in sorted(items, key=lambda item: center(box_of(item))[1]):
        box = box_of(item)
        # The lines of two columns may be shifted against each other: what stands below one of a row is in the next.
        if (
            rows
            and _side_by_side(box_of(rows[-1][-1]), box)
            and not any(_below(box_of(other), box) for other in rows[-1])
        ):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: box_of(item)[0]) for row in rows]


def _below(one: Box, other: Box) -> bool:
    """Whether the second stands lower in the same column."""
    width, height = min(one[2] - one[0], other[2] - other[0]), min(one[3] - one[1], other[3] - other[1])
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared > 0.3 * width and center(other)[1] - center(one)[1] > 0.3 * height


def _side_by_side(one: Box, other: Box) -> bool:
    heights = one[3] - one[1], other[3] - other[1]
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    # A raised footnote mark overlaps its line by most of its own height; a letter over several lines is none of them.
    return overlap > 0.55 * (min(heights) if max(heights) < 2 * min(heights) else max(heights))
