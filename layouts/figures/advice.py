"""Charts of Deployment Advisor: memory by part, cost against answer time, and what longer texts and more people do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from data.advisor.frontier import Candidate
from data.advisor.memory import PARTS
from data.advisor.options import Option
from data.advisor.sensitivity import Point
from layouts import theme

SOURCE = "computed (docs/advisor.md)"
FAINT = 0.45


def two_lines(option: Option) -> str:
    """Name of a configuration for an axis."""
    cards = f"{option.gpu_count} × {option.gpu}" if option.gpu_count > 1 else option.gpu
    return f"{option.model.removeprefix('Gemma 3 ')} · {option.format_label}<br>{option.engine} · {cards}"


def memory_bars(options: Sequence[Option]) -> dict[str, Any]:
    """Stacked bars: a configuration each, its memory by part, and a mark at what the engine may use of the card."""
    names = [two_lines(option) for option in options]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": theme.PART_LABELS[part],
            "y": names,
            "x": [option.memory_gb[part] for option in options],
            "marker": {"color": theme.PART_COLOURS[part]},
            "hoverinfo": "text",
            "hovertext": [
                theme.hover_text(
                    f"{option.name}: {theme.PART_LABELS[part].lower()}",
                    f"{theme.cache_gb(option.memory_gb[part])} GB of {theme.cache_gb(option.memory_total_gb)} GB",
                    theme.PART_MEANINGS[part],
                    SOURCE,
                )
                for option in options
            ],
        }
        for part in PARTS
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "Limit",
            "y": names,
            "x": [option.memory_limit_gb for option in options],
            "marker": {"symbol": "line-ns-open", "size": 30, "color": theme.GREY, "line": {"width": 4}},
            "hoverinfo": "text",
            "hovertext": [_limit_hover(option) for option in options],
        }
    )
    return theme.figure(
        traces,
        x=theme.axis("GB on the fullest card", rangemode="tozero"),
        y=theme.axis(autorange="reversed"),
        barmode="stack",
        bargap=0.35,
        showlegend=False,
    )


def _limit_hover(option: Option) -> str:
    free = option.memory_limit_gb - option.memory_total_gb
    return theme.hover_text(
        f"{option.name}: limit",
        f"{theme.gb(option.memory_limit_gb)} GB, {theme.gb(free)} GB free",
        "What the engine may use of one card.",
        "hardware.csv, engine_constants.csv",
    )


def pareto(
    candidates: Sequence[Candidate], looks: Mapping[str, tuple[str, str]], measure: str, limit_seconds: float
) -> dict[str, Any]:
    """Cost against answer time, a colour per model with its quality in the legend; dominated points are faint.

    `looks`: (colour, symbol) by model, in the order of the legend.
    """
    traces: list[dict[str, Any]] = []
    models = sorted({one.option.model for one in candidates}, key=list(looks).index)
    best = candidates[0].option if candidates else None
    for model in models:
        colour, symbol = looks[model]
        mine = [one.option for one in candidates if one.option.model == model]
        quality = "no score" if mine[0].quality is None else f"{mine[0].quality:.1f}"
        for efficient in (False, True):
            shown = sorted(
                (one.option for one in candidates if one.option.model == model and one.efficient is efficient),
                key=lambda option: option.usd_per_1000_pages or 0,
            )
            trace = {
                "type": "scatter",
                "mode": "lines+markers" if efficient else "markers",
                "name": f"{model}, quality {quality}",
                "legendgroup": model,
                "showlegend": efficient or not any(one.efficient for one in candidates if one.option.model == model),
                "x": [option.usd_per_1000_pages for option in shown],
                "y": [option.answer_seconds.value for option in shown],
                "marker": {
                    "color": colour,
                    "symbol": symbol,
                    "size": 10 if efficient else 7,
                    "opacity": 1 if efficient else FAINT,
                },
                "hoverinfo": "text",
                "hovertext": [_candidate_hover(option, efficient, measure) for option in shown],
            }
            if efficient:
                trace["line"] = {"color": colour, "width": 1.5, "dash": "dot", "shape": "hv"}
            if shown:
                traces.append(trace)
    if best is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "Recommended",
                "x": [best.usd_per_1000_pages],
                "y": [best.answer_seconds.value],
                "marker": {
                    "symbol": "circle-open", "size": 18, "color": theme.VERMILLION, "line": {"width": 2.5},
                },
                "hoverinfo": "skip",
            }
        )  # fmt: skip
    return theme.figure(
        traces,
        x=log_axis("Cost per 1,000 pages, $", [one.option.usd_per_1000_pages or 0 for one in candidates]),
        y=log_axis("Answer time, seconds", [limit_seconds, *(one.option.answer_seconds.value for one in candidates)]),
        **_limit(limit_seconds, "answer time asked for"),
        margin={"r": 24},
    )


def log_axis(title: str, values: Sequence[float]) -> dict[str, Any]:
    """A logarithmic axis around positive values with labels at 1, 2 and 5 of each decade."""
    ends = [value for value in values if value > 0] or [1.0, 10.0]
    decades = range(math.floor(math.log10(min(ends))), math.ceil(math.log10(max(ends))) + 1)
    steps = (1, 2, 5) if len(decades) < 5 else (1,)
    ticks = [step * 10.0**decade for decade in decades for step in steps]
    return theme.axis(title, type="log", tickvals=ticks, ticktext=[f"{tick:,.10g}" for tick in ticks])


def _limit(at: float, name: str) -> dict[str, Any]:
    """A named line across the chart."""
    return {
        "shapes": [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": at,
                "y1": at,
                "line": {"color": theme.GREY, "width": 1.5, "dash": "dash"},
                "label": {"text": name, "textposition": "end", "yanchor": "bottom", "font": {"size": 12}},
            }
        ]
    }


def _candidate_hover(option: Option, efficient: bool, measure: str) -> str:
    quality = "no published score" if option.quality is None else f"{option.quality:.1f} points"
    servers = f"{option.servers} servers, " if option.servers > 1 else ""
    return theme.hover_text(
        option.name,
        f"{theme.usd(option.usd_per_1000_pages or 0)} per 1,000 pages, answer in "
        f"{theme.seconds(option.answer_seconds.value)} s, {quality}",
        ("Nothing is better in cost, quality and answer time at once. " if efficient else "Another one beats it. ")
        + f"{servers}{theme.count(option.pages_per_hour.value)} pages an hour each, {theme.gb(option.memory_total_gb)} "
        f"of {theme.gb(option.memory_limit_gb)} GB. Times: {option.evidence}.",
        f"{SOURCE}; price: {option.price_source}; quality: {measure}",
    )


def sensitivity(
    points: Sequence[Point], option: Option, limit_seconds: float, axis: Mapping[str, Any], of: str
) -> dict[str, Any]:
    """Memory and answer time as shares of their limits, with the interval of the time; `of` names a place on x."""
    places = [point.at for point in points]

    def time_share(end: str) -> list[float]:
        return [getattr(point.answer_seconds, end) / limit_seconds * 100 for point in points]

    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": places,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    line = {"type": "scatter", "mode": "lines", "x": places, "hoverinfo": "text"}
    traces: list[dict[str, Any]] = [
        edge | {"name": "lower end", "y": time_share("low")},
        edge | {"name": "upper end", "y": time_share("high"), "fill": "tonexty", "fillcolor": "rgba(230, 159, 0, 0.2)"},
        line
        | {
            "name": "Answer time",
            "y": time_share("value"),
            "line": {"color": theme.ORANGE, "width": 2.5},
            "hovertext": [
                theme.hover_text(
                    f"{option.model}, {theme.count(point.at)} {of}: answer time",
                    f"{theme.seconds(point.answer_seconds.value)} s of {limit_seconds:g} s "
                    f"({theme.seconds(point.answer_seconds.low)} to {theme.seconds(point.answer_seconds.high)} s)",
                    f"With every place taken, {option.evidence}.",
                    SOURCE,
                )
                for point in points
            ],
        },
        line
        | {
            "name": "Memory",
            "y": [point.memory_gb / option.memory_limit_gb * 100 for point in points],
            "line": {"color": theme.BLUE, "width": 2.5},
            "hovertext": [
                theme.hover_text(
                    f"{option.model}, {theme.count(point.at)} {of}: memory",
                    f"{theme.gb(point.memory_gb)} GB of {theme.gb(option.memory_limit_gb)} GB",
                    "Fullest card, all parts.",
                    SOURCE,
                )
                for point in points
            ],
        },
    ]
    return theme.figure(
        traces,
        x=theme.axis(**axis),
        y=theme.axis("Share of the limit, %", rangemode="tozero"),
        **_limit(100, "limit"),
    )
