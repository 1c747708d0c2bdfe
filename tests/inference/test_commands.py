"""`python -m inference`: each command does its work or says why it cannot."""

import csv
import json
from pathlib import Path

import pytest

from inference.__main__ import main
from inference.commands import COMMANDS
from tests.inference.conftest import picture


@pytest.fixture
def _tiny(tiny_gemma: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MODEL", tiny_gemma), ("DEVICE", "cpu"), ("CONTEXT", 4096), ("CONCURRENCY", 2)):
        monkeypatch.setenv(f"GEMMA_{name}", str(value))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "usage: python -m inference" in capsys.readouterr().out


def test_without_a_model_the_message_says_how_to_set_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GEMMA_MODEL", raising=False)
    for command in (["doctor"], ["chat", "Hello"]):
        assert main(command) == 1
        assert "Set GEMMA_MODEL" in capsys.readouterr().err


@pytest.mark.usefixtures("_tiny")
def test_doctor_loads_and_asks(tiny_gemma: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert f"loaded     {tiny_gemma.name}" in said
    assert "answers" in said


@pytest.mark.usefixtures("_tiny")
def test_chat_answers_about_an_image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.png").write_bytes(picture(1))
    assert main(["chat", "What is it?", "--image", str(tmp_path / "page.png"), "--max-tokens", "8"]) == 0
    said = capsys.readouterr()
    assert said.out.strip()
    assert "prompt tokens, 0 of them cached, 8 answered" in said.err


@pytest.mark.usefixtures("_tiny")
def test_extract_prints_what_the_schema_asks_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = {
        "type": "object",
        "properties": {"paid": {"type": "boolean"}, "currency": {"enum": ["EUR", "USD"]}},
        "required": ["paid", "currency"],
        "additionalProperties": False,
    }
    (tmp_path / "schema.json").write_text(json.dumps(schema))
    (tmp_path / "page.txt").write_text("Paid in full: 12.00 EUR")
    assert main(["extract", str(tmp_path / "schema.json"), str(tmp_path / "page.txt")]) == 0
    said = capsys.readouterr()
    assert set(json.loads(said.out)) == {"paid", "currency"}
    assert "/currency" in said.err


def test_bench_measures_once_and_resumes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "speed.csv"
    command = ["bench", "--device", "cpu", "--sizes", "270m", "--batches", "1", "--contexts", "4", "--new-tokens", "1"]
    for _ in range(2):
        assert main([*command, "--file", str(file)]) == 0
        assert "All cases are in" in capsys.readouterr().out
    with file.open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["model"], row["weight_format"], row["problem"]) == ("Gemma 3 270M", "bf16", "")
    assert 0 < float(row["decode_share_of_limit"]) < 1
