"""Prefill, image reading and decode times of a configuration; every function broadcasts over arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.advisor.arrays import Floats
from data.advisor.shapes import Shape


def prefill_flop(shape: Shape, tokens: Any) -> Floats:
    """Operations to read a prompt of `tokens`.

    ``2 * linear parameters * n`` and the attention, ``4 * query width * (global * n^2 / 2 + local * n * window)``; a
    local layer never looks further back than its window.
    """
    n = np.asarray(tokens, dtype=float)
    width = 4 * shape.query_heads * shape.head_dim
    seen = np.where(n <= shape.window, n**2 / 2, n * shape.window - shape.window**2 / 2)
    return np.asarray(
        2 * shape.linear_parameters * n + width * (shape.global_layers * n**2 / 2 + shape.local_layers * seen)
    )


def image_flop(shape: Shape) -> float:
    """Operations of the vision tower for one 896 x 896 crop: linear layers and full attention over its patches.

    5.46 TFLOP for the SigLIP tower of 4B, 12B and 27B: as much as 850 text tokens of the 4B. 0 for a text-only model.
    """
    if not shape.sees_images:
        return 0.0
    return (
        2.0 * shape.patch_parameters * shape.patches
        + 4.0 * shape.vision_layers * shape.vision_hidden * shape.patches**2
    )


def decode_flop(shape: Shape) -> float:
    """Operations of one decoded token: every linear weight and the output head once."""
    return 2.0 * (shape.linear_parameters + shape.vocabulary * shape.hidden)


def batch_factor(sequences: Any, *, factor_2: float, factor_32: float) -> Floats:
    """How much longer a llama.cpp step takes than its roofline when several sequences share it.

    1 at one sequence, `factor_2` at 2 and `factor_32` at 32, linear in the logarithm between and beyond. Source: the
    batch series of Gemma 3 4B on a GB10 in llama.cpp's benches. No such series is published for the other engines.
    """
    steps = np.log2(np.maximum(np.asarray(sequences, dtype=float), 1))
    return np.where(steps <= 1, 1 + (factor_2 - 1) * steps, factor_2 + (factor_32 - factor_2) * (steps - 1) / 4)
