"""The configurations that can exist, as arrays: model x format x engine x GPU x count x concurrency."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data import reference_tables
from data.advisor.arrays import Floats
from data.advisor.shapes import Shape, shapes
from data.advisor.weights import Format, formats

Whole = npt.NDArray[np.int64]

ENGINES = ("vllm", "llama.cpp", "transformers", "ollama")
COUNTS = (1, 2, 4, 8)
CONCURRENCIES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)


@dataclass(frozen=True)
class Gpu:
    """A card of hardware.csv; bytes, bytes per second and dense operations per second (0 where it has no such unit)."""

    name: str
    vendor: str
    memory: float
    bandwidth_gb_s: float
    bf16: float
    f16: float
    fp8: float
    power_w: float

    def lacks(self, wanted: Format) -> str | None:
        """Why this card cannot run a format; None when it can."""
        for need in wanted.needs:
            if need == "fp8" and not self.fp8:
                return "no FP8 units"
            if need == "bf16" and not self.bf16:
                return "no bfloat16 units, and Gemma 3 overflows in float16"
            if need == "NVIDIA" and self.vendor != "NVIDIA":
                return "the kernels of this format exist for NVIDIA only"
        return None

    def peak(self, arithmetic: str) -> float:
        """Dense operations per second in a format's arithmetic."""
        return {"bf16": self.bf16, "f16": self.f16, "fp8": self.fp8}[arithmetic]

    @property
    def backend(self) -> str:
        return "cuda" if self.vendor == "NVIDIA" else "other"


@functools.cache
def gpus() -> dict[str, Gpu]:
    """The cards of hardware.csv by name, smallest memory first."""
    table = reference_tables.load("hardware").sort_values(["memory_gb", "memory_bandwidth_gb_s"], kind="stable")

    def rate(row: Any, column: str) -> float:
        return 0.0 if pd.isna(row[column]) else float(row[column]) * 1e12

    return {
        row["gpu"]: Gpu(
            name=row["gpu"],
            vendor=row["vendor"],
            memory=float(row["memory_gb"]) * 1e9,
            bandwidth_gb_s=float(row["memory_bandwidth_gb_s"]),
            bf16=rate(row, "bf16_dense_tflops"),
            f16=rate(row, "fp16_dense_tflops"),
            fp8=rate(row, "fp8_dense_tflops"),
            power_w=0.0 if pd.isna(row["tdp_w"]) else float(row["tdp_w"]),
        )
        for row in table.to_dict("records")
    }


@dataclass(frozen=True)
class Recipe:
    """A model in a format under an engine: everything that does not depend on the card."""

    shape: Shape
    format: Format
    engine: str
    artefact: str

    @property
    def sees_images(self) -> bool:
        """Whether the engine serves images with it: Ollama takes GGUF files from the hub without their projector."""
        return self.shape.sees_images and not (self.engine == "ollama" and self.artefact.startswith("hf.co/"))


@functools.cache
def recipes() -> tuple[Recipe, ...]:
    """Every model, format and engine for which something is published that the engine can load."""
    table = reference_tables.load("published_artefacts")
    artefacts = {
        (row["model"], row["weight_format"], row["engine"]): row["artefact"] for row in table.to_dict("records")
    }
    return tuple(
        Recipe(shape, form, engine, artefacts[shape.model, form.name, engine])
        for shape in shapes().values()
        for form in formats().values()
        for engine in ENGINES
        if engine in form.engines and (shape.model, form.name, engine) in artefacts
    )


def counts_for(recipe: Recipe) -> tuple[int, ...]:
    """Numbers of cards that the engine can spread the model over.

    vLLM splits every layer (the query heads must divide), llama.cpp and Ollama give whole layers to each card, this
    application's own engine runs on one.
    """
    if recipe.engine == "transformers":
        return (1,)
    if recipe.engine == "vllm":
        return tuple(count for count in COUNTS if recipe.shape.query_heads % count == 0)
    return COUNTS


@dataclass(frozen=True)
class Grid:
    """Configurations as parallel arrays; `recipe` and `gpu` index `recipes` and `cards`."""

    recipes: tuple[Recipe, ...]
    cards: tuple[Gpu, ...]
    recipe: Whole
    gpu: Whole
    count: Whole
    sequences: Whole

    def __len__(self) -> int:
        return len(self.recipe)

    def only(self, index: Whole) -> Grid:
        """The configurations at these places, with their recipes only."""
        used, recipe = np.unique(self.recipe[index], return_inverse=True)
        kept = tuple(self.recipes[number] for number in used)
        return Grid(kept, self.cards, recipe, self.gpu[index], self.count[index], self.sequences[index])

    def of_recipe(self, values: Sequence[float]) -> Floats:
        """One value per recipe, spread over the configurations."""
        return np.asarray(values, dtype=float)[self.recipe]

    def of_gpu(self, values: Sequence[float]) -> Floats:
        """One value per card, spread over the configurations."""
        return np.asarray(values, dtype=float)[self.gpu]


@functools.lru_cache(maxsize=64)
def build(
    models: tuple[str, ...],
    format_names: tuple[str, ...],
    engines: tuple[str, ...],
    gpu_names: tuple[str, ...],
    maximum_gpus: int,
    concurrencies: tuple[int, ...] = CONCURRENCIES,
) -> Grid:
    """All configurations within the choices; an empty choice means everything."""
    chosen = tuple(
        recipe for recipe in recipes()
        if (not models or recipe.shape.model in models)
        and (not format_names or recipe.format.name in format_names)
        and (not engines or recipe.engine in engines)
    )  # fmt: skip
    cards = tuple(gpu for gpu in gpus().values() if not gpu_names or gpu.name in gpu_names)
    pairs = [
        (number, card, count)
        for number, recipe in enumerate(chosen)
        for card, gpu in enumerate(cards)
        if gpu.lacks(recipe.format) is None
        for count in counts_for(recipe)
        if count <= maximum_gpus
    ]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    repeated = np.repeat(table, len(concurrencies), axis=0)
    sequences = np.tile(np.asarray(concurrencies, dtype=np.int64), len(table))
    return Grid(chosen, cards, repeated[:, 0], repeated[:, 1], repeated[:, 2], sequences)
