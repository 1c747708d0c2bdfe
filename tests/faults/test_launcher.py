"""The launcher: plain messages, nothing left behind."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import PROJECT, Live, wait_for
from tests.faults.conftest import started


@pytest.fixture
def own_live(tmp_path: Path) -> Iterator[Live]:
    yield from started(tmp_path / "home")


def family(live: Live) -> list[psutil.Process]:
    assert live.process is not None
    launcher = psutil.Process(live.process.pid)
    return [launcher, *launcher.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_ctrl_c_ends_everything(own_live: Live) -> None:
    processes = family(own_live)
    assert len(processes) >= 6  # launcher, Redis, worker with its page reader, gunicorn with its processes
    assert own_live.stop() == 0
    wait_for(lambda: gone(processes), "the end of every process", 10)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children with their parent on Linux alone")
def test_killed_launcher_leaves_no_orphan(own_live: Live) -> None:
    processes = family(own_live)
    assert own_live.process is not None
    own_live.process.kill()
    own_live.process.wait()
    wait_for(lambda: gone(processes), "the end of every process", 20)


def run_app(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "GEMMAVISION_HOME": str(tmp_path), **environment}
    return subprocess.run([sys.executable, "-m", "app"], cwd=PROJECT, env=settings, capture_output=True, text=True)


def test_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = run_app(tmp_path, PORT=str(port))
    assert run.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in run.stderr
    assert f"PORT={port + 1} python3 -m app" in run.stderr


def test_unusable_setting_is_said_plainly(tmp_path: Path) -> None:
    run = run_app(tmp_path, MAX_PAGES="many")
    assert run.returncode == 2
    assert "max_pages" in run.stderr
    assert "Traceback" not in run.stderr
