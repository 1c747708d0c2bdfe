"""The tables of Model Overview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from data.kv_cache import GB
from data.tables import COMPONENTS
from layouts import theme
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell, number_cell
from layouts.frames import Record, by_key, records
from layouts.ids import id_factory

_id = id_factory("models")

MARKED_CONTEXTS = (8_192, 32_768, 131_072)

NO_COUNTS = "The reference has no published parameter counts for this model."
NO_VISION = "Text-only model: no vision tower."
NOT_STATED = "Not stated in the sources that were read."


def parameter_table(parameters: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
    columns = [
        Column("Model", numeric=False),
        *[
            Column(f"{theme.COMPONENT_LABELS[component]}, M", theme.COMPONENT_MEANINGS[component])
            for component in COMPONENTS
        ],
        Column("Total, M", "P_T = P_V + P_E + P_NE. In italics where the report prints no total."),
        Column("From configuration, M", "Total counted from the published configuration, image projection included."),
    ]
    rows = [
        [
            model_cell(row["model"], descriptions, colours),
            *[_count(row, component, derived=False) for component in COMPONENTS],
            _count(row, "total", derived=row["total_provenance"] != "printed"),
            number_cell(
                row["total_computed"],
                "" if theme.is_missing(row["total_computed"]) else theme.millions(row["total_computed"]),
                NO_COUNTS,
                derived=True,
            ),
        ]
        for row in records(parameters)
    ]
    return data_table(_id("parameters"), "Parameters by component, in millions", columns, rows)


def _count(row: Record, component: str, *, derived: bool) -> Cell:
    if theme.is_missing(row[component]):
        return missing(NO_COUNTS)
    note = row[f"{component}_note"]
    tooltip = None if theme.is_missing(note) else f"{note[0].upper()}{note[1:]}."
    return Cell(theme.millions(row[component]), "derived" if derived else "printed", tooltip)


def architecture_table(models: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column("Layers"),
        Column("Local : global", "Layers that see only a window, and layers that see the whole context."),
        Column("Window, tokens", "How far a local layer looks back."),
        Column("Context, tokens", "The longest input and output together that the model was made for."),
        Column("Width", "Length of the vector that stands for one token between layers."),
        Column("Heads", "Query heads per layer."),
        Column("KV heads", "Key-value heads per layer; fewer make a smaller cache. Local : global if they differ."),
        Column("Head size", "Length of one head's key or value. Local : global where they differ."),
        Column("Feed-forward", "Inner width of the feed-forward block, one half of the gate."),
        Column("Vocabulary", "Number of tokens the model knows."),
        Column("Vision tower", "The network that reads images.", numeric=False),
        Column("Tokens per image"),
    ]
    rows = [
        [
            model_cell(row["model"], descriptions, colours),
            Cell(theme.count(row["num_layers"])),
            Cell(f"{row['num_local_layers']} : {row['num_global_layers']}", tooltip=_pattern(row)),
            _whole(row["sliding_window"], "No local layers, so no window."),
            Cell(theme.count(row["context_length"])),
            Cell(theme.count(row["d_model"])),
            Cell(theme.count(row["num_query_heads"])),
            Cell(_both(row["num_kv_heads"], row["global_num_kv_heads"])),
            Cell(_both(row["head_dim"], row["global_head_dim"])),
            Cell(theme.count(row["ffn_dim"])),
            Cell(theme.count(row["vocab_size"]), tooltip=_vocabulary(row)),
            number_cell(row["vision_encoder"], str(row["vision_encoder"]), NO_VISION),
            _whole(row["vision_tokens_per_image"], NO_VISION),
        ]
        for row in records(models)
    ]
    return data_table(_id("architecture"), "Layout of the chosen models", columns, rows)


def _whole(value: Any, reason: str) -> Cell:
    return missing(reason) if theme.is_missing(value) else Cell(theme.count(value))


def _both(local: int, global_: Any) -> str:
    return theme.count(local) if theme.is_missing(global_) else f"{theme.count(local)} : {theme.count(global_)}"


def _pattern(row: Record) -> str:
    text = f"{row['local_global_pattern']}."
    if row["num_kv_shared_layers"]:
        text += f" The last {row['num_kv_shared_layers']} layers reuse the cache of earlier ones."
    return text[0].upper() + text[1:]


def _vocabulary(row: Record) -> str | None:
    if not theme.is_missing(row["vocab_size_printed_in_report"]):
        return f"The report prints {theme.count(row['vocab_size_printed_in_report'])}."
    if not theme.is_missing(row["vocab_size_checkpoint"]):
        return f"Converted checkpoints have {theme.count(row['vocab_size_checkpoint'])} rows, for image tokens."
    return None


def kv_table(
    models: pd.DataFrame, kv: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    columns = [
        Column("Model", numeric=False),
        Column("Per token, kB", "What one more token adds while it fits the window: all layers grow."),
        Column("Beyond window, kB", "What one more token adds once the window is full: only global layers grow."),
    ]
    for length in MARKED_CONTEXTS:
        name = theme.short_tokens(length)
        columns += [
            Column(f"{name}, GB", f"Cache of one sequence of {theme.count(length)} tokens, all layers."),
            Column(f"{name} local, GB", "The part that local layers hold."),
        ]
    sizes = by_key(kv, "model", "context_tokens")
    rows = []
    for row in records(models):
        cells = [
            model_cell(row["model"], descriptions, colours),
            Cell(theme.kilobytes(row["kv_bytes_within_window"]), "derived"),
            Cell(theme.kilobytes(row["kv_bytes_beyond_window"]), "derived"),
        ]
        for length in MARKED_CONTEXTS:
            size = sizes[row["model"], length]
            if size["within_context"]:
                cells += [Cell(theme.cache_gb(size[part] / GB), "derived") for part in ("total_bytes", "local_bytes")]
            else:
                end = theme.count(row["context_length"])
                cells += 2 * [missing(f"The context of {row['model']} ends at {end} tokens.")]
        rows.append(cells)
    return data_table(_id("kv"), "Key-value cache in bfloat16, window-aware, one sequence", columns, rows)


def generation_table(models: pd.DataFrame) -> pd.DataFrame:
    """One row per family, in order of appearance: sizes, first release, context, attention, input, licence."""
    records = []
    for family, members in models.groupby("model_family", sort=False):
        pattern = members["local_global_pattern"].drop_duplicates().tolist()
        records.append(
            {
                "family": family,
                "sizes": ", ".join(name.removeprefix(f"{family} ") for name in members["model"]),
                "first_release": members["released"].dropna().min(),
                "context_tokens": _span(members["context_length"]),
                "attention": "; ".join(pattern),
                "window_tokens": _span(members["sliding_window"]),
                "vocabulary": _span(members["vocab_size"]),
                "input": _inputs(str(family), members),
                "licence": "; ".join(members["licence"].dropna().drop_duplicates()),
            }
        )
    return pd.DataFrame.from_records(records)


def _inputs(family: str, members: pd.DataFrame) -> str | None:
    """The widest input of a family, and the sizes that read less."""
    sizes: dict[str, list[str]] = {}
    for row in records(members.dropna(subset=["input_modalities"])):
        sizes.setdefault(row["input_modalities"], []).append(row["model"].removeprefix(f"{family} "))
    if not sizes:
        return None
    widest, *others = sorted(sizes, key=lambda modalities: -modalities.count(","))
    exceptions = "; ".join(f"{', '.join(sizes[other])}: {other}" for other in others)
    return f"{widest} ({exceptions})" if exceptions else widest


def _span(values: pd.Series) -> str | None:
    present = sorted(set(values.dropna()))
    return theme.joined([theme.count(value) for value in present]) if present else None
