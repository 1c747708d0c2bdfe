"""What reading documents costs with each model, as the Deployment Advisor estimates it with its starting values."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.advisor import options, search
from data.advisor.evidence import evidence
from data.advisor.workload import Question, Workload

# read as text, so that the models without vision can be compared
QUESTION = Question(workload=Workload(pages_as_images=False))


def cheapest() -> pd.DataFrame:
    """One row per Gemma 3 model: the configuration that reads pages for least on a server that is never idle, among
    those that meet every limit of `QUESTION` and whose speed is estimated where the advisor is validated; by cost.

    Columns: model; usd_per_1000_pages with usd_low and usd_high, the ends between which it is expected;
    configuration (format, engine and cards in words); price_source. Own measurements of this installation are left
    out: the table is the same everywhere.
    """
    judged = search.judge(QUESTION, measured={})
    fits = np.flatnonzero(judged.fits)
    cheapest_of: dict[str, int] = {}
    for place in fits[np.argsort(judged.usd_per_1000_full[fits], kind="stable")]:
        recipe, card = judged.grid.recipes[judged.grid.recipe[place]], judged.grid.cards[judged.grid.gpu[place]]
        if recipe.shape.model in cheapest_of:
            continue
        if evidence(recipe, card, int(judged.grid.count[place]), measured_here=False) == "estimate":
            cheapest_of[recipe.shape.model] = int(place)
    rows = []
    for option in options.describe(judged, list(cheapest_of.values())):
        cost = option.usd_per_1000_pages_full_use
        assert cost is not None  # a configuration without a price meets no limit
        cards = f"{option.gpu_count} × {option.gpu}" if option.gpu_count > 1 else option.gpu
        rows.append(
            {
                "model": option.model,
                "usd_per_1000_pages": cost.value,
                "usd_low": cost.low,
                "usd_high": cost.high,
                "configuration": f"{option.format_label}, {option.engine}, {cards}",
                "price_source": option.price_source,
            }
        )
    return pd.DataFrame(rows)
