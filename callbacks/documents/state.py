"""What the page shows of the visitor's documents and their jobs, from the records."""

from datetime import timedelta

import redis

from callbacks.context import owner, services
from data.records import Job, now
from inference.results import load_page, load_result, pages_with_tables
from inference.scales import stated_scale
from inference.services import given_kind
from layouts.documents import Entry, JobView, Shown

SILENT = timedelta(seconds=15)
"""After this without a word from a worker the page says so and offers to try again."""


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
    tables = page.tables if page and view_name == "tables" else ()
    scales = {table.id: scale.words for table in tables if page and (scale := stated_scale(page, table))}
    return Shown(
        view_of(job),
        page,
        problem,
        load_result(job),
        scales,
        pages_with_tables(records, job.id) if view_name == "tables" else (),
    )
