"""Quantization Strategies through Dash's own update endpoint."""

import csv
import io
from typing import Any

import pytest

from callbacks import quantization as page
from layouts.quantization import CONTROLS, DEFAULT_MODELS, ids
from tests.callbacks.endpoint import Endpoint

STATE: dict[str, Any] = {control.name: control.default for control in CONTROLS}
VALUES: dict[str, Any] = {control.id: control.default for control in CONTROLS}


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint(page.register, lambda: page.page(STATE))


def test_controls_update_tables_and_charts(endpoint: Endpoint) -> None:
    values = VALUES | {ids.MODELS: ["Gemma 3 12B"], ids.FORMATS: ["int4"], ids.CONTEXT: 131_072}
    response = endpoint.fire(ids.MEMORY_TABLE, values)
    assert "21.5" in str(response[ids.MEMORY_TABLE])
    weights, cache, _ = response[ids.MEMORY_FIGURE]["figure"]["data"]
    assert (weights["x"], cache["x"], cache["base"]) == ([6.6], [14.9], [6.6])
    rest = endpoint.fire(ids.ENGINE_TABLE, values | {ids.REST: response[ids.REST]["data"]})
    assert "8.93" in str(rest[ids.CACHE_TABLE])
    assert "9.09" in str(rest[ids.ENGINE_TABLE])
    assert rest[ids.FITS_TITLE]["children"] == (
        "Estimate: the smallest card for Gemma 3 12B with llama.cpp at 128k tokens has 24 GB; GGUF Q6_K needs "
        "21.5 GB of it"
    )


def test_engine_and_cache_type_change_the_sections_that_they_concern(endpoint: Endpoint) -> None:
    values = VALUES | {ids.CACHE_TYPE: "fp8", ids.ENGINE: "vllm"}
    rest = endpoint.fire(ids.ENGINE_TABLE, values, pressed=ids.CACHE_TYPE)
    assert "fp8 cache" in str(rest[ids.ENGINE_TABLE])
    assert "vLLM, one sequence of 32,768 tokens, fp8 cache" in str(rest[ids.NEED_TABLE])
    assert ids.MEMORY_FIGURE not in rest


def test_files_follow_the_choice_of_models_alone(endpoint: Endpoint) -> None:
    assert ids.REST_OF_MODELS in endpoint.fire(ids.MEMORY_TABLE, VALUES, pressed=ids.MODELS)
    assert ids.REST_OF_MODELS not in endpoint.fire(ids.MEMORY_TABLE, VALUES, pressed=ids.CONTEXT)
    files = endpoint.fire(ids.FILE_TABLE, VALUES | {ids.MODELS: ["Gemma 3 4B"]})
    assert files[ids.FILE_TITLE]["children"].startswith("Gemma 3 4B at 4 bits is nominally 1.9 GB")


def test_the_switch_removes_the_printed_cache(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.MEMORY_TABLE, VALUES | {ids.KV: False})
    assert all("base" not in trace for trace in response[ids.MEMORY_FIGURE]["figure"]["data"])
    assert "+KV" not in str(response[ids.MEMORY_TABLE])


def test_no_format_shows_the_empty_state(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.MEMORY_TABLE, VALUES | {ids.FORMATS: []})
    assert response[ids.BODY]["hidden"] is True
    assert response[ids.EMPTY]["hidden"] is False


@pytest.mark.parametrize(
    ("button", "filename", "rows"),
    [
        (ids.MEMORY_CSV, "gemma-3-memory.csv", 16),
        (ids.CACHE_CSV, "gemma-3-kv-cache.csv", 4),
        (ids.GAP_CSV, "gemma-3-kv-cache-check.csv", 20),
        (ids.FITS_CSV, "gemma-3-fits.csv", 15 * 28),
        (ids.NEED_CSV, "gemma-3-memory-by-part.csv", 28),
        (ids.ENGINE_CSV, "gemma-3-kv-cache-by-engine.csv", 16),
        (ids.FILE_CSV, "gemma-3-file-sizes.csv", 52),
        (ids.PUBLISHED_CSV, "gemma-3-published-sizes.csv", 33),
    ],
)
def test_tables_download_as_csv(endpoint: Endpoint, button: str, filename: str, rows: int) -> None:
    data = endpoint.fire(ids.DOWNLOAD, VALUES | {button: 1}, pressed=button)[ids.DOWNLOAD]["data"]
    found = list(csv.DictReader(io.StringIO(data["content"])))
    assert (data["filename"], len(found)) == (filename, rows)
    assert {row["model"] for row in found} == set(DEFAULT_MODELS)
