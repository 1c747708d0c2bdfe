"""What the machine can do at best: no measurement of a model may exceed it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

ROUNDS = 7
SECONDS = 1.0


@dataclass(frozen=True)
class Ceilings:
    """Best of several rounds."""

    bytes_per_second: float
    """Memory traffic of a copy, reading and writing counted."""
    flops_per_second: float
    """Of a large matrix product in bf16 (on a CPU in bf16 or fp32, whichever is faster), a multiplication and an
    addition counted as two."""

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
    """Takes a few seconds."""
    large = device.type == "cuda"
    source = torch.zeros(2**30 if large else 2**26, dtype=torch.int32, device=device)
    target = torch.empty_like(source)
    copy = _best(lambda: target.copy_(source), device)
    side = 8192 if large else 1024
    # CPUs without bf16 units multiply faster in fp32
    kinds = [torch.bfloat16] if large else [torch.bfloat16, torch.float32]
    product = min(_best_product(side, kind, device) for kind in kinds)
    return Ceilings(2 * source.nbytes / copy, 2 * side**3 / product)


def _best_product(side: int, kind: torch.dtype, device: torch.device) -> float:
    left, right = (torch.randn(side, side, dtype=kind, device=device) for _ in range(2))
    return _best(lambda: torch.nn.functional.linear(left, right), device)


def _best(work: Callable[[], object], device: torch.device) -> float:
    """Seconds of the fastest of several rounds after a warm-up; fewer rounds where one takes long."""
    work()
    times: list[float] = []
    while len(times) < ROUNDS and sum(times) < SECONDS:
        times.append(seconds(work, device))
    return min(times)
