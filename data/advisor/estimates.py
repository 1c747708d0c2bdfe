"""The advisor's estimate of what a published measurement measured."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from data.advisor import artefacts, buffers, caches, calibration, gguf
from data.advisor.artefacts import Unknown
from data.advisor.published import Measurement
from data.kv_cache import GB


def _artefact(row: Measurement) -> artefacts.Artefact:
    imatrix = "bartowski" in row.format + row.source
    return artefacts.describe(artefacts.shape_of(row.model), row.format, imatrix=imatrix)


def _file(row: Measurement) -> tuple[float, str]:
    found = _artefact(row)
    return found.file, found.note


def _tensors(row: Measurement) -> tuple[float, str]:
    found = _artefact(row)
    return found.tensors, found.note


def _parameters(row: Measurement) -> tuple[float, str]:
    return float(_artefact(row).parameters), ""


def _host_embedding(row: Measurement) -> tuple[float, str]:
    shape = artefacts.shape_of(row.model)
    match = artefacts.gguf_mixture(row.format)
    return float(gguf.text_bytes(shape, match).embedding), ""


def _cache_size(row: Measurement) -> float:
    for kind in ("q8_0", "q4_0", "q5_0", "q5_1", "q4_1", "f16", "bf16", "f32"):
        if kind in row.format.lower().partition("kv")[2] or row.keys.get("kv", "").lower() == kind:
            return caches.bytes_per_element(kind)
    return 2.0


def _cache(row: Measurement, part: str) -> tuple[float, str]:
    """A part of the cache: `local`, `global_`, `total` or `full`."""
    layout, size = caches.Layout.of(artefacts.shape_of(row.model)), _cache_size(row)
    sequences = row.number("seqs", 1)
    tokens = row.number("ctx")
    if not tokens and part == "local":
        tokens = 1_000_000  # the source says that the context does not clip the window
    if not tokens:
        raise Unknown("the context is not stated")
    engine = row.keys.get("engine", "").lower()
    if part == "full" or re.search(r"swa.full|hybrid\s*(manager)?\s*=?\s*off", row.context, re.I):
        return float(caches.full_length(layout, tokens, size=size, sequences=sequences).total), ""
    if "vllm" in engine:
        in_flight = row.number("batched") or int(buffers.constants("vllm")["batched_tokens"])
        allocated = caches.vllm(layout, tokens, size=size, sequences=sequences, in_flight=in_flight)
    elif "mlx" in engine:
        allocated = caches.mlx(layout, tokens, size=size, sequences=sequences)
    elif "transformers" in engine:
        allocated = caches.transformers(layout, tokens, size=size, sequences=sequences)
    else:
        batch = row.number("batch") or _micro_batch(row)
        allocated = caches.llama_cpp(
            layout, tokens, size=size, sequences=sequences, micro_batch=batch, padding=_padding(row)
        )
    return float(getattr(allocated, part)), ""


def _micro_batch(row: Measurement) -> int:
    return row.number("ubatch", int(buffers.constants("llama.cpp")["micro_batch"]))


def _padding(row: Measurement) -> int:
    """256 cells with flash attention and in builds of 2026, 32 in the builds before without it."""
    modern = row.keys.get("fa") == "1" or "2026" in row.context
    return int(buffers.constants("llama.cpp")["cache_padding" if modern else "cache_padding_2025"])


def _local_cells(row: Measurement, tokens: int) -> float:
    shape = artefacts.shape_of(row.model)
    return min(float(caches.round_up(shape.window + _micro_batch(row), _padding(row))), tokens)


def _compute(row: Measurement) -> tuple[float, str]:
    shape, tokens = artefacts.shape_of(row.model), row.number("ctx")
    micro_batch = _micro_batch(row)
    if "logits kept on host" in row.context:
        cells = _local_cells(row, tokens)
        return buffers.llama_cpp_compute_logits_on_host(shape, micro_batch, tokens, cells), "logits on the host"
    return buffers.llama_cpp_compute(shape, micro_batch), ""


def _host_compute(row: Measurement) -> tuple[float, str]:
    shape, tokens = artefacts.shape_of(row.model), row.number("ctx")
    micro_batch = _micro_batch(row)
    return buffers.llama_cpp_host(shape, micro_batch, tokens, _local_cells(row, tokens)), ""


def _total(row: Measurement) -> tuple[float, str]:
    tokens = row.number("ctx") or row.number("prompt") + row.number("output")
    if not tokens:
        raise Unknown("the context is not stated")
    if "llama" not in row.context and "GGUF" not in row.format:
        raise Unknown("the engine is not stated")
    parts = [_tensors(row)[0], _cache(_with_context(row, tokens), "total")[0], _compute(_with_context(row, tokens))[0]]
    if row.quantity == "total_gpu_memory":
        return sum(parts), "weights, cache and compute buffer, as the engine's log adds them"
    driver = buffers.constants("llama.cpp")["device_context"] * GB
    return sum(parts) + driver, "weights, cache, compute buffer and the driver's share"


def _with_context(row: Measurement, tokens: int) -> Measurement:
    return Measurement(**{**vars(row), "keys": {**row.keys, "ctx": str(tokens)}})


def _decode(row: Measurement) -> tuple[float, str]:
    point, note = calibration.point_of(row)
    known = calibration.law()
    if not known.covers(point.bandwidth_gb_s, point.backend):
        low, high = known.bandwidth_range[point.backend]
        raise Unknown(
            f"unvalidated hardware: {point.bandwidth_gb_s:.0f} GB/s is outside the {low:.0f} to {high:.0f} GB/s "
            "of the measurements that the law was fitted to"
        )
    unseen = calibration.law(leave_out=point.device)
    seconds = unseen.seconds(point.bytes_read, point.bandwidth_gb_s, point.layers, point.backend)
    return float(1 / seconds), note


_ESTIMATES: dict[str, Callable[[Measurement], tuple[float, str]]] = {
    "file_size": _file,
    "tensor_bytes_llama_bench": _tensors,
    "index_total_size": _tensors,
    "repository_files_total": _file,
    "parameter_count": _parameters,
    "alloc_model_buffer_gpu": _tensors,
    "alloc_model_buffer_host_embedding": _host_embedding,
    "alloc_compute_buffer": _compute,
    "alloc_compute_buffer_host": _host_compute,
    "total_gpu_memory": _total,
    "total_gpu_memory_peak": _total,
    "decode_throughput": _decode,
}
CACHE_QUANTITY = re.compile(r"(?:alloc_kv|kv_bytes)_(global|local|total|all_layers_full_length)")
_CACHE_PART = {"global": "global_", "local": "local", "total": "total", "all_layers_full_length": "full"}


def estimate_of(quantity: str) -> Callable[[Measurement], tuple[float, str]] | None:
    """The function that estimates a quantity: (value in the base unit, note); None for one that has no estimate.

    It raises Unknown with the reason where a row does not say enough or lies outside what the model was checked on.
    """
    if match := CACHE_QUANTITY.match(quantity):
        return functools.partial(_cache, part=_CACHE_PART[match[1]])
    return _ESTIMATES.get(quantity)
