"""The benchmark: the right shapes, a fixed cache that changes nothing, rows that resume, limits that refuse."""

import csv
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.reference_tables import load as load_table
from inference.bench.plan import MODELS, Case, Mode, cases
from inference.bench.results import Row, append, key, measured_before, this_machine

if TYPE_CHECKING:
    from inference.engines.local.loading import Loaded

ROW = Row("Gemma 3 1B", "bf16", "eager", 1, 1024, 64, 100.0, 10.0, 100.0, decode_share_of_limit=0.5)


@pytest.mark.parametrize("size", MODELS)
def test_shapes_have_the_parameters_of_the_report(size: str) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    from inference.bench.shapes import configuration

    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(configuration(size))
    table = load_table("parameters")
    total = table.loc[(table["model"] == MODELS[size]) & (table["component"] == "total"), "parameters_millions"]
    millions = sum(parameter.numel() for parameter in model.parameters()) / 1e6
    assert millions == pytest.approx(float(total.iloc[0]), rel=0.01)


@pytest.mark.parametrize("length", [20, 55, 64, 200])
def test_decoding_over_the_fixed_cache_gives_the_same_tokens(loaded: "Loaded", length: int) -> None:
    import torch

    from inference.bench.fixed_cache import FixedDecoder
    from inference.engines.local.kv import new_cache

    model = loaded.model
    torch.manual_seed(length)
    ids = torch.randint(10, 1700, (1, length))
    with torch.inference_mode():
        expected = model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=24, min_new_tokens=24, do_sample=False
        )[0, length:].tolist()
        cache = new_cache(model.config)
        logits = model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1).logits
        stop = torch.tensor(model.generation_config.eos_token_id)
        logits[..., stop] = -torch.inf
        decoder = FixedDecoder(model, cache, logits.argmax(-1), 24)
        found = [int(decoder.token)]
        while len(found) < 24 and found[-1] == expected[len(found) - 1]:
            decoder.step()
            found.append(int(decoder.token))
    assert found == expected


def test_a_plan_has_what_means_something_grouped_by_model_and_format() -> None:
    plan = list(cases(["1b", "4b"], ["bf16", "int8"], ["eager", "engine", "graph", "vision"], [1, 8], [1024]))
    assert len(plan) == len(set(plan))
    assert {case.batch for case in plan if case.mode == "engine"} == {1, 8}
    assert [case for case in plan if case.mode == "vision"] == [
        Case("4b", "bf16", "vision", 1, 0),
        Case("4b", "bf16", "vision", 8, 0),
    ]
    assert all(case.batch == 1 for case in plan if case.mode == "graph")
    groups = [(case.size, case.weight_format) for case in plan]
    assert groups == sorted(groups, key=lambda group: groups.index(group))


def test_what_is_in_the_file_for_this_machine_is_not_measured_again(tmp_path: Path) -> None:
    file = tmp_path / "speed.csv"
    machine = this_machine("cpu", "2.13.0", "5.23.0")
    append(ROW, machine, file)
    assert measured_before(machine, file) == {key(Case("1b", "bf16", "eager", 1, 1024))}
    assert measured_before(dataclasses.replace(machine, torch="2.14.0"), file) == set()
    with file.open(newline="") as stream:
        (line,) = csv.DictReader(stream)
    assert line["device"] == "cpu"
    assert line["commit"]
    assert line["command"].startswith("python -m inference")
    assert line["measured_at"].endswith("+00:00")


def test_a_speed_beyond_the_limits_of_the_machine_is_refused() -> None:
    from inference.bench.measure import Impossible, plausible

    assert plausible(ROW) is ROW
    with pytest.raises(Impossible, match=r"decode_share_of_limit is 1\.20"):
        plausible(dataclasses.replace(ROW, decode_share_of_limit=1.2))


def test_a_case_is_measured_here(loaded: "Loaded") -> None:
    import torch

    from inference.bench.ceilings import measure_ceilings
    from inference.bench.measure import measure

    ceilings = measure_ceilings(torch.device("cpu"))
    modes: list[tuple[Mode, int]] = [("eager", 2), ("graph", 1), ("engine", 3)]
    found: list[Any] = [
        measure(loaded.model, Case("4b", "bf16", mode, batch, 100), 4, ceilings) for mode, batch in modes
    ]
    assert all(row.new_tokens == 4 and row.decode_tokens_per_second > 0 for row in found)
    assert found[0].prefill_tokens_per_second > 0
    assert found[1].prefill_tokens_per_second is None
    assert 0 < found[0].decode_share_of_limit < 1


def test_the_engines_batch_is_measured_with_rows_of_unequal_length(loaded: "Loaded") -> None:
    import torch

    from inference.bench.own_loop import engine_batch

    model = loaded.model
    ids = torch.randint(10, 1700, (3, 80), generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        batch = engine_batch(model, ids)
        for _ in range(4):
            assert batch.step() == []
        for number, request in enumerate(batch.requests):
            alone = ids[number : number + 1, number:]
            expected = model.generate(
                alone, attention_mask=torch.ones_like(alone), max_new_tokens=5, do_sample=False, eos_token_id=None
            )
            assert request.tokens == expected[0, alone.shape[1] :].tolist()
