"""What is done with documents in the child processes of the sandbox.

The libraries are imported in the functions, because the parent process, which only hands them over, does without.
"""

from pathlib import Path

from inference.limits import Limits
from inference.schema import DocumentInfo, DocumentResult, Kind, PageResult


def warm_up() -> None:
    """Reads the layout of a tiny page once, which loads the layout model."""
    import pymupdf

    from inference.tables import read_layout

    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Total 1.00")
        read_layout(document, 1)


def check_document(path: Path, media_type: str, limits: Limits) -> DocumentInfo:
    """Checks that a document can be read and counts its pages. Raises DocumentError."""
    from inference.opening import open_document

    return open_document(path, media_type, limits)


def process_page(path: Path, media_type: str, number: int, limits: Limits) -> PageResult:
    """What stands on a page (counted from 1). Raises DocumentError."""
    from inference.reading import read_page

    return read_page(path, media_type, number, limits)


def summarise_pages(contents: list[str], kind: Kind | None) -> DocumentResult:
    """Key information, checks and continued tables of pages as they are stored: JSON, a fraction of the parsed size.

    `kind` is what a person said the document is.
    """
    from inference.continuation import continued_tables
    from inference.keyinfo import summarise

    pages = [PageResult.model_validate_json(content) for content in contents]
    return summarise(pages, kind).model_copy(update={"continued": continued_tables(pages)})


def load_drawing() -> None:
    """Loads what drawing needs."""
    import inference.render  # noqa: F401


def draw_page(path: Path, media_type: str, number: int, limits: Limits) -> bytes:
    """The picture of a page (counted from 1). Raises DocumentError."""
    from inference.render import render_page

    return render_page(path, media_type, number, limits=limits)


def make_searchable(path: Path, media_type: str, pages: list[PageResult], limits: Limits) -> bytes:
    """The document as a PDF with the words of its pages. Raises DocumentError."""
    from inference.searchable import searchable_pdf

    return searchable_pdf(path, media_type, pages, limits)
