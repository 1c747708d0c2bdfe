"""Fixtures of all tests: the live application with its real Redis, worker and browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from app.launcher import redis_process

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Polls until the condition holds; fails the test when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {seconds} s")
        time.sleep(0.05)


@dataclass
class Live:
    """The application as its users start it: `python3 -m app` with a home folder and a port of its own."""

    home: Path
    port: int
    extra: dict[str, str] = field(default_factory=dict)
    output: list[str] = field(default_factory=list)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {**os.environ, "GEMMAVISION_HOME": str(self.home), "PORT": str(self.port), **self.extra}
        self.process = process = subprocess.Popen(
            [sys.executable, "-m", "app"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._collect, args=(self.process,), daemon=True).start()
        wait_for(lambda: self.says("ready at") or process.poll() is not None, "the launcher", START_SECONDS)
        if self.process.poll() is not None:
            pytest.fail("the launcher ended:\n" + "".join(self.output))
        wait_for(lambda: self.status("/readyz") == 200, "every part", START_SECONDS)

    def _collect(self, process: subprocess.Popen) -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            self.output.extend(lines)

    def says(self, text: str) -> bool:
        """Whether the launcher or a part of it has printed this."""
        return any(text in line for line in self.output)

    def status(self, path: str) -> int:
        """HTTP status of a path; 0 while nothing answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except (urllib.error.URLError, OSError):
            return 0

    def stop(self) -> int:
        """Ctrl-C. Returns the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A private Redis, started as the launcher starts it."""
    with tempfile.TemporaryDirectory(prefix="gv-") as short:
        path = Path(short) / "redis.sock"
        server = redis_process(tmp_path_factory.mktemp("redis"), path)
        server.start()
        url = f"unix://{path}"
        wait_for(lambda: answers(url), "Redis")
        yield url
        server.stop()


def answers(url: str) -> bool:
    """Whether a Redis answers there."""
    client = redis.Redis.from_url(url)
    try:
        return bool(client.ping())
    except redis.exceptions.ConnectionError:
        return False
    finally:
        client.close()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One application for all browser tests."""
    application = Live(tmp_path_factory.mktemp("home"), free_port())
    application.start()
    yield application
    application.stop()


def use_chromedriver() -> None:
    """Names the installed driver, else selenium looks for one on the network."""
    os.environ.setdefault("SE_CHROMEDRIVER", shutil.which("chromedriver") or "")


def pytest_configure() -> None:
    use_chromedriver()
