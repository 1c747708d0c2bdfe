"""The errors of the document pipeline: one class, with a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, str]] = {
    "empty": "The file is empty. Upload it again, or export it anew from the program that made it.",
    "damaged": "The file is damaged or is not what its name says, so it cannot be read. "
    "Open it in a viewer, save it as a new PDF, and upload that.",
    "encrypted": "The document is locked with a password. Save a copy without a password and upload that.",
    "no_pages": "The document has no pages. Export it again and check that it shows pages in a viewer.",
    "too_many_pages": "The document has {pages} pages; at most {limit} are read. "
    "Split it, or upload only the part that you need.",
    "too_many_pixels": "The picture has more than the {limit} million pixels that are read. "
    "Save it at a lower resolution (200 dots per inch is enough) and upload that.",
    "unsupported": "Files of type {media_type} are not read here. Upload a PDF, PNG, JPEG, TIFF or WEBP file.",
    "no_such_page": "The document has no page {number}; it has {pages}.",
    "not_read": "The document has not been read yet, so there is nothing to put before the model. "
    "Run the analysis first.",
    "crashed": "Reading this document stopped the reader. Nothing else was affected. "
    "Save the document as a new PDF and try once more.",
    "memory": "Reading this document needs more memory than one document is allowed. "
    "Upload fewer pages, or save it at a lower resolution.",
    "timeout": "Reading this document took longer than {seconds:g} seconds and was stopped. "
    "Upload fewer pages, or save it at a lower resolution.",
}


class DocumentError(Exception):
    """A document that cannot be read, for a reason its owner can act on.

    `code` is one of the keys of `MESSAGES`; `message` is what the person reads.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        self.message = MESSAGES[code].format(**details)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Exception pickles its arguments, which are the message here; the code has to survive as well.
        return _rebuild, (self.code, self.details)


def _rebuild(code: str, details: dict[str, object]) -> DocumentError:
    return DocumentError(code, **details)
