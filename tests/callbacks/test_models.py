"""Model Overview through Dash's own update endpoint."""

import csv
import io

import pytest

from callbacks import models as page
from layouts.models import DEFAULT_MODELS, ids
from tests.callbacks.endpoint import Endpoint
from tests.layouts.walk import csv_rows


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint(page.register, lambda: page.page({"models": DEFAULT_MODELS}))


def test_a_selection_updates_table_and_chart(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.PARAMETER_TABLE, {ids.SELECT: ["Gemma 3 4B"]})
    assert response[ids.BODY]["hidden"] is False
    assert "3,209" in str(response[ids.PARAMETER_TABLE])
    figure = response[ids.PARAMETER_FIGURE]["figure"]
    assert [trace["x"] for trace in figure["data"]] == [[417], [675], [3209]]
    assert response[ids.PARAMETER_TITLE]["children"] == "Embeddings are 15.7 % of Gemma 3 4B"
    rest = endpoint.fire(ids.ARCHITECTURE_TABLE, {ids.REST: response[ids.REST]["data"]})
    assert "29 : 5" in str(rest[ids.ARCHITECTURE_TABLE])
    assert rest[ids.KV_TITLE]["children"].startswith("At 128k tokens Gemma 3 4B holds 2.81 GB")


@pytest.mark.parametrize("nothing", [[], None])
def test_no_selection_shows_the_empty_state(endpoint: Endpoint, nothing: list[str] | None) -> None:
    response = endpoint.fire(ids.PARAMETER_TABLE, {ids.SELECT: nothing})
    assert response[ids.BODY]["hidden"] is True
    assert response[ids.EMPTY]["hidden"] is False


@pytest.mark.parametrize(
    ("button", "filename", "column"),
    [
        (ids.PARAMETER_CSV, "gemma-parameters.csv", "non_embedding"),
        (ids.ARCHITECTURE_CSV, "gemma-architecture.csv", "num_kv_heads"),
        (ids.KV_CSV, "gemma-kv-cache.csv", "total_bytes"),
    ],
)
def test_tables_download_as_csv_for_the_selection(endpoint: Endpoint, button: str, filename: str, column: str) -> None:
    response = endpoint.fire(ids.DOWNLOAD, {button: 1, ids.SELECT: ["Gemma 3 27B"]}, pressed=button)
    data = response[ids.DOWNLOAD]["data"]
    rows = list(csv.DictReader(io.StringIO(data["content"])))
    assert data["filename"] == filename
    assert {row["model"] for row in rows} == {"Gemma 3 27B"}
    assert rows[0][column]


def test_all_generations_download(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.DOWNLOAD, {ids.GENERATION_CSV: 1, ids.SELECT: []}, pressed=ids.GENERATION_CSV)
    rows = list(csv.DictReader(io.StringIO(response[ids.DOWNLOAD]["data"]["content"])))
    assert {row["family"] for row in rows} == {row["model_family"] for row in csv_rows("architecture")}


def test_buttons_that_were_only_drawn_download_nothing(endpoint: Endpoint) -> None:
    assert endpoint.fire(ids.DOWNLOAD, {ids.SELECT: ["Gemma 3 27B"]}, pressed=ids.KV_CSV) == {}
