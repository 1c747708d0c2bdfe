"""`POST /api/advise`: the same answer as the model, and mistakes named by place."""

import dash
from flask.testing import FlaskClient

from callbacks.context import CALLS, measured_here
from data.advisor.advice import advise
from data.advisor.workload import Question
from data.cache import cache
from data.call_records import Call, CallRecords


def test_an_empty_question_is_answered_with_the_starting_values(client: FlaskClient) -> None:
    reply = client.post("/api/advise", json={})
    assert reply.status_code == 200
    assert reply.get_json() == advise(Question()).model_dump(mode="json")


def test_a_question_and_its_changes(client: FlaskClient) -> None:
    question = {"workload": {"answer_seconds": 5}, "constraints": {"gpus": ["L4", "L40S"]}, "priority": "quality"}
    found = client.post("/api/advise?changes=1", json=question).get_json()
    assert found["recommended"]["gpu"] in ("L4", "L40S")
    assert found["launch"]["command"]
    assert {"what", "option", "differs"} == set(found["changes"][0])


def test_mistakes_are_named_by_place(client: FlaskClient) -> None:
    reply = client.post("/api/advise", json={"workload": {"answer_seconds": -1, "pages": 3}})
    assert reply.status_code == 422
    problems = {problem["place"]: problem["message"] for problem in reply.get_json()["problems"]}
    assert set(problems) == {"workload.answer_seconds", "workload.pages"}


def test_what_is_no_json_and_what_is_too_large_is_refused(client: FlaskClient) -> None:
    assert client.post("/api/advise", data=b"{").status_code == 422
    assert client.post("/api/advise", data=b" " * 200_000).status_code == 413


def test_the_schema_describes_question_and_answer(client: FlaskClient) -> None:
    found = client.get("/api/advise/schema").get_json()
    answer = client.post("/api/advise", json={}).get_json()
    assert set(answer) == set(found["answer"]["properties"])
    assert set(found["question"]["properties"]) == set(Question.model_fields)


def test_own_requests_to_a_model_correct_the_answer(client: FlaskClient, application: dash.Dash) -> None:
    """Requests that ran alone on an H200, ten times as fast as estimated there."""
    records: CallRecords = application.server.extensions[CALLS]
    question = {"constraints": {"gpus": ["H200 141GB SXM"], "engines": ["transformers"], "maximum_gpus": 1}}
    assert client.post("/api/advise", json=question).get_json()["recommended"]["evidence"] == "unvalidated"
    place = {"engine": "transformers", "model": "google/gemma-3-4b-it", "weight_format": "bf16"}
    counts = {"prompt_tokens": 500, "cached_tokens": 0, "image_tokens": 0, "output_tokens": 101}
    times = {"first_token_seconds": 0.2, "decode_seconds": 0.3}
    records.add(Call(**place, **counts, **times, device="cuda:0 NVIDIA H200", alone=True))  # type: ignore[arg-type]
    with application.server.app_context():
        cache.delete_memoized(measured_here)
    best = client.post("/api/advise", json=question).get_json()["recommended"]
    assert best["evidence"] == "measured here"
