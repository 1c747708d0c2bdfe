"""Charts of Performance Benchmarks: Arena points, scores by benchmark, differences, quality against memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from layouts import theme
from layouts.frames import Record, records

if TYPE_CHECKING:
    from layouts.benchmarks.lines import Line
    from layouts.benchmarks.looks import Look

ELO_START = 1_200
LABEL_WIDTH = 26  # characters of a tick label; a phone has no room for more
OWN_PATTERN = {"shape": "x", "size": 6, "solidity": 0.35, "fillmode": "overlay"}
VARIANTS = {
    "pt": "Pre-trained.",
    "it": "Instruction-tuned.",
    "pt_fine_tuned": "Pre-trained, then fine-tuned on the task.",
    "api": "As offered through its API.",
}


@dataclass(frozen=True)
class Group:
    """A kind of model in the Arena chart."""

    label: str
    colour: str
    meaning: str


ARENA_GROUPS: Mapping[str, Group] = {
    "gemma3": Group(
        "Gemma 3, open weights", theme.BLUE, "Gemma 3 27B, instruction-tuned; its weights can be downloaded."
    ),
    "gemma2": Group(
        "Gemma 2, open weights", theme.GREEN, "Gemma 2 27B, instruction-tuned; its weights can be downloaded."
    ),
    "open": Group("Other open weights", theme.SKY, "The weights can be downloaded and run on one's own machines."),
    "closed": Group("Closed", theme.GREY, "Reached through the maker's service alone: no open weights in the report."),
}


def arena_group(row: Record) -> str:
    """Which of `ARENA_GROUPS` a row of arena_elo.csv belongs to."""
    if row["model"].startswith("Gemma-3"):
        return "gemma3"
    if row["model"].startswith("Gemma-2"):
        return "gemma2"
    return "open" if row["open"] == "yes" else "closed"


def arena_bars(arena: pd.DataFrame) -> dict[str, Any]:
    """Bars from 1,200 points with the printed 95 % interval; open and closed models in colours of their own, the open
    ones marked at their names, too. `arena`: rows of arena_elo.csv."""
    rows = records(arena)
    traces = []
    for key, group in ARENA_GROUPS.items():
        chosen = [row for row in rows if arena_group(row) == key]
        if not chosen:
            continue
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": group.label,
                "y": [row["model"] for row in chosen],
                "x": [row["elo"] - ELO_START for row in chosen],
                "base": ELO_START,
                "marker": {"color": group.colour},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [row["ci95_plus"] for row in chosen],
                    "arrayminus": [row["ci95_minus"] for row in chosen],
                    "thickness": 1.5,
                    "width": 4,
                    "color": theme.tint("#1f2730", 0.25),
                },
                "hoverinfo": "text",
                "hovertext": [_arena_hover(row, group) for row in chosen],
            }
        )
    names = [row["model"] for row in rows]
    return theme.figure(
        traces,
        x=theme.axis("Elo points, from 1,200", range=[ELO_START, 1_430], dtick=100),
        y=theme.axis(
            categoryorder="array",
            categoryarray=names[::-1],
            tickvals=names,
            ticktext=[_shortened(row["model"]) + (" ○" if row["open"] == "yes" else "") for row in rows],
            range=[-0.6, len(names) - 0.4],
        ),
        barmode="overlay",
        bargap=0.3,
        showlegend=False,
    )


def _arena_hover(row: Record, group: Group) -> str:
    return theme.hover_text(
        row["model"],
        f"{row['elo']:,} Elo points, 95 % interval +{row['ci95_plus']} / −{row['ci95_minus']}, rank {row['rank']}",
        group.meaning,
        f"{row['source_document']}, {row['source_locator']}",
    )


def _shortened(name: str) -> str:
    return name if len(name) <= LABEL_WIDTH else f"{name[: LABEL_WIDTH - 1]}…"


def score_hover(line: Line, column: str) -> str:
    """The exact score with unit, shots, metric, variant and setting, and its table."""
    row = line.scores[column]
    unit = {"percent": "%", "GB (10^9 bytes)": "GB"}.get(line.unit, line.unit)
    better = {True: "Higher is better.", False: "Lower is better.", None: ""}[line.higher_is_better]
    setting = row.get("setting")
    if row["provenance"] == "own":  # its shots and metric are its own, too
        parts = ["Own evaluation.", f"Setting: {setting}." if setting else "", better]
    else:
        parts = [
            VARIANTS.get(row["variant"], ""),
            f"{line.shots[0].upper()}{line.shots[1:]}." if line.shots else "",
            f"Metric: {line.metric}." if line.metric else "Metric not stated.",
            "" if theme.is_missing(setting) or not setting else f"Setting: {setting}.",
            better,
        ]
    return theme.hover_text(
        f"{column}: {line.name}", f"{line.text(column)} {unit}", " ".join(filter(None, parts)), row["source"]
    )


def score_bars(lines: Sequence[Line], found: Mapping[str, Look]) -> dict[str, Any]:
    """Grouped bars: a group per benchmark, a bar per model; one's own evaluations are hatched."""
    traces = []
    for column, look in reversed(list(found.items())):  # plotly stacks the bars of a group upwards
        drawn = [line for line in lines if column in line.scores]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": column,
                "y": [line.name for line in drawn],
                "x": [line.scores[column]["score"] for line in drawn],
                "offsetgroup": column,
                "marker": {"color": look.colour} | ({"pattern": OWN_PATTERN} if look.own else {}),
                "hoverinfo": "text",
                "hovertext": [score_hover(line, column) for line in drawn],
            }
        )
    return theme.figure(
        traces,
        x=theme.axis(_score_title(lines), rangemode="tozero"),
        y=benchmark_axis(lines),
        barmode="group",
        bargap=0.2,
        bargroupgap=0.05,
        showlegend=False,
    )


def score_dots(lines: Sequence[Line], found: Mapping[str, Look]) -> dict[str, Any]:
    """A row per benchmark, a marker per model: dense, and differences show as distances."""
    traces = []
    for column, look in found.items():
        drawn = [line for line in lines if column in line.scores]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": column,
                "y": [line.name for line in drawn],
                "x": [line.scores[column]["score"] for line in drawn],
                "marker": {"color": look.colour, "symbol": look.symbol, "size": 11, "line": {"width": 1}},
                "hoverinfo": "text",
                "hovertext": [score_hover(line, column) for line in drawn],
            }
        )
    return theme.figure(traces, x=theme.axis(_score_title(lines)), y=benchmark_axis(lines), showlegend=False)


def _score_title(lines: Sequence[Line]) -> str:
    units = list(dict.fromkeys(line.unit for line in lines))
    if units == ["GB (10^9 bytes)"]:
        return "Weights, GB"
    return "Score, " + theme.joined([{"percent": "%", "score": "points"}.get(unit, unit) for unit in units])


def benchmark_axis(lines: Sequence[Line]) -> dict[str, Any]:
    """The names of the benchmarks from top to bottom, shortened where a phone has no room."""
    names = [line.name for line in lines]
    return theme.axis(
        categoryorder="array",
        categoryarray=names[::-1],
        tickvals=names,
        ticktext=[_shortened(name) for name in names],
        range=[-0.6, len(names) - 0.4],
    )
