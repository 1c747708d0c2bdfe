"""Quality against memory: a benchmark's score over the weights of Table 3, with the Pareto line."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import VARIANTS, unit_sign
from layouts.benchmarks.looks import Look, base_name, legend, looks
from layouts.benchmarks.own_rows import own_rows
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown
from layouts.components.data_table import Cell, Column, data_table
from layouts.figures.comparison import TABLE_3, pareto_scatter
from layouts.figures.hover import exact
from layouts.frames import Record, by_key, records

COMPUTED_FORMATS = {"bf16": "weights in bf16", "int4": "weights in int4"}


def shown(data: Data, selection: Selection) -> Shown:
    """The chosen benchmark for every model with known weights, Gemma 2 with computed ones where there are any."""
    points = _points(data, selection)
    table, benchmark = selection.quality.split(" ", 1)
    found = looks(data, {row["column"]: row["model"] for row in points})
    label = theme.FORMAT_LABELS[selection.format]
    source = f"score: {REPORT}, Table {table}; weights: {TABLE_3}; those of Gemma 2 computed from its configuration."
    return Shown(
        title=_title(points, benchmark, label),
        figure=pareto_scatter(points, found, label),
        height=420,
        legend=legend(found, signs=True),
        table=_table(points, found, label),
        chart_source=source,
        table_source=source,
        frame=_frame(points, selection.format),
        filename="gemma-quality-against-memory",
    )


def _points(data: Data, selection: Selection) -> list[Record]:
    """Rows of scores with `weights_gb`, `weights_provenance` and `efficient` (on the Pareto line), by memory."""
    table, benchmark = selection.quality.split(" ", 1)
    rows = records(data.scores[(data.scores["table"] == table) & (data.scores["benchmark"] == benchmark)])
    for row in rows:
        row["column"] = row["model"]
    rows += own_rows(data, rows)
    printed = by_key(data.memory[data.memory["weight_format"] == selection.format], "model")
    computed = _computed(data, selection.format)
    points = []
    for row in rows:
        model = base_name(row["model"])
        if model in printed:
            points.append(row | {"weights_gb": printed[model]["weights_gb"], "weights_provenance": "printed"})
        elif model in computed:
            points.append(row | {"weights_gb": computed[model], "weights_provenance": "computed"})
    points.sort(key=lambda row: (row["weights_gb"], -row["score"]))
    best = float("-inf")
    for row in points:
        row["efficient"] = row["score"] > best
        best = max(best, row["score"])
    return points


def _computed(data: Data, weight_format: str) -> dict[str, float]:
    rows = data.generations
    chosen = rows[
        (rows["section"] == "memory_weights") & (rows["benchmark"] == COMPUTED_FORMATS.get(weight_format, ""))
    ]
    return {row["model"]: row["score"] for row in records(chosen)}


def _title(points: list[Record], benchmark: str, label: str) -> str:
    beaten = [row["column"] for row in points if not row["efficient"]]
    front = len(points) - len(beaten)
    if not beaten:
        return f"{benchmark} against weights in {label}: each of the {front} models buys quality with memory"
    verb = "is" if len(beaten) == 1 else "are"
    return f"{benchmark} against weights in {label}: {theme.joined(beaten)} {verb} matched by a model that is no larger"


def _table(points: list[Record], found: dict[str, Look], label: str) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column(f"Weights in {label}, GB", "Printed in Table 3; for Gemma 2 parameters times bytes, computed."),
        Column(f"Score, {unit_sign(points[0]['unit'])}"),
        Column("Pareto line", "No model of the list is as good with less memory.", numeric=False),
    ]
    body = []
    for row in points:
        printed = row["weights_provenance"] == "printed"
        weights = f"{row['weights_gb']:.1f}" if printed else f"{row['weights_gb']:.2f}"
        look = found[row["column"]]
        body.append(
            [
                Cell(row["column"], "text", look.meaning, look.colour),
                Cell(weights, "printed" if printed else "derived"),
                Cell(exact(row["score"]), "own" if look.own else "printed"),
                Cell("yes" if row["efficient"] else "no", "text"),
            ]
        )
    shots = points[0]["n_shot"] if not theme.is_missing(points[0]["n_shot"]) else "shots not stated"
    caption = f"{points[0]['benchmark']} ({VARIANTS[points[-1]['variant']]}, {shots}) and weights"
    return data_table(f"{ids.TABLE}-pareto", caption, columns, body)


def _frame(points: list[Record], weight_format: str) -> pd.DataFrame:
    columns = [
        "model",
        "table",
        "benchmark",
        "score",
        "unit",
        "weights_gb",
        "weights_provenance",
        "efficient",
        "source",
    ]
    return pd.DataFrame(points)[columns].assign(weight_format=weight_format)


DETAILS = """
### Reading this chart

A model is on the line when no other one of the list scores as much with less memory. Memory is the weights alone; a
long context adds a cache, see Quantization Strategies. **The scores were measured with the raw weights**: the
report prints none per format, and fewer bits can cost quality. So the chart says what a score costs in memory if
the format keeps it. Gemma 2 appears for bfloat16 and Int4 per channel, with weights computed as parameters times
bytes.
"""
