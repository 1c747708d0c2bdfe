"""The whole result as one structure for programs; docs/result-schema.md explains it, `json_schema` describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from inference.gemma.agreement import Verdict, compare
from inference.gemma.results import ModelReading
from inference.schema import SCHEMA_VERSION, DocumentResult, PageResult


class FieldAgreement(BaseModel):
    """Whether the rules and the models give one value for a field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    verdict: Verdict
    """All that found the field on its page agree or differ, only one found it, or nobody did."""


class ExportedResult(BaseModel):
    """Everything that was read from a document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: str = SCHEMA_VERSION
    document: str
    """Name of the file that was uploaded."""
    result: DocumentResult
    pages: tuple[PageResult, ...]
    """The pages that could be read, in order."""
    readings: tuple[ModelReading, ...] = ()
    """What models read, one of each model and format."""
    agreement: tuple[FieldAgreement, ...] = ()
    """Of the rules and the readings, field by field; empty without a reading."""


def to_json(
    result: DocumentResult, pages: Sequence[PageResult], document_name: str, readings: Sequence[ModelReading] = ()
) -> bytes:
    """The whole result as UTF-8 JSON of that structure."""
    rows = compare(result, readings) if readings else []
    whole = ExportedResult(
        document=document_name,
        result=result,
        pages=tuple(pages),
        readings=tuple(readings),
        agreement=tuple(FieldAgreement(name=row.name, label=row.label, verdict=row.verdict) for row in rows),
    )
    return whole.model_dump_json(indent=1).encode()


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what `to_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ExportedResult.model_json_schema(mode="serialization"),
    }
