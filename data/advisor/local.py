"""What was measured on one's own machines, and how it corrects the estimates there."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.advisor import speed
from data.advisor.grid import Grid, Recipe, gpus, recipes
from data.advisor.roofs import Roofs
from data.advisor.weights import weights

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FOLDER = Path(__file__).parent.parent / "measured"
# What a row must say; `python -m inference bench` writes these and where, when and how it was measured.
COLUMNS = ("gpu", "engine", "model", "weight_format", "batch", "context_tokens", "quantity", "value")
QUANTITIES = ("decode_throughput", "prefill_throughput")
# Vendors round, clocks boost: a measurement may exceed the data sheet by so much before it is refused.
TOLERANCE = 1.05


@dataclass(frozen=True)
class Measured:
    """A speed in tokens per second of all sequences together; `context_tokens` is what stood in the cache or prompt."""

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


def read(folder: Path = FOLDER) -> list[Measured]:
    """The speeds of every CSV file in the folder that has the columns; other rows and files are left alone."""
    found: list[Measured] = []
    for path in sorted(folder.glob("*.csv")):
        table = pd.read_csv(path)
        if set(COLUMNS) <= set(table.columns):
            rows = table[table["quantity"].isin(QUANTITIES) & table["value"].notna()]
            found += [
                Measured(row["gpu"], row["engine"], row["model"], row["weight_format"], int(row["batch"]),
                         int(row["context_tokens"]), row["quantity"], float(row["value"]))
                for row in rows.to_dict("records")
            ]  # fmt: skip
    return found


def ceiling(row: Measured) -> float | None:
    """Tokens per second that no machine can exceed: the bandwidth or the arithmetic of the card.

    None for a card, model, format or engine that the advisor does not know.
    """
    recipe, card = _recipe(row), gpus().get(row.gpu)
    if recipe is None or card is None:
        return None
    if row.quantity == "prefill_throughput":
        peak = card.peak(recipe.format.arithmetic)
        return peak * row.context_tokens / float(speed.prefill_flop(recipe.shape, row.context_tokens)) if peak else None
    read_once = weights(recipe.shape, recipe.format.name, recipe.engine).text
    return row.batch * card.bandwidth_gb_s * 1e9 / read_once


def plausible(row: Measured) -> str | None:
    """Why a measurement cannot be right; None when nothing speaks against it."""
    limit = ceiling(row)
    if limit is not None and row.value > limit * TOLERANCE:
        return f"{row.value:,.0f} tok/s is more than the {limit:,.0f} tok/s that the card's data sheet allows"
    return None


def corrections(rows: Iterable[Measured]) -> Mapping[tuple[str, str], Correction]:
    """By (card, engine): how its measured times compare with the estimates. Impossible rows are logged and left out."""
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
            decode=median(kinds.get("decode_throughput", [1.0])),
            prefill=median(kinds.get("prefill_throughput", [1.0])),
            rows=sum(map(len, kinds.values())),
        )
        for place, kinds in ratios.items()
    }


@functools.cache
def known() -> Mapping[tuple[str, str], Correction]:
    """The corrections of `data/measured/`, read once in a process."""
    return corrections(read())


def factors(grid: Grid, known: Mapping[tuple[str, str], Correction]) -> tuple[Floats, Floats, Flags]:
    """(decode factor, prefill factor, measured here) of every configuration; several cards are not corrected."""
    table = [[known.get((card.name, recipe.engine), Correction()) for card in grid.cards] for recipe in grid.recipes]
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
    recipe, card = _recipe(row), gpus().get(row.gpu)
    if recipe is None or card is None:
        return None
    place = [np.array([number], dtype=np.int64) for number in (0, 0, 1, row.batch)]
    roofs = Roofs.estimated(Grid((recipe,), (card,), *place))
    if row.quantity == "decode_throughput":
        return row.batch / float(roofs.step(row.context_tokens)[0])
    return row.context_tokens / float(roofs.prefill(row.context_tokens)[0])
