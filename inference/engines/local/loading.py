"""Loads a Gemma 3 checkpoint from a folder or the hub onto a device, or says why it cannot."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import torch
import transformers
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError
from transformers import AutoConfig, AutoTokenizer, Gemma3ForCausalLM, Gemma3ForConditionalGeneration
from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil

from inference.engines.errors import EngineError
from inference.engines.local.formats import Format, check_format, convert
from inference.engines.local.memory import Estimate, check_memory, estimate, free_bytes
from inference.engines.protocol import Description

log = logging.getLogger(__name__)

WITH_IMAGES: Final = "gemma3"
TEXT_ONLY: Final = "gemma3_text"

CHUNK_TOKENS: Final = {"cuda": 4096, "mps": 1024, "cpu": 512}
"""Prompt tokens per step: enough to keep the device busy, few enough that cancel and others do not wait long."""


@dataclass(frozen=True)
class Loaded:
    """A checkpoint in memory."""

    model: Any
    tokenizer: Any
    image_processor: Gemma3ImageProcessorPil | None
    description: Description
    chunk_tokens: int


def load(
    model: str, *, weight_format: Format, device: Literal["auto", "cpu", "cuda", "mps"], context: int, rows: int
) -> Loaded:
    """Loads `model`, a folder or a name on the hub, for `rows` requests at once of up to `context` tokens.

    Raises EngineError: device_missing, format_unsupported, weights_missing, weights_gated, wrong_architecture,
    out_of_memory. Memory is checked from the configuration, before any weights are read.
    """
    place = choose_device(device)
    check_format(weight_format, place)
    name = Path(model).name if Path(model).is_dir() else model
    config = _read(model, AutoConfig.from_pretrained)
    if config.model_type not in (WITH_IMAGES, TEXT_ONLY):
        raise EngineError("wrong_architecture", model=name, found=config.model_type)
    window = min(context, config.get_text_config().max_position_embeddings)
    chunk = CHUNK_TOKENS[place.type]
    need = estimate(config, weight_format, place, window, chunk, rows)
    check_memory(need, model=name, weight_format=weight_format, device=place, context=window, free=free_bytes(place))
    loaded = _read_weights(model, config, weight_format, place, need, name, window)
    images = config.model_type == WITH_IMAGES
    return Loaded(
        model=loaded,
        tokenizer=_read(model, AutoTokenizer.from_pretrained),
        # torchvision's version of it is chosen where that is installed, and gives other pixels
        image_processor=_read(model, Gemma3ImageProcessorPil.from_pretrained) if images else None,
        description=Description(
            engine="transformers",
            model=name,
            device=device_name(place),
            weight_format=weight_format,
            context_tokens=window,
            images=images,
            version=f"transformers {transformers.__version__}, torch {torch.__version__}",
        ),
        chunk_tokens=chunk,
    )


def choose_device(wanted: Literal["auto", "cpu", "cuda", "mps"]) -> torch.device:
    """The device asked for, or the best one there is. Raises EngineError("device_missing")."""
    available = [
        kind
        for kind, there in (
            ("cuda", torch.cuda.is_available()),
            ("mps", torch.backends.mps.is_available()),
            ("cpu", True),
        )
        if there
    ]
    if wanted != "auto" and wanted not in available:
        raise EngineError("device_missing", device=wanted, available=", ".join(available))
    kind = available[0] if wanted == "auto" else wanted
    return torch.device(kind, 0) if kind == "cuda" else torch.device(kind)


def device_name(device: torch.device) -> str:
    """The device as people know it."""
    return f"{device} {torch.cuda.get_device_name(device)}" if device.type == "cuda" else device.type


def _read_weights(
    model: str, config: Any, weight_format: Format, device: torch.device, need: Estimate, name: str, window: int
) -> Any:
    kind = Gemma3ForConditionalGeneration if config.model_type == WITH_IMAGES else Gemma3ForCausalLM
    log.info("model %s: loading, %.1f GB of weights in %s on %s", name, need.weights / 1e9, weight_format, device)
    loaded = _read(model, kind.from_pretrained, dtype=torch.bfloat16, attn_implementation="sdpa")
    loaded.eval().requires_grad_(False)
    try:
        convert(loaded, weight_format, device)
    except torch.OutOfMemoryError as error:
        raise EngineError(
            "out_of_memory",
            model=name,
            weight_format=weight_format,
            device=str(device),
            context_tokens=window,
            needed_gb=need.total / 1e9,
            weights_gb=need.weights / 1e9,
            kv_gb=need.kv / 1e9,
            free_gb=free_bytes(device) / 1e9,
        ) from error
    return loaded


def _read(model: str, reader: Any, **options: Any) -> Any:
    """What `from_pretrained` gives. Raises EngineError("weights_gated" or "weights_missing")."""
    try:
        return reader(model, **options)
    except (OSError, ValueError, HfHubHTTPError, LocalEntryNotFoundError) as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, GatedRepoError):
                raise EngineError("weights_gated", model=model) from error
            cause = cause.__cause__ or cause.__context__
        raise EngineError("weights_missing", model=model, reason=str(error).splitlines()[0]) from error
