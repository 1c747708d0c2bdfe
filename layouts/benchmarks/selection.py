"""What of a visitor's choices exists, and the data that decides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.tables import FORMATS
from layouts.benchmarks.controls import CONTROLS
from layouts.benchmarks.offered import (
    AMONG,
    AMONG_TABLES,
    GENERATIONS,
    LONG,
    MODELS,
    MOST_COMPARED,
    PRETRAINED,
    QUALITY_TABLES,
    TUNED,
    VIEWS,
)
from layouts.state import Choice, choose


@dataclass(frozen=True)
class Data:
    """What the page shows: the tables of `data.tables.benchmark_page`, and the visitor's own evaluations."""

    models: pd.DataFrame
    parameters: pd.DataFrame
    memory: pd.DataFrame
    scores: pd.DataFrame
    arena: pd.DataFrame
    abilities: pd.DataFrame
    ability_labels: pd.DataFrame
    long_context: pd.DataFrame
    generations: pd.DataFrame
    costs: pd.DataFrame
    own: pd.DataFrame


@dataclass(frozen=True)
class Selection:
    """The controls' values that exist, and sentences about those that do not."""

    view: str
    models: list[str]
    find: str
    pretrained: str
    tuned: str
    generation: str
    long: str
    abilities: list[str]
    versus: list[str]
    among: str
    quality: str
    format: str
    page: int
    notices: tuple[str, ...]

    @property
    def details_key(self) -> str:
        """What the sections below the table depend on."""
        return f"{self.view} {self.generation}" if self.view == "generations" else self.view

    def finds(self, *texts: object) -> bool:
        """Whether the text that is looked for stands in any of `texts`; everything does when nothing is looked for."""
        wanted = self.find.strip().casefold()
        return not wanted or any(wanted in str(text).casefold() for text in texts)


def own_name(model: str) -> str:
    """What a model of one's own evaluations is called beside the published ones."""
    return f"{model} (own)"


def ability_models(data: Data) -> list[str]:
    """The models with a value in ability_radar.csv, Gemma 2 first, small to large."""
    known = set(data.abilities["model"])
    return [model for model in data.models["model"] if model in known]


def versus_models(data: Data) -> list[str]:
    """All models that can be compared head to head; Gemma 3 and one's own come last, as the first is the yardstick."""
    compared = data.scores[data.scores["table"].isin([table for tables in AMONG_TABLES.values() for table in tables])]
    known = set(compared["model"])
    own = [own_name(model) for model in data.own["model"].drop_duplicates()] if len(data.own) else []
    published = sorted((model for model in MODELS if model in known), key=lambda model: model.startswith("Gemma 3"))
    return published + own


def quality_options(data: Data) -> dict[str, str]:
    """Every benchmark that two or more models of Table 3 have, as value ("6 MMLU-Pro") and label."""
    rows = data.scores[data.scores["table"].isin(QUALITY_TABLES) & data.scores["model"].isin(data.memory["model"])]
    sizes = rows.groupby(["table", "benchmark"], sort=False).size()
    return {f"{table} {name}": f"{name} (Table {table})" for table, name in sizes[sizes > 1].index.tolist()}


def select(data: Data, values: Mapping[str, Any]) -> Selection:
    """What of the controls' values (by the names of `CONTROLS`) can be shown."""
    notices: list[str] = []

    def one(name: str, allowed: Mapping[str, str] | Sequence[str], what: str) -> str:
        value, default = values[name], next(control.default for control in CONTROLS if control.name == name)
        if value in allowed:
            return value
        label = allowed[str(default)] if isinstance(allowed, Mapping) else default
        notices.append(f"{value} is not among the known {what}; {label} is shown instead.")
        return str(default)

    def several(name: str, allowed: Sequence[str], what: str) -> list[str]:
        choice: Choice = choose(values[name], allowed)
        if choice.dropped:
            verb = "is" if len(choice.dropped) == 1 else "are"
            notices.append(f"{', '.join(choice.dropped)} {verb} not among the known {what} and {verb} left out.")
        return choice.kept

    versus = several("versus", versus_models(data), "models to compare")
    if len(versus) > MOST_COMPARED:
        notices.append(f"Up to four models are compared; {', '.join(versus[MOST_COMPARED:])} not.")
    return Selection(
        view=one("view", VIEWS, "views"),
        models=several("models", MODELS, "models of the tables"),
        find=str(values["find"] or ""),
        pretrained=one("pretrained", PRETRAINED, "tables"),
        tuned=one("tuned", TUNED, "tables"),
        generation=one("generation", GENERATIONS, "tables"),
        long=one("long", LONG, "long-context measurements"),
        abilities=several("abilities", ability_models(data), "models of Figure 2"),
        versus=versus[:MOST_COMPARED],
        among=one("among", AMONG, "groups of tables"),
        quality=one("quality", quality_options(data), "benchmarks"),
        format=one("format", list(FORMATS), "weight formats"),
        page=max(1, int(values["page"] or 1)),  # nothing while it is typed anew
        notices=tuple(notices),
    )
