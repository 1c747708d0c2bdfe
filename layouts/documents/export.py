"""What a result can be taken away as."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.documents.copying import BUTTON, copy_button, file_link


def export_view(job_id: str, finished: bool) -> Component:
    """Files of the whole result, of all tables, and the searchable PDF."""
    address = f"/api/jobs/{job_id}"
    whole = (
        _group(
            "Whole result",
            "Key information, checks, tables and text.",
            [
                file_link(f"{address}/result.xlsx", "Excel workbook"),
                file_link(f"{address}/result.json", "JSON"),
                file_link(f"{address}/result.md", "Markdown"),
                html.A("JSON Schema", href="/api/schemas/result.json", className=BUTTON),
            ],
        )
        if finished
        else html.P("The whole result can be exported once all pages are read.", className="text-body-secondary")
    )
    return html.Div(
        [
            whole,
            _group(
                "All tables",
                "CSV holds one line per cell: as printed, and as a number with sign, scale and currency.",
                [
                    file_link(f"{address}/tables.csv", "CSV, all cells", "Download all tables as CSV"),
                    file_link(f"{address}/tables.xlsx", "Excel, a sheet each", "Download all tables as Excel"),
                    copy_button(f"{address}/tables.md", "Copy Markdown of all tables"),
                ],
            ),
            _group(
                "Searchable PDF",
                "The pages as they are; scanned pages get their recognised words as an invisible text layer.",
                [
                    html.Button(
                        "Make and download", className=BUTTON, **attributes(data_make=f"{address}/searchable.pdf")
                    ),
                    html.Span(className="small made-note", role="status"),
                ],
            )
            if finished
            else None,
        ],
        className="exports",
    )


def _group(title: str, sentence: str, actions: Sequence[Component]) -> Component:
    return html.Section(
        [
            html.H3(title),
            html.P(sentence, className="small text-body-secondary mb-2"),
            html.Div(list(actions), className="samples"),
        ]
    )
