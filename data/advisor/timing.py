"""Times of configurations for a workload: reading a page, the first token, a decoded token, pages an hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.advisor import caches, calibration, speed
from data.advisor.buffers import constants
from data.advisor.decode import Law
from data.advisor.grid import Grid, Recipe
from data.advisor.memory import kv_type
from data.advisor.weights import GGUF_ENGINES, weights
from data.advisor.workload import MAXIMUM_PROMPT_TOKENS, Workload

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Timing:
    """Seconds and rates of every configuration of a grid, at its concurrency.

    `page`: reading one page and writing its fields, alone; `first_token`: the first question on a document, alone;
    `token`: one step of all sequences together; `answer`: first token and the whole answer at full concurrency;
    `pages_per_hour` of one server, questions included; `tokens_per_second` of one server.
    """

    page: Floats
    first_token: Floats
    token: Floats
    answer: Floats
    pages_per_hour: Floats
    tokens_per_second: Floats


def timing(
    grid: Grid,
    work: Workload,
    *,
    eight_bit: bool,
    decode_factor: float | Floats = 1.0,
    prefill_factor: float | Floats = 1.0,
    longest_prompt: float = MAXIMUM_PROMPT_TOKENS,
) -> Timing:
    """Times by the two roofs, bandwidth and arithmetic, with the fitted decode law.

    ``token(S) = batch factor(S) * (bytes(S) / (efficiency * bandwidth) + S * operations / (utilisation * peak)
    + layers * seconds per layer + seconds per token)``; prefill and images by operations over `utilisation * peak`.
    Reading prompts is not shared between sequences, decoding is. `decode_factor` and `prefill_factor` scale times:
    intervals and corrections by measurements. A text longer than `longest_prompt` is read in parts. The cards of vLLM
    work together; those of llama.cpp take turns.
    """
    law = calibration.law()
    together = np.where(grid.of_recipe([recipe.engine == "vllm" for recipe in grid.recipes]) > 0, grid.count, 1)
    utilisation = grid.of_recipe([constants(recipe.engine)["prefill_utilisation"] for recipe in grid.recipes])
    peak = np.array([[card.peak(recipe.format.arithmetic) for card in grid.cards] for recipe in grid.recipes])
    peak_16 = np.array([[card.bf16 or card.f16 for card in grid.cards] for recipe in grid.recipes])
    place = (grid.recipe, grid.gpu)
    rate = np.maximum(peak[place], 1.0) * utilisation * together / prefill_factor
    image_rate = np.maximum(peak_16[place], 1.0) * utilisation * together / prefill_factor

    parts = max(1, int(np.ceil(work.question_tokens / longest_prompt)))
    context = min(work.question_tokens, longest_prompt)

    def read(tokens: float) -> Floats:
        return grid.of_recipe([float(speed.prefill_flop(recipe.shape, tokens)) for recipe in grid.recipes]) / rate

    images = grid.of_recipe([speed.image_flop(recipe.shape) * work.crops for recipe in grid.recipes]) / image_rate
    page_prompt = images + read(work.page_tokens)
    first_token = parts * read(context)
    page_step = _step(grid, work.page_tokens, eight_bit, law, rate, together) * decode_factor
    answer_step = _step(grid, context, eight_bit, law, rate, together) * decode_factor

    sequences = grid.sequences.astype(float)
    pages, questions = work.pages_per_document, work.questions_per_document
    prompts = pages * page_prompt + (first_token if questions else 0.0)
    written = pages * work.output_tokens_per_page * page_step + questions * parts * work.answer_tokens * answer_step
    document = prompts * sequences + written  # seconds for as many documents as there are sequences
    alone = _step(grid, work.page_tokens, eight_bit, law, rate, together, sequences=np.ones(len(grid))) * decode_factor
    return Timing(
        page=page_prompt + work.output_tokens_per_page * alone,
        first_token=first_token,
        token=answer_step,
        answer=first_token + work.answer_tokens * answer_step,
        pages_per_hour=3600 * sequences * pages / document,
        tokens_per_second=sequences / answer_step,
    )


def _step(
    grid: Grid,
    tokens: float,
    eight_bit: bool,
    law: Law,
    rate: Floats,
    together: npt.NDArray[np.int64],
    *,
    sequences: Floats | None = None,
) -> Floats:
    """Seconds of one decoding step at a context of `tokens`."""
    several = grid.sequences.astype(float) if sequences is None else sequences
    text = grid.of_recipe([weights(recipe.shape, recipe.format.name, recipe.engine).text for recipe in grid.recipes])
    kept = grid.of_recipe([_read(recipe, tokens, eight_bit) for recipe in grid.recipes])
    bandwidth = grid.of_gpu([card.bandwidth_gb_s for card in grid.cards]) * 1e9 * together
    layers = grid.of_recipe([recipe.shape.layers for recipe in grid.recipes])
    per_layer = np.array([[_per_layer(recipe, card.backend, law) for card in grid.cards] for recipe in grid.recipes])
    operations = grid.of_recipe([speed.decode_flop(recipe.shape) for recipe in grid.recipes])
    gguf = grid.of_recipe([recipe.engine in GGUF_ENGINES for recipe in grid.recipes]) > 0
    know = constants("llama.cpp")
    shared = speed.batch_factor(several, factor_2=know["batch_factor_2"], factor_32=know["batch_factor_32"])
    factor = np.where(gguf, shared, 1.0)
    return factor * (
        (text + several * kept) / (law.efficiency * bandwidth)
        + several * operations / rate
        + layers * per_layer[grid.recipe, grid.gpu]
        + law.seconds_per_token
    )


def _read(recipe: Recipe, tokens: float, eight_bit: bool) -> float:
    size = caches.bytes_per_element(kv_type(recipe.engine, eight_bit))
    return float(caches.read_per_token(caches.Layout.of(recipe.shape), tokens, size=size))


def _per_layer(recipe: Recipe, backend: str, law: Law) -> float:
    """As fitted to llama.cpp; vLLM's captured graphs are assumed to cost the same; transformers by its own constant."""
    return constants(recipe.engine).get("seconds_per_layer", law.seconds_per_layer[backend])
