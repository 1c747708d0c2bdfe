"""The tables of a page, and what they can be taken away as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.documents.copying import copy_button, file_link
from layouts.documents.picture import cell_place, no_result, table_place

if TYPE_CHECKING:
    from inference.schema import Cell, PageResult, Table

SHORT_CELL = 36
"""Characters up to which a cell is kept on one line; the table scrolls sideways where it gets too wide."""


def tables_view(
    job_id: str, page: PageResult | None, scales: Mapping[str, str], with_tables: Sequence[int]
) -> Component:
    """The tables of the page. `scales` says by table in what its figures are, where the page says so; `with_tables`
    are the numbers of all pages that have tables."""
    if page is None or not page.tables:
        sentence = "No table was found on this page." if page else "This page has not been read."
        return html.Div([no_result(sentence), _elsewhere(with_tables)])
    tables = [
        part for table in page.tables for part in (_table(table), _downloads(job_id, table, scales.get(table.id)))
    ]
    return html.Div([*tables, _elsewhere([number for number in with_tables if number != page.number])])


def _elsewhere(pages: Sequence[int]) -> Component | None:
    if not pages:
        return None
    turners = [
        element("button", str(number), type="button", class_="btn btn-link btn-sm", data_page=number)
        for number in pages
    ]
    return html.Div(["Other pages with tables: ", show(element("span", turners))], className="elsewhere small")


def _downloads(job_id: str, table: Table, scale: str | None) -> Component:
    address = f"/api/jobs/{job_id}/tables/{table.id}"
    note = f"Figures in {scale}, as the page says." if scale else ""
    return html.Div(
        [
            html.Span(note, className="small text-body-secondary"),
            html.Div(
                [
                    file_link(f"{address}.csv", "CSV as printed", "Download this table as CSV, cells as printed"),
                    file_link(
                        f"{address}.csv?numbers=1",
                        "CSV numbers",
                        "Download this table as CSV, numbers as plain decimals with their sign",
                    ),
                    file_link(f"{address}.xlsx", "Excel", "Download this table as an Excel workbook"),
                    copy_button(f"{address}.md", "Copy Markdown", "Copy this table as Markdown"),
                ],
                className="samples",
            ),
        ],
        className="table-downloads",
    )


def _table(table: Table) -> Component:
    title = table.title or f"Table on page {table.page}: {table.n_rows} rows, {table.n_columns} columns"
    heads = {cell.row for cell in table.cells if cell.header}
    parts = [element("caption", title)]
    if heads:
        parts.append(element("thead", [_table_row(table, row, "col") for row in sorted(heads)]))
    rows = [_table_row(table, row, None) for row in range(table.n_rows) if row not in heads]
    parts.append(element("tbody", rows))
    shown = element("table", parts, class_="table table-sm table-hover read-table", data_for=table_place(table))
    return html.Div(show(shown), className="table-responsive", **attributes(data_walk="th, td"))


def _table_row(table: Table, row: int, scope: str | None) -> Markup:
    cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.column)
    return element("tr", [_table_cell(table, cell, scope) for cell in cells])


def _table_cell(table: Table, cell: Cell, scope: str | None) -> Markup:
    tip = None
    if cell.value is not None:
        unit = " %" if cell.percent else f" {cell.currency}" if cell.currency else ""
        tip = f"Value {cell.value}{unit}"
    return element(
        "th" if scope else "td",
        cell.text,
        scope=scope,
        rowspan=cell.row_span,
        colspan=cell.column_span,
        class_=_cell_class(cell, scope),
        data_for=cell_place(table, cell),
        data_tip=tip,
        tabindex=-1 if cell.row or cell.column else 0,
    )


def _cell_class(cell: Cell, scope: str | None) -> str | None:
    if cell.value is not None and not scope:
        return "number"
    return "short" if len(cell.text) <= SHORT_CELL else None
