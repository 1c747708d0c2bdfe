"""What was read from a document: the page with its places, key information, tables and text.

A box on the page carries `data-place`; whatever names that place in `data-for` lights it up on hover and focus, and a
click on something with `data-page` turns to that page (assets/documents.js).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show

if TYPE_CHECKING:
    from inference.schema import Box, Cell, Check, DocumentResult, Field, Line, PageResult, Table

KINDS = {
    "invoice": "Invoice",
    "receipt": "Receipt",
    "report": "Financial report",
    "bank_statement": "Bank statement",
    "other": "Other document",
}


SHORT_CELL = 36
"""Characters up to which a cell is kept on one line; the table scrolls sideways where it gets too wide."""


def no_result(sentence: str) -> Component:
    """Stands where a page or a result would."""
    return html.Div(sentence, className="empty-state")


def field_place(index: int) -> str:
    """Name of the place of the n-th field."""
    return f"field-{index}"


def line_place(index: int) -> str:
    """Name of the place of the n-th line of the page."""
    return f"line-{index}"


def table_place(table: Table) -> str:
    """Name of the place of a table."""
    return f"table-{table.id}"


def cell_place(table: Table, cell: Cell) -> str:
    """Name of the place of a cell."""
    return f"{table.id}-{cell.row}-{cell.column}"


def page_view(job_id: str, page: PageResult, result: DocumentResult | None) -> Component:
    """The picture of a page; lines, cells and fields are boxes on it with what was read on hover."""
    boxes = [_box(page, table.box, table_place(table), _table_tip(table), "box-table") for table in page.tables]
    boxes += [_box(page, line.box, line_place(i), _line_tip(line), "box-line") for i, line in enumerate(page.lines)]
    for table in page.tables:
        cells = [(cell, cell.box) for cell in table.cells if cell.box and cell.text]
        boxes += [_box(page, box, cell_place(table, cell), cell.text, "box-cell") for cell, box in cells]
    for i, field in enumerate(result.fields if result else ()):
        if field.page == page.number:
            tip = _field_tip(field)
            named = tip.replace("\n", ", ")
            boxes.append(
                _box(page, field.box, field_place(i), tip, "box-field", tabindex=0, role="img", aria_label=named)
            )
    picture = html.Img(
        src=f"/api/jobs/{job_id}/pages/{page.number}",
        alt=f"Page {page.number}",
        width=round(page.width),
        height=round(page.height),
    )
    return html.Figure(
        [
            html.Div([picture, show(element("div", boxes))], className="page-picture"),
            html.Figcaption(_page_caption(page), className="small text-body-secondary"),
        ],
        className="page-figure",
    )


def _box(page: PageResult, box: Box, place: str, tip: str, kind: str, **more: Any) -> Markup:
    x0, y0, x1, y1 = box
    style = (
        f"left: {100 * x0 / page.width:.3f}%; top: {100 * y0 / page.height:.3f}%; "
        f"width: {100 * (x1 - x0) / page.width:.3f}%; height: {100 * (y1 - y0) / page.height:.3f}%"
    )
    return element("span", class_=f"box {kind}", style=style, data_place=place, data_tip=tip, **more)


def _table_tip(table: Table) -> str:
    return f"Table, {table.n_rows} × {table.n_columns}"


def _line_tip(line: Line) -> str:
    return line.text if line.confidence is None else f"{line.text}\nOCR confidence {line.confidence:.0%}"


def _field_tip(field: Field) -> str:
    return f"{field.label}: {field.printed}\nConfidence {field.confidence:.0%}, by rule {field.rule}"


def _page_caption(page: PageResult) -> str:
    source = {
        "text_layer": "Read from the text in the file",
        "ocr": "Read by OCR from the picture",
        "empty": "Nothing is written on this page",
    }[page.source]
    words, tables = sum(len(line.words) for line in page.lines), len(page.tables)
    seconds = page.ms["total"] / 1000
    notes = " ".join(page.notes)
    return f"{source}: {words} words, {tables} {'table' if tables == 1 else 'tables'}, {seconds:.1f} s. {notes}".strip()


def result_view(
    view: str, job_id: str, active: bool, page: PageResult | None, result: DocumentResult | None
) -> Component:
    """The chosen view: "fields" of the document, "tables" or "text" of the page."""
    if view == "tables":
        return _tables(page)
    if view == "text":
        return _text(page)
    if result is None:
        return no_result(
            "Key information appears once all pages are read." if active else "There is no key information."
        )
    return _fields(job_id, result)


def _fields(job_id: str, result: DocumentResult) -> Component:
    return html.Div(
        [
            html.P([html.Strong(KINDS[result.kind]), f": {result.kind_reason}"], className="kind"),
            _field_table(result.fields)
            if result.fields
            else no_result("No key information was found. The text and the tables of each page are under their tabs."),
            html.H3("Checks") if result.checks else None,
            html.Ul([_check(check) for check in result.checks], className="checks") if result.checks else None,
            html.H3("Export"),
            html.Div(
                [
                    html.A(
                        label,
                        href=f"/api/jobs/{job_id}/result.{form}",
                        download="",
                        className="btn btn-outline-secondary btn-sm",
                    )
                    for form, label in (("xlsx", "Excel workbook"), ("json", "JSON"))
                ],
                className="samples",
            ),
        ]
    )


def _field_table(fields: Sequence[Field]) -> Component:
    head = [element("th", name, scope="col") for name in ("Field", "Value", "Confidence", "Page")]
    table = element(
        "table",
        [
            element("caption", "Key information, each value with its place. Hover a row to see it on the page."),
            element("thead", element("tr", head)),
            element("tbody", [_field_row(i, field) for i, field in enumerate(fields)]),
        ],
        class_="table table-sm table-hover field-table",
    )
    return html.Div(show(table), className="table-responsive", tabIndex=0)


def _field_row(index: int, field: Field) -> Markup:
    place, page = field_place(index), str(field.page)
    normalised = f"{field.value} {field.currency}" if field.currency else field.value
    value = [element("span", field.printed, class_="printed")]
    if normalised != field.printed:
        value.append(element("span", normalised, class_="normalised", title="Normalised value"))
    confidence = element("span", f"{field.confidence:.0%}", tabindex=0, data_tip=f"Found by the rule {field.rule}")
    button = element(
        "button",
        page,
        type="button",
        class_="btn btn-link btn-sm p-0",
        title=f"Show on page {page}",
        data_page=page,
        data_for=place,
    )
    cells = [
        element("th", field.label, scope="row"),
        element("td", value),
        element("td", confidence, class_="number"),
        element("td", button, class_="number"),
    ]
    return element("tr", cells, data_for=place, data_field=field.name)


def _check(check: Check) -> Component:
    sign, word, colour = {
        True: ("✓", "Passed", "check-passed"),
        False: ("✗", "Failed", "check-failed"),
        None: ("–", "Not applicable", "text-body-secondary"),
    }[check.passed]
    verdict = html.Span(f"{sign} {word}", className=colour)
    return html.Li([verdict, f" {check.label}: {check.message}"], **attributes(data_check=check.name))


def _text(page: PageResult | None) -> Component:
    if page is None or not page.lines:
        return no_result("No text on this page." if page else "This page has not been read.")
    lines = enumerate(page.lines)
    return html.Div(
        [
            html.Div(
                [
                    html.Span(
                        "In reading order. Hover a line to see it on the page.", className="small text-body-secondary"
                    ),
                    dcc.Clipboard(
                        content="\n".join(line.text for line in page.lines), title="Copy the text", className="copy"
                    ),
                ],
                className="text-head",
            ),
            html.Div(
                show(element("div", [element("p", line.text, data_for=line_place(i)) for i, line in lines])),
                className="page-text",
                tabIndex=0,
                role="region",
                **attributes(aria_label=f"Text of page {page.number}"),
            ),
        ]
    )


def _tables(page: PageResult | None) -> Component:
    if page is None or not page.tables:
        return no_result("No table was found on this page." if page else "This page has not been read.")
    return html.Div([_table(table) for table in page.tables])


def _table(table: Table) -> Component:
    title = table.title or f"Table on page {table.page}: {table.n_rows} rows, {table.n_columns} columns"
    heads = {cell.row for cell in table.cells if cell.header}
    parts = [element("caption", title)]
    if heads:
        parts.append(element("thead", [_table_row(table, row, "col") for row in sorted(heads)]))
    rows = [_table_row(table, row, None) for row in range(table.n_rows) if row not in heads]
    parts.append(element("tbody", rows))
    shown = element("table", parts, class_="table table-sm table-hover read-table", data_for=table_place(table))
    return html.Div(show(shown), className="table-responsive", tabIndex=0)


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
    )


def _cell_class(cell: Cell, scope: str | None) -> str | None:
    if cell.value is not None and not scope:
        return "number"
    return "short" if len(cell.text) <= SHORT_CELL else None
