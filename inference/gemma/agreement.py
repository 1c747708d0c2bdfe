"""Engines side by side: what each says about a field, and whether they agree. Light: the web tier uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from inference.gemma.results import ModelField, ModelReading
from inference.gemma.values import same_value
from inference.schema import Box, DocumentResult

RULES: Final = "Rules"
Verdict = Literal["agree", "differ", "one", "not found"]
"""All that found the field give one value; they give several; only one found it; nobody did."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one engine says: `value` is None where it names a value that is not on the page."""

    printed: str
    value: str | None
    page: int
    box: Box | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A field and what each engine says about it, None where it says nothing; in the order of `engines_of`."""

    name: str
    label: str
    said: tuple[Said | None, ...]
    verdict: Verdict


def engines_of(readings: Sequence[ModelReading]) -> list[str]:
    """Names of the columns: the rules, then each model with its format."""
    return [RULES, *(_name(reading) for reading in readings)]


def compare(result: DocumentResult, readings: Sequence[ModelReading]) -> list[Row]:
    """Every field that at least one of them gives; fields of the rules first."""
    by_rules: dict[str, tuple[str, Said]] = {
        item.name: (item.label, Said(item.printed, item.value, item.page, item.box, item.confidence))
        for item in result.fields
    }
    by_model = [{given.name: given for given in reading.fields} for reading in readings]
    labels = {name: label for name, (label, _) in by_rules.items()}
    for given in (given for fields in by_model for given in fields.values()):
        labels.setdefault(given.name, given.label)
    rows = []
    for name, label in labels.items():
        rule = by_rules.get(name)
        models = (_said(fields[name]) if name in fields else None for fields in by_model)
        everyone = (rule[1] if rule else None, *models)
        rows.append(Row(name, label, everyone, _verdict(everyone)))
    return rows


def _name(reading: ModelReading) -> str:
    engine = reading.engine
    return f"{engine.model} ({engine.weight_format})" if engine.weight_format else engine.model


def _said(given: ModelField) -> Said:
    return Said(given.printed, given.value, given.page, given.box, given.confidence)


def _verdict(said: Sequence[Said | None]) -> Verdict:
    values = [item.value for item in said if item and item.value is not None]
    if not values:
        return "not found"
    if len(values) == 1:
        return "one"
    return "agree" if all(same_value(values[0], other) for other in values[1:]) else "differ"
