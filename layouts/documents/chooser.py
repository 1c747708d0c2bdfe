"""Where documents are added and chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.documents.ids import ids
from layouts.documents.shown import STATES, Entry


def chooser(
    state: Mapping[str, Any],
    documents: Sequence[Entry],
    samples: Mapping[str, str],
    limits: str,
    max_bytes: int,
    accept: str,
) -> list[Component]:
    known = any(entry.id == state["doc"] for entry in documents)
    add = [
        html.H2("Add a document", className="first"),
        # assets/upload.js puts the file input into it and sends the raw file; base64 through a callback costs
        # five times the time
        html.Div(
            [
                html.Strong("Drop, paste or choose files"),
                html.Span(limits, className="small text-body-secondary"),
            ],
            id=ids.DROP,
            className="drop-zone",
            **attributes(
                data_accept=accept,
                data_max_bytes=str(max_bytes),
                data_uploaded=ids.UPLOADED,
                data_list=ids.UPLOADS,
            ),
        ),
        # shown where fingers point (assets/upload.css), and made a file input by assets/upload.js
        html.Label(
            "Take a photo", className="btn btn-outline-secondary btn-sm camera", **attributes(data_camera_for=ids.DROP)
        ),
        html.Div(id=ids.UPLOADS, className="uploads", role="status", **attributes(aria_live="polite")),
        html.P("Or try one of these, made up for a first look:", className="small text-body-secondary mt-2 mb-1"),
        html.Div(
            [
                html.Button(
                    label,
                    id={"type": ids.SAMPLE, "name": name},
                    className="btn btn-outline-secondary btn-sm",
                    n_clicks=0,
                )
                for name, label in samples.items()
            ],
            className="samples",
        ),
    ]
    own = [
        html.H2("Your documents", className="first"),
        html.P(
            "None yet. What you add is kept on this installation and visible to this browser alone.",
            id=ids.NO_DOCUMENTS,
            className="small text-body-secondary",
            hidden=bool(documents),
        ),
        html.Fieldset(
            [
                html.Legend("Your documents", className="visually-hidden"),
                dbc.RadioItems(
                    id=ids.DOCUMENT,
                    options=document_options(documents),
                    value=state["doc"] if known else None,
                    className="document-list",
                ),
            ]
        ),
    ]
    return [html.Section(add), html.Section(own)]


def document_options(documents: Sequence[Entry]) -> list[dict[str, Any]]:
    """Options of the list, with the state of each document in words."""
    return [
        {
            "label": [
                html.Span(entry.name, className="document-name", title=entry.name),
                html.Span(STATES[entry.state], className="small text-body-secondary"),
            ],
            "value": entry.id,
        }
        for entry in documents
    ]
