"""Long context: RULER and MRCR as printed (Table 15), and the digitised curves of Figure 7."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import stated
from layouts.benchmarks.looks import legend, looks
from layouts.benchmarks.offered import LONG
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.figures.long_context import curves, measured_lines
from layouts.frames import by_key

TABLE_SOURCE = f"{REPORT}, Table 15, as printed."
CURVE_SOURCE = (
    f"{REPORT}, Figure 7, digitised: the figure prints no values. The uncertainty of each point is in the table."
)
VARIANTS = {"pt": "pre-trained", "it": "instruction-tuned"}
RESCALING = ("before", "after")
SHORT, LONGEST = 32_768, 131_072


def shown(data: Data, selection: Selection) -> Shown:
    """The chosen measurement for the ticked models that have it."""
    kind = "digitised_figure" if selection.long == "figure-7" else "printed_table"
    rows = data.long_context[data.long_context["record_type"] == kind]
    if kind == "printed_table":
        rows = rows[rows["benchmark"] == LONG[selection.long]]
    names = [model for model in rows["model"].drop_duplicates() if model in selection.models]
    if not names:
        return Shown(empty="None of the ticked models has this measurement. Tick Gemma 3 4B, 12B or 27B.")
    rows = rows[rows["model"].isin(names)].reset_index(drop=True)
    found = looks(data, {model: model for model in names})
    digitised = kind == "digitised_figure"
    source = CURVE_SOURCE if digitised else TABLE_SOURCE
    return Shown(
        title=(_curve_title if digitised else _title)(rows, names[-1]),
        figure=curves(rows, found) if digitised else measured_lines(rows, found, _shots(data, LONG[selection.long])),
        height=440 if digitised else 400,
        legend=legend(found, signs=True),
        table=(_curve_table if digitised else _table)(rows, names),
        chart_source=source,
        table_source=source,
        frame=rows,
        filename=f"gemma-3-long-context-{selection.long}",
    )


def _shots(data: Data, benchmark: str) -> str:
    """Shots of Table 15, which long_context.csv does not repeat."""
    rows = data.scores[(data.scores["table"] == "15") & (data.scores["benchmark"] == benchmark)]
    return theme.joined([stated(shots) for shots in rows["n_shot"].drop_duplicates()])


def _title(rows: pd.DataFrame, model: str) -> str:
    values = by_key(rows[(rows["model"] == model) & (rows["variant"] == "it")], "context_length_tokens")
    low, high = values[SHORT]["value"], values[LONGEST]["value"]
    change = "loses" if high < low else "gains"
    return (
        f"{rows['benchmark'].iloc[0]}: from 32k to 128k tokens {model}, instruction-tuned, {change} "
        f"{abs(high - low):.1f} points, from {low:.1f} to {high:.1f}"
    )


def _table(rows: pd.DataFrame, names: Sequence[str]) -> Component:
    values = by_key(rows, "model", "variant", "context_length_tokens")
    columns = [Column("Model", numeric=False), Column("Variant", numeric=False)]
    columns += [Column(f"{theme.short_tokens(length)} tokens, %") for length in (SHORT, LONGEST)]
    columns += [Column("Change, points", "128k minus 32k: derived.")]
    body = []
    for variant, label in VARIANTS.items():
        best = {length: max(values[name, variant, length]["value"] for name in names) for length in (SHORT, LONGEST)}
        for name in names:
            low, high = (values[name, variant, length]["value"] for length in (SHORT, LONGEST))
            body.append(
                [
                    Cell(name, "text"),
                    Cell(label, "text"),
                    *[
                        Cell(f"{value:.1f}", best=len(names) > 1 and value == best[length])
                        for length, value in ((SHORT, low), (LONGEST, high))
                    ],
                    Cell(f"{high - low:+.1f}".replace("-", "−"), "derived"),
                ]
            )
    metric = rows["metric"].iloc[0]
    caption = (
        f"Table 15: {rows['benchmark'].iloc[0]}, {metric}, percent. The best of each variant and length is starred"
    )
    return data_table(f"{ids.TABLE}-long", caption, columns, body)


def _curve_title(rows: pd.DataFrame, model: str) -> str:
    values = by_key(rows[rows["model"] == model], "rope_rescaling", "context_length_tokens")
    before, after = values.get(("before", LONGEST)), values.get(("after", LONGEST))
    if before is None or after is None:
        return f"{model}: the curve without rescaling leaves the chart before 128k tokens"
    return (
        f"At 128k tokens {model} stands at {after['value']:.3f} with RoPE rescaling and at {before['value']:.3f} "
        "without; lower is better"
    )


def _curve_table(rows: pd.DataFrame, names: Sequence[str]) -> Component:
    values = by_key(rows, "model", "rope_rescaling", "context_length_tokens")
    lengths = sorted(rows["context_length_tokens"].unique().tolist())
    columns = [Column("Context, tokens")]
    columns += [
        Column(f"{name}, {when}", f"{when.capitalize()} RoPE rescaling.") for name in names for when in RESCALING
    ]
    body = []
    for length in lengths:
        cells = [Cell(theme.count(length), "text")]
        for name in names:
            for when in RESCALING:
                row = values.get((name, when, length))
                if row is None:
                    cells.append(missing("The curve is clipped, hidden or outside the axes here."))
                    continue
                note = None if theme.is_missing(row["note"]) else f"{row['note'][0].upper()}{row['note'][1:]}."
                cells.append(Cell(f"{row['value']:.4f} ± {row['uncertainty']:.3f}", "digitised", note))
        body.append(cells)
    caption = "Figure 7: value on the axis, measured on the drawing, with its uncertainty"
    return data_table(f"{ids.TABLE}-curves", caption, columns, body)


DETAILS = """
### Reading these measurements

The models are trained on sequences of 32k tokens and then stretched to 128k by rescaling their rotary position
embeddings (RoPE). **RULER** and **MRCR** ask for facts placed far apart in a long text; Table 15 prints both at two
lengths. **Figure 7** shows the effect of rescaling over all lengths as curves without numbers. They were measured
on the drawing at quarter-octave steps; dashed lines and small open markers say so, and the whiskers are the
uncertainty. The axis is labelled "average perplexity" but runs from 0.52 to 0.71, and a perplexity cannot be below
1: read the curves relative to each other.
"""
