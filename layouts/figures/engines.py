"""Charts of Quantization Strategies: the cache as engines allocate it, and files by format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data.kv_cache import GB
from layouts import theme
from layouts.figures.memory import TABLE_3
from layouts.figures.parameters import ARCHITECTURE_SOURCE
from layouts.frames import Record, records

ENGINE_LABELS: Mapping[str, str] = {
    "transformers": "transformers",
    "llama.cpp": "llama.cpp",
    "vllm": "vLLM",
    "vllm_full": "vLLM, hybrid off",
    "ollama": "Ollama",
}
ENGINE_MEANINGS: Mapping[str, str] = {
    "transformers": "Local layers keep the window less one token once a prompt is read; the chunk in work comes on top "
    "of it meanwhile.",
    "llama.cpp": "Local layers keep the window and a micro-batch of 512 tokens, rounded up to 256. Ollama allocates "
    "the same.",
    "vllm": "With its hybrid manager: local layers keep the window and the tokens in flight, in blocks of 16; groups "
    "of layers are padded to equal size.",
    "vllm_full": "With its hybrid manager switched off: every layer keeps every token.",
}
ENGINE_SOURCES: Mapping[str, str] = {
    "transformers": "transformers 5.23.0, cache_utils.py",
    "llama.cpp": "llama.cpp, src/llama-kv-cache-iswa.cpp",
    "vllm": "vLLM 0.33.0, vllm/v1/kv_cache_interface.py",
    "vllm_full": "vLLM 0.33.0, vllm/v1/kv_cache_interface.py",
}
CACHE_TYPE_LABELS: Mapping[str, str] = {"f16": "16-bit", "q8_0": "q8_0", "fp8": "fp8", "q4_0": "q4_0"}
CACHE_TYPE_MEANINGS: Mapping[str, str] = {
    "f16": "f16 or bfloat16, 2 bytes per element: what every engine takes unless it is told otherwise.",
    "q8_0": "llama.cpp and Ollama: 8-bit integers with a scale per 32 elements, 8.5 bits per element.",
    "fp8": "vLLM: 8-bit floats, 1 byte per element.",
    "q4_0": "llama.cpp and Ollama: 4-bit integers with a scale per 32 elements, 4.5 bits per element.",
}
PRINTED_LABEL, FULL_LABEL = "Table 3, +KV", "Full length, 16-bit"


def engine_bars(held: pd.DataFrame, formula: pd.DataFrame, check: pd.DataFrame) -> dict[str, Any]:
    """The cache by model and engine, global and local layers stacked, beside the printed and the full-length value.

    `held`: rows of `data.tables.engine_cache_table` at one context length and cache type; `formula`: rows of
    `data.tables.kv_table` at that length; `check`: rows of `data.tables.kv_check_table`, empty where the report
    prints nothing for that length.
    """
    printed = check.drop_duplicates("model")
    traces = [
        _bar(
            "Printed: +KV minus weights",
            [[row["model"], PRINTED_LABEL] for row in records(printed)],
            printed["printed_kv_gb"].tolist(),
            {"color": theme.PART_COLOURS["printed"]},
            [
                theme.hover_text(
                    f"{row['model']}: printed cache",
                    f"{theme.gb(row['printed_kv_gb'])} GB at {theme.count(row['context_length_tokens'])} tokens",
                    "Difference of the two printed columns; the report gives no formula.",
                    TABLE_3,
                )
                for row in records(printed)
            ],
        ),
        _bar(
            "Formula: all layers at full length, 16-bit",
            [[row["model"], FULL_LABEL] for row in records(formula)],
            (formula["full_length_bytes"] / GB).tolist(),
            {"color": theme.PURPLE, "pattern": theme.DERIVED_PATTERN},
            [
                theme.hover_text(
                    f"{row['model']}: all layers at full length, {theme.count(row['context_tokens'])} tokens",
                    f"{theme.cache_gb(row['full_length_bytes'] / GB)} GB",
                    "The usual formula, which knows no window: layers × tokens × 2 × KV heads × head size × 2 bytes.",
                    ARCHITECTURE_SOURCE,
                )
                for row in records(formula)
            ],
        ),
    ]
    for column, label, colour in (
        ("global_bytes", "Global layers", theme.PART_COLOURS["kv_global"]),
        ("local_bytes", "Local layers", theme.PART_COLOURS["kv_local"]),
    ):
        traces.append(
            _bar(
                label,
                [[row["model"], ENGINE_LABELS[row["engine"]]] for row in records(held)],
                (held[column] / GB).tolist(),
                {"color": colour, "pattern": theme.DERIVED_PATTERN},
                [_engine_hover(row, label, row[column]) for row in records(held)],
            )
        )
    return theme.figure(
        [trace for trace in traces if trace["x"]],
        x=theme.axis("KV cache, GB", rangemode="tozero"),
        y=theme.axis(autorange="reversed", type="multicategory", showdividers=True, dividercolor=theme.GRID),
        barmode="stack",
        bargap=0.25,
    )


def _bar(
    name: str, places: list[list[str]], values: list[float], marker: dict[str, Any], hovers: list[str]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [list(level) for level in zip(*places, strict=True)],
        "x": values,
        "marker": marker,
        "hoverinfo": "text",
        "hovertext": hovers,
    }


def _engine_hover(row: Record, part: str, size: float) -> str:
    return theme.hover_text(
        f"{row['model']}, {ENGINE_LABELS[row['engine']]}: {part.lower()}, {theme.count(row['context_tokens'])} tokens",
        f"{theme.cache_gb(size / GB)} GB of {theme.cache_gb(row['total_bytes'] / GB)} GB "
        f"({CACHE_TYPE_LABELS[row['kv_type']]} cache)",
        ENGINE_MEANINGS[row["engine"]],
        ENGINE_SOURCES[row["engine"]],
    )


FILE_PARTS = (
    ("linear_bytes", "Linear layers", theme.COMPONENT_COLOURS["non_embedding"], "Attention and feed-forward weights."),
    ("embedding_bytes", "Embedding", theme.COMPONENT_COLOURS["embedding"], "One vector per token, also the output."),
    ("norm_bytes", "Norms", theme.GREY, "Kept at 16 or 32 bits in every format."),
    ("vision_bytes", "Vision", theme.COMPONENT_COLOURS["vision_encoder"], "Inside a checkpoint; a file beside a GGUF."),
)


def file_bars(files: pd.DataFrame, published: pd.DataFrame) -> dict[str, Any]:
    """Weights of one model by format, split by part, and the published sizes as diamonds.

    `files`: rows of `data.tables.file_size_table` of one model; `published`: rows of
    `data.tables.published_size_table` that belong to them.
    """
    labels = {(row["weight_format"], row["container"]): row["label"] for row in records(files)}
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            "y": files["label"].tolist(),
            "x": (files[column] / GB).tolist(),
            "marker": {"color": colour, "pattern": theme.DERIVED_PATTERN},
            "hoverinfo": "text",
            "hovertext": [
                theme.hover_text(
                    f"{row['model']}, {row['label']}: {label.lower()}",
                    f"{theme.cache_gb(row[column] / GB)} GB; text model {theme.cache_gb(row['text_bytes'] / GB)} GB",
                    f"{meaning} {row['meaning']}.",
                    row["source"],
                )
                for row in records(files)
            ],
        }
        for column, label, colour, meaning in FILE_PARTS
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Published size",
            "y": [labels[row["weight_format"], row["container"]] for row in records(published)],
            "x": (published["published_bytes"] / GB).tolist(),
            "marker": {
                "symbol": "diamond",
                "size": 10,
                "color": theme.VERMILLION,
                "line": {"width": 1.5, "color": "#ffffff"},
            },
            "hoverinfo": "text",
            "hovertext": [
                theme.hover_text(
                    f"{row['model']}, {row['format']}: published",
                    f"{theme.cache_gb(row['published_bytes'] / GB)} GB (printed: {row['published']})",
                    f"The computed size differs by {row['error'] * 100:+.2f} %.",
                    row["source"],
                )
                for row in records(published)
            ],
        }
    )
    return theme.figure(
        traces,
        x=theme.axis("Weights, GB", rangemode="tozero"),
        y=theme.axis(autorange="reversed"),
        barmode="stack",
        bargap=0.3,
    )
