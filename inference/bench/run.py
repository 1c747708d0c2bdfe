"""Works through a plan in a time budget; what is left is measured by the same command again."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import torch
import transformers

from inference.bench.ceilings import Ceilings, measure_ceilings
from inference.bench.measure import Impossible, measure
from inference.bench.plan import Case
from inference.bench.results import Row, append, key, measured_before, this_machine
from inference.bench.shapes import build, configuration
from inference.engines.errors import EngineError
from inference.engines.local.formats import check_format
from inference.engines.local.loading import choose_device, device_name


def run(plan: Sequence[Case], *, device: Any, new_tokens: int, minutes: float, file: Path) -> int:
    """Measures what the file does not hold yet and appends it. Returns how many cases are left.

    Prints a line per case. A case that runs out of memory or cannot run is written with its reason; an impossible
    result is printed and not written.
    """
    place = choose_device(device)
    machine = this_machine(device_name(place), torch.__version__, transformers.__version__)
    known = measured_before(machine, file)
    todo = [case for case in plan if key(case) not in known]
    until = time.monotonic() + minutes * 60
    ceilings = measure_ceilings(place)
    print(
        f"{machine.device}: copies {ceilings.bytes_per_second / 1e9:.0f} GB/s, "
        f"multiplies {ceilings.flops_per_second / 1e12:.2f} TFLOP/s; {len(todo)} of {len(plan)} cases to measure",
        flush=True,
    )
    left = len(todo)
    for (size, weight_format), group in groupby(todo, lambda case: (case.size, case.weight_format)):
        if time.monotonic() > until:
            break
        model = None
        try:
            check_format(weight_format, place)
            model = build(configuration(size), weight_format, place)
        except (EngineError, torch.OutOfMemoryError) as error:
            reason = str(error).splitlines()[0]
            for case in group:
                append(_failed(case, reason), machine, file)
                left -= 1
            print(f"{size} {weight_format}: {reason}", flush=True)
            continue
        for case in group:
            if time.monotonic() > until:
                break
            row, ceilings = _measure(model, case, new_tokens, ceilings)
            left -= 1
            if row is not None:
                append(row, machine, file)
                print(_line(case, row), flush=True)
        del model
        gc.collect()
    return left


def _measure(model: Any, case: Case, new_tokens: int, ceilings: Ceilings) -> tuple[Row | None, Ceilings]:
    """The row, none when it is impossible, and the ceilings in force afterwards."""
    try:
        return measure(model, case, new_tokens, ceilings), ceilings
    except torch.OutOfMemoryError:
        return _failed(case, "out of memory"), ceilings
    except Impossible as first:
        # the ceiling may have been measured while something else was busy: measured again, the higher one counts
        ceilings = ceilings.better_of(measure_ceilings(model.device))
        try:
            return measure(model, case, new_tokens, ceilings), ceilings
        except Impossible as second:
            print(f"{case}: impossible, not written: {first}; then {second}", flush=True)
            return None, ceilings


def _failed(case: Case, reason: str) -> Row:
    return Row(case.model, case.weight_format, case.mode, case.batch, case.context_tokens, problem=reason)


def _line(case: Case, row: Row) -> str:
    if row.problem:
        return f"{case}: {row.problem}"
    unit = "images/s" if case.mode == "vision" else "tokens/s"
    text = f"{case}: {row.decode_tokens_per_second:.1f} {unit}"
    if row.decode_share_of_limit is not None:
        text += f" ({row.decode_share_of_limit:.0%} of the memory limit)"
    if row.prefill_share_of_limit is not None:
        text += f", prompt {row.prefill_tokens_per_second:.0f} tokens/s ({row.prefill_share_of_limit:.0%} of compute)"
    return text
