"""The text of a page in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.documents.copying import copy_button
from layouts.documents.picture import line_place, no_result

if TYPE_CHECKING:
    from inference.schema import Line, PageResult


def text_view(job_id: str, page: PageResult | None) -> Component:
    """Lines of the page; each lights up its place."""
    if page is None or not page.lines:
        return no_result("No text on this page." if page else "This page has not been read.")
    address = f"/api/jobs/{job_id}/text"
    lines = [
        element("span", line.text, class_="text-line", data_for=line_place(i), tabindex=-1 if i else 0)
        for i, line in enumerate(page.lines)
    ]
    rows = [element("p", Markup(" ".join(lines[i] for i in row))) for row in _rows(page.lines)]
    return html.Div(
        [
            html.Div(
                [
                    html.Span(
                        "In reading order. Hover a line, or walk through the lines with the arrow keys, to see it on "
                        "the page.",
                        className="small text-body-secondary",
                    ),
                    html.Div(
                        [
                            copy_button(f"{address}?page={page.number}", "Copy this page"),
                            copy_button(address, "Copy all pages"),
                        ],
                        className="samples",
                    ),
                ],
                className="text-head",
            ),
            html.Div(
                show(element("div", rows)),
                className="page-text",
                role="region",
                **attributes(aria_label=f"Text of page {page.number}", data_walk=".text-line"),
            ),
        ]
    )


def _rows(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Numbers of the lines that follow one another to the right on one height, as the cells of a table do."""
    row: list[int] = []
    for i, line in enumerate(lines):
        if row:
            last, middle = lines[row[-1]].box, (line.box[1] + line.box[3]) / 2
            if not (last[1] < middle < last[3] and line.box[0] >= last[2]):
                yield row
                row = []
        row.append(i)
    if row:
        yield row
