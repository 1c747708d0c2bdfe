"""Other engines on the same pages, each used as its own documentation says. None of them is a part of the product."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.util
import io
import json
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from inference.evaluate.judging import PageContent
from inference.evaluate.relations import areas_of_grid
from inference.evaluate.rows import Grid

PDF: Final = "application/pdf"
OCR_DPI: Final = 200


class Peer(NamedTuple):
    """An engine: how to read a page with it, and what it needs."""

    read: Callable[[Path, str, int], PageContent]
    package: str
    """Distribution, or program of the system, whose version is told."""
    modules: tuple[str, ...] = ()
    """What must be there to import; none for a program."""
    tables: bool = True
    digital: bool = True
    """Whether it reads pages with a text layer."""
    pictures: bool = False
    """Whether it reads pictures and pages without a text layer."""

    def missing(self) -> str | None:
        """What is not installed; None where it can run."""
        if self.modules:
            return next((name for name in self.modules if not _is_there(name)), None)
        return None if shutil.which(self.package) else self.package

    def version(self) -> str:
        """As installed."""
        if self.modules:
            return importlib.metadata.version(self.package)
        said = subprocess.run([self.package, "--version"], capture_output=True, text=True, check=True).stdout
        return said.split("\n")[0].removeprefix(self.package).strip()


def _is_there(module: str) -> bool:
    parent, _, name = module.rpartition(".")
    if not parent:
        return importlib.util.find_spec(module) is not None
    return _is_there(parent) and hasattr(importlib.import_module(parent), name)


def _pymupdf4llm(path: Path, media_type: str, number: int) -> PageContent:
    import pymupdf
    import pymupdf4llm

    with _quiet(), contextlib.ExitStack() as stack:
        document = stack.enter_context(pymupdf.open(path, filetype=media_type.partition("/")[2]))
        if not document.is_pdf:
            document = stack.enter_context(pymupdf.open("pdf", document.convert_to_pdf()))
        boxes = json.loads(pymupdf4llm.to_json(document, pages=[number - 1]))["pages"][0]["boxes"]
    lines, grids = [], []
    for box in boxes:
        lines += ["".join(span["text"] for span in line["spans"]) for line in box["textlines"] or ()]
        if box["table"]:
            grids.append(_clean(box["table"]["extract"]))
            lines += [" ".join(row) for row in grids[-1]]
    return _content("\n".join(lines), grids)


def _pdfplumber(path: Path, media_type: str, number: int) -> PageContent:
    return _plumbed(path, number, {})


def _pdfplumber_text(path: Path, media_type: str, number: int) -> PageContent:
    return _plumbed(path, number, {"vertical_strategy": "text", "horizontal_strategy": "text"})


def _plumbed(path: Path, number: int, settings: dict[str, Any]) -> PageContent:
    import pdfplumber

    with pdfplumber.open(path, pages=[number]) as document:
        page = document.pages[0]
        return _content(page.extract_text(), [_clean(rows) for rows in page.extract_tables(settings)])


def _camelot(path: Path, media_type: str, number: int) -> PageContent:
    import camelot

    with _quiet():
        tables = camelot.read_pdf(str(path), pages=str(number), flavor="stream")
    return _content("", [_clean(table.df.values.tolist()) for table in tables])


def _img2table(path: Path, media_type: str, number: int) -> PageContent:
    from img2table.document import PDF as PdfDocument
    from img2table.document import Image
    from img2table.ocr import RapidOCR

    with _quiet():
        is_pdf = media_type == PDF
        document = PdfDocument(str(path), pages=[number - 1]) if is_pdf else Image(str(path))
        found = document.extract_tables(ocr=None if is_pdf else RapidOCR(), borderless_tables=True)
    tables = found[number - 1] if is_pdf else found
    return _content("", [_clean(table.df.values.tolist()) for table in tables])


def _tesseract(path: Path, media_type: str, number: int) -> PageContent:
    from PIL import Image

    picture: Image.Image
    if media_type == PDF:
        import pymupdf

        with pymupdf.open(path) as document:
            pixels = document[number - 1].get_pixmap(dpi=OCR_DPI)
        picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    else:
        picture = Image.open(path).convert("RGB")
    png = io.BytesIO()
    picture.save(png, "PNG", dpi=(OCR_DPI, OCR_DPI))
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "--psm", "6"], input=png.getvalue(), capture_output=True, check=True
    )
    return _content(done.stdout.decode(), [])


PEERS: Final[dict[str, Peer]] = {
    "pymupdf4llm": Peer(_pymupdf4llm, "pymupdf4llm", ("pymupdf4llm",), pictures=True),
    "pdfplumber": Peer(_pdfplumber, "pdfplumber", ("pdfplumber",)),
    "pdfplumber-text": Peer(_pdfplumber_text, "pdfplumber", ("pdfplumber",)),
    "camelot": Peer(_camelot, "camelot-py", ("camelot",)),
    "img2table": Peer(_img2table, "img2table", ("img2table", "cv2.ximgproc"), pictures=True),
    "tesseract": Peer(_tesseract, "tesseract", tables=False, digital=False, pictures=True),
}
"""By name on the command line. pdfplumber finds tables by their lines, pdfplumber-text by their words."""


def _content(text: str, grids: list[Grid]) -> PageContent:
    return PageContent(text, grids, [areas_of_grid(grid) for grid in grids])


def _clean(rows: Iterable[Iterable[object]]) -> Grid:
    return [[" ".join(str(cell).split()) if cell is not None else "" for cell in row] for row in rows]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without what these libraries print and warn of."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
