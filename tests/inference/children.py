"""What the sandbox tests run in a child: it must be importable there."""

import os
import threading


def die(number: int) -> None:
    """End this process as a bug in a C library would."""
    os.kill(os.getpid(), number)


def hang() -> None:
    """Never return."""
    threading.Event().wait()


def hoard(size: int) -> int:
    """Ask for `size` bytes."""
    return len(bytearray(size))


def fail() -> float:
    """Raise what no document causes."""
    return 1 / 0
