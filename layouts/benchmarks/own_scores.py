"""One's own evaluations by themselves: every row of every file, also where no report has the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import stated, unit_sign
from layouts.benchmarks.looks import legend, looks
from layouts.benchmarks.selection import Data, Selection, own_name
from layouts.benchmarks.shown import Shown, nothing_found
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.figures.own import own_dots
from layouts.frames import Record, records

PAGE_ROWS = 50
SOURCE = "your own evaluations; nobody else sees them."
SEARCHED = ("benchmark", "model", "variant", "metric", "unit", "note", "set_name")
NOT_STATED = "Your file does not state it."


def shown(data: Data, selection: Selection) -> Shown:
    """A page of the rows that are looked for; nothing where the visitor has no evaluations."""
    if data.own.empty:
        return Shown()
    every = records(data.own)
    wanted = [selection.finds(*(stated(row[name]) for name in SEARCHED)) for row in every]
    kept = list(compress(every, wanted))
    if not kept:
        return nothing_found(selection.find)
    pages = paged(kept)
    number = min(selection.page, len(pages))
    rows = [row | {"column": own_name(row["model"])} for row in pages[number - 1]]
    found = looks(data, {row["column"]: row["column"] for row in rows})
    place = f", page {number} of {theme.count(len(pages))}: in {unit_sign(rows[0]['unit'])}" if len(pages) > 1 else ""
    return Shown(
        title=_title(kept),
        figure=own_dots(rows, found),
        height=110 + 30 * len({row["benchmark"] for row in rows}),
        legend=legend(found, signs=True),
        table=_table(rows, f"Own evaluations{place}"),
        chart_source=SOURCE,
        table_source=SOURCE,
        frame=data.own[wanted],
        filename="own-evaluations",
    )


def paged(rows: Sequence[Record]) -> list[list[Record]]:
    """Up to `PAGE_ROWS` rows a page, in their order; a page has one unit, as its chart has one axis."""
    pages: list[list[Record]] = []
    for unit in dict.fromkeys(row["unit"] for row in rows):
        of_unit = [row for row in rows if row["unit"] == unit]
        pages += [of_unit[start : start + PAGE_ROWS] for start in range(0, len(of_unit), PAGE_ROWS)]
    return pages


def _title(rows: Sequence[Record]) -> str:
    def counted(number: int, what: str) -> str:
        return f"{theme.count(number)} {what}{'' if number == 1 else 's'}"

    benchmarks, models = ({row[name] for row in rows} for name in ("benchmark", "model"))
    return (
        f"{counted(len(rows), 'own evaluation')} of {counted(len(models), 'model')} in "
        f"{counted(len(benchmarks), 'benchmark')}"
    )


def _table(rows: Sequence[Record], caption: str) -> Component:
    columns = [
        Column("Benchmark", numeric=False),
        Column("Model", numeric=False),
        Column("Score"),
        Column("Unit", numeric=False),
        Column("Better", numeric=False),
        Column("Shots"),
        *[Column(name, numeric=False) for name in ("Metric", "Variant", "Evaluated on", "File", "Note")],
    ]

    def text(value: object) -> Cell:
        return Cell(stated(value), "text") if stated(value) else missing(NOT_STATED)

    body = [
        [
            Cell(row["benchmark"], "text"),
            Cell(row["model"], "text"),
            Cell(f"{row['score']:,.10g}", "own"),
            Cell(unit_sign(row["unit"]), "text"),
            Cell("higher" if row["higher_is_better"] else "lower", "text"),
            missing(NOT_STATED) if theme.is_missing(row["n_shot"]) else Cell(str(row["n_shot"])),
            text(row["metric"]),
            text(row["variant"]),
            text(None if theme.is_missing(row["evaluated_on"]) else str(row["evaluated_on"])[:10]),
            text(row["set_name"]),
            text(row["note"]),
        ]
        for row in rows
    ]
    return data_table(f"{ids.TABLE}-own", caption, columns, body)


DETAILS = """
### Where your evaluations appear

Here every row of your files is listed. A benchmark that a report has too (same name, same unit) also stands in the
tables and charts of that report, and its model can be compared head to head: as a star or a hatched bar, and with
"own" at its name. Rows of the variant `pt` go to the pre-trained tables, others to the instruction-tuned ones, and
rows without a variant to both. Arena, abilities and long context have no own values: votes, means of many benchmarks
and scores by length are not what a row of the file holds.
"""
