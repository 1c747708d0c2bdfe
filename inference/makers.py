"""Makes files on request, as the worker carries it out (inference.making asks for them)."""

import logging
from collections.abc import Callable
from pathlib import Path

from data.records import Document, Job
from inference.errors import DocumentError
from inference.limits import Limits
from inference.making import Making
from inference.pipeline import draw_page, load_drawing, make_searchable
from inference.results import load_pages
from inference.sandbox import Sandbox
from inference.services import Services

log = logging.getLogger(__name__)

INTERNAL = "It stopped on an error of ours, which is in the worker's log. Try again, or report it."


class Makers:
    """Draws pages in a sandbox of their own; writes searchable PDFs in the one that reads documents."""

    def __init__(self, services: Services, reading: Sandbox, drawing: Sandbox, limits: Limits) -> None:
        self._services, self._reading, self._drawing, self._limits = services, reading, drawing, limits

    def warm(self) -> None:
        """Loads in the background what drawing needs, so that the first page is as fast as any."""
        self._drawing.submit(load_drawing)

    def draw(self, job_id: str, number: int) -> None:
        """The picture of a page, counted from 1."""

        def make(path: Path, document: Document, job: Job) -> bytes:
            seconds = self._limits.page_seconds
            return self._drawing.call(draw_page, path, document.media_type, number, self._limits, timeout=seconds)

        self._make(self._services.files.page_key(job_id, number), job_id, make)

    def searchable(self, job_id: str) -> None:
        """The document as a PDF whose scanned pages can be searched."""
        key = self._services.files.searchable_key(job_id)

        def make(path: Path, document: Document, job: Job) -> bytes:
            pages = load_pages(self._services.records, job.id)
            seconds = self._limits.page_seconds * max(len(pages), 1)
            self._making.going_on(key, seconds)
            return self._reading.call(make_searchable, path, document.media_type, pages, self._limits, timeout=seconds)

        self._make(key, job_id, make)

    @property
    def _making(self) -> Making:
        return self._services.making

    def _make(self, key: str, job_id: str, make: Callable[[Path, Document, Job], bytes]) -> None:
        records, files = self._services.records, self._services.files
        job = records.job(job_id)
        document = records.document(job.document_id) if job else None
        if job is None or document is None:
            log.info("%s: nothing to make, the job is gone", key)
            return
        if files.exists(key):  # it was asked for again while no worker was there
            return
        try:
            with files.local(files.upload_key(document.sha256)) as path:
                content = make(path, document, job)
        except DocumentError as error:
            log.warning("%s: not made: %s", key, error.code)
            self._making.failed(key, error.message)
        except Exception:
            log.exception("%s: not made", key)
            self._making.failed(key, INTERNAL)
        else:
            self._making.done(key, content)
            if records.job(job_id) is None:  # its document was deleted meanwhile
                files.remove_made(job_id)
