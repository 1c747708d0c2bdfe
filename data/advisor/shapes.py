"""The weight tensors of the Gemma 3 models, counted from the published layout (architecture.csv)."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from data import reference_tables

Role = Literal[
    "embedding", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down", "norm",
    "vision_linear", "vision_position", "vision_patch", "vision_vector", "projector", "projector_norm",
]  # fmt: skip

TEXT_ROLES = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")


@dataclass(frozen=True)
class Tensor:
    """`rows` x `columns` weights of one role; `layer` counts from 0 and is -1 outside the layers."""

    role: Role
    rows: int
    columns: int
    layer: int = -1

    @property
    def elements(self) -> int:
        return self.rows * self.columns


@dataclass(frozen=True)
class Shape:
    """What the sizes follow from; the field names are those of the published configurations."""

    model: str
    layers: int
    local_layers: int
    global_layers: int
    window: int
    context_tokens: int
    hidden: int
    ffn: int
    query_heads: int
    kv_heads: int
    head_dim: int
    vocabulary: int
    checkpoint_vocabulary: int
    vision_layers: int
    vision_hidden: int
    vision_ffn: int
    vision_heads: int
    image_px: int
    patch_px: int
    image_tokens: int

    @property
    def sees_images(self) -> bool:
        return self.vision_layers > 0

    @property
    def kv_elements(self) -> int:
        """Elements that one token adds to the cache of one layer: a key and a value per KV head."""
        return 2 * self.kv_heads * self.head_dim

    @property
    def patches(self) -> int:
        """Positions of the vision tower for one image."""
        return (self.image_px // self.patch_px) ** 2 if self.sees_images else 0

    def text_tensors(self, vocabulary: int | None = None) -> Iterator[Tensor]:
        """The text model. GGUF files keep `vocabulary` rows of the embedding, checkpoints `checkpoint_vocabulary`.

        Embedding and output head are one tensor (tied). Source: Gemma3TextConfig of transformers, checked against
        the parameter counts of architecture.csv and the published index sizes of the 4B and 27B checkpoints.
        """
        h, q, kv = self.hidden, self.query_heads * self.head_dim, self.kv_heads * self.head_dim
        yield Tensor("embedding", vocabulary or self.vocabulary, h)
        for layer in range(self.layers):
            yield Tensor("attn_q", q, h, layer)
            yield Tensor("attn_k", kv, h, layer)
            yield Tensor("attn_v", kv, h, layer)
            yield Tensor("attn_output", h, q, layer)
            yield Tensor("ffn_gate", self.ffn, h, layer)
            yield Tensor("ffn_up", self.ffn, h, layer)
            yield Tensor("ffn_down", h, self.ffn, layer)
            yield Tensor("norm", 1, 4 * h + 2 * self.head_dim, layer)
        yield Tensor("norm", 1, h)

    def vision_tensors(self) -> Iterator[Tensor]:
        """The SigLIP tower and the projection into the text model; none for a text-only model."""
        if not self.sees_images:
            return
        h, f = self.vision_hidden, self.vision_ffn
        for layer in range(self.vision_layers):
            for _ in range(4):
                yield Tensor("vision_linear", h, h, layer)
            yield Tensor("vision_linear", f, h, layer)
            yield Tensor("vision_linear", h, f, layer)
            yield Tensor("vision_vector", 1, 4 * h + (f + h) + 4 * h, layer)  # biases, then two layer norms
        yield Tensor("vision_patch", h, 3 * self.patch_px**2)
        yield Tensor("vision_position", self.patches, h)
        yield Tensor("vision_vector", 1, h + 2 * h)  # bias of the patch embedding, last layer norm
        yield Tensor("projector", self.hidden, h)
        yield Tensor("projector_norm", 1, h)

    @functools.cached_property
    def text_parameters(self) -> int:
        """Parameters of the text model with the vocabulary that GGUF files keep."""
        return sum(tensor.elements for tensor in self.text_tensors())

    @functools.cached_property
    def linear_parameters(self) -> int:
        """Parameters that multiply every token during prefill: all but embedding and norms."""
        return sum(tensor.elements for tensor in self.text_tensors() if tensor.role in TEXT_ROLES)

    @functools.cached_property
    def patch_parameters(self) -> int:
        """Parameters that multiply every patch of an image: the tower's linear layers and the patch embedding."""
        return sum(t.elements for t in self.vision_tensors() if t.role in ("vision_linear", "vision_patch"))

    @functools.cached_property
    def parameters(self) -> int:
        """Parameters of the published checkpoint, vision tower and projection included."""
        text = sum(tensor.elements for tensor in self.text_tensors(self.checkpoint_vocabulary))
        return text + sum(tensor.elements for tensor in self.vision_tensors())


@functools.cache
def shapes() -> dict[str, Shape]:
    """The Gemma 3 models by name, smallest first."""
    table = reference_tables.load("architecture")
    rows = table[table["model_family"] == "Gemma 3"].to_dict("records")
    return {shape.model: shape for shape in map(_shape, rows)}


def _shape(row: dict[Hashable, Any]) -> Shape:
    def count(column: str, missing: int = 0) -> int:
        return missing if pd.isna(row[column]) else int(row[column])

    return Shape(
        model=row["model"],
        layers=count("num_layers"),
        local_layers=count("num_kv_cached_local_layers"),
        global_layers=count("num_kv_cached_global_layers"),
        window=count("sliding_window"),
        context_tokens=count("context_length"),
        hidden=count("d_model"),
        ffn=count("ffn_dim"),
        query_heads=count("num_query_heads"),
        kv_heads=count("num_kv_heads"),
        head_dim=count("head_dim"),
        vocabulary=count("vocab_size"),
        checkpoint_vocabulary=count("vocab_size_checkpoint", missing=count("vocab_size")),
        vision_layers=count("vision_layers"),
        vision_hidden=count("vision_width"),
        vision_ffn=count("vision_ffn_dim"),
        vision_heads=count("vision_heads"),
        image_px=count("vision_image_size_px"),
        patch_px=count("vision_patch_size_px"),
        image_tokens=count("vision_tokens_per_image"),
    )
