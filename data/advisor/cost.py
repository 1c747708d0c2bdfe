"""What a GPU hour and a thousand pages cost."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data import reference_tables
from data.advisor.grid import Gpu
from data.advisor.workload import Prices

HOURS_PER_YEAR = 8760


@dataclass(frozen=True)
class Price:
    """Dollars for an hour of one card; NaN where no price is known."""

    usd_per_hour: float
    source: str


@functools.cache
def listed() -> dict[str, Price]:
    """The median of the prices that gpu_prices.csv lists for a card, by card."""
    table = reference_tables.load("gpu_prices")
    found = {}
    for gpu, rows in table.groupby("gpu"):
        providers = ", ".join(sorted(set(rows["provider"])))
        number = "median of " if len(rows) > 1 else ""
        dates = sorted(set(rows["as_of"].astype(str)))
        period = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        found[str(gpu)] = Price(float(rows["price_usd_per_hour"].median()), f"{number}{providers}; {period}")
    return found


def hour(gpu: Gpu, prices: Prices) -> Price:
    """Price of one card's hour: bought where a purchase price is given, else rented.

    ``purchase / (years * 8760) + power * electricity`` with the vendor's board power; NaN without any price.
    """
    if gpu.name in prices.purchase_usd:
        capital = prices.purchase_usd[gpu.name] / (prices.years * HOURS_PER_YEAR)
        energy = gpu.power_w / 1000 * prices.electricity_usd_per_kwh
        return Price(capital + energy, f"bought, written off over {prices.years:g} years, {gpu.power_w:.0f} W")
    if gpu.name in prices.rent_usd_per_hour:
        return Price(prices.rent_usd_per_hour[gpu.name], "your price")
    return listed().get(gpu.name, Price(float("nan"), "no price is known: enter one"))


def per_1000_pages(usd_per_hour: Any, pages_per_hour: Any) -> npt.NDArray[np.float64]:
    """Dollars for 1,000 pages: ``usd per hour / pages per hour * 1000``."""
    return np.asarray(usd_per_hour, dtype=float) / np.asarray(pages_per_hour, dtype=float) * 1000
