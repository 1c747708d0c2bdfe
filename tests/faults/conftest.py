"""An application that a test may break, and a document long enough to break it in the middle."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pymupdf
import pytest

from tests.conftest import Live, free_port

PAGES = 10


def part(live: Live, word: str) -> psutil.Process:
    """The launcher's child with this word in its command line."""
    assert live.process is not None
    children = psutil.Process(live.process.pid).children()
    return next(child for child in children if any(word in argument for argument in child.cmdline()))


def started(home: Path) -> Iterator[Live]:
    """An application that the test may end. One process reads pages, so that PAGES of them take a while."""
    application = Live(home, free_port(), {"DOCUMENT_PROCESSES": "1"})
    application.start()
    yield application
    if application.process is not None and application.process.poll() is None:
        application.stop()


@pytest.fixture(scope="session")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF whose pages say which they are."""
    path = tmp_path_factory.mktemp("documents") / "report.pdf"
    with pymupdf.open() as pdf:
        for number in range(1, PAGES + 1):
            page = pdf.new_page()
            page.insert_text((72, 72), f"This is page number {number} of the report", fontsize=14)
            for row in range(25):
                page.insert_text((72, 110 + 22 * row), f"Item {row}", fontsize=11)
                page.insert_text((300, 110 + 22 * row), f"{1000 * number + row:,}", fontsize=11)
        pdf.save(path)
    return path
