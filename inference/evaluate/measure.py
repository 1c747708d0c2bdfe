"""Time and memory of one call in a child process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, TypeVarTuple

Args = TypeVarTuple("Args")
T = TypeVar("T")


class Measured(NamedTuple, Generic[T]):
    """What a call returned, and what it took."""

    value: T
    seconds: float
    """Wall clock."""
    cpu_seconds: float
    """Of all threads."""
    peak_mb: float | None
    """Largest resident memory of the process during the call, in MB (10^6 bytes); None where it cannot be told."""


def measured(function: Callable[[*Args], T], *args: *Args) -> Measured[T]:
    """Call a function; runs in the child that is measured."""
    _forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    value = function(*args)
    return Measured(value, time.perf_counter() - wall, time.process_time() - cpu, _peak_mb())


def _forget_peak() -> None:
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def _peak_mb() -> float | None:
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6
