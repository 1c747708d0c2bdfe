"""The tables behind the pages, cached and uncached."""

from collections.abc import Iterator

import pytest
from flask import Flask

from data import reference_tables, tables
from data.advisor.engine_needs import fit_table
from data.cache import cache


@pytest.fixture(autouse=True)
def _cache() -> Iterator[None]:
    cache.init_app(Flask(__name__), config={"CACHE_TYPE": "SimpleCache"})
    yield
    cache.clear()


def test_a_table_is_parsed_once_and_handed_out_as_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    first = tables.hardware_table()
    first["memory_gb"] = 0.0
    monkeypatch.setattr(reference_tables, "load", lambda name: pytest.fail(f"{name} was parsed again"))
    assert tables.hardware_table()["memory_gb"].min() == 16


def test_cache_keys_agree_between_processes() -> None:
    """Made of module and function name, nothing of this process."""
    for function in (tables.model_table, tables.parameter_table, tables.memory_table, tables.kv_table):
        assert function.uncached.__module__ == "data.tables"
        assert "<locals>" not in function.uncached.__qualname__


def test_every_model_has_one_row_and_a_description() -> None:
    table = tables.model_table()
    assert table["model"].is_unique
    assert table["description"].notna().all()
    assert list(table["model"]) == list(tables.parameter_table()["model"])


def test_totals_are_the_sums_of_their_parts() -> None:
    counted = tables.parameter_table().dropna(subset=["total"])
    parts = counted[list(tables.COMPONENTS)].sum(axis=1)
    # The files give thousandths of a million; three rounded parts may be off by half of one each.
    assert (parts - counted["total"]).abs().max() <= 0.0015


def test_table_3_keeps_the_same_cache_in_all_formats() -> None:
    table = tables.memory_table()
    assert len(table) == 16
    assert table.groupby("model", sort=False)["kv_gb"].unique().map(list).tolist() == [[0.9], [4.7], [14.9], [18.7]]


def test_fits_leaves_out_models_with_a_shorter_context() -> None:
    need = tables.engine_need_table()
    fits = fit_table(need[need["context_tokens"] == 131_072], tables.lack_table(), tables.hardware_table())
    assert "Gemma 3 1B" not in set(fits["model"])
    assert ((fits["need_gb"] + fits["free_gb"]) - fits["usable_gb"]).abs().max() < 1e-9
    assert (fits["fits"] == ((fits["free_gb"] >= 0) & fits["reason"].isna())).all()
    share = (fits["usable_gb"] / fits["memory_gb"]).round(6).groupby(fits["engine"]).unique().map(list).to_dict()
    assert share == {"llama.cpp": [1.0], "ollama": [1.0], "transformers": [1.0], "vllm": [0.92]}
