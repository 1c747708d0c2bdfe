"""What the machine can do at best: no measurement of a model may exceed it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

ROUNDS = 7


@dataclass(frozen=True)
class Ceilings:
    """Best of several rounds."""

    bytes_per_second: float
    """Memory traffic of a copy, reading and writing counted."""
    flops_per_second: float
    """Of a large bf16 matrix product, a multiplication and an addition counted as two."""

    def better_of(self, other: Ceilings) -> Ceilings:
        """The higher of each: another process can only make a round slower."""
        return Ceilings(
            max(self.bytes_per_second, other.bytes_per_second), max(self.flops_per_second, other.flops_per_second)
        )


def synchronise(device: torch.device) -> None:
    """Waits until the device has done what was asked of it."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def seconds(work: Callable[[], object], device: torch.device) -> float:
    """How long `work` takes, to its end on the device."""
    synchronise(device)
    started = time.perf_counter()
    work()
    synchronise(device)
    return time.perf_counter() - started


def measure_ceilings(device: torch.device) -> Ceilings:
    """Takes about two seconds."""
    large = device.type == "cuda"
    source = torch.zeros((4 if large else 1) * 2**28, dtype=torch.int32, device=device)
    target = torch.empty_like(source)
    side = 8192 if large else 1536
    left, right = (torch.randn(side, side, dtype=torch.bfloat16, device=device) for _ in range(2))
    for work in (lambda: target.copy_(source), lambda: left @ right):
        work()
    copy = min(seconds(lambda: target.copy_(source), device) for _ in range(ROUNDS))
    product = min(seconds(lambda: left @ right, device) for _ in range(ROUNDS))
    return Ceilings(2 * source.nbytes / copy, 2 * side**3 / product)
