"""One configuration under longer texts and more people: where its memory and its answer time meet their limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.advisor import grid, local
from data.advisor.evidence import spread
from data.advisor.local import Corrections
from data.advisor.memory import memory
from data.advisor.options import Interval, Option
from data.advisor.roofs import Roofs
from data.advisor.timing import timing
from data.advisor.workload import Question

CONTEXTS = (1024, 2048, 4096, 8192, 12_288, 16_384, 24_576, 32_768, 49_152, 65_536, 98_304, 131_072)
PEOPLE = tuple(range(1, 65))


@dataclass(frozen=True)
class Point:
    """The configuration at `at` tokens of context, or `at` people."""

    at: int
    memory_gb: float
    answer_seconds: Interval


def over_context(question: Question, option: Option, measured: Corrections | None = None) -> list[Point]:
    """With texts that fill 1k to 128k tokens with their answer, as far as the model takes them, read in one go."""
    space = _grid(option, (option.concurrency,))
    work, eight_bit = question.workload, question.constraints.kv_8_bit
    longest = space.recipes[0].shape.context_tokens
    ends = _ends(space, question, option, measured)
    found = []
    for tokens in (size for size in CONTEXTS if size <= longest):
        need = memory(space, context_tokens=tokens, images=work.pages_as_images, eight_bit=eight_bit)
        prompt = max(tokens - work.answer_tokens, 1)
        times = [roofs.prefill(prompt) + work.answer_tokens * roofs.step(prompt) for roofs in ends]
        found.append(_point(tokens, need.total[0], *(time[0] for time in times)))
    return found


def over_people(question: Question, option: Option, measured: Corrections | None = None) -> list[Point]:
    """With 1 to 64 people who wait for an answer of the same server."""
    space = _grid(option, PEOPLE)
    work, eight_bit = question.workload, question.constraints.kv_8_bit
    need = memory(space, context_tokens=option.context_tokens, images=work.pages_as_images, eight_bit=eight_bit)
    times = [timing(roofs, work).answer for roofs in _ends(space, question, option, measured)]
    return [_point(people, need.total[k], *(time[k] for time in times)) for k, people in enumerate(PEOPLE)]


def _grid(option: Option, sequences: Sequence[int]) -> grid.Grid:
    names = (option.model, option.weight_format, option.engine)
    recipe = next(one for one in grid.recipes() if (one.shape.model, one.format.name, one.engine) == names)
    several = np.asarray(sequences, dtype=np.int64)
    first = np.zeros(len(several), dtype=np.int64)
    return grid.Grid((recipe,), (grid.gpus()[option.gpu],), first, first, first + option.gpu_count, several)


def _ends(
    space: grid.Grid, question: Question, option: Option, measured: Corrections | None
) -> tuple[Roofs, Roofs, Roofs]:
    """As estimated, and at both ends of the interval."""
    decode, prefill, _ = local.factors(space, local.known() if measured is None else measured)
    wide, wide_prefill = spread(option.evidence)
    eight_bit = question.constraints.kv_8_bit
    return (
        Roofs(space, eight_bit, decode, prefill),
        Roofs(space, eight_bit, decode / wide, prefill / wide_prefill),
        Roofs(space, eight_bit, decode * wide, prefill * wide_prefill),
    )


def _point(at: int, memory_bytes: float, value: float, low: float, high: float) -> Point:
    return Point(at, float(memory_bytes) / 1e9, Interval(value=float(value), low=float(low), high=float(high)))
