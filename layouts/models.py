"""Model Overview: what each Gemma is made of, and what its cache costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from data.kv_cache import GB
from data.tables import COMPONENTS
from layouts import theme
from layouts.components import parts
from layouts.components.data_table import Cell, Column, data_table, missing
from layouts.components.model_info import model_cell, model_descriptions, model_options, number_cell
from layouts.figures.parameters import kv_lines, parameter_bars
from layouts.frames import Record, by_key, highest, lowest, records
from layouts.ids import id_factory
from layouts.state import Choice, Control, choose

_id = id_factory("models")


class ids:
    SELECT = _id("select")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    FINDING = _id("finding")
    PARAMETER_TITLE = _id("parameter-title")
    PARAMETER_FIGURE = _id("parameter-figure")
    PARAMETER_LEGEND = _id("parameter-legend")
    PARAMETER_TABLE = _id("parameter-table")
    PARAMETER_CSV = _id("parameter-csv")
    ARCHITECTURE_TABLE = _id("architecture-table")
    ARCHITECTURE_CSV = _id("architecture-csv")
    KV_TITLE = _id("kv-title")
    KV_FIGURE = _id("kv-figure")
    KV_LEGEND = _id("kv-legend")
    KV_TABLE = _id("kv-table")
    KV_CSV = _id("kv-csv")
    GENERATION_TABLE = _id("generation-table")
    GENERATION_CSV = _id("generation-csv")
    DOWNLOAD = _id("download")
    REST = _id("rest")


DEFAULT_MODELS = ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
CONTROLS = (Control(name="models", id=ids.SELECT, prop="value", default=DEFAULT_MODELS),)

MARKED_CONTEXTS = (8_192, 32_768, 131_072)

PARAMETER_SOURCE = (
    "Gemma 3 Technical Report, arXiv:2503.19786v1, Table 1; Gemma 2 report, arXiv:2408.00118v3, Table 2; "
    "Gemma 1 report, arXiv:2403.08295v4, Table 2; announcement of Gemma 3 270M (August 2025). The reports print "
    "no totals: those in italics are sums of the printed columns."
)
ARCHITECTURE_SOURCE = (
    "configurations in google/gemma_pytorch, google-deepmind/gemma, google/gemma.cpp and transformers, compared "
    "with each other and with the reports (architecture.csv)."
)
KV_SOURCE = (
    "computed from the configurations above, bfloat16 cache, one sequence; GB are 10⁹ bytes. Engines may allocate more."
)
GENERATION_SOURCE = (
    "configurations as above; model cards of Gemma 1, 2, 3 and 3n, ai.google.dev and the articles named in "
    "models.csv for modalities, licence and dates."
)

NO_COUNTS = "The reference has no published parameter counts for this model."
NO_VISION = "Text-only model: no vision tower."
NOT_STATED = "Not stated in the sources that were read."


@dataclass(frozen=True)
class Data:
    """What the page shows: `data.tables.model_table`, `parameter_table` and `kv_table`, all models."""

    models: pd.DataFrame
    parameters: pd.DataFrame
    kv: pd.DataFrame


@dataclass(frozen=True)
class View:
    """Everything that depends on the selection; a part is made when it is asked for."""

    data: Data
    choice: Choice

    @cached_property
    def parameters(self) -> pd.DataFrame:
        return chosen(self.data.parameters, self.choice.kept)

    @cached_property
    def models(self) -> pd.DataFrame:
        return chosen(self.data.models, self.choice.kept)

    @cached_property
    def kv(self) -> pd.DataFrame:
        return chosen(self.data.kv, self.choice.kept)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        return model_descriptions(self.data.models, self.data.parameters)

    @cached_property
    def colours(self) -> dict[str, str]:
        return theme.model_colours(self.data.models)

    @property
    def empty(self) -> bool:
        return not self.choice.kept

    @property
    def notice(self) -> Component | None:
        return parts.notice(parts.dropped_notice(self.choice.dropped, "models"))

    @property
    def finding(self) -> list[Component]:
        return _finding(self.parameters, self.models, self.kv)

    @property
    def parameter_title(self) -> str:
        return _parameter_title(self.parameters)

    @property
    def parameter_figure(self) -> dict[str, Any]:
        return parameter_bars(self.parameters, self.descriptions)

    @property
    def parameter_table(self) -> Component:
        return _parameter_table(self.parameters, self.descriptions, self.colours)

    @property
    def legend(self) -> list[Component]:
        options = model_options(self.data.models, self.descriptions, self.colours, self.choice.kept)
        return parts.name_legend(options)

    @property
    def architecture_table(self) -> Component:
        return _architecture_table(self.models, self.descriptions, self.colours)

    @property
    def kv_title(self) -> str:
        return _kv_title(self.kv)

    @property
    def kv_figure(self) -> dict[str, Any]:
        return kv_lines(self.kv, self.colours, theme.model_symbols(self.data.models), MARKED_CONTEXTS)

    @property
    def kv_table(self) -> Component:
        return _kv_table(self.models, self.kv, self.descriptions, self.colours)


def select(data: Data, values: Sequence[str] | None) -> Choice:
    """The chosen models that exist, in house order."""
    return choose(values, data.models["model"].tolist())


def chosen(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Rows of the chosen models, order kept."""
    return frame[frame["model"].isin(names)].reset_index(drop=True)


def layout(state: Mapping[str, Any], data: Data) -> Component:
    """The whole page, already rendered for `state`."""
    shown = view(data, state["models"])
    descriptions = model_descriptions(data.models, data.parameters)
    colours = theme.model_colours(data.models)
    return html.Div(
        [
            *parts.page_header(
                "Model Overview",
                "What each Gemma model is made of, how far it can look back, and what that costs in memory.",
            ),
            html.Div(
                parts.checklist(
                    ids.SELECT,
                    "Models",
                    model_options(data.models, descriptions, colours, data.models["model"].tolist()),
                    select(data, state["models"]).kept,
                ),
                className="controls",
            ),
            html.Div(shown.notice, id=ids.NOTICE),
            html.Div(
                parts.empty_state("No model is chosen. Tick one or more models above to compare them."),
                id=ids.EMPTY,
                hidden=not shown.empty,
            ),
            html.Div(_body(shown), id=ids.BODY, hidden=shown.empty),
            _generations(data),
            dcc.Download(id=ids.DOWNLOAD),
            dcc.Store(id=ids.REST),
        ],
        className="page",
    )


def _body(shown: View) -> list[Component]:
    return [
        html.Div(shown.finding, id=ids.FINDING, className="finding-box"),
        html.H2("Parameters"),
        parts.chart_card(
            html.H3(shown.parameter_title, id=ids.PARAMETER_TITLE),
            parts.graph(
                ids.PARAMETER_FIGURE,
                shown.parameter_figure,
                "Stacked bars: parameters per model by component. The table below has the same numbers.",
                height=360,
                filename="gemma-parameters",
            ),
            html.Ul(shown.legend, id=ids.PARAMETER_LEGEND, className="name-legend"),
            parts.source_line(PARAMETER_SOURCE),
        ),
        html.Div(shown.parameter_table, id=ids.PARAMETER_TABLE),
        parts.table_foot(PARAMETER_SOURCE, parts.csv_button(ids.PARAMETER_CSV, "parameter counts")),
        parts.prose(PARAMETER_PROSE),
        html.H2("Architecture"),
        html.Div(shown.architecture_table, id=ids.ARCHITECTURE_TABLE),
        parts.table_foot(ARCHITECTURE_SOURCE, parts.csv_button(ids.ARCHITECTURE_CSV, "architecture")),
        html.H2("Memory for the context"),
        parts.chart_card(
            html.H3(shown.kv_title, id=ids.KV_TITLE),
            parts.graph(
                ids.KV_FIGURE,
                shown.kv_figure,
                "Lines: key-value cache against context length, global and local layers apart.",
                height=400,
                filename="gemma-kv-cache",
            ),
            html.Ul(shown.legend, id=ids.KV_LEGEND, className="name-legend"),
            parts.source_line(KV_SOURCE),
        ),
        html.Div(shown.kv_table, id=ids.KV_TABLE),
        parts.table_foot(KV_SOURCE, parts.csv_button(ids.KV_CSV, "cache sizes")),
        parts.prose(KV_PROSE),
    ]


def view(data: Data, values: Sequence[str] | None) -> View:
    """The selection-dependent parts for the chosen models; unknown names are left out and reported."""
    return View(data, select(data, values))


def _finding(parameters: pd.DataFrame, models: pd.DataFrame, kv: pd.DataFrame) -> list[Component]:
    counted = parameters.dropna(subset=["total"])
    headlines = []
    sentence = "The reference has no parameter counts for the chosen models; their layout and cache are known."
    if len(counted):
        largest, smallest = highest(counted, "total"), lowest(counted, "total")
        share = 100 * largest["embedding"] / largest["total"]
        derived = largest["total_provenance"] != "printed"
        sentence = (
            f"{largest['model']} has {theme.millions(largest['total'])} million parameters."
            if len(counted) == 1
            else f"From {smallest['model']} to {largest['model']} the models grow "
            f"{theme.percent(largest['total'] / smallest['total'])}-fold in parameters."
        )
        headlines = [
            parts.Headline(theme.millions(largest["total"]), "million", f"parameters of {largest['model']}", derived),
            parts.Headline(theme.percent(share), "%", f"of {largest['model']} are embeddings", True),
        ]
    if len(models):
        top = highest(models, "kv_bytes_beyond_window")
        headlines.append(
            parts.Headline(
                theme.kilobytes(top["kv_bytes_beyond_window"]),
                "kB",
                f"cache per extra token, {top['model']}",
                True,
            )
        )
        full = highest(kv[kv["within_context"]], "total_bytes")
        headlines.append(
            parts.Headline(
                theme.cache_gb(full["total_bytes"] / GB),
                "GB",
                f"cache of {full['model']} at {theme.short_tokens(full['context_tokens'])} tokens",
                True,
            )
        )
    return parts.finding(sentence, headlines)


def _parameter_title(parameters: pd.DataFrame) -> str:
    counted = parameters.dropna(subset=["total"])
    if not len(counted):
        return "No parameter counts for the chosen models"
    shares = counted.assign(share=100 * counted["embedding"] / counted["total"])
    high, low = highest(shares, "share"), lowest(shares, "share")
    title = f"Embeddings are {theme.percent(high['share'])} % of {high['model']}"
    if high["model"] != low["model"]:
        title += f" and {theme.percent(low['share'])} % of {low['model']}"
    return title


def _kv_title(kv: pd.DataFrame) -> str:
    rows = kv[kv["within_context"]]
    if not len(rows):
        return "No model chosen"
    top = highest(rows, "total_bytes")
    share = 100 * top["global_bytes"] / top["total_bytes"]
    return (
        f"At {theme.short_tokens(top['context_tokens'])} tokens {top['model']} holds "
        f"{theme.cache_gb(top['total_bytes'] / GB)} GB of cache, {theme.percent(share)} % of it in global layers"
    )


def _parameter_table(
    parameters: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]
) -> Component:
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


def _architecture_table(models: pd.DataFrame, descriptions: Mapping[str, str], colours: Mapping[str, str]) -> Component:
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


def _kv_table(
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


def _generations(data: Data) -> Component:
    """Where Gemma 3 comes from; independent of the selection."""
    columns = [
        Column("Generation", numeric=False),
        Column("Sizes", numeric=False),
        Column("First release", numeric=False),
        Column("Context, tokens", numeric=False),
        Column("Attention", numeric=False),
        Column("Window, tokens", numeric=False),
        Column("Vocabulary", numeric=False),
        Column("Input", numeric=False),
        Column("Licence", numeric=False),
    ]
    reasons = {"window_tokens": "No local layers, so no window."}
    generations = generation_table(data.models)
    rows = [
        [
            missing(reasons.get(str(column), NOT_STATED))
            if theme.is_missing(value)
            else Cell(str(value), "text", swatch=theme.FAMILY_COLOURS.get(str(value)) if column == "family" else None)
            for column, value in row.items()
        ]
        for row in records(generations)
    ]
    return html.Div(
        [
            html.H2("Predecessors and what changed"),
            parts.prose(GENERATION_PROSE),
            html.Div(data_table(_id("generations"), "Gemma generations", columns, rows), id=ids.GENERATION_TABLE),
            parts.table_foot(GENERATION_SOURCE, parts.csv_button(ids.GENERATION_CSV, "generations")),
        ]
    )


PARAMETER_PROSE = r"""
#### How the counts add up

Every parameter is one learned number. The total of a model is the sum of three parts,

$$P_T = P_V + P_E + P_{NE},$$

where $P_V$ belongs to the vision encoder, $P_E = |V| \cdot d$ to the embedding (vocabulary size times
width; the output layer uses the same matrix) and $P_{NE}$ to the attention, feed-forward and norm weights
of the layers. Because all sizes of a generation share one large vocabulary, the embedding weighs most in
the small models. Reading a token looks up one of its rows; only the output layer multiplies with the whole
matrix. All Gemma 3 models that read images share one size of vision encoder.

The column "from configuration" counts the weights of the published layout. It differs from the printed sum
by up to a few million: counts are rounded, the reports of Gemma 1 and 2 print a slightly larger vocabulary,
and the printed embeddings of Gemma 3 4B, 12B and 27B exceed $|V| \cdot d$ by about the size of the image
projection, which the report does not explain.
"""

KV_PROSE = r"""
#### Why the context costs memory

To write the next token, each layer compares it with the keys of the tokens before and mixes their values.
Keys and values are kept, and this cache grows with the text. For $n$ tokens it takes

$$\mathrm{KV}(n) = \bigl(L_g \, n \, e_g + L_l \, \min(n, w)\, e_l\bigr)\, b \quad\text{bytes},
\qquad e = 2 \, h_{kv} \, d_h,$$

with $L_g$ global and $L_l$ local layers that own a cache, window $w$, $h_{kv}$ key-value heads of size
$d_h$ in a layer of that kind, and $b$ bytes per number (2 in bfloat16). Local layers stop growing at the
window, so from there on only the few global layers count: this is what makes long documents affordable in
Gemma 3. An engine that ignores the window pays for all layers at full length.
"""

GENERATION_PROSE = """
- **Gemma 1** starts with layers that all attend to the whole context. The 2B shares one key-value head among
  all query heads; the 7B gives each its own and has no window, so that in a long text a further token costs
  more cache than in any other model here.
- **Gemma 2** lets every second layer look at a window only, lets two query heads share one key-value head, and
  caps attention and output scores.
- **Gemma 3** has five local layers for each global one and a shorter window, so that the cache of a long
  context stays small. From 4B on it reads images and sixteen times the context of Gemma 2; queries and keys
  are normalised where Gemma 2 capped the scores.
- **Gemma 3n** is made for phones: its last layers reuse the cache of earlier ones, and rarely used matrices can
  stay off the accelerator.
- **Gemma 4** widens the heads of the global layers, lets its small models reuse caches as Gemma 3n does, uses
  keys as values in the global layers of the two large ones, adds a mixture of experts and changes the licence.
"""
