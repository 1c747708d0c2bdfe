"""The file of measurements: a row per case with the machine, the versions, the commit and the command behind it."""

from __future__ import annotations

import csv
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.settings import PROJECT
from inference.bench.plan import Case

FILE: Final = PROJECT / "data" / "measured" / "gemma_speed.csv"


@dataclass(frozen=True)
class Machine:
    """Where and with what it was measured."""

    device: str
    host: str
    torch: str
    transformers: str
    commit: str
    command: str


@dataclass(frozen=True)
class Row:
    """A line of the file. Numbers are empty where the case has none, and all of them where `problem` is not."""

    model: str
    weight_format: str
    mode: str
    batch: int
    context_tokens: int
    new_tokens: int | None = None
    prefill_tokens_per_second: float | None = None
    decode_tokens_per_second: float | None = None
    """Of all sequences together; for vision images per second."""
    step_ms_median: float | None = None
    weights_gb: float | None = None
    kv_gb: float | None = None
    peak_gb: float | None = None
    """Highest memory of tensors on the device; empty on the CPU."""
    copy_gb_per_second: float | None = None
    matmul_tflops: float | None = None
    prefill_share_of_limit: float | None = None
    decode_share_of_limit: float | None = None
    problem: str = ""
    measured_at: str = ""
    device: str = ""
    host: str = ""
    torch: str = ""
    transformers: str = ""
    commit: str = ""
    command: str = ""


COLUMNS: Final = [column.name for column in fields(Row)]


def this_machine(device: str, torch_version: str, transformers_version: str) -> Machine:
    """The machine, the checked-out commit ("+" when files differ from it) and the command of this process."""
    return Machine(
        device=device,
        host=f"{platform.machine()} {platform.system()} {platform.release()}",
        torch=torch_version,
        transformers=transformers_version,
        commit=_commit(),
        command=" ".join(["python -m inference", *sys.argv[1:]]),
    )


def measured_before(machine: Machine, file: Path) -> set[tuple[str, ...]]:
    """Keys of the cases that the file holds for this device and these versions."""
    return {
        _key(row["model"], row["weight_format"], row["mode"], row["batch"], row["context_tokens"])
        for row in _read(file)
        if (row["device"], row["torch"], row["transformers"]) == (machine.device, machine.torch, machine.transformers)
    }


def key(case: Case) -> tuple[str, ...]:
    """What tells two cases of one machine apart."""
    return _key(case.model, case.weight_format, case.mode, case.batch, case.context_tokens)


def append(row: Row, machine: Machine, file: Path) -> None:
    """Writes one row, on disk when this returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = not file.exists()
    values = {**asdict(row), **asdict(machine), "measured_at": datetime.now(UTC).isoformat(timespec="seconds")}
    with file.open("a", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow({name: f"{value:.6g}" if isinstance(value, float) else value for name, value in values.items()})


def _read(file: Path) -> Iterator[dict[str, str]]:
    if file.exists():
        with file.open(newline="") as stream:
            yield from csv.DictReader(stream)


def _key(*parts: object) -> tuple[str, ...]:
    return tuple(str(part) for part in parts)


def _commit() -> str:
    try:
        head, changes = (
            subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()
            for arguments in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "-uno"])
        )
    except (OSError, subprocess.CalledProcessError):
        return "not a checkout"
    return head + ("+" if changes else "")
