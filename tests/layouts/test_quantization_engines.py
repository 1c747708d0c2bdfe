"""Quantization Strategies: what engines allocate and what files weigh, beside what is printed and published."""

from typing import Any

import plotly.graph_objects as go
import pytest

from data.advisor import caches, gguf, grid
from data.advisor.engine_needs import CACHE_TYPES, COMPARED
from data.advisor.memory import memory
from data.advisor.shapes import shapes
from data.tables import KV_CONTEXTS
from layouts import quantization as page
from layouts.figures.engines import CACHE_TYPE_LABELS, ENGINE_LABELS
from layouts.quantization import Data, View, ids
from tests.layouts.walk import components, csv_rows, hovers, outer_names, table_rows, text, tip

DEFAULTS: dict[str, Any] = {control.name: control.default for control in page.CONTROLS}
MODELS = page.DEFAULT_MODELS


def view(data: Data, **state: Any) -> View:
    state = DEFAULTS | state
    return page.view(data, page.select(data, *(state[control.name] for control in page.CONTROLS)))


def engine_cells(shown: View) -> dict[tuple[str, str], list[str]]:
    return {(row[0], row[1]): row[2:] for row in table_rows(shown.engine_table)[1:]}


def test_llama_cpp_at_full_context_is_the_allocation_of_its_log(quantization_data: Data) -> None:
    cells = engine_cells(view(quantization_data, context=131_072))["Gemma 3 27B", "llama.cpp"]
    assert cells == ["10.74", "0.65", "11.39", "10,864.0", "–", "5.8"]
    rows = [row for row in csv_rows("public_measurements") if row["quantity"].startswith("alloc_kv")]
    logged = {row["value"] for row in rows if "27b" in row["model"] and "ctx=131072" in row["context"]}
    assert "10864" in {value.split(".")[0] for value in logged} or not logged


@pytest.mark.parametrize("kind", CACHE_TYPE_LABELS)
@pytest.mark.parametrize("tokens", KV_CONTEXTS)
def test_every_cache_is_the_models(quantization_data: Data, tokens: int, kind: str) -> None:
    shown = view(quantization_data, context=tokens, cache=kind)
    size = {"f16": 2.0, "fp8": 1.0, "q8_0": 34 / 32, "q4_0": 18 / 32}[kind]
    cells, drawn = engine_cells(shown), sizes_drawn(shown.engine_figure)
    assert set(cells) == {(model, ENGINE_LABELS[engine]) for model in MODELS for engine in COMPARED}
    for model in MODELS:
        shape = shapes()[model]
        layout = caches.Layout.of(shape)
        expected = {
            "transformers": caches.transformers(layout, tokens, size=size),
            "llama.cpp": caches.llama_cpp(layout, tokens, size=size),
            "vllm": caches.vllm(layout, tokens, size=size),
            "vllm_full": caches.full_length(layout, tokens, size=size),
        }
        for engine, held in expected.items():
            place = model, ENGINE_LABELS[engine]
            if kind not in CACHE_TYPES[engine] or tokens > shape.context_tokens:
                assert cells[place] == ["–"] * 6
                assert place not in drawn
            else:
                total = float(held.total)
                assert cells[place][:4] == [
                    f"{float(held.global_) / 1e9:,.2f}",
                    f"{float(held.local) / 1e9:,.2f}",
                    f"{total / 1e9:,.2f}",
                    f"{total / 2**20:,.1f}",
                ]
                assert drawn[place] == pytest.approx(total / 1e9)


def sizes_drawn(figure: dict[str, Any]) -> dict[tuple[str, str], float]:
    """What the stacked bars of an engine add up to."""
    drawn: dict[tuple[str, str], float] = {}
    for trace in figure["data"]:
        for model, engine, value in zip(*trace["y"], trace["x"], strict=True):
            drawn[model, engine] = drawn.get((model, engine), 0.0) + value
    return drawn


def test_the_printed_cache_stands_beside_the_engines_at_its_length_only(quantization_data: Data) -> None:
    printed = {row["model"]: float(row["printed_kv_gb"]) for row in csv_rows("kv_cache_check")}
    drawn = sizes_drawn(view(quantization_data).engine_figure)
    assert {model: drawn[model, "Table 3, +KV"] for model in MODELS} == printed
    elsewhere = sizes_drawn(view(quantization_data, context=65_536).engine_figure)
    assert not any(label == "Table 3, +KV" for _, label in elsewhere)
    assert elsewhere["Gemma 3 27B", "Full length, 16-bit"] == pytest.approx(62 * 65_536 * 8_192 / 1e9)


def test_the_gap_is_explained_for_every_size(quantization_data: Data) -> None:
    said = {
        text(item).split(".")[0]: text(item)
        for item in components(view(quantization_data).gap_reasons)
        if type(item).__name__ == "Li"
    }
    assert len(said) == len(MODELS)
    whole = said["Gemma 3 27B"]
    for part in (
        "Table 3 adds 18.7 GB",
        "transformers 3.12 GB, llama.cpp 3.34 GB and vLLM 5.21 GB",
        "52 of 62 layers keep a window of 1,024 tokens",
        "full length would take 16.64 GB",
        "16-bit cache is 18.72 GB",
    ):
        assert part in whole


def file_cells(shown: View) -> dict[tuple[str, str], list[str]]:
    return {(row[0], row[1]): row[2:] for row in table_rows(shown.file_table)[1:]}


def test_files_are_counted_tensor_by_tensor(quantization_data: Data) -> None:
    cells = file_cells(view(quantization_data))
    assert len(cells) == len(MODELS) * 13  # twelve formats; bfloat16 as checkpoint and as GGUF
    size = gguf.text_bytes(shapes()["Gemma 3 27B"], "Q4_0", embedding="F16")
    nominal, whole, bits, on_disk, _, _, _, linear, embedding, norms, vision = cells["Gemma 3 27B", "GGUF Q4_0 (QAT)"]
    assert (nominal, vision) == ("13.50", "0.86")
    assert [linear, embedding, whole, on_disk] == [
        f"{value / 1e9:.2f}" for value in (size.linear, size.embedding, size.tensors, size.file)
    ]
    assert norms == f"{size.norms / 1e9:.3f}"
    assert bits == f"{size.tensors * 8 / shapes()['Gemma 3 27B'].text_parameters:.2f}"


def test_every_published_size_is_shown_with_its_error(quantization_data: Data) -> None:
    wanted = ("file_size", "tensor_bytes_llama_bench", "index_total_size")
    published = [row for row in csv_rows("public_measurements") if row["quantity"] in wanted]
    _, *rows = table_rows(view(quantization_data).published_table)
    assert len(rows) == len(published)
    scale = {"GB": 1.0, "GiB": 2**30 / 1e9, "MiB": 2**20 / 1e9, "bytes": 1e-9}
    for row, source in zip(rows, published, strict=True):
        assert (row[1], row[7]) == (source["format"], source["source"])
        number, unit = row[3].split()
        assert (float(number.replace(",", "")), unit) == (float(source["value"]), source["unit"])
        assert row[4] == f"{float(source['value']) * scale[unit]:.3f}"
        if "UD-" in row[1]:
            assert row[5:7] == ["–", "–"]
        else:
            assert float(row[6]) == pytest.approx((float(row[5]) / float(row[4]) - 1) * 100, abs=0.12)
            assert abs(float(row[6])) < 1


def test_validated_means_that_such_a_file_was_published(quantization_data: Data) -> None:
    cells = file_cells(view(quantization_data))
    for row in cells.values():
        assert row[6] == ("computed" if row[4] == "–" else "✓ validated")
    marked = {place for place, row in cells.items() if row[6] == "✓ validated"}
    assert {("Gemma 3 27B", "GGUF Q4_0 (QAT)"), ("Gemma 3 27B", "bfloat16"), ("Gemma 3 4B", "GGUF Q4_K_M")} <= marked
    assert not any("NF4" in label for _, label in marked)
    assert cells["Gemma 3 27B", "GGUF Q4_0 (QAT)"][4:6] == ["17.2 GB", "+0.17"]


def test_the_size_of_the_publishers_q4_file_is_explained(quantization_data: Data) -> None:
    said = text(view(quantization_data).file_reason)
    assert said.startswith("Why is the Q4 file of Gemma 3 27B 17.2 GB and not 14.1?")
    for part in ("13.5 GB", "14.4 GB of linear layers", "16 bits: 2.8 GB", "15.6 GB", "16.5 GB", "adds 0.9 GB"):
        assert part in said
    assert "vision" not in text(view(quantization_data, models=["Gemma 3 1B"]).file_reason)


def test_the_file_chart_has_the_numbers_of_the_table_and_explains_itself(quantization_data: Data) -> None:
    figure = view(quantization_data, models=["Gemma 3 4B"]).file_figure
    go.Figure(figure)
    *parts, published = figure["data"]
    loaded = zip(parts[0]["y"], *(part["x"] for part in parts[:3]), strict=True)  # all but the vision tower
    text_model = {label: sum(values) for label, *values in loaded}
    for (_, label), row in file_cells(view(quantization_data, models=["Gemma 3 4B"])).items():
        assert row[1] == f"{text_model[label]:.2f}"
    assert set(published["y"]) <= set(parts[0]["y"])
    for _, _, hover in hovers(figure):
        name, value, *meaning = hover.split("<br>")
        assert "Gemma 3 4B" in name
        assert " GB" in value
        assert meaning
        assert "<i>Source:" in hover


@pytest.mark.parametrize("engine", grid.ENGINES)
@pytest.mark.parametrize(("tokens", "kind"), [(8_192, "f16"), (131_072, "f16"), (32_768, "q8_0"), (32_768, "fp8")])
def test_the_need_is_the_advisors_for_one_card_and_one_sequence(
    quantization_data: Data, engine: str, tokens: int, kind: str
) -> None:
    shown = view(quantization_data, engine=engine, context=tokens, cache=kind)
    eight_bit = kind in CACHE_TYPES[engine] and kind != "f16"
    space = grid.build(tuple(MODELS), (), (engine,), ("H100 80GB SXM5",), 1, (1,))
    expected = {}
    for images in (True, False):
        totals = memory(space, context_tokens=tokens, images=images, eight_bit=eight_bit).total
        for place, total in enumerate(totals):
            recipe = space.recipes[space.recipe[place]]
            if recipe.sees_images == images:
                expected[recipe.shape.model, recipe.format.label] = total
    rows = table_rows(shown.need_table)[1:]
    assert len(rows) == len(expected) > 0
    for model, label, together, *_ in rows:
        too_long = tokens > shapes()[model].context_tokens
        assert together == ("–" if too_long else f"{expected[model, label] / 1e9:,.1f}")
    assert (text(shown.fits_note) != "") == (kind not in CACHE_TYPES[engine])


@pytest.mark.parametrize("state", [{}, {"engine": "vllm", "context": 131_072}, {"engine": "transformers"}])
def test_a_card_shows_the_largest_format_that_it_holds(quantization_data: Data, state: dict[str, Any]) -> None:
    shown = view(quantization_data, **state)
    header, *rows = table_rows(shown.fits_table)
    capacity = {row["gpu"]: float(row["memory_gb"]) for row in csv_rows("hardware")}
    assert {row[0] for row in rows} == set(capacity)
    need = shown.need.assign(gb=shown.need["need_bytes"] / 1e9)
    share = 0.92 if state.get("engine") == "vllm" else 1.0
    for gpu, memory_gb, *cells in rows:
        assert memory_gb == f"{capacity[gpu]:,.0f}"
        for model, cell in zip(header[2:], cells, strict=True):
            able = [
                row
                for row in need[need["model"] == model].to_dict("records")
                if grid.gpus()[gpu].lacks(grid.formats()[row["weight_format"]]) is None
            ]
            free = {row["label"]: capacity[gpu] * share - row["gb"] for row in able}
            fitting = {label: left for label, left in free.items() if left >= 0}
            if fitting:
                label = min(fitting, key=lambda name: fitting[name])
                assert f"{label}, {fitting[label]:.1f} free" in cell
                assert cell.endswith("tight") == (fitting[label] < 0.1 * capacity[gpu])
            elif free:
                assert cell == f"✗ lacks {-max(free.values()):.1f}"
            else:
                assert cell.startswith("✗ no bfloat16 units")


def test_perplexities_are_the_published_ones_and_compared_within_a_source(quantization_data: Data) -> None:
    published = [row for row in csv_rows("public_measurements") if row["quantity"] == "perplexity"]
    _, *rows = table_rows(view(quantization_data).perplexity_table)
    assert [(row[1], row[2], row[4]) for row in rows] == [
        (row["format"], f"{float(row['value']):.4f}", row["source"]) for row in published
    ]
    for row in rows:
        same = [float(other[2]) for other in rows if (other[0], other[4]) == (row[0], row[4])]
        assert row[3] == f"{(float(row[2]) / min(same) - 1) * 100:.2f}"
    rendered = page.layout(DEFAULTS, quantization_data)
    assert "only rows of the same source may be compared" in text(rendered)


def test_the_contents_lead_to_every_section(quantization_data: Data) -> None:
    parts = list(components(page.layout(DEFAULTS, quantization_data)))
    links = {found.href.removeprefix("#"): text(found) for found in parts if type(found).__name__ == "A"}
    assert links == page.SECTIONS
    assert {found.id: text(found) for found in parts if type(found).__name__ == "H2"} == links


def test_cache_types_and_engines_explain_themselves(quantization_data: Data) -> None:
    rendered = page.layout(DEFAULTS | {"cache": "q2_0", "engine": "mlx"}, quantization_data)
    parts = {found.id: found for found in components(rendered) if getattr(found, "id", None)}
    for control in (ids.CACHE_TYPE, ids.ENGINE):
        for position in range(4):
            assert tip(parts[f"{control}-label-{position}"])
    assert "q2_0, mlx are not among the known cache types and engines" in text(parts[ids.NOTICE])
    assert parts[ids.CACHE_TYPE].value == "f16"
    assert parts[ids.ENGINE].value == "llama.cpp"


def test_missing_values_say_why(quantization_data: Data) -> None:
    shown = view(quantization_data, cache="q8_0", engine="ollama")
    reasons = {tip(cell) for cell in components(shown.engine_table) if text(cell) == "–" and tip(cell)}
    assert "vLLM has no q8_0 cache here; it offers 16-bit and fp8." in reasons
    assert all(tip(cell) for cell in components(shown.need_table) if text(cell) == "–" and type(cell).__name__ == "Td")
    assert outer_names(shown.engine_figure["data"][0])
