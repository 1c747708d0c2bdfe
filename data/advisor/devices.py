"""Which accelerator a measurement speaks of, from the words of its source."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import pandas as pd

from data import reference_tables

# Before about 2019: no matrix units, or drivers that leave most of the bandwidth unused. The decode law was not
# checked there and is known to fail (GTX 1050 Ti, MI50).
OLD_GENERATIONS = (
    "Kepler",
    "Maxwell",
    "Pascal",
    "Volta",
    "Polaris",
    "Vega",
    "GCN",
    "Fiji",
    "Tegra X1",
    "Gen9",
    "Xe-LP",
)

# A name that no table has, from a family that one can place, with the bandwidth in its source's words.
_FAMILIES = (
    (re.compile(r"\b(RTX|L4|L40S?|A10G?|A100|H100|H200|B200|GB\d+|Jetson Orin)\b", re.I), "NVIDIA"),
    (re.compile(r"\b(Radeon|RX [679]\d{3}|Strix|MI[23]\d\d|R9700|W7\d00)", re.I), "AMD"),
    (re.compile(r"\bApple M\d|\bM\d (Pro|Max|Ultra)\b", re.I), "Apple"),
    (re.compile(r"\bArc\b", re.I), "Intel"),
)
_BANDWIDTH = re.compile(r"(\d+(?:\.\d+)?)\s*GB/s", re.I)


@dataclass(frozen=True)
class Device:
    """An accelerator; bandwidth in GB/s, memory in GB (None where the source does not say)."""

    name: str
    vendor: str
    generation: str
    kind: str
    bandwidth_gb_s: float
    memory_gb: float | None

    @property
    def backend(self) -> str:
        """The software whose cost per layer the decode law fits: `cuda`, or `other` (ROCm, Vulkan, Metal, SYCL)."""
        return "cuda" if self.vendor == "NVIDIA" else "other"

    @property
    def is_old(self) -> bool:
        return any(name.lower() in self.generation.lower() for name in OLD_GENERATIONS)


@functools.cache
def known() -> tuple[tuple[re.Pattern[str], Device], ...]:
    """Every device of devices.csv and hardware.csv with the pattern that recognises it."""
    found = []
    for row in reference_tables.load("devices").to_dict("records"):
        memory = None if pd.isna(row["memory_gb"]) else float(row["memory_gb"])
        device = Device(row["device"], row["vendor"], row["generation"], row["kind"],
                        float(row["memory_bandwidth_gb_s"]), memory)  # fmt: skip
        found.append((re.compile(row["match"], re.I), device))
    for row in reference_tables.load("hardware").to_dict("records"):
        device = Device(row["gpu"], row["vendor"], row["architecture"], "discrete",
                        float(row["memory_bandwidth_gb_s"]), float(row["memory_gb"]))  # fmt: skip
        found.append((re.compile(rf"(?<!\w){re.escape(row['gpu'])}(?!\w)", re.I), device))
    return tuple(found)


def find(text: str) -> tuple[Device, ...]:
    """The devices that a hardware text names: one, or several joined by "+"; empty when none can be placed.

    A bandwidth that the text states goes before the one of the tables.
    """
    if " + " in text:
        parts = [find(part) for part in text.split(" + ")]
        return tuple(device for part in parts for device in part) if all(len(part) == 1 for part in parts) else ()
    stated = _BANDWIDTH.search(text)
    matches = {device.name: device for pattern, device in known() if pattern.search(text)}
    if matches:
        device = max(matches.values(), key=lambda found: len(found.name))
        bandwidth = float(stated[1]) if stated else device.bandwidth_gb_s
        return (Device(device.name, device.vendor, device.generation, device.kind, bandwidth, device.memory_gb),)
    for pattern, vendor in _FAMILIES:
        if stated and pattern.search(text):
            name = text.split("(")[0].strip()
            return (Device(name, vendor, "", "discrete", float(stated[1]), None),)
    return ()
