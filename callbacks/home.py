"""Home has nothing to wire; it is rendered from the visitor's documents and the state of the installation."""

from collections.abc import Mapping
from typing import Any

import dash
from dash.development.base_component import Component

from callbacks.context import owner, services
from inference.status import read_status
from layouts import home as layout
from layouts.documents import STATES
from layouts.home import InstalledPart, RecentDocument

NEWEST = 5


def register(app: dash.Dash) -> None:
    """Nothing to wire."""


def page(state: Mapping[str, Any]) -> Component:
    """The page with this visitor's newest documents and what is configured."""
    documents = [
        RecentDocument(document.name, f"/documents?doc={document.id}", STATES[job.state if job else None])
        for document, job in services().records.documents(owner(), NEWEST)
    ]
    installed = [InstalledPart(part.name, part.ok, part.detail) for part in read_status(services())]
    return layout.layout(state, documents, installed, href=dash.get_relative_path)
