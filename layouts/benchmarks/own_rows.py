"""One's own evaluations as further rows of the published tables."""

from __future__ import annotations

from collections.abc import Sequence

from layouts import theme
from layouts.benchmarks.lines import stated
from layouts.benchmarks.selection import Data, own_name
from layouts.frames import Record, records


def own_rows(data: Data, published: Sequence[Record]) -> list[Record]:
    """One's own evaluations of the benchmarks in `published`, of the same kind of model and in the same unit, as
    further rows; the newest of a model counts. Their own shots and metric are `own_shots` and `own_metric`."""
    named: dict[str, list[Record]] = {}
    for row in published:
        named.setdefault(row["benchmark"].casefold(), []).append(row)
    own = data.own[data.own["benchmark"].str.strip().str.casefold().isin(named)]
    rows: dict[tuple[str, str], Record] = {}
    for row in records(own.sort_values("evaluated_on", kind="stable", na_position="first")):
        like = next(
            (
                like
                for like in named[row["benchmark"].strip().casefold()]
                if like["unit"] == row["unit"] and _same_kind(stated(row["variant"]), like["variant"])
            ),
            None,
        )
        if like is None:
            continue
        name = own_name(row["model"])
        rows[like["benchmark"], name] = like | {
            "column": name,
            "model": name,
            "score": float(row["score"]),
            "variant": "it" if like["variant"] == "api" else like["variant"],
            "own_shots": None if theme.is_missing(row["n_shot"]) else f"{row['n_shot']}-shot",
            "own_metric": row["metric"],
            "setting": _circumstances(row),
            "provenance": "own",
            "source": "own evaluation",
        }
    return list(rows.values())


def _same_kind(own: str, published: str) -> bool:
    """Whether an own variant may stand beside published scores of a variant: pre-trained beside pre-trained, any other
    (it, int4, …) beside tuned ones, and one that is not stated beside both."""
    own = own.casefold()
    if published == "pt_fine_tuned":
        return own == published
    return not own or (own == "pt") == (published == "pt")


def _circumstances(row: Record) -> str:
    when = row["evaluated_on"]
    said = [
        stated(row["variant"]) or "variant not stated",
        "" if theme.is_missing(when) else f"evaluated on {str(when)[:10]}",
        stated(row["note"]),
    ]
    return ", ".join(filter(None, said))
