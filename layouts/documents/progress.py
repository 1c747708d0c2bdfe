"""How far a job is, and what can be done about it."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.documents.shown import JobView


def hidden_buttons(job: JobView | None, chosen: bool) -> tuple[bool, bool, bool, bool]:
    """Whether Run, Cancel, Retry and Delete are hidden."""
    active = bool(job and job.active)
    again = bool(job and (job.state in ("failed", "cancelled") or (job.active and job.silent)))
    return not chosen or job is not None, not active, not again, not chosen


def progress(job: JobView | None) -> list[Component]:
    """How far a job is, in words and as a bar."""
    if job is None:
        return [html.P("Choose a document on the left to see what it says.", className="mb-0")]
    done, of = len(job.read) + len(job.failed), job.pages
    sentence = {
        "queued": f"Waiting for a worker to take the document.{_ahead(job.ahead)}",
        "running": _running(done, of),
        "done": "Key information for the kind that you chose. The pages were not read again."
        if job.kind
        else f"Read {len(job.read)} of {of} pages in {job.seconds:.1f} s.",
        "cancelled": f"Cancelled after {done} pages. What was read is shown; Retry reads the rest.",
        "failed": job.message or "The analysis failed.",
    }[job.state]
    if job.active and job.silent:
        sentence += (
            " No worker has said anything for a while. The document is safe: it is read once a worker is back, or press"
            " Retry."
        )
    if job.failed and job.state == "done":
        sentence += f" Not readable: page {', '.join(map(str, job.failed))}."
    failed = job.state == "failed"
    parts: list[Component] = [
        html.P(
            [html.Strong("Failed: ") if failed else "", sentence],
            className="mb-1 job-failed" if failed else "mb-1",
            **attributes(data_state=job.state),
        )
    ]
    if job.active:
        # without a value the bar says only that something is going on
        amount: dict[str, Any] = {"value": str(done), "max": str(of)} if of else {}
        parts.append(html.Progress(className="pages-read", **amount, **attributes(aria_label="Pages read")))
    return parts


def _ahead(jobs: int) -> str:
    return f" {jobs} {'document is' if jobs == 1 else 'documents are'} before it." if jobs else ""


def _running(done: int, of: int | None) -> str:
    if not of:
        return "Opening the document."
    if done == of:
        return f"All {of} pages are read; the key information is being found."
    return f"Reading: {done} of {of} pages are done."
