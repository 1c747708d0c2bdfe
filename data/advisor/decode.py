"""Time of one decoded token, fitted to public measurements.

``seconds = bytes read / (efficiency * bandwidth) + layers * seconds_per_layer(backend) + seconds_per_token``

The first term is the roofline of a step that reads every weight and the cache once; the others are what launching
a layer and choosing a token cost whatever the size. A flat share of the bandwidth is wrong by construction: on one
RTX 4090 it is 48 % for 4B and 77 % for 27B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BACKENDS = ("cuda", "other")
# An outlier more than this far off counts by its size and no longer by its square (iteratively reweighted).
_ROBUST = 0.02
_ROUNDS = 30


@dataclass(frozen=True)
class Point:
    """One measured decode speed: what a token reads on which device, and how long it took."""

    device: str
    backend: str
    bytes_read: float
    bandwidth_gb_s: float
    layers: int
    seconds: float


@dataclass(frozen=True)
class Law:
    """The fitted constants; `low` and `high` bound the bandwidths (GB/s) of the points by backend."""

    efficiency: float
    seconds_per_layer: dict[str, float]
    seconds_per_token: float
    bandwidth_range: dict[str, tuple[float, float]]

    def seconds(self, bytes_read: Any, bandwidth_gb_s: Any, layers: Any, backend: Any) -> npt.NDArray[np.float64]:
        """Seconds per decoded token of one sequence; arrays broadcast, `backend` holds names of `BACKENDS`."""
        roofline = np.asarray(bytes_read, dtype=float) / (
            self.efficiency * np.asarray(bandwidth_gb_s, dtype=float) * 1e9
        )
        per_layer = np.select(
            [np.asarray(backend) == name for name in BACKENDS], [self.seconds_per_layer[name] for name in BACKENDS]
        )
        return np.asarray(roofline + np.asarray(layers, dtype=float) * per_layer + self.seconds_per_token)

    def covers(self, bandwidth_gb_s: float, backend: str) -> bool:
        """Whether a device lies among those that the law was fitted to (bandwidth within a tenth of the range)."""
        low, high = self.bandwidth_range[backend]
        return 0.9 * low <= bandwidth_gb_s <= 1.1 * high


def fit(points: Sequence[Point]) -> Law:
    """The law that fits the points, each device counting alike, outliers damped.

    Minimises the relative error by iteratively reweighted least squares. Raises ValueError when a backend has no
    point left.
    """
    for backend in BACKENDS:
        if not any(point.backend == backend for point in points):
            raise ValueError(f"no measurement is left for the backend {backend}")
    seconds = np.array([point.seconds for point in points])
    terms = np.array([
        [point.bytes_read / (point.bandwidth_gb_s * 1e9),
         *(point.layers if point.backend == backend else 0.0 for backend in BACKENDS), 1.0]
        for point in points
    ])  # fmt: skip
    devices = [point.device for point in points]
    weight = np.array([1 / devices.count(device) for device in devices])
    relative = terms / seconds[:, None]
    damped = weight.copy()
    for _ in range(_ROUNDS):
        root = np.sqrt(damped)
        constants, *_ = np.linalg.lstsq(relative * root[:, None], root, rcond=None)
        damped = weight / np.maximum(np.abs(relative @ constants - 1), _ROBUST)
    ranges = {}
    for backend in BACKENDS:
        speeds = [point.bandwidth_gb_s for point in points if point.backend == backend]
        ranges[backend] = (min(speeds), max(speeds))
    return Law(
        efficiency=float(1 / constants[0]),
        seconds_per_layer={backend: max(float(constants[1 + i]), 0.0) for i, backend in enumerate(BACKENDS)},
        seconds_per_token=max(float(constants[-1]), 0.0),
        bandwidth_range=ranges,
    )


def without(points: Sequence[Point], device: str) -> list[Point]:
    """The points of all other devices, for judging the law on one that it has not seen."""
    return [point for point in points if point.device != device]
