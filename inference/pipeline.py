"""One page of a document from file to result, as it runs in a child process of the sandbox."""

from pathlib import Path

from inference.limits import Limits
from inference.schema import PageResult


def process_page(path: Path, media_type: str, number: int, limits: Limits) -> PageResult:
    """What stands on a page (counted from 1). Raises DocumentError."""
    # imported here because the parent process, which only hands the function over, does without its libraries
    from inference.reading import read_page

    return read_page(path, media_type, number, limits)
