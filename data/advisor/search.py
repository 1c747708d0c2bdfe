"""The search: every configuration judged against a question, ranked, with what binds and what comes next."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data import reference_tables
from data.advisor import cost, grid, local, memory, timing
from data.advisor.arrays import Flags, Floats
from data.advisor.local import Corrections
from data.advisor.roofs import Roofs
from data.advisor.weights import weights
from data.advisor.workload import Question

# In the order in which a reason is given when several fail.
CONSTRAINTS = ("sight", "context", "quality", "memory", "latency", "servers", "price")


@functools.cache
def quality(images: bool) -> tuple[str, dict[str, float]]:
    """(what is measured, published score by model) for the instruction-tuned models in bfloat16.

    Reading page images: DocVQA with pan-and-scan (Table 16). Text alone: MMLU-Pro (Table 6). No score is published
    for a quantised model, so a format does not change it.
    """
    if images:
        rows = reference_tables.load("benchmarks")
        rows = rows[(rows["table"] == "16") & (rows["benchmark"] == "DocVQA")]
        return "DocVQA, instruction-tuned, Table 16", dict(zip(rows["model"], rows["score"].astype(float), strict=True))
    rows = reference_tables.load("it_zero_shot")
    rows = rows[(rows["benchmark"] == "MMLU-Pro") & (rows["model_family"] == "Gemma 3")]
    return "MMLU-Pro, instruction-tuned, Table 6", dict(zip(rows["model"], rows["score"].astype(float), strict=True))


@dataclass(frozen=True)
class Judged:
    """Every configuration of a grid with its figures; `fails[name]` marks those that miss a constraint.

    `servers` are as many copies as the work and the people need; `usd_per_hour` is for all of them; `usd_per_1000`
    spreads that over the pages of the workload, `usd_per_1000_full` over all pages one server can read.
    """

    question: Question
    grid: grid.Grid
    roofs: Roofs
    measured_here: Flags
    memory: memory.Memory
    timing: timing.Timing
    quality: Floats
    servers: Floats
    usd_per_hour: Floats
    usd_per_1000: Floats
    usd_per_1000_full: Floats
    fails: dict[str, Flags]

    @property
    def fits(self) -> Flags:
        """Configurations that meet every constraint."""
        return ~np.logical_or.reduce(list(self.fails.values()))

    def reasons(self, index: int) -> list[str]:
        """The constraints that a configuration misses, the hardest first."""
        return [name for name in CONSTRAINTS if self.fails[name][index]]


def judge(question: Question, measured: Corrections | None = None) -> Judged:
    """Evaluates every configuration that the constraints leave. 50,000 take about a tenth of a second.

    `measured` corrects the times; None means the bench file of this installation.
    """
    work, choice = question.workload, question.constraints
    space = grid.build(choice.models, choice.formats, choice.engines, choice.gpus, choice.maximum_gpus)
    need = memory.memory(
        space, context_tokens=work.context_tokens, images=work.pages_as_images, eight_bit=choice.kv_8_bit
    )
    decode, prefill, here = local.factors(space, local.known() if measured is None else measured)
    roofs = Roofs(space, choice.kv_8_bit, decode, prefill)
    times = timing.timing(roofs, work)
    _, scores = quality(work.pages_as_images)
    score = space.of_recipe([scores.get(recipe.shape.model, np.nan) for recipe in space.recipes])
    for_pages = np.ceil(work.pages_per_hour / times.pages_per_hour)
    for_people = np.ceil(work.people_at_once / space.sequences)
    servers = np.maximum(for_pages, for_people)
    hour = space.of_gpu([cost.hour(card, question.prices).usd_per_hour for card in space.cards]) * space.count
    sees = space.of_recipe([recipe.sees_images for recipe in space.recipes]) > 0
    window = space.of_recipe([recipe.shape.context_tokens for recipe in space.recipes])
    fails = {
        "sight": ~sees if work.pages_as_images else np.zeros(len(space), dtype=bool),
        "context": window < work.context_tokens,
        "quality": (choice.minimum_quality > 0) & ~(score >= choice.minimum_quality),  # unknown is not enough
        "memory": need.total > need.limit,
        "latency": times.answer > work.answer_seconds,
        "servers": servers > choice.maximum_servers,
        "price": np.isnan(hour),
    }
    return Judged(
        question=question,
        grid=space,
        roofs=roofs,
        measured_here=here,
        memory=need,
        timing=times,
        quality=score,
        servers=servers,
        usd_per_hour=hour * servers,
        usd_per_1000=cost.per_1000_pages(hour * servers, work.pages_per_hour),
        usd_per_1000_full=cost.per_1000_pages(hour, times.pages_per_hour),
        fails=fails,
    )


def rank(judged: Judged) -> npt.NDArray[np.int64]:
    """Indices of the configurations that fit, best first, one per model, format, engine, card and count.

    By the question's priority (cost per 1,000 pages, published quality or answer time), then by the others; among
    equals the format with the most bits per weight, which is nearest to the published checkpoint.
    """
    candidates = np.flatnonzero(judged.fits)
    price = judged.usd_per_1000[candidates]
    score = -np.nan_to_num(judged.quality[candidates], nan=-1.0)
    answer = judged.timing.answer[candidates]
    bits = -judged.grid.of_recipe([_bits(recipe) for recipe in judged.grid.recipes])[candidates]
    sequences = judged.grid.sequences[candidates]
    # lexsort takes the last key first; among equals the fewest sequences leave most memory free.
    keys = {
        "cost": (answer, sequences, bits, score, price),
        "quality": (answer, sequences, bits, price, score),
        "latency": (sequences, bits, score, price, answer),
    }[judged.question.priority]
    ordered = candidates[np.lexsort(keys)]
    place = (judged.grid.recipe[ordered] * len(judged.grid.cards) + judged.grid.gpu[ordered]) * 10 + judged.grid.count[
        ordered
    ]
    _, first = np.unique(place, return_index=True)
    return np.asarray(ordered[np.sort(first)], dtype=np.int64)


def _bits(recipe: grid.Recipe) -> float:
    return weights(recipe.shape, recipe.format.name, recipe.engine).text * 8 / recipe.shape.text_parameters


def load(judged: Judged, index: int) -> dict[str, float]:
    """Share of each limit that a configuration uses: memory of the fullest card, answer time, pages an hour."""
    work = judged.question.workload
    return {
        "memory": float(judged.memory.total[index] / judged.memory.limit[index]),
        "latency": float(judged.timing.answer[index] / work.answer_seconds),
        "pages": float(work.pages_per_hour / (judged.timing.pages_per_hour[index] * judged.servers[index])),
    }


def binding(judged: Judged, index: int) -> str:
    """The limit that a configuration comes closest to: memory, latency or pages."""
    used = load(judged, index)
    return max(used, key=lambda name: used[name])


def cheaper_but(judged: Judged, index: int) -> int | None:
    """The cheapest configuration that costs less than this one, is no worse in quality, and misses a constraint.

    It says why the answer is not cheaper. None when nothing cheaper exists.
    """
    wanted = np.nan_to_num(judged.quality[index], nan=-1.0)
    allowed = ~judged.fails["sight"] & ~judged.fails["price"] & ~judged.fails["context"]
    cheaper = allowed & ~judged.fits & (judged.usd_per_1000 < judged.usd_per_1000[index])
    cheaper &= np.nan_to_num(judged.quality, nan=-1.0) >= wanted
    if not cheaper.any():
        return None
    # Fewest missed constraints first: the nearest miss explains most.
    missed = np.sum([judged.fails[name] for name in CONSTRAINTS], axis=0)
    options = np.flatnonzero(cheaper)
    return int(options[np.lexsort((judged.usd_per_1000[options], missed[options]))[0]])


def pareto(judged: Judged, ranked: npt.NDArray[np.int64]) -> Flags:
    """Which of the ranked configurations no other beats in cost, quality and answer time at once."""
    cloud = np.stack([
        judged.usd_per_1000[ranked], -np.nan_to_num(judged.quality[ranked], nan=-1.0), judged.timing.answer[ranked]
    ])  # fmt: skip
    best = np.ones(len(ranked), dtype=bool)
    for place in range(len(ranked)):
        if best[place]:
            beaten = np.all(cloud[:, place, None] <= cloud, axis=0) & np.any(cloud[:, place, None] < cloud, axis=0)
            best &= ~beaten
    return best
