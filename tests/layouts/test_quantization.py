"""Quantization Strategies shows Table 3 as printed, and what is computed beside it as computed."""

from typing import Any

import dash
import plotly.graph_objects as go
import pytest

from data.tables import FORMATS, KV_CONTEXTS
from layouts import quantization as page
from layouts import theme
from layouts.quantization import Data, View, ids
from tests.layouts.walk import by_id, csv_rows, hovers, outer_names, table_rows, text, tip

MODELS = ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
PRINTED = {
    (row["model"], row["weight_format"], row["kv_cache_included"] == "true"): float(row["memory_gb"])
    for row in csv_rows("memory_footprint")
}
LABELS = {label: name for name, label in theme.FORMAT_LABELS.items()}
DEFAULTS: dict[str, Any] = {control.name: control.default for control in page.CONTROLS}


def view(data: Data, **state: Any) -> View:
    state = DEFAULTS | state
    return page.view(data, page.select(data, *(state[control.name] for control in page.CONTROLS)))


def test_every_printed_value_and_saving_is_the_one_of_table_3(quantization_data: Data) -> None:
    _, *rows = table_rows(view(quantization_data).memory_table)
    assert len(rows) == len(MODELS) * len(FORMATS)
    for model, label, weights, saved, share, total, total_saved, total_share in rows:
        name = LABELS[label]
        assert weights == f"{PRINTED[model, name, False]:.1f}"
        assert total == f"{PRINTED[model, name, True]:.1f}"
        if name == "bf16":
            assert [saved, share, total_saved, total_share] == ["0"] * 4
            continue
        for with_kv, difference, percent in ((False, saved, share), (True, total_saved, total_share)):
            base, value = PRINTED[model, "bf16", with_kv], PRINTED[model, name, with_kv]
            assert difference == f"{base - value:.1f}"
            assert percent == f"{100 * (base - value) / base:.1f}"


def test_the_whole_table_is_always_there(quantization_data: Data) -> None:
    rendered = page.layout(DEFAULTS | {"models": ["Gemma 3 1B"], "formats": ["int4"]}, quantization_data)
    _, *rows = table_rows(by_id(rendered, ids.WHOLE_TABLE))
    assert rows == [
        [model, *[f"{PRINTED[model, name, with_kv]:.1f}" for name in FORMATS for with_kv in (False, True)]]
        for model in MODELS
    ]


def test_the_other_publication_is_shown_as_printed(quantization_data: Data) -> None:
    header, *rows = table_rows(by_id(page.layout(DEFAULTS, quantization_data), ids.DOCS_TABLE))
    printed = {
        (row["model"], row["weight_format"]): row["printed_value"] for row in csv_rows("memory_footprint_google_docs")
    }
    assert sum(len(row) - 1 for row in rows) == len(printed)
    for row in rows:
        assert row[1:] == [printed[row[0], name] for name in header[1:]]


@pytest.mark.parametrize("with_kv", [True, False])
def test_bars_are_the_printed_values(quantization_data: Data, with_kv: bool) -> None:
    figure = view(quantization_data, kv=with_kv).memory_figure
    ends = set()
    for trace in figure["data"]:
        for position, (model, value) in enumerate(zip(trace["y"], trace["x"], strict=True)):
            if value is None:
                continue
            end = value + (trace["base"][position] if "base" in trace else 0)
            assert end == pytest.approx(PRINTED[model, trace["offsetgroup"], "base" in trace])
            ends.add((model, trace["offsetgroup"], "base" in trace))
    assert ends == {key for key in PRINTED if with_kv or not key[2]}
    assert figure["layout"]["xaxis"]["rangemode"] == "tozero"


def test_the_switch_takes_the_printed_cache_out_of_table_and_chart(quantization_data: Data) -> None:
    header, *_ = table_rows(view(quantization_data, kv=False).memory_table)
    assert header == ["Model", "Format", "Weights, GB", "Saved, GB", "Saved, %"]


def test_formats_filter_and_are_described(quantization_data: Data) -> None:
    shown = view(quantization_data, formats=["int4", "bf16"])
    assert {row[1] for row in table_rows(shown.memory_table)[1:]} == {"bfloat16", "Int4, per channel"}
    assert "one scale per output channel" in text(shown.format_text)
    assert "blocks of 32" not in text(shown.format_text)
    rendered = page.layout(DEFAULTS, quantization_data)
    for position, name in enumerate(FORMATS):
        assert tip(by_id(rendered, f"{ids.FORMATS}-label-{position}")) == page.FORMAT_MEANINGS[name]


def cache_gb(model: str, tokens: int, *, window: bool, size: int) -> float:
    row = next(row for row in csv_rows("architecture") if row["model"] == model)
    kept = min(tokens, int(row["sliding_window"])) if window else tokens
    local = int(row["num_kv_cached_local_layers"]) * kept * int(row["kv_elements_per_token_per_local_layer"])
    globals_ = int(row["num_kv_cached_global_layers"]) * tokens * int(row["kv_elements_per_token_per_global_layer"])
    return (local + globals_) * size / 1e9


@pytest.mark.parametrize("tokens", KV_CONTEXTS)
def test_the_cache_follows_the_formula_at_every_context(quantization_data: Data, tokens: int) -> None:
    shown = view(quantization_data, context=tokens)
    for row in table_rows(shown.cache_table)[1:]:
        if row[0] == "Gemma 3 1B" and tokens > 32_768:
            assert row[1:5] == ["–"] * 4
        else:
            assert row[1] == f"{cache_gb(row[0], tokens, window=True, size=2):.2f}"
            assert row[3] == f"{cache_gb(row[0], tokens, window=True, size=1):.2f}"
            assert row[4] == f"{cache_gb(row[0], tokens, window=False, size=2):.2f}"
        printed = PRINTED[row[0], "bf16", True] - PRINTED[row[0], "bf16", False]
        assert row[5] == (f"{printed:.1f}" if tokens == 32_768 else "–")


def test_the_gap_table_and_chart_are_the_checked_file(quantization_data: Data) -> None:
    shown = view(quantization_data)
    sizes = {(row["model"], row["formula_id"]): float(row["kv_cache_gb"]) for row in csv_rows("kv_cache_check")}
    printed = {row["model"]: float(row["printed_kv_gb"]) for row in csv_rows("kv_cache_check")}
    for row in table_rows(shown.gap_table)[1:]:
        assert row[1:] == [f"{printed[row[0]]:.1f}", *[f"{sizes[row[0], name]:.2f}" for name in page.GAP_COLUMNS]]
    first, *formulas = shown.gap_figure["data"]
    assert dict(zip(first["y"], first["x"], strict=True)) == printed
    drawn = {value for trace in formulas for value in trace["x"]}
    assert drawn <= set(sizes.values())
    assert len(formulas) == 4
    assert shown.gap_title == "The printed cache is 5.9 to 6.2 times what one bfloat16 sequence needs"


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"kv": False, "formats": ["int4"]},
        {"models": ["Gemma 3 1B"], "context": 131_072},
        {"formats": ["bf16"]},
        {"models": []},
        {"formats": []},
        {"context": 131_072, "cache": "q4_0"},
    ],
)
def test_figures_are_valid_and_every_point_explains_itself(quantization_data: Data, state: dict[str, Any]) -> None:
    shown = view(quantization_data, **state)
    for figure in (shown.memory_figure, shown.engine_figure, shown.gap_figure):
        go.Figure(figure)
        for trace, position, hover in hovers(figure):
            name, value, *meaning = hover.split("<br>")
            assert f"<b>{outer_names(trace)[position]}" in name
            assert " GB" in value
            assert meaning
            assert "Source: " in hover


def test_the_finding_names_both_caches_at_the_printed_length_only(quantization_data: Data) -> None:
    finding = text(view(quantization_data).finding)
    assert "Gemma 3 27B takes 14.1 GB in Int4, per channel, 39.9 GB less than in bfloat16." in finding
    assert "adds 3.12 GB of cache; Table 3 prints 18.7 GB for it." in finding
    assert "Table 3 prints" not in text(view(quantization_data, context=8_192).finding)


def test_values_of_a_link_that_do_not_exist_are_named(quantization_data: Data) -> None:
    state = DEFAULTS | {"models": ["Gemma 1 2B", "Gemma 3 4B"], "formats": ["int3", "int4"], "context": 5_000}
    rendered = page.layout(state, quantization_data)
    said = text(by_id(rendered, ids.NOTICE))
    assert "Gemma 1 2B is not among the known models of Table 3" in said
    assert "int3 is not among the known weight formats" in said
    assert "5,000 tokens is not one of the context lengths below; 32,768 is shown instead." in said
    assert by_id(rendered, ids.CONTEXT).data == 32_768
    assert 2 ** by_id(rendered, ids.CONTEXT_SLIDER).value == 32_768


@pytest.mark.parametrize("state", [{"models": []}, {"formats": []}])
def test_nothing_chosen_says_what_to_do(quantization_data: Data, state: dict[str, Any]) -> None:
    rendered = page.layout(DEFAULTS | state, quantization_data)
    assert by_id(rendered, ids.BODY).hidden is True
    assert by_id(rendered, ids.EMPTY).hidden is False


def test_the_page_can_be_sent_to_a_browser(quantization_data: Data) -> None:
    app = dash.Dash(__name__)
    app.layout = page.layout(DEFAULTS, quantization_data)  # refuses repeated ids
    assert "NaN" not in app.server.test_client().get("/_dash-layout").get_data(as_text=True)
