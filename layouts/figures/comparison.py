"""Differences between models, and quality against memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from layouts import theme
from layouts.figures.benchmarks import OWN_PATTERN, benchmark_axis
from layouts.figures.hover import conditions, exact
from layouts.frames import Record

if TYPE_CHECKING:
    from layouts.benchmarks.lines import Line
    from layouts.benchmarks.looks import Look

TABLE_3 = "Gemma 3 Technical Report, arXiv:2503.19786v1, Table 3"


def difference_bars(
    lines: Sequence[Line], first: str, others: Sequence[str], found: Mapping[str, Look]
) -> dict[str, Any]:
    """A bar per benchmark and model from zero to its difference from `first`; the order is that of `lines`."""
    traces = []
    for name in reversed(others):  # plotly stacks the bars of a group upwards
        drawn = [line for line in lines if name in line.scores]
        look = found[name]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "offsetgroup": name,
                "y": [line.name for line in drawn],
                "x": [line.difference(name, first)[0] for line in drawn],
                "marker": {
                    "color": look.colour,
                    "pattern": OWN_PATTERN if look.own else theme.DERIVED_PATTERN,
                },
                "hoverinfo": "text",
                "hovertext": [_difference_hover(line, first, name) for line in drawn],
            }
        )
    units = theme.joined(list(dict.fromkeys("% points" if line.unit == "percent" else line.unit for line in lines)))
    return theme.figure(
        traces,
        x=theme.axis(f"Difference, {units}", zeroline=True, zerolinewidth=2),
        y=benchmark_axis(lines),
        barmode="group",
        bargap=0.25,
        showlegend=False,
    )


def _difference_hover(line: Line, first: str, name: str) -> str:
    row = line.scores[name]
    difference, digits = line.difference(name, first)
    return theme.hover_text(
        f"{name} − {first}: {line.name}",
        f"{difference:+.{digits}f} ({line.text(name)} against {line.text(first)} "
        f"{'%' if line.unit == 'percent' else line.unit})",
        f"Derived. {conditions(line.shots, line.metric)}"
        + (f" Own: {conditions(row['own_shots'], row['own_metric'])}" if row["provenance"] == "own" else ""),
        row["source"] if row["provenance"] != "own" else f"own evaluation; {line.scores[first]['source']}",
    )


def pareto_scatter(points: Sequence[Record], found: Mapping[str, Look], axis: str) -> dict[str, Any]:
    """Score over what a model takes; printed values are filled markers, computed ones open. The line joins the models
    that none matches with less. `points`: from little to much, with `spent` (`spending.Spent`) and `efficient`."""
    front = [row for row in points if row["efficient"]]
    unit = "%" if points[0]["unit"] == "percent" else points[0]["unit"]
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "Pareto line",
        "x": [row["spent"].value for row in front],
        "y": [row["score"] for row in front],
        "line": {"color": theme.GREY, "width": 1.5, "dash": "dot", "shape": "hv"},
        "hoverinfo": "skip",
    }
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "name": "Models",
        "x": [row["spent"].value for row in points],
        "y": [row["score"] for row in points],
        "text": [row["column"].removeprefix("Gemma ") for row in points],
        "textposition": [_label_place(row) for row in points],
        "cliponaxis": False,
        "marker": {
            "size": 13,
            "color": [found[row["column"]].colour for row in points],
            "symbol": [_symbol(row, found) for row in points],
            "line": {"width": 2, "color": [found[row["column"]].colour for row in points]},
        },
        "hoverinfo": "text",
        "hovertext": [_point_hover(row, unit) for row in points],
    }
    return theme.figure(
        [line, marks],
        x=theme.axis(axis, rangemode="tozero"),
        y=theme.axis(f"{points[0]['benchmark']}, {unit}", rangemode="tozero"),
        showlegend=False,
        margin={"r": 24, "t": 24},
    )


def _label_place(row: Record) -> str:
    if row["provenance"] == "own":  # it often lies close to the published score of the same model
        return "middle left"
    return "top center" if row["efficient"] else "bottom center"  # the line comes from below


def _symbol(row: Record, found: Mapping[str, Look]) -> str:
    symbol = found[row["column"]].symbol
    return symbol if row["spent"].printed else f"{symbol}-open"


def _point_hover(row: Record, unit: str) -> str:
    own = row["provenance"] == "own"
    said = [
        "On the Pareto line." if row["efficient"] else "Matched by a model that takes no more.",
        "Own evaluation." if own else "",
        conditions(row["own_shots"], row["own_metric"]) if own else conditions(row["n_shot"], row["metric"]),
        row["spent"].about,
    ]
    return theme.hover_text(
        f"{row['column']}: {row['benchmark']}",
        f"{exact(row['score'])} {unit} with {row['spent'].hover}",
        " ".join(filter(None, said)),
        f"{row['source']}; {row['spent'].source}",
    )
