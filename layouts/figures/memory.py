"""Charts of Quantization Strategies: Table 3, and the gap between its cache and the formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from layouts import theme
from layouts.frames import Record, records

TABLE_3 = "Gemma 3 Technical Report, arXiv:2503.19786v1, Table 3"
KV_CHECK = "computed from the published configurations (kv_cache_check.csv)"

FORMAT_MEANINGS: Mapping[str, str] = {
    "bf16": "16 bits per weight: the raw checkpoint, and what the other formats are compared with.",
    "sfp8": "8-bit floating point: about half the size, with a range that follows the size of the value.",
    "int4_block32": "4-bit integers with a scale for each block of 32 weights: a little more memory for a closer fit.",
    "int4": "4-bit integers with one scale per output channel: the smallest format of the table.",
}


def memory_bars(memory: pd.DataFrame, with_kv: bool) -> dict[str, Any]:
    """Grouped bars of Table 3: a group per model, a bar per format; the printed cache is stacked on as hatching.

    `memory`: rows of `data.tables.memory_table`, already filtered to the chosen models and formats.
    """
    traces: list[dict[str, Any]] = []
    for name, rows in memory.groupby("weight_format", sort=False):
        weight_format = str(name)
        label, colour = theme.FORMAT_LABELS[weight_format], theme.FORMAT_COLOURS[weight_format]
        bar = {
            "type": "bar",
            "orientation": "h",
            "y": rows["model"].tolist(),
            "offsetgroup": weight_format,
            "legendgroup": weight_format,
            "hoverinfo": "text",
        }
        traces.append(
            bar
            | {
                "name": label,
                "x": rows["weights_gb"].tolist(),
                "marker": {"color": colour},
                "hovertext": [
                    theme.hover_text(
                        f"{row['model']}, {label}: weights",
                        f"{theme.gb(row['weights_gb'])} GB",
                        FORMAT_MEANINGS[weight_format],
                        TABLE_3,
                    )
                    for row in records(rows)
                ],
            }
        )
        if with_kv:
            traces.append(
                bar
                | {
                    "name": f"{label}, +KV",
                    "showlegend": False,
                    "x": rows["kv_gb"].tolist(),
                    "base": rows["weights_gb"].tolist(),
                    "marker": {"color": colour, "opacity": 0.6, "pattern": theme.DERIVED_PATTERN},
                    "hovertext": [
                        theme.hover_text(
                            f"{row['model']}, {label}: with KV cache",
                            f"{theme.gb(row['with_kv_gb'])} GB, of which {theme.gb(row['kv_gb'])} GB cache",
                            "The cache is printed for 32,768 tokens; one chat needs far less, see below.",
                            TABLE_3,
                        )
                        for row in records(rows)
                    ],
                }
            )
    if with_kv and traces:
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": "printed KV cache on top",
                "y": [None],
                "x": [None],
                "marker": {"color": theme.GREY, "opacity": 0.6, "pattern": theme.DERIVED_PATTERN},
                "hoverinfo": "skip",
            }
        )
    return theme.figure(
        traces,
        x=theme.axis("Memory, GB", rangemode="tozero"),
        y=theme.axis(autorange="reversed"),
        barmode="group",
        bargap=0.25,
        bargroupgap=0.08,
    )


GAP_SERIES: Sequence[tuple[str, str, str, str]] = (
    (
        "all_layers_full_2_bytes",
        "No window, bfloat16",
        theme.PURPLE,
        "All layers keep all tokens at 2 bytes per element: an engine without window support, or vLLM with its hybrid "
        "manager off.",
    ),
    (
        "window_aware_2_bytes",
        "Window-aware, bfloat16",
        theme.BLUE,
        "Local layers keep only their window, 2 bytes per element: what one sequence needs.",
    ),
    (
        "window_aware_1_byte",
        "Window-aware, 8 bit",
        theme.SKY,
        "As before at 1 byte per element: what the caption of the table describes.",
    ),
)


def gap_bars(check: pd.DataFrame) -> dict[str, Any]:
    """The printed +KV at 32,768 tokens beside three formulas, and the multiple that reproduces it.

    `check`: rows of `data.tables.kv_check_table` for the chosen models.
    """
    printed = check.drop_duplicates("model")
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": "Printed: +KV minus weights",
            "y": printed["model"].tolist(),
            "x": printed["printed_kv_gb"].tolist(),
            "marker": {"color": theme.PART_COLOURS["printed"]},
            "hoverinfo": "text",
            "hovertext": [
                theme.hover_text(
                    f"{row['model']}: printed cache",
                    f"{theme.gb(row['printed_kv_gb'])} GB at {theme.count(row['context_length_tokens'])} tokens",
                    "Difference of the two printed columns; the report gives no formula.",
                    TABLE_3,
                )
                for row in records(printed)
            ],
        }
    ]
    for formula, label, colour, meaning in GAP_SERIES:
        rows = check[check["formula_id"] == formula]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": label,
                "y": rows["model"].tolist(),
                "x": rows["kv_cache_gb"].tolist(),
                "marker": {"color": colour, "pattern": theme.DERIVED_PATTERN},
                "hoverinfo": "text",
                "hovertext": [_gap_hover(row, label, meaning) for row in records(rows)],
            }
        )
    match = check[check["formula_id"] == "window_aware_12_bytes"]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "6 × window-aware, bfloat16",
            "y": match["model"].tolist(),
            "x": match["kv_cache_gb"].tolist(),
            "marker": {
                "symbol": "diamond-open",
                "size": 12,
                "color": theme.VERMILLION,
                "line": {"width": 2},
            },
            "hoverinfo": "text",
            "hovertext": [
                _gap_hover(
                    row,
                    "6 × window-aware",
                    "12 bytes per element follow the printed column; an observation, not a statement of the report.",
                )
                for row in records(match)
            ],
        }
    )
    return theme.figure(
        traces,
        x=theme.axis("KV cache, GB", rangemode="tozero"),
        y=theme.axis(autorange="reversed"),
        barmode="group",
        bargap=0.25,
        bargroupgap=0.08,
    )


def _gap_hover(row: Record, label: str, meaning: str) -> str:
    return theme.hover_text(
        f"{row['model']}: {label}",
        f"{theme.cache_gb(row['kv_cache_gb'])} GB; the printed value is "
        f"{theme.percent(row['ratio_printed_to_formula'])} times as large",
        meaning,
        KV_CHECK,
    )
