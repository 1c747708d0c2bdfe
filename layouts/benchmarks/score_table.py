"""The table of a view made of lines, and the finding above its chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.lines import Line, stated, unit_sign
from layouts.benchmarks.looks import Look
from layouts.components.data_table import Cell, Column, Kind, data_table, missing
from layouts.figures.hover import conditions
from layouts.frames import Record

KINDS: Mapping[str, Kind] = {
    "printed": "printed",
    "digitised_from_figure": "digitised",
    "read_from_figure": "digitised",
    "own": "own",
}


def explain(line: Line) -> str:
    """What stands behind a benchmark's name."""
    better = {True: "Higher is better.", False: "Lower is better.", None: ""}[line.higher_is_better]
    settings = {stated(row.get("setting")) for row in line.scores.values() if row["provenance"] != "own"} - {""}
    parts = [
        f"Printed as “{line.label}”." if line.label and line.label != line.name else "",
        f"Metric: {line.metric}." if line.metric else "",
        f"{line.shots[0].upper()}{line.shots[1:]}." if line.shots else "",
        f"Unit: {line.unit}.",
        f"Setting: {'; '.join(sorted(settings))}." if settings else "",
        better,
    ]
    return " ".join(filter(None, parts))


def score_table(
    table_id: str,
    caption: str,
    lines: Sequence[Line],
    found: Mapping[str, Look],
    *,
    reasons: Mapping[str, str] | None = None,
    heat: bool = False,
) -> Component:
    """One row per benchmark, one column per model; the best of a row is marked, `heat` shades every row.

    `reasons`: why a model has no value, by column.
    """
    columns = [Column("Benchmark", numeric=False)]
    columns += [Column(column, look.meaning) for column, look in found.items()]
    columns += [Column("Shots", "Worked examples in the prompt."), Column("Unit"), Column("Metric", numeric=False)]
    rows = []
    for line in lines:
        cells = [Cell(line.name, "text", explain(line))]
        best, shades = line.best, _shades(line) if heat else {}
        for column, look in found.items():
            if column not in line.scores:
                own = "You have not evaluated this benchmark." if look.own else "The table has no value here."
                cells.append(missing((reasons or {}).get(column, own)))
                continue
            kind = KINDS.get(line.scores[column]["provenance"], "derived")
            tip = own_tip(line.scores[column]) if look.own else None
            cells.append(Cell(line.text(column), kind, tip, best=column in best, shade=shades.get(column)))
        cells.append(Cell(line.shots) if line.shots else missing("The report does not state it."))
        cells.append(Cell(unit_sign(line.unit)))
        cells.append(Cell(line.metric, "text") if line.metric else missing("The report does not state it."))
        rows.append(cells)
    return data_table(table_id, caption, columns, rows)


def own_tip(row: Record) -> str:
    """What stands behind an own score."""
    return f"Own evaluation. {conditions(row['own_shots'], row['own_metric'])} Setting: {row['setting']}."


def _shades(line: Line) -> dict[str, float]:
    values = {column: row["score"] for column, row in line.scores.items()}
    low, high = min(values.values()), max(values.values())
    return {column: (value - low) / (high - low) if high > low else 0.5 for column, value in values.items()}


def leader_title(lines: Sequence[Line], columns: Sequence[str]) -> str:
    """Who is best in most benchmarks; printed averages are not counted as a further one."""
    lines = [line for line in lines if not line.name.startswith("Average")]
    wins = {column: sum(column in line.best for line in lines) for column in columns}
    compared = sum(bool(line.best) for line in lines)
    if not compared:
        return f"{theme.joined(list(columns))}: {_benchmarks(len(lines))}"
    most = max(wins.values())
    leaders = [column for column, count in wins.items() if count == most]
    verb, each = ("is", "") if len(leaders) == 1 else ("are", " each")
    return f"{theme.joined(leaders)} {verb}{each} best in {most} of {_benchmarks(compared)}"


def _benchmarks(count: int) -> str:
    return f"{count} benchmark" + ("" if count == 1 else "s")
