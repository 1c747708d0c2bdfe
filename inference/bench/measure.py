"""Carries out one case on a built model."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import torch
from transformers import DynamicCache

from data.kv_cache import GB
from inference.bench.ceilings import Ceilings, seconds, synchronise
from inference.bench.fixed_cache import FixedDecoder
from inference.bench.own_loop import engine_batch
from inference.bench.plan import Case
from inference.bench.results import Row
from inference.engines.local.formats import is_converted
from inference.engines.local.kv import new_cache
from inference.engines.local.loading import CHUNK_TOKENS
from inference.engines.local.memory import kv_bytes, weight_bytes
from inference.engines.local.prefill import last_only

WARM_UP: Final = 3
DECODE_SECONDS: Final = 20.0
"""A case stops decoding after so long, on devices that take seconds for a token."""
FP8_GAIN: Final = 2
"""fp8 tensor cores do twice the products of bf16."""


class Impossible(Exception):
    """A measurement beyond what the machine can do: something was not computed, or not waited for."""


def measure(model: Any, case: Case, new_tokens: int, ceilings: Ceilings) -> Row:
    """One case on a model in the case's format. Raises Impossible, torch.OutOfMemoryError."""
    device = model.device
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)
    with torch.inference_mode():
        if case.mode == "vision":
            return _vision(model, case, ceilings)
        ids = torch.randint(10, 200_000, (case.batch, case.context_tokens), device=device)
        ids %= model.config.get_text_config().vocab_size
        if case.mode == "eager":
            _prefill(model, ids[:, : CHUNK_TOKENS[device.type]], new_cache(model.config))  # warm-up
        started = time.perf_counter()
        step: Callable[[], object]
        if case.mode == "engine":
            step = engine_batch(model, ids).step
        else:
            cache = new_cache(model.config)
            token = _prefill(model, ids, cache).argmax(-1)
        synchronise(device)
        prefill_seconds = time.perf_counter() - started
        if case.mode == "eager":
            step = _eager(model, cache, token)
        elif case.mode != "engine":
            step = _fixed(model, case, cache, token, new_tokens)
        times = _times(step, new_tokens, device)
    median = statistics.median(times)
    config = model.config
    weights = weight_bytes(config, case.weight_format, device)  # type: ignore[arg-type]
    kv = case.batch * kv_bytes(config, case.context_tokens + len(times))
    read = _read_bytes(model, weights) + kv
    linear = sum(
        module.in_features * module.out_features for name, module in model.named_modules() if is_converted(module, name)
    )
    peak_flops = ceilings.flops_per_second * (FP8_GAIN if case.weight_format == "fp8" else 1)
    prefill_speed = case.batch * case.context_tokens / prefill_seconds
    row = Row(
        model=case.model,
        weight_format=case.weight_format,
        mode=case.mode,
        batch=case.batch,
        context_tokens=case.context_tokens,
        new_tokens=len(times),
        # the other modes are about decoding
        prefill_tokens_per_second=prefill_speed if case.mode == "eager" else None,
        decode_tokens_per_second=case.batch / median,
        step_ms_median=median * 1000,
        weights_gb=weights / GB,
        kv_gb=kv / GB,
        peak_gb=_peak(device),
        copy_gb_per_second=ceilings.bytes_per_second / GB,
        matmul_tflops=ceilings.flops_per_second / 1e12,
        prefill_share_of_limit=prefill_speed * 2 * linear / peak_flops if case.mode == "eager" else None,
        decode_share_of_limit=read / median / ceilings.bytes_per_second,
    )
    return plausible(row)


def plausible(row: Row) -> Row:
    """The row itself. Raises Impossible when a speed exceeds the limit that was measured in the same run."""
    for name in ("prefill_share_of_limit", "decode_share_of_limit"):
        share = getattr(row, name)
        if share is not None and share > 1:
            raise Impossible(f"{name} is {share:.2f}")
    return row


def _prefill(model: Any, ids: torch.Tensor, cache: DynamicCache) -> torch.Tensor:
    """Logits after the prompt, shape (batch, 1, vocabulary), computed in the engine's chunks."""
    logits = None
    for chunk in ids.split(CHUNK_TOKENS[model.device.type], dim=1):
        last = last_only(chunk.shape[1], model.device)
        logits = model(input_ids=chunk, past_key_values=cache, use_cache=True, logits_to_keep=last).logits
    assert logits is not None  # a prompt has tokens
    return logits


def _eager(model: Any, cache: DynamicCache, token: torch.Tensor) -> Callable[[], object]:
    def step() -> None:
        nonlocal token
        token = (
            model(input_ids=token, past_key_values=cache, use_cache=True, logits_to_keep=1).logits[:, -1:].argmax(-1)
        )

    return step


def _fixed(model: Any, case: Case, cache: DynamicCache, token: torch.Tensor, new_tokens: int) -> Callable[[], object]:
    """A step over a fixed cache: recorded on CUDA, and compiled first where the case says so."""
    device = model.device
    decoder = FixedDecoder(model, cache, token, new_tokens + 4 * WARM_UP)
    step: Callable[[], object] = decoder.step
    if case.mode == "compiled":
        step = torch.compile(decoder.step, fullgraph=True, dynamic=False)
    if device.type != "cuda":
        return step
    stream = torch.cuda.Stream(device)
    stream.wait_stream(torch.cuda.current_stream(device))
    with torch.cuda.stream(stream):
        for _ in range(WARM_UP):
            step()
    torch.cuda.current_stream(device).wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def _times(step: Callable[[], object], count: int, device: torch.device) -> list[float]:
    """Seconds of each step after a warm-up, at most `count` of them."""
    for _ in range(WARM_UP):
        step()
    times: list[float] = []
    while len(times) < count and sum(times) < DECODE_SECONDS:
        times.append(seconds(step, device))
    return times


def _vision(model: Any, case: Case, ceilings: Ceilings) -> Row:
    size = model.config.vision_config.image_size
    pixels = torch.randn(case.batch, 3, size, size, dtype=torch.bfloat16, device=model.device)
    times = _times(lambda: model.model.get_image_features(pixels), 10, model.device)
    median = statistics.median(times)
    return Row(
        model=case.model,
        weight_format=case.weight_format,
        mode=case.mode,
        batch=case.batch,
        context_tokens=0,
        decode_tokens_per_second=case.batch / median,
        step_ms_median=median * 1000,
        peak_gb=_peak(model.device),
        copy_gb_per_second=ceilings.bytes_per_second / GB,
        matmul_tflops=ceilings.flops_per_second / 1e12,
    )


def _read_bytes(model: Any, weights: float) -> float:
    """Weights that one decoding step reads: all but the vision tower and its projector."""
    unread = sum(
        parameter.numel() * parameter.element_size()
        for name, parameter in model.named_parameters()
        if "vision_tower" in name or "multi_modal_projector" in name
    )
    return weights - unread


def _peak(device: torch.device) -> float | None:
    return torch.cuda.max_memory_allocated(device) / GB if device.type == "cuda" else None
