"""One's own evaluations as further rows of the published tables."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import theme
from layouts.benchmarks.lines import stated
from layouts.benchmarks.selection import Data, own_name
from layouts.frames import Record, records


def own_rows(data: Data, published: Sequence[Record], *, tuned: bool) -> list[Record]:
    """One's own evaluations of the benchmarks in `published`, in the same unit, as further rows; the newest of a model
    counts.

    `tuned`: whether the published rows are of instruction-tuned models; own ones of the other kind are left out.
    """
    if data.own.empty:
        return []
    first = {row["benchmark"].casefold(): row for row in reversed(published)}
    rows: dict[tuple[str, str], Record] = {}
    for row in records(data.own.sort_values("evaluated_on", kind="stable", na_position="first")):
        like = first.get(str(row["benchmark"]).strip().casefold())
        if like is None or like["unit"] != row["unit"] or (stated(row["variant"]) == "pt") == tuned:
            continue
        name = own_name(row["model"])
        rows[like["benchmark"], name] = like | {
            "column": name,
            "model": name,
            "score": float(row["score"]),
            "setting": _circumstances(row),
            "provenance": "own",
            "source": "own evaluation",
        }
    return list(rows.values())


def _circumstances(row: Record) -> str:
    shots, when = row["n_shot"], row["evaluated_on"]
    said = [
        "" if theme.is_missing(shots) else f"{shots}-shot",
        stated(row["metric"]),
        stated(row["variant"]),
        "" if theme.is_missing(when) else f"evaluated on {str(when)[:10]}",
        stated(row["note"]),
    ]
    return ", ".join(filter(None, said))
