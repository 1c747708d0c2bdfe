"""What was measured on one's own machines, and how it corrects the estimates there."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from data.advisor import speed
from data.advisor.arrays import Flags, Floats
from data.advisor.grid import Grid, Recipe, gpus, recipes
from data.advisor.roofs import Roofs
from data.advisor.weights import weights
from data.call_records import Call

log = logging.getLogger(__name__)


FILE = Path(__file__).parent.parent / "measured" / "gemma_speed.csv"
"""What `python -m inference bench` writes: a row per model, format, mode, batch and context."""

# How the driver names the cards of hardware.csv.
DRIVER_NAMES = {
    "T4": "T4", "L4": "L4", "A10G": "A10G", "L40S": "L40S", "RTX 4090": "RTX 4090", "RTX 5090": "RTX 5090",
    "A100-PCIE-40GB": "A100 40GB PCIe", "A100-SXM4-40GB": "A100 40GB SXM4", "A100 80GB PCIe": "A100 80GB PCIe",
    "A100-SXM4-80GB": "A100 80GB SXM4", "H100 PCIe": "H100 80GB PCIe", "H100 80GB HBM3": "H100 80GB SXM5",
    "H200": "H200 141GB SXM", "B200": "B200 SXM", "MI300X": "MI300X",
}  # fmt: skip
ENGINE = "transformers"
QUANTITIES = ("prefill", "decode")
LEAST_OUTPUT, LEAST_PROMPT = 32, 1024  # tokens: shorter requests time the overhead
_MODEL = re.compile(r"gemma-3-(270m|1b|4b|12b|27b)", re.I)
# Vendors round, clocks boost: a measurement may exceed the data sheet by so much before it is refused.
TOLERANCE = 1.05


@dataclass(frozen=True)
class Measured:
    """A speed in tokens per second of all sequences together; `quantity` is prefill or decode."""

    gpu: str
    engine: str
    model: str
    weight_format: str
    batch: int
    context_tokens: int
    quantity: str
    value: float


@dataclass(frozen=True)
class Correction:
    """Measured over estimated time, the median of `rows` measurements; 1 where nothing of that kind was measured."""

    decode: float = 1.0
    prefill: float = 1.0
    rows: int = 0


Corrections = Mapping[tuple[str, str], Correction]
"""By (card, engine)."""


def read(file: Path = FILE) -> list[Measured]:
    """The speeds of the engine's own loop ("eager" rows) on cards of hardware.csv; nothing without a file."""
    if not file.exists():
        return []
    table = pd.read_csv(file)
    found: list[Measured] = []
    for row in table[table["mode"] == "eager"].to_dict("records"):
        gpu = card(row["device"])
        for quantity in QUANTITIES:
            value = row[f"{quantity}_tokens_per_second"]
            if gpu and not pd.isna(value):
                found.append(Measured(gpu, ENGINE, row["model"], row["weight_format"], int(row["batch"]),
                                      int(row["context_tokens"]), quantity, float(value)))  # fmt: skip
    return found


def from_calls(calls: Iterable[Call]) -> list[Measured]:
    """The speeds of real requests that ran alone on a known card with a model that the advisor knows.

    Prefill only where the whole text was computed and long enough to time, decode only over enough tokens; requests
    with images would mix in the vision tower.
    """
    found = []
    for call in calls:
        gpu, model = card(call.device), _MODEL.search(call.model)
        if not (call.alone and gpu and model and call.engine == ENGINE):
            continue
        name, middle = f"Gemma 3 {model[1].upper()}", call.prompt_tokens + call.output_tokens // 2
        place = (gpu, ENGINE, name, call.weight_format, 1)
        if call.decode_seconds and call.output_tokens >= LEAST_OUTPUT:
            found.append(Measured(*place, middle, "decode", (call.output_tokens - 1) / call.decode_seconds))
        whole = not call.cached_tokens and not call.image_tokens and call.prompt_tokens >= LEAST_PROMPT
        if call.first_token_seconds and whole:
            rate = call.prompt_tokens / call.first_token_seconds
            found.append(Measured(*place, call.prompt_tokens, "prefill", rate))
    return found


def card(device: str) -> str | None:
    """The card of hardware.csv that a device such as "cuda:0 NVIDIA H200" is; None for any other."""
    if "Laptop" in device:
        return None
    names = [name for name in DRIVER_NAMES if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", device)]
    return DRIVER_NAMES[max(names, key=len)] if names else None


def ceiling(row: Measured) -> float | None:
    """Tokens per second that no machine can exceed: the bandwidth or the arithmetic of the card.

    None for a card, model, format or engine that the advisor does not know.
    """
    recipe, gpu = _recipe(row), gpus().get(row.gpu)
    if recipe is None or gpu is None:
        return None
    if row.quantity == "prefill":
        peak = gpu.peak(recipe.format.arithmetic)
        return peak * row.context_tokens / float(speed.prefill_flop(recipe.shape, row.context_tokens)) if peak else None
    read_once = weights(recipe.shape, recipe.format.name, recipe.engine).text
    return row.batch * gpu.bandwidth_gb_s * 1e9 / read_once


def plausible(row: Measured) -> str | None:
    """Why a measurement cannot be right; None when nothing speaks against it."""
    limit = ceiling(row)
    if limit is not None and row.value > limit * TOLERANCE:
        return f"{row.value:,.0f} tok/s is more than the {limit:,.0f} tok/s that the card's data sheet allows"
    return None


def corrections(rows: Iterable[Measured]) -> Corrections:
    """How measured times compare with the estimates, in the median. Impossible rows are logged and left out."""
    ratios: dict[tuple[str, str], dict[str, list[float]]] = {}
    for row in rows:
        if reason := plausible(row):
            log.warning("measurement of %s on %s refused: %s", row.model, row.gpu, reason)
            continue
        estimate = _estimate(row)
        if estimate is not None:
            kinds = ratios.setdefault((row.gpu, row.engine), {})
            kinds.setdefault(row.quantity, []).append(estimate / row.value)
    return {
        place: Correction(
            decode=median(kinds.get("decode", [1.0])),
            prefill=median(kinds.get("prefill", [1.0])),
            rows=sum(map(len, kinds.values())),
        )
        for place, kinds in ratios.items()
    }


@functools.cache
def known() -> Corrections:
    """The corrections of this installation's own bench, read once in a process."""
    return corrections(read())


def factors(grid: Grid, known: Corrections) -> tuple[Floats, Floats, Flags]:
    """(decode factor, prefill factor, measured here) of every configuration; several cards are not corrected."""
    table = [[known.get((gpu.name, recipe.engine), Correction()) for gpu in grid.cards] for recipe in grid.recipes]
    single = grid.count == 1

    def spread(name: str) -> Floats:
        return np.array([[getattr(one, name) for one in line] for line in table], dtype=float)[grid.recipe, grid.gpu]

    return (
        np.where(single, spread("decode"), 1.0),
        np.where(single, spread("prefill"), 1.0),
        single & (spread("rows") > 0),
    )


def _recipe(row: Measured) -> Recipe | None:
    names = (row.model, row.weight_format, row.engine)
    return next((one for one in recipes() if (one.shape.model, one.format.name, one.engine) == names), None)


def _estimate(row: Measured) -> float | None:
    """The advisor's own figure for what was measured, in tokens per second."""
    recipe, gpu = _recipe(row), gpus().get(row.gpu)
    if recipe is None or gpu is None:
        return None
    place = [np.array([number], dtype=np.int64) for number in (0, 0, 1, row.batch)]
    roofs = Roofs.estimated(Grid((recipe,), (gpu,), *place))
    if row.quantity == "decode":
        return row.batch / float(roofs.step(row.context_tokens)[0])
    return row.context_tokens / float(roofs.prefill(row.context_tokens)[0])
