"""Component ids and controls of Quantization Strategies."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.advisor.grid import ENGINES
from data.tables import FORMATS, KV_CONTEXTS, TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.components.model_info import model_descriptions, model_options
from layouts.figures.engines import CACHE_TYPE_LABELS, CACHE_TYPE_MEANINGS, ENGINE_LABELS
from layouts.figures.memory import FORMAT_MEANINGS
from layouts.ids import id_factory
from layouts.quantization.selection import DEFAULT_CACHE_TYPE, DEFAULT_ENGINE, Data, Selection
from layouts.state import Control

_id = id_factory("quantization")


class ids:
    MODELS = _id("models")
    FORMATS = _id("formats")
    KV = _id("kv")
    CONTEXT = _id("context")
    CONTEXT_SLIDER = _id("context-slider")
    CACHE_TYPE = _id("cache-type")
    ENGINE = _id("engine")
    FORMAT_TEXT = _id("format-text")
    NOTICE = _id("notice")
    EMPTY = _id("empty")
    BODY = _id("body")
    FINDING = _id("finding")
    MEMORY_TITLE = _id("memory-title")
    MEMORY_FIGURE = _id("memory-figure")
    MEMORY_LEGEND = _id("memory-legend")
    MEMORY_TABLE = _id("memory-table")
    MEMORY_CSV = _id("memory-csv")
    WHOLE_TABLE = _id("whole-table")
    DOCS_TABLE = _id("docs-table")
    FILE_TITLE = _id("file-title")
    FILE_FIGURE = _id("file-figure")
    FILE_REASON = _id("file-reason")
    FILE_TABLE = _id("file-table")
    FILE_CSV = _id("file-csv")
    PUBLISHED_TABLE = _id("published-table")
    PUBLISHED_CSV = _id("published-csv")
    PERPLEXITY_TABLE = _id("perplexity-table")
    PERPLEXITY_CSV = _id("perplexity-csv")
    ENGINE_TITLE = _id("engine-title")
    ENGINE_FIGURE = _id("engine-figure")
    ENGINE_TABLE = _id("engine-table")
    ENGINE_CSV = _id("engine-csv")
    CACHE_TABLE = _id("cache-table")
    CACHE_CSV = _id("cache-csv")
    GAP_TITLE = _id("gap-title")
    GAP_FIGURE = _id("gap-figure")
    GAP_REASONS = _id("gap-reasons")
    GAP_TABLE = _id("gap-table")
    GAP_CSV = _id("gap-csv")
    FITS_TITLE = _id("fits-title")
    FITS_NOTE = _id("fits-note")
    NEED_TABLE = _id("need-table")
    NEED_CSV = _id("need-csv")
    FITS_TABLE = _id("fits-table")
    FITS_CSV = _id("fits-csv")
    DOWNLOAD = _id("download")
    REST = _id("rest")
    REST_OF_MODELS = _id("rest-of-models")


DEFAULT_MODELS = ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
CONTROLS = (
    Control(name="models", id=ids.MODELS, prop="value", default=DEFAULT_MODELS),
    Control(name="formats", id=ids.FORMATS, prop="value", default=list(FORMATS)),
    Control(name="kv", id=ids.KV, prop="value", default=True),
    Control(name="context", id=ids.CONTEXT, prop="data", default=TABLE_3_CONTEXT),
    Control(name="cache", id=ids.CACHE_TYPE, prop="value", default=DEFAULT_CACHE_TYPE),
    Control(name="engine", id=ids.ENGINE, prop="value", default=DEFAULT_ENGINE),
)


def table_controls(data: Data, selection: Selection) -> list[Component]:
    """What is shown: formats and models, and whether the printed cache is added."""
    descriptions = model_descriptions(data.models, data.parameters)
    colours = theme.model_colours(data.models)
    names = data.memory["model"].drop_duplicates().tolist()
    return [
        parts.checklist(
            ids.FORMATS,
            "Weight formats of Table 3",
            [
                parts.Option(name, theme.FORMAT_LABELS[name], FORMAT_MEANINGS[name], theme.FORMAT_COLOURS[name])
                for name in FORMATS
            ],
            selection.formats.kept,
        ),
        parts.checklist(
            ids.MODELS, "Models", model_options(data.models, descriptions, colours, names), selection.models.kept
        ),
        html.Fieldset(
            [
                html.Legend("Printed KV cache", className="control-label"),
                dbc.Switch(id=ids.KV, label="Add the +KV column of Table 3 (32,768 tokens)", value=selection.with_kv),
            ]
        ),
    ]


def cache_controls(selection: Selection) -> list[Component]:
    """Context length and cache type: for the cache and for the cards.

    The slider counts in powers of two, because lengths differ by factors; what is kept is the number of tokens. It is
    the browser's own: Dash's has no name for screen readers.
    """
    steps = [length.bit_length() - 1 for length in KV_CONTEXTS]
    return [
        html.Fieldset(
            [
                html.Label("Context length, tokens", htmlFor=ids.CONTEXT_SLIDER, className="control-label"),
                dbc.Input(
                    id=ids.CONTEXT_SLIDER,
                    type="range",
                    min=steps[0],
                    max=steps[-1],
                    step=1,
                    value=selection.context.bit_length() - 1,
                ),
                html.Div([html.Span(theme.short_tokens(2**step)) for step in steps], className="range-steps"),
                dcc.Store(id=ids.CONTEXT, data=selection.context),
            ],
            className="context-slider",
        ),
        _radio(
            ids.CACHE_TYPE,
            "Cache type",
            [parts.Option(name, label, CACHE_TYPE_MEANINGS[name]) for name, label in CACHE_TYPE_LABELS.items()],
            selection.cache_type,
        ),
    ]


ENGINE_CHOICES = {
    "vllm": "Checkpoints from the hub; serves many users at once, and takes 92 % of the card.",
    "llama.cpp": "GGUF files on nearly any hardware.",
    "transformers": "This application's own engine: checkpoints, quantised while loading.",
    "ollama": "GGUF files from Ollama's library or the hub; files from the hub come without the vision tower.",
}


def engine_control(selection: Selection) -> Component:
    """The engine for the cards."""
    options = [parts.Option(name, ENGINE_LABELS[name], ENGINE_CHOICES[name]) for name in ENGINES]
    return _radio(ids.ENGINE, "Engine", options, selection.engine)


def _radio(radio_id: str, legend: str, options: list[parts.Option], value: str) -> Component:
    return html.Fieldset(
        [
            html.Legend(legend, className="control-label"),
            dbc.RadioItems(id=radio_id, options=parts.choices(radio_id, options), value=value, class_name="choices"),
        ]
    )
