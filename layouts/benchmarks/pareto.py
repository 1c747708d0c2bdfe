"""Quality against memory or cost: a benchmark's score over what a model takes, with the Pareto line."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks import spending
from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import VARIANTS, unit_sign
from layouts.benchmarks.looks import Look, base_name, legend, looks
from layouts.benchmarks.own_rows import own_rows
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown
from layouts.benchmarks.spending import Spending, Spent
from layouts.components.data_table import Cell, Column, data_table
from layouts.figures.comparison import pareto_scatter
from layouts.figures.hover import exact
from layouts.frames import Record, records


def against_memory(data: Data, selection: Selection) -> Shown:
    """The chosen benchmark for every model with known weights, Gemma 2 with computed ones where there are any."""
    return _shown(data, selection, spending.weights(data, selection.format))


def against_cost(data: Data, selection: Selection) -> Shown:
    """The chosen benchmark for every model that the Deployment Advisor prices."""
    return _shown(data, selection, spending.cost(data))


def _shown(data: Data, selection: Selection, spent: Spending) -> Shown:
    table, benchmark = selection.quality.split(" ", 1)
    points = _points(data, table, benchmark, spent)
    found = looks(data, {row["column"]: row["model"] for row in points})
    source = f"score: {REPORT}, Table {table}; {spent.source}"
    return Shown(
        title=_title(points, benchmark, spent),
        figure=pareto_scatter(points, found, spent.axis),
        height=420,
        legend=legend(found, signs=True),
        table=_table(points, found, spent),
        chart_source=source,
        table_source=source,
        frame=_frame(points, spent).assign(**({"weight_format": selection.format} if spent.goods == "memory" else {})),
        filename=spent.filename,
    )


def _points(data: Data, table: str, benchmark: str, spent: Spending) -> list[Record]:
    """Rows of scores with `spent` (`Spent`) and `efficient` (on the Pareto line), by what they take."""
    rows = records(data.scores[(data.scores["table"] == table) & (data.scores["benchmark"] == benchmark)])
    for row in rows:
        row["column"] = row["model"]
    rows += own_rows(data, rows)
    known = [(row, spent.by_model.get(base_name(row["model"]))) for row in rows]
    points = [row | {"spent": took} for row, took in known if took is not None]
    points.sort(key=lambda row: (row["spent"].value, -row["score"]))
    best = float("-inf")
    for row in points:
        row["efficient"] = row["score"] > best
        best = max(best, row["score"])
    return points


def _title(points: list[Record], benchmark: str, spent: Spending) -> str:
    beaten = [row["column"] for row in points if not row["efficient"]]
    front = len(points) - len(beaten)
    against = spent.axis[0].lower() + spent.axis.rpartition(",")[0][1:]
    if not beaten:
        return f"{benchmark} against {against}: each of the {front} models buys quality with {spent.goods}"
    verb = "is" if len(beaten) == 1 else "are"
    no_more = "is no larger" if spent.goods == "memory" else "costs no more"
    return f"{benchmark} against {against}: {theme.joined(beaten)} {verb} matched by a model that {no_more}"


def _table(points: list[Record], found: dict[str, Look], spent: Spending) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column(spent.column, spent.tooltip),
        Column(f"Score, {unit_sign(points[0]['unit'])}"),
        Column("Pareto line", f"No model of the list is as good with less {spent.goods}.", numeric=False),
    ]
    body = []
    for row in points:
        took: Spent = row["spent"]
        look = found[row["column"]]
        body.append(
            [
                Cell(row["column"], "text", look.meaning, look.colour),
                Cell(took.text, "printed" if took.printed else "derived", took.about or None),
                Cell(exact(row["score"]), "own" if look.own else "printed"),
                Cell("yes" if row["efficient"] else "no", "text"),
            ]
        )
    shots = points[0]["n_shot"] if not theme.is_missing(points[0]["n_shot"]) else "shots not stated"
    against = "weights" if spent.goods == "memory" else "cost"
    caption = f"{points[0]['benchmark']} ({VARIANTS[points[-1]['variant']]}, {shots}) and {against}"
    return data_table(f"{ids.TABLE}-pareto", caption, columns, body)


def _frame(points: list[Record], spent: Spending) -> pd.DataFrame:
    rows = [
        row | {spent.key: row["spent"].value, f"{spent.key}_provenance": _provenance(row["spent"], spent)}
        for row in points
    ]
    columns = ["model", "table", "benchmark", "score", "unit", spent.key, f"{spent.key}_provenance", "efficient"]
    return pd.DataFrame(rows)[[*columns, "source"]]


def _provenance(took: Spent, spent: Spending) -> str:
    return "printed" if took.printed else "computed" if spent.goods == "memory" else took.about


DETAILS = """
### Reading this chart

A model is on the line when no other one of the list scores as much with less memory. Memory is the weights alone; a
long context adds a cache, see Quantization Strategies. **The scores were measured with the raw weights**: the
report prints none per format, and fewer bits can cost quality. So the chart says what a score costs in memory if
the format keeps it. Gemma 2 appears for bfloat16 and Int4 per channel, with weights computed as parameters times
bytes.

### Cost

A model costs what the cheapest configuration costs that the Deployment Advisor can vouch for: the starting values of
its workload, pages read as text, a rented server that is never idle. A server that waits costs more per page, and so
do page images. The Deployment Advisor answers for your own documents, limits and prices.
"""
