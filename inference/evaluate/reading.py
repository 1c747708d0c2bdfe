"""Reads documents as the worker does: page by page in the sandbox, then their key information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inference.errors import DocumentError
from inference.evaluate.manifest import Document
from inference.evaluate.measure import Measured, measured
from inference.limits import Limits
from inference.pipeline import check_document, process_page
from inference.sandbox import Sandbox
from inference.schema import DocumentResult, PageResult


@dataclass(slots=True)
class Reading:
    """What became of a document."""

    pages: list[PageResult] = field(default_factory=list)
    result: DocumentResult | None = None
    code: str | None = None
    """Of the DocumentError with which it ended."""
    page_count: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


def read_all(documents: Sequence[Document], sandbox: Sandbox, limits: Limits) -> Iterator[tuple[Document, Reading]]:
    """Every document with its reading, in their order; the processes of the sandbox share the pages of all."""
    readings = []
    for document in documents:  # all before any page, behind which they would queue
        reading = Reading()
        try:
            info = sandbox.call(check_document, document.path, document.media_type, limits)
            reading.page_count = info.page_count
        except DocumentError as error:
            reading.code = error.code
        readings.append(reading)
    waiting = [
        (
            document,
            reading,
            [
                sandbox.submit(measured, process_page, document.path, document.media_type, number, limits)
                for number in range(1, reading.page_count + 1)
            ],
        )
        for document, reading in zip(documents, readings, strict=True)
    ]
    for document, reading, tasks in waiting:
        for task in tasks:
            try:
                page = task.result()
            except DocumentError as error:
                reading.code = error.code
                continue
            reading.pages.append(page.value)
            _add(reading, page)
        if reading.pages:
            summary = measured(_summarise, reading.pages)  # in the sandbox it would queue behind all pages
            reading.seconds += summary.seconds
            reading.cpu_seconds += summary.cpu_seconds
            reading.result = summary.value
        yield document, reading


def _add(reading: Reading, part: Measured[PageResult]) -> None:
    reading.seconds += part.seconds
    reading.cpu_seconds += part.cpu_seconds
    reading.peak_mb = max(reading.peak_mb, part.peak_mb or 0.0)


def _summarise(pages: list[PageResult]) -> DocumentResult:
    from inference.keyinfo import summarise  # here, because it loads the library for dates

    return summarise(pages)
