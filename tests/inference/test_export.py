"""The result as a file."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import jsonschema
import pytest
from openpyxl import load_workbook

from inference.continuation import Origin, Whole
from inference.export import (
    cells_csv,
    json_schema,
    page_text,
    table_csv,
    table_markdown,
    tables_xlsx,
    to_json,
    to_markdown,
    to_xlsx,
)
from inference.export.tables import escaped
from inference.gemma.results import Cost, EngineInfo, ModelField, ModelReading
from inference.schema import Cell, DocumentResult, PageResult, Table
from tests.inference import made_pages as pages
from tests.inference.conftest import ReadSample


def test_json_holds_the_whole_result(sample: ReadSample) -> None:
    content = json.loads(to_json(sample.result, sample.pages, sample.name))
    assert content["document"] == sample.name
    assert DocumentResult.model_validate(content["result"]) == sample.result
    assert [PageResult.model_validate(page) for page in content["pages"]] == sample.pages


def test_json_is_as_its_schema_says(sample: ReadSample) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = json.loads(to_json(sample.result, sample.pages, sample.name))
    jsonschema.validate(whole, schema, jsonschema.Draft202012Validator)
    whole["pages"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, schema, jsonschema.Draft202012Validator)


def test_the_workbook_holds_fields_tables_and_checks(sample: ReadSample) -> None:
    book = load_workbook(BytesIO(to_xlsx(sample.result, sample.pages, sample.name)))
    tables = [table for page in sample.pages for table in page.tables]
    figures = ["Figures"] if sample.result.figures else []
    start = ["Fields", *figures, "Checks", "Tables"]
    assert book.sheetnames[: len(start)] == start
    assert book.sheetnames[-1] == "Text"
    sheets = book.sheetnames[len(start) : -1]
    assert [row[0] for row in book["Tables"].iter_rows(min_row=2, values_only=True)] == sheets
    labels = [row[0] for row in book["Fields"].iter_rows(min_row=4, values_only=True)]
    assert labels == [field.label for field in sample.result.fields]
    texts = [row[2] for row in book["Text"].iter_rows(min_row=2, values_only=True)]
    assert texts == [line.text for page in sample.pages for line in page.lines]
    for table, name in zip(tables, sheets, strict=True):
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
    written = load_workbook(BytesIO(to_xlsx(result, [page], "=cmd")))["Page 1 table 1"]["A2"]
    assert written.data_type == "s"
    assert written.value == text
    assert written.quotePrefix


INCOME_PAGE = pages.page("Acme", *["(in millions, except per share data)"] * 20, tables=(pages.INCOME,))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_a_table_as_csv_is_as_printed_or_in_plain_numbers() -> None:
    assert rows(table_csv(pages.INCOME, numbers=False))[1:3] == [
        ["Net sales", "$ 1,200", "$ 1,500"],
        ["Net loss", "(30)", "(7.5)"],
    ]
    assert rows(table_csv(pages.INCOME, numbers=True)) == [
        ["", "2024", "2025"],
        ["Net sales", "1200", "1500"],
        ["Net loss", "-30", "-7.5"],
        ["Operating margin", "4.0", "5.1"],
        ["Earnings per share", "0.12", "0.15"],
    ]


def test_the_csv_of_all_cells_has_number_sign_scale_and_currency() -> None:
    cells = {(row["row"], row["column"]): row for row in csv.DictReader(io.StringIO(cells_csv([INCOME_PAGE])))}
    sales = cells["2", "3"]
    assert (sales["printed"], sales["number"], sales["currency"]) == ("$ 1,500", "1500", "USD")
    assert Decimal(sales["value"]) == pages.ONE_AND_A_HALF_BILLION
    assert (cells["3", "3"]["number"], cells["3", "3"]["value"]) == ("-7.5", "-7500000.0")
    margin, per_share = cells["4", "3"], cells["5", "3"]
    assert (margin["percent"], margin["scale"], margin["value"]) == ("1", "1", "5.1")
    assert (per_share["scale"], per_share["value"]) == ("1", "0.15")
    assert (cells["1", "3"]["header"], cells["1", "3"]["number"]) == ("1", "")


def test_csv_never_holds_a_formula() -> None:
    table = pages.table([["Item", "=1+1"], ["@A1", "-5"]])
    assert rows(table_csv(table, numbers=False)) == [["Item", "'=1+1"], ["'@A1", "-5"]]


def test_markdown_of_a_table_shows_cells_as_they_are() -> None:
    table = pages.table([["A|B", "2025"], ["*x*", "1,000"]], title="Sales <all>")
    whole = Whole(table, tuple(Origin(table, row) for row in range(table.n_rows)))
    assert table_markdown(whole).splitlines() == [
        "**Sales \\<all\\>**",
        "",
        "| A\\|B | 2025 |",
        "| --- | --: |",
        "| \\*x\\* | 1,000 |",
    ]


def test_text_has_a_line_per_row_of_a_table() -> None:
    inside = pages.page("Statement", *["x"] * 26, tables=(pages.INCOME,))
    text = page_text(inside).splitlines()
    assert text.count("Net sales\t$ 1,200\t$ 1,500") == 1
    assert text[0] == "Statement"


def test_markdown_of_a_result_holds_fields_checks_tables_and_text(sample: ReadSample) -> None:
    text = to_markdown(sample.result, sample.pages, sample.name)
    for field in sample.result.fields:
        assert f"| {field.label} |" in text
    assert text.count("## Page ") == len(sample.pages)
    assert text.count("--:") >= sum(
        any(cell.value is not None and not cell.header for cell in table.cells)
        for page in sample.pages
        for table in page.tables
    )


ENGINE = EngineInfo(engine="transformers", model="gemma-3-12b-it", device="cpu", weight_format="bf16", version="1")
NAME = "gemma-3-12b-it (bf16)"


def reading_beside(sample: ReadSample) -> ModelReading:
    """A model that gives the first field as the rules do, and one that is not on the page."""
    first = sample.result.fields[0]
    fields = (
        ModelField(
            name=first.name,
            label=first.label,
            printed=first.printed,
            found=True,
            page=first.page,
            box=first.box,
            value=first.value,
            confidence=0.75,
        ),
        ModelField(name="made_up", label="Made up", printed="=1+1", found=False, page=1),
    )
    return ModelReading(engine=ENGINE, kind=sample.result.kind, fields=fields, notes=("A note.",), cost=Cost())


def test_what_a_model_read_is_in_every_form(read_sample: Callable[[str], ReadSample]) -> None:
    sample = read_sample("invoice.pdf")
    readings = [reading_beside(sample)]
    first = sample.result.fields[0]

    content = json.loads(to_json(sample.result, sample.pages, sample.name, readings))
    jsonschema.validate(content, json_schema(), jsonschema.Draft202012Validator)
    assert [ModelReading.model_validate(reading) for reading in content["readings"]] == readings
    verdicts = {row["name"]: row["verdict"] for row in content["agreement"]}
    assert (verdicts[first.name], verdicts["made_up"]) == ("agree", "not found")
    assert verdicts[sample.result.fields[1].name] == "one"

    sheet = load_workbook(BytesIO(to_xlsx(sample.result, sample.pages, sample.name, readings)))["Gemma 3"]
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][0] == f"{NAME}: transformers on cpu, 1. A note."
    assert (first.label, "agree", NAME, first.value, first.printed, 0.75, "yes", first.page) in lines
    assert ("Made up", "not found", NAME, None, "=1+1", None, "no", 1) in lines
    assert len(lines) == 3 + len(sample.result.fields) + 2

    text = to_markdown(sample.result, sample.pages, sample.name, readings)
    printed = escaped(first.printed)
    assert (
        f"| {first.label} | agree | {escaped(NAME)} | {printed} | {escaped(first.value)} | 75% | {first.page} |" in text
    )
    assert f"| Made up | not found | {escaped(NAME)} | =1+1 |  |  | not on the page |" in text


def test_without_a_model_nothing_says_gemma(sample: ReadSample) -> None:
    assert json.loads(to_json(sample.result, sample.pages, sample.name))["agreement"] == []
    assert "Gemma" not in to_markdown(sample.result, [], sample.name)


def test_tables_alone_make_a_workbook_even_without_any() -> None:
    assert load_workbook(BytesIO(tables_xlsx([INCOME_PAGE]))).sheetnames == ["Tables", "Page 1 table 1"]
    assert load_workbook(BytesIO(tables_xlsx([]))).sheetnames == ["Tables"]


ACCOUNT = DocumentResult(kind="bank_statement", kind_reason="", page_count=2, continued=(pages.RUN,))


def test_a_table_of_two_pages_is_one_sheet_that_says_where_its_rows_stand() -> None:
    book = load_workbook(BytesIO(to_xlsx(ACCOUNT, pages.ACCOUNT, "account.pdf")))
    name = "Pages 1\N{EN DASH}2 table 1"
    assert [row[:2] for row in book["Tables"].iter_rows(min_row=2, values_only=True)] == [(name, "1\N{EN DASH}2")]
    assert list(book[name].iter_rows(values_only=True)) == [
        ("Date", "Amount", "Page"),
        ("1 May", 900, 1),
        ("2 May", -80, 2),
    ]


def test_a_table_of_two_pages_is_one_in_markdown() -> None:
    text = to_markdown(ACCOUNT, pages.ACCOUNT, "account.pdf")
    assert (
        "**Payments (pages 1\N{EN DASH}2)**\n\n| Date | Amount |\n| --- | --: |\n| 1 May | 900 |\n| 2 May | (80) |"
        in text
    )
    second = text[text.index("## Page 2") :]
    assert "|" not in second
    assert "Rows of the table that begins on page 1." in second


def test_the_csv_counts_rows_through_a_table_of_two_pages() -> None:
    cells = list(csv.DictReader(io.StringIO(cells_csv(pages.ACCOUNT, [pages.RUN]))))
    assert [(cell["table"], cell["page"], cell["row"], cell["printed"]) for cell in cells if cell["column"] == "2"] == [
        ("p1t1", "1", "1", "Amount"),
        ("p1t1", "1", "2", "900"),
        ("p1t1", "2", "3", "(80)"),
    ]
