"""How much memory a model needs on its device, computed from its configuration before it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
import torch
from torch import nn
from transformers import AutoModelForCausalLM

from data.kv_cache import GB, kv_cache_bytes
from inference.engines.errors import EngineError
from inference.engines.local.formats import Format, bytes_per_weight, is_converted

BYTES_BF16: Final = 2
PREFIX_CONTEXTS: Final = 2
"""Kept prefixes may take as much memory as so many sequences of full length."""
LIBRARIES_BYTES: Final = 0.7e9
"""What CUDA and its libraries hold in a process before the first tensor; on the CPU much the same for PyTorch."""


@dataclass(frozen=True)
class Estimate:
    """Bytes of each part."""

    weights: float
    kv: float
    """KV cache of one sequence of the full context length and of the kept prefixes."""
    work: float
    """Activations of one chunk of a prompt, logits, masks, libraries."""

    @property
    def total(self) -> float:
        return self.weights + self.kv + self.work


def estimate(config: Any, weight_format: Format, device: torch.device, context: int, chunk: int, rows: int) -> Estimate:
    """Memory for a checkpoint's configuration, `context` in tokens, `chunk` in prompt tokens per step, `rows` at once.

    Weights are counted exactly, on the meta device; the rest follows from the shapes (source: transformers'
    modeling_gemma3.py and modeling_siglip.py, read for what is alive at the same time in one layer).
    """
    text = config.get_text_config()
    activations = chunk * (3 * text.intermediate_size + 6 * text.hidden_size) * BYTES_BF16
    logits = rows * text.vocab_size * 4 * 3
    masks = 2 * chunk * context * BYTES_BF16
    vision = getattr(config, "vision_config", None)
    pixels = 0
    if vision is not None:
        patches = (vision.image_size // vision.patch_size) ** 2
        images = max(1, chunk // config.mm_tokens_per_image)
        pixels = images * patches * (vision.intermediate_size + 6 * vision.hidden_size) * BYTES_BF16
    return Estimate(
        weights=weight_bytes(config, weight_format, device),
        kv=(1 + PREFIX_CONTEXTS) * kv_bytes(config, context),
        work=LIBRARIES_BYTES + max(activations, pixels) + logits + masks,
    )


def weight_bytes(config: Any, weight_format: Format, device: torch.device) -> float:
    """Bytes of all weights in a format, scales included."""
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    converted = sum(
        module.weight.numel()
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and is_converted(module, name)
    )
    everything = sum(parameter.numel() for parameter in model.parameters())
    return converted * bytes_per_weight(weight_format, device) + (everything - converted) * BYTES_BF16


def kv_bytes(config: Any, tokens: int, bytes_per_element: int = BYTES_BF16) -> float:
    """Bytes of the KV cache of one sequence; layers with a window keep at most the window."""
    text = config.get_text_config()
    sliding = text.layer_types.count("sliding_attention")
    elements = 2 * text.num_key_value_heads * text.head_dim
    return float(
        kv_cache_bytes(
            tokens,
            local_layers=sliding,
            global_layers=len(text.layer_types) - sliding,
            window=text.sliding_window,
            local_elements=elements,
            global_elements=elements,
            bytes_per_element=bytes_per_element,
        ).total
    )


def free_bytes(device: torch.device) -> float:
    """Memory that a new tensor could take: of the GPU, or of the host within the limit of its container."""
    if device.type == "cuda":
        return float(torch.cuda.mem_get_info(device)[0])
    return min(float(psutil.virtual_memory().available), _container_bytes())


def _container_bytes() -> float:
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text().strip()
        used = float((group / "memory.current").read_text())
    except OSError:
        return float("inf")
    return float("inf") if limit == "max" else float(limit) - used


def check_memory(
    need: Estimate, *, model: str, weight_format: Format, device: torch.device, context: int, free: float
) -> None:
    """Raises EngineError("out_of_memory") with the numbers when `need` exceeds `free` bytes."""
    if need.total > free:
        raise EngineError(
            "out_of_memory",
            model=model,
            weight_format=weight_format,
            device=str(device),
            context_tokens=context,
            needed_gb=need.total / GB,
            weights_gb=need.weights / GB,
            kv_gb=need.kv / GB,
            free_gb=free / GB,
        )
