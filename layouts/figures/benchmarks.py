"""Scores by benchmark, as bars and as dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from layouts import theme
from layouts.figures.hover import conditions

if TYPE_CHECKING:
    from layouts.benchmarks.lines import Line
    from layouts.benchmarks.looks import Look

ROOM_FOR_BUTTON = {"t": 30}  # plotly lays its button over the first row otherwise
LABEL_WIDTH = 26  # characters of a tick label; a phone has no room for more
OWN_PATTERN = {"shape": "x", "size": 6, "solidity": 0.35, "fillmode": "overlay"}
VARIANTS = {
    "pt": "Pre-trained.",
    "it": "Instruction-tuned.",
    "pt_fine_tuned": "Pre-trained, then fine-tuned on the task.",
    "api": "As offered through its API.",
}


def shortened(name: str) -> str:
    """As much of a name as fits beside a chart on a phone."""
    return name if len(name) <= LABEL_WIDTH else f"{name[: LABEL_WIDTH - 1]}…"


def score_hover(line: Line, column: str) -> str:
    """The exact score with unit, shots, metric, variant and setting, and its table."""
    row = line.scores[column]
    unit = {"percent": "%", "GB (10^9 bytes)": "GB"}.get(line.unit, line.unit)
    better = {True: "Higher is better.", False: "Lower is better.", None: ""}[line.higher_is_better]
    setting = row.get("setting")
    own = row["provenance"] == "own"
    parts = [
        "Own evaluation." if own else VARIANTS.get(row["variant"], ""),
        # those of an own evaluation are its own, too
        conditions(row["own_shots"], row["own_metric"]) if own else conditions(line.shots, line.metric),
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
    return theme.figure(
        traces, x=theme.axis(_score_title(lines)), y=benchmark_axis(lines), showlegend=False, margin=ROOM_FOR_BUTTON
    )


def _score_title(lines: Sequence[Line]) -> str:
    return unit_title(list(dict.fromkeys(line.unit for line in lines)))


def unit_title(units: Sequence[str]) -> str:
    """Title of an axis of scores in `units`."""
    if list(units) == ["GB (10^9 bytes)"]:
        return "Weights, GB"
    return "Score, " + theme.joined([{"percent": "%", "score": "points"}.get(unit, unit) for unit in units])


def benchmark_axis(lines: Sequence[Line]) -> dict[str, Any]:
    """The names of the benchmarks from top to bottom."""
    return category_axis([line.name for line in lines])


def category_axis(names: Sequence[str]) -> dict[str, Any]:
    """Names from top to bottom, shortened where a phone has no room."""
    return theme.axis(
        categoryorder="array",
        categoryarray=names[::-1],
        tickvals=names,
        ticktext=[shortened(name) for name in names],
        range=[-0.6, len(names) - 0.4],
    )
