"""Estimates against public measurements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.advisor.scoring import Score
from layouts import theme
from layouts.figures.advice import log_axis

PALETTE = (theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE, theme.SKY, theme.VERMILLION, theme.GREY)
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")


def scatter(scores: Sequence[Score], unit: str, scale: float, names: Mapping[str, str]) -> dict[str, Any]:
    """Estimate over measurement on logarithmic axes, a colour per quantity; on the line both are equal.

    `scale`: one of `unit` in the base unit; `names`: quantity to words, in the order of the legend.
    """
    traces: list[dict[str, Any]] = []
    ends = [value / scale for one in scores for value in (one.row.value, one.estimate or one.row.value)]
    if ends:
        reach = [min(ends) * 0.8, max(ends) * 1.25]
        traces.append(
            {
                "type": "scatter", "mode": "lines", "name": "Equal", "x": reach, "y": reach, "hoverinfo": "skip",
                "line": {"color": theme.GREY, "width": 1.5, "dash": "dash"},
            }
        )  # fmt: skip
    for position, (quantity, name) in enumerate(names.items()):
        mine = [one for one in scores if one.row.quantity == quantity and one.estimate is not None]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [one.row.value / scale for one in mine],
                "y": [(one.estimate or 0) / scale for one in mine],
                "marker": {
                    "color": PALETTE[position % len(PALETTE)],
                    "symbol": SYMBOLS[position % len(SYMBOLS)],
                    "size": 9,
                    "opacity": 0.8,
                },
                "hoverinfo": "text",
                "hovertext": [_hover(one, name, unit, scale) for one in mine],
            }
        )
    return theme.figure(
        traces,
        x=log_axis(f"Measured, {unit}", ends),
        y=log_axis(f"Estimate, {unit}", ends),
        margin={"r": 24},
    )


def _hover(one: Score, name: str, unit: str, scale: float) -> str:
    hardware = f" on {one.row.hardware}" if one.row.hardware else ""
    return theme.hover_text(
        f"{one.row.model}, {one.row.format}{hardware}",
        f"{name}: {one.row.value / scale:,.4g} {unit} measured, {(one.estimate or 0) / scale:,.4g} estimated "
        f"({one.error or 0:+.1%})",
        one.row.context,
        one.row.source,
    )
