"""What the document pipeline finds: pages, words, tables, fields and checks, as frozen models.

The web tier imports this module, so it depends on pydantic alone.

Boxes are `(x0, y0, x1, y1)` in the page's own unit with the origin at the top left of the page as it is shown,
that is, after it was turned upright: PDF points (1/72 inch) for PDFs, pixels for pictures. A page carries its
width and height in the same unit, so a box divided by them is a place on any rendering of the page.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Attribute

SCHEMA_VERSION: Final = "1.2"
PIPELINE_VERSION: Final = "1.3"
"""Changes whenever the same file would give another result; finished results are reused only within a version."""

Box = tuple[float, float, float, float]
Kind = Literal["invoice", "receipt", "report", "bank_statement", "other"]
Source = Literal["text_layer", "ocr", "empty"]
Statement = Literal["income", "balance", "cash_flow"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Word(_Model):
    """A run of characters without a space."""

    text: str
    box: Box
    confidence: float | None = Attribute(default=None, ge=0, le=1)
    """Score of the text recognition, 0 to 1; None when the text stood in the file itself."""


class Line(_Model):
    """Words that follow one another on one line of one block, in reading order."""

    text: str
    box: Box
    confidence: float | None = Attribute(default=None, ge=0, le=1)
    words: tuple[Word, ...]


class Cell(_Model):
    """A cell of a table; rows and columns count from 0."""

    row: int = Attribute(ge=0)
    column: int = Attribute(ge=0)
    row_span: int = Attribute(default=1, ge=1)
    column_span: int = Attribute(default=1, ge=1)
    text: str
    box: Box | None = None
    header: bool = False
    value: Decimal | None = None
    """The number in the cell with its sign (brackets and a trailing minus are negative), not scaled:
    "26.1%" is 26.1 with `percent` set, "1,234" under "in millions" is 1234."""
    percent: bool = False
    currency: str | None = None
    """ISO 4217 code where the cell prints a currency that names one; "$" alone is given as USD."""


class Table(_Model):
    """A table on a page. A spanning cell is listed once, at its first row and column."""

    id: str
    """Unique within the document: "p<page>t<number>"."""
    page: int = Attribute(ge=1)
    box: Box
    title: str | None = None
    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells; None where nothing starts (covered by a span)."""
        rows: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell
        return rows


class PageResult(_Model):
    """All that was read from one page."""

    number: int = Attribute(ge=1)
    """Counts from 1."""
    width: float
    height: float
    rotation: int
    """Degrees, clockwise, by which the page as a viewer shows it was turned to make its text upright."""
    source: Source
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader of the result should know, in words."""
    ms: dict[str, float] = Attribute(default_factory=dict)
    """Wall-clock milliseconds by stage."""


class Field(_Model):
    """One piece of key information, with the place it was read from."""

    name: str
    """Stable name for programs, e.g. "invoice_number"."""
    label: str
    """Name for people, e.g. "Invoice number"."""
    printed: str
    """The value as it stands on the page."""
    value: str
    """The value normalised: ISO 8601 date, plain decimal, or text."""
    confidence: float = Attribute(ge=0, le=1)
    page: int = Attribute(ge=1)
    box: Box
    """The box around the words of the value."""
    rule: str
    """Identifier of the rule that found it."""
    currency: str | None = None
    alternatives: tuple[str, ...] = ()
    """Other normalised values that the same print allows: "03/04/2026" is 3 April or 4 March."""
    note: str | None = None
    """What a reader should know about the value, in words."""


class Figure(_Model):
    """A key figure of a financial statement for one of the periods that the statement shows."""

    name: str
    """Stable name for programs, e.g. "net_income"."""
    label: str
    """Name for people, e.g. "Net income"."""
    row: str
    """The label of the row as it stands on the page."""
    statement: Statement
    period_end: str | None
    """Last day of the period, or day of the balance, ISO 8601; only the year ("2025") where no day is printed."""
    months: int | None = Attribute(default=None, ge=1)
    """Length of the period; None for a balance, and where it is not printed."""
    printed: str
    value: Decimal
    """With its sign, in units of `scale`."""
    scale: int = Attribute(default=1, ge=1)
    """1000 where the statement is in thousands, and so on; 1 for amounts per share."""
    currency: str | None = None
    confidence: float = Attribute(ge=0, le=1)
    page: int = Attribute(ge=1)
    box: Box
    rule: str


class Check(_Model):
    """An arithmetic, calendar or checksum check over fields."""

    name: str
    label: str
    passed: bool | None
    """None: not applicable, and the message says what is missing."""
    message: str


class Part(_Model):
    """A table as a part of one that runs over pages."""

    table: str
    """Its id."""
    repeated_rows: int = Attribute(default=0, ge=0)
    """Rows at its start that repeat the heading of the first part."""


class Continuation(_Model):
    """A table that runs on over pages."""

    parts: tuple[Part, ...]
    """In the order of the pages; at least two."""


class DocumentResult(_Model):
    """Key information of a whole document."""

    schema_version: str = SCHEMA_VERSION
    pipeline_version: str = PIPELINE_VERSION
    kind: Kind
    kind_reason: str
    """Why it was taken for this kind, in words; also what the content looks like where a person chose the kind."""
    kind_given: bool = False
    """Whether a person chose the kind."""
    page_count: int
    fields: tuple[Field, ...] = ()
    figures: tuple[Figure, ...] = ()
    """Key figures of a report, for every period that its statements show."""
    checks: tuple[Check, ...] = ()
    continued: tuple[Continuation, ...] = ()
    """Tables of several pages that are one."""


class DocumentInfo(_Model):
    """What opening a document tells."""

    page_count: int = Attribute(ge=1)
    media_type: str
