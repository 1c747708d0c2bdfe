"""The tables of Quantization Strategies that come from the model of engines and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from dash.development.base_component import Component

from data.advisor.engine_needs import CACHE_TYPES, COMPARED
from data.kv_cache import GB
from data.tables import TABLE_3_CONTEXT
from layouts import theme
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell
from layouts.figures.engines import CACHE_TYPE_LABELS, ENGINE_LABELS, ENGINE_MEANINGS
from layouts.frames import Record, by_key, records
from layouts.ids import id_factory
from layouts.quantization.selection import Data, Selection
from layouts.quantization.tables import too_long

_id = id_factory("quantization")

MIB = 2**20
TIGHT = 0.1  # share of a card's memory below which "fits" deserves a second look


def engine_table(
    data: Data,
    held: pd.DataFrame,
    formula: pd.DataFrame,
    check: pd.DataFrame,
    selection: Selection,
    descriptions: Mapping[str, str],
    colours: Mapping[str, str],
) -> Component:
    """What each engine allocates; `held`, `formula`, `check` are the rows of the chosen models."""
    columns = [
        Column("Model", numeric=False),
        Column("Engine", numeric=False),
        Column("Global layers, GB", "Keep every token."),
        Column("Local layers, GB", "Keep their window and what the engine adds to it."),
        Column("Together, GB", "GB are 10⁹ bytes."),
        Column("Together, MiB", "2²⁰ bytes, as engines print it in their logs."),
        Column("Printed is … times", "Table 3, +KV minus weights, over this allocation; for 32,768 tokens only."),
        Column("Full length is … times", "All layers at full length in 16 bits, over this allocation."),
    ]
    about, sizes = by_key(data.models, "model"), by_key(held, "model", "engine")
    full, printed = by_key(formula, "model"), by_key(check, "model")
    rows = []
    for model in selection.models.kept:
        for engine in COMPARED:
            cells = [
                model_cell(model, descriptions, colours),
                Cell(ENGINE_LABELS[engine], "text", ENGINE_MEANINGS[engine]),
            ]
            row = sizes.get((model, engine))
            if row is None:
                cells += 6 * [_not_offered(engine, selection.cache_type)]
            elif not row["within_context"]:
                cells += 6 * [too_long(about[model])]
            else:
                total = row["total_bytes"]
                cells += [Cell(theme.cache_gb(row[name] / GB), "derived") for name in ("global_bytes", "local_bytes")]
                cells += [Cell(theme.cache_gb(total / GB), "derived"), Cell(theme.gb(total / MIB), "derived")]
                if selection.context == TABLE_3_CONTEXT:
                    cells.append(Cell(theme.gb(printed[model]["printed_kv_gb"] * GB / total), "derived"))
                else:
                    cells.append(missing("The report prints the cache for 32,768 tokens only."))
                cells.append(Cell(theme.gb(full[model]["full_length_bytes"] / total), "derived"))
            rows.append(cells)
    caption = (
        f"Cache of one sequence of {theme.count(selection.context)} tokens as engines allocate it, "
        f"{CACHE_TYPE_LABELS[selection.cache_type]} cache"
    )
    return data_table(_id("engines"), caption, columns, rows)


def _not_offered(engine: str, cache_type: str) -> Cell:
    offered = theme.joined([CACHE_TYPE_LABELS[name] for name in CACHE_TYPES[engine]])
    return missing(f"{ENGINE_LABELS[engine]} has no {CACHE_TYPE_LABELS[cache_type]} cache here; it offers {offered}.")


def file_table(
    files: pd.DataFrame, published: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    """Sizes by format and part beside the nominal size, validated where a size was published."""
    columns = [
        Column("Model", numeric=False),
        Column("Format", numeric=False),
        Column("Nominal, GB", "Bits in the format's name × parameters of the text model."),
        Column("Text model, GB", "Linear, embedding and norms: what an engine loads for text."),
        Column("Bits per weight", "Text model over its parameters."),
        Column("File, GB", "The GGUF file with its list of tokens, or the whole checkpoint."),
        Column("Published", "The most exact published size of such a file; all of them are listed below."),
        Column("Error, %", "Computed size over the published one."),
        Column("Checked", numeric=False),
        Column("Linear, GB", "Attention and feed-forward layers with their scales."),
        Column("Embedding, GB", "Also the output layer; read for every token."),
        Column("Norms, GB"),
        Column("Vision, GB", "Inside a checkpoint; beside a GGUF file it is a file of its own in F16."),
    ]
    found: dict[tuple[str, str, str], list[Record]] = {}
    for row in records(published):
        found.setdefault((row["model"], row["weight_format"], row["container"]), []).append(row)
    rows = []
    for row in records(files):
        cells = [model_cell(row["model"], descriptions, colours), Cell(row["label"], "text", f"{row['meaning']}.")]
        cells += [
            Cell(theme.cache_gb(row["nominal_bytes"] / GB), "derived"),
            Cell(theme.cache_gb(row["text_bytes"] / GB), "derived"),
            Cell(theme.cache_gb(row["bits_per_weight"]), "derived"),
            Cell(theme.cache_gb(row["file_bytes"] / GB), "derived"),
            *_checked(found.get((row["model"], row["weight_format"], row["container"]), [])),
            Cell(theme.cache_gb(row["linear_bytes"] / GB), "derived"),
            Cell(theme.cache_gb(row["embedding_bytes"] / GB), "derived"),
            Cell(f"{row['norm_bytes'] / GB:.3f}", "derived"),
            Cell(theme.cache_gb(row["vision_bytes"] / GB), "derived")
            if row["vision_bytes"]
            else missing(f"{row['model']} reads text only."),
        ]
        rows.append(cells)
    return data_table(_id("files"), "Weights by format, tensor by tensor", columns, rows)


QUANTITY_LABELS = {
    "file_size": "file",
    "tensor_bytes_llama_bench": "tensors (llama-bench)",
    "index_total_size": "tensors (checkpoint index)",
}


def _signed_percent(share: float) -> str:
    return f"{round(share * 100, 2) + 0.0:+.2f}"  # adding zero takes the sign from -0.00


def _checked(published: Sequence[Record]) -> list[Cell]:
    if not published:
        none = "No published size of such a file is among the measurements."
        return [*2 * [missing(none)], Cell("computed", "text", none)]
    best = min(published, key=lambda row: row["grade"])  # A: logs and file metadata, B: listings
    about = f"{QUANTITY_LABELS[best['quantity']]}. {best['format']}. Source: {best['source']}."
    return [
        Cell(best["published"], "printed", about[0].upper() + about[1:]),
        Cell(_signed_percent(best["error"]), "derived"),
        Cell("✓ validated", "pass"),
    ]


def published_table(published: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
    """Every published size with the computed one."""
    columns = [
        Column("Model", numeric=False),
        Column("Format as its source names it", numeric=False),
        Column("What was measured", numeric=False),
        Column("Published"),
        Column("Published, GB"),
        Column("Computed, GB"),
        Column("Error, %"),
        Column("Source", numeric=False),
    ]
    rows = []
    for row in records(published):
        known = not theme.is_missing(row["computed_bytes"])
        reason = f"{str(row['note'])[:1].upper()}{str(row['note'])[1:]}."
        rows.append(
            [
                model_cell(row["model"], descriptions, colours),
                Cell(row["format"], "text"),
                Cell(QUANTITY_LABELS[row["quantity"]], "text"),
                Cell(row["published"]),
                Cell(f"{row['published_bytes'] / GB:.3f}", "derived"),
                Cell(f"{row['computed_bytes'] / GB:.3f}", "derived") if known else missing(reason),
                Cell(_signed_percent(row["error"]), "derived") if known else missing(reason),
                Cell(row["source"], "text"),
            ]
        )
    return data_table(_id("published"), "Published sizes and the computed ones", columns, rows)


def perplexity_table(
    perplexity: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    """Published perplexities; the difference is within one source only."""
    columns = [
        Column("Model", numeric=False),
        Column("Format as its source names it", numeric=False),
        Column("Perplexity", "How surprised the model is by a text; lower is better."),
        Column("Above the lowest of its source, %", "Only rows of one model and one source are compared."),
        Column("Source", numeric=False),
    ]
    rows = [
        [
            model_cell(row["model"], descriptions, colours),
            Cell(row["format"], "text"),
            Cell(f"{row['perplexity']:.4f}", "printed", f"{row['caveat'].capitalize()}."),
            Cell(f"{row['above_best_percent']:.2f}", "derived"),
            Cell(row["source"], "text"),
        ]
        for row in records(perplexity)
    ]
    return data_table(_id("perplexity"), "Perplexity by format, each source apart", columns, rows)


NEED_COLUMNS = {
    "weights": ("Weights, GB", "Text model, from the tensor-by-tensor sizes above."),
    "vision": ("Vision, GB", "Vision tower and projection."),
    "kv_global": ("Cache, global, GB", "Layers that keep every token."),
    "kv_local": ("Cache, local, GB", "Layers with a window."),
    "activations": ("Activations, GB", "Intermediate results while a prompt is read, or the engine's compute buffer."),
    "image_compute": ("Image, GB", "What the vision tower needs for the image it reads; vLLM counts it elsewhere."),
    "overhead": ("Overhead, GB", "The driver's and the engine's own share."),
}


def need_table(
    data: Data, need: pd.DataFrame, selection: Selection, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
    """Memory of every chosen model and format under the chosen engine, part by part."""
    columns = [Column("Model", numeric=False), Column("Format", numeric=False), Column("Together, GB")]
    columns += [Column(label, meaning) for label, meaning in NEED_COLUMNS.values()]
    about = by_key(data.models, "model")
    rows = []
    for row in records(need):
        cells = [model_cell(row["model"], descriptions, colours), Cell(row["label"], "text")]
        if row["within_context"]:
            cells.append(Cell(theme.gb(row["need_bytes"] / GB), "estimate"))
            cells += [_need_cell(row, part) for part in NEED_COLUMNS]
        else:
            cells += (1 + len(NEED_COLUMNS)) * [too_long(about[row["model"]])]
        rows.append(cells)
    caption = (
        f"Estimated memory on one card, {ENGINE_LABELS[selection.engine]}, one sequence of "
        f"{theme.count(selection.context)} tokens, {CACHE_TYPE_LABELS[selection.engine_cache_type]} cache"
    )
    return data_table(_id("need"), caption, columns, rows)


def _need_cell(row: Record, part: str) -> Cell:
    if row[part]:
        return Cell(theme.cache_gb(row[part] / GB), "estimate")
    if row["vision"]:
        return missing("Part of the activations, which the engine measures with an image.")
    return missing(f"{row['model']} reads text only here: no vision tower comes with this model or file.")


def fits_table(data: Data, fits: pd.DataFrame, selection: Selection) -> Component:
    """The largest format that each card holds, by model; all formats on hover."""
    models = fits["model"].drop_duplicates().tolist()
    columns = [Column("Card", numeric=False), Column("Memory, GB", "As the vendor prints it.")]
    columns += [Column(model, numeric=False) for model in models]
    groups: dict[tuple[str, str], list[Record]] = {}
    for row in records(fits):
        groups.setdefault((row["gpu"], row["model"]), []).append(row)
    rows = [
        [
            Cell(card["gpu"], "text"),
            Cell(theme.count(card["memory_gb"])),
            *[_fit_cell(groups[(card["gpu"], model)]) for model in models],
        ]
        for card in records(data.hardware)
    ]
    caption = (
        f"Estimate: the largest format that fits with {ENGINE_LABELS[selection.engine]} at "
        f"{theme.count(selection.context)} tokens, and the GB left free"
    )
    return data_table(_id("fits"), caption, columns, rows)


def _fit_cell(group: Sequence[Record]) -> Cell:
    every = "\n".join(map(_fit_line, group))
    fitting = [row for row in group if row["fits"]]
    if not fitting:
        able = [row for row in group if theme.is_missing(row["reason"])]
        if not able:
            return Cell(f"✗ {group[0]['reason']}", "fail", every)
        return Cell(f"✗ lacks {theme.gb(min(-row['free_gb'] for row in able))}", "fail", every)
    best = max(fitting, key=lambda row: row["need_gb"])
    text = f"{best['label']}, {theme.gb(best['free_gb'])} free"
    tight = best["free_gb"] < TIGHT * best["memory_gb"]
    return Cell(f"! {text}, tight", "attention", every) if tight else Cell(f"✓ {text}", "pass", every)


def _fit_line(row: Record) -> str:
    need = f"{row['label']}: {theme.gb(row['need_gb'])} of {theme.gb(row['usable_gb'])} GB"
    return need if theme.is_missing(row["reason"]) else f"{need}, but {row['reason']}"
