"""Crashes and hangs stay in the child."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import psutil
import pytest

from inference.errors import DocumentError
from inference.limits import Limits
from inference.opening import open_document
from inference.sandbox import Sandbox
from tests.inference.children import die, fail, hang, hoard, threads_of_networks, threads_of_recognition


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(page_seconds=30, memory_bytes=512 * 1024**2), processes=1) as sandbox:
        yield sandbox


def code_of(sandbox: Sandbox, function: object, *args: object, timeout: float | None = None) -> str:
    with pytest.raises(DocumentError) as refusal:
        sandbox.call(function, *args, timeout=timeout)  # type: ignore[arg-type]
    return refusal.value.code


def test_returns_what_the_call_returns(sandbox: Sandbox) -> None:
    assert sandbox.call(sqrt, 16) == 4
    assert sandbox.call(os.getpid) != os.getpid()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_a_crash_is_an_error_and_the_next_call_works(sandbox: Sandbox, number: int) -> None:
    assert code_of(sandbox, die, number) == "crashed"
    assert sandbox.call(sqrt, 9) == 3


def test_a_hang_is_ended_and_the_next_call_works(sandbox: Sandbox) -> None:
    assert code_of(sandbox, hang, timeout=0.5) == "timeout"
    assert sandbox.call(sqrt, 9) == 3


def test_memory_is_limited(sandbox: Sandbox) -> None:
    assert code_of(sandbox, hoard, 2 * 1024**3) == "memory"
    assert sandbox.call(sqrt, 9) == 3


def test_a_refused_document_keeps_its_code_and_message(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("no PDF")
    with pytest.raises(DocumentError) as refusal:
        sandbox.call(open_document, tmp_path / "notes.pdf", "application/pdf", Limits())
    assert refusal.value.code == "damaged"
    assert "damaged" in refusal.value.message


def test_a_programming_error_stays_what_it_is(sandbox: Sandbox) -> None:
    with pytest.raises(ZeroDivisionError):
        sandbox.call(fail)


def test_a_running_call_can_be_cancelled(sandbox: Sandbox) -> None:
    future = sandbox.submit(hang)
    assert future.cancel()
    assert future.cancelled()
    assert sandbox.call(sqrt, 9) == 3


def test_no_child_outlives_a_killed_parent() -> None:
    program = (
        "import os\n"
        "from inference.limits import Limits\n"
        "from inference.sandbox import Sandbox\n"
        "from tests.inference.children import hang\n"
        "if __name__ == '__main__':\n"
        "    sandbox = Sandbox(Limits(), processes=1)\n"
        "    print(sandbox.call(os.getpid), flush=True)\n"
        "    sandbox.call(hang)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    gone, alive = psutil.wait_procs([child], timeout=10)
    assert gone
    assert not alive


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_processes_that_read_side_by_side_bring_no_threads_that_stand_in_each_others_way(sandbox: Sandbox) -> None:
    assert sandbox.call(threads_of_networks) == 0


@pytest.mark.parametrize("processes", [1, 2])
def test_recognition_gets_its_share_of_the_processors(processes: int) -> None:
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with Sandbox(Limits(), processes=processes) as sandbox:
        assert sandbox.call(threads_of_recognition) == max(1, available // processes)
