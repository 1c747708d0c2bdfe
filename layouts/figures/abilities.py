"""The radar of abilities (Figure 2 of the Gemma 3 report) on one common scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from layouts import theme
from layouts.frames import Record

if TYPE_CHECKING:
    from layouts.benchmarks.looks import Look

ABILITIES: Mapping[str, str] = {
    "Code": "Writing programs that pass their tests.",
    "Factuality": "Completing and answering with what is the case.",
    "Reasoning": "Common sense, science questions and reading.",
    "Science": "Knowledge and mathematics from school to graduate level.",
    "Multilingual": "The same in other languages, and translation.",
    "Vision": "Questions about images; the benchmarks behind it are not stated.",
}


def ability_radar(scores: Mapping[tuple[str, str], Record], found: Mapping[str, Look]) -> dict[str, Any]:
    """One closed line per model; values read from the figure have open markers. `scores`: rows of ability_radar.csv
    by model and ability."""
    axes = [*ABILITIES, next(iter(ABILITIES))]
    traces = []
    for model, look in found.items():
        rows = [scores.get((model, ability)) for ability in axes]
        traces.append(
            {
                "type": "scatterpolar",
                "mode": "lines+markers",
                "name": model,
                "theta": axes,
                "r": [row["score"] if row else None for row in rows],
                "connectgaps": False,
                "line": {"color": look.colour, "width": 2},
                "marker": {
                    "color": look.colour,
                    "size": 9,
                    "symbol": [
                        look.symbol + ("-open" if row and row["provenance"] == "read_from_figure" else "")
                        for row in rows
                    ],
                },
                "hoverinfo": "text",
                "hovertext": [_hover(row, ability) if row else "" for row, ability in zip(rows, axes, strict=True)],
            }
        )
    polar = {
        "bgcolor": "rgba(0,0,0,0)",
        "radialaxis": {
            "range": [0, 100],
            "dtick": 20,
            "angle": 90,
            "tickangle": 90,
            "ticksuffix": " %",
            "gridcolor": theme.GRID,
        },
        "angularaxis": {"direction": "clockwise", "rotation": 90, "gridcolor": theme.GRID},
    }
    return theme.figure(
        traces, x={}, y={}, polar=polar, showlegend=False, margin={"l": 70, "r": 70, "t": 32, "b": 32}, dragmode=False
    )


def _hover(row: Record, ability: str) -> str:
    value = f"{row['score']:.2f} %"
    if row["provenance"] == "read_from_figure":
        meaning = str(row["note"]) if not theme.is_missing(row["note"]) else ""
        value += f", between {row['score_low']:.2f} and {row['score_high']:.2f}" if row["score"] else ""
        meaning = f"Read from the figure: {meaning}. Shots and metrics not stated."
    else:
        meaning = f"Derived: plain mean of {row['benchmarks'].replace('; ', ', ')}; shots and metrics are theirs."
    return theme.hover_text(
        f"{row['model']}: {ability}", value, f"{ABILITIES[ability]} {meaning}", f"Gemma 3 report, {row['source_table']}"
    )
