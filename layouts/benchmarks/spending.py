"""What a score can be held against: the memory of the weights, or the cost of reading pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from layouts import theme
from layouts.benchmarks.selection import Data
from layouts.figures.comparison import TABLE_3
from layouts.frames import by_key, records

COMPUTED_FORMATS = {"bf16": "weights in bf16", "int4": "weights in int4"}
ADVISOR = "Deployment Advisor's estimate"


@dataclass(frozen=True)
class Spent:
    """What a model takes: a value, how it is written (with its unit on hover), and where it comes from."""

    value: float
    text: str
    hover: str
    printed: bool
    about: str
    source: str


@dataclass(frozen=True)
class Spending:
    """One thing to hold scores against, with what it takes by model. `goods` is what less of it is called."""

    axis: str
    column: str
    tooltip: str
    goods: str
    source: str
    key: str
    filename: str
    by_model: Mapping[str, Spent]


def weights(data: Data, weight_format: str) -> Spending:
    """Weights of Table 3 in a format; those of Gemma 2 are computed where there are any."""
    label = theme.FORMAT_LABELS[weight_format]
    rows = data.generations
    computed = rows[
        (rows["section"] == "memory_weights") & (rows["benchmark"] == COMPUTED_FORMATS.get(weight_format, ""))
    ]
    spent = {
        row["model"]: Spent(
            row["score"],
            f"{row['score']:.2f}",
            f"{row['score']:.2f} GB of weights in {label}",
            False,
            "Weights computed as parameters times bytes.",
            "weights: computed from the configuration",
        )
        for row in records(computed)
    }
    for model, row in by_key(data.memory[data.memory["weight_format"] == weight_format], "model").items():
        text = f"{row['weights_gb']:.1f}"
        spent[model] = Spent(row["weights_gb"], text, f"{text} GB of weights in {label}", True, "", "weights: Table 3")
    return Spending(
        axis=f"Weights in {label}, GB",
        column=f"Weights in {label}, GB",
        tooltip="Printed in Table 3; for Gemma 2 parameters times bytes, computed.",
        goods="memory",
        source=f"weights: {TABLE_3}; those of Gemma 2 computed from its configuration.",
        key="weights_gb",
        filename="gemma-quality-against-memory",
        by_model=spent,
    )


def cost(data: Data) -> Spending:
    """Cost of 1,000 pages with each Gemma 3 model's cheapest configuration (`data.model_costs.cheapest`)."""
    spent = {}
    for row in records(data.costs):
        ends = f"expected between {theme.usd(row['usd_low'])} and {theme.usd(row['usd_high'])}"
        spent[row["model"]] = Spent(
            row["usd_per_1000_pages"],
            theme.usd(row["usd_per_1000_pages"]),
            f"{theme.usd(row['usd_per_1000_pages'])} per 1,000 pages",
            False,
            f"Estimate, {ends}, for {row['configuration']}.",
            f"cost: {ADVISOR}, price: {row['price_source']}",
        )
    return Spending(
        axis="Cost per 1,000 pages, $",
        column="Cost per 1,000 pages",
        tooltip="The cheapest configuration that the Deployment Advisor can vouch for, never idle.",
        goods="money",
        source=f"cost: {ADVISOR} for its starting values, pages read as text, listed rents.",
        key="usd_per_1000_pages",
        filename="gemma-quality-against-cost",
        by_model=spent,
    )
