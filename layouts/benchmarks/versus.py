"""Head to head: two to four models, the difference per benchmark, sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from dash.development.base_component import Component

from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import Line, make_lines, unit_sign
from layouts.benchmarks.looks import Look, legend, looks
from layouts.benchmarks.offered import AMONG, AMONG_TABLES
from layouts.benchmarks.own_rows import own_rows
from layouts.benchmarks.score_table import explain
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown, nothing_found
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.figures.comparison import difference_bars
from layouts.frames import Record, records


def shown(data: Data, selection: Selection) -> Shown:
    """Every benchmark that the first model and another one have, largest gain over the first model on top."""
    if len(selection.versus) < 2:
        return Shown(empty="Choose two to four models to compare them; the first is what the others are compared with.")
    tables = AMONG_TABLES[selection.among]
    published = records(data.scores[data.scores["table"].isin(tables)])
    for row in published:
        row["column"] = row["model"]
    published += own_rows(data, published)
    rows = [row for row in published if row["column"] in selection.versus]
    first = selection.versus[0]
    lines = [line for line in make_lines(rows, selection) if first in line.scores and len(line.scores) > 1]
    if not lines:
        if selection.find.strip():
            return nothing_found(selection.find)
        return Shown(empty=f"{first} and the others share no benchmark in this group. Choose another group or model.")
    others = [name for name in selection.versus[1:] if any(name in line.scores for line in lines)]
    lines.sort(key=lambda line: _gain(line, first, others[0]), reverse=True)
    found = looks(data, {name: name for name in (first, *others)})
    source = f"{REPORT}, {AMONG[selection.among].partition(', ')[2]}; differences are derived."
    if selection.among in ("zero-shot", "tuned"):
        source += " LiveCodeBench and HiddenMath differ between Tables 6 and 18; the two tables are never mixed."
    return Shown(
        title=_title(lines, first, others[0]),
        figure=difference_bars(lines, first, others, found),
        height=100 + 34 * len(lines),
        legend=legend({name: found[name] for name in others}),
        table=_table(lines, first, others, found, selection),
        chart_source=source,
        table_source=source,
        frame=_frame(lines, first, others),
        filename="gemma-head-to-head",
    )


def _gain(line: Line, first: str, other: str) -> float:
    """Points by which `other` is better than `first`; lines without it go last."""
    if other not in line.scores:
        return float("-inf")
    difference, _ = line.difference(other, first)
    return difference if line.higher_is_better in (True, None) else -difference


def _title(lines: Sequence[Line], first: str, other: str) -> str:
    compared = [line for line in lines if other in line.scores]
    better = sum(_gain(line, first, other) > 0 for line in compared)
    top = compared[0]
    return f"{other} is ahead of {first} in {better} of {len(compared)} benchmarks" + (
        f", most in {top.name} ({_gain(top, first, other):+.1f})" if better else ""
    )


def _table(
    lines: Sequence[Line], first: str, others: Sequence[str], found: Mapping[str, Look], selection: Selection
) -> Component:
    columns = [Column("Benchmark", numeric=False)]
    columns += [Column(name, found[name].meaning) for name in (first, *others)]
    columns += [Column(f"{name} − {first}", "Difference of the two scores: derived.") for name in others]
    columns += [Column("Unit"), Column("Table")]
    body = []
    for line in lines:
        best = line.best
        cells = [Cell(line.name, "text", explain(line))]
        for name in (first, *others):
            if name not in line.scores:
                cells.append(missing(f"{AMONG[selection.among]}: no value for {name}."))
            else:
                own = line.scores[name]["provenance"] == "own"
                cells.append(Cell(line.text(name), "own" if own else "printed", best=name in best))
        for name in others:
            if name in line.scores:
                difference, digits = line.difference(name, first)
                cells.append(Cell(f"{difference:+.{digits}f}".replace("-", "−"), "derived"))
            else:
                cells.append(missing(f"No value for {name}."))
        cells += [Cell(unit_sign(line.unit)), Cell(str(line.scores[first]["table"]))]
        body.append(cells)
    caption = f"{AMONG[selection.among]}: difference from {first}, largest gain of {others[0]} first"
    return data_table(f"{ids.TABLE}-versus", caption, columns, body)


def _frame(lines: Sequence[Line], first: str, others: Sequence[str]) -> pd.DataFrame:
    rows = []
    for line in lines:
        row: Record = {"benchmark": line.name, "n_shot": line.shots, "metric": line.metric, "unit": line.unit}
        row |= {name: line.scores[name]["score"] for name in (first, *others) if name in line.scores}
        row |= {f"{name} minus {first}": line.difference(name, first)[0] for name in others if name in line.scores}
        rows.append(row | {"source": line.scores[first]["source"]})
    return pd.DataFrame(rows)


DETAILS = """
### What is compared

The first of the chosen models is the yardstick; bars to the right are benchmarks in which the other one scores
more. Only scores of one group of tables meet here, so that variant, shots and metric agree. A difference of a point
or two is within what a change of prompt can do: the report prints no confidence intervals for these tables.
"""
