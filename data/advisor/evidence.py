"""How far an estimate may be off, and on what that rests."""

from __future__ import annotations

import functools
from typing import Literal

from data.advisor import calibration
from data.advisor.grid import Gpu, Recipe
from data.advisor.scoring import score
from data.advisor.weights import GGUF_ENGINES

Evidence = Literal["measured here", "estimate", "unvalidated"]

# Nothing published tells how far the decode law is off on other engines and faster memory; half as much again each way
# is an assumption, and the word "unvalidated" stands beside every figure that uses it.
UNVALIDATED_SPREAD = 1.5
# A correction measured on one model carried to another on the same card and engine: as far as the law misses at most.
MEASURED_SPREAD = 1.2
# Utilisations between which prefill was seen (engine_constants.csv assumes half of the peak).
PREFILL_SPREAD = 2.0


@functools.cache
def decode_spread() -> float:
    """The worst factor by which the decode law missed a device that it had not seen (public_measurements.csv)."""
    scored = [one for one in score(calibration.measurements()) if one.row.quantity == "decode_throughput"]
    return max(one.factor for one in scored if one.factor is not None)


def evidence(recipe: Recipe, gpu: Gpu, count: int, *, measured_here: bool) -> Evidence:
    """`measured here` where one's own bench corrects the times of that card and engine.

    Else `estimate` where the decode law was checked on such hardware with such an engine, else `unvalidated`.
    """
    if measured_here:
        return "measured here"
    checked = recipe.engine in GGUF_ENGINES and count == 1
    return "estimate" if checked and calibration.law().covers(gpu.bandwidth_gb_s, gpu.backend) else "unvalidated"


def spread(kind: Evidence) -> tuple[float, float]:
    """Factors between (decode, prefill) times and the ends of their intervals."""
    if kind == "measured here":
        return MEASURED_SPREAD, MEASURED_SPREAD
    return (decode_spread() if kind == "estimate" else UNVALIDATED_SPREAD), PREFILL_SPREAD
