"""How models are drawn: colour, marker, and what stands behind their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from layouts import theme
from layouts.benchmarks.selection import Data
from layouts.components.model_info import model_descriptions
from layouts.components.parts import Option

SIGNS = {
    "circle": "●",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "cross": "✚",
    "star": "★",
    "circle-open": "○",
    "square-open": "□",
    "diamond-open": "◇",
    "triangle-up-open": "△",
    "cross-open": "✚",
}
OTHERS = {
    "Gemini": "A closed model of Google, listed for comparison; its size is not published.",
    "PaliGemma 2": "Gemma 2 with a vision encoder, made to be fine-tuned; listed for comparison.",
    "2B ablation model": "A model of 2 billion parameters trained briefly for this comparison alone.",
}


@dataclass(frozen=True)
class Look:
    """How a column is drawn: colour, marker, and what stands behind its name on hover."""

    colour: str
    symbol: str
    meaning: str
    own: bool = False


def looks(data: Data, columns: Mapping[str, str]) -> dict[str, Look]:
    """Colours by family and size; models of other makers in greys; a second column of a model gets an open marker."""
    colours, symbols = theme.model_colours(data.models), theme.model_symbols(data.models)
    meanings = model_descriptions(data.models, data.parameters)
    others = [model for model in dict.fromkeys(columns.values()) if base_name(model) not in colours]
    found: dict[str, Look] = {}
    seen: dict[str, int] = {}
    for column, model in columns.items():
        base, own = base_name(model), model.endswith(" (own)")
        if base in colours:
            look = Look(colours[base], symbols[base], meanings[base])
        else:
            position = others.index(model)
            grey = theme.tint(theme.GREY, 0.55 * position / max(len(others) - 1, 1))
            look = Look(grey, theme.SYMBOLS[position % len(theme.SYMBOLS)], _about(base))
        again = seen.get(model, 0)
        seen[model] = again + 1
        symbol = "star" if own else look.symbol + ("-open" if again % 2 else "")
        meaning = f"Your own evaluation. {look.meaning}" if own else look.meaning
        found[column] = Look(look.colour, symbol, meaning, own)
    return found


def base_name(model: str) -> str:
    """The model of architecture.csv that a name is about: Gemma 1.1 has the architecture of Gemma 1."""
    return model.removesuffix(" (own)").replace("Gemma 1.1 ", "Gemma 1 ")


def _about(model: str) -> str:
    return next((text for name, text in OTHERS.items() if model.startswith(name)), "A model of another maker.")


def legend(found: Mapping[str, Look], *, signs: bool = False) -> list[Option]:
    """The columns as a list of names with colour and meaning; `signs`: with the markers that the chart draws."""
    return [
        Option(column, column, look.meaning, look.colour, sign=SIGNS[look.symbol] if signs else None)
        for column, look in found.items()
    ]
