"""The answer to a question: what to run, why not something cheaper, what comes next, what would change it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from data.advisor import search
from data.advisor.launch import Launch, launch_command
from data.advisor.local import Corrections
from data.advisor.options import Option, describe
from data.advisor.search import Judged
from data.advisor.workload import Question

SHOWN = 25

MISSED = {
    "sight": "cannot see page images",
    "context": "has a shorter context than the work needs",
    "quality": "is below the quality asked for",
    "memory": "does not fit in the card's memory",
    "latency": "answers too slowly",
    "servers": "needs more servers than allowed",
    "price": "has no known price",
}
COUNTED = {
    "sight": "cannot see page images",
    "context": "have too short a context",
    "quality": "are below the quality asked for",
    "memory": "do not fit in the card",
    "latency": "answer too slowly",
    "servers": "need too many servers",
    "price": "have no known price",
}
LIMITS = {"memory": "the memory of the card", "latency": "the answer time", "pages": "the pages per hour"}


class Change(BaseModel):
    """Another question and its answer: how the recommendation depends on the assumptions."""

    model_config = ConfigDict(frozen=True)

    what: str
    option: Option | None
    differs: bool = Field(description="another model, format, engine, card or number of cards than recommended")


class Advice(BaseModel):
    """What `POST /api/advise` returns. Without a configuration that meets every limit `recommended` is null and
    `nearest` holds the one that misses least."""

    model_config = ConfigDict(frozen=True)

    finding: str = Field(description="the answer in a sentence")
    recommended: Option | None
    runner_up: Option | None = Field(description="the best with another model or card")
    nearest: Option | None = Field(description="when nothing meets every limit")
    why_not_cheaper: str | None
    options: list[Option] = Field(description="the best configurations, best first")
    pareto: list[bool] = Field(description="whether no listed configuration is better in cost, quality and answer time")
    considered: int
    excluded: dict[str, int] = Field(description="configurations that miss each constraint; one may miss several")
    quality_measure: str
    launch: Launch | None = Field(description="how to start the recommended configuration")


def launch_of(option: Option, question: Question) -> Launch:
    """How to start a configuration of the advice."""
    work = question.workload
    return launch_command(
        engine=option.engine,
        model=option.model,
        weight_format=option.weight_format,
        gpu_count=option.gpu_count,
        context_tokens=option.context_tokens,
        concurrency=option.concurrency,
        kv_type=option.kv_type,
        images=work.pages_as_images,
        crops=work.pages_as_images and work.pan_and_scan,
    )


def advise(question: Question, measured: Corrections | None = None) -> Advice:
    """The advice for a question; `measured` as for `search.judge`."""
    judged = search.judge(question, measured)
    ranked = search.rank(judged)
    shown = describe(judged, ranked[:SHOWN])
    best = shown[0] if shown else None
    runner_up = next((describe(judged, [place])[0] for place in ranked[1:] if _other(judged, ranked[0], place)), None)
    nearest = None if best else _nearest(judged)
    return Advice(
        finding=_finding(best, nearest, question),
        recommended=best,
        runner_up=runner_up,
        nearest=nearest,
        why_not_cheaper=_why_not_cheaper(judged, ranked),
        options=shown,
        pareto=search.pareto(judged, ranked[:SHOWN]).tolist() if shown else [],
        considered=len(judged.grid),
        excluded={name: int(failed.sum()) for name, failed in judged.fails.items()},
        quality_measure=search.quality(question.workload.pages_as_images)[0],
        launch=launch_of(best, question) if best else None,
    )


def _other(judged: Judged, first: np.int64, place: np.int64) -> bool:
    space = judged.grid
    models = [space.recipes[space.recipe[one]].shape.model for one in (first, place)]
    return models[0] != models[1] or bool(space.gpu[first] != space.gpu[place])


def _nearest(judged: Judged) -> Option | None:
    """Of all configurations the one that misses the fewest constraints, then the one that exceeds them least."""
    if not len(judged.grid):
        return None
    missed = np.sum(list(judged.fails.values()), axis=0)
    over = np.maximum(judged.memory.total / judged.memory.limit, 1) * np.maximum(
        judged.timing.answer / judged.question.workload.answer_seconds, 1
    )
    return describe(judged, [int(np.lexsort((over, missed))[0])])[0]


def _why_not_cheaper(judged: Judged, ranked: npt.NDArray[np.int64]) -> str | None:
    if not len(ranked):
        return None
    place = search.cheaper_but(judged, int(ranked[0]))
    if place is None:
        return None
    option = describe(judged, [place])[0]
    reasons = " and ".join(MISSED[name] for name in option.misses)
    figures = []
    if "memory" in option.misses:
        figures.append(f"{option.memory_total_gb:.1f} GB of {option.memory_limit_gb:.1f} GB")
    if "latency" in option.misses:
        limit = judged.question.workload.answer_seconds
        figures.append(f"{option.answer_seconds.value:.1f} s for an answer instead of {limit:g} s")
    if "servers" in option.misses:
        figures.append(f"{option.servers} servers instead of {judged.question.constraints.maximum_servers}")
    detail = f" ({'; '.join(figures)})" if figures else ""
    return f"{option.name} would cost ${option.usd_per_1000_pages:,.2f} per 1,000 pages, but {reasons}{detail}."


def _finding(best: Option | None, nearest: Option | None, question: Question) -> str:
    if best is None:
        if nearest is None:
            return "No configuration exists for these choices: allow more models, formats, engines or cards."
        missed = " and ".join(MISSED[name] for name in nearest.misses)
        return f"No configuration meets every limit. The nearest, {nearest.name}, {missed}."
    servers = f"{best.servers} servers, each " if best.servers > 1 else ""
    cards = f"{best.gpu_count} × {best.gpu}" if best.gpu_count > 1 else f"one {best.gpu}"
    text = (
        f"{best.model} as {best.format_label} with {best.engine} on {servers}{cards}: "
        f"an answer is complete after {best.answer_seconds.value:.1f} s"
    )
    if question.workload.people_at_once > 1:
        text += f" with {question.workload.people_at_once} people at once"
    return (
        f"{text}, and 1,000 pages cost ${best.usd_per_1000_pages:,.2f}. Closest to its limit: {LIMITS[best.binding]}."
    )


def changes(question: Question, measured: Corrections | None = None) -> list[Change]:
    """The recommendation under other assumptions, one at a time."""
    base = _best(question, measured)
    found = []
    for what, other in _variants(question):
        option = _best(other, measured)
        found.append(Change(what=what, option=option, differs=_key(option) != _key(base)))
    return found


def _best(question: Question, measured: Corrections | None) -> Option | None:
    judged = search.judge(question, measured)
    ranked = search.rank(judged)
    return describe(judged, ranked[:1])[0] if len(ranked) else None


def _key(option: Option | None) -> tuple[object, ...] | None:
    if option is None:
        return None
    return (option.model, option.weight_format, option.engine, option.gpu, option.gpu_count)


def _variants(question: Question) -> list[tuple[str, Question]]:
    work, choice = question.workload, question.constraints

    def with_work(**values: object) -> Question:
        return question.model_copy(update={"workload": work.model_copy(update=values)})

    people = min(work.people_at_once * 4, 256)
    variants = [
        (f"answers within {round(work.answer_seconds / 3, 1):g} s", with_work(answer_seconds=work.answer_seconds / 3)),
        (f"answers within {work.answer_seconds * 3:g} s", with_work(answer_seconds=work.answer_seconds * 3)),
        (f"{people} people at once", with_work(people_at_once=people)),
        (
            f"{work.documents_per_day * 10:,.0f} documents a day",
            with_work(documents_per_day=work.documents_per_day * 10),
        ),
    ]
    if work.pages_as_images:
        variants.append(("text only, no page images", with_work(pages_as_images=False)))
    if not choice.kv_8_bit:
        eight = choice.model_copy(update={"kv_8_bit": True})
        variants.append(("an 8-bit cache", question.model_copy(update={"constraints": eight})))
    return variants
