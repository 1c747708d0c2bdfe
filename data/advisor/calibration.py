"""The decode law as fitted to the public measurements of the reference data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from data import reference_tables
from data.advisor import artefacts, caches, decode, devices
from data.advisor.artefacts import Unknown
from data.advisor.published import Measurement, parse
from data.kv_cache import GB

# Data sheets and published sizes are rounded; a card's memory in GiB is 7 % more than the printed GB.
TOLERANCE = 1.05
CARD_RESERVE = 1.07
_OFFLOAD = re.compile(r"\boffload|\bpartial\b|\bngl=(?!99)\d{1,2}\b", re.I)


@functools.cache
def measurements() -> tuple[Measurement, ...]:
    """public_measurements.csv."""
    return tuple(parse(reference_tables.load("public_measurements").to_dict("records")))


@functools.cache
def published_sizes() -> dict[tuple[str, str], float]:
    """Bytes that a decoded token reads, by (model, format), where llama-bench printed the size of the tensors."""
    return {(row.model, row.format): row.value for row in measurements() if row.quantity == "tensor_bytes_llama_bench"}


def text_bytes(row: Measurement) -> tuple[float, str]:
    """(bytes of weights that a decoded token reads, note). Raises Unknown.

    By rule where the format has one, else the published size of the same file.
    """
    shape = artefacts.shape_of(row.model)
    try:
        artefact = artefacts.describe(shape, row.format, imatrix="bartowski" in row.format + row.source)
        return artefact.text, artefact.note
    except Unknown:
        size = published_sizes().get((row.model, row.format))
        if size is None:
            raise
        return size, "size as published"


def device_of(row: Measurement) -> tuple[str, devices.Device]:
    """(name, device) of a row; cards joined by "+" become one that runs a share of the layers on each.

    llama.cpp's layer split runs the cards one after the other, so the times add up; the shares follow the memory of
    the cards, and are equal where it is not known. Raises Unknown.
    """
    found = devices.find(row.hardware)
    if not found:
        raise Unknown(f"the bandwidth of {row.hardware!r} is not known" if row.hardware else "no hardware is stated")
    if len(found) == 1:
        return found[0].name, found[0]
    known = all(device.memory_gb for device in found)
    memory = [float(device.memory_gb or 0) if known else 1.0 for device in found]
    share = [part / sum(memory) for part in memory]
    bandwidth = 1 / sum(part / device.bandwidth_gb_s for part, device in zip(share, found, strict=True))
    name = " + ".join(device.name for device in found)
    first = found[0]
    return name, devices.Device(
        name, first.vendor, first.generation, first.kind, bandwidth, sum(memory) if known else None
    )


def point_of(row: Measurement) -> tuple[decode.Point, str]:
    """A measured decode speed as a point for the law, and a note on what was assumed. Raises Unknown."""
    if row.number("seqs", 1) != 1:
        raise Unknown("several sequences at once: the batch factor is not part of the law")
    shape = artefacts.shape_of(row.model)
    name, device = device_of(row)
    if device.kind == "cpu":
        raise Unknown("a CPU: memory bandwidth is shared with whatever else runs")
    if device.is_old:
        raise Unknown(f"unvalidated hardware: {device.generation} is older than what the law was fitted to")
    size, note = text_bytes(row)
    if _OFFLOAD.search(row.context) or (device.memory_gb and size > device.memory_gb * GB * CARD_RESERVE):
        raise Unknown("part of the model runs on the CPU: it is larger than the card's memory, or its source says so")
    if row.value > device.bandwidth_gb_s * 1e9 / size * TOLERANCE:
        limit = device.bandwidth_gb_s * 1e9 / size
        raise Unknown(
            f"impossible: {limit:,.0f} tok/s is all that {device.bandwidth_gb_s:,.0f} GB/s allow for this file"
        )
    kept = caches.read_per_token(caches.Layout.of(shape), row.tokens)
    point = decode.Point(name, device.backend, size + float(kept), device.bandwidth_gb_s, shape.layers, 1 / row.value)
    return point, note


def points(rows: Iterable[Measurement]) -> list[decode.Point]:
    """Every decode speed of grade A or B that the law can be fitted to."""
    found = []
    for row in rows:
        if row.quantity == "decode_throughput" and row.grade in ("A", "B"):
            try:
                found.append(point_of(row)[0])
            except Unknown:
                continue
    return found


@functools.cache
def law(leave_out: str | None = None) -> decode.Law:
    """The law fitted to public_measurements.csv, without the named device where one is given."""
    known = points(measurements())
    return decode.fit(decode.without(known, leave_out) if leave_out else known)
