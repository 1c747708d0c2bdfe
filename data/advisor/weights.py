"""Bytes of the weights of a Gemma 3 model in a number format, part by part, as the artefact really holds them."""

from __future__ import annotations

import functools
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import reference_tables
from data.advisor import gguf
from data.advisor.shapes import TEXT_ROLES, Shape

BYTES_16_BIT = 2
GGUF_ENGINES = ("llama.cpp", "ollama")


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


@dataclass(frozen=True)
class Format:
    """A row of weight_formats.csv; `needs` are properties that the GPU must have."""

    name: str
    label: str
    engines: tuple[str, ...]
    mixture: str | None
    embedding: str | None
    linear_bits: float
    row_bits: float
    arithmetic: str
    needs: tuple[str, ...]
    meaning: str
    source: str


@functools.cache
def formats() -> dict[str, Format]:
    """The formats that the advisor chooses from, by name, in the order of the file."""
    rows = reference_tables.load("weight_formats").astype(object).to_dict("records")
    return {row["weight_format"]: _format({key: None if pd.isna(cell) else cell for key, cell in row.items()})
            for row in rows}  # fmt: skip


def _format(row: dict[Hashable, Any]) -> Format:
    return Format(
        name=row["weight_format"],
        label=row["label"],
        engines=tuple(row["engines"].split("; ")),
        mixture=row["gguf_mixture"],
        embedding=row["gguf_embedding"],
        linear_bits=row["linear_bits_per_weight"] or 0.0,
        row_bits=row["row_overhead_bits"] or 0.0,
        arithmetic=row["arithmetic"],
        needs=tuple((row["needs"] or "").split("; ")) if row["needs"] else (),
        meaning=row["meaning"],
        source=f"{row['source_document']}, {row['source_locator']}",
    )


@functools.cache
def weights(shape: Shape, weight_format: str, engine: str = "transformers") -> Weights:
    """Bytes of a model's weights in one of the formats of weight_formats.csv.

    ``bytes = sum over tensors of elements * bits(tensor) / 8``: linear layers at the format's bits (scales
    included), embedding and vision tower at 16 bits unless a GGUF file says otherwise. GGUF engines load the text
    file and the F16 projector; the others load the checkpoint (larger vocabulary). Checked against the published
    file sizes in public_measurements.csv (within 0.6 %, mostly the rounding of the published figure).
    Raises KeyError for an unknown format.
    """
    recipe = formats()[weight_format]
    if engine in GGUF_ENGINES and recipe.mixture:
        size = gguf.text_bytes(shape, recipe.mixture, embedding=recipe.embedding)
        return Weights(size.linear, size.embedding, size.norms, gguf.projector_bytes(shape))
    linear = embedding = norms = 0.0
    for tensor in shape.text_tensors(shape.checkpoint_vocabulary):
        if tensor.role in TEXT_ROLES:
            bits = recipe.linear_bits + recipe.row_bits / tensor.columns
            linear += tensor.elements * bits / 8
        elif tensor.role == "embedding":
            embedding += tensor.elements * BYTES_16_BIT
        else:
            norms += tensor.elements * BYTES_16_BIT
    vision = sum(tensor.elements for tensor in shape.vision_tensors()) * BYTES_16_BIT
    return Weights(linear, embedding, norms, vision)
