"""What the page shows of the visitor's documents and their jobs, from the records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import redis

from callbacks.context import owner, services
from data.records import Job, now
from inference.continuation import page_range, whole_tables
from inference.results import load_page, load_parts, load_result, pages_with_tables
from inference.scales import scaled_tables
from inference.schema import Continuation, PageResult
from inference.services import given_kind
from layouts.documents import Entry, JobView, Shown

SILENT = timedelta(seconds=15)
"""After this without a word from a worker the page says so and offers to try again."""
PARTS_SHOWN = 8
"""Pages up to which a table that runs over pages is shown whole; the downloads always hold all of it."""


def entries() -> list[Entry]:
    """The visitor's documents, newest first."""
    return [
        Entry(document.id, document.name, job.state if job else None)
        for document, job in services().records.documents(owner())
    ]


def job_of(document_id: str) -> Job | None:
    """The job of a document that was asked for last."""
    return services().records.newest_job(document_id, owner()) if document_id else None


def view_of(job: Job) -> JobView:
    """What the page shows of a job."""
    read, failed = services().records.page_numbers(job.id)
    return JobView(
        id=job.id,
        state=job.state,
        pages=job.page_count,
        read=tuple(read),
        failed=tuple(failed),
        kind=given_kind(job) or "",
        ahead=services().records.waiting_before(job) if job.state == "queued" else 0,
        message=job.message,
        silent=job.active and now() - job.touched > SILENT and (job.state == "running" or not _workers()),
        seconds=(job.touched - job.queued).total_seconds(),
    )


def _workers() -> bool:
    try:
        return bool(services().heartbeats.workers())
    except redis.exceptions.RedisError:
        return False


def shown(job: Job, number: int, view_name: str) -> Shown:
    """A page of a job, with what a view of it needs."""
    records = services().records
    page, problem = load_page(records, job.id, number)
    result = load_result(job)
    found = Shown(view_of(job), page, problem, result)
    if view_name != "tables":
        return found
    found = replace(found, with_tables=pages_with_tables(records, job.id))
    return _with_tables(found, job.id, page, result.continued if result else ()) if page else found


def _with_tables(found: Shown, job_id: str, page: PageResult, continued: Sequence[Continuation]) -> Shown:
    own = {table.id for table in page.tables}
    runs = [run for run in continued if any(part.table in own for part in run.parts)]
    short = [run for run in runs if len(run.parts) <= PARTS_SHOWN]
    others = [other for other in load_parts(services().records, job_id, short) if other.number != page.number]
    pages = sorted([page, *others], key=lambda each: each.number)
    return replace(
        found,
        tables=tuple(whole_tables(pages, short)),
        scales={whole.table.id: scale.words for whole, scale in scaled_tables(pages, short) if scale},
        longer={part.table: page_range(run) for run in runs if run not in short for part in run.parts},
    )
