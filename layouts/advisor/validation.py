"""The proof: every estimate against every public measurement, the limits, and the rows that cannot be scored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd
from dash.development.base_component import Component

from data.advisor.estimates import CACHE_QUANTITY
from data.advisor.scoring import BUFFERS, TOTALS, WEIGHTS, Bar, Score
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.ids import id_factory

_id = id_factory("advisor")


@dataclass(frozen=True)
class Family:
    """Quantities that one chart and one table show together; `scale` is one `unit` in the base unit."""

    label: str
    unit: str
    scale: float
    has: Callable[[str], bool]


FAMILIES: Mapping[str, Family] = {
    "speed": Family("Decode speed", "tokens/s", 1, lambda quantity: quantity == "decode_throughput"),
    "weights": Family("Weights and file sizes", "GB or 10⁹ parameters", 1e9, lambda quantity: quantity in WEIGHTS),
    "cache": Family("Key-value cache", "GB", 1e9, lambda quantity: bool(CACHE_QUANTITY.match(quantity))),
    "buffers": Family("Compute buffers", "GB", 1e9, lambda quantity: quantity in BUFFERS),
    "memory": Family("Total memory", "GB", 1e9, lambda quantity: quantity in TOTALS),
}


def family(name: str) -> Family:
    """The family of that name; the first one for a name that a link made up."""
    return FAMILIES.get(name, FAMILIES["speed"])


def scored(scores: Sequence[Score], chosen: Family) -> list[Score]:
    """The scored rows of a family."""
    return [one for one in scores if one.estimate is not None and chosen.has(one.row.quantity)]


def words(quantity: str) -> str:
    """A quantity's name in the file as words."""
    return quantity.removeprefix("alloc_").replace("_", " ").replace("kv ", "KV ").capitalize().replace("Kv ", "KV ")


def title(scores: Sequence[Score], chosen: Family) -> str:
    """What the chosen rows say."""
    errors = [abs(one.error or 0) for one in scored(scores, chosen)]
    if not errors:
        return f"{chosen.label}: no public measurement can be scored"
    count = f"{len(errors)} public measurements" if len(errors) > 1 else "one public measurement"
    return f"{chosen.label}: {count}, median error {median(errors):.1%}, worst {max(errors):.1%}"


def bars_table(bars: Sequence[Bar]) -> Component:
    """The limits and whether they are met."""
    columns = [
        Column("Quantity", numeric=False),
        Column("Limit"),
        Column("Reached"),
        Column("Rows"),
        Column("Met", numeric=False),
    ]
    rows = [
        [
            Cell(bar.name, "text"),
            Cell(bar.limit),
            Cell(bar.reached, "derived"),
            Cell(str(bar.rows)),
            Cell("✓ met", "pass") if bar.met else Cell("✗ missed", "fail"),
        ]
        for bar in bars
    ]
    return data_table(_id("bars"), "Limits that the advisor holds itself to", columns, rows)


def errors_table(scores: Sequence[Score]) -> Component:
    """Median and worst error of each quantity."""
    columns = [
        Column("Quantity", numeric=False),
        Column("Rows"),
        Column("Median error, %"),
        Column("Worst error, %"),
        Column("Worst row", numeric=False),
    ]
    rows = []
    for quantity in dict.fromkeys(one.row.quantity for one in scores if one.estimate is not None):
        mine = [one for one in scores if one.row.quantity == quantity and one.error is not None]
        worst = max(mine, key=lambda one: abs(one.error or 0))
        rows.append(
            [
                Cell(words(quantity), "text"),
                Cell(str(len(mine))),
                Cell(f"{median(abs(one.error or 0) for one in mine):.2%}".rstrip("%"), "derived"),
                Cell(f"{abs(worst.error or 0):.2%}".rstrip("%"), "derived"),
                Cell(" · ".join(filter(None, (worst.row.model, worst.row.format, worst.row.hardware))), "text"),
            ]
        )
    return data_table(_id("errors"), "Error by quantity", columns, rows)


def rows_table(scores: Sequence[Score], chosen: Family) -> Component:
    """Every scored row of a family."""
    columns = [
        Column("Model", numeric=False),
        Column("Format", numeric=False),
        Column("Quantity", numeric=False),
        Column("Hardware", numeric=False),
        Column("Measured"),
        Column("Estimate"),
        Column("Unit", numeric=False),
        Column("Error, %", "Positive when the estimate is too large."),
        Column("Setting", numeric=False),
        Column("Source", numeric=False),
    ]
    rows = [
        [
            Cell(one.row.model, "text"),
            Cell(one.row.format or "–", "text"),
            Cell(words(one.row.quantity), "text", one.note or None),
            Cell(one.row.hardware, "text") if one.row.hardware else missing("This quantity does not depend on it."),
            Cell(f"{one.row.value / one.row.scale:,.6g}", sort=one.row.value),
            Cell(f"{(one.estimate or 0) / one.row.scale:,.6g}", "estimate", sort=one.estimate),
            Cell(one.row.unit, "text"),
            Cell(f"{100 * (one.error or 0):+.2f}", "derived", sort=abs(one.error or 0)),
            Cell(one.row.context, "text"),
            Cell(one.row.source, "text", href=link(one.row.source)),
        ]
        for one in scored(scores, chosen)
    ]
    return data_table(_id("rows"), f"{chosen.label}: estimate and measurement", columns, rows, sortable=True)


def declined_table(scores: Sequence[Score]) -> Component:
    """Rows without an estimate, and why."""
    columns = [
        Column(name, numeric=name == "Published") for name in
        ("Model", "Format", "Quantity", "Hardware", "Published", "Unit", "Reason", "Source")
    ]  # fmt: skip
    rows = [
        [
            Cell(one.row.model, "text"),
            Cell(one.row.format or "–", "text"),
            Cell(words(one.row.quantity), "text"),
            Cell(one.row.hardware or "–", "text"),
            Cell(f"{one.row.value / one.row.scale:,.6g}", sort=one.row.value),
            Cell(one.row.unit, "text"),
            Cell(one.note, "text"),
            Cell(one.row.source, "text", href=link(one.row.source)),
        ]
        for one in scores
        if one.estimate is None
    ]
    return data_table(_id("declined"), f"{len(rows)} rows that are not scored, and why", columns, rows, sortable=True)


def link(source: str) -> str | None:
    """The address in a source that begins with one."""
    match = re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+/[^\s*]+", source)
    return f"https://{match[0]}" if match else None


def frame(scores: Sequence[Score]) -> pd.DataFrame:
    """Every row in the unit that its source states, for download."""
    return pd.DataFrame(
        [
            {
                "model": one.row.model, "format": one.row.format, "quantity": one.row.quantity,
                "hardware": one.row.hardware, "measured": one.row.value / one.row.scale,
                "estimate": None if one.estimate is None else one.estimate / one.row.scale, "error": one.error,
                "unit": one.row.unit, "context": one.row.context, "source": one.row.source, "note": one.note,
            }
            for one in scores
        ]
    )  # fmt: skip
