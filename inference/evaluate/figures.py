"""Key figures of statements: right when name, period, sign and full amount are those of the truth."""

from __future__ import annotations

from collections.abc import Sequence

from inference.evaluate.counts import Counts
from inference.evaluate.manifest import TrueFigure
from inference.schema import Figure

_YEAR = 4
_MONTH = 7


def judge_figures(true: Sequence[TrueFigure], given: Sequence[Figure]) -> tuple[dict[str, Counts], list[str]]:
    """Counts by name, and what was missed.

    A figure for a name and period that the truth does not list is not judged. A given year where the truth knows the
    month is judged and wrong.
    """
    counts: dict[str, Counts] = {}
    missed = []
    for asked in true:
        about = [figure for figure in given if _same_period(asked, figure)]
        best = max(about, key=lambda figure: figure.confidence, default=None)
        right = best is not None and _right(asked, best)
        counts[asked.name] = counts.get(asked.name, Counts()).plus(Counts(right, best is not None, 1))
        if not right:
            length = f", {asked.months} months" if asked.months else ""
            instead = f"{best.value * best.scale:f} for {best.period_end}" if best else "nothing"
            missed.append(f"{asked.name}, {asked.period_end}{length}: {asked.value:f}, given {instead}")
    return counts, missed


def _same_period(asked: TrueFigure, given: Figure) -> bool:
    end = given.period_end or ""
    known = min(len(asked.period_end), len(end), _MONTH)
    return (
        asked.name == given.name
        and known >= _YEAR
        and asked.period_end[:known] == end[:known]
        and (asked.months is None or given.months is None or asked.months == given.months)
    )


def _right(asked: TrueFigure, given: Figure) -> bool:
    knows_month = len(given.period_end or "") >= _MONTH or len(asked.period_end) == _YEAR
    return knows_month and given.value * given.scale == asked.value
