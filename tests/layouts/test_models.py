"""Model Overview shows the reference, and says what it does not know."""

import dash
import plotly.graph_objects as go
import pytest

from data.kv_cache import GB
from layouts import models as page
from layouts import theme
from layouts.models import Data, ids
from tests.layouts.walk import by_id, cell, csv_rows, hovers, table_rows, text, tip, tipped

ALL = [row["model"] for row in csv_rows("architecture")]
NOTHING_PUBLISHED = {model for model in ALL if model not in {row["model"] for row in csv_rows("parameters")}}


def published(model: str, component: str) -> str | None:
    """The count as the page must show it, straight from the file."""
    for row in csv_rows("parameters"):
        if (row["model"], row["component"]) == (model, component) and row["provenance"] != "computed_from_config":
            return f"{float(row['parameters_millions']):,.0f}"
    return None


def test_every_parameter_count_is_the_one_of_the_file(models_data: Data) -> None:
    header, *rows = table_rows(page.view(models_data, ALL).parameter_table)
    assert header == [
        "Model",
        "Vision encoder, M",
        "Embedding, M",
        "Non-embedding, M",
        "Total, M",
        "From configuration, M",
    ]
    assert [row[0] for row in rows] == ALL
    computed = {
        row["model"]: f"{float(row['parameters_millions']):,.0f}"
        for row in csv_rows("parameters")
        if row["component"] == "total" and row["provenance"] == "computed_from_config"
    }
    for row in rows:
        expected = [published(row[0], name) for name in ("vision_encoder", "embedding", "non_embedding", "total")]
        assert row[1:] == [value or "–" for value in [*expected, computed.get(row[0])]]


def test_the_specification_s_table_is_shown_by_default(models_data: Data) -> None:
    state = {control.name: control.default for control in page.CONTROLS}
    rendered = page.layout(state, models_data)
    assert table_rows(by_id(rendered, ids.PARAMETER_TABLE))[1:] == [
        ["Gemma 3 1B", "0", "302", "698", "1,000", "1,000"],
        ["Gemma 3 4B", "417", "675", "3,209", "4,301", "4,300"],
        ["Gemma 3 12B", "417", "1,012", "10,759", "12,188", "12,187"],
        ["Gemma 3 27B", "417", "1,416", "25,600", "27,433", "27,432"],
    ]


def test_a_missing_count_is_a_dash_with_the_reason(models_data: Data) -> None:
    table = page.view(models_data, ["Gemma 4 31B"]).parameter_table
    assert table_rows(table)[1][1:] == ["–"] * 5
    assert tip(cell(table, 1, 1)) == page.NO_COUNTS


def test_sums_look_different_from_printed_totals(models_data: Data) -> None:
    derived = cell(page.view(models_data, ["Gemma 3 4B"]).parameter_table, 1, 4)
    assert "value-derived" in derived.className
    assert tip(derived) == "The report prints no total."
    printed = cell(page.view(models_data, ["Gemma 3 270M"]).parameter_table, 1, 4)
    assert "value-derived" not in printed.className


def test_bars_have_the_numbers_of_the_file_and_start_at_zero(models_data: Data) -> None:
    figure = page.view(models_data, ALL).parameter_figure
    components = {label: name for name, label in theme.COMPONENT_LABELS.items()}
    exact = {
        (row["model"], row["component"]): float(row["parameters_millions"])
        for row in csv_rows("parameters")
        if row["provenance"] != "computed_from_config"
    }
    bars = 0
    for trace in figure["data"]:
        for model, value in zip(trace["y"], trace["x"], strict=True):
            assert value == exact[model, components[trace["name"]]]
            bars += 1
    assert bars == 3 * (len(ALL) - len(NOTHING_PUBLISHED))
    assert figure["layout"]["xaxis"]["rangemode"] == "tozero"


def test_every_architecture_cell_is_the_one_of_the_file(models_data: Data) -> None:
    _, *rows = table_rows(page.view(models_data, ALL).architecture_table)

    def number(cell: str) -> str:
        return f"{int(cell):,}" if cell else "–"

    def both(local: str, global_: str) -> str:
        return f"{number(local)} : {number(global_)}" if global_ else number(local)

    for shown, row in zip(rows, csv_rows("architecture"), strict=True):
        assert shown == [
            row["model"],
            number(row["num_layers"]),
            f"{row['num_local_layers']} : {row['num_global_layers']}",
            number(row["sliding_window"]),
            number(row["context_length"]),
            number(row["d_model"]),
            number(row["num_query_heads"]),
            both(row["num_kv_heads"], row["global_num_kv_heads"]),
            both(row["head_dim"], row["global_head_dim"]),
            number(row["ffn_dim"]),
            number(row["vocab_size"]),
            row["vision_encoder"] or "–",
            number(row["vision_tokens_per_image"]),
        ]


def bytes_of(row: dict[str, str], tokens: int) -> tuple[int, int]:
    """Local and global bytes of a bfloat16 cache, computed from the file's cells."""
    kept = min(tokens, int(row["sliding_window"] or tokens))
    local = int(row["num_kv_cached_local_layers"]) * kept * int(row["kv_elements_per_token_per_local_layer"]) * 2
    globals_ = int(row["num_kv_cached_global_layers"]) * tokens * int(row["kv_elements_per_token_per_global_layer"]) * 2
    return local, globals_


def test_cache_table_follows_the_formula(models_data: Data) -> None:
    _, *rows = table_rows(page.view(models_data, ALL).kv_table)
    for shown, row in zip(rows, csv_rows("architecture"), strict=True):
        local, globals_ = bytes_of(row, 1)
        expected = [row["model"], f"{(local + globals_) / 1e3:,.1f}", f"{globals_ / 1e3:,.1f}"]
        for tokens in page.MARKED_CONTEXTS:
            if tokens > int(row["context_length"]):
                expected += ["–", "–"]
            else:
                local, globals_ = bytes_of(row, tokens)
                expected += [f"{(local + globals_) / 1e9:,.2f}", f"{local / 1e9:,.2f}"]
        assert shown == expected


def test_lines_follow_the_formula_and_end_at_the_context(models_data: Data) -> None:
    rows = {row["model"]: row for row in csv_rows("architecture")}
    points = 0
    for trace in page.view(models_data, ALL).kv_figure["data"]:
        model, _, part = trace["name"].partition(", ")
        if model not in rows:
            continue  # the two entries that explain the dashes
        for tokens, value in zip(trace["x"], trace["y"], strict=True):
            assert tokens <= int(rows[model]["context_length"])
            local, globals_ = bytes_of(rows[model], tokens)
            assert value == pytest.approx((local if part == "local layers" else globals_) / GB)
            points += 1
    assert points > 100


@pytest.mark.parametrize("models", [ALL, ["Gemma 1 2B"], ["Gemma 4 31B"], []])
def test_figures_are_valid_and_every_point_explains_itself(models_data: Data, models: list[str]) -> None:
    view = page.view(models_data, models)
    for figure, unit in ((view.parameter_figure, "million parameters"), (view.kv_figure, " GB")):
        go.Figure(figure)
        for trace, position, hover in hovers(figure):
            name, value, *meaning = hover.split("<br>")
            assert name.startswith("<b>")
            assert (trace["y"] if trace["type"] == "bar" else [trace["name"].split(",")[0]] * 99)[position] in name
            assert unit in value
            assert meaning
            assert "Source: " in hover


def test_titles_state_what_the_selection_shows(models_data: Data) -> None:
    view = page.view(models_data, page.DEFAULT_MODELS)
    assert view.parameter_title == "Embeddings are 30.2 % of Gemma 3 1B and 5.2 % of Gemma 3 27B"
    assert view.kv_title == "At 128k tokens Gemma 3 27B holds 11.17 GB of cache, 96.1 % of it in global layers"


def test_every_model_name_is_explained_in_choice_legend_and_table(models_data: Data) -> None:
    rendered = page.layout({"models": ALL}, models_data)
    legends = [list(tipped(by_id(rendered, name))) for name in (ids.PARAMETER_LEGEND, ids.KV_LEGEND)]
    for position, row in enumerate(csv_rows("models")):
        for explained in (
            by_id(rendered, f"models-select-label-{position}"),
            *(legend[position] for legend in legends),
            cell(by_id(rendered, ids.PARAMETER_TABLE), position + 1, 0),
            cell(by_id(rendered, ids.ARCHITECTURE_TABLE), position + 1, 0),
            cell(by_id(rendered, ids.KV_TABLE), position + 1, 0),
        ):
            shown = tip(explained) or ""
            assert row["description"] in shown
            assert f"Input: {row['input_modalities']};" in shown
            assert f"Languages: {row['languages']}." in shown
            assert f"Licence: {row['licence']}." in shown
            assert f"Released: {row['released'] or 'not stated'}." in shown
            size = published(row["model"], "total")
            assert (f"{size} million" if size else "not in the reference") in shown


def test_every_bar_explains_its_model(models_data: Data) -> None:
    descriptions = {row["model"]: row["description"] for row in csv_rows("models")}
    for trace, position, hover in hovers(page.view(models_data, ALL).parameter_figure):
        assert descriptions[trace["y"][position]] in hover.replace("<br>", " ")


def test_everything_explained_can_be_focused(models_data: Data) -> None:
    for explained in tipped(page.layout({"models": ALL}, models_data)):
        # the labels of check boxes are the exception: the same names stand below the charts
        assert getattr(explained, "tabIndex", None) == 0 or "choice" in explained.className


def test_generations_are_summed_up_from_the_files(models_data: Data) -> None:
    _, *rows = table_rows(by_id(page.layout({"models": []}, models_data), ids.GENERATION_TABLE))
    assert rows[2][7] == "text, image (270M, 1B: text)"
    assert [row[:4] for row in rows[:3]] == [
        ["Gemma 1", "2B, 7B", "2024-02-21", "8,192"],
        ["Gemma 2", "2B, 9B, 27B", "2024-06-27", "8,192"],
        ["Gemma 3", "270M, 1B, 4B, 12B, 27B", "2025-03-12", "32,768 and 131,072"],
    ]
    assert {row["model_family"] for row in csv_rows("architecture")} == {row[0] for row in rows}


def test_nothing_chosen_says_what_to_do(models_data: Data) -> None:
    rendered = page.layout({"models": []}, models_data)
    assert by_id(rendered, ids.BODY).hidden is True
    empty = by_id(rendered, ids.EMPTY)
    assert empty.hidden is False
    assert "Tick one or more models" in text(empty)


def test_unknown_models_of_a_link_are_left_out_and_named(models_data: Data) -> None:
    rendered = page.layout({"models": ["Gemma 9 1T", "Gemma 3 4B"]}, models_data)
    assert text(by_id(rendered, ids.NOTICE)) == "Gemma 9 1T is not among the known models and is left out."
    assert by_id(rendered, ids.SELECT).value == ["Gemma 3 4B"]


def test_a_model_keeps_its_colour_whatever_else_is_chosen(models_data: Data) -> None:
    def colour(models: list[str]) -> str:
        traces = page.view(models_data, models).kv_figure["data"]
        return next(trace["line"]["color"] for trace in traces if trace["name"].startswith("Gemma 3 12B"))

    assert colour(["Gemma 3 12B"]) == colour(ALL)
    assert len(set(theme.model_colours(models_data.models).values())) == len(ALL)


def test_the_page_can_be_sent_to_a_browser(models_data: Data) -> None:
    app = dash.Dash(__name__)
    app.layout = page.layout({"models": ALL}, models_data)  # refuses repeated ids
    assert "NaN" not in app.server.test_client().get("/_dash-layout").get_data(as_text=True)
