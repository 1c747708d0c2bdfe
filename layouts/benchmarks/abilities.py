"""Abilities: the scores behind Figure 2 of the Gemma 3 report, recovered from the drawing and its tables."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts import theme
from layouts.benchmarks.controls import ids
from layouts.benchmarks.looks import legend, looks
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell, model_descriptions
from layouts.figures.abilities import ABILITIES, ability_radar
from layouts.frames import Record, by_key, records

SOURCE = (
    f"{REPORT}, Figure 2. The report prints neither the scores nor their grouping: means of Tables 9, 10 and 13, "
    "derived; Vision read from the figure's labels (ability_radar.csv)."
)
NO_TABLE = "Table 10 has no 1B column, and the 1B model takes no images."


def shown(data: Data, selection: Selection) -> Shown:
    """The radar of the chosen models and its numbers."""
    models = selection.abilities
    if not models:
        return Shown(empty="No model is chosen. Tick one or more models of Figure 2 above.")
    rows = data.abilities[data.abilities["model"].isin(models)]
    found = looks(data, {model: model for model in models})
    scores = by_key(rows, "model", "ability")
    return Shown(
        title=_title(models, scores),
        figure=ability_radar(scores, found),
        height=460,
        legend=legend(found, signs=True),
        table=_table(data, models, scores),
        chart_source=SOURCE,
        table_source=SOURCE,
        frame=rows,
        filename="gemma-abilities",
    )


def _title(models: list[str], scores: dict[tuple[str, str], Record]) -> str:
    first, last = models[0], models[-1]
    gains = {
        ability: scores[last, ability]["score"] - scores[first, ability]["score"]
        for ability in ABILITIES
        # a text-only model is drawn at zero: no gain to be measured from there
        if ability != "Vision" and (first, ability) in scores and (last, ability) in scores
    }
    if first == last or not gains:
        return f"Abilities of {theme.joined(models)}"
    most = max(gains, key=lambda ability: abs(gains[ability]))
    return f"{last} against {first}: the largest difference is in {most}, {gains[most]:+.1f} points"


def _table(data: Data, models: list[str], scores: dict[tuple[str, str], Record]) -> Component:
    colours = theme.model_colours(data.models)
    descriptions = model_descriptions(data.models, data.parameters)
    columns = [Column("Model", numeric=False)]
    columns += [Column(f"{ability}, %", ABILITIES[ability]) for ability in ABILITIES]
    body = []
    for model in models:
        cells = [model_cell(model, descriptions, colours)]
        for ability in ABILITIES:
            row = scores.get((model, ability))
            cells.append(missing(NO_TABLE) if row is None else _cell(row))
        body.append(cells)
    return data_table(f"{ids.TABLE}-abilities", "Abilities, percent: plain means of benchmarks", columns, body)


def _cell(row: Record) -> Cell:
    text = f"{row['score']:.2f}"
    if row["provenance"] != "read_from_figure":
        return Cell(text, "derived")
    if not row["score"]:
        return Cell(text, "digitised", "Text-only model, drawn at the centre of the figure.")
    return Cell(text, "digitised", f"Between {row['score_low']:.2f} and {row['score_high']:.2f}. {row['note']}.")


def details(data: Data) -> list[Component]:
    """How the scores were found, and a check of the result against the drawing."""
    columns = [Column("Ability", numeric=False), Column("Plain mean of", numeric=False), Column("From", numeric=False)]
    sets = data.abilities.drop_duplicates("ability")
    derivation = [
        [
            Cell(row["ability"], "text"),
            missing("No subset of Table 11 could be singled out.")
            if theme.is_missing(row["benchmarks"])
            else Cell(row["benchmarks"].replace("; ", ", "), "text"),
            Cell("Table 11, set unknown" if theme.is_missing(row["benchmarks"]) else row["source_table"], "text"),
        ]
        for row in records(sets)
    ]
    check = [
        [
            Cell(row["model"], "text"),
            Cell(row["ability"], "text"),
            Cell(f"{row['radius_measured']:.4f}", "digitised"),
            Cell(f"{row['radius_predicted']:.4f}", "derived"),
        ]
        for row in records(data.abilities[data.abilities["in_figure"]])
    ]
    check_columns = [
        Column("Model", numeric=False),
        Column("Ability", numeric=False),
        Column("Radius measured", "0 is the centre, 1 the outer ring."),
        Column("Radius predicted", "From the score in the table above."),
    ]
    return [
        parts.prose(DETAILS),
        data_table(f"{ids.DETAILS}-sets", "What each ability is the mean of", columns, derivation),
        html.Details(
            [
                html.Summary("Check: radius in the figure, measured and predicted"),
                data_table(f"{ids.DETAILS}-check", "Radius of every marker of Figure 2", check_columns, check),
            ]
        ),
        html.Details([html.Summary("Ring labels as printed"), _labels(data)]),
        parts.source_line(SOURCE),
    ]


def _labels(data: Data) -> Component:
    rings = sorted(data.ability_labels["ring"].unique().tolist())
    labels = by_key(data.ability_labels, "gemma2_model", "gemma3_model", "ability", "ring")
    body = []
    for gemma2, gemma3, ability in dict.fromkeys(key[:3] for key in labels):
        cells = [Cell(f"{gemma2}, {gemma3}", "text"), Cell(ability, "text")]
        for ring in rings:
            row = labels.get((gemma2, gemma3, ability, ring))
            cells.append(Cell(str(row["axis_label"])) if row else missing("A marker hides this label."))
        body.append(cells)
    columns = [Column("Panel", numeric=False), Column("Ability", numeric=False)]
    columns += [Column(f"Ring {ring}") for ring in rings]
    return data_table(f"{ids.DETAILS}-labels", "Ring labels of Figure 2", columns, body)


DETAILS = """
### Where the numbers come from

Figure 2 is three radar charts without numbers. They were measured, and all subsets of Tables 9, 10 and 13 were
tried as plain means: for each of five abilities exactly one subset meets the markers and the ring labels of all
three charts. For Vision no single subset could be found, so only the interval that the rounded labels imply is
known; the table shows its middle. In the report every axis has a scale of its own, which makes small differences
look large; here all axes run from 0 to 100. The 1B model is not in the figure: its values are the same means where
its tables have them.
"""
