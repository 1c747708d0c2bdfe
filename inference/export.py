"""The result of a document as a file: JSON for programs, a workbook for people.

JSON structure (version in `schema_version`; models in `inference.schema`)::

    {
      "schema_version": "1.1",
      "document": "invoice.pdf",            name of the file that was uploaded
      "result": {...},                      DocumentResult: kind, fields, checks
      "pages": [{...}, ...]                 PageResult: size, lines with words, tables with cells
    }
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from inference.schema import SCHEMA_VERSION, Cell, DocumentResult, Field, PageResult, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_WIDEST: Final = 60
_VERDICTS: Final = {True: "passed", False: "failed", None: "not applicable"}


def to_json(result: DocumentResult, pages: Sequence[PageResult], document_name: str) -> bytes:
    """The whole result as UTF-8 JSON in the structure above."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "document": document_name,
        "result": result.model_dump(mode="json"),
        "pages": [page.model_dump(mode="json") for page in pages],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def to_xlsx(result: DocumentResult, pages: Sequence[PageResult], document_name: str) -> bytes:
    """A workbook: sheet "Fields", one sheet per table, sheet "Checks"; numbers are numbers with their sign."""
    from openpyxl import Workbook

    book = Workbook()
    fields = book.active
    fields.title = "Fields"
    _set(fields["A1"], f"Key information of {document_name}")
    _write(
        fields,
        3,
        ["Field", "Value", "As printed", "Currency", "Confidence", "Page", "Rule"],
        [[f.label, _typed(f), f.printed, f.currency, round(f.confidence, 2), f.page, f.rule] for f in result.fields],
    )
    for table in (table for page in pages for table in page.tables):
        _write_table(book, table)
    _write(
        book.create_sheet("Checks"),
        1,
        ["Check", "Result", "Message"],
        [[c.label, _VERDICTS[c.passed], c.message] for c in result.checks],
    )
    for sheet in book.worksheets:
        _fit_columns(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_table(book: Workbook, table: Table) -> None:
    from openpyxl.styles import Font

    number = int(table.id.rpartition("t")[2])
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", f"Page {table.page} table {number}"))
    for cell in table.cells:
        target = sheet.cell(cell.row + 1, cell.column + 1)
        _set(target, _cell_value(cell))
        if cell.value is not None and not cell.header:
            target.number_format = _number_format(cell)
        if cell.header:
            target.font = Font(bold=True)
        if cell.column_span > 1 or cell.row_span > 1:
            sheet.merge_cells(
                start_row=cell.row + 1,
                start_column=cell.column + 1,
                end_row=cell.row + cell.row_span,
                end_column=cell.column + cell.column_span,
            )


def _cell_value(cell: Cell) -> Decimal | str | None:
    if cell.value is None or cell.header:
        return cell.text or None
    return cell.value / 100 if cell.percent else cell.value


def _number_format(cell: Cell) -> str:
    assert cell.value is not None
    exponent = cell.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return ("0" if cell.percent else "#,##0") + ("." + "0" * places if places else "") + ("%" if cell.percent else "")


def _typed(field: Field) -> Decimal | date | str:
    """The value as the spreadsheet's own type; identifiers that look like numbers stay text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", field.value):
        return date.fromisoformat(field.value)
    if field.currency is not None:
        try:
            return Decimal(field.value)
        except InvalidOperation:
            return field.value
    return field.value


def _write(sheet: Worksheet, first: int, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Headings in row `first`, kept in view, and the rows below."""
    from openpyxl.styles import Font

    for number, row in enumerate([headings, *rows], start=first):
        for column, value in enumerate(row, start=1):
            _set(sheet.cell(number, column), value)
    for cell in sheet[first]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{first + 1}"


def _set(cell: Any, value: Any) -> None:
    """Write a value; text that a spreadsheet would run as a formula is marked as text."""
    if isinstance(value, str):
        value = _ILLEGAL.sub("", value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True


def _fit_columns(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        # The title above the headings of "Fields" may run over its neighbours.
        values = [value for value in (column[2:] if sheet.title == "Fields" else column) if value is not None]
        longest = max((len(str(value)) for value in values), default=8)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, _WIDEST)
