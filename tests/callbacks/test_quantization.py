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
    rest = endpoint.fire(ids.CACHE_TABLE, {ids.REST: response[ids.REST]["data"]})
    assert "8.93" in str(rest[ids.CACHE_TABLE])
    assert rest[ids.FITS_TITLE]["children"] == (
        "Estimate: Gemma 3 12B in Int4, per channel with 128k tokens needs 15.5 GB; "
        "the smallest card that holds it has 16 GB"
    )


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
        (ids.FITS_CSV, "gemma-3-fits.csv", 15 * 16),
    ],
)
def test_tables_download_as_csv(endpoint: Endpoint, button: str, filename: str, rows: int) -> None:
    data = endpoint.fire(ids.DOWNLOAD, VALUES | {button: 1}, pressed=button)[ids.DOWNLOAD]["data"]
    found = list(csv.DictReader(io.StringIO(data["content"])))
    assert (data["filename"], len(found)) == (filename, rows)
    assert {row["model"] for row in found} == set(DEFAULT_MODELS)
