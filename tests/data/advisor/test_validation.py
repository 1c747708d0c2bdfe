"""`python -m data.validation`: the limits, the declined rows, the exit codes."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.advisor.calibration import measurements
from data.advisor.scoring import bars, score
from data.reference_tables import FOLDER
from data.validation import main

PUBLIC = FOLDER / "public_measurements.csv"


def test_every_limit_is_met_on_the_public_measurements() -> None:
    reached = bars(score(measurements()))
    assert [bar.name for bar in reached if not bar.met] == []
    assert all(bar.rows for bar in reached)


def test_published_figures_that_are_no_measurements_are_never_scored() -> None:
    for one in score(measurements()):
        if one.row.grade in ("C", "P"):
            assert one.estimate is None


def test_the_command_prints_rows_reasons_and_limits_and_writes_json(tmp_path: Path) -> None:
    target = tmp_path / "scores.json"
    run = subprocess.run(
        [sys.executable, "-m", "data.validation", str(PUBLIC), "--json", str(target)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "unvalidated hardware" in run.stdout
    assert "Decode speed, worst" in run.stdout
    written = json.loads(target.read_text())
    assert len(written["rows"]) == len(measurements())
    assert all(limit["met"] for limit in written["limits"])
    assert {row["note"] for row in written["rows"] if row["estimate"] is None} - {""}


def edited(tmp_path: Path, change: dict[str, str]) -> Path:
    with PUBLIC.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows[3] |= change
    target = tmp_path / "edited.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return target


def test_a_missed_limit_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(edited(tmp_path, {"value": "3.9"}))]) == 1
    assert "MISSED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"), [({"value": "much"}, "row 5, column value"), ({"value": "-1"}, "not a positive number")]
)
def test_a_broken_row_exits_with_2_and_names_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], said: str
) -> None:
    assert main([str(edited(tmp_path, change))]) == 2
    assert said in capsys.readouterr().err


def test_a_file_of_another_form_and_a_missing_one_exit_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    assert main([str(other)]) == 2
    assert "column model is missing" in capsys.readouterr().err
    assert main([str(tmp_path / "none.csv")]) == 2


def test_an_unknown_unit_declines_the_row_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(edited(tmp_path, {"unit": "furlong"}))]) == 0
    assert "the unit 'furlong' is not known" in capsys.readouterr().out
