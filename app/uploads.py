"""What routes share that take a raw file as the body of a request."""

import logging
from pathlib import PurePath
from typing import IO, Any

from flask import Response, jsonify, request

from data.files import CHUNK

log = logging.getLogger(__name__)

MAX_NAME = 200  # characters


def upload_name(otherwise: str) -> str:
    """The name of the file that the query parameter `name` gives, without folders, or `otherwise`."""
    given = PurePath(request.args.get("name", "")).name
    # PostgreSQL takes no NUL in a text, and nobody can see or type the others
    return "".join(filter(str.isprintable, given)).strip()[:MAX_NAME] or otherwise


def drain(stream: IO[bytes], limit: int) -> None:
    """Reads on, up to a bound: a browser that is still sending does not see an answer."""
    while limit > 0 and (chunk := stream.read(CHUNK)):
        limit -= len(chunk)


def refuse(message: str, status: int, **more: Any) -> tuple[Response, int]:
    """A refusal whose message the page shows as it stands."""
    log.warning("upload refused with status %d: %s", status, message)
    return jsonify(message=message, **more), status
