"""A reference table that people can read, hover, tab through and copy."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

Kind = Literal["printed", "derived", "estimate", "missing", "text", "pass", "attention", "fail"]

MISSING = "–"


@dataclass(frozen=True)
class Column:
    """A column: its header (units belong here), an explanation on hover, and whether it holds numbers."""

    label: str
    tooltip: str | None = None
    numeric: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell's text, where it comes from (`kind`), an explanation on hover, and a colour swatch before it."""

    text: str
    kind: Kind = "printed"
    tooltip: str | None = None
    swatch: str | None = None


def missing(reason: str) -> Cell:
    """A value that does not exist, with the reason on hover and keyboard focus."""
    return Cell(MISSING, "missing", reason)


def data_table(table_id: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Component:
    """The first cell of a row is its header. Cells with a tooltip can be reached with the keyboard.

    `table_id` names the scrolling container and is the prefix of the ids that tooltips point at.
    """
    tooltips: list[Component] = []

    def explained(content: Any, tooltip: str | None, place: str, class_name: str) -> Any:
        if tooltip is None:
            return html.Span(content, className=class_name) if class_name else content
        target = f"{table_id}-{place}"
        tooltips.append(dbc.Tooltip(tooltip, target=target))
        return html.Span(content, id=target, tabIndex=0, className=f"explained {class_name}".strip())

    head = html.Tr(
        [
            html.Th(
                explained(column.label, column.tooltip, f"head-{position}", ""),
                scope="col",
                className="number" if column.numeric else "",
            )
            for position, column in enumerate(columns)
        ]
    )
    body = []
    for number, row in enumerate(rows):
        cells: list[Component] = []
        for position, (column, cell) in enumerate(zip(columns, row, strict=True)):
            content: list[Any] = [swatch(cell.swatch), cell.text] if cell.swatch else [cell.text]
            kind = "" if cell.kind in ("printed", "text") else f"value-{cell.kind}"
            inner = explained(content, cell.tooltip, f"{number}-{position}", kind)
            class_name = "number" if column.numeric else ""
            if position == 0:
                cells.append(html.Th(inner, scope="row", className=class_name))
            else:
                cells.append(html.Td(inner, className=class_name))
        body.append(html.Tr(cells))
    table = dbc.Table(
        [html.Caption(html.Span(caption)), html.Thead(head), html.Tbody(body)],
        size="sm",
        hover=True,
        className="data-table",
    )
    # A region that scrolls must be reachable with the keyboard.
    scroller = html.Div(table, id=table_id, className="table-scroll", tabIndex=0, role="region", **aria(label=caption))
    # A key made of the content: tooltips look for their target once, so a new table brings new tooltips.
    key = f"{table_id}-{zlib.crc32(repr((caption, rows)).encode())}"
    return html.Div([scroller, *tooltips], key=key)


def aria(**values: str) -> dict[str, Any]:
    """`aria(label="x")` is `{"aria-label": "x"}`, for components that take such attributes by name only."""
    return {f"aria-{name}": value for name, value in values.items()}


def swatch(colour: str) -> Component:
    """A small square in a model's or part's colour."""
    return html.Span(className="swatch", style={"backgroundColor": colour}, **aria(hidden="true"))
