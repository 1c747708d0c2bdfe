"""What the sandbox tests run in a child: it must be importable there."""

import os
import threading
from pathlib import Path

import psutil


def die(number: int) -> None:
    """End this process as a bug in a C library would."""
    os.kill(os.getpid(), number)


def hang() -> None:
    """Never return."""
    threading.Event().wait()


def hoard(size: int) -> int:
    """Ask for `size` bytes."""
    return len(bytearray(size))


def private_megabytes() -> float:
    """What this process holds in memory and shares with no other, in MB (10^6 bytes)."""
    return psutil.Process().memory_full_info().uss / 1e6


def fail() -> float:
    """Raise what no document causes."""
    return 1 / 0


def threads_of_networks() -> int:
    """How many threads the layout model starts."""
    import cv2  # noqa: F401 (has threads of its own)

    tasks = Path("/proc/self/task")
    before = len(list(tasks.iterdir()))
    from inference.pipeline import warm_up

    warm_up()
    return len(list(tasks.iterdir())) - before


def threads_of_recognition() -> int:
    """How many threads the recognition of text is given."""
    from inference import threads

    return threads.for_recognition
