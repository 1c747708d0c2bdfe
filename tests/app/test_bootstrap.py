"""What is installed before the start: pins are read as pip reads them, and the bundle has what the charts use."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import bootstrap


def test_every_requirement_is_pinned_and_torch_as_agreed() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line.split("#")[0].strip() for line in (bootstrap.PROJECT / name).read_text().splitlines()]
        for line in lines:
            assert not line or line.startswith("-r ") or re.fullmatch(r"[\w.-]+==[\w.]+( ?;.+)?", line), line
    assert ("torch", "2.13.0") in bootstrap.pinned(bootstrap.PROJECT / "requirements.txt")


def test_pins_are_read_through_includes_and_comments(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# a comment\n\nflask==3.1.3  # why\nredislite==6.2; sys_platform == 'linux'\n")
    (tmp_path / "b.txt").write_text("-r a.txt\npytest==9.2.0\n")
    assert list(bootstrap.pinned(tmp_path / "b.txt")) == [("flask", "3.1.3"), ("pytest", "9.2.0")]


def test_missing_or_other_version_is_noticed(tmp_path: Path) -> None:
    requirements = tmp_path / "r.txt"
    requirements.write_text("pytest==9.2.0\n")
    assert bootstrap.satisfied(requirements)
    requirements.write_text("pytest==1.0\n")
    assert not bootstrap.satisfied(requirements)
    requirements.write_text("no-such-package-anywhere==1.0\n")
    assert not bootstrap.satisfied(requirements)


def test_headless_opencv_is_the_same_everywhere() -> None:
    for path in ("Dockerfile", "docs/administration.md"):
        assert bootstrap.HEADLESS in (bootstrap.PROJECT / path).read_text()


@pytest.mark.parametrize(("argument", "status"), [("--help", 0), ("--port=1", 2)])
def test_an_argument_gets_the_usage_and_starts_nothing(argument: str, status: int) -> None:
    command = [sys.executable, "-m", "app", argument]
    run = subprocess.run(command, cwd=bootstrap.PROJECT, capture_output=True, text=True, timeout=20)
    assert run.returncode == status
    assert "usage: python3 -m app" in run.stdout + run.stderr
