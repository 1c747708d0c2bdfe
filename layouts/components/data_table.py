"""A reference table that people can read, hover, tab through and copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, escaped, show

Kind = Literal["printed", "derived", "digitised", "estimate", "own", "missing", "text", "pass", "attention", "fail"]

MISSING = "–"


@dataclass(frozen=True)
class Column:
    """A column: its header (units belong here), an explanation on hover, and whether it holds numbers."""

    label: str
    tooltip: str | None = None
    numeric: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell's text, where it comes from (`kind`), an explanation on hover, and a colour swatch before it.

    `best` marks the best value of a row; `shade` (0 to 1) tints the cell's background, for heat tables; `sort` is what
    a sortable table orders by where that is not the text; `href` makes the text a link.
    """

    text: str
    kind: Kind = "printed"
    tooltip: str | None = None
    swatch: str | None = None
    best: bool = False
    shade: float | None = None
    sort: float | None = None
    href: str | None = None


def missing(reason: str) -> Cell:
    """A value that does not exist, with the reason on hover and keyboard focus."""
    return Cell(MISSING, "missing", reason)


def data_table(
    table_id: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, sortable: bool = False
) -> Component:
    """The first cell of a row is its header. Cells with a tooltip can be reached with the keyboard.

    `table_id` names the scrolling container; the headers of a `sortable` table are buttons (assets/tables.js).
    """
    header = _sorter if sortable else _header
    head = [header(column) for column in columns]
    body = [
        element(
            "tr",
            [
                _cell("th", cell, column, scope="row") if position == 0 else _cell("td", cell, column)
                for position, (column, cell) in enumerate(zip(columns, row, strict=True))
            ],
        )
        for row in rows
    ]
    parts = [
        element("caption", element("span", caption)),
        element("thead", element("tr", head)),
        element("tbody", body),
    ]
    table = element("table", parts, class_="table table-sm table-hover data-table")
    # A region that scrolls must be reachable with the keyboard.
    return html.Div(
        show(table),
        id=table_id,
        className="table-scroll",
        tabIndex=0,
        role="region",
        **attributes(aria_label=caption),
    )


def _header(column: Column) -> Markup:
    return _cell("th", Cell(column.label, "text", column.tooltip), column, scope="col")


def _sorter(column: Column) -> Markup:
    button = element("button", column.label, type="button", class_="sorter", data_tip=column.tooltip)
    return element("th", button, scope="col", class_="number" if column.numeric else None)


def _cell(tag: str, cell: Cell, column: Column, scope: str | None = None) -> Markup:
    classes = [
        "number" if column.numeric else "",
        "" if cell.kind in ("printed", "text") else f"value-{cell.kind}",
        "explained" if cell.tooltip else "",
        "best" if cell.best else "",
        "shaded" if cell.shade is not None else "",
    ]
    content = [element("a", cell.text, href=cell.href, rel="noopener") if cell.href else escaped(cell.text)]
    if cell.swatch:
        content.insert(0, element("i", class_="swatch", style=f"background-color: {cell.swatch}", aria_hidden="true"))
    return element(
        tag,
        content,
        scope=scope,
        class_=" ".join(filter(None, classes)) or None,
        style=None if cell.shade is None else f"--shade: {cell.shade:.2f}",
        tabindex=0 if cell.tooltip else None,
        data_tip=cell.tooltip,
        data_sort=None if cell.sort is None else f"{cell.sort:.9g}",
    )
