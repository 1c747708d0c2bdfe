"""What each model is, in one breath: the text behind every model name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from layouts import theme
from layouts.components.data_table import Cell, missing
from layouts.components.parts import Option
from layouts.frames import Record, by_key, records


def model_descriptions(models: pd.DataFrame, parameters: pd.DataFrame) -> dict[str, str]:
    """Per model: what it is, size, modalities, context, languages, licence, release; gaps are named as such.

    `models`: `data.tables.model_table`; `parameters`: `data.tables.parameter_table`.
    """
    counts = by_key(parameters, "model")
    return {row["model"]: _describe(row, counts[row["model"]]["total"]) for row in records(models)}


def _describe(row: Record, total: float) -> str:
    def stated(column: str) -> str:
        return "not stated" if theme.is_missing(row[column]) else str(row[column])

    size = "not in the reference" if theme.is_missing(total) else f"{theme.millions(total)} million parameters"
    return (
        f"{row['description']}. Size: {size}. Input: {stated('input_modalities')}; output: "
        f"{stated('output_modalities')}. Context: {theme.count(row['context_length'])} tokens. "
        f"Languages: {stated('languages')}. Licence: {stated('licence')}. Released: {stated('released')}."
    )


def model_options(
    models: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str], names: Sequence[str]
) -> list[Option]:
    """Choices for `names`, each family beginning a new line."""
    families = models.set_index("model")["model_family"]
    seen: set[str] = set()
    options = []
    for name in names:
        family = families[name]
        options.append(Option(name, name, descriptions[name], colours[name], new_line=family not in seen))
        seen.add(family)
    return options


def model_cell(name: str, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Cell:
    """A model's name in a table, with its colour and its description."""
    return Cell(name, "text", descriptions[name], colours[name])


def number_cell(value: object, text: str, reason: str, *, derived: bool = False, tooltip: str | None = None) -> Cell:
    """`text` where there is a value, else the dash with the reason."""
    if theme.is_missing(value):
        return missing(reason)
    return Cell(text, "derived" if derived else "printed", tooltip)
