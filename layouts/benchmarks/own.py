"""A visitor's own evaluations: what a file must hold, its upload, what was wrong with it, the files kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data import evaluations
from data.evaluations import EvaluationSet
from layouts import theme
from layouts.components.attributes import attributes
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.ids import id_factory

_id = id_factory("benchmarks-own")

TEMPLATE_URL = "/api/evaluations/template.csv"


class ids:
    DROP = _id("drop")
    UPLOADS = _id("uploads")
    UPLOADED = _id("uploaded")
    REFUSED = _id("refused")
    PROBLEMS = _id("problems")
    MESSAGE = _id("message")
    SETS = _id("sets")
    DELETE = _id("delete")
    CHANGED = _id("changed")
    COLUMNS = _id("columns")


def view(sets: Sequence[EvaluationSet]) -> Component:
    """The section with the visitor's sets. The store `ids.CHANGED` gets a new value whenever they have changed."""
    return html.Section(
        [
            html.H2("Your own evaluations"),
            html.P(
                [
                    "Upload a CSV file of your own measurements to see them beside the published results, marked as "
                    "own. They are kept on this installation and visible to this browser alone. ",
                    html.A("Download a template", href=TEMPLATE_URL, **attributes(download="")),
                    " and replace its two example rows.",
                ],
                className="own-introduction",
            ),
            html.Details([html.Summary("Columns of the file"), _columns()]),
            # assets/upload.js puts the file input into it, sends the raw file and fills the two stores
            html.Div(
                [
                    html.Strong("Drop, paste or choose CSV files"),
                    html.Span(
                        f"UTF-8, up to {evaluations.MAX_BYTES / 1e6:.0f} MB and {evaluations.MAX_ROWS:,} rows each, "
                        f"{evaluations.MAX_OWN_ROWS:,} rows in all; a file of the same name replaces the earlier one.",
                        className="small text-body-secondary",
                    ),
                ],
                id=ids.DROP,
                className="drop-zone",
                **attributes(
                    data_url="/api/evaluations",
                    data_accept=".csv,text/csv",
                    data_label="Choose CSV files of own evaluations",
                    data_max_bytes=str(evaluations.MAX_BYTES),
                    data_advice="Split it into several files.",
                    data_uploaded=ids.UPLOADED,
                    data_refused=ids.REFUSED,
                    data_list=ids.UPLOADS,
                ),
            ),
            html.Div(id=ids.UPLOADS, className="uploads", role="status", **attributes(aria_live="polite")),
            html.Div(id=ids.PROBLEMS, className="own-problems"),
            html.P(id=ids.MESSAGE, className="own-message", role="status"),
            html.Div(set_list(sets), id=ids.SETS),
            dcc.Store(id=ids.UPLOADED),
            dcc.Store(id=ids.REFUSED),
            dcc.Store(id=ids.CHANGED, data=0),
        ],
        className="own-evaluations",
    )


def set_list(sets: Sequence[EvaluationSet]) -> Component:
    """The files that are kept, each with its size, date and a button that deletes it after a question."""
    if not sets:
        return html.P("You have not uploaded any evaluations yet.", className="small text-body-secondary")
    return html.Ul([_entry(kept) for kept in sets], className="own-sets")


def _entry(kept: EvaluationSet) -> Component:
    button = html.Button(
        "Delete", className="btn btn-outline-secondary btn-sm", **attributes(aria_label=f"Delete {kept.name}")
    )
    return html.Li(
        [
            html.Span(kept.name, className="own-name"),
            html.Span(
                f"{rows(kept)}, stored {kept.created:%d %b %Y, %H:%M} UTC", className="small text-body-secondary"
            ),
            dcc.ConfirmDialogProvider(
                button,
                id={"type": ids.DELETE, "set": kept.id},
                message=f"Delete {kept.name} with its {rows(kept)}? This cannot be undone.",
            ),
        ]
    )


def rows(kept: EvaluationSet) -> str:
    """ "1 row", "10,000 rows"."""
    return "1 row" if kept.rows == 1 else f"{theme.count(kept.rows)} rows"


def problem_tables(refused: Sequence[Mapping[str, Any]]) -> list[Component]:
    """A table of problems for each refused file: `name`, `problems` (row, column, message), `total`."""
    return [_problem_table(position, answer) for position, answer in enumerate(refused)]


def _problem_table(position: int, answer: Mapping[str, Any]) -> Component:
    shown, total = len(answer["problems"]), answer["total"]
    caption = f"What is wrong in {answer['name']}"
    if total > shown:
        caption += f": the first {shown} of {theme.count(total)} errors"
    table_rows = [
        [
            Cell(theme.count(problem["row"]), "text"),
            Cell(problem["column"], "text") if problem["column"] else missing("It concerns the whole row."),
            Cell(problem["message"], "text"),
        ]
        for problem in answer["problems"]
    ]
    columns = [
        Column("Row", "As a spreadsheet shows it: row 1 holds the names of the columns."),
        Column("Column", numeric=False),
        Column("What is wrong", numeric=False),
    ]
    return data_table(f"{ids.PROBLEMS}-{position}", caption, columns, table_rows)


def _columns() -> Component:
    table_rows = [
        [
            Cell(column.name, "text"),
            Cell(_needed(column), "text"),
            Cell(column.meaning, "text"),
        ]
        for column in evaluations.COLUMNS
    ]
    head = [
        Column("Column", numeric=False),
        Column("Needed", "An optional column may be left out, or its cells left empty.", numeric=False),
        Column("Meaning", numeric=False),
    ]
    return data_table(ids.COLUMNS, "Columns, separated by commas or semicolons, in any order", head, table_rows)


def _needed(column: evaluations.Column) -> str:
    if column.required:
        return "required"
    # as a cell of the file would say it
    return "optional" if column.default is None else f"optional; {str(column.default).lower()} where empty"
