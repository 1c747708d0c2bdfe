"""`python -m data.validation FILE.csv [--json FILE]`: the advisor's estimates against public measurements.

Prints estimate, truth and error of every row, median and worst per quantity, the rows it declines with the reason, and
the limits the advisor holds itself to. Exits with 1 when one is missed and with 2 when the file cannot be read.
The columns are those of `data/reference/public_measurements.csv`; see `docs/advisor.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from data.advisor.published import BadMeasurements, read
from data.advisor.scoring import Bar, Score, bars, context_effects, score


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.validation", description=__doc__.split("\n\n")[0])
    parser.add_argument("file", type=Path, help="CSV with the columns of data/reference/public_measurements.csv")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the same as JSON")
    options = parser.parse_args(arguments)
    try:
        scores = score(read(options.file))
    except (BadMeasurements, OSError, UnicodeDecodeError) as error:
        print(f"data.validation: {error}", file=sys.stderr)
        return 2
    limits = bars(scores)
    print("\n".join(_text(scores, limits)))
    if options.json:
        options.json.write_text(json.dumps(_json(scores, limits), indent=1) + "\n", encoding="utf-8")
    return 0 if all(bar.met for bar in limits) else 1


def _text(scores: list[Score], limits: list[Bar]) -> list[str]:
    lines = [f"{'row':>4} {'quantity':<32} {'model':<16} {'format':<40} {'estimate':>12} {'truth':>12} {'error':>8}"]
    for one in scores:
        if one.estimate is not None and one.error is not None:
            row, unit = one.row, one.row.scale
            lines.append(
                f"{row.row:>4} {row.quantity:<32} {row.model[:16]:<16} {row.format[:40]:<40} "
                f"{one.estimate / unit:>12.6g} {row.value / unit:>12.6g} {one.error:>+8.2%} {row.unit}{_note(one)}"
            )
    lines += ["", "Declined"]
    lines += [f"{one.row.row:>4} {one.row.quantity:<32} {one.row.model[:16]:<16} {one.note}"
              for one in scores if one.estimate is None]  # fmt: skip
    lines += ["", f"{'quantity':<36} {'rows':>5} {'median':>8} {'worst':>8}"]
    for name, errors in _by_quantity(scores).items():
        lines.append(f"{name:<36} {len(errors):>5} {median(errors):>8.2%} {max(errors):>8.2%}")
    lines += ["", f"{'limit':<36} {'allowed':>12} {'reached':>12} {'rows':>5}"]
    lines += [f"{bar.name:<36} {bar.limit:>12} {bar.reached:>12} {bar.rows:>5} {'met' if bar.met else 'MISSED'}"
              for bar in limits]  # fmt: skip
    return lines


def _note(one: Score) -> str:
    place = f"  {one.row.hardware}" if one.row.hardware else ""
    return f"{place}{f'  ({one.note})' if one.note else ''}"


def _by_quantity(scores: list[Score]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for one in scores:
        if one.error is not None:
            found.setdefault(one.row.quantity, []).append(abs(one.error))
    effects = [abs(effect) for _, effect in context_effects(scores)]
    return found | ({"effect of context on decode": effects} if effects else {})


def _json(scores: list[Score], limits: list[Bar]) -> dict[str, Any]:
    return {
        "rows": [
            {"row": one.row.row, "model": one.row.model, "format": one.row.format, "quantity": one.row.quantity,
             "hardware": one.row.hardware, "unit": one.row.unit, "truth": one.row.value / one.row.scale,
             "estimate": None if one.estimate is None else one.estimate / one.row.scale,
             "error": one.error, "note": one.note, "source": one.row.source}
            for one in scores
        ],
        "quantities": {name: {"rows": len(errors), "median": median(errors), "worst": max(errors)}
                       for name, errors in _by_quantity(scores).items()},
        "limits": [vars(bar) for bar in limits],
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
