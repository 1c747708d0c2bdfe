"""Gemma 1 and 2: benchmarks, safety and preference as their reports print them, and where other publications differ."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import Line, columns_of, make_lines, stated, unit_sign
from layouts.benchmarks.looks import Look, legend, looks
from layouts.benchmarks.offered import GENERATIONS
from layouts.benchmarks.own_rows import own_rows
from layouts.benchmarks.score_table import KINDS, explain, leader_title, own_tip
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import Shown, nothing_found
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.figures.benchmarks import score_dots
from layouts.frames import Record, records

DIFFERENT = " ≠"


def shown(data: Data, selection: Selection) -> Shown:
    """The chosen table of the Gemma 1 or Gemma 2 report."""
    rows = rows_of(data, selection.generation)
    rows += [
        # what other publications say of the score is not said of an own one
        row | {"model_card_value": None, "gemma3_report_value": None, "note": None}
        for row in own_rows(data, rows)
    ]
    lines = make_lines(rows, selection)
    if not lines:
        return nothing_found(selection.find)
    columns = columns_of(lines)
    found = looks(data, columns)
    source = f"{rows[0]['source']}. “≠” marks a score that the model card or the Gemma 3 report prints differently."
    return Shown(
        title=_title(selection.generation, rows) or leader_title(lines, list(columns)),
        figure=score_dots(lines, found),
        height=90 + 30 * len(lines),
        legend=legend(found, signs=True),
        table=_table(lines, found, GENERATIONS[selection.generation]),
        chart_source=source,
        table_source=source,
        frame=chosen(data, selection.generation),
        filename=f"{GENERATIONS[selection.generation].split(':')[0].lower().replace(', ', '-').replace(' ', '-')}",
    )


def chosen(data: Data, key: str) -> pd.DataFrame:
    """The rows of one table; `key` is a key of `GENERATIONS`: generation, section, and the table where a section has
    two."""
    number, section, *table = key.split(" ", 2)
    rows = data.generations[(data.generations["generation"] == int(number)) & (data.generations["section"] == section)]
    return rows[rows["source_table"] == table[0]] if table else rows


def rows_of(data: Data, key: str) -> list[Record]:
    """The rows of one table in the shape of `data.tables.score_table`."""
    frame = chosen(data, key)
    variants = frame["variant"].nunique() > 1
    rows = records(frame)
    for row in rows:
        place = "" if theme.is_missing(row["source_table"]) else f", {row['source_table']}"
        row |= {
            "column": f"{row['model']}, {row['variant']}" if variants else row["model"],
            "benchmark_printed": row["benchmark"],
            "category": row["section"],
            "n_shot": None,
            "setting": None if theme.is_missing(row["note"]) else row["note"],
            "source": f"{row['source_document']}{place}",
        }
    return rows


def disagreements(row: Record) -> list[tuple[str, str]]:
    """Publication and value of every other print of this score that is not the same number."""
    found = []
    card = row["model_card_value"]
    if not theme.is_missing(card) and not _same(card, row["score"]):
        found.append(("Model card", card))
    again = row["gemma3_report_value"]
    if not theme.is_missing(again) and again != row["score"]:
        found.append(("Gemma 3 report", f"{again:.1f}"))
    return found


def _same(text: str, score: float) -> bool:
    try:
        return float(text) == score
    except ValueError:
        return False  # one cell names two editions of the card


def _title(key: str, rows: list[Record]) -> str | None:
    if not key.endswith("memory_weights"):
        return None
    largest = max(rows, key=lambda row: row["score"])
    return f"{largest['model']} takes {largest['score']:g} GB as {largest['benchmark'].removeprefix('weights in ')}"


def _table(lines: list[Line], found: dict[str, Look], label: str) -> Component:
    columns = [Column("Benchmark", numeric=False)]
    columns += [Column(column, look.meaning) for column, look in found.items()]
    columns += [Column("Unit"), Column("Better", numeric=False), Column("Metric", numeric=False)]
    body = []
    for line in lines:
        best = line.best
        metrics = {stated(row["metric"]) for row in line.scores.values()} - {""}
        cells = [Cell(line.name, "text", explain(line) if len(metrics) < 2 else None)]
        for column in found:
            row = line.scores.get(column)
            if row is None:
                cells.append(missing("The report has no value here."))
                continue
            other = "; ".join(f"{name}: {value}" for name, value in disagreements(row))
            # where every model has an interval of its own, it belongs to the cell and not to the line
            said = [
                own_tip(row) if row["provenance"] == "own" else other,
                stated(row["metric"]) if len(metrics) > 1 else "",
                stated(row["note"]),
            ]
            tip = ". ".join(filter(None, said)) or None
            kind = KINDS.get(row["provenance"], "derived")
            text = line.text(column) + (DIFFERENT if other else "")
            cells.append(Cell(text, kind, tip, best=column in best))
        cells.append(Cell(unit_sign(line.unit)))
        cells.append(Cell({True: "higher", False: "lower", None: "not stated"}[line.higher_is_better], "text"))
        none = missing("Not stated." if not metrics else "Differs by model: see the cells.")
        cells.append(Cell(metrics.pop(), "text") if len(metrics) == 1 else none)
        body.append(cells)
    return data_table(f"{ids.TABLE}-generations", f"{label}. The best of each row is starred", columns, body)


def details(data: Data, key: str) -> list[Component]:
    """Every score of the table that another publication prints differently."""
    body = []
    for row in rows_of(data, key):
        for publication, value in disagreements(row):
            note = stated(row["note"])
            body.append(
                [
                    Cell(row["benchmark"], "text"),
                    Cell(row["model"], "text"),
                    Cell(f"{row['score']:g}" if row["unit"] == "Elo" else str(row["score"])),
                    Cell(publication, "text"),
                    Cell(value),
                    Cell(note, "text") if note else missing("Both are shown; which one is right is not known."),
                ]
            )
    if not body:
        return [parts.prose(DETAILS + "\n\nNo other publication disagrees with this table.")]
    columns = [
        Column("Benchmark", numeric=False),
        Column("Model", numeric=False),
        Column("Report"),
        Column("Other publication", numeric=False),
        Column("Its value"),
        Column("What is known", numeric=False),
    ]
    caption = f"Where publications disagree: {len(body)} values"
    return [parts.prose(DETAILS), data_table(f"{ids.DETAILS}-disagreements", caption, columns, body)]


DETAILS = """
### Compare generations inside one report

Evaluations change from report to report. The Gemma 3 report restates many Gemma 2 scores with other values, some
far off (BoolQ of the 27B model: 84.8 in the Gemma 2 report, 76.2 in the Gemma 3 report), and the 2B scores of Gemma
2 were revised after its release. All values are shown, none is corrected. For RealToxicity and Toxigen lower is
better, as the bold marks of the reports say.
"""
