"""Long-context charts on a logarithmic axis of tokens: Table 15 as printed, Figure 7 as digitised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from layouts import theme
from layouts.figures.hover import conditions
from layouts.frames import Record, records

if TYPE_CHECKING:
    from layouts.benchmarks.looks import Look

VARIANTS = (("pt", "pre-trained", "solid"), ("it", "instruction-tuned", "dot"))
RESCALING = (("before", "before rescaling", "dash"), ("after", "after rescaling", "solid"))


def measured_lines(rows: pd.DataFrame, found: Mapping[str, Look], shots: str) -> dict[str, Any]:
    """Table 15 for one benchmark: a line per model and variant between the two printed lengths. `shots`: its own."""
    traces = []
    for model, look in found.items():
        for variant, label, dash in VARIANTS:
            chosen = rows[(rows["model"] == model) & (rows["variant"] == variant)].sort_values("context_length_tokens")
            traces.append(
                _line(chosen, f"{model}, {label}", look, dash, "value")
                | {"hovertext": [_measured_hover(row, label, shots) for row in records(chosen)]}
            )
    lengths = sorted(rows["context_length_tokens"].unique().tolist())
    return theme.figure(
        [*traces, *_dash_legend(VARIANTS)],
        x=_tokens(lengths, pad=True),
        y=theme.axis("Score, %", rangemode="tozero"),
        legend=_still_legend(),
        margin={"t": 46},
    )


def curves(rows: pd.DataFrame, found: Mapping[str, Look]) -> dict[str, Any]:
    """Figure 7: value on the figure's axis before and after RoPE rescaling, with the uncertainty of the reading."""
    traces = []
    for model, look in found.items():
        for when, label, dash in RESCALING:
            chosen = rows[(rows["model"] == model) & (rows["rope_rescaling"] == when)].sort_values(
                "context_length_tokens"
            )
            line = _line(chosen, f"{model}, {label}", look, dash, "value")
            line["marker"] |= {"symbol": f"{look.symbol}-open", "size": 6}
            traces.append(
                line
                | {
                    "error_y": {
                        "type": "data",
                        "array": chosen["uncertainty"].tolist(),
                        "thickness": 1,
                        "width": 2,
                    },
                    "hovertext": [_curve_hover(row, label) for row in records(chosen)],
                }
            )
    lengths = [2**power for power in range(14, 20)]
    return theme.figure(
        [*traces, *_dash_legend(RESCALING)],
        x=_tokens(lengths),
        y=theme.axis("Value on the figure's axis (lower is better)"),
        legend=_still_legend(),
        margin={"t": 46},
    )


def _line(rows: pd.DataFrame, name: str, look: Look, dash: str, column: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "showlegend": False,
        "x": rows["context_length_tokens"].tolist(),
        "y": rows[column].tolist(),
        "line": {"color": look.colour, "dash": dash, "width": 2},
        "marker": {"color": look.colour, "symbol": look.symbol, "size": 10},
        "hoverinfo": "text",
    }


def _measured_hover(row: Record, label: str, shots: str) -> str:
    return theme.hover_text(
        f"{row['model']}, {label}: {row['benchmark']} at {theme.count(row['context_length_tokens'])} tokens",
        f"{row['value']:.1f} %",
        f"{conditions(shots, row['metric'])} Higher is better.",
        f"{row['source_document']}, {row['source_locator']}",
    )


def _curve_hover(row: Record, label: str) -> str:
    note = "" if theme.is_missing(row["note"]) else f" {row['note'][0].upper()}{row['note'][1:]}."
    return theme.hover_text(
        f"{row['model']}, {label}, {theme.count(row['context_length_tokens'])} tokens",
        f"{row['value']:.4f} ± {row['uncertainty']:.3f}, {row['metric']}",
        f"Digitised from the figure. Pre-trained. Metric as labelled; shots not stated. Lower is better.{note}",
        f"{row['source_document']}, {row['source_locator']}",
    )


def _dash_legend(kinds: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": label,
            "x": [None],
            "y": [None],
            "line": {"color": theme.GREY, "dash": dash, "width": 2},
            "hoverinfo": "skip",
        }
        for _, label, dash in kinds
    ]


def _still_legend() -> dict[str, Any]:
    # its entries explain dashes and hide nothing when pressed
    return theme.figure([], x={}, y={})["layout"]["legend"] | {"itemclick": False, "itemdoubleclick": False}


def _tokens(lengths: list[int], *, pad: bool = False) -> dict[str, Any]:
    labels = [theme.short_tokens(length) for length in lengths]
    extra = {"range": [4.42, 5.2]} if pad else {}  # powers of ten around 32k and 128k
    return theme.axis("Context length, tokens (logarithmic)", type="log", tickvals=lengths, ticktext=labels, **extra)
