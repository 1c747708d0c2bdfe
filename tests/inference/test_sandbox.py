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

from data import samples
from inference.errors import DocumentError
from inference.limits import Limits
from inference.opening import open_document
from inference.pipeline import process_page
from inference.sandbox import Sandbox
from tests.conftest import wait_for
from tests.inference.children import (
    die,
    fail,
    hang,
    hoard,
    private_megabytes,
    threads_of_networks,
    threads_of_recognition,
)


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
        started = psutil.Process(parent.pid).children(recursive=True)
        assert child in started
        parent.kill()
    _gone, alive = psutil.wait_procs(started, timeout=10)
    assert not alive


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_processes_that_read_side_by_side_bring_no_threads_that_stand_in_each_others_way(sandbox: Sandbox) -> None:
    assert sandbox.call(threads_of_networks) == 0


@pytest.mark.parametrize("processes", [1, 2])
def test_recognition_gets_its_share_of_the_processors(processes: int) -> None:
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with Sandbox(Limits(), processes=processes) as sandbox:
        assert sandbox.call(threads_of_recognition) == max(1, available // processes)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in /proc")
def test_what_a_process_needs_for_itself_is_small_between_pages() -> None:
    report = samples.FOLDER / "annual_report_extract.pdf"
    with Sandbox(Limits(), processes=1) as sandbox:
        for number in (1, 2):
            assert sandbox.call(process_page, report, "application/pdf", number, Limits()).tables
        assert sandbox.call(private_megabytes) < 50


def reads_again(sandbox: Sandbox) -> bool:
    try:
        return sandbox.call(sqrt, 9) == 3
    except DocumentError:
        return False


def test_a_process_that_is_killed_while_it_waits_is_replaced() -> None:
    with Sandbox(Limits(), processes=1) as sandbox:
        psutil.Process(sandbox.call(os.getpid)).kill()
        wait_for(lambda: reads_again(sandbox), "another process")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_the_server_that_processes_are_forked_from_is_replaced() -> None:
    with Sandbox(Limits(), processes=1) as reading, Sandbox(Limits(), processes=1) as drawing:
        server = psutil.Process(reading.call(os.getpid)).parent()
        assert server is not None
        assert psutil.Process(drawing.call(os.getpid)).parent() == server
        pending = reading.submit(hang)
        server.kill()
        with pytest.raises(DocumentError):
            pending.result(10)
        wait_for(lambda: reads_again(reading) and reads_again(drawing), "another server")
