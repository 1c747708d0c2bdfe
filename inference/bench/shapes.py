"""Gemma 3 of the published sizes with random weights, drawn on the device: no file, no copy through the host.

Speed and memory depend on shapes and formats, not on what the weights say; answers of these models mean nothing.
"""

from __future__ import annotations

from typing import Any, Final

import torch
from transformers import (
    Gemma3Config,
    Gemma3ForCausalLM,
    Gemma3ForConditionalGeneration,
    Gemma3TextConfig,
    SiglipVisionConfig,
)

from data.reference_tables import architecture

MODELS: Final = {
    "270m": "Gemma 3 270M",
    "1b": "Gemma 3 1B",
    "4b": "Gemma 3 4B",
    "12b": "Gemma 3 12B",
    "27b": "Gemma 3 27B",
}
"""Names on the command line, and in the reference tables."""
