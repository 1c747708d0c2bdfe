"""The tables of a page, and what they can be taken away as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.documents.copying import copy_button, file_link
from layouts.documents.picture import cell_place, no_result, table_place

if TYPE_CHECKING:
    from inference.continuation import Whole
    from inference.schema import Cell, Table
    from layouts.documents.shown import Shown

SHORT_CELL = 36
"""Characters up to which a cell is kept on one line; the table scrolls sideways where it gets too wide."""


def tables_view(job_id: str, shown: Shown) -> Component:
    """The tables of the page; one that runs over pages is shown whole, each row with the place on its own page."""
    page = shown.page
    if page is None or not page.tables:
        sentence = "No table was found on this page." if page else "This page has not been read."
        return html.Div([no_result(sentence), _elsewhere(shown.with_tables)])
    tables = [
        part
        for whole in shown.tables
        for part in (
            _table(whole, page.number),
            _downloads(job_id, whole, shown.scales.get(whole.table.id), shown.longer.get(whole.table.id)),
        )
    ]
    return html.Div([*tables, _elsewhere([number for number in shown.with_tables if number != page.number])])


def _elsewhere(pages: Sequence[int]) -> Component | None:
    if not pages:
        return None
    turners = [
        element("button", str(number), type="button", class_="btn btn-link btn-sm", data_page=number)
        for number in pages
    ]
    return html.Div(["Other pages with tables: ", show(element("span", turners))], className="elsewhere small")


def _downloads(job_id: str, whole: Whole, scale: str | None, longer: str | None) -> Component:
    address = f"/api/jobs/{job_id}/tables/{whole.table.id}"
    notes = [f"Figures in {scale}, as the page says."] if scale else []
    if longer:
        notes.append(f"This is a part of the table on pages {longer}; the downloads hold all of it.")
    return html.Div(
        [
            html.Span(" ".join(notes), className="small text-body-secondary"),
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


def _table(whole: Whole, number: int) -> Component:
    table = whole.table
    title = table.title or f"Table: {table.n_rows} rows, {table.n_columns} columns"
    heads = {cell.row for cell in table.cells if cell.header}
    caption = f"{title} (pages {whole.pages})" if len(whole.parts) > 1 else title
    parts = [element("caption", element("span", caption))]
    if heads:
        parts.append(element("thead", [_table_row(whole, row, "col") for row in sorted(heads)]))
    for part in whole.parts:
        rows = [row for row, origin in enumerate(whole.rows) if origin.table.id == part.id and row not in heads]
        first = [_page_row(part, table.n_columns)] if len(whole.parts) > 1 else []
        parts.append(element("tbody", first + [_table_row(whole, row, None) for row in rows]))
    here = next(part for part in whole.parts if part.page == number)
    shown = element("table", parts, class_="table table-sm table-hover read-table", data_for=table_place(here))
    return html.Div(show(shown), className="table-responsive", **attributes(data_walk="th, td"))


def _page_row(part: Table, columns: int) -> Markup:
    """Says on which page the rows below stand, and leads there."""
    turner = element(
        "button",
        f"Page {part.page}",
        type="button",
        class_="btn btn-link btn-sm",
        data_page=part.page,
        data_for=table_place(part),
    )
    head = element("th", [turner], colspan=columns, scope="rowgroup")
    return element("tr", [head], class_="part-row")


def _table_row(whole: Whole, row: int, scope: str | None) -> Markup:
    cells = sorted((cell for cell in whole.table.cells if cell.row == row), key=lambda cell: cell.column)
    return element("tr", [_table_cell(whole, cell, scope) for cell in cells])


def _table_cell(whole: Whole, cell: Cell, scope: str | None) -> Markup:
    origin, tip = whole.rows[cell.row], None
    if cell.value is not None:
        unit = " %" if cell.percent else f" {cell.currency}" if cell.currency else ""
        tip = f"Value {cell.value}{unit}"
    return element(
        "th" if scope else "td",
        cell.text,
        scope=scope,
        rowspan=cell.row_span,
        colspan=cell.column_span,
        class_=_cell_class(whole, cell, scope),
        data_for=cell_place(origin.table, origin.row, cell.column),
        data_page=origin.table.page,
        data_tip=tip,
        tabindex=-1 if cell.row or cell.column else 0,
    )


def _cell_class(whole: Whole, cell: Cell, scope: str | None) -> str | None:
    if scope and any(other.column == cell.column and other.value is not None for other in whole.table.cells):
        return "over-numbers"
    if cell.value is not None and not scope:
        return "number"
    return "short" if len(cell.text) <= SHORT_CELL else None
