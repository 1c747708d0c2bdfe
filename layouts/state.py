"""What a visitor can set on a page, and what to do with values that came from a link."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | bool | int | float | list[str]

MAX_DIGITS = 12  # of a number in a link


@dataclass(frozen=True)
class Control:
    """A control whose value is kept in the URL and in the browser.

    `name` is the URL parameter, `id` and `prop` the component property, `default` its first value; lists are
    comma-joined in the URL, booleans are 1 and 0.
    """

    name: str
    id: str
    prop: str
    default: Value


@dataclass(frozen=True)
class Choice:
    """A selection split into what exists (in the order of `allowed`) and what had to be dropped."""

    kept: list[str]
    dropped: list[str]


def choose(values: Iterable[str] | None, allowed: Sequence[str]) -> Choice:
    """Keep the known values: links may name models that were renamed or mistyped."""
    wanted = list(values or [])
    return Choice(
        kept=[value for value in allowed if value in wanted],
        dropped=[value for value in dict.fromkeys(wanted) if value not in allowed],
    )


def merge(controls: Sequence[Control], query: Mapping[str, str], stored: Mapping[str, Any]) -> dict[str, Value]:
    """The value of every control by name: what the URL says, else what the browser kept, else the default.

    A URL that names any control stands for the whole view, so that a link shows everybody the same: nothing that the
    browser kept is mixed into it. Values of the wrong type are passed over, as if they were absent; whether a value
    names something that exists is for the page to judge (`choose`).
    """
    linked = any(control.name in query for control in controls)
    state: dict[str, Value] = {}
    for control in controls:
        state[control.name] = control.default
        for value in (None if linked else stored.get(control.name), _parse(query.get(control.name), control.default)):
            if value is not None and _same_type(control.default, value):
                state[control.name] = value  # the later one wins
    return state


def _parse(text: str | None, default: Value) -> Value | None:
    if text is None or isinstance(default, str):
        return text
    if isinstance(default, bool):
        return {"1": True, "true": True, "0": False, "false": False}.get(text.lower())
    if isinstance(default, int):
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None
    if isinstance(default, float):
        return float(text) if re.fullmatch(r"\d+(\.\d*)?", text, re.ASCII) and len(text) <= MAX_DIGITS else None
    return [part for part in (part.strip() for part in text.split(",")) if part]


def _same_type(default: Value, value: object) -> bool:
    if isinstance(default, float):  # a browser writes 15.0 as 15
        return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
    # bool is an int to Python, but True is no context length
    if type(value) is not type(default):
        return False
    return not isinstance(value, list) or all(isinstance(part, str) for part in value)
