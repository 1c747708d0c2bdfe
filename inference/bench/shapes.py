"""Gemma 3 of the published sizes with random weights, drawn on the device: no file, no copy through the host.

Speed and memory depend on shapes and formats, not on what the weights say; what these models answer means nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import torch
from transformers import (
    Gemma3Config,
    Gemma3ForCausalLM,
    Gemma3ForConditionalGeneration,
    Gemma3TextConfig,
    SiglipVisionConfig,
)

from data.reference_tables import load
from inference.bench.plan import MODELS
from inference.engines.local.formats import Format, convert


def configuration(size: str) -> Gemma3Config | Gemma3TextConfig:
    """The configuration of a published size, from the reference table of architectures."""
    table = load("architecture").set_index("model")
    row: Any = table.loc[MODELS[size]]
    heads, width = int(row["num_query_heads"]), int(row["d_model"])
    images = bool(pd.notna(row["vision_layers"]))
    options: dict[str, Any] = {}
    if images:
        options["rope_scaling"] = {"rope_type": "linear", "factor": float(row["rope_scaling_factor_global"])}
    text = Gemma3TextConfig(
        vocab_size=int(row["vocab_size_checkpoint"] if images else row["vocab_size"]),
        hidden_size=width,
        intermediate_size=int(row["ffn_dim"]),
        num_hidden_layers=int(row["num_layers"]),
        num_attention_heads=heads,
        num_key_value_heads=int(row["num_kv_heads"]),
        head_dim=int(row["head_dim"]),
        sliding_window=int(row["sliding_window"]),
        # the 27B alone scales queries by width / heads (notes of the reference table); no effect on speed
        query_pre_attn_scalar=width // heads if size == "27b" else int(row["head_dim"]),
        max_position_embeddings=int(row["context_length"]),
        **options,
    )
    if not images:
        return text
    vision = SiglipVisionConfig(
        hidden_size=int(row["vision_width"]),
        intermediate_size=int(row["vision_ffn_dim"]),
        num_hidden_layers=int(row["vision_layers"]),
        num_attention_heads=int(row["vision_heads"]),
        image_size=int(row["vision_image_size_px"]),
        patch_size=int(row["vision_patch_size_px"]),
        vision_use_head=False,
    )
    return Gemma3Config(text_config=text, vision_config=vision, mm_tokens_per_image=int(row["vision_tokens_per_image"]))


def build(config: Gemma3Config | Gemma3TextConfig, weight_format: Format, device: torch.device) -> Any:
    """A model with random weights in a format, on the device, ready to run."""
    kind: Any = Gemma3ForConditionalGeneration if isinstance(config, Gemma3Config) else Gemma3ForCausalLM
    config._attn_implementation = "sdpa"
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            model = kind(config)
    finally:
        torch.set_default_dtype(before)
    model.eval().requires_grad_(False)
    convert(model, weight_format, device)
    return model
