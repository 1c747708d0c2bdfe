"""Bytes an engine needs beside weights and cache: activations, compute buffers, image compute, the driver's share."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from data import reference_tables
from data.advisor.shapes import Shape
from data.kv_cache import GB

GIB = 2**30
_F32 = 4
_F16 = 2


@functools.cache
def constants(engine: str) -> Mapping[str, float]:
    """The engine's rows of engine_constants.csv by quantity, in the units of the file."""
    table = reference_tables.load("engine_constants")
    return dict(table[table["engine"] == engine].set_index("quantity")["value"].astype(float))


def llama_cpp_compute(shape: Shape, micro_batch: int) -> float:
    """Device compute buffer of llama.cpp builds that compute the logits of a whole micro-batch on the device.

    ``micro_batch * (vocabulary + hidden) * 4``. Equals the published logs of the 12B and 27B within 0.1 %.
    """
    return micro_batch * (shape.vocabulary + shape.hidden) * _F32


def llama_cpp_compute_logits_on_host(shape: Shape, micro_batch: int, tokens: float, local_cells: float) -> float:
    """The same where only the last row's logits are computed, on the host (builds of 2026).

    ``micro_batch * (3 ffn + 2 hidden + query width) * 4 + micro_batch * (tokens + local_cells) * 2``: gate, up and
    their product, the residual and the queries in F32, and the two attention masks in F16. Fits the one published
    log (4B, 131,072 tokens: 203 MiB) within 0.3 %.
    """
    live = 3 * shape.ffn + 2 * shape.hidden + shape.query_heads * shape.head_dim
    return micro_batch * live * _F32 + micro_batch * (tokens + local_cells) * _F16


def llama_cpp_host(shape: Shape, micro_batch: int, tokens: float, local_cells: float) -> float:
    """Host compute buffer of llama.cpp in 2025: the two attention masks in F32 (log of the 27B: within 0.1 %)."""
    return micro_batch * (tokens + local_cells) * _F32


def image_compute(shape: Shape, *, flash_attention: bool) -> float:
    """Bytes in flight while the vision tower reads one image; 0 for a text-only model.

    Without flash attention the scores of all heads exist at once: ``patches^2 * heads * 4`` = 1.0 GiB (Ollama log);
    with it ``2 * patches * hidden * 3`` and at least 32 MiB (AIConfigurator).
    """
    if not shape.sees_images:
        return 0.0
    if not flash_attention:
        return shape.patches**2 * shape.vision_heads * _F32
    return max(2 * shape.patches * shape.vision_hidden * 3, 32 * 2**20)


def transformers_peak(shape: Shape, context_tokens: int, *, images: bool) -> float:
    """Peak beside weights and the settled cache while this application's engine reads a prompt, in chunks.

    Per token of a chunk the gate, up and product of one layer and the residual in 16 bits; the local layers' chunk
    that the sliding cache keeps until the next step; with images a boolean mask of chunk x context per kind of layer;
    one row of logits. Source: the formulas in `docs/advisor.md`, allocation of the cache measured on CPU.
    """
    chunk = min(int(constants("transformers")["prefill_chunk"]), context_tokens)
    live = chunk * (3 * shape.ffn + 4 * shape.hidden) * _F16
    kept = shape.local_layers * chunk * shape.kv_elements * _F16
    masks = 2 * chunk * context_tokens if images else 0
    return live + kept + masks + shape.checkpoint_vocabulary * _F32


def beside_weights(engine: str, shape: Shape, *, context_tokens: int, images: bool, gpus: int) -> dict[str, float]:
    """Bytes per GPU by part: `activations`, `image_compute`, `overhead` (driver, libraries, graphs).

    Raises KeyError for an engine that engine_constants.csv does not know.
    """
    know = constants(engine)
    if engine == "vllm":
        activations = know["activation_multimodal" if shape.sees_images else "activation_text"] * GIB
        overhead = know["other_one_gpu" if gpus == 1 else "other_many_gpus"] * GIB
        return {"activations": activations, "image_compute": 0.0, "overhead": overhead}  # images are in the profile
    if engine == "transformers":
        return {
            "activations": transformers_peak(shape, context_tokens, images=images),
            "image_compute": image_compute(shape, flash_attention=True) if images else 0.0,
            "overhead": know["device_context"] * GB,
        }
    return {
        "activations": llama_cpp_compute(shape, int(know["micro_batch"])),
        "image_compute": image_compute(shape, flash_attention=False) if images else 0.0,
        "overhead": know["device_context"] * GB,
    }
