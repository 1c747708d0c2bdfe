"""What models read, beside the rules, as rows for people: one per field and engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.gemma.agreement import compare, engines_of
from inference.gemma.results import ModelReading
from inference.schema import DocumentResult


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one engine says about a field."""

    label: str
    engine: str
    printed: str
    value: str | None
    on_page: bool
    """Whether the words stand on the page; where not, there is no value."""
    page: int
    confidence: float | None
    verdict: str
    """Of all engines together: agree, differ, one, not found."""

    @property
    def place(self) -> str:
        """For people: the page, or that the words do not stand there."""
        return str(self.page) if self.on_page else "not on the page"


def said_rows(result: DocumentResult, readings: Sequence[ModelReading]) -> list[SaidRow]:
    """Fields as the page shows them, those of the rules first; empty without a reading."""
    if not readings:
        return []
    names = engines_of(readings)
    return [
        SaidRow(
            row.label,
            name,
            said.printed,
            said.value,
            said.value is not None,
            said.page,
            said.confidence,
            row.verdict,
        )
        for row in compare(result, readings)
        for name, said in zip(names, row.said, strict=True)
        if said
    ]


def engine_line(reading: ModelReading) -> str:
    """Model, format, engine and place of a reading, and its notes."""
    ran, name = reading.engine, engines_of([reading])[-1]
    return " ".join([f"{name}: {ran.engine} on {ran.device}, {ran.version}.", *reading.notes])
