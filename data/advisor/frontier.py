"""The choice at a glance: for every model and card what it costs, how good it is and how fast it answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.advisor import search
from data.advisor.local import Corrections
from data.advisor.options import Option, describe
from data.advisor.workload import Question


@dataclass(frozen=True)
class Candidate:
    """A configuration that meets every limit; `efficient`: none beats it in cost, quality and answer time at once."""

    option: Option
    efficient: bool


def candidates(question: Question, measured: Corrections | None = None) -> list[Candidate]:
    """The efficient configurations, and the best of every model on every number of cards; best first."""
    judged = search.judge(question, measured)
    ranked = search.rank(judged)
    if not len(ranked):
        return []
    efficient = search.pareto(judged, ranked)
    space = judged.grid
    models = {name: number for number, name in enumerate(dict.fromkeys(one.shape.model for one in space.recipes))}
    model = space.of_recipe([models[recipe.shape.model] for recipe in space.recipes])[ranked].astype(np.int64)
    kind = (model * len(space.cards) + space.gpu[ranked]) * 10 + space.count[ranked]
    _, first = np.unique(kind, return_index=True)
    kept = np.union1d(first, np.flatnonzero(efficient))
    found = describe(judged, ranked[kept])
    return [Candidate(option, bool(flag)) for option, flag in zip(found, efficient[kept], strict=True)]
