"""What Quantization Strategies says in words: findings, titles and reasons, with their figures."""

from __future__ import annotations

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data.kv_cache import GB
from data.tables import TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.figures.engines import CACHE_TYPE_LABELS, ENGINE_LABELS
from layouts.figures.memory import FORMAT_MEANINGS
from layouts.frames import by_key, highest, lowest
from layouts.quantization.selection import Selection


def format_text(selection: Selection) -> Component:
    """What each chosen format is."""
    return html.Dl(
        [
            html.Div([html.Dt(theme.FORMAT_LABELS[name]), html.Dd(FORMAT_MEANINGS[name])])
            for name in selection.formats.kept
        ],
        className="format-text",
    )


def notices(selection: Selection) -> list[Component]:
    """What of a link does not exist here."""
    texts = [
        parts.dropped_notice(selection.models.dropped, "models of Table 3"),
        parts.dropped_notice(selection.formats.dropped, "weight formats"),
    ]
    if selection.unknown_context is not None:
        texts.append(
            f"{theme.count(selection.unknown_context)} tokens is not one of the context lengths below; "
            f"{theme.count(selection.context)} is shown instead."
        )
    if selection.unknown:
        texts.append(parts.dropped_notice(selection.unknown, "cache types and engines"))
    return [shown for shown in map(parts.notice, texts) if shown is not None]


def finding(memory: pd.DataFrame, within: pd.DataFrame, selection: Selection) -> list[Component]:
    """The page's answer for the largest chosen model."""
    model = selection.models.kept[-1]
    smallest = lowest(memory[memory["model"] == model], "weights_gb")
    label = theme.FORMAT_LABELS[smallest["weight_format"]]
    headlines = [
        parts.Headline(theme.gb(smallest["weights_gb"]), "GB", f"weights of {model} in {label}"),
        parts.Headline(theme.percent(smallest["saving_percent"]), "%", "less than bfloat16", True),
    ]
    sentence = f"{model} takes {theme.gb(smallest['weights_gb'])} GB in {label}"
    if smallest["weight_format"] != "bf16":
        sentence += f", {theme.gb(smallest['saving_gb'])} GB less than in bfloat16"
    cache = within[within["model"] == model]
    if len(cache):
        size = cache["total_bytes"].iloc[0] / GB
        tokens = theme.count(selection.context)
        sentence += f". One text of {tokens} tokens adds {theme.cache_gb(size)} GB of cache"
        headlines.append(parts.Headline(theme.cache_gb(size), "GB", f"bfloat16 cache at {tokens} tokens", True))
        if selection.context == TABLE_3_CONTEXT:
            sentence += f"; Table 3 prints {theme.gb(smallest['kv_gb'])} GB for it"
            headlines.append(parts.Headline(theme.gb(smallest["kv_gb"]), "GB", "cache printed in Table 3", True))
    return parts.finding(f"{sentence}.", headlines)


def memory_title(memory: pd.DataFrame) -> str:
    """The largest saving among the chosen formats."""
    saving = memory[memory["weight_format"] != "bf16"]
    if not len(saving):
        return "Memory in bfloat16, the format all others are compared with"
    best = highest(saving, "saving_percent")
    label = theme.FORMAT_LABELS[best["weight_format"]]
    return f"{label} saves up to {theme.percent(best['saving_percent'])} % of the weights ({best['model']})"


def engine_title(held: pd.DataFrame, within: pd.DataFrame) -> str:
    """The largest model's cache in the leanest and the most generous engine."""
    if not len(within):
        return "None of the chosen models was made for a context this long"
    model = within["model"].iloc[-1]
    rows = held[held["model"] == model]
    if not len(rows):
        return "No engine of the list offers this cache type"
    least, most = lowest(rows, "total_bytes"), highest(rows, "total_bytes")
    tokens, kind = theme.short_tokens(least["context_tokens"]), CACHE_TYPE_LABELS[least["kv_type"]]
    low = f"{theme.cache_gb(least['total_bytes'] / GB)} GB in {ENGINE_LABELS[least['engine']]}"
    if len(rows) == 1:
        return f"At {tokens} tokens {model} takes {low} with a {kind} cache"
    return (
        f"At {tokens} tokens the {kind} cache of {model} takes {low} and "
        f"{theme.cache_gb(most['total_bytes'] / GB)} GB in {ENGINE_LABELS[most['engine']]}"
    )


def gap_title(check: pd.DataFrame) -> str:
    """How many times the printed cache is what one sequence needs."""
    ratio = check.loc[check["formula_id"] == "window_aware_2_bytes", "ratio_printed_to_formula"]
    if not len(ratio):
        return "No model chosen"
    low, high = theme.percent(ratio.min()), theme.percent(ratio.max())
    times = low if low == high else f"{low} to {high}"
    return f"The printed cache is {times} times what one bfloat16 sequence needs"


def gap_reasons(check: pd.DataFrame, held: pd.DataFrame, models: pd.DataFrame) -> Component:
    """One sentence per model: what is printed, what engines allocate in 16 bits, and why they differ."""
    sizes, about = by_key(check, "model", "formula_id"), by_key(models, "model")
    engines = by_key(held, "model", "engine")

    def sentence(model: str) -> str:
        printed = sizes[model, "window_aware_12_bytes"]
        full = sizes[model, "all_layers_full_2_bytes"]["kv_cache_gb"]
        layout = about[model]
        allocated = theme.joined(
            [
                f"{ENGINE_LABELS[engine]} {theme.cache_gb(engines[model, engine]['total_bytes'] / GB)} GB"
                for engine in ("transformers", "llama.cpp", "vllm")
            ]
        )
        local, layers = layout["num_kv_cached_local_layers"], layout["num_layers"]
        return (
            f" Table 3 adds {theme.gb(printed['printed_kv_gb'])} GB; in 16 bits engines allocate {allocated}, because "
            f"{local} of {layers} layers keep a window of {theme.count(layout['sliding_window'])} tokens. All layers "
            f"at full length would take {theme.cache_gb(full)} GB. Six times the window-aware 16-bit cache is "
            f"{theme.cache_gb(printed['kv_cache_gb'])} GB, what is printed within the rounding of its two columns."
        )

    names = check["model"].drop_duplicates()
    return html.Ul([html.Li([html.Strong(f"{model}."), sentence(model)]) for model in names], className="reasons")


def file_title(files: pd.DataFrame) -> str:
    """How far the 4-bit files of the largest chosen model are above the nominal size."""
    if not len(files):
        return "No model chosen"
    four = files[files["nominal_bits"] == 4]
    least, most = lowest(four, "text_bytes"), highest(four, "text_bytes")
    return (
        f"{least['model']} at 4 bits is nominally {theme.gb(least['nominal_bytes'] / GB)} GB; real files take "
        f"{theme.gb(least['text_bytes'] / GB)} to {theme.gb(most['text_bytes'] / GB)} GB for the text model"
    )


def file_reason(files: pd.DataFrame, memory: pd.DataFrame) -> Component:
    """Why the publisher's Q4 file of one model is larger than the Int4 of Table 3, in figures."""
    if not len(files):
        return html.Div()
    rows, model = by_key(files, "weight_format"), files["model"].iloc[0]
    qat, plain, mixture = rows["q4_0_qat"], rows["q4_0"], rows["q4_k_m"]
    printed = by_key(memory, "model", "weight_format")[model, "int4"]["weights_gb"]
    size = {name: theme.gb(row["file_bytes"] / GB) for name, row in rows.items()}
    vision = theme.gb(qat["vision_bytes"] / GB)
    tower = f" The vision tower is a file of its own and adds {vision} GB." if qat["vision_bytes"] else ""
    question = f"Why is the Q4 file of {model} {size['q4_0_qat']} GB and not {theme.gb(printed)}?"
    answer = (
        f" Table 3 prints "
        f"{theme.gb(printed)} GB for Int4; four bits for every weight of the text model are "
        f"{theme.gb(plain['nominal_bytes'] / GB)} GB. In the publisher's {qat['label']} file a 16-bit scale per block "
        f"of 32 weights makes 4.5 bits of four: {theme.gb(qat['linear_bytes'] / GB)} GB of linear layers. The "
        f"embedding stays at 16 bits: {theme.gb(qat['embedding_bytes'] / GB)} GB. With a smaller embedding "
        f"({plain['label']}) the file takes {size['q4_0']} GB; {mixture['label']} spends more bits on some layers and "
        f"takes {size['q4_k_m']} GB.{tower}"
    )
    return html.P([html.Strong(question), answer], className="prose")


def fits_title(fits: pd.DataFrame, selection: Selection) -> str:
    """The smallest card that holds the largest chosen model, and the largest format that it holds."""
    tokens, engine = theme.short_tokens(selection.context), ENGINE_LABELS[selection.engine]
    if not len(fits):
        return f"None of the chosen models was made for {tokens} tokens"
    model = fits["model"].iloc[-1]
    rows = fits[(fits["model"] == model) & fits["fits"]]
    if not len(rows):
        return f"Estimate: no single card of the list holds {model} with {engine} at {tokens} tokens"
    best = lowest(rows.sort_values("need_gb", ascending=False, kind="stable"), "memory_gb")
    return (
        f"Estimate: the smallest card for {model} with {engine} at {tokens} tokens has "
        f"{theme.count(best['memory_gb'])} GB; {best['label']} needs {theme.gb(best['need_gb'])} GB of it"
    )


def fits_note(selection: Selection) -> str | None:
    """Said where the chosen engine lacks the chosen cache type."""
    if selection.engine_cache_type == selection.cache_type:
        return None
    kept = CACHE_TYPE_LABELS[selection.engine_cache_type]
    return (
        f"{ENGINE_LABELS[selection.engine]} has no {CACHE_TYPE_LABELS[selection.cache_type]} cache here; "
        f"its {kept} cache is shown."
    )
