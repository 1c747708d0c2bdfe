"""Performance Benchmarks through Dash's own update endpoint."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from dash import html

from callbacks import benchmarks as page
from callbacks.context import EVALUATIONS
from data.evaluation_records import EvaluationRecords
from data.records import Records
from layouts.benchmarks import CONTROLS, ids
from tests.callbacks.endpoint import Endpoint
from tests.layouts.walk import csv_rows

VALUES: dict[str, Any] = {control.id: control.default for control in CONTROLS}


@pytest.fixture
def endpoint(tmp_path: Path) -> Endpoint:
    made = Endpoint(page.register, html.Div)
    made.app.server.secret_key = "test"
    records = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    made.app.server.extensions[EVALUATIONS] = EvaluationRecords(records.engine)
    return made


def test_a_view_brings_its_chart_and_table(endpoint: Endpoint) -> None:
    answer = endpoint.fire(ids.TABLE, VALUES | {ids.VIEW: "tuned", ids.TUNED: "17"})
    assert "ActivityNet-QA" in str(answer[ids.TABLE])
    assert len(answer[ids.FIGURE]["figure"]["data"]) == 3


def test_the_text_below_is_sent_when_it_changes_alone(endpoint: Endpoint) -> None:
    assert "Elo points" in str(endpoint.fire(ids.TABLE, VALUES)[ids.DETAILS])
    shown = endpoint.fire(ids.TABLE, VALUES)[ids.SHOWN]["data"]
    again = endpoint.fire(ids.TABLE, VALUES | {ids.SHOWN: shown, ids.FIND: "gemma"})
    # of what stands around the chart its height alone
    assert {name: list(values) for name, values in again.items()} == {
        ids.TITLE: ["children"],
        ids.FIGURE: ["figure", "style"],
        ids.TABLE: ["children"],
        ids.SHOWN: ["data"],
    }


def test_the_button_has_everything_drawn_anew(endpoint: Endpoint) -> None:
    shown = endpoint.fire(ids.TABLE, VALUES)[ids.SHOWN]["data"]
    again = endpoint.fire(ids.TABLE, VALUES | {ids.SHOWN: shown, ids.DRAW: 1}, pressed=ids.DRAW)
    assert {ids.FIGURE, ids.TABLE, ids.DETAILS, ids.NOTICE} <= set(again)


def test_a_chart_is_saved_under_the_name_of_its_view(endpoint: Endpoint) -> None:
    def name(**values: str) -> str:
        changed = VALUES | {getattr(ids, key): value for key, value in values.items()}
        return endpoint.fire(ids.TABLE, changed)[ids.FIGURE]["figure"]["layout"]["meta"]["filename"]

    assert name(VIEW="arena") == "gemma-arena-elo"
    assert name(VIEW="pretrained", PRETRAINED="11") == "gemma-3-table-11"


def test_a_hidden_chart_gets_its_height_when_it_comes_back(endpoint: Endpoint) -> None:
    nothing = endpoint.fire(ids.TABLE, VALUES | {ids.FIND: "no such model"})[ids.SHOWN]["data"]
    back = endpoint.fire(ids.TABLE, VALUES | {ids.SHOWN: nothing})
    assert {"figure", "style"} == set(back[ids.FIGURE])
    assert back[ids.BODY]["hidden"] is False


def test_an_empty_view_keeps_the_chart_out_of_sight(endpoint: Endpoint) -> None:
    answer = endpoint.fire(ids.TABLE, VALUES | {ids.FIND: "no such model"})
    assert answer[ids.BODY]["hidden"] is True
    assert answer[ids.EMPTY]["hidden"] is False
    assert ids.FIGURE not in answer


def test_own_evaluations_take_the_place_of_chart_and_table(endpoint: Endpoint) -> None:
    answer = endpoint.fire(ids.TABLE, VALUES | {ids.VIEW: "own"})
    assert (answer[ids.BODY]["hidden"], answer[ids.EMPTY]["hidden"], answer[ids.OWN]["hidden"]) == (True, True, False)


def test_an_emptied_search_field_finds_everything(endpoint: Endpoint) -> None:
    assert endpoint.fire(ids.TABLE, VALUES | {ids.FIND: None})[ids.BODY]["hidden"] is False


@pytest.mark.parametrize(
    ("values", "filename", "rows"),
    [
        ({}, "gemma-arena-elo.csv", len(csv_rows("arena_elo"))),
        ({ids.VIEW: "zero-shot"}, "gemma-3-table-6.csv", len(csv_rows("it_zero_shot"))),
        ({ids.VIEW: "pretrained"}, "gemma-3-table-9.csv", 77),
        ({ids.VIEW: "long"}, "gemma-3-long-context-ruler.csv", 12),
        ({ids.VIEW: "abilities"}, "gemma-abilities.csv", 12),
        ({ids.VIEW: "versus"}, "gemma-head-to-head.csv", 9),
        ({ids.VIEW: "pareto"}, "gemma-quality-against-memory.csv", 7),
        ({ids.VIEW: "cost"}, "gemma-quality-against-cost.csv", 4),
        ({ids.VIEW: "generations"}, "gemma-2-table-13.csv", 123),
    ],
)
def test_the_shown_table_downloads_as_csv(endpoint: Endpoint, values: dict[str, Any], filename: str, rows: int) -> None:
    data = endpoint.fire(ids.DOWNLOAD, VALUES | {ids.CSV: 1} | values)[ids.DOWNLOAD]["data"]
    assert (data["filename"], len(list(csv.DictReader(io.StringIO(data["content"]))))) == (filename, rows)
