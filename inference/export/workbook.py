"""Workbooks: the whole result, or the tables alone; numbers are numbers with their sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from inference.continuation import Whole
from inference.export.markdown import VERDICTS
from inference.export.readings import engine_line, said_rows
from inference.export.tables import FORMULA_STARTS
from inference.gemma.results import ModelReading
from inference.scales import scaled_tables
from inference.schema import Cell, Continuation, DocumentResult, Field, PageResult

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST: Final = 60


def to_xlsx(
    result: DocumentResult, pages: Sequence[PageResult], document_name: str, readings: Sequence[ModelReading] = ()
) -> bytes:
    """Sheets "Fields", "Figures" where there are any, "Checks", "Gemma 3" where a model read the document, "Tables"
    with a sheet per table, and "Text"."""
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
    if result.figures:
        _write(
            book.create_sheet("Figures"),
            1,
            ["Figure", "Period end", "Months", "Value", "Scale", "Currency", "As printed", "Row", "Confidence", "Page"],
            [
                [f.label, f.period_end, f.months, f.value, f.scale, f.currency, f.printed, f.row, f.confidence, f.page]
                for f in result.figures
            ],
        )
    _write(
        book.create_sheet("Checks"),
        1,
        ["Check", "Result", "Message"],
        [[c.label, VERDICTS[c.passed], c.message] for c in result.checks],
    )
    if readings:
        _add_readings(book.create_sheet("Gemma 3"), result, readings)
    _add_tables(book, pages, result.continued)
    _write(
        book.create_sheet("Text"),
        1,
        ["Page", "Line", "Text", "OCR confidence"],
        [
            [page.number, number, line.text, None if line.confidence is None else round(line.confidence, 2)]
            for page in pages
            for number, line in enumerate(page.lines, start=1)
        ],
    )
    return _saved(book)


def tables_xlsx(pages: Sequence[PageResult], continued: Sequence[Continuation] = ()) -> bytes:
    """Sheet "Tables" that lists the tables, and a sheet for each."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    _add_tables(book, pages, continued)
    return _saved(book)


def _add_readings(sheet: Worksheet, result: DocumentResult, readings: Sequence[ModelReading]) -> None:
    """Who read, and below it each field as each engine gives it."""
    for number, reading in enumerate(readings, start=1):
        _set(sheet.cell(number, 1), engine_line(reading))
    _write(
        sheet,
        len(readings) + 2,
        ["Field", "Engines", "Read by", "Value", "As printed", "Confidence", "On the page", "Page"],
        [
            [
                said.label,
                said.verdict,
                said.engine,
                said.value,
                said.printed,
                None if said.confidence is None else round(said.confidence, 2),
                "yes" if said.on_page else "no",
                said.page,
            ]
            for said in said_rows(result, readings)
        ],
    )


def _saved(book: Workbook) -> bytes:
    for sheet in book.worksheets:
        _fit_columns(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _add_tables(book: Workbook, pages: Sequence[PageResult], continued: Sequence[Continuation]) -> None:
    found = scaled_tables(pages, continued)
    overview = book.create_sheet("Tables")
    rows = [
        [_sheet_name(whole), whole.pages, table.title, table.n_rows, table.n_columns, scale and scale.words]
        for whole, scale in found
        for table in (whole.table,)
    ]
    _write(overview, 1, ["Sheet", "Page", "Title", "Rows", "Columns", "Figures are in"], rows)
    for number, (whole, _) in enumerate(found, start=2):
        overview.cell(number, 1).hyperlink = f"#'{_sheet_name(whole)}'!A1"
        _write_table(book, whole)


def _sheet_name(whole: Whole) -> str:
    number = int(whole.table.id.rpartition("t")[2])
    return f"{'Page' if len(whole.parts) == 1 else 'Pages'} {whole.pages} table {number}"


def _write_table(book: Workbook, whole: Whole) -> None:
    """A sheet with the grid; where it comes from several pages, a last column says from which each row."""
    from openpyxl.styles import Font

    table = whole.table
    sheet = book.create_sheet(_sheet_name(whole))
    if len(whole.parts) > 1:
        heads = {cell.row for cell in table.cells if cell.header}
        for row, origin in enumerate(whole.rows):
            target = sheet.cell(row + 1, table.n_columns + 1)
            if row not in heads:
                _set(target, origin.table.page)
            elif row == max(heads):
                _set(target, "Page")
                target.font = Font(bold=True)
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
