"""The HTTP routes of own evaluations."""

from collections.abc import Callable
from typing import Any

import dash
import pandas as pd
import pytest
from flask.testing import FlaskClient

from callbacks.context import EVALUATIONS
from data.evaluation_records import EvaluationRecords
from data.evaluations import MAX_BYTES, MAX_OWN_ROWS, MAX_ROWS, TEMPLATE

GOOD = b"benchmark,model,score\nInvoice totals,Gemma 3 12B,91.4\nReceipts,Gemma 3 4B,80\n"


def send(client: FlaskClient, content: bytes, name: str = "own.csv") -> tuple[int, dict[str, Any]]:
    """Status and answer of an upload."""
    reply = client.post(f"/api/evaluations?name={name}", data=content)
    found = reply.get_json()
    assert isinstance(found, dict)
    return reply.status_code, found


def owner_of(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return session["owner"]


@pytest.fixture
def evaluations(application: dash.Dash) -> EvaluationRecords:
    return application.server.extensions[EVALUATIONS]


def test_a_good_file_is_stored_and_answers_its_id_and_rows(client: FlaskClient, evaluations: EvaluationRecords) -> None:
    status, answer = send(client, GOOD, "folder/own.csv")
    (kept,) = evaluations.sets(owner_of(client))
    assert (status, answer) == (201, {"id": kept.id, "rows": 2})
    assert kept.name == "own.csv"
    assert list(evaluations.frame(owner_of(client))["score"]) == [91.4, 80.0]


def test_two_visitors_with_files_of_one_name_see_their_own_alone(
    visitor: Callable[[], FlaskClient], evaluations: EvaluationRecords
) -> None:
    ann, bob = visitor(), visitor()
    assert send(ann, GOOD)[0] == 201
    assert send(bob, GOOD.replace(b"91.4", b"12.3"))[0] == 201
    assert list(evaluations.frame(owner_of(ann))["score"]) == [91.4, 80.0]
    assert list(evaluations.frame(owner_of(bob))["score"]) == [12.3, 80.0]
    (kept,) = evaluations.sets(owner_of(ann))
    assert evaluations.delete(kept.id, owner_of(bob)) is None
    assert evaluations.sets(owner_of(ann)) == [kept]


@pytest.mark.parametrize(
    ("content", "status", "words", "places"),
    [
        (b"benchmark,model,score\nA,M,1\nA,,x\n", 422, "holds 2 errors", [(3, "model"), (3, "score")]),
        (b"benchmark,model,points\nA,M,1\n", 422, "holds 2 errors", [(1, "points"), (1, "score")]),
        (b"%PDF-1.7\n", 422, "is not a CSV file", []),
        (b"", 422, "is empty", []),
        (b"benchmark,model,score\n".ljust(MAX_BYTES + 1), 413, "is larger than the limit of 5 MB", []),
    ],
)
def test_a_refused_file_names_its_problems_and_changes_nothing(
    client: FlaskClient,
    evaluations: EvaluationRecords,
    content: bytes,
    status: int,
    words: str,
    places: list[tuple[int, str]],
) -> None:
    send(client, GOOD)
    before, kept = evaluations.frame(owner_of(client)), evaluations.sets(owner_of(client))
    found, answer = send(client, content)
    assert (found, answer["total"]) == (status, len(places))
    assert answer["message"].startswith(f"own.csv {words}")
    assert answer["message"].endswith("Nothing was changed.")
    assert [(problem["row"], problem["column"]) for problem in answer["problems"]] == places
    assert evaluations.sets(owner_of(client)) == kept
    pd.testing.assert_frame_equal(evaluations.frame(owner_of(client)), before)


def test_more_rows_than_a_visitor_may_keep_are_refused(client: FlaskClient, evaluations: EvaluationRecords) -> None:
    send(client, GOOD)
    many = b"benchmark,model,score\n" + b"".join(b"T%d,M,1\n" % number for number in range(MAX_ROWS))
    assert send(client, many, "many.csv")[0] == 201
    status, answer = send(client, many, "more.csv")
    assert (status, answer["problems"], answer["total"]) == (409, [], 0)
    assert f"more than {MAX_OWN_ROWS:,} rows" in answer["message"]
    assert [kept.name for kept in evaluations.sets(owner_of(client))] == ["many.csv", "own.csv"]


def test_a_file_of_the_same_name_replaces_the_earlier_one(client: FlaskClient, evaluations: EvaluationRecords) -> None:
    send(client, GOOD)
    _, answer = send(client, b"benchmark,model,score\nInvoice totals,Gemma 3 12B,93\n")
    assert [kept.id for kept in evaluations.sets(owner_of(client))] == [answer["id"]]
    assert list(evaluations.frame(owner_of(client))["score"]) == [93.0]


def test_the_template_is_a_file_that_can_be_uploaded(client: FlaskClient) -> None:
    reply = client.get("/api/evaluations/template.csv")
    assert (reply.status_code, reply.mimetype, reply.text) == (200, "text/csv", TEMPLATE)
    assert "attachment" in reply.headers["Content-Disposition"]
    assert send(client, reply.data)[0] == 201
