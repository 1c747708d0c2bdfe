"""Text recognition with RapidOCR (PP-OCRv6, weights in its wheel)."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from inference import threads
from inference.geometry import center, scaled, union
from inference.schema import Box, Line, Word
from inference.upright import Pixels

if TYPE_CHECKING:
    from rapidocr import RapidOCR

SKEW_WIDTH: Final = 250
"""Pixels that a line must be wide for its slope to count; shorter ones are too coarse."""


LONGEST: Final = 2000
"""Pixels; RapidOCR makes pictures smaller whose longer side exceeds this."""
STRIP: Final = 2.2
"""A picture that is at least this many times as high as wide is a strip; a sheet of paper is 1.4 times."""
PART_MARGIN: Final = 100
"""Pixels that a part is read beyond its end, so that no line is cut."""
_AMOUNT: Final = re.compile(r"\(?\d{1,3}(?:,\d{3})*(?:\.\d\d)?\)?")
_S_AMOUNT: Final = re.compile(r"S\(?\d{1,3}(?:(?:,\d{3})+(?:\.\d\d)?|\.\d\d)\)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised in a picture, in its pixels."""

    lines: tuple[Line, ...]
    skew: float
    """Slope of the lines: how far they sink over one unit to the right."""


def recognise(picture: Pixels) -> Reading:
    """Read the text of an upright picture; lines come from top to bottom.

    A long strip, like the receipt of a large purchase, is read part by part: as a whole it would be made smaller.
    """
    lines: list[Line] = []
    quads: list[Any] = []
    for start, end in _parts(picture):
        top = max(0, start - PART_MARGIN)
        found: Any = _engine()(np.ascontiguousarray(picture[top : end + PART_MARGIN, :, ::-1]), return_word_box=True)
        if found.boxes is None:
            continue
        for text, score, quad, words in zip(found.txts, found.scores, found.boxes, found.word_results, strict=True):
            line = _line(text, float(score), quad, words, top) if text.strip() else None
            if line and start <= center(line.box)[1] < end:
                lines.append(line)
                quads.append(quad)
    return Reading(with_dollars(tuple(lines)), _skew(quads))


def _parts(picture: Pixels) -> list[tuple[int, int]]:
    """First and last row of the parts in which a picture is read; they meet where there is least print."""
    height, width = picture.shape[:2]
    if height <= LONGEST or height < STRIP * width:
        return [(0, height)]
    count = math.ceil(height / (LONGEST - 2 * PART_MARGIN))
    darkness = 255 - picture.min(axis=2).mean(axis=1)
    borders = [0]
    for index in range(1, count):
        first = round(index * height / count) - PART_MARGIN // 2
        borders.append(first + int(np.argmin(darkness[first : first + PART_MARGIN])))
    return list(pairwise([*borders, height]))


def with_dollars(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """An S in front of an amount is a dollar sign, where others on the page were recognised as such.

    The recogniser takes one for the other when the sign stands alone at the edge of a column.
    """
    if not any("$" in line.text for line in lines):
        return lines
    return tuple(_dollar_line(line, lines) if "S" in line.text else line for line in lines)


def _dollar_line(line: Line, lines: Sequence[Line]) -> Line:
    words = []
    for index, word in enumerate(line.words):
        following = line.words[index + 1].text if index + 1 < len(line.words) else _right_of(line, lines)
        if _S_AMOUNT.fullmatch(word.text) or (word.text == "S" and _AMOUNT.fullmatch(following)):
            word = word.model_copy(update={"text": "$" + word.text[1:]})
        words.append(word)
    return line.model_copy(update={"text": " ".join(word.text for word in words), "words": tuple(words)})


def _right_of(line: Line, lines: Sequence[Line]) -> str:
    """The first word of what was recognised next to the right of a line."""
    height = line.box[3] - line.box[1]
    beside = [
        other
        for other in lines
        if center(other.box)[0] > line.box[2] and abs(center(other.box)[1] - center(line.box)[1]) < height / 2
    ]
    return min(beside, key=lambda other: other.box[0]).words[0].text if beside else ""


@cache
def _engine() -> RapidOCR:
    from rapidocr import RapidOCR  # here, because born-digital pages do without it

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads.for_recognition,
        }
    )


def _skew(quads: Iterable[Any]) -> float:
    slopes = [
        (right[1] - left[1]) / (right[0] - left[0]) for left, right, *_ in quads if math.dist(left, right) > SKEW_WIDTH
    ]
    return float(statistics.median(slopes)) if slopes else 0.0


def _line(text: str, score: float, quad: Any, parts: Sequence[Any], top: int) -> Line:
    """A recognised line; `top` is the row of the picture at which the part begins that was read."""
    text = " ".join(text.split())
    letters = [scaled(box, 1, dy=top) for box in _letter_boxes(text.replace(" ", ""), quad, parts)]
    words, start = [], 0
    for word in text.split():
        words.append(Word(text=word, box=union(letters[start : start + len(word)]), confidence=score))
        start += len(word)
    return Line(text=text, box=union(letters), confidence=score, words=tuple(words))


def _letter_boxes(letters: str, quad: Any, parts: Sequence[Any]) -> list[Box]:
    """A box for each letter: its share of the part that the recogniser placed, or else of the whole line."""
    if "".join(part[0] for part in parts).replace(" ", "") != letters:
        parts = [(letters, None, quad)]
    boxes: list[Box] = []
    for text, _, corners in parts:
        text = text.replace(" ", "")
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (map(float, corner) for corner in corners)
        for index in range(len(text)):
            a, b = index / len(text), (index + 1) / len(text)
            tops, bottoms = (y0 + (y1 - y0) * a, y0 + (y1 - y0) * b), (y3 + (y2 - y3) * a, y3 + (y2 - y3) * b)
            left, right = min(x0 + (x1 - x0) * a, x3 + (x2 - x3) * a), max(x0 + (x1 - x0) * b, x3 + (x2 - x3) * b)
            boxes.append((left, min(tops), right, max(bottoms)))
    return boxes
