"""The chart of one's own evaluations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from layouts import theme
from layouts.figures.benchmarks import ROOM_FOR_BUTTON, category_axis, unit_title
from layouts.figures.hover import conditions, sentence
from layouts.frames import Record

if TYPE_CHECKING:
    from layouts.benchmarks.looks import Look

BETTER = {True: "Higher is better.", False: "Lower is better."}


def own_dots(rows: Sequence[Record], found: Mapping[str, Look]) -> dict[str, Any]:
    """A row per benchmark, a star per evaluation. `rows`: of `data.evaluations.frame` in one unit, with `column`."""
    traces = []
    for column, look in found.items():
        chosen = [row for row in rows if row["column"] == column]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": column,
                "y": [row["benchmark"] for row in chosen],
                "x": [row["score"] for row in chosen],
                "marker": {"color": look.colour, "symbol": look.symbol, "size": 12, "line": {"width": 1}},
                "hoverinfo": "text",
                "hovertext": [_hover(row) for row in chosen],
            }
        )
    names = list(dict.fromkeys(row["benchmark"] for row in rows))
    return theme.figure(
        traces,
        x=theme.axis(unit_title([rows[0]["unit"]])),
        y=category_axis(names),
        showlegend=False,
        margin=ROOM_FOR_BUTTON,
    )


def _hover(row: Record) -> str:
    shots = None if theme.is_missing(row["n_shot"]) else f"{row['n_shot']}-shot"
    said = [
        "Own evaluation.",
        f"Variant: {row['variant']}." if row["variant"] and not theme.is_missing(row["variant"]) else "",
        conditions(shots, row["metric"]),
        BETTER[bool(row["higher_is_better"])],
        "" if theme.is_missing(row["evaluated_on"]) else f"Evaluated on {str(row['evaluated_on'])[:10]}.",
        sentence(row["note"]),
    ]
    unit = "%" if row["unit"] == "percent" else row["unit"]
    return theme.hover_text(
        f"{row['column']}: {row['benchmark']}",
        f"{row['score']:,.10g} {unit}",
        " ".join(filter(None, said)),
        f"your file {row['set_name']}",
    )
