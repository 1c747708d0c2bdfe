"""Reads what the pipeline stored. Light: the web tier uses it too."""

from data.records import Job, Records
from inference.schema import DocumentResult, PageResult


def load_result(job: Job) -> DocumentResult | None:
    """The document's result, once the job is done."""
    return DocumentResult.model_validate_json(job.result) if job.result else None


def load_page(records: Records, job_id: str, number: int) -> tuple[PageResult | None, str | None]:
    """What was read on a page, or why it could not be read; (None, None) while nobody has."""
    page = records.page(job_id, number)
    if page is None:
        return None, None
    return (PageResult.model_validate_json(page.content) if page.content else None), page.problem


def load_pages(records: Records, job_id: str) -> list[PageResult]:
    """All pages of a job that could be read, in order."""
    return [PageResult.model_validate_json(page.content) for page in records.pages(job_id) if page.content]


def pages_with_tables(records: Records, job_id: str) -> tuple[int, ...]:
    """Numbers of the pages on which a table was found; told from the JSON as it is stored, without parsing it."""
    pages = records.pages(job_id)
    return tuple(page.number for page in pages if page.content and '"tables":[]' not in page.content)
