"""Every estimate beside the published measurement of the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from data.advisor.artefacts import Unknown
from data.advisor.estimates import CACHE_QUANTITY, estimate_of
from data.advisor.published import UNITS, Measurement

SCORED_GRADES = ("A", "B")


@dataclass(frozen=True)
class Score:
    """A row with its estimate in the base unit, or the reason why there is none."""

    row: Measurement
    estimate: float | None
    note: str

    @property
    def error(self) -> float | None:
        """Relative error, positive when the estimate is too large."""
        return None if self.estimate is None else self.estimate / self.row.value - 1

    @property
    def factor(self) -> float | None:
        """How many times too large or too small."""
        return None if self.estimate is None else max(self.estimate / self.row.value, self.row.value / self.estimate)


def score(rows: Iterable[Measurement]) -> list[Score]:
    """One score per row. A device's own measurements never helped to fit the law that estimates it."""
    return [_score(row) for row in rows]


def _score(row: Measurement) -> Score:
    estimate = estimate_of(row.quantity)
    if row.grade not in SCORED_GRADES:
        return Score(row, None, f"grade {row.grade or 'missing'}: for display, not for scoring")
    if estimate is None:
        return Score(row, None, "not a quantity that the advisor estimates")
    if row.unit not in UNITS:
        return Score(row, None, f"the unit {row.unit!r} is not known")
    try:
        value, note = estimate(row)
    except Unknown as reason:
        return Score(row, None, str(reason))
    return Score(row, value, note)


WEIGHTS = ("file_size", "tensor_bytes_llama_bench", "index_total_size", "repository_files_total", "parameter_count",
           "alloc_model_buffer_gpu", "alloc_model_buffer_host_embedding")  # fmt: skip
BUFFERS = ("alloc_compute_buffer", "alloc_compute_buffer_host")
TOTALS = ("total_gpu_memory", "total_gpu_memory_peak")


@dataclass(frozen=True)
class Bar:
    """A limit that the advisor holds itself to, and what the scored rows reach."""

    name: str
    limit: str
    reached: str
    rows: int
    met: bool


def context_effects(scores: Iterable[Score]) -> list[tuple[Score, float]]:
    """(score at depth, relative error of its slowdown against the same setting at depth 0)."""

    def setting(score: Score) -> tuple[str, ...]:
        keys = score.row.keys
        return (score.row.model, score.row.format, score.row.hardware, keys.get("backend", ""), keys.get("seqs", "1"))

    scored = [one for one in scores if one.row.quantity == "decode_throughput" and one.estimate]
    base = {setting(one): one for one in scored if one.row.keys.get("depth") == "0"}
    effects = []
    for one in scored:
        start = base.get(setting(one))
        if one.row.number("depth") and start and one.estimate and start.estimate:
            effects.append((one, (one.estimate / start.estimate) / (one.row.value / start.row.value) - 1))
    return effects


def bars(scores: list[Score]) -> list[Bar]:
    """The limits of the advisor against the scores; a limit without a row counts as met and says so."""

    known = [(one.row, abs(one.error)) for one in scores if one.error is not None]

    def errors(*quantities: str) -> list[float]:
        return [error for row, error in known if row.quantity in quantities]

    def worst(name: str, values: list[float], limit: float, text: str) -> Bar:
        reached = f"{max(values):.2%}" if values else "no row"
        return Bar(name, text, reached, len(values), not values or max(values) <= limit)

    logged = [error for row, error in known if row.quantity in TOTALS and row.grade == "A" and "engine" in row.keys]
    speed = [one for one in scores if one.row.quantity == "decode_throughput" and one.estimate is not None]
    speed_errors = [abs(one.error or 0.0) for one in speed]
    factors = [one.factor or 1.0 for one in speed]
    effects = [abs(effect) for _, effect in context_effects(scores)]
    middle, factor = (median(speed_errors) if speed else 0.0), max(factors, default=1.0)
    return [
        worst("Weights and file sizes", errors(*WEIGHTS), 0.01, "worst 1 %"),
        # The published MiB have at most two decimals.
        worst("Key-value cache", [error for row, error in known if CACHE_QUANTITY.match(row.quantity)], 5e-5, "exact"),
        worst("Compute buffers", errors(*BUFFERS), 0.01, "worst 1 %"),
        worst("Total memory, engine logs", logged, 0.05, "worst 5 %"),
        Bar("Decode speed, median", "8 %", f"{middle:.1%}" if speed else "no row", len(speed), middle <= 0.08),
        Bar(
            "Decode speed, worst",
            "1.25 times",
            f"{factor:.2f} times" if speed else "no row",
            len(speed),
            factor <= 1.25,
        ),
        worst("Effect of context on decode", effects, 0.15, "worst 15 %"),
    ]
