"""Which number type llama.cpp's quantiser gives to each tensor of a GGUF file, and what the file then weighs.

Source: llama.cpp src/llama-quant.cpp (`llama_tensor_get_type_impl`, `tensor_type_fallback`) at commit 0c1e57098 of
October 2026; sizes of the types: number_types.csv. Only the branches that a dense Gemma 3 reaches are here.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from data import reference_tables
from data.advisor.shapes import TEXT_ROLES, Shape, Tensor

# The file format's name for a mixture, and the type most of its tensors get.
BASE_TYPES: Mapping[str, str] = {
    **{plain: plain for plain in ("F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q6_K")},
    **{plain: plain for plain in ("IQ4_NL", "IQ4_XS", "IQ3_XXS", "IQ2_XXS", "IQ2_XS", "IQ1_S", "IQ1_M")},
    "Q2_K": "Q2_K",
    "Q2_K_S": "Q2_K",
    "Q3_K_S": "Q3_K",
    "Q3_K_M": "Q3_K",
    "Q3_K_L": "Q3_K",
    "Q4_K_S": "Q4_K",
    "Q4_K_M": "Q4_K",
    "Q5_K_S": "Q5_K",
    "Q5_K_M": "Q5_K",
    "IQ3_XS": "IQ3_S",
    "IQ3_S": "IQ3_S",
    "IQ3_M": "IQ3_S",
    "IQ2_S": "IQ2_XS",
    "IQ2_M": "IQ2_S",
}
_SMALL = ("IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ1_S", "IQ1_M")
_FALLBACK = {
    **dict.fromkeys(("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S", "IQ4_XS"), "IQ4_NL"),
    **dict.fromkeys(("Q2_K", "Q3_K"), "Q4_0"),
    "Q4_K": "Q5_0",
    "Q5_K": "Q5_1",
    "Q6_K": "Q8_0",
}
# What a GGUF file holds besides weights is the vocabulary: per token an 8-byte length, the text (about 6 bytes), a
# 4-byte score and a 4-byte kind. Checked on the 1B files, where it is 0.7 % of the size.
VOCABULARY_BYTES_PER_TOKEN = 22


@dataclass(frozen=True)
class Number:
    """A number type: `block_elements` weights share `block_bytes` bytes."""

    block_elements: int
    block_bytes: int

    @property
    def bytes_per_element(self) -> float:
        return self.block_bytes / self.block_elements


@functools.cache
def numbers() -> dict[str, Number]:
    """The number types of GGUF files by name (number_types.csv)."""
    rows = reference_tables.load("number_types").to_dict("records")
    return {row["number_type"]: Number(row["block_elements"], row["block_bytes"]) for row in rows}


def tensor_type(shape: Shape, tensor: Tensor, mixture: str, *, embedding: str | None, imatrix: bool) -> str:
    """The number type of one tensor of the text model in a file of the given mixture.

    `embedding` names the type of the tied embedding where its maker chose one (files named "_L" have Q8_0, the
    publisher's QAT files F16); None means the quantiser's own choice. `imatrix`: quantised with an importance
    matrix, which changes a few early layers.
    """
    if tensor.role == "norm":
        return "F32"
    base = BASE_TYPES[mixture]
    if base in ("F32", "F16", "BF16"):
        return embedding or base if tensor.role == "embedding" else base
    if tensor.role == "embedding":
        return embedding or _fit(_embedding_type(mixture, base, tensor), tensor)
    return _fit(_linear_type(shape, tensor, mixture, base, imatrix), tensor)


def _embedding_type(mixture: str, base: str, tensor: Tensor) -> str:
    if tensor.columns % numbers()[base].block_elements:
        return "Q8_0"
    if mixture in (*_SMALL, "IQ3_XXS"):
        return "Q5_K"
    return base if base == "Q8_0" else "Q6_K"


def _fit(kind: str, tensor: Tensor) -> str:
    """A row that blocks of 256 do not divide gets a type with blocks of 32."""
    return kind if tensor.columns % numbers()[kind].block_elements == 0 else _FALLBACK[kind]


def _more_bits(layer: int, layers: int) -> bool:
    return layer < layers // 8 or layer >= 7 * layers // 8 or (layer - layers // 8) % 3 == 2


def _linear_type(shape: Shape, tensor: Tensor, mixture: str, base: str, imatrix: bool) -> str:
    role, layer, layers = tensor.role, tensor.layer, shape.layers
    many_queries = shape.query_heads // shape.kv_heads >= 4
    early = layer < layers // 8
    if mixture in _SMALL:
        good = "IQ3_S" if mixture in ("IQ2_S", "IQ2_M") else "Q2_K"
        if role == "attn_v":
            return "Q4_K" if many_queries else good
        if role == "ffn_down" and early:
            return good
        if role == "attn_output" and mixture in ("IQ1_S", "IQ1_M"):
            return "IQ2_XXS"
        if role == "attn_output" and mixture in ("IQ2_S", "IQ2_M"):
            return "IQ3_S"
        return base
    if role == "attn_v":
        return _value_type(mixture, base, layer, layers, many_queries, imatrix)
    if role in ("attn_q", "attn_k"):
        return {"IQ3_XS": "IQ3_XXS", "IQ3_XXS": "IQ2_S"}.get(mixture, base)
    if role == "ffn_down":
        return _down_type(mixture, base, layer, layers, imatrix)
    if role == "attn_output":
        chosen = {"Q2_K": "Q3_K", "IQ3_XXS": "IQ3_S", "Q3_K_M": "Q4_K", "Q3_K_L": "Q5_K", "IQ3_M": "Q4_K"}
        return chosen.get(mixture, base)
    middle = layers // 8 <= layer < 7 * layers // 8
    return "IQ3_XXS" if mixture == "IQ3_XS" and middle else base


def _value_type(mixture: str, base: str, layer: int, layers: int, many_queries: bool, imatrix: bool) -> str:
    if mixture == "Q2_K":
        return "Q4_K" if many_queries else "Q3_K"
    if mixture == "IQ3_XXS":
        return "Q4_K" if many_queries else "IQ3_XXS" if imatrix else "IQ3_S"
    if mixture in ("Q2_K_S", "IQ3_XS", "IQ3_S") and many_queries:
        return "Q4_K"
    if mixture in ("IQ4_NL", "IQ4_XS") and many_queries:
        return "Q5_K"
    if mixture == "IQ3_M":
        return "Q4_K"
    if mixture == "Q3_K_M":
        return "Q5_K" if layer < 2 else "Q4_K"
    if mixture == "Q3_K_L":
        return "Q5_K"
    if mixture in ("Q4_K_M", "Q5_K_M") and _more_bits(layer, layers):
        return "Q6_K"
    return "Q5_K" if mixture == "Q4_K_S" and layer < 4 else base


def _down_type(mixture: str, base: str, layer: int, layers: int, imatrix: bool) -> str:
    early = layer < layers // 8
    if mixture == "Q2_K":
        return "Q3_K"
    if mixture == "Q3_K_M":
        return "Q5_K" if layer < layers // 16 else "Q4_K"
    if mixture == "Q3_K_L":
        return "Q5_K"
    if mixture in ("Q4_K_M", "Q5_K_M"):
        return "Q6_K" if _more_bits(layer, layers) else base
    if mixture == "IQ3_XXS" and not imatrix:
        return "Q4_K" if early else "Q3_K"
    if early:
        without = {"IQ4_NL": "Q5_K", "IQ4_XS": "Q5_K"} if not imatrix else {"Q4_0": "Q4_1", "Q5_0": "Q5_1"}
        always = {"Q2_K_S": "Q4_K", "IQ3_M": "Q4_K", "Q4_K_S": "Q5_K"}
        return (without | always).get(mixture, base)
    return base


@dataclass(frozen=True)
class GgufBytes:
    """Bytes of a GGUF file's text model by part."""

    linear: int
    embedding: int
    norms: int
    vocabulary: int

    @property
    def tensors(self) -> int:
        """What an engine loads, and what llama-bench prints as size."""
        return self.linear + self.embedding + self.norms

    @property
    def file(self) -> int:
        return self.tensors + self.vocabulary


@functools.cache
def text_bytes(shape: Shape, mixture: str, *, embedding: str | None = None, imatrix: bool = False) -> GgufBytes:
    """Size of the text model in a GGUF file, tensor by tensor. Raises KeyError for an unknown mixture."""
    parts = {"linear": 0, "embedding": 0, "norms": 0}
    for tensor in shape.text_tensors():
        kind = numbers()[tensor_type(shape, tensor, mixture, embedding=embedding, imatrix=imatrix)]
        part = "linear" if tensor.role in TEXT_ROLES else {"embedding": "embedding", "norm": "norms"}[tensor.role]
        parts[part] += tensor.elements // kind.block_elements * kind.block_bytes
    return GgufBytes(**parts, vocabulary=shape.vocabulary * VOCABULARY_BYTES_PER_TOKEN)


@functools.cache
def projector_bytes(shape: Shape, mixture: str = "F16") -> int:
    """Size of the image projector file ("mmproj"): the vision tower and the projection, 0 for a text-only model.

    Vectors, the patch and the position embedding stay F32 (convert_hf_to_gguf.py of the same commit).
    """
    kept = numbers()["F32"].bytes_per_element
    wide = numbers()[mixture].bytes_per_element
    small = {"vision_vector", "vision_patch", "vision_position", "projector_norm"}
    return int(sum(tensor.elements * (kept if tensor.role in small else wide) for tensor in shape.vision_tensors()))
