"""Arena: human preference between anonymous answers, Table 5 of the Gemma 3 report."""

from __future__ import annotations

import pandas as pd
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown, nothing_found
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.figures.arena import GROUPS, arena_dots, group_of
from layouts.frames import records

SOURCE = f"{REPORT}, Table 5: Chatbot Arena, results received on 8 March 2025."
GEMMA = "Gemma-3-27B-IT"


def shown(data: Data, selection: Selection) -> Shown:
    """All models of Table 5, or those with the text that is looked for."""
    found = [selection.finds(row["model"], GROUPS[group_of(row)].label) for row in records(data.arena)]
    rows = data.arena[found].reset_index(drop=True)
    if rows.empty:
        return nothing_found(selection.find)
    return Shown(
        title=_title(data.arena),
        figure=arena_dots(rows),
        height=110 + 24 * len(rows),
        legend=[
            parts.Option(key, group.label, group.meaning, group.colour, sign=group.sign)
            for key, group in GROUPS.items()
        ],
        table=_table(rows),
        chart_source=SOURCE,
        table_source=SOURCE,
        frame=rows,
        filename="gemma-arena-elo",
    )


def _title(arena: pd.DataFrame) -> str:
    row = arena[arena["model"] == GEMMA].iloc[0]
    above = arena[(arena["open"] == "yes") & (arena["elo"] > row["elo"])]["model"].tolist()
    only = f"of the models with open weights only {theme.joined(above)} scores higher"
    return f"Gemma 3 27B is at rank {row['rank']} with {row['elo']:,} points; {only}"


def _table(rows: pd.DataFrame) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column("Rank", "As printed; the table leaves ranks out, and models within each other's interval share one."),
        Column("Elo, points"),
        Column("95 % interval", "Elo plus and minus the printed half-widths."),
        Column("Weights", numeric=False),
        Column("Type", numeric=False),
        Column("Parameters", "As printed; total / active for mixtures of experts."),
    ]
    body = []
    for row in records(rows):
        is_open = row["open"] == "yes"
        not_printed = "The report prints this for models with open weights only."
        body.append(
            [
                Cell(row["model"], "text", swatch=GROUPS[group_of(row)].colour),
                Cell(str(row["rank"])),
                Cell(f"{row['elo']:,}"),
                Cell(f"+{row['ci95_plus']} / −{row['ci95_minus']}"),
                Cell("open" if is_open else "closed", "text"),
                missing(not_printed) if theme.is_missing(row["type"]) else Cell(row["type"], "text"),
                missing(not_printed)
                if theme.is_missing(row["parameters_printed"])
                else Cell(row["parameters_printed"]),
            ]
        )
    return data_table(f"{ids.TABLE}-arena", "Table 5: Arena Elo", columns, body)


DETAILS = """
### How to read Elo points

People compare two anonymous answers; the points are fitted so that a difference of $d$ stands for an expected share
of wins of $1 / (1 + 10^{-d/400})$. The scale has no natural zero: distances between points mean something, lengths
from the axis do not. Two models whose intervals overlap cannot be told apart by this measurement.

The text of the report gives 1257 for LLaMA 3 405B; its Table 5 has 1269 for that model and 1257 for Llama-3.3-70B.
The table is shown. "Closed" means that the report's column for open weights is empty.
"""
