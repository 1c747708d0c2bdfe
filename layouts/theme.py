"""Colours, number formats and the house figure: the same everywhere.

Colours follow Okabe and Ito's palette for colour-blind readers: one hue per model family with lightness by
size, one colour per parameter component, per weight format and per part of memory. Figures are plain dicts;
text and grid colours are set in CSS so that a change of theme never draws a figure again.
"""

from __future__ import annotations

import functools
import html
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE, GREY = (
    "#e69f00",
    "#56b4e9",
    "#009e73",
    "#f0e442",
    "#0072b2",
    "#d55e00",
    "#cc79a7",
    "#7f8792",
)

FAMILY_COLOURS: Mapping[str, str] = {
    "Gemma 1": ORANGE,
    "Gemma 2": GREEN,
    "Gemma 3": BLUE,
    "Gemma 3n": PURPLE,
    "Gemma 4": VERMILLION,
}
COMPONENT_COLOURS: Mapping[str, str] = {
    "vision_encoder": PURPLE,
    "embedding": ORANGE,
    "non_embedding": BLUE,
}
COMPONENT_LABELS: Mapping[str, str] = {
    "vision_encoder": "Vision encoder",
    "embedding": "Embedding",
    "non_embedding": "Non-embedding",
}
COMPONENT_MEANINGS: Mapping[str, str] = {
    "vision_encoder": "Turns an image into tokens the language model can read; absent in text-only models.",
    "embedding": "One vector per vocabulary entry, shared with the output layer.",
    "non_embedding": "Attention, feed-forward and norm weights: the layers that do the work on each token.",
}
FORMAT_COLOURS: Mapping[str, str] = {
    "bf16": GREY,
    "sfp8": SKY,
    "int4_block32": GREEN,
    "int4": ORANGE,
}
FORMAT_LABELS: Mapping[str, str] = {
    "bf16": "bfloat16",
    "sfp8": "SFP8",
    "int4_block32": "Int4, blocks of 32",
    "int4": "Int4, per channel",
}
PART_COLOURS: Mapping[str, str] = {
    "weights": BLUE,
    "vision": PURPLE,
    "kv_local": SKY,
    "kv_global": VERMILLION,
    "activations": ORANGE,
    "image_compute": YELLOW,
    "overhead": GREEN,
    "printed": GREY,
}
PART_LABELS: Mapping[str, str] = {
    "weights": "Weights",
    "vision": "Vision tower",
    "kv_local": "Cache, local layers",
    "kv_global": "Cache, global layers",
    "activations": "Activations",
    "image_compute": "Reading an image",
    "overhead": "Driver and libraries",
}
PART_MEANINGS: Mapping[str, str] = {
    "weights": "Language model in this format, scales and embedding included.",
    "vision": "The part that turns page images into tokens.",
    "kv_local": "Local layers keep a window of each text that is read at the same time.",
    "kv_global": "Global layers keep every token of each text that is read at the same time.",
    "activations": "Working memory while a prompt is read.",
    "image_compute": "Working memory while a page image is read.",
    "overhead": "What the driver and the engine take before anything is loaded.",
}

LIGHTEST = 0.66  # share of white mixed into the smallest model of a family
DERIVED_PATTERN = {"shape": "/", "size": 6, "solidity": 0.35, "fillmode": "overlay"}
HOVER_WIDTH = 46  # characters; wider ones are cut off on a phone with a wide font

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
GRID = "rgba(127, 135, 146, 0.25)"
_TEXT = "#5b6470"  # only seen in an exported PNG; on the page CSS sets the colour of the theme


def tint(colour: str, white: float) -> str:
    """`colour` ("#rrggbb") mixed with the share `white` (0 to 1) of white."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * white):02x}" for channel in channels)


def model_colours(models: pd.DataFrame) -> dict[str, str]:
    """Colour by model name from a table with `model` and `model_family`, small to large within a family.

    Pass the whole table, not a selection: a model keeps its colour whatever else is shown.
    """
    colours = {}
    for family, members in models.groupby("model_family", sort=False)["model"]:
        base = FAMILY_COLOURS.get(str(family), GREY)
        steps = max(len(members) - 1, 1)
        for position, model in enumerate(members):
            colours[model] = tint(base, LIGHTEST * (1 - position / steps) if len(members) > 1 else 0)
    return colours


SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")


def model_symbols(models: pd.DataFrame) -> dict[str, str]:
    """Marker by model name, so that two sizes of one hue can be told apart without their lightness."""
    return {
        model: SYMBOLS[position % len(SYMBOLS)]
        for _, members in models.groupby("model_family", sort=False)["model"]
        for position, model in enumerate(members)
    }


def is_missing(value: object) -> bool:
    """True for None, NaN and NA."""
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def gb(value: float) -> str:
    """Memory in GB (10^9 bytes), one decimal, without the unit."""
    return f"{value:,.1f}"


def cache_gb(value: float) -> str:
    """Size of a key-value cache in GB: two decimals, because small models need tenths of a GB."""
    return f"{value:,.2f}"


def millions(value: float) -> str:
    """Parameters in millions, whole numbers."""
    return f"{value:,.0f}"


def percent(value: float) -> str:
    """Percent with one decimal, without the sign."""
    return f"{value:,.1f}"


def count(value: float) -> str:
    """A whole number with thousands separators."""
    return f"{int(value):,}"


def seconds(value: float) -> str:
    """Seconds: one decimal below 10, else none."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def usd(value: float) -> str:
    """US dollars with their sign: cents, none from 1,000 on, a third decimal below ten cents."""
    return f"${value:,.0f}" if value >= 1000 else f"${value:.2f}" if value >= 0.1 else f"${value:.3f}"


def kilobytes(value: float) -> str:
    """Bytes as kB (10^3 bytes), one decimal, without the unit."""
    return f"{value / 1e3:,.1f}"


def short_tokens(value: int) -> str:
    """A context length as people say it: 32768 is "32k"."""
    return f"{value // 1024}k" if value % 1024 == 0 else count(value)


def joined(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def hover_text(name: str, value: str, meaning: str, source: str) -> str:
    """The house hover: name, value with unit, one line of meaning, source.

    Plotly neither wraps nor escapes hover text, so both are done here.
    """
    lines = [f"<b>{html.escape(name, quote=False)}</b>", html.escape(value, quote=False)]
    lines += [html.escape(line, quote=False) for line in _wrapped(meaning)]
    lines += [f"<i>{html.escape(line, quote=False)}</i>" for line in _wrapped(f"Source: {source}")]
    return "<br>".join(lines)


@functools.lru_cache(maxsize=4096)
def _wrapped(sentence: str) -> tuple[str, ...]:
    # the same sources and meanings stand in hundreds of hovers
    return tuple(textwrap.wrap(sentence, HOVER_WIDTH, break_on_hyphens=False))


def axis(title: str | None = None, **options: Any) -> dict[str, Any]:
    """An axis with a faint grid, room for its labels and labels that are never turned."""
    base: dict[str, Any] = {
        "automargin": True,
        "gridcolor": GRID,
        "zerolinecolor": GRID,
        "linecolor": GRID,
        "tickangle": 0,
        "ticklabelstandoff": 6,
        "fixedrange": True,  # a page that scrolls must not zoom its charts
    }
    if title:
        base["title"] = {"text": title, "standoff": 12}
    return base | options


def _left(y: Mapping[str, Any]) -> int:
    """Room in pixels that the labels of a vertical axis need in a wide font."""
    names = y.get("ticktext") or y.get("categoryarray") or ()
    if not names:
        return 61 if "title" in y else 8  # numbers of two digits
    widest = max(sum(map(_width, line)) for name in names for line in name.split("<br>"))
    return (44 if "title" in y else 24) + round(widest)


def _width(character: str) -> float:
    """Width in pixels of a character of a label, 13 px high, in DejaVu Sans."""
    if character in "ijlftrI.,:;-()'| ":
        return 4.6
    if character in "MWmw@%…":
        return 11.5
    return 8.9 if character.isupper() else 8.1


def figure(
    traces: Sequence[Mapping[str, Any]], *, x: dict[str, Any], y: dict[str, Any], **layout: Any
) -> dict[str, Any]:
    """A figure in Plotly's schema with the house layout; `layout` adds to it or replaces parts of it, `margin` those of
    its sides that it names."""
    base: dict[str, Any] = {
        "xaxis": x,
        "yaxis": y,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": _TEXT},
        # Axes ask for more room where they need it, but then plotly draws everything a second time.
        "margin": {"l": _left(y), "r": 12, "t": 8, "b": 61 if "title" in x else 8} | layout.pop("margin", {}),
        "hoverlabel": {
            "bgcolor": "#1f2730",
            "bordercolor": "#1f2730",
            "align": "left",
            "font": {"family": _FONT, "size": 13, "color": "#f4f6f8"},
        },
        "hovermode": "closest",
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        "barcornerradius": 2,
    }
    return {"data": [dict(trace) for trace in traces], "layout": base | layout}
