"""The section of own evaluations through Dash's own update endpoint, for two visitors."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dash
import pytest
from dash import html
from flask.testing import FlaskClient

from app import evaluations_api
from callbacks import own_evaluations
from callbacks.context import EVALUATIONS, owner
from data.evaluation_records import EvaluationRecords
from data.records import Records
from layouts.benchmarks.own import ids

GOOD = b"benchmark,model,score\nInvoice totals,Gemma 3 12B,91.4\nReceipts,Gemma 3 4B,80\n"


@pytest.fixture
def application(tmp_path: Path) -> dash.Dash:
    made = dash.Dash(__name__, suppress_callback_exceptions=True)
    made.server.secret_key = "test"
    made.server.extensions[EVALUATIONS] = EvaluationRecords(Records(f"sqlite:///{tmp_path / 'records.sqlite'}").engine)
    made.server.register_blueprint(evaluations_api.blueprint)
    made.layout = html.Div()
    own_evaluations.register(made)
    return made


@pytest.fixture
def client(application: dash.Dash) -> FlaskClient:
    return application.server.test_client()


def upload(client: FlaskClient, content: bytes = GOOD, name: str = "own.csv") -> dict[str, Any]:
    return client.post(f"/api/evaluations?name={name}", data=content).get_json()


def fire(client: FlaskClient, inputs: list[Any], state: list[Any], outputs: list[tuple[str, str]], changed: str) -> Any:
    """What a callback answers by component, empty for "no update"."""
    names = [{"id": name, "property": prop} for name, prop in outputs]
    joined = "...".join(f"{name}.{prop}" for name, prop in outputs)
    reply = client.post(
        "/_dash-update-component",
        json={
            "output": f"..{joined}.." if len(outputs) > 1 else joined,
            "outputs": names if len(outputs) > 1 else names[0],
            "inputs": inputs,
            "state": state,
            "changedPropIds": [changed],
        },
    )
    assert reply.status_code in (200, 204), reply.text
    return json.loads(reply.data)["response"] if reply.data else {}


def change(client: FlaskClient, *, uploaded: Any = None, deleted: str | None = None, submits: int = 1) -> Any:
    """Tells that a file was uploaded, or that the deletion of a set was confirmed."""
    button = {"type": ids.DELETE, "set": deleted}
    property_ = "submit_n_clicks"
    name = json.dumps(button, separators=(",", ":"), sort_keys=True)
    return fire(
        client,
        inputs=[
            {"id": ids.UPLOADED, "property": "data", "value": uploaded},
            [{"id": button, "property": property_, "value": submits}] if deleted else [],
        ],
        state=[{"id": ids.CHANGED, "property": "data", "value": 3}],
        outputs=[(ids.SETS, "children"), (ids.MESSAGE, "children"), (ids.CHANGED, "data")],
        changed=f"{name}.{property_}" if deleted else f"{ids.UPLOADED}.data",
    )


def test_an_upload_is_listed_and_said_and_the_page_is_told(client: FlaskClient) -> None:
    response = change(client, uploaded=upload(client))
    assert response[ids.MESSAGE]["children"] == "own.csv is stored: 2 rows."
    assert response[ids.CHANGED]["data"] == 4
    assert "Delete own.csv with its 2 rows?" in str(response[ids.SETS])


def test_a_confirmed_deletion_deletes(client: FlaskClient) -> None:
    kept = upload(client)
    upload(client, name="other.csv")
    response = change(client, deleted=kept["id"])
    assert response[ids.MESSAGE]["children"] == "own.csv was deleted."
    assert response[ids.CHANGED]["data"] == 4
    assert "other.csv" in str(response[ids.SETS])
    assert "own.csv" not in str(response[ids.SETS])
    assert change(client, deleted=kept["id"])[ids.MESSAGE]["children"] == "This file had been deleted already."


def test_buttons_that_were_only_drawn_delete_nothing(client: FlaskClient) -> None:
    kept = upload(client)
    assert change(client, deleted=kept["id"], submits=0) == {}
    assert "own.csv is stored" in change(client, uploaded=kept)[ids.MESSAGE]["children"]


@pytest.fixture
def stranger(application: dash.Dash) -> Iterator[FlaskClient]:
    with application.server.test_client() as made:
        upload(made, GOOD.replace(b"91.4", b"12.3"), "theirs.csv")
        yield made


def test_a_visitor_sees_and_deletes_their_own_sets_alone(client: FlaskClient, stranger: FlaskClient) -> None:
    kept = upload(client)
    response = change(stranger, deleted=kept["id"])
    assert "theirs.csv" in str(response[ids.SETS])
    assert "own.csv" not in str(response)
    # the id of somebody else's upload says nothing about it
    assert change(stranger, uploaded=kept)[ids.MESSAGE]["children"] == ""
    assert "own.csv is stored" in change(client, uploaded=kept)[ids.MESSAGE]["children"]


def test_section_and_frame_are_those_of_the_visitor(application: dash.Dash, client: FlaskClient) -> None:
    upload(client, GOOD)
    with application.server.test_request_context():
        assert "You have not uploaded any evaluations yet." in str(own_evaluations.section())
        assert len(own_evaluations.frame()) == 0
        assert owner()  # another visitor than the client
    with client.session_transaction() as session:
        known = session["owner"]
    with application.server.test_request_context() as context:
        context.session["owner"] = known
        assert "own.csv" in str(own_evaluations.section())
        assert list(own_evaluations.frame()["score"]) == [91.4, 80.0]


def test_problems_of_refused_files_are_shown_by_row_and_column(client: FlaskClient) -> None:
    answer = upload(client, b"benchmark,model,score\nA,M,x\nA,M,1,2\n" + b",,\n" + b",M,1\n" * 30)
    response = fire(
        client,
        inputs=[{"id": ids.REFUSED, "property": "data", "value": [{"name": "own.csv", **answer}]}],
        state=[],
        outputs=[(ids.PROBLEMS, "children")],
        changed=f"{ids.REFUSED}.data",
    )
    shown = str(response[ids.PROBLEMS]["children"])
    assert "What is wrong in own.csv: the first 20 of 32 errors" in shown
    assert "“x” is not a number" in shown
    assert "It concerns the whole row." in shown
