"""What a published file or checkpoint weighs, from the words in which its source names the format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.advisor import gguf
from data.advisor.shapes import Shape, shapes

_MODEL = re.compile(r"gemma-?3-(270m|1b|4b|12b|27b)", re.I)
_GGUF = re.compile(r"GGUF\s+(?:QAT\s+)?(mmproj\s+)?(UD-)?((?:I?Q\d|B?F16|F32)\w*)?", re.I)
_MLX_BITS = re.compile(r"\bMLX\b.*?(\d)-bit", re.I)
MLX_GROUP = 64


class Unknown(Exception):
    """A text that names something this model has no rule for; the message says what."""


@dataclass(frozen=True)
class Artefact:
    """Bytes of an artefact: `tensors` as loaded, `file` on disk, `text` as read for one decoded token.

    `note` says what was assumed.
    """

    tensors: float
    file: float
    text: float
    parameters: int
    note: str = ""


def shape_of(model: str) -> Shape:
    """The Gemma 3 model that a name such as "gemma-3-27b-it" stands for. Raises Unknown."""
    match = _MODEL.search(model)
    if match is None:
        raise Unknown(f"{model!r} is not a Gemma 3 model")
    return shapes()[f"Gemma 3 {match[1].upper()}"]


def gguf_mixture(text: str) -> str:
    """The mixture of a GGUF format text, as a name of `gguf.BASE_TYPES`. Raises Unknown."""
    match = _GGUF.search(text)
    name = (match[3] or "").upper() if match else ""
    if name not in gguf.BASE_TYPES:
        raise Unknown(f"no rule for the format {text!r}")
    return name


def describe(shape: Shape, text: str, *, imatrix: bool = False) -> Artefact:
    """The artefact that a format text names. Raises Unknown with the reason.

    Understands GGUF mixtures (with the embedding's type where the text states it, "_L" and "_XL" variants with a
    Q8_0 embedding), image projectors, bfloat16 checkpoints and MLX conversions. `imatrix`: the maker is known to
    quantise with an importance matrix.
    """
    if match := _GGUF.search(text):
        return _gguf(shape, text, match, imatrix)
    if match := _MLX_BITS.search(text):
        size = shape.text_parameters * (int(match[1]) + 32 / MLX_GROUP) / 8
        return Artefact(size, size, size, shape.text_parameters)
    if re.search(r"bf16|bfloat16", text, re.I):
        size = shape.parameters * 2.0
        vision = sum(tensor.elements for tensor in shape.vision_tensors()) * 2
        return Artefact(size, size, size - vision, shape.parameters)
    raise Unknown(f"no rule for the format {text!r}")


def _gguf(shape: Shape, text: str, match: re.Match[str], imatrix: bool) -> Artefact:
    projector, dynamic, mixture = match[1], match[2], (match[3] or "").upper()
    if dynamic:
        raise Unknown("a file with types chosen tensor by tensor (UD) follows no published rule")
    if projector:
        whole = gguf.projector_bytes(shape, mixture)
        return Artefact(whole, whole, 0.0, sum(tensor.elements for tensor in shape.vision_tensors()))
    if not mixture:
        return Artefact(0.0, 0.0, 0.0, shape.text_parameters)
    note = ""
    embedding = None
    if mixture.endswith(("_K_L", "_K_XL", "_M_L")) and mixture != "Q3_K_L":
        mixture, embedding = mixture.rsplit("_", 1)[0], "Q8_0"
        mixture = {"Q3_K": "Q3_K_L"}.get(mixture, mixture)
    if stated := re.search(r"(F16|BF16|Q8_0|Q6_K)\s+embedding|embedding\s+\w*\s*(F16|BF16|Q8_0|Q6_K)", text, re.I):
        embedding = (stated[1] or stated[2]).upper()
    if mixture in ("Q4", "Q4_K", "Q5_K", "Q3_K"):
        assumed = "Q4_K_M" if mixture == "Q4" else f"{mixture}_M"
        note = f"variant not stated, {assumed} assumed" if mixture == "Q4" else ""
        mixture = assumed
    if mixture not in gguf.BASE_TYPES:
        raise Unknown(f"no rule for the GGUF mixture {mixture}")
    size = gguf.text_bytes(shape, mixture, embedding=embedding, imatrix=imatrix or mixture.startswith("IQ"))
    return Artefact(size.tensors, size.file, size.tensors, shape.text_parameters, note)
