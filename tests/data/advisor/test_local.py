"""One's own measurements correct the estimates of their card and engine, unless they are impossible."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.advisor import local
from data.advisor.grid import build
from data.advisor.local import Correction, Measured

START = Measured(
    gpu="H200 141GB SXM",
    engine="transformers",
    model="Gemma 3 12B",
    weight_format="bf16",
    batch=1,
    context_tokens=1024,
    quantity="decode",
    value=60.0,
)


def own(**values: Any) -> Measured:
    return replace(START, **values)


def test_the_bench_file_is_read_for_the_engines_own_loop_on_known_cards(tmp_path: Path) -> None:
    file = tmp_path / "gemma_speed.csv"
    columns = "model,weight_format,mode,batch,context_tokens,prefill_tokens_per_second,decode_tokens_per_second,device"
    speeds = "1,1024,9000,61.5"
    lines = [
        columns,
        f"Gemma 3 12B,bf16,eager,{speeds},cuda:0 NVIDIA H200",
        f"Gemma 3 12B,bf16,graph,{speeds},cuda:0 NVIDIA H200",
        f"Gemma 3 12B,bf16,eager,{speeds},cpu",
        "Gemma 3 27B,int8,eager,1,1024,,,cuda:0 NVIDIA H200",
    ]
    file.write_text("\n".join(lines))
    assert local.read(file) == [own(quantity="prefill", value=9000.0), own(value=61.5)]
    assert local.read(tmp_path / "none.csv") == []


@pytest.mark.parametrize(
    ("device", "gpu"),
    [("cuda:0 NVIDIA H200", "H200 141GB SXM"), ("cuda:1 NVIDIA A100-SXM4-80GB", "A100 80GB SXM4"),
     ("cuda:0 Tesla T4", "T4"), ("cuda:0 NVIDIA L40S", "L40S"), ("cuda:0 NVIDIA L4", "L4"), ("cuda:0 NVIDIA GeForce RTX 4090 Laptop GPU", None),
     ("cuda:0 NVIDIA GeForce RTX 4090", "RTX 4090"), ("cpu", None)],
)  # fmt: skip
def test_the_drivers_names_of_cards(device: str, gpu: str | None) -> None:
    assert local.card(device) == gpu


def test_a_measurement_half_as_fast_as_the_estimate_doubles_the_time() -> None:
    estimate = local._estimate(own())
    assert estimate is not None
    found = local.corrections([own(value=estimate / 2), own(value=estimate / 2, batch=1), own(value=estimate / 2)])
    (correction,) = found.values()
    assert list(found) == [("H200 141GB SXM", "transformers")]
    assert (correction.decode, correction.prefill, correction.rows) == (pytest.approx(2.0), 1.0, 3)


def test_the_correction_reaches_all_models_of_that_card_and_engine_and_no_other() -> None:
    known = {("H200 141GB SXM", "transformers"): Correction(decode=2.0, prefill=0.5, rows=4)}
    space = build(("Gemma 3 4B",), (), (), (), 2, (1,))
    decode, prefill, here = local.factors(space, known)
    for place in range(len(space)):
        engine, card = space.recipes[space.recipe[place]].engine, space.cards[space.gpu[place]].name
        inside = engine == "transformers" and card == "H200 141GB SXM" and space.count[place] == 1
        assert (decode[place], prefill[place], bool(here[place])) == ((2.0, 0.5, True) if inside else (1.0, 1.0, False))
    assert np.any(here)


@pytest.mark.parametrize("quantity", ["decode", "prefill"])
def test_what_physics_does_not_allow_is_refused(quantity: str, caplog: pytest.LogCaptureFixture) -> None:
    limit = local.ceiling(own(quantity=quantity))
    assert limit is not None
    assert local.plausible(own(quantity=quantity, value=limit)) is None
    wrong = own(quantity=quantity, value=limit * 1.2)
    assert "data sheet" in (local.plausible(wrong) or "")
    assert local.corrections([wrong]) == {}
    assert "refused" in caplog.text


def test_the_roof_of_a_12b_in_bfloat16_on_an_h200_is_200_tokens_a_second() -> None:
    assert local.ceiling(own()) == pytest.approx(4800e9 / (2 * (12_187_325_040 - 421_290_864)), rel=0.001)


def test_unknown_cards_and_formats_correct_nothing() -> None:
    assert local.corrections([own(gpu="a card of one's own"), own(weight_format="fp3")]) == {}
