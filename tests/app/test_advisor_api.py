"""`POST /api/advise`: the same answer as the model, and mistakes named by place."""

from flask.testing import FlaskClient

from data.advisor.advice import advise
from data.advisor.workload import Question


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
