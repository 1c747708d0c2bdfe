"""The result of a document as files: JSON for programs, a workbook, Markdown and CSV for people."""

from inference.export.markdown import page_text, to_markdown
from inference.export.structure import json_schema, to_json
from inference.export.tables import cells_csv, table_csv, table_markdown
from inference.export.workbook import tables_xlsx, to_xlsx

__all__ = [
    "cells_csv",
    "json_schema",
    "page_text",
    "table_csv",
    "table_markdown",
    "tables_xlsx",
    "to_json",
    "to_markdown",
    "to_xlsx",
]
