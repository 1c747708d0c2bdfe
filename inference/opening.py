"""Opening files that may be anything: what cannot be read is refused with a reason, before any page is touched."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import pymupdf
from PIL import Image, UnidentifiedImageError

from inference.errors import DocumentError
from inference.limits import Limits
from inference.schema import DocumentInfo

PDF: Final = "application/pdf"
IMAGE_FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
}

# MuPDF reports every repaired object on standard error; what matters here is raised.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def open_document(path: str | Path, media_type: str, limits: Limits) -> DocumentInfo:
    """Check that the file can be read within the limits and count its pages.

    Raises DocumentError: unsupported, empty, damaged, encrypted, no_pages, too_many_pages, too_many_pixels.
    """
    if media_type == PDF:
        with open_pdf(path) as document:
            pages = document.page_count
    else:
        with open_image(path, media_type, limits) as image:
            pages = getattr(image, "n_frames", 1)
            _decode(image)
    if pages > limits.max_pages:
        raise DocumentError("too_many_pages", pages=pages, limit=limits.max_pages)
    return DocumentInfo(page_count=pages, media_type=media_type)


def open_pdf(path: str | Path) -> pymupdf.Document:
    """Open a PDF that has at least one page and no password.

    Raises DocumentError: empty, damaged, encrypted, no_pages.
    """
    try:
        document = pymupdf.open(path, filetype="pdf")
    except pymupdf.EmptyFileError:
        raise DocumentError("empty") from None
    except pymupdf.FileDataError:
        raise DocumentError("damaged") from None
    # Before anything else: a locked document counts its pages but fails on every other call.
    if document.needs_pass:
        document.close()
        raise DocumentError("encrypted")
    if document.page_count == 0:
        # A truncated file is rebuilt from what is left of it, which then holds no page either.
        whole = b"%%EOF" in Path(path).read_bytes()[-1024:]
        document.close()
        raise DocumentError("no_pages" if whole else "damaged")
    return document


def open_image(path: str | Path, media_type: str, limits: Limits) -> Image.Image:
    """Open a picture without decoding it.

    Raises DocumentError: unsupported, empty, damaged, too_many_pixels.
    """
    if media_type not in IMAGE_FORMATS:
        raise DocumentError("unsupported", media_type=media_type)
    if Path(path).stat().st_size == 0:
        raise DocumentError("empty")
    try:
        with warnings.catch_warnings():
            # Pillow warns below the size at which it refuses; the limit here is the caller's.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path, formats=[IMAGE_FORMATS[media_type]])
    except Image.DecompressionBombError:
        raise DocumentError("too_many_pixels", limit=_millions(limits)) from None
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise DocumentError("damaged") from None
    check_pixels(image, limits)
    return image


def check_pixels(image: Image.Image, limits: Limits) -> None:
    """Raise DocumentError too_many_pixels where the current frame is larger than the limit."""
    if image.width * image.height > limits.max_pixels:
        image.close()
        raise DocumentError("too_many_pixels", limit=_millions(limits))


def _decode(image: Image.Image) -> None:
    """Decode the first frame, because a picture that was cut off shows only then."""
    try:
        image.load()
    except (OSError, SyntaxError, ValueError):
        raise DocumentError("damaged") from None


def _millions(limits: Limits) -> int:
    return limits.max_pixels // 1_000_000


def unreadable(error: Exception) -> DocumentError | MemoryError:
    """What an error of MuPDF while reading a page means."""
    return MemoryError(str(error)) if "malloc" in str(error) else DocumentError("damaged")
