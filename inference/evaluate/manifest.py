"""Reads a manifest of documents with their true content: one JSON object per line, paths relative to its folder."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic import Field as Attribute

LabelledRow = tuple[str, list[str]]
"""Label and values in order: plain decimals, "-" for a dash."""
FlatRow = list[str]
"""Cells in order as printed; an empty one is not asked for."""
_MEDIA_TYPES: Final = (
    (b"%PDF", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)


class ManifestError(Exception):
    """A manifest that cannot be used, with the line that is to blame."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TrueCell(_Read):
    """A cell of a table, rows and columns counted from 0, last ones included."""

    r0: int
    c0: int
    r1: int
    c1: int
    text: str
    page: int


class TrueTable(_Read):
    """A table with all its cells; it may run over pages."""

    cells: list[TrueCell]


class KeyFigure(_Read):
    """A row that must be read from one page, values as printed."""

    page: int
    label: str
    values: list[str]


class TrueFigure(_Read):
    """A key figure of a statement for one period, by its stable name."""

    name: str
    period_end: str = Attribute(pattern=r"^\d{4}(-\d\d-\d\d)?$")
    """ISO 8601; the year alone where no day is printed."""
    months: int | None = None
    """Of the period; absent for a balance."""
    value: Decimal
    """The full amount in units of the currency with the sign that is printed; per share for a result per share."""


class Expected(_Read):
    """What is true of a document. Whatever is absent is not judged."""

    page: int = 1
    """The page that `table_rows`, `line_items` and `text` speak of where they name none."""
    fields: dict[str, str | None] = Attribute(default_factory=dict)
    """Key information; null for what must not be found."""
    table_rows: str | dict[int, list[LabelledRow]] | list[LabelledRow] | list[FlatRow] | None = None
    """Rows by page, or of `page`; or the name of a file beside the manifest that holds them."""
    line_items: list[FlatRow] = []
    key_figures: list[KeyFigure] = []
    figures: list[TrueFigure] = []
    transactions: str | None = None
    tables: str | None = None
    text_boxes: str | None = None
    text: list[str] = []
    text_by_page: list[list[str]] = []
    outcome: str | None = None


class Entry(_Read):
    """A line of the manifest."""

    file: str
    kind: str
    text_layer: bool | Literal["partial"] | None = None
    expected: Expected = Attribute(default_factory=Expected)


class PagedRow(NamedTuple):
    """A true row and the page it stands on."""

    page: int
    row: LabelledRow | FlatRow


class TextBox(NamedTuple):
    """A printed line and its place in pixels of the picture."""

    text: str
    box: tuple[float, float, float, float]


class Document:
    """An entry together with the files beside the manifest."""

    def __init__(self, folder: Path, entry: Entry) -> None:
        self.entry, self.expected = entry, entry.expected
        self.folder, self.path = folder, folder / entry.file
        self.name, self.kind = entry.file, entry.kind

    @property
    def media_type(self) -> str:
        """By the first bytes, never by the name; a file of no known kind is treated as its name says."""
        head = self.path.read_bytes()[:1024]
        for start, media_type in _MEDIA_TYPES:
            if head.startswith(start):
                return media_type
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return "image/webp"
        return "application/pdf" if b"%PDF" in head or self.path.suffix.lower() == ".pdf" else "unknown"

    def rows(self) -> list[PagedRow]:
        """True rows of tables with their pages."""
        expected, known = self.expected, self.expected.table_rows
        if isinstance(known, str):
            known = TypeAdapter(dict[int, list[LabelledRow]]).validate_json((self.folder / known).read_bytes())
        if isinstance(known, dict):
            rows = [PagedRow(page, row) for page, found in known.items() for row in found]
        else:
            rows = [PagedRow(expected.page, row) for row in known or ()]
        rows += [PagedRow(figure.page, (figure.label, figure.values)) for figure in expected.key_figures]
        return rows

    def items(self) -> list[PagedRow]:
        """Line items of a bill."""
        return [PagedRow(self.expected.page, row) for row in self.expected.line_items]

    def bookings(self) -> list[LabelledRow]:
        """Description and signed amount of each transaction."""
        if not self.expected.transactions:
            return []
        with (self.folder / self.expected.transactions).open(encoding="utf-8", newline="") as file:
            return [(row["description"], [row["amount"]]) for row in csv.DictReader(file)]

    def tables(self) -> list[TrueTable]:
        """Tables with every cell."""
        name = self.expected.tables
        return TypeAdapter(list[TrueTable]).validate_json((self.folder / name).read_bytes()) if name else []

    def text_boxes(self) -> list[TextBox]:
        """All printed lines with their places."""
        if not self.expected.text_boxes:
            return []
        boxes = []
        for line in (self.folder / self.expected.text_boxes).read_text(encoding="utf-8", errors="replace").splitlines():
            *corners, text = line.split(",", 8)
            xs, ys = [float(c) for c in corners[::2]], [float(c) for c in corners[1::2]]
            boxes.append(TextBox(text, (min(xs), min(ys), max(xs), max(ys))))
        return boxes

    def pages_with_truth(self, page_count: int) -> list[int]:
        """Pages whose text or tables are judged; all of a short document where only its text as a whole is known."""
        named = {row.page for row in (*self.rows(), *self.items())}
        named |= {cell.page for table in self.tables() for cell in table.cells}
        named |= {number for number, texts in enumerate(self.expected.text_by_page, 1) if texts}
        if self.expected.text or self.expected.text_boxes:
            named.add(self.expected.page)
        if self.expected.transactions:
            named |= set(range(1, page_count + 1))
        return sorted(number for number in named if number <= page_count)


def read_manifest(path: Path, kind: str | None = None, truth: Path | None = None) -> list[Document]:
    """The documents of a manifest, of one kind where `kind` is given. Raises ManifestError.

    `truth` adds to what is expected of them: entries of the same form, of which `file` and `expected` count.
    """
    added = {entry["file"]: (where, entry.get("expected", {})) for where, entry in _entries(truth)} if truth else {}
    documents = []
    for where, entry in _entries(path):
        if entry["file"] in added:
            _, expected = added.pop(entry["file"])
            entry["expected"] = entry.get("expected", {}) | expected
        try:
            document = Document(path.parent, Entry.model_validate(entry))
        except ValidationError as error:
            raise ManifestError(f"{where}: {error}") from None
        if not document.path.is_file():
            raise ManifestError(f"{where}: there is no file {document.path}")
        if kind is None or document.kind == kind:
            documents.append(document)
    for file, (where, _) in added.items():
        raise ManifestError(f"{where}: the manifest does not name {file}")
    if not documents:
        raise ManifestError(f"{path}: no documents" + (f" of kind {kind}" if kind else ""))
    return documents


def _entries(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line decoded, with where it stands. Raises ManifestError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise ManifestError(f"{where}: {error}") from None
        if not isinstance(entry, dict) or "file" not in entry:
            raise ManifestError(f"{where}: no object with a file")
        yield where, entry
