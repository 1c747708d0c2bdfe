"""The tables of Quantization Strategies that come from Table 3 and from formulas."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from dash.development.base_component import Component

from data.kv_cache import BYTES_8_BIT, BYTES_BF16, GB
from data.tables import FORMATS, TABLE_3_CONTEXT
from layouts import theme
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell
from layouts.frames import Record, by_key, records
from layouts.ids import id_factory
from layouts.quantization.selection import Data

_id = id_factory("quantization")


def memory_table(
    memory: pd.DataFrame, with_kv: bool, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    groups = [("weights_gb", "saving", "Weights, GB", "Weights alone, as printed.")]
    if with_kv:
        groups.append(
            ("with_kv_gb", "saving_with_kv", "With +KV, GB", "Weights and cache at 32,768 tokens, as printed.")
        )
    columns = [Column("Model", numeric=False), Column("Format", numeric=False)]
    for _, _, label, meaning in groups:
        columns += [
            Column(label, meaning),
            Column("Saved, GB", "bfloat16 minus this format."),
            Column("Saved, %", "Share of the bfloat16 value."),
        ]
    rows = []
    for row in records(memory):
        cells = [
            model_cell(row["model"], descriptions, colours),
            Cell(theme.FORMAT_LABELS[row["weight_format"]], "text", swatch=theme.FORMAT_COLOURS[row["weight_format"]]),
        ]
        for printed, saving, _, _ in groups:
            cells.append(Cell(theme.gb(row[printed])))
            if row["weight_format"] == "bf16":
                cells += 2 * [Cell("0", "derived")]
            else:
                cells += [
                    Cell(theme.gb(row[f"{saving}_gb"]), "derived"),
                    Cell(theme.percent(row[f"{saving}_percent"]), "derived"),
                ]
        rows.append(cells)
    return data_table(_id("memory"), "Table 3 for the chosen models and formats", columns, rows)


def whole_table(data: Data) -> Component:
    columns = [Column("Model", numeric=False)]
    for name in FORMATS:
        columns += [Column(f"{theme.FORMAT_LABELS[name]}, GB"), Column("+KV, GB")]
    rows = []
    for model, group in data.memory.groupby("model", sort=False):
        printed = by_key(group, "weight_format")
        cells = [Cell(str(model), "text")]
        for name in FORMATS:
            cells += [Cell(theme.gb(printed[name]["weights_gb"])), Cell(theme.gb(printed[name]["with_kv_gb"]))]
        rows.append(cells)
    return data_table(
        _id("whole"), "Table 3: memory of weights, alone and with KV cache at 32,768 tokens", columns, rows
    )


def docs_table(data: Data) -> Component:
    formats = data.docs["weight_format"].drop_duplicates().tolist()
    columns = [Column("Model", numeric=False), *[Column(name) for name in formats]]
    printed = by_key(data.docs, "model", "weight_format")
    rows = [
        [Cell(model, "text"), *[Cell(printed[model, name]["printed_value"]) for name in formats]]
        for model in data.docs["model"].drop_duplicates()
    ]
    return data_table(_id("docs"), "Memory to load the model, documentation site", columns, rows)


def cache_table(
    data: Data,
    kv: pd.DataFrame,
    check: pd.DataFrame,
    descriptions: Mapping[str, str],
    colours: Mapping[str, str],
) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column("bfloat16, GB", "Local layers keep only their window; 2 bytes per element."),
        Column("of it local layers, GB", "The part that no longer grows once the window is full."),
        Column("8 bit, GB", "The same at 1 byte per element, as the caption of Table 3 says."),
        Column("No window, bfloat16, GB", "All layers at full length: an engine without window support."),
        Column("Printed +KV, GB", "Table 3, +KV minus weights; printed for 32,768 tokens only."),
    ]
    about, printed = by_key(data.models, "model"), by_key(check, "model")
    rows = []
    for row in records(kv):
        cells = [model_cell(row["model"], descriptions, colours)]
        if row["within_context"]:
            eight_bit = row["total_bytes"] * BYTES_8_BIT / BYTES_BF16
            sizes = (row["total_bytes"], row["local_bytes"], eight_bit, row["full_length_bytes"])
            cells += [Cell(theme.cache_gb(size / GB), "derived") for size in sizes]
        else:
            cells += 4 * [too_long(about[row["model"]])]
        if row["context_tokens"] == TABLE_3_CONTEXT:
            cells.append(Cell(theme.gb(printed[row["model"]]["printed_kv_gb"]), "derived"))
        else:
            cells.append(missing("The report prints the cache for 32,768 tokens only."))
        rows.append(cells)
    return data_table(_id("cache"), "Key-value cache of one sequence at the chosen context", columns, rows)


def too_long(model: Record) -> Cell:
    """A value for a context that the model was not made for."""
    return missing(f"The context of {model['model']} ends at {theme.count(model['context_length'])} tokens.")


GAP_COLUMNS = {
    "all_layers_full_1_byte": "No window, 8 bit, GB",
    "all_layers_full_2_bytes": "No window, bfloat16, GB",
    "window_aware_1_byte": "Window, 8 bit, GB",
    "window_aware_2_bytes": "Window, bfloat16, GB",
    "window_aware_12_bytes": "6 × window, bfloat16, GB",
}


def gap_table(check: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
    formulas = {name: row["formula"] for name, row in by_key(check, "formula_id").items()}
    columns = [Column("Model", numeric=False), Column("Printed, GB", "Table 3, +KV minus weights.")]
    columns += [
        Column(label, formulas[name][0].upper() + formulas[name][1:] + ".")
        for name, label in GAP_COLUMNS.items()
        if name in formulas
    ]
    rows = []
    for model, group in check.groupby("model", sort=False):
        sizes = by_key(group, "formula_id")
        rows.append(
            [
                model_cell(str(model), descriptions, colours),
                Cell(theme.gb(group["printed_kv_gb"].iloc[0]), "derived"),
                *[Cell(theme.cache_gb(sizes[name]["kv_cache_gb"]), "derived") for name in GAP_COLUMNS],
            ]
        )
    return data_table(_id("gap"), "Printed cache and five formulas, 32,768 tokens, one sequence", columns, rows)
