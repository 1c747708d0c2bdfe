"""What a visitor can set on Performance Benchmarks, and what of it exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.tables import FORMATS
from layouts.ids import id_factory
from layouts.state import Choice, Control, choose

_id = id_factory("benchmarks")


class ids:
    VIEW = _id("view")
    MODELS = _id("models")
    FIND = _id("find")
    PRETRAINED = _id("pretrained")
    TUNED = _id("tuned")
    GENERATION = _id("generation")
    LONG = _id("long")
    ABILITIES = _id("abilities")
    VERSUS = _id("versus")
    AMONG = _id("among")
    QUALITY = _id("quality")
    FORMAT = _id("format")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    TITLE = _id("title")
    FIGURE = _id("figure")
    LEGEND = _id("legend")
    CHART_SOURCE = _id("chart-source")
    TABLE = _id("table")
    TABLE_SOURCE = _id("table-source")
    DETAILS = _id("details")
    SHOWN_DETAILS = _id("shown-details")
    OWN = _id("own")
    CSV = _id("csv")
    DOWNLOAD = _id("download")


def group_id(control_id: str) -> str:
    """The container of a control, hidden in views that the control has no say in."""
    return f"{control_id}-group"


VIEWS: Mapping[str, str] = {
    "arena": "Arena",
    "zero-shot": "Zero-shot",
    "abilities": "Abilities radar",
    "pretrained": "Pre-trained tables",
    "tuned": "Instruction-tuned tables",
    "long": "Long context",
    "versus": "Head to head",
    "pareto": "Quality against memory",
    "generations": "Gemma 1 and 2",
    "own": "Own evaluations",
}
PRETRAINED: Mapping[str, str] = {
    "7": "Table 7: image resolution",
    "8": "Table 8: pan and scan (P&S)",
    "9": "Table 9: factuality and common sense",
    "10": "Table 10: STEM and code",
    "11": "Table 11: vision",
    "12": "Table 12: vision after fine-tuning",
    "13": "Table 13: languages",
    "14": "Table 14: Indic languages",
    "model_card": "Model card: Gemma 3 270M",
}
TUNED: Mapping[str, str] = {
    "16": "Table 16: vision, with P&S",
    "17": "Table 17: video",
    "18": "Table 18: text",
    "model_card": "Model card: Gemma 3 270M",
}
GENERATIONS: Mapping[str, str] = {
    "1 benchmark": "Gemma 1, Table 6: benchmarks",
    "1 benchmark_hf_h6": "Gemma 1, Table 7: leaderboard",
    "1 safety Table 8": "Gemma 1, Table 8: safety, version 1.1",
    "1 safety Table 10": "Gemma 1, Table 10: safety, version 1.0",
    "1 human_preference Table 5": "Gemma 1, Table 5: human preference, version 1.1",
    "1 human_preference Table 9": "Gemma 1, Table 9: human preference, version 1.0",
    "1 memory_weights": "Gemma 1: memory of the weights",
    "2 benchmark": "Gemma 2, Table 13: benchmarks",
    "2 benchmark_hf": "Gemma 2, Table 12: leaderboard",
    "2 benchmark_pt_vs_it": "Gemma 2, Table 17: before and after tuning",
    "2 safety": "Gemma 2, Table 18: safety",
    "2 arena_elo": "Gemma 2, Table 14: Arena, mid-2024",
    "2 human_preference": "Gemma 2, Table 15: human preference",
    "2 human_multi_turn": "Gemma 2, Table 16: conversations",
    "2 memory_weights": "Gemma 2: memory of the weights",
}
LONG: Mapping[str, str] = {
    "ruler": "RULER",
    "mrcr": "MRCR",
    "figure-7": "Figure 7: before and after RoPE rescaling",
}
AMONG: Mapping[str, str] = {
    "zero-shot": "Zero-shot, Table 6",
    "tuned": "Instruction-tuned, Table 18",
    "vision": "Instruction-tuned vision and video, Tables 16 and 17",
    "pretrained": "Pre-trained, Tables 9, 10, 11 and 13",
}
# Two tables never meet in one comparison unless they share no benchmark: LiveCodeBench and HiddenMath differ between
# Tables 6 and 18, and Table 12 repeats the benchmarks of Table 11 after fine-tuning.
AMONG_TABLES: Mapping[str, tuple[str, ...]] = {
    "zero-shot": ("6",),
    "tuned": ("18",),
    "vision": ("16", "17"),
    "pretrained": ("9", "10", "11", "13"),
}
QUALITY_TABLES = ("6", "9", "10", "11", "13", "14", "16", "17", "18")
MOST_COMPARED = 4

ABILITY_MODELS = ["Gemma 2 27B", "Gemma 3 27B"]
VERSUS_MODELS = ["Gemma 2 27B", "Gemma 3 27B"]
MODELS = [
    *["Gemma 3 270M", "Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"],
    *["Gemma 2 2B", "Gemma 2 9B", "Gemma 2 27B"],
    *["Gemini 1.5 Flash", "Gemini 1.5 Pro", "Gemini 2.0 Flash", "Gemini 2.0 Pro"],
    *["PaliGemma 2 2B", "PaliGemma 2 9B", "PaliGemma 2 27B"],
]

CONTROLS = (
    Control(name="view", id=ids.VIEW, prop="value", default="arena"),
    Control(name="models", id=ids.MODELS, prop="value", default=MODELS),
    Control(name="find", id=ids.FIND, prop="value", default=""),
    Control(name="pretrained", id=ids.PRETRAINED, prop="value", default="9"),
    Control(name="tuned", id=ids.TUNED, prop="value", default="18"),
    Control(name="generation", id=ids.GENERATION, prop="value", default="2 benchmark"),
    Control(name="long", id=ids.LONG, prop="value", default="ruler"),
    Control(name="abilities", id=ids.ABILITIES, prop="value", default=ABILITY_MODELS),
    Control(name="versus", id=ids.VERSUS, prop="value", default=VERSUS_MODELS),
    Control(name="among", id=ids.AMONG, prop="value", default="zero-shot"),
    Control(name="quality", id=ids.QUALITY, prop="value", default="6 MMLU-Pro"),
    Control(name="format", id=ids.FORMAT, prop="value", default="int4"),
)
# The views in which a control (all but the choice of the view) has a say.
USED_IN: Mapping[str, tuple[str, ...]] = {
    ids.MODELS: ("zero-shot", "pretrained", "tuned", "long"),
    ids.FIND: ("arena", "zero-shot", "pretrained", "tuned", "versus", "generations"),
    ids.PRETRAINED: ("pretrained",),
    ids.TUNED: ("tuned",),
    ids.GENERATION: ("generations",),
    ids.LONG: ("long",),
    ids.ABILITIES: ("abilities",),
    ids.VERSUS: ("versus",),
    ids.AMONG: ("versus",),
    ids.QUALITY: ("pareto",),
    ids.FORMAT: ("pareto",),
}


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
        notices=tuple(notices),
    )
