"""The result as a file."""

import json
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from inference.export import to_json, to_xlsx
from inference.schema import Cell, DocumentResult, PageResult, Table
from tests.inference.conftest import ReadSample


def test_json_holds_the_whole_result(sample: ReadSample) -> None:
    content = json.loads(to_json(sample.result, sample.pages, sample.name))
    assert content["document"] == sample.name
    assert DocumentResult.model_validate(content["result"]) == sample.result
    assert [PageResult.model_validate(page) for page in content["pages"]] == sample.pages


def test_the_workbook_holds_fields_tables_and_checks(sample: ReadSample) -> None:
    book = load_workbook(BytesIO(to_xlsx(sample.result, sample.pages, sample.name)))
    tables = [table for page in sample.pages for table in page.tables]
    assert len(book.sheetnames) == 2 + len(tables)
    assert book.sheetnames[0] == "Fields"
    assert book.sheetnames[-1] == "Checks"
    labels = [row[0] for row in book["Fields"].iter_rows(min_row=4, values_only=True)]
    assert labels == [field.label for field in sample.result.fields]
    for table, name in zip(tables, book.sheetnames[1:-1], strict=True):
        for cell in table.cells:
            if cell.value is not None and not cell.header and not cell.percent:
                written = book[name].cell(cell.row + 1, cell.column + 1).value
                assert Decimal(str(written)) == cell.value


def test_a_heading_over_two_columns_is_merged() -> None:
    cells = (
        Cell(row=0, column=0, column_span=2, text="Year ended 31 December", header=True),
        Cell(row=1, column=0, text="2025", value=Decimal(2025)),
        Cell(row=1, column=1, text="(26.1%)", value=Decimal("-26.1"), percent=True),
    )
    table = Table(id="p1t1", page=1, box=(0, 0, 1, 1), n_rows=2, n_columns=2, cells=cells)
    page = PageResult(number=1, width=1, height=1, rotation=0, source="text_layer", tables=(table,))
    result = DocumentResult(kind="other", kind_reason="", page_count=1)
    sheet = load_workbook(BytesIO(to_xlsx(result, [page], "report.pdf")))["Page 1 table 1"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:B1"]
    assert sheet["B2"].value == pytest.approx(-0.261)
    assert sheet["B2"].number_format == "0.0%"


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", '=HYPERLINK("http://x.example","y")'])
def test_text_never_becomes_a_formula(text: str) -> None:
    cells = (Cell(row=0, column=0, text="Item", header=True), Cell(row=1, column=0, text=text))
    table = Table(id="p1t1", page=1, box=(0, 0, 1, 1), n_rows=2, n_columns=1, cells=cells)
    page = PageResult(number=1, width=1, height=1, rotation=0, source="text_layer", tables=(table,))
    result = DocumentResult(kind="other", kind_reason="", page_count=1)
    written = load_workbook(BytesIO(to_xlsx(result, [page], "=cmd"))).worksheets[1]["A2"]
    assert written.data_type == "s"
    assert written.value == text
    assert written.quotePrefix
