"""Zero-shot, pre-trained and instruction-tuned: Tables 6 to 14 and 16 to 18 of the Gemma 3 report."""

from __future__ import annotations

import pandas as pd

from layouts.benchmarks.controls import ids
from layouts.benchmarks.lines import columns_of, frame_of, make_lines
from layouts.benchmarks.looks import base_name, legend, looks
from layouts.benchmarks.offered import MODELS, PRETRAINED, TUNED
from layouts.benchmarks.own_rows import own_rows
from layouts.benchmarks.score_table import leader_title, score_table
from layouts.benchmarks.selection import Data, Selection
from layouts.benchmarks.shown import REPORT, Shown, nothing_found
from layouts.figures.benchmarks import score_bars, score_dots
from layouts.frames import Record, records

CARD = "Gemma 3 model card, section about 270M; the report does not contain this model"
NO_VISION = "This model takes no images; the report prints a dash."
TEXT_ONLY = ("Gemma 2 2B", "Gemma 2 9B", "Gemma 2 27B", "Gemma 3 1B")
BY_SETTING = ("7", "8")  # tables that compare settings of one model: each setting is a column
NOT_MIXED = (
    " LiveCodeBench and HiddenMath differ between Tables 6 and 18 (27B: 29.7 and 60.3 against 39.0 and 56.0); the two "
    "are never mixed here."
)
NOTES = {
    "8": " The text of the report calls this model instruction-tuned, the caption pre-trained; the scores without P&S "
    "are the pre-trained ones of Table 11.",
    "10": " The report has no 1B column here.",
    "11": " CountBench VQA falls from 4B to 12B; printed so on the model card, too.",
    "14": " XOR QA in-en of Gemma 2 9B, 69.3, agrees with the average in Table 13.",
    "18": NOT_MIXED + " HumanEval of all Gemma 2 models and MMLU of Gemma 2 9B equal the pre-trained scores of the "
    "Gemma 2 report.",
}


def zero_shot(data: Data, selection: Selection) -> Shown:
    """Table 6: a heat table and grouped bars."""
    return _shown(data, selection, "6", "Table 6: instruction-tuned models, zero-shot", None, heat=True)


def pretrained(data: Data, selection: Selection) -> Shown:
    """The chosen table of pre-trained models."""
    return _shown(data, selection, selection.pretrained, PRETRAINED[selection.pretrained], "pt")


def tuned(data: Data, selection: Selection) -> Shown:
    """The chosen table of instruction-tuned models."""
    return _shown(data, selection, selection.tuned, TUNED[selection.tuned], "it")


def rows_of_table(scores: pd.DataFrame, table: str, variant: str | None) -> list[Record]:
    """The rows of one table; the model card holds pre-trained and tuned scores, so it is split by variant."""
    chosen = scores["table"] == table
    if table == "model_card":
        chosen &= scores["variant"] == variant
    rows = records(scores[chosen])
    for row in rows:
        row["column"] = f"{row['model']}, {_short(row['setting'])}" if table in BY_SETTING else row["model"]
    return rows


def _short(setting: str) -> str:
    """The part of a setting in which the columns of Tables 7 and 8 differ."""
    return setting.partition(",")[0].removeprefix("input resolution ")


def _shown(
    data: Data, selection: Selection, table: str, caption: str, variant: str | None, *, heat: bool = False
) -> Shown:
    published = rows_of_table(data.scores, table, variant)
    published += own_rows(data, published)
    wanted = set(selection.models)
    kept = [
        row
        for row in published
        if base_name(row["model"]) in wanted or row["provenance"] == "own" or row["model"] not in MODELS
    ]
    if not kept:
        there = ", ".join(dict.fromkeys(row["model"] for row in published))
        return Shown(empty=f"None of the ticked models is in this table. It has {there}.")
    lines = make_lines(kept, selection)
    if not lines:
        return nothing_found(selection.find)
    columns = columns_of(lines, MODELS)
    found = looks(data, columns)
    card = table == "model_card"
    source = (f"{CARD}." if card else f"{REPORT}, Table {table}.") + (
        NOT_MIXED if table == "6" else NOTES.get(table, "")
    )
    chart = score_bars if heat else score_dots
    # not by the number of models: a chart that changes its size is drawn twice
    each = 100 if heat else 30
    return Shown(
        title=leader_title(lines, list(columns)),
        figure=chart(lines, found),
        height=90 + each * len(lines),
        legend=legend(found, signs=not heat),
        table=score_table(
            f"{ids.TABLE}-scores",
            f"{caption}. The best of each row is starred"
            + (", a stronger shade is a higher score of the row" if heat else ""),
            lines,
            found,
            reasons={column: NO_VISION for column, model in columns.items() if model in TEXT_ONLY},
            heat=heat,
        ),
        chart_source=source,
        table_source=source,
        frame=frame_of(lines),
        filename=f"gemma-3-{'model-card' if card else f'table-{table}'}",
    )


DETAILS = """
### Reading these tables

Scores are percent unless the column *Unit* says otherwise; shots are the worked examples that the prompt contains.
Metric and shots are those of Tables 19 to 21 of the report; a dash marks what those tables leave open. A starred
value is the best **of the models shown**: untick models to compare a part of the table. Scores of two tables are
comparable only where model variant, shots and metric agree. LiveCodeBench and HiddenMath stand in Table 6 and in
Table 18 with different values; the model card repeats those of Table 6.
"""
