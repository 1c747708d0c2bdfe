"""The ranked configurations as a table and as rows to download."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from dash.development.base_component import Component

from data.advisor.advice import Advice
from data.advisor.options import Interval, Option
from layouts import theme
from layouts.advisor.controls import ids
from layouts.advisor.text import EVIDENCE, LIMITS
from layouts.components.data_table import Cell, Column, data_table, missing

NO_PRICE = "No price is known for this card: enter one."
NO_SCORE = "No score is published for this model."


def options_table(advice: Advice, colours: Mapping[str, str]) -> Component:
    """The best configurations, best first."""
    columns = [
        Column("Rank"),
        Column("Model", numeric=False),
        Column("Format", numeric=False),
        Column("Engine", numeric=False),
        Column("Cards of a server", numeric=False),
        Column("Servers"),
        Column("$ per 1,000 pages", "At your volume."),
        Column("at full use, $", "With a server that is never idle."),
        Column("Answer, s", "Complete, with every place taken."),
        Column("First word, s", "First question on a document, alone."),
        Column("Tokens/s", "Of one answer, with every place taken."),
        Column("Pages an hour", "One server, questions included."),
        Column("Memory, GB", "Of the fullest card, of what the engine may use."),
        Column("Quality, points", advice.quality_measure),
        Column("Times are", numeric=False),
        Column("Unbeaten", "No listed one is better in cost, quality and answer time at once.", numeric=False),
    ]
    rows = [
        _row(place, option, unbeaten, colours)
        for place, (option, unbeaten) in enumerate(zip(advice.options, advice.pareto, strict=True), start=1)
    ]
    return data_table(ids.OPTIONS, "The best configurations, best first", columns, rows, sortable=True)


def _row(place: int, option: Option, unbeaten: bool, colours: Mapping[str, str]) -> list[Cell]:
    cards = f"{option.gpu_count} × {option.gpu}" if option.gpu_count > 1 else option.gpu
    cost, full = option.usd_per_1000_pages, option.usd_per_1000_pages_full_use
    return [
        Cell(str(place), "text", sort=place),
        Cell(option.model, "text", swatch=colours.get(option.model)),
        Cell(option.format_label, "text"),
        Cell(option.engine, "text"),
        Cell(cards, "text", option.price_source),
        Cell(str(option.servers), sort=option.servers),
        missing(NO_PRICE) if cost is None else Cell(theme.usd(cost).lstrip("$"), "derived", sort=cost),
        missing(NO_PRICE) if full is None else _interval(full, theme.usd(full.value).lstrip("$"), theme.usd),
        _interval(option.answer_seconds, theme.seconds(option.answer_seconds.value), theme.seconds),
        _interval(option.first_token_seconds, theme.seconds(option.first_token_seconds.value), theme.seconds),
        _interval(option.tokens_per_second, theme.seconds(option.tokens_per_second.value), theme.seconds),
        _interval(option.pages_per_hour, theme.count(option.pages_per_hour.value), theme.count),
        Cell(
            f"{theme.gb(option.memory_total_gb)} of {theme.gb(option.memory_limit_gb)}",
            "estimate",
            sort=option.memory_total_gb,
        ),
        missing(NO_SCORE) if option.quality is None else Cell(f"{option.quality:.1f}", sort=option.quality),
        Cell(option.evidence, "text", f"{EVIDENCE[option.evidence]} Closest to its limit: {LIMITS[option.binding]}."),
        Cell("yes" if unbeaten else "no", "text"),
    ]


def _interval(interval: Interval, text: str, words: Callable[[float], str]) -> Cell:
    around = f"{words(interval.low)} to {words(interval.high)}"
    return Cell(text, "estimate", around, sort=interval.value)


def frame(advice: Advice) -> pd.DataFrame:
    """A row per configuration; columns named with their units, ends of intervals beside their values."""
    rows = []
    for place, option in enumerate(advice.options):
        row: dict[str, object] = {
            "rank": place + 1, "model": option.model, "format": option.format_label, "engine": option.engine,
            "gpu": option.gpu, "gpus_per_server": option.gpu_count, "servers": option.servers,
            "answers_at_once": option.concurrency, "usd_per_hour": option.usd_per_hour,
            "usd_per_1000_pages": option.usd_per_1000_pages,
        }  # fmt: skip
        for name in ("usd_per_1000_pages_full_use", "answer_seconds", "first_token_seconds", "page_seconds",
                     "tokens_per_second", "pages_per_hour"):  # fmt: skip
            interval = getattr(option, name)
            for end in ("value", "low", "high"):
                column = name if end == "value" else f"{name}_{end}"
                row[column] = None if interval is None else getattr(interval, end)
        row |= {f"memory_{part}_gb": size for part, size in option.memory_gb.items()}
        row |= {
            "memory_total_gb": option.memory_total_gb, "memory_limit_gb": option.memory_limit_gb,
            "quality": option.quality, "quality_measure": advice.quality_measure, "evidence": option.evidence,
            "binding": option.binding, "unbeaten": advice.pareto[place], "price_source": option.price_source,
        }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows)
