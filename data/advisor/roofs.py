"""The two roofs of every configuration, bandwidth and arithmetic, and the times that follow from them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from data.advisor import caches, calibration, speed
from data.advisor.arrays import Floats
from data.advisor.buffers import constants
from data.advisor.decode import Law
from data.advisor.grid import Grid, Recipe
from data.advisor.memory import kv_type
from data.advisor.weights import GGUF_ENGINES, weights


@dataclass(frozen=True)
class Roofs:
    """Times of a grid's configurations, in seconds.

    `decode_factor` and `prefill_factor` scale times: the ends of intervals, corrections by measurements. The cards of
    vLLM work together; those of llama.cpp and Ollama take turns.
    """

    grid: Grid
    eight_bit: bool
    decode_factor: Floats
    prefill_factor: Floats

    @classmethod
    def estimated(cls, grid: Grid, *, eight_bit: bool = False) -> Roofs:
        """The estimates as they are."""
        return cls(grid, eight_bit, np.ones(len(grid)), np.ones(len(grid)))

    @functools.cached_property
    def together(self) -> Floats:
        """Cards that work on one token at the same time."""
        grid = self.grid
        return np.where(grid.of_recipe([recipe.engine == "vllm" for recipe in grid.recipes]) > 0, grid.count, 1.0)

    @functools.cached_property
    def _utilisation(self) -> Floats:
        return self.grid.of_recipe([constants(recipe.engine)["prefill_utilisation"] for recipe in self.grid.recipes])

    @functools.cached_property
    def rate(self) -> Floats:
        """Operations per second of the linear layers while a prompt is read."""
        grid = self.grid
        peak = np.array([[card.peak(recipe.format.arithmetic) for card in grid.cards] for recipe in grid.recipes])
        return np.maximum(peak[grid.recipe, grid.gpu], 1.0) * self._utilisation * self.together / self.prefill_factor

    def prefill(self, tokens: float) -> Floats:
        """One sequence's prompt of `tokens`."""
        grid = self.grid
        return grid.of_recipe([float(speed.prefill_flop(recipe.shape, tokens)) for recipe in grid.recipes]) / self.rate

    def images(self, crops: int) -> Floats:
        """The vision tower over `crops` images; it stays at 16 bits in every format."""
        grid = self.grid
        peak = grid.of_gpu([max(card.bf16 or card.f16, 1.0) for card in grid.cards])
        rate = peak * self._utilisation * self.together / self.prefill_factor
        return grid.of_recipe([speed.image_flop(recipe.shape) * crops for recipe in grid.recipes]) / rate

    def step(self, tokens: float, sequences: Floats | None = None) -> Floats:
        """One decoding step of all sequences at a context of `tokens`.

        ``batch factor(S) * ((weights + S * cache) / (efficiency * bandwidth) + S * operations / (utilisation * peak)
        + layers * seconds per layer + seconds per token)``, with the fitted law of `calibration`.
        """
        grid, law = self.grid, calibration.law()
        several = grid.sequences.astype(float) if sequences is None else sequences
        text = grid.of_recipe([weights(one.shape, one.format.name, one.engine).text for one in grid.recipes])
        kept = grid.of_recipe([_read(recipe, tokens, self.eight_bit) for recipe in grid.recipes])
        bandwidth = grid.of_gpu([card.bandwidth_gb_s for card in grid.cards]) * 1e9 * self.together
        layers = grid.of_recipe([recipe.shape.layers for recipe in grid.recipes])
        backends = sorted({card.backend for card in grid.cards})
        per_layer = np.array([[_per_layer(recipe, name, law) for name in backends] for recipe in grid.recipes])
        backend = np.array([backends.index(card.backend) for card in grid.cards], dtype=np.int64)
        operations = grid.of_recipe([speed.decode_flop(recipe.shape) for recipe in grid.recipes])
        gguf = grid.of_recipe([recipe.engine in GGUF_ENGINES for recipe in grid.recipes]) > 0
        know = constants("llama.cpp")
        shared = speed.batch_factor(several, factor_2=know["batch_factor_2"], factor_32=know["batch_factor_32"])
        seconds = (
            (text + several * kept) / (law.efficiency * bandwidth)
            + several * operations / (self.rate * self.prefill_factor)
            + layers * per_layer[grid.recipe, backend[grid.gpu]]
            + law.seconds_per_token
        )
        return np.where(gguf, shared, 1.0) * seconds * self.decode_factor


def _read(recipe: Recipe, tokens: float, eight_bit: bool) -> float:
    size = caches.bytes_per_element(kv_type(recipe.engine, eight_bit))
    return float(caches.read_per_token(caches.Layout.of(recipe.shape), tokens, size=size))


def _per_layer(recipe: Recipe, backend: str, law: Law) -> float:
    """As fitted to llama.cpp; vLLM's captured graphs are assumed to cost the same; transformers by its own constant."""
    return constants(recipe.engine).get("seconds_per_layer", law.seconds_per_layer[backend])
