"""Sizes of real files by format, tensor by tensor, beside the sizes that were published."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from data.advisor import artefacts, calibration, gguf
from data.advisor.published import Measurement
from data.advisor.scoring import Score, score
from data.advisor.shapes import Shape, shapes
from data.advisor.weights import Format, formats, weights

GGUF, CHECKPOINT = "GGUF", "checkpoint"
QUANTITIES = ("file_size", "tensor_bytes_llama_bench", "index_total_size")


def nominal_bits(form: Format) -> int:
    """The bits per weight that the name of a format promises, its first number: 4 for q4_k_m, nf4 and w4a16."""
    found = re.search(r"\d+", form.name)
    if found is None:
        raise ValueError(f"the format {form.name!r} names no bits")
    return int(found[0])


def size_table() -> pd.DataFrame:
    """One row per Gemma 3 model, format of weight_formats.csv and container (checkpoint, GGUF).

    Columns: model, weight_format, container, label, meaning, source, nominal_bits, nominal_bytes (bits x parameters of
    the text model), linear_bytes, embedding_bytes, norm_bytes, vocabulary_bytes (GGUF's list of tokens), vision_bytes
    (for GGUF a file of its own, F16), text_bytes (linear, embedding, norms), file_bytes (the artefact on disk),
    bits_per_weight (text_bytes over parameters).
    """
    rows = []
    for shape in shapes().values():
        for form in formats().values():
            if {"transformers", "vllm"} & set(form.engines):
                rows.append(_row(shape, form, CHECKPOINT))
            if form.mixture:
                rows.append(_row(shape, form, GGUF))
    return pd.DataFrame(rows)


def _row(shape: Shape, form: Format, container: str) -> dict[str, Any]:
    in_gguf = container == GGUF and form.mixture is not None
    size = weights(shape, form.name, "llama.cpp" if in_gguf else "transformers")
    words = gguf.text_bytes(shape, form.mixture, embedding=form.embedding).vocabulary if in_gguf and form.mixture else 0
    parameters = shape.text_parameters
    label = f"GGUF {form.mixture}" if in_gguf and form.name == "bf16" else form.label
    return {
        "model": shape.model,
        "weight_format": form.name,
        "container": container,
        "label": label,
        "meaning": form.meaning,
        "source": form.source,
        "nominal_bits": nominal_bits(form),
        "nominal_bytes": nominal_bits(form) * parameters / 8,
        "linear_bytes": size.linear,
        "embedding_bytes": size.embedding,
        "norm_bytes": size.norms,
        "vocabulary_bytes": words,
        "vision_bytes": size.vision,
        "text_bytes": size.text,
        "file_bytes": size.text + words if in_gguf else size.total,
        "bits_per_weight": size.text * 8 / parameters,
    }


def published_table() -> pd.DataFrame:
    """Every published size of public_measurements.csv beside the computed one, in the order of the file.

    Columns: model, format (as its source names it), quantity, published (text: value and unit), published_bytes,
    computed_bytes and error (relative; both missing where no rule applies, `note` says why), note, grade, source;
    weight_format and container of the row of `size_table` whose file has the same tensors, else missing.
    """
    rows = [one for one in score(calibration.measurements()) if one.row.quantity in QUANTITIES]
    sizes = size_table().to_dict("records")
    return pd.DataFrame([_published(one, sizes) for one in rows])


def _published(one: Score, sizes: list[dict[Any, Any]]) -> dict[str, Any]:
    model = artefacts.shape_of(one.row.model).model
    same = next((size for size in sizes if size["model"] == model and _is_of(size, one)), None)
    return {
        "model": model,
        "format": one.row.format,
        "quantity": one.row.quantity,
        "published": f"{one.row.value / one.row.scale:,.13g} {one.row.unit}",
        "published_bytes": one.row.value,
        "computed_bytes": one.estimate,
        "error": one.error,
        "note": one.note,
        "grade": one.row.grade,
        "source": one.row.source,
        "weight_format": same["weight_format"] if same else None,
        "container": same["container"] if same else None,
    }


def _is_of(size: dict[Any, Any], one: Score) -> bool:
    """Whether a published size is that of a format: the same rules gave both the same bytes."""
    if one.estimate is None or (size["container"] == GGUF) != ("GGUF" in one.row.format):
        return False
    held = size["text_bytes"] if one.row.quantity == "tensor_bytes_llama_bench" else size["file_bytes"]
    return bool(abs(held - one.estimate) < 1)


def perplexity_table() -> pd.DataFrame:
    """Perplexity rows of public_measurements.csv: model, format, perplexity, source, above_best_percent.

    The last is the distance from the lowest value of the same model and source; across sources nothing is compared.
    """
    rows = [_perplexity(row) for row in calibration.measurements() if row.quantity == "perplexity"]
    table = pd.DataFrame(rows)
    best = table.groupby(["model", "source"])["perplexity"].transform("min")
    table["above_best_percent"] = (table["perplexity"] / best - 1) * 100
    return table


def _perplexity(row: Measurement) -> dict[str, Any]:
    return {
        "model": artefacts.shape_of(row.model).model,
        "format": row.format,
        "perplexity": row.value,
        "caveat": "; ".join(part for part in row.context.split("; ") if not part.startswith("grade=")),
        "source": row.source,
    }
