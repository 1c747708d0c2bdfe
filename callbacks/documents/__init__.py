"""Document Understanding: thin wrappers around the services and layouts.documents."""

from collections.abc import Mapping
from typing import Any

import dash
from dash.development.base_component import Component

from callbacks.context import services
from callbacks.documents import gemma, jobs, results
from callbacks.documents import state as documents_state
from data import samples
from data.media import EXTENSIONS
from layouts import documents as view
from layouts.documents import Shown


def register(app: dash.Dash) -> None:
    """Wires everything of the page."""
    jobs.register(app)
    results.register(app)
    gemma.register(app)


def page(state: Mapping[str, Any]) -> Component:
    """The page in a state."""
    settings = services().settings
    job = documents_state.job_of(state["doc"])
    return view.layout(
        state,
        documents=documents_state.entries(),
        samples=samples.LABELS,
        limits=(
            f"PDF, PNG, JPG, TIFF or WEBP, up to {settings.max_upload_mb} MB and {settings.max_pages} pages each; "
            "you can also paste a picture."
            + (f" Deleted after {settings.retention_days} days." if settings.retention_days else "")
        ),
        max_bytes=settings.max_upload_bytes,
        accept=",".join(EXTENSIONS),
        shown=documents_state.shown(job, state["page"], state["view"]) if job else Shown(),
    )
