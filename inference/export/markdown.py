"""The whole result as Markdown, for people and for programs that read text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from inference.continuation import Whole, whole_tables
from inference.export.readings import engine_line, said_rows
from inference.export.tables import escaped, table_markdown
from inference.gemma.results import ModelReading
from inference.geometry import center, contains
from inference.schema import Check, DocumentResult, Line, PageResult, Table

VERDICTS: Final = {True: "passed", False: "failed", None: "not applicable"}
FIELD_COLUMNS: Final = ("Field", "As printed", "Value", "Currency", "Confidence", "Page")
READING_COLUMNS: Final = ("Field", "Engines", "Read by", "As printed", "Value", "Confidence", "Page")
FIGURE_COLUMNS: Final = ("Figure", "Period", "As printed", "Value", "Currency", "Page")


def to_markdown(
    result: DocumentResult, pages: Sequence[PageResult], document_name: str, readings: Sequence[ModelReading] = ()
) -> str:
    """Kind, fields, key figures, checks and what models read, then the text of each page in reading order with its
    tables in place; a table of several pages stands whole where it begins."""
    parts = [f"# {escaped(document_name)}", f"{escaped(result.kind_reason)}"]
    if result.fields:
        rows = [(f.label, f.printed, f.value, f.currency or "", f"{f.confidence:.0%}", f.page) for f in result.fields]
        parts += [
            "## Key information",
            _table(("Field", "As printed", "Value", "Currency", "Confidence", "Page"), rows),
        ]
    if result.figures:
        figures = [
            (f.label, f.period_end or "", f.printed, f"{f.value * f.scale:,f}", f.currency or "", f.page)
            for f in result.figures
        ]
        parts += ["## Key figures", _table(FIGURE_COLUMNS, figures)]
    if result.checks:
        parts += ["## Checks", _checks(result.checks)]
    if readings:
        said = [
            (s.label, s.verdict, s.engine, s.printed, s.value or "", _percent(s.confidence), s.place)
            for s in said_rows(result, readings)
        ]
        parts += ["## Read by Gemma 3", _table(READING_COLUMNS, said)]
        parts += [f"- {escaped(engine_line(reading))}" for reading in readings]
    wholes = {part.id: whole for whole in whole_tables(pages, result.continued) for part in whole.parts}
    for page in pages:
        parts += [f"## Page {page.number}", _page_markdown(page, wholes)]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _page_markdown(page: PageResult, wholes: Mapping[str, Whole]) -> str:
    """Lines in reading order; a table stands where its first line stood."""
    return "\n".join(
        _table_markdown(part, wholes[part.id]) if isinstance(part, Table) else escaped(part.text)
        for part in _parts(page)
    )


def _table_markdown(part: Table, whole: Whole) -> str:
    if part.id == whole.table.id:
        return f"\n{table_markdown(whole)}"
    return f"\n(Rows of the table that begins on page {whole.table.page}.)\n"


def page_text(page: PageResult) -> str:
    """Lines in reading order; the cells of a table's row stand on one line, apart by tabs."""
    texts = []
    for part in _parts(page):
        if isinstance(part, Table):
            texts += ["\t".join(cell.text if cell else "" for cell in row) for row in part.grid()]
        else:
            texts.append(part.text)
    return "\n".join(texts)


def _parts(page: PageResult) -> Iterator[Line | Table]:
    """The lines outside of tables, and each table once, where its first line stood."""
    written: set[str] = set()
    for line in page.lines:
        table = next((table for table in page.tables if contains(table.box, center(line.box))), None)
        if table is None:
            yield line
        elif table.id not in written:
            written.add(table.id)
            yield table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _checks(checks: Sequence[Check]) -> str:
    return "\n".join(f"- {VERDICTS[check.passed]}: {check.label}. {escaped(check.message)}" for check in checks)


def _table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    written = [[escaped(str(cell)) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, ["---"] * len(headings), *written))
