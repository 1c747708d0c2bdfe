"""A configuration in words and figures, as pages, the command line and the HTTP endpoint show it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from data.advisor import cost, search
from data.advisor.evidence import Evidence, evidence, spread
from data.advisor.memory import PARTS, kv_type
from data.advisor.roofs import Roofs
from data.advisor.search import Judged
from data.advisor.timing import Timing, timing


class Interval(BaseModel):
    """An estimate and the ends between which it is expected."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float


class Option(BaseModel):
    """One configuration with everything the advisor knows of it. GB are 10^9 bytes, times seconds, money US dollars."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model: str
    weight_format: str
    format_label: str
    engine: str
    gpu: str
    gpu_count: int = Field(description="cards of one server")
    servers: int = Field(description="servers that the work and the people need")
    concurrency: int = Field(description="sequences served at once by one server")
    kv_type: str
    context_tokens: int
    memory_gb: dict[str, float] = Field(description="on the fullest card, by part")
    memory_total_gb: float
    memory_limit_gb: float = Field(description="what the engine may use of a card")
    page_seconds: Interval = Field(description="one page read and its fields written, alone")
    first_token_seconds: Interval = Field(description="first question on a document, alone")
    answer_seconds: Interval = Field(description="a whole answer with every place taken")
    tokens_per_second: Interval = Field(description="one answer, with every place taken")
    pages_per_hour: Interval = Field(description="one server, questions included")
    usd_per_hour: float | None
    usd_per_1000_pages: float | None = Field(description="at the workload's volume")
    usd_per_1000_pages_full_use: Interval | None = Field(description="with a server that is never idle")
    price_source: str
    quality: float | None = Field(description="published score of the model in bfloat16")
    evidence: Evidence
    used: dict[str, float] = Field(description="share of each limit")
    binding: str
    misses: list[str] = Field(description="constraints that it misses")

    @property
    def name(self) -> str:
        cards = f"{self.gpu_count} × {self.gpu}" if self.gpu_count > 1 else self.gpu
        return f"{self.model} · {self.format_label} · {self.engine} · {cards}"


def describe(judged: Judged, places: Sequence[int] | npt.NDArray[np.int64]) -> list[Option]:
    """The configurations at these places of a judged grid, with intervals."""
    index = np.asarray(places, dtype=np.int64)
    if not len(index):
        return []
    few = judged.grid.only(index)
    kinds = [
        evidence(
            judged.grid.recipes[judged.grid.recipe[place]],
            judged.grid.cards[judged.grid.gpu[place]],
            int(judged.grid.count[place]),
            measured_here=bool(judged.measured_here[place]),
        )
        for place in index
    ]
    decode, prefill = np.array([spread(kind) for kind in kinds]).T
    work, roofs = judged.question.workload, judged.roofs
    slower = Roofs(few, roofs.eight_bit, roofs.decode_factor[index] * decode, roofs.prefill_factor[index] * prefill)
    faster = Roofs(few, roofs.eight_bit, roofs.decode_factor[index] / decode, roofs.prefill_factor[index] / prefill)
    fast, slow = timing(faster, work), timing(slower, work)
    return [_option(judged, int(place), k, kinds[k], fast, slow) for k, place in enumerate(index)]


def _option(judged: Judged, place: int, k: int, kind: Evidence, fast: Timing, slow: Timing) -> Option:
    space = judged.grid
    recipe, gpu = space.recipes[space.recipe[place]], space.cards[space.gpu[place]]
    choice, times = judged.question.constraints, judged.timing
    price = cost.hour(gpu, judged.question.prices)
    hour = price.usd_per_hour * int(space.count[place])

    def seconds(name: str) -> Interval:
        return Interval(
            value=float(getattr(times, name)[place]),
            low=float(getattr(fast, name)[k]),
            high=float(getattr(slow, name)[k]),
        )

    pages = Interval(
        value=float(times.pages_per_hour[place]), low=float(slow.pages_per_hour[k]), high=float(fast.pages_per_hour[k])
    )
    rate = Interval(value=1 / float(times.token[place]), low=1 / float(slow.token[k]), high=1 / float(fast.token[k]))
    known = not np.isnan(hour)
    full = Interval(value=hour / pages.value * 1000, low=hour / pages.high * 1000, high=hour / pages.low * 1000)
    return Option(
        model=recipe.shape.model,
        weight_format=recipe.format.name,
        format_label=recipe.format.label,
        engine=recipe.engine,
        gpu=gpu.name,
        gpu_count=int(space.count[place]),
        servers=int(judged.servers[place]),
        concurrency=int(space.sequences[place]),
        kv_type=kv_type(recipe.engine, choice.kv_8_bit),
        context_tokens=judged.question.workload.context_tokens,
        memory_gb={part: float(judged.memory.parts[part][place]) / 1e9 for part in PARTS},
        memory_total_gb=float(judged.memory.total[place]) / 1e9,
        memory_limit_gb=float(judged.memory.limit[place]) / 1e9,
        page_seconds=seconds("page"),
        first_token_seconds=seconds("first_token"),
        answer_seconds=seconds("answer"),
        tokens_per_second=rate,
        pages_per_hour=pages,
        usd_per_hour=float(judged.usd_per_hour[place]) if known else None,
        usd_per_1000_pages=float(judged.usd_per_1000[place]) if known else None,
        usd_per_1000_pages_full_use=full if known else None,
        price_source=price.source,
        quality=None if np.isnan(judged.quality[place]) else float(judged.quality[place]),
        evidence=kind,
        used=search.load(judged, place),
        binding=search.binding(judged, place),
        misses=judged.reasons(place),
    )
