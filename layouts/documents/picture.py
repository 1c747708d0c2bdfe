"""The picture of a page; lines, cells and fields are boxes on it.

A box on the page carries `data-place`; whatever names that place in `data-for` lights it up on hover and focus, and a
click on something with `data-page` turns to that page (assets/documents.js). Words are many and have a box only while
they are asked for (assets/documents_boxes.js).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.components.parts import Option, checklist
from layouts.documents.ids import BOXES, ZOOMS, ids
from layouts.state import choose

if TYPE_CHECKING:
    from inference.schema import Box, DocumentResult, Field, Figure, Line, PageResult, Table, Word


STAGES = {
    "text": "Text in the file",
    "render": "Drawing the page",
    "ocr": "Text recognition",
    "tables": "Tables",
}
"""Names of the stages of reading a page."""


def no_result(sentence: str) -> Component:
    """Stands where a page or a result would."""
    return html.Div(sentence, className="empty-state")


def boxes_choice(chosen: Sequence[str]) -> Component:
    """What boxes are drawn on the page."""
    options = [Option(name, label, meaning) for name, (label, meaning) in BOXES.items()]
    return html.Div(checklist(ids.BOXES, "Boxes", options, choose(chosen, list(BOXES)).kept), className="boxes-choice")


def zoom_choice(chosen: str) -> list[Component]:
    """How large the page is drawn."""
    return [
        html.Label("Size of the page", htmlFor=ids.ZOOM, className="visually-hidden"),
        dbc.Select(
            id=ids.ZOOM,
            options=[{"value": factor, "label": label} for factor, label in ZOOMS.items()],
            value=chosen if chosen in ZOOMS else "1",
            size="sm",
            className="zoom",
        ),
    ]


def field_place(index: int) -> str:
    """Name of the place of the n-th field."""
    return f"field-{index}"


def figure_place(index: int) -> str:
    """Name of the place of the n-th key figure."""
    return f"figure-{index}"


def line_place(index: int) -> str:
    """Name of the place of the n-th line of the page."""
    return f"line-{index}"


def table_place(table: Table) -> str:
    """Name of the place of a table."""
    return f"table-{table.id}"


def cell_place(table: Table, row: int, column: int) -> str:
    """Name of the place of a cell."""
    return f"{table.id}-{row}-{column}"


def page_view(job_id: str, page: PageResult, result: DocumentResult | None) -> Component:
    """The picture of a page; lines, cells and fields are boxes on it with what was read on hover."""
    boxes = [_box(page, table.box, table_place(table), _table_tip(table), "box-table") for table in page.tables]
    boxes += [_box(page, line.box, line_place(i), _line_tip(line), "box-line") for i, line in enumerate(page.lines)]
    for table in page.tables:
        cells = [(cell, cell.box) for cell in table.cells if cell.box and cell.text]
        boxes += [
            _box(page, box, cell_place(table, cell.row, cell.column), cell.text, "box-cell") for cell, box in cells
        ]
    for i, field in enumerate(result.fields if result else ()):
        if field.page == page.number:
            boxes.append(_value_box(page, field.box, field_place(i), _field_tip(field)))
    for i, figure in enumerate(result.figures if result else ()):
        if figure.page == page.number:
            boxes.append(_value_box(page, figure.box, figure_place(i), _figure_tip(figure)))
    picture = html.Img(
        src=f"/api/jobs/{job_id}/pages/{page.number}",
        alt=f"Page {page.number}",
        width=round(page.width),
        height=round(page.height),
    )
    return html.Figure(
        [
            # assets/documents_search.js draws search hits and the place of an answer into `marks`
            html.Div(
                html.Div(
                    [
                        picture,
                        show(element("div", boxes)),
                        html.Div(className="words", **attributes(data_words=_words(page))),
                        html.Div(className="marks"),
                    ],
                    className="page-picture",
                    **attributes(data_number=str(page.number)),
                ),
                className="page-scroll",
            ),
            html.Figcaption(_page_caption(page), className="small text-body-secondary"),
        ],
        className="page-figure",
    )


def _value_box(page: PageResult, box: Box, place: str, tip: str) -> Markup:
    named = tip.replace("\n", ", ")
    return _box(page, box, place, tip, "box-field", tabindex=0, role="img", aria_label=named)


def _box(page: PageResult, box: Box, place: str, tip: str, kind: str, **more: Any) -> Markup:
    x0, y0, x1, y1 = box
    style = (
        f"left: {100 * x0 / page.width:.3f}%; top: {100 * y0 / page.height:.3f}%; "
        f"width: {100 * (x1 - x0) / page.width:.3f}%; height: {100 * (y1 - y0) / page.height:.3f}%"
    )
    return element("span", class_=f"box {kind}", style=style, data_place=place, data_tip=tip, **more)


def _words(page: PageResult) -> str:
    """All words as JSON: left, top, width and height in percent of the page, text, and what is known of its reading.

    A tenth of what their boxes take as HTML, and most visitors never draw them.
    """
    scale = (100 / page.width, 100 / page.height)

    def row(word: Word) -> list[Any]:
        x0, y0, x1, y1 = word.box
        place = (x0 * scale[0], y0 * scale[1], (x1 - x0) * scale[0], (y1 - y0) * scale[1])
        return [*(round(edge, 2) for edge in place), word.text, word.confidence]

    words = [row(word) for line in page.lines for word in line.words]
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _table_tip(table: Table) -> str:
    return f"Table, {table.n_rows} × {table.n_columns}"


def _line_tip(line: Line) -> str:
    if line.confidence is None:
        return f"{line.text}\nIn the file itself"
    return f"{line.text}\nOCR confidence {line.confidence:.0%}"


def _field_tip(field: Field) -> str:
    return f"{field.label}: {field.printed}\nConfidence {field.confidence:.0%}, by rule {field.rule}"


def _figure_tip(figure: Figure) -> str:
    period = f" ({figure.period_end})" if figure.period_end else ""
    return f"{figure.label}{period}: {figure.printed}\nConfidence {figure.confidence:.0%}, by rule {figure.rule}"


def _page_caption(page: PageResult) -> list[Any]:
    source = {
        "text_layer": "Read from the text in the file",
        "ocr": "Read by OCR from the picture",
        "empty": "Nothing is written on this page",
    }[page.source]
    words, tables = sum(len(line.words) for line in page.lines), len(page.tables)
    stages = [f"{label}: {page.ms[stage] / 1000:.1f} s" for stage, label in STAGES.items() if stage in page.ms]
    seconds = html.Span(
        f"{page.ms['total'] / 1000:.1f} s", className="explained", tabIndex=0, **attributes(data_tip="\n".join(stages))
    )
    notes = " ".join(page.notes)
    return [
        f"{source}: {words} words, {tables} {'table' if tables == 1 else 'tables'}, ",
        seconds,
        f". {notes}".rstrip(),
    ]
