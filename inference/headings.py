"""Headings of tables that belong to several columns: cut at a border, or centred over a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inference.geometry import center, in_rows, union
from inference.schema import Box, Word

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
Place = tuple[int, int]
Spans = dict[Place, int]
"""Columns that a cell spans, by its row and first column; 0 for one that is covered."""
OFF_CENTER: Final = 0.2
"""How far the middle of a heading may lie from that of its group, as a share of the group's width."""


def join_cut(content: dict[Place, list[Word]]) -> Spans:
    """Join a heading that was cut at column borders ("Year Ended Decem|ber 31,"), in place.

    A heading runs on over the border with no more than a word space; figures in neighbouring columns stand apart.
    """
    spans: Spans = {}
    for row, column in sorted(content):
        if (row, column) in spans:
            continue
        span = 1
        while (row, column + span) in content and _runs_on(content[row, column], content[row, column + span]):
            content[row, column] += content.pop((row, column + span))
            spans[row, column + span] = 0
            span += 1
        if span > 1:
            spans[row, column] = span
    return spans


def _runs_on(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether text runs over the border on some line, and stands apart on none."""
    if not any(character.isalpha() for word in left for character in word.text):
        return False
    touches = False
    for line in in_rows([*left, *right], lambda word: word.box):
        before, behind = [word for word in line if word in left], [word for word in line if word in right]
        if not before or not behind:
            continue
        last, first = before[-1], behind[0]
        space = 0.45 * (last.box[3] - last.box[1])
        if first.box[0] - last.box[2] > space or abs(center(first.box)[1] - center(last.box)[1]) >= space:
            return False
        # Letters on both sides: two figures, or a label and its figure, stay apart however tight they are set.
        touches |= any(c.isalpha() for c in last.text) and any(c.isalpha() or c == "," for c in first.text)
        touches |= last.text.endswith(",") and _YEAR.fullmatch(first.text) is not None
    return touches


def spread_over_groups(content: dict[Place, list[Word]], boxes: dict[Place, Box], spans: Spans, heads: int) -> None:
    """Let a heading span the columns that it is centred over, in place: those with a heading below and none beside.

    `heads` is the number of heading rows.
    """
    for row, column in sorted(place for place in content if place[0] + 1 < heads):
        if (row, column) in spans:
            continue
        free = [column]
        for step in (-1, 1):
            at = column + step
            while _is_free(row, at, content, boxes, spans):
                free.append(at)
                at += step
        middle = center(union([word.box for word in content[row, column]]))[0]
        groups = [
            (first, last)
            for first in range(min(free), column + 1)
            for last in range(column, max(free) + 1)
            if all((row + 1, at) in content for at in range(first, last + 1))
        ]
        if not groups:
            continue
        first, last = min(groups, key=lambda group: _off_center(middle, row + 1, group, content))
        if last > first and _off_center(middle, row + 1, (first, last), content) <= OFF_CENTER:
            content[row, first] = content.pop((row, column))
            spans.update({(row, at): 0 for at in range(first, last + 1)})
            spans[row, first] = last - first + 1


def _is_free(row: int, column: int, content: dict[Place, list[Word]], boxes: dict[Place, Box], spans: Spans) -> bool:
    """Whether nothing stands in a cell and no heading spans it, but a heading stands below it."""
    place = row, column
    return place in boxes and place not in content and place not in spans and (row + 1, column) in content


def _off_center(middle: float, row: int, group: tuple[int, int], content: dict[Place, list[Word]]) -> float:
    """How far a heading is from the middle of the headings below, as a share of the width of their columns."""
    first, last = group
    box = union([word.box for column in range(first, last + 1) for word in content[row, column]])
    return abs(center(box)[0] - middle) / max(box[2] - box[0], 1.0)
