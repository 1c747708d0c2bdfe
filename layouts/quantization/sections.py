"""The sections of Quantization Strategies, in their order."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.components import parts
from layouts.components.attributes import attributes
from layouts.figures.memory import TABLE_3
from layouts.ids import id_factory
from layouts.quantization import tables
from layouts.quantization.controls import cache_controls, engine_control, ids
from layouts.quantization.selection import Data
from layouts.quantization.text import (
    CACHE_SOURCE,
    DOCS_PROSE,
    DOCS_SOURCE,
    ENGINE_PROSE,
    ENGINE_SOURCE,
    FILE_PROSE,
    FILE_SOURCE,
    FITS_PROSE,
    FITS_SOURCE,
    FORMAT_PROSE,
    GAP_PROSE,
    GAP_SOURCE,
    PERPLEXITY_PROSE,
    PERPLEXITY_SOURCE,
    PUBLISHED_SOURCE,
    TABLE_3_SOURCE,
)
from layouts.quantization.view import View

_id = id_factory("quantization")

# Anchor by heading: what stands in the table of contents.
SECTIONS = {
    _id("formats-section"): "Memory by weight format",
    _id("files-section"): "Weights in real files",
    _id("perplexity-section"): "Perplexity by format",
    _id("cache-section"): "KV cache by engine",
    _id("gap-section"): "Why the printed cache is larger",
    _id("fits-section"): "Fits on",
}


def contents() -> Component:
    """Links to the sections."""
    links = [html.Li(html.A(title, href=f"#{anchor}")) for anchor, title in SECTIONS.items()]
    return html.Nav(html.Ol(links), className="contents", **attributes(aria_label="On this page"))


def body(shown: View, data: Data) -> list[Component]:
    """All sections below the finding."""
    filled = (
        _formats(shown, data),
        _files(shown),
        _perplexity(shown),
        _cache(shown),
        _gap(shown),
        _fits(shown),
    )
    return [
        html.Section([html.H2(title, id=anchor), *children])
        for (anchor, title), children in zip(SECTIONS.items(), filled, strict=True)
    ]


def _formats(shown: View, data: Data) -> list[Component]:
    return [
        parts.chart_card(
            html.H3(shown.memory_title, id=ids.MEMORY_TITLE),
            parts.graph(
                ids.MEMORY_FIGURE,
                shown.memory_figure,
                "Grouped bars: printed memory per model and weight format. The table below has the same numbers.",
                height=480,
                filename="gemma-3-memory",
            ),
            html.Div(shown.legend, id=ids.MEMORY_LEGEND),
            parts.source_line(TABLE_3_SOURCE),
        ),
        html.Div(shown.memory_table, id=ids.MEMORY_TABLE),
        parts.table_foot(TABLE_3_SOURCE, parts.csv_button(ids.MEMORY_CSV, "memory by format")),
        _details("Table 3, whole", html.Div(tables.whole_table(data), id=ids.WHOLE_TABLE), f"{TABLE_3}."),
        _details(
            "Another publication prints other values",
            html.Div([parts.prose(DOCS_PROSE), html.Div(tables.docs_table(data), id=ids.DOCS_TABLE)]),
            DOCS_SOURCE,
        ),
        parts.prose(FORMAT_PROSE),
    ]


def _details(summary: str, content: Component, source: str) -> Component:
    return html.Details([html.Summary(summary), content, parts.source_line(source)])


def _files(shown: View) -> list[Component]:
    return [
        parts.prose(FILE_PROSE),
        parts.chart_card(
            html.H3(shown.file_title, id=ids.FILE_TITLE),
            parts.graph(
                ids.FILE_FIGURE,
                shown.file_figure,
                "Stacked bars: weights of the largest chosen model by format and part, published sizes as diamonds. "
                "The table below has the same numbers.",
                height=520,
                filename="gemma-3-file-sizes",
            ),
            parts.source_line(FILE_SOURCE),
        ),
        html.Div(shown.file_reason, id=ids.FILE_REASON),
        html.Div(shown.file_table, id=ids.FILE_TABLE, className="tall-table"),
        parts.table_foot(FILE_SOURCE, parts.csv_button(ids.FILE_CSV, "weights by format")),
        html.Details(
            [
                html.Summary("Every published size"),
                html.Div(shown.published_table, id=ids.PUBLISHED_TABLE),
                parts.table_foot(PUBLISHED_SOURCE, parts.csv_button(ids.PUBLISHED_CSV, "published sizes")),
            ]
        ),
    ]


def _perplexity(shown: View) -> list[Component]:
    return [
        parts.prose(PERPLEXITY_PROSE),
        html.Div(shown.perplexity_table, id=ids.PERPLEXITY_TABLE),
        parts.table_foot(PERPLEXITY_SOURCE, parts.csv_button(ids.PERPLEXITY_CSV, "perplexity by format")),
    ]


def _cache(shown: View) -> list[Component]:
    return [
        parts.prose(ENGINE_PROSE),
        html.Div(cache_controls(shown.selection), className="controls"),
        parts.chart_card(
            html.H3(shown.engine_title, id=ids.ENGINE_TITLE),
            parts.graph(
                ids.ENGINE_FIGURE,
                shown.engine_figure,
                "Stacked bars: cache per model and engine, global and local layers, beside the printed and the "
                "full-length value. The table below has the same numbers.",
                height=620,
                filename="gemma-3-kv-cache-by-engine",
            ),
            parts.source_line(ENGINE_SOURCE),
        ),
        html.Div(shown.engine_table, id=ids.ENGINE_TABLE),
        parts.table_foot(ENGINE_SOURCE, parts.csv_button(ids.ENGINE_CSV, "cache by engine")),
        html.Details(
            [
                html.Summary("The formulas alone, without an engine"),
                html.Div(shown.cache_table, id=ids.CACHE_TABLE),
                parts.table_foot(CACHE_SOURCE, parts.csv_button(ids.CACHE_CSV, "cache at the chosen context")),
            ]
        ),
    ]


def _gap(shown: View) -> list[Component]:
    return [
        parts.chart_card(
            html.H3(shown.gap_title, id=ids.GAP_TITLE),
            parts.graph(
                ids.GAP_FIGURE,
                shown.gap_figure,
                "Grouped bars: printed cache of Table 3 beside three formulas. Same numbers in the table.",
                height=460,
                filename="gemma-3-kv-cache-printed-and-computed",
            ),
            parts.source_line(GAP_SOURCE),
        ),
        html.Div(shown.gap_reasons, id=ids.GAP_REASONS),
        parts.prose(GAP_PROSE),
        html.Div(shown.gap_table, id=ids.GAP_TABLE),
        parts.table_foot(GAP_SOURCE, parts.csv_button(ids.GAP_CSV, "printed and computed cache")),
    ]


def _fits(shown: View) -> list[Component]:
    return [
        parts.prose(FITS_PROSE),
        html.Div(engine_control(shown.selection), className="controls"),
        html.Div(shown.fits_note, id=ids.FITS_NOTE),
        html.H3(shown.fits_title, id=ids.FITS_TITLE),
        html.Div(shown.fits_table, id=ids.FITS_TABLE),
        parts.table_foot(FITS_SOURCE, parts.csv_button(ids.FITS_CSV, "the fit of every card")),
        html.Div(shown.need_table, id=ids.NEED_TABLE),
        parts.table_foot(FITS_SOURCE, parts.csv_button(ids.NEED_CSV, "the memory by part")),
    ]
