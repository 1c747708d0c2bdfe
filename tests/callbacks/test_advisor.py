"""Deployment Advisor through Dash's own update endpoint."""

import base64
import csv
import io
import json
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from callbacks import advisor as page
from callbacks.context import CALLS
from data.advisor.advice import advise
from data.advisor.workload import Question, Workload
from data.call_records import CallRecords
from layouts.advisor import CONTROLS, QUESTION_CONTROLS, ids
from tests.callbacks.endpoint import Endpoint

STATE: dict[str, Any] = {control.name: control.default for control in CONTROLS}
VALUES: dict[str, Any] = {control.id: control.default for control in CONTROLS}
ASKED = Question(workload=Workload(documents_per_day=900, people_at_once=2))


def asked(**changed: Any) -> list[Any]:
    return [changed.get(control.name, control.default) for control in QUESTION_CONTROLS]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Endpoint:
    records = CallRecords(sa.create_engine(f"sqlite:///{tmp_path_factory.mktemp('calls')}/records.sqlite"))
    return Endpoint(page.register, lambda: page.page(STATE), {CALLS: records})


def test_a_question_is_answered_first_and_the_rest_follows(endpoint: Endpoint) -> None:
    advice = advise(ASKED)
    assert advice.recommended is not None
    response = endpoint.fire(ids.MEMORY_FIGURE, {ids.QUESTION: asked(documents=900, people=2)})
    assert advice.finding in json.dumps(response[ids.ANSWER], ensure_ascii=False)
    assert response[ids.EMPTY]["hidden"] is True
    bars = response[ids.MEMORY_FIGURE]["figure"]["data"]
    assert sum(trace["x"][0] for trace in bars[:-1]) == pytest.approx(advice.recommended.memory_total_gb)
    values = response[ids.ANSWERED]["data"]
    rest = endpoint.fire(ids.OPTIONS_TABLE, {ids.REST: values})
    assert advice.launch is not None
    assert advice.launch.artefact in json.dumps(rest[ids.LAUNCH])
    last = endpoint.fire(ids.PARETO_FIGURE, {ids.REST: values})
    assert "9,000 documents a day" in json.dumps(last[ids.CHANGES])
    assert last[ids.PEOPLE_TITLE]["children"].startswith("The server serves")


def test_a_question_that_cannot_be_answered_says_why(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.MEMORY_FIGURE, {ids.QUESTION: asked(documents=0, cards=[])})
    assert response[ids.BODY]["hidden"] is True
    said = json.dumps(response[ids.EMPTY]["children"])
    assert "Documents a day: must be more than 0." in said
    assert "Tick at least one card." in said


def test_nothing_that_fits_shows_the_nearest(endpoint: Endpoint) -> None:
    advice = advise(Question(workload=Workload(answer_seconds=0.01)))
    assert advice.nearest is not None
    response = endpoint.fire(ids.MEMORY_FIGURE, {ids.QUESTION: asked(seconds=0.01)})
    assert f"The nearest, {advice.nearest.name}, answers too slowly" in json.dumps(response, ensure_ascii=False)


def download(endpoint: Endpoint, button: str) -> tuple[str, bytes]:
    values = VALUES | {"advisor-documents": 900, "advisor-people": 2, button: 1}
    data = endpoint.fire(ids.DOWNLOAD, values, pressed=button)[ids.DOWNLOAD]["data"]
    content = data["content"]
    return data["filename"], base64.b64decode(content) if data["base64"] else content.encode()


def test_the_table_downloads_as_csv_xlsx_and_json(endpoint: Endpoint) -> None:
    advice = advise(ASKED)
    name, content = download(endpoint, ids.CSV)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert (name, len(rows)) == ("gemma-advice.csv", len(advice.options))
    assert [float(row["usd_per_1000_pages"]) for row in rows] == [
        pytest.approx(option.usd_per_1000_pages) for option in advice.options
    ]
    name, content = download(endpoint, ids.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (name, book.sheetnames) == ("gemma-advice.xlsx", ["Configurations", "Assumptions"])
    assert book["Configurations"].max_row == len(advice.options) + 1
    name, content = download(endpoint, ids.JSON)
    assert (name, len(json.loads(content))) == ("gemma-advice-table.json", len(advice.options))


def test_the_whole_advice_downloads_as_the_endpoint_answers_it(endpoint: Endpoint) -> None:
    _, content = download(endpoint, ids.ADVICE_JSON)
    whole = json.loads(content)
    assert Question.model_validate(whole["question"]) == ASKED
    assert whole["advice"] == advise(ASKED).model_dump(mode="json")
    assert whole["changes"]


def test_the_report_downloads_as_one_page(endpoint: Endpoint) -> None:
    name, content = download(endpoint, ids.REPORT)
    assert name == "gemma-advice.html"
    assert content.startswith(b"<!DOCTYPE html>")
    assert advise(ASKED).finding in content.decode()


def test_every_measurement_downloads_with_its_estimate(endpoint: Endpoint) -> None:
    _, content = download(endpoint, ids.VALIDATION_CSV)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert len(rows) == len(page.load_data().scores)
    assert all(row["estimate"] or row["note"] for row in rows)


def test_the_measurements_of_another_quantity(endpoint: Endpoint) -> None:
    response = endpoint.fire(ids.VALIDATION_FIGURE, {ids.CHECKED: "cache"})
    assert response[ids.VALIDATION_TITLE]["children"].startswith("Key-value cache: ")
