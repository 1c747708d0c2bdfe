"""The one door through which pages get reference data: joined, pivoted and memoized DataFrames.

The application binds the cache; every function returns a fresh copy, so callers may change what they get.
"""

from __future__ import annotations

import pandas as pd

from data import kv_cache, model_costs, reference_tables
from data.advisor import engine_needs, file_sizes
from data.cache import cache

COMPONENTS = ("vision_encoder", "embedding", "non_embedding")
FORMATS = ("bf16", "sfp8", "int4_block32", "int4")  # from the largest to the smallest
KV_CONTEXTS = (1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072)
TABLE_3_CONTEXT = 32_768
UNITS_BY_METRIC = {"CIDEr": "CIDEr", "chrF": "chrF", "mean of the four Table 14 scores": "chrF"}  # else percent


@cache.memoize()
def model_table() -> pd.DataFrame:
    """One row per model: architecture.csv with the description columns of models.csv.

    `description_source` and `description_note` are the provenance of the latter; `kv_bytes_within_window` and
    `kv_bytes_beyond_window` are the bytes that one more token adds to a bfloat16 cache (beyond the window only
    global layers grow).
    """
    architecture = reference_tables.load("architecture")
    about = reference_tables.load("models").rename(
        columns={"source_document": "description_source", "note": "description_note"}
    )
    table = architecture.merge(
        about.drop(columns=["model_family", "provenance", "source_locator"]), on="model", how="left"
    )
    beyond = table["num_kv_cached_global_layers"] * table["kv_elements_per_token_per_global_layer"]
    local = table["num_kv_cached_local_layers"] * table["kv_elements_per_token_per_local_layer"]
    table["kv_bytes_beyond_window"] = beyond * kv_cache.BYTES_BF16
    table["kv_bytes_within_window"] = (beyond + local) * kv_cache.BYTES_BF16
    return table


@cache.memoize()
def parameter_table() -> pd.DataFrame:
    """One row per model of architecture.csv, in its order.

    Columns: model, model_family; vision_encoder, embedding, non_embedding, total in millions as printed (the
    total is a sum where the report prints none; `total_provenance` says which); `<component>_note`;
    total_computed (from the published configuration); source_document. Models without published counts have
    missing values.
    """
    architecture = reference_tables.load("architecture")
    rows = reference_tables.load("parameters")
    published = rows[rows["provenance"] != "computed_from_config"]
    columns = [*COMPONENTS, "total"]
    counts = published.pivot(index="model", columns="component", values="parameters_millions")[columns]
    notes = published.pivot(index="model", columns="component", values="note")[columns].add_suffix("_note")
    total = published[published["component"] == "total"].set_index("model")["provenance"]
    sources = published[published["component"] == "embedding"].set_index("model")["source_document"]
    computed = rows[(rows["provenance"] == "computed_from_config") & (rows["component"] == "total")]
    return (
        architecture[["model", "model_family"]]
        .join(counts, on="model")
        .join(notes, on="model")
        .join(total.rename("total_provenance"), on="model")
        .join(computed.set_index("model")["parameters_millions"].rename("total_computed"), on="model")
        .join(sources, on="model")
    )


@cache.memoize()
def kv_table() -> pd.DataFrame:
    """bfloat16 cache of every model at `KV_CONTEXTS`, one sequence; columns as in `kv_cache.kv_cache_table`."""
    return kv_cache.kv_cache_table(reference_tables.load("architecture"), KV_CONTEXTS)


@cache.memoize()
def memory_table() -> pd.DataFrame:
    """Table 3 of the Gemma 3 report: one row per model and format, models and formats in house order.

    Columns: model, weight_format, weight_format_description, weight_bits, weights_gb and with_kv_gb (printed),
    kv_gb (their difference), saving_gb and saving_percent of the weights against bfloat16, and the same with
    the cache included (saving_with_kv_gb, saving_with_kv_percent); source_document, source_locator.
    """
    rows = reference_tables.load("memory_footprint")
    by_format = rows[~rows["kv_cache_included"]].drop(
        columns=["kv_cache_included", "context_length_tokens", "kv_cache_bits_stated", "verified_by", "provenance"]
    )
    with_kv = rows[rows["kv_cache_included"]][["model", "weight_format", "memory_gb"]]
    table = by_format.rename(columns={"memory_gb": "weights_gb"}).merge(
        with_kv.rename(columns={"memory_gb": "with_kv_gb"}),
        on=["model", "weight_format"],
        validate="one_to_one",
    )
    # Printed values have one decimal; so has their difference, without the noise of binary fractions.
    table["kv_gb"] = (table["with_kv_gb"] - table["weights_gb"]).round(1)
    base = table[table["weight_format"] == "bf16"].set_index("model")
    for printed, name in (("weights_gb", "saving"), ("with_kv_gb", "saving_with_kv")):
        reference = table["model"].map(base[printed])
        table[f"{name}_gb"] = (reference - table[printed]).round(1)
        table[f"{name}_percent"] = (1 - table[printed] / reference) * 100
    models = list(dict.fromkeys(rows["model"]))
    order = table["model"].map(models.index) * len(FORMATS) + table["weight_format"].map(FORMATS.index)
    return table.loc[order.sort_values().index].reset_index(drop=True)


@cache.memoize()
def kv_check_table() -> pd.DataFrame:
    """kv_cache_check.csv: five formulas for the cache at 32,768 tokens beside the printed difference."""
    return reference_tables.load("kv_cache_check")


@cache.memoize()
def docs_memory_table() -> pd.DataFrame:
    """memory_footprint_google_docs.csv: the documentation site's own load-memory table, kept apart."""
    return reference_tables.load("memory_footprint_google_docs")


@cache.memoize()
def hardware_table() -> pd.DataFrame:
    """hardware.csv, cards sorted by memory, then by bandwidth."""
    return (
        reference_tables.load("hardware")
        .sort_values(["memory_gb", "memory_bandwidth_gb_s"], kind="stable")
        .reset_index(drop=True)
    )


@cache.memoize()
def engine_cache_table() -> pd.DataFrame:
    """What each engine allocates for one sequence at `KV_CONTEXTS`; columns as in `engine_needs.cache_table`."""
    return engine_needs.cache_table(KV_CONTEXTS)


@cache.memoize()
def engine_need_table() -> pd.DataFrame:
    """What each published model needs on one card at `KV_CONTEXTS`; columns as in `engine_needs.need_table`."""
    return engine_needs.need_table(KV_CONTEXTS)


@cache.memoize()
def lack_table() -> pd.DataFrame:
    """Formats that a card cannot run: gpu, weight_format, reason."""
    return engine_needs.lack_table()


@cache.memoize()
def file_size_table() -> pd.DataFrame:
    """Sizes of real files, tensor by tensor; columns as in `file_sizes.size_table`."""
    return file_sizes.size_table()


@cache.memoize()
def published_size_table() -> pd.DataFrame:
    """Published sizes beside the computed ones; columns as in `file_sizes.published_table`."""
    return file_sizes.published_table()


@cache.memoize()
def perplexity_table() -> pd.DataFrame:
    """Published perplexities by format; columns as in `file_sizes.perplexity_table`."""
    return file_sizes.perplexity_table()


@cache.memoize()
def score_table() -> pd.DataFrame:
    """Tables 6 to 18 of the Gemma 3 report and the 270M scores of its model card: it_zero_shot and benchmarks.csv.

    One row per table, benchmark, model, variant, setting and context length. Columns: table ("6" to "18",
    "model_card"), benchmark, benchmark_printed, category, metric, n_shot, model, model_family, variant, setting,
    context_length_tokens, score, unit (percent, CIDEr or chrF), higher_is_better (true for all of them), provenance,
    source. Table 6 states no metric; its label is the normalised name.
    """
    zero_shot = reference_tables.load("it_zero_shot").assign(
        table="6", metric=None, setting=None, context_length_tokens=None
    )
    zero_shot["benchmark_printed"] = zero_shot["benchmark"]
    zero_shot["source"] = zero_shot["source_document"] + ", " + zero_shot["source_locator"]
    rest = reference_tables.load("benchmarks")
    rest["source"] = rest["source_document"] + (", Table " + rest["table"]).where(rest["table"] != "model_card", "")
    columns = [
        *[
            "table",
            "benchmark",
            "benchmark_printed",
            "category",
            "metric",
            "n_shot",
            "model",
            "model_family",
            "variant",
        ],
        *["setting", "context_length_tokens", "score", "provenance", "source"],
    ]
    table = pd.concat([zero_shot[columns].astype(rest[columns].dtypes), rest[columns]], ignore_index=True)
    table["unit"] = table["metric"].map(UNITS_BY_METRIC).fillna("percent")
    table["higher_is_better"] = True
    return table


@cache.memoize()
def generation_table() -> pd.DataFrame:
    """gemma1_reference and gemma2_reference.csv in one frame, with the `generation` (1 or 2) that printed the row.

    `model_card_value` (text) and `gemma3_report_value` hold what other publications print for the same score.
    """
    frames = [reference_tables.load(f"gemma{number}_reference").assign(generation=number) for number in (1, 2)]
    return pd.concat(frames, ignore_index=True)


@cache.memoize()
def model_page() -> dict[str, pd.DataFrame]:
    """What Model Overview shows, in one trip to the cache."""
    return {"models": model_table(), "parameters": parameter_table(), "kv": kv_table()}


@cache.memoize()
def quantization_page() -> dict[str, pd.DataFrame]:
    """What Quantization Strategies shows, in one trip to the cache."""
    return {
        "models": model_table(),
        "parameters": parameter_table(),
        "memory": memory_table(),
        "kv": kv_table(),
        "check": kv_check_table(),
        "hardware": hardware_table(),
        "docs": docs_memory_table(),
        "engine_cache": engine_cache_table(),
        "need": engine_need_table(),
        "lacks": lack_table(),
        "files": file_size_table(),
        "published": published_size_table(),
        "perplexity": perplexity_table(),
    }


@cache.memoize()
def benchmark_page() -> dict[str, pd.DataFrame]:
    """What Performance Benchmarks shows, in one trip to the cache."""
    return {
        "models": model_table(),
        "parameters": parameter_table(),
        "memory": memory_table(),
        "scores": score_table(),
        "arena": reference_tables.load("arena_elo"),
        "abilities": reference_tables.load("ability_radar"),
        "ability_labels": reference_tables.load("ability_radar_axis_labels"),
        "long_context": reference_tables.load("long_context"),
        "generations": generation_table(),
        "costs": model_costs.cheapest(),
    }
