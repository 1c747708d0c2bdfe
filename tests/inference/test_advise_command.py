"""`python -m inference advise`: the same answer as the endpoint, from a shell."""

import json
from pathlib import Path

import pytest

from data.advisor.advice import advise
from data.advisor.workload import Question
from inference.__main__ import main


def test_the_starting_values_are_answered_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--changes"]) == 0
    said, expected = capsys.readouterr().out, advise(Question())
    assert said.startswith(expected.finding)
    assert expected.launch is not None
    assert expected.launch.command in said
    assert "people at once:" in said


def test_json_is_what_the_endpoint_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = {"workload": {"pages_as_images": False}, "priority": "latency"}
    file = tmp_path / "question.json"
    file.write_text(json.dumps(question))
    assert main(["advise", str(file), "--json"]) == 0
    expected = advise(Question.model_validate(question)).model_dump(mode="json")
    assert json.loads(capsys.readouterr().out) == expected


def test_without_an_answer_the_status_is_1_and_the_nearest_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "question.json"
    file.write_text('{"constraints": {"models": ["Gemma 3 27B"], "gpus": ["T4"], "maximum_gpus": 1}}')
    assert main(["advise", str(file)]) == 1
    assert "The nearest" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["{", '{"workload": {"answer_seconds": 0}}', None])
def test_a_question_that_cannot_be_read_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "question.json"
    if content is not None:
        file.write_text(content)
    assert main(["advise", str(file)]) == 2
    assert str(file) in capsys.readouterr().err
