"""From the values of the controls to a question, or to what is wrong with them in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from data.advisor.workload import Question
from layouts.advisor.controls import CARDS, ENGINES, FORMATS, MODELS, NUMBERS, PRIORITIES, READINGS
from layouts.components import parts
from layouts.state import choose


@dataclass(frozen=True)
class Asked:
    """`question` is None when there are `problems`, which say what to do; `notices` say what was left out."""

    question: Question | None
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


_CHOICES = (
    ("models", MODELS, "model"),
    ("formats", FORMATS, "format"),
    ("engines", ENGINES, "engine"),
    ("cards", CARDS, "card"),
)
_FIELDS = {"models": "models", "formats": "formats", "engines": "engines", "cards": "gpus"}
_LABELS = {(number.section, number.field): number.label for number in NUMBERS}
_PRICES = {"rent_usd_per_hour": "Rent per hour of", "purchase_usd": "Purchase price of"}


def ask(state: Mapping[str, Any]) -> Asked:
    """The question that the controls' values, by name, stand for."""
    problems: list[str] = []
    notices: list[str | None] = []
    sections: dict[str, dict[str, Any]] = {"workload": {}, "constraints": {}, "prices": {}}
    for number in NUMBERS:
        sections[number.section][number.field] = state[number.name]
    reading = state["pages"] if state["pages"] in READINGS else "halves"
    sections["workload"] |= {"pages_as_images": reading != "text", "pan_and_scan": reading == "halves"}
    for name, known, word in _CHOICES:
        choice = choose(state[name], known)
        notices.append(parts.dropped_notice(choice.dropped, f"{word}s"))
        if not choice.kept:
            problems.append(f"Tick at least one {word}.")
        # everything allowed is no restriction, as over HTTP
        sections["constraints"][_FIELDS[name]] = () if len(choice.kept) == len(known) else tuple(choice.kept)
    sections["constraints"] |= {"maximum_gpus": state["most"], "kv_8_bit": bool(state["kv8"])}
    for name, field in (("rent", "rent_usd_per_hour"), ("buy", "purchase_usd")):
        prices = entered(state[name])
        notices.append(parts.dropped_notice([card for card in prices if card not in CARDS], "cards"))
        sections["prices"][field] = {card: price for card, price in prices.items() if card in CARDS}
    priority = state["priority"] if state["priority"] in PRIORITIES else "cost"
    question = None
    try:
        question = Question.model_validate({**sections, "priority": priority})
    except ValidationError as error:
        problems += [_message(problem) for problem in error.errors(include_url=False)]
    said = tuple(notice for notice in notices if notice)
    return Asked(None if problems else question, tuple(problems), said)


def entered(entries: Sequence[str] | None) -> dict[str, str]:
    """Prices by card, from "card:price"."""
    return dict(entry.rsplit(":", 1) for entry in entries or () if ":" in entry)


def _message(problem: Mapping[str, Any]) -> str:
    section, field, *rest = problem["loc"]
    label = f"{_PRICES[field]} {rest[0]}" if field in _PRICES else _LABELS.get((section, field), str(field))
    limits = problem.get("ctx", {})
    reason = {
        "greater_than": lambda: f"must be more than {limits['gt']:g}",
        "greater_than_equal": lambda: f"must be at least {limits['ge']:,g}",
        "less_than_equal": lambda: f"may be at most {limits['le']:,.0f}",
        "int_from_float": lambda: "must be a whole number",
    }.get(problem["type"], lambda: "needs a number")()
    return f"{label}: {reason}."
