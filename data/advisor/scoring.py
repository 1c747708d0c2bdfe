"""Every estimate beside the published measurement of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from data.advisor import artefacts, buffers, caches, calibration, gguf
from data.advisor.artefacts import Unknown
from data.advisor.published import Measurement
from data.kv_cache import GB

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
    estimate = _ESTIMATES.get(row.quantity)
    if row.grade not in SCORED_GRADES:
        return Score(row, None, f"grade {row.grade or 'missing'}: for display, not for scoring")
    if estimate is None:
        return Score(row, None, "not a quantity that the advisor estimates")
    try:
        value, note = estimate(row)
    except Unknown as reason:
        return Score(row, None, str(reason))
    return Score(row, value, note)


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
    if part == "full" or "swa-full" in row.context or "swa_full" in row.context:
        return float(caches.full_length(layout, tokens, size=size, sequences=sequences).total), ""
    if "vllm" in engine:
        allocated = caches.vllm(layout, tokens, size=size, sequences=sequences)
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
    "alloc_kv_global_f16": lambda row: _cache(row, "global_"),
    "alloc_kv_local_f16": lambda row: _cache(row, "local"),
    "alloc_kv_total_f16": lambda row: _cache(row, "total"),
    "kv_bytes_all_layers_full_length": lambda row: _cache(row, "full"),
    "kv_bytes_global_layers": lambda row: _cache(row, "global_"),
    "kv_bytes_local_layers": lambda row: _cache(row, "local"),
    "kv_bytes_total": lambda row: _cache(row, "total"),
    "alloc_compute_buffer": _compute,
    "alloc_compute_buffer_host": _host_compute,
    "total_gpu_memory": _total,
    "total_gpu_memory_peak": _total,
    "decode_throughput": _decode,
}

WEIGHTS = ("file_size", "tensor_bytes_llama_bench", "index_total_size", "repository_files_total", "parameter_count",
           "alloc_model_buffer_gpu", "alloc_model_buffer_host_embedding")  # fmt: skip
CACHE = tuple(name for name in _ESTIMATES if "kv" in name)
BUFFERS = ("alloc_compute_buffer", "alloc_compute_buffer_host")


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

    def errors(*quantities: str, log: bool = False) -> list[float]:
        return [abs(one.error) for one in scores if one.row.quantity in quantities and one.error is not None
                and (not log or (one.row.grade == "A" and "engine" in one.row.keys))]  # fmt: skip

    def worst(name: str, values: list[float], limit: float, text: str) -> Bar:
        reached = f"{max(values):.2%}" if values else "no row"
        return Bar(name, text, reached, len(values), not values or max(values) <= limit)

    speed = [one for one in scores if one.row.quantity == "decode_throughput" and one.estimate is not None]
    speed_errors = [abs(one.error or 0.0) for one in speed]
    factors = [one.factor or 1.0 for one in speed]
    effects = [abs(effect) for _, effect in context_effects(scores)]
    middle, factor = (median(speed_errors) if speed else 0.0), max(factors, default=1.0)
    return [
        worst("Weights and file sizes", errors(*WEIGHTS), 0.01, "worst 1 %"),
        # The published MiB have at most two decimals.
        worst("Key-value cache", errors(*CACHE), 5e-5, "exact"),
        worst("Compute buffers", errors(*BUFFERS), 0.01, "worst 1 %"),
        worst(
            "Total memory, engine logs",
            errors("total_gpu_memory", "total_gpu_memory_peak", log=True),
            0.05,
            "worst 5 %",
        ),
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
