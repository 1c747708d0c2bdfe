"""Looking for words in the whole document."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.documents.ids import ids


def search_bar(query: str) -> Component:
    """The search box with count and buttons; assets/documents_search.js draws and walks through the hits."""
    step = "btn btn-outline-secondary btn-sm"
    return html.Div(
        [
            html.Label("Find in the document", htmlFor=ids.SEARCH, className="visually-hidden"),
            dbc.Input(
                id=ids.SEARCH,
                type="search",
                value=query,
                placeholder="Find in the document",
                debounce=250,
                maxlength=100,
                size="sm",
                class_name="search-input",
            ),
            html.Button("‹", id=ids.PREVIOUS_HIT, className=step, **attributes(aria_label="Previous hit")),
            html.Button("›", id=ids.NEXT_HIT, className=step, **attributes(aria_label="Next hit")),
            html.Span(id=ids.HIT_COUNT, className="small hit-count", role="status", **attributes(aria_live="polite")),
            dcc.Store(id=ids.HITS),
            dcc.Store(id=ids.HITS_DRAWN),
        ],
        className="search-bar",
        role="search",
    )
