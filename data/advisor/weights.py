"""Bytes of the weights of a Gemma 3 model in a number format, part by part, as the artefact really holds them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from data import reference_tables
from data.advisor import gguf
from data.advisor.shapes import TEXT_ROLES, Shape

BYTES_16_BIT = 2


@dataclass(frozen=True)
class Weights:
    """Bytes by part. `linear`, `embedding` (also the output head, tied) and `norms` are read for every token."""

    linear: float
    embedding: float
    norms: float
    vision: float

    @property
    def text(self) -> float:
        return self.linear + self.embedding + self.norms

    @property
    def total(self) -> float:
        return self.text + self.vision


@functools.cache
def formats() -> pd.DataFrame:
    """weight_formats.csv by `weight_format`; `engines` as a tuple."""
    table = reference_tables.load("weight_formats").set_index("weight_format", drop=False)
    table["engines"] = table["engines"].str.split("; ").map(tuple)
    return table


@functools.cache
def weights(shape: Shape, weight_format: str, engine: str = "transformers") -> Weights:
    """Bytes of a model's weights in one of the formats of weight_formats.csv.

    ``bytes = sum over tensors of elements * bits(tensor) / 8``: linear layers at the format's bits (scales
    included), embedding and vision tower at 16 bits unless a GGUF file says otherwise. GGUF engines load the text
    file and the F16 projector; the others load the checkpoint (larger vocabulary). Checked against the published
    file sizes in public_measurements.csv (within 0.6 %, mostly the rounding of the published figure).
    Raises KeyError for an unknown format.
    """
    recipe = formats().loc[weight_format]
    if engine in ("llama.cpp", "ollama"):
        embedding = None if pd.isna(recipe["gguf_embedding"]) else recipe["gguf_embedding"]
        size = gguf.text_bytes(shape, recipe["gguf_mixture"], embedding=embedding)
        return Weights(size.linear, size.embedding, size.norms, gguf.projector_bytes(shape))
    linear = embedding = norms = 0.0
    for tensor in shape.text_tensors(shape.checkpoint_vocabulary):
        if tensor.role in TEXT_ROLES:
            bits = recipe["linear_bits_per_weight"] + recipe["row_overhead_bits"] / tensor.columns
            linear += tensor.elements * bits / 8
        elif tensor.role == "embedding":
            embedding += tensor.elements * BYTES_16_BIT
        else:
            norms += tensor.elements * BYTES_16_BIT
    vision = sum(tensor.elements for tensor in shape.vision_tensors()) * BYTES_16_BIT
    return Weights(linear, embedding, norms, vision)
