"""The Arena chart: points with their intervals, open and closed models told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from layouts import theme
from layouts.figures.benchmarks import ROOM_FOR_BUTTON, category_axis
from layouts.frames import Record, records


@dataclass(frozen=True)
class Group:
    """A kind of model in the Arena chart: its name, colour, marker with the sign for it in text, and meaning."""

    label: str
    colour: str
    symbol: str
    sign: str
    meaning: str


GROUPS: Mapping[str, Group] = {
    "gemma3": Group(
        "Gemma 3, open weights",
        theme.BLUE,
        "diamond",
        "◆",
        "Gemma 3 27B, instruction-tuned; its weights can be downloaded.",
    ),
    "gemma2": Group(
        "Gemma 2, open weights",
        theme.GREEN,
        "triangle-up",
        "▲",
        "Gemma 2 27B, instruction-tuned; its weights can be downloaded.",
    ),
    "open": Group(
        "Other open weights",
        theme.SKY,
        "circle",
        "●",
        "The weights can be downloaded and run on one's own machines.",
    ),
    "closed": Group(
        "Closed",
        theme.GREY,
        "square-open",
        "□",
        "Reached through the maker's service alone: no open weights in the report.",
    ),
}


def group_of(row: Record) -> str:
    """Which of `GROUPS` a row of arena_elo.csv belongs to."""
    if row["model"].startswith("Gemma-3"):
        return "gemma3"
    if row["model"].startswith("Gemma-2"):
        return "gemma2"
    return "open" if row["open"] == "yes" else "closed"


def arena_dots(arena: pd.DataFrame) -> dict[str, Any]:
    """A point per model with the printed 95 % interval. `arena`: rows of arena_elo.csv."""
    rows = records(arena)
    traces = []
    for key, group in GROUPS.items():
        chosen = [row for row in rows if group_of(row) == key]
        if not chosen:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": group.label,
                "y": [row["model"] for row in chosen],
                "x": [row["elo"] for row in chosen],
                "marker": {
                    "color": group.colour,
                    "symbol": group.symbol,
                    "size": 10,
                    "line": {"width": 2, "color": group.colour},
                },
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [row["ci95_plus"] for row in chosen],
                    "arrayminus": [row["ci95_minus"] for row in chosen],
                    "thickness": 2,
                    "width": 5,
                    "color": group.colour,
                },
                "hoverinfo": "text",
                "hovertext": [_hover(row, group) for row in chosen],
            }
        )
    return theme.figure(
        traces,
        x=theme.axis("Elo points", zeroline=False, dtick=100, range=[1_200, 1_430]),
        y=category_axis([row["model"] for row in rows]),
        showlegend=False,
        margin=ROOM_FOR_BUTTON,
    )


def _hover(row: Record, group: Group) -> str:
    return theme.hover_text(
        row["model"],
        f"{row['elo']:,} Elo points, 95 % interval +{row['ci95_plus']} / −{row['ci95_minus']}, rank {row['rank']}",
        f"{group.label}. {group.meaning} Metric: Elo from people's votes; shots do not apply.",
        f"{row['source_document']}, {row['source_locator']}",
    )
