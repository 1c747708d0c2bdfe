"""Child processes that read documents, so that a crash or a hang in a C library never takes the worker down."""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import forkserver
from types import TracebackType
from typing import Final, TypeVar, TypeVarTuple

from pebble import ProcessExpired, ProcessPool

from inference.errors import DocumentError
from inference.lifeline import end_with_parent
from inference.limits import Limits
from inference.pipeline import warm_up

logger = logging.getLogger(__name__)

Args = TypeVarTuple("Args")
T = TypeVar("T")
_FORKED: Final = sys.platform == "linux"
"""Elsewhere the libraries of the system do not survive a fork."""
_CONTEXT: Final = multiprocessing.get_context("forkserver" if _FORKED else "spawn")
_give_back: Final = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""Gives free memory back to the system; the C libraries other than glibc have no such call."""
_NO_MEMORY: Final = ("bad_alloc", "Cannot allocate memory", "Failed to allocate memory", "pthread_create failed")
"""How ONNX Runtime and OpenCV say that there is no memory left."""


class SandboxFuture(Future[T]):
    """The outcome of a call in the sandbox; `cancel` also ends a call that is already running."""

    def __init__(self, inner: Future[T], seconds: float) -> None:
        super().__init__()
        self._inner = inner
        self._seconds = seconds
        inner.add_done_callback(self._settle)

    def cancel(self) -> bool:
        """Give the call up; its process is ended and replaced. False when it was done already."""
        return self._inner.cancel()

    def _settle(self, inner: Future[T]) -> None:
        if inner.cancelled():
            super().cancel()
            self.set_running_or_notify_cancel()
            return
        error = inner.exception()
        if error is None:
            self.set_result(inner.result())
        elif isinstance(error, TimeoutError):
            logger.warning("a document was given up after %g seconds", self._seconds)
            self.set_exception(DocumentError("timeout", seconds=self._seconds))
        elif isinstance(error, ProcessExpired):
            logger.warning("a reading process ended with code %s", error.exitcode)
            self.set_exception(DocumentError("crashed"))
        elif isinstance(error, BrokenProcessPool):
            logger.warning("all reading processes ended")
            self.set_exception(DocumentError("crashed"))
        else:
            self.set_exception(error)


class Sandbox:
    """A pool of child processes with a memory limit, replaced when they die.

    Calls and their arguments have to pickle, as do their results. Safe to use from several threads.
    """

    def __init__(self, limits: Limits, processes: int = 2) -> None:
        self._limits = limits
        self._processes = processes
        self._lock = threading.Lock()
        self._closed = False
        _start_server()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes,
            initializer=_enter,
            initargs=(self._limits.memory_bytes, self._processes),
            context=_CONTEXT,
        )

    def _working_pool(self) -> ProcessPool:
        """The pool, or a new one where it broke, as it does when a process is killed while none has anything to do."""
        with self._lock:
            if not self._closed and not self._pool.active:
                logger.warning("the reading processes were lost: starting others")
                self._pool.join()
                self._pool = self._new_pool()
            return self._pool

    def submit(self, function: Callable[[*Args], T], *args: *Args, timeout: float | None = None) -> SandboxFuture[T]:
        """Run `function(*args)` in a child; `timeout` in seconds from its start, by default the page limit.

        The future raises what the function raised, or DocumentError crashed, timeout, memory.
        """
        seconds = self._limits.page_seconds if timeout is None else timeout
        return SandboxFuture(self._working_pool().schedule(_run, args=(function, *args), timeout=seconds), seconds)

    def call(self, function: Callable[[*Args], T], *args: *Args, timeout: float | None = None) -> T:
        """Run `function(*args)` in a child and wait for it; raises as the future of `submit` does."""
        return self.submit(function, *args, timeout=timeout).result()

    def warm(self) -> list[SandboxFuture[None]]:
        """Load the PDF library and its layout model in the background, so that the first page is as fast as any."""
        # They last longer than the processes differ in starting, so each process takes one.
        return [self.submit(warm_up) for _ in range(self._processes)]

    def close(self) -> None:
        """End the children and whatever they are doing."""
        with self._lock:
            self._closed = True
        self._pool.stop()
        self._pool.join()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def _start_server() -> None:
    """Start the server that reading processes are forked from, once for all sandboxes."""
    if not _FORKED:
        return
    forkserver.set_forkserver_preload(["inference.preloaded"])
    started = threading.Event()

    def keep() -> None:
        try:
            forkserver.ensure_running()
        finally:
            started.set()
        threading.Event().wait()

    # Linux ends the server with the thread that started it, so one is kept for that alone.
    threading.Thread(target=keep, name="fork server", daemon=True).start()
    started.wait()


def _run(function: Callable[[*Args], T], *args: *Args) -> T:
    """Call the function; a memory limit that was reached is the document's doing, whichever library notices it."""
    try:
        return function(*args)
    except Exception as error:
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _NO_MEMORY):
            raise DocumentError("memory") from None
        raise
    finally:
        if _give_back:
            _give_back(0)


def _enter(memory_bytes: int, processes: int) -> None:
    """Bind a child to its limits and to the life of its parent."""
    if "onnxruntime" in sys.modules and "inference.threads" not in sys.modules:  # by the main module of the parent
        logger.warning("the PDF libraries were imported before their threads were set: reading side by side is slow")
    from inference import threads  # before the libraries; the parent does without them

    threads.for_recognition = max(1, threads.processors() // processes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes the pool
    if sys.platform == "linux":
        # Private writable memory; address space would count the models and libraries that are only mapped.
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    end_with_parent()
    worker = multiprocessing.parent_process()
    if worker is None or not worker.is_alive():  # it died before the line above
        os._exit(1)
