"""The cache formula against the published figures and the checked table."""

import csv

import numpy as np
import pytest

from data.kv_cache import GB, kv_cache_bytes, kv_cache_table
from data.reference_tables import FOLDER, load


def test_the_formula_gives_the_checked_values() -> None:
    architecture = load("architecture")
    for size, formula in ((1, "1_byte"), (2, "2_bytes")):
        table = kv_cache_table(architecture, [32_768], bytes_per_element=size)
        with (FOLDER / "kv_cache_check.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                column = {f"window_aware_{formula}": "total_bytes", f"all_layers_full_{formula}": "full_length_bytes"}
                if row["formula_id"] in column:
                    expected = float(row["kv_cache_gb"])
                    found = dict(zip(table["model"], table[column[row["formula_id"]]] / GB, strict=True))[row["model"]]
                    assert found == pytest.approx(expected, abs=0.0006), row


def test_the_formula_reproduces_figures_5_and_6() -> None:
    """A 2B model of the Gemma 2 layout: 26 layers, 4 KV heads of size 256, one byte per element."""
    globals_of = {"global only": 26, "1:1": 13, "1:3": 6, "L:G=5:1": 4}
    points = 0
    with (FOLDER / "kv_cache_figures.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["quantity"] != "kv_cache":
                continue
            pattern, _, window = row["configuration"].partition(", sw=")
            size = kv_cache_bytes(
                int(row["context_length_tokens"]),
                local_layers=26 - globals_of[pattern],
                global_layers=globals_of[pattern],
                window=float(window) if window else np.nan,
                local_elements=2048,
                global_elements=2048,
                bytes_per_element=1,
            )
            assert size.total / 1e6 == pytest.approx(float(row["predicted_mb_1_byte"]), abs=0.6), row
            assert size.total / 1e6 == pytest.approx(float(row["memory_mb"]), abs=3), row
            points += 1
    assert points == 19


def test_below_the_window_every_layer_grows_and_above_only_global_ones() -> None:
    layout = {"local_layers": 5, "global_layers": 1, "window": 1024, "local_elements": 8, "global_elements": 8}
    size = kv_cache_bytes([1, 1024, 1025, 2048], **layout, bytes_per_element=2)
    assert size.local.tolist() == [5 * 16, 5 * 16 * 1024, 5 * 16 * 1024, 5 * 16 * 1024]
    assert size.global_.tolist() == [16, 16 * 1024, 16 * 1025, 16 * 2048]
    assert size.total.tolist() == (size.local + size.global_).tolist()


def test_layers_that_share_a_cache_are_counted_once() -> None:
    """Gemma 3n E2B: 30 layers, 20 with a cache of their own."""
    table = kv_cache_table(load("architecture"), [512]).set_index("model")
    assert table.loc["Gemma 3n E2B", "total_bytes"] == 20 * 512 * 1024 * 2


def test_lengths_beyond_the_context_are_marked() -> None:
    table = kv_cache_table(load("architecture"), [32_768, 65_536])
    within = table.set_index(["model", "context_tokens"])["within_context"]
    assert within["Gemma 3 1B", 32_768]
    assert not within["Gemma 3 1B", 65_536]
    assert within["Gemma 3 4B", 65_536]
