"""One configuration under longer texts and more people: where its memory and its answer time meet their limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.advisor import grid
from data.advisor.evidence import PREFILL_SPREAD, spread
from data.advisor.memory import memory
from data.advisor.options import Interval, Option
from data.advisor.timing import timing
from data.advisor.workload import MAXIMUM_PROMPT_TOKENS, Question, Workload

CONTEXTS = (1024, 2048, 4096, 8192, 12_288, 16_384, 24_576, 32_768, 49_152, 65_536, 98_304, 131_072)
PEOPLE = tuple(range(1, 65))


@dataclass(frozen=True)
class Point:
    """The configuration at `at` tokens of context, or `at` people."""

    at: int
    memory_gb: float
    answer_seconds: Interval


def over_context(question: Question, option: Option) -> list[Point]:
    """With contexts of 1k to 128k tokens, as far as the model takes them: the whole text in one prompt."""
    space = _grid(option, (option.concurrency,))
    longest = space.recipes[0].shape.context_tokens
    found = []
    for tokens in (size for size in CONTEXTS if size <= longest):
        other = question.model_copy(update={"workload": _with_context(question.workload, tokens)})
        found += _points(space, other, option, tokens, (tokens,), longest_prompt=tokens)
    return found


def over_people(question: Question, option: Option) -> list[Point]:
    """With 1 to 64 people who wait for an answer of the same server."""
    return _points(_grid(option, PEOPLE), question, option, option.context_tokens, PEOPLE)


def _grid(option: Option, sequences: Sequence[int]) -> grid.Grid:
    names = (option.model, option.weight_format, option.engine)
    recipe = next(one for one in grid.recipes() if (one.shape.model, one.format.name, one.engine) == names)
    several = np.asarray(sequences, dtype=np.int64)
    first = np.zeros(len(several), dtype=np.int64)
    return grid.Grid((recipe,), (grid.gpus()[option.gpu],), first, first, first + option.gpu_count, several)


def _with_context(work: Workload, tokens: int) -> Workload:
    """The same work on documents whose text and an answer fill `tokens`."""
    text = max(tokens - work.answer_tokens, 1) - work.instruction_tokens
    return work.model_copy(update={"pages_per_document": text / max(work.text_tokens_per_page, 1)})


def _points(
    space: grid.Grid,
    question: Question,
    option: Option,
    context_tokens: int,
    places: Sequence[int],
    longest_prompt: float = MAXIMUM_PROMPT_TOKENS,
) -> list[Point]:
    work, eight_bit = question.workload, question.constraints.kv_8_bit
    need = memory(space, context_tokens=context_tokens, images=work.pages_as_images, eight_bit=eight_bit)
    around = spread(option.evidence)

    def answers(decode: float, prefill: float) -> list[float]:
        times = timing(
            space, work, eight_bit=eight_bit, decode_factor=decode, prefill_factor=prefill, longest_prompt=longest_prompt
        )
        return [float(value) for value in times.answer]

    value, low, high = answers(1, 1), answers(1 / around, 1 / PREFILL_SPREAD), answers(around, PREFILL_SPREAD)
    return [
        Point(at, float(need.total[k]) / 1e9, Interval(value=value[k], low=low[k], high=high[k]))
        for k, at in enumerate(places)
    ]
