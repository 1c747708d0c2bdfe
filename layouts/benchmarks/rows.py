"""Scores of any table as lines: one per benchmark, with a score per column; and the tables made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import Data, Selection, own_name
from layouts.components.data_table import Cell, Column, Kind, data_table, missing
from layouts.components.model_info import model_descriptions
from layouts.components.parts import Option
from layouts.frames import Record, records

UNIT_SIGNS = {"percent": "%", "GB (10^9 bytes)": "GB"}
KINDS: Mapping[str, Kind] = {
    "printed": "printed",
    "digitised_from_figure": "digitised",
    "read_from_figure": "digitised",
    "own": "own",
}
VARIANTS = {
    "pt": "pre-trained",
    "it": "instruction-tuned",
    "pt_fine_tuned": "pre-trained, then fine-tuned on the task",
    "api": "as offered through its API",
}
OTHERS = {
    "Gemini": "A closed model of Google, listed for comparison; its size is not published.",
    "PaliGemma 2": "Gemma 2 with a vision encoder, made to be fine-tuned; listed for comparison.",
    "2B ablation model": "A model of 2 billion parameters trained briefly for this comparison alone.",
}


@dataclass(frozen=True)
class Line:
    """A benchmark: its name, what its cells have in common, and a score (a row of the data) per column."""

    name: str
    label: str
    shots: str
    metric: str
    unit: str
    higher_is_better: bool | None
    scores: dict[str, Record] = field(default_factory=dict)

    @property
    def decimals(self) -> int:
        """As many as most scores of the line have, at least one; none for Elo points."""
        if self.unit == "Elo":
            return 0
        found = sorted(_decimals(row["score"]) for row in self.scores.values())
        return max(1, found[(len(found) - 1) // 2])

    def text(self, column: str) -> str:
        """The score as it is shown, without its unit; a score that is printed more exactly keeps its digits."""
        score = self.scores[column]["score"]
        digits = self.decimals if self.unit == "Elo" else max(self.decimals, _decimals(score))
        return f"{score:,.{digits}f}"

    def difference(self, column: str, first: str) -> tuple[float, int]:
        """Score of `column` minus score of `first`, and the decimals that it has."""
        values = [self.scores[name]["score"] for name in (column, first)]
        digits = max(self.decimals, *map(_decimals, values))
        return round(values[0] - values[1], digits), digits

    @property
    def best(self) -> set[str]:
        """The columns with the best score; empty where there is nothing to compare or better is not defined."""
        if self.higher_is_better is None or len(self.scores) < 2:
            return set()
        values = [row["score"] for row in self.scores.values()]
        top = max(values) if self.higher_is_better else min(values)
        return {column for column, row in self.scores.items() if row["score"] == top}


@dataclass(frozen=True)
class Look:
    """How a column is drawn: colour, marker, and what stands behind its name on hover."""

    colour: str
    symbol: str
    meaning: str
    own: bool = False


def _decimals(score: float) -> int:
    return len(str(score).partition(".")[2])


def stated(value: object) -> str:
    """A text cell, or nothing where the cell is empty."""
    return "" if theme.is_missing(value) else str(value)


def make_lines(rows: Iterable[Record], selection: Selection) -> list[Line]:
    """Rows with `benchmark`, `column` and the columns of `data.tables.score_table`, one line per benchmark and number
    of shots, in the order of the rows; only lines with the text that is looked for."""
    lines: dict[tuple[str, str], Line] = {}
    for row in rows:
        shots = stated(row["n_shot"])
        line = lines.get((row["benchmark"], shots))
        if line is None:
            better = row["higher_is_better"]
            line = Line(
                row["benchmark"],
                stated(row["benchmark_printed"]),
                shots,
                stated(row["metric"]),
                row["unit"],
                None if theme.is_missing(better) else bool(better),
            )
            if not selection.finds(line.name, line.label, line.metric, row["category"].replace("_", " ")):
                continue
            lines[row["benchmark"], shots] = line
        line.scores[row["column"]] = row
    return list(lines.values())


def columns_of(lines: Iterable[Line], order: Sequence[str] = ()) -> dict[str, str]:
    """Every column with the model it is about; models in `order` first, own evaluations last."""
    found = {column: row["model"] for line in lines for column, row in line.scores.items()}
    rank = {model: position for position, model in enumerate(order)}
    return dict(sorted(found.items(), key=lambda item: rank.get(item[1], len(rank))))


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


def looks(data: Data, columns: Mapping[str, str]) -> dict[str, Look]:
    """Colours by family and size; models of other makers in greys; a second column of a model gets an open marker."""
    colours, symbols = theme.model_colours(data.models), theme.model_symbols(data.models)
    meanings = model_descriptions(data.models, data.parameters)
    others = [model for model in dict.fromkeys(columns.values()) if base_name(model) not in colours]
    found: dict[str, Look] = {}
    seen: dict[str, int] = {}
    for column, model in columns.items():
        base, own = base_name(model), model.endswith(" (own)")
        if base in colours:
            look = Look(colours[base], symbols[base], meanings[base])
        else:
            position = others.index(model)
            grey = theme.tint(theme.GREY, 0.55 * position / max(len(others) - 1, 1))
            look = Look(grey, theme.SYMBOLS[position % len(theme.SYMBOLS)], _about(base))
        again = seen.get(model, 0)
        seen[model] = again + 1
        symbol = "star" if own else look.symbol + ("-open" if again % 2 else "")
        meaning = f"Your own evaluation. {look.meaning}" if own else look.meaning
        found[column] = Look(look.colour, symbol, meaning, own)
    return found


def base_name(model: str) -> str:
    """The model of architecture.csv that a name is about: Gemma 1.1 has the architecture of Gemma 1."""
    return model.removesuffix(" (own)").replace("Gemma 1.1 ", "Gemma 1 ")


def _about(model: str) -> str:
    return next((text for name, text in OTHERS.items() if model.startswith(name)), "A model of another maker.")


def legend(found: Mapping[str, Look]) -> list[Option]:
    """The columns as a list of names with colour and meaning."""
    return [Option(column, column, look.meaning, look.colour) for column, look in found.items()]


def unit_sign(unit: str) -> str:
    """ "%" for percent; other units as they are written."""
    return UNIT_SIGNS.get(unit, unit)


def explain(line: Line) -> str:
    """What stands behind a benchmark's name."""
    better = {True: "Higher is better.", False: "Lower is better.", None: ""}[line.higher_is_better]
    settings = {stated(row.get("setting")) for row in line.scores.values() if row["provenance"] != "own"} - {""}
    parts = [
        f"Printed as “{line.label}”." if line.label and line.label != line.name else "",
        f"Metric: {line.metric}." if line.metric else "",
        f"{line.shots[0].upper()}{line.shots[1:]}." if line.shots else "",
        f"Unit: {line.unit}.",
        f"Setting: {'; '.join(sorted(settings))}." if settings else "",
        better,
    ]
    return " ".join(filter(None, parts))


def score_table(
    table_id: str,
    caption: str,
    lines: Sequence[Line],
    found: Mapping[str, Look],
    *,
    reasons: Mapping[str, str] | None = None,
    heat: bool = False,
) -> Component:
    """One row per benchmark, one column per model; the best of a row is marked, `heat` shades every row.

    `reasons`: why a model has no value, by column.
    """
    columns = [Column("Benchmark", numeric=False)]
    columns += [Column(column, look.meaning) for column, look in found.items()]
    columns += [Column("Shots", "Worked examples in the prompt."), Column("Unit"), Column("Metric", numeric=False)]
    rows = []
    for line in lines:
        cells = [Cell(line.name, "text", explain(line))]
        best, shades = line.best, _shades(line) if heat else {}
        for column, look in found.items():
            if column not in line.scores:
                own = "You have not evaluated this benchmark." if look.own else "The table has no value here."
                cells.append(missing((reasons or {}).get(column, own)))
                continue
            kind = KINDS.get(line.scores[column]["provenance"], "derived")
            tip = f"Own evaluation. {line.scores[column]['setting']}" if look.own else None
            cells.append(Cell(line.text(column), kind, tip, best=column in best, shade=shades.get(column)))
        cells.append(Cell(line.shots) if line.shots else missing("The report does not state it."))
        cells.append(Cell(unit_sign(line.unit)))
        cells.append(Cell(line.metric, "text") if line.metric else missing("The report does not state it."))
        rows.append(cells)
    return data_table(table_id, caption, columns, rows)


def _shades(line: Line) -> dict[str, float]:
    values = {column: row["score"] for column, row in line.scores.items()}
    low, high = min(values.values()), max(values.values())
    return {column: (value - low) / (high - low) if high > low else 0.5 for column, value in values.items()}


def leader_title(lines: Sequence[Line], columns: Sequence[str]) -> str:
    """Who is best in most benchmarks; printed averages are not counted as a further one."""
    lines = [line for line in lines if not line.name.startswith("Average")]
    wins = {column: sum(column in line.best for line in lines) for column in columns}
    compared = sum(bool(line.best) for line in lines)
    if not compared:
        return f"{theme.joined(list(columns))}: {_benchmarks(len(lines))}"
    most = max(wins.values())
    leaders = [column for column, count in wins.items() if count == most]
    verb, each = ("is", "") if len(leaders) == 1 else ("are", " each")
    return f"{theme.joined(leaders)} {verb}{each} best in {most} of {_benchmarks(compared)}"


def _benchmarks(count: int) -> str:
    return f"{count} benchmark" + ("" if count == 1 else "s")


def frame_of(lines: Sequence[Line]) -> pd.DataFrame:
    """The rows behind the lines, as they are downloaded."""
    return pd.DataFrame([row for line in lines for row in line.scores.values()]).drop(
        columns=["column"], errors="ignore"
    )
