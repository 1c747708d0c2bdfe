"""Reads what the pipeline stored. Light: the web tier uses it too."""

from collections.abc import Sequence

from data.records import Job, Records
from inference.continuation import page_of
from inference.schema import Continuation, DocumentResult, PageResult


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


def load_continued(job: Job) -> tuple[Continuation, ...]:
    """Tables of several pages that are one; none before the job is done."""
    result = load_result(job)
    return result.continued if result else ()


def load_parts(records: Records, job_id: str, runs: Sequence[Continuation]) -> list[PageResult]:
    """The pages over which these tables run, in order, with nothing but the parts of them in their tables."""
    ids = {part.table for run in runs for part in run.parts}
    numbers = sorted({page_of(id) for id in ids})
    pages = [page for number in numbers if (page := load_page(records, job_id, number)[0])]
    return [
        page.model_copy(update={"tables": tuple(table for table in page.tables if table.id in ids)}) for page in pages
    ]


def pages_with_tables(records: Records, job_id: str) -> tuple[int, ...]:
    """Numbers of the pages on which a table was found; told from the JSON as it is stored, without parsing it."""
    pages = records.pages(job_id)
    return tuple(page.number for page in pages if page.content and '"tables":[]' not in page.content)
