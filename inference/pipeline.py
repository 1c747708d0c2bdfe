"""One page of a document from file to result, as it runs in a child process of the sandbox."""

from pathlib import Path

from inference.limits import Limits
from inference.schema import PageResult


def process_page(path: Path, media_type: str, number: int, limits: Limits) -> tuple[PageResult, bytes]:
    """What stands on a page (counted from 1), and its picture. Raises DocumentError."""
    # imported here because the parent process, which only hands the function over, does without these libraries
    from inference.reading import read_page
    from inference.render import render_page

    return read_page(path, media_type, number, limits), render_page(path, media_type, number)
