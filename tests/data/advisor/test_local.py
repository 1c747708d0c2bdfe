"""One's own measurements correct the estimates of their card and engine, unless they are impossible."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from data.advisor import local
from data.advisor.advice import advise
from data.advisor.grid import build
from data.advisor.local import Correction, Measured
from data.advisor.workload import Constraints, Question
from data.call_records import Call, CallRecords

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
    [
        ("cuda:0 NVIDIA H200", "H200 141GB SXM"),
        ("cuda:1 NVIDIA A100-SXM4-80GB", "A100 80GB SXM4"),
        ("cuda:0 Tesla T4", "T4"),
        ("cuda:0 NVIDIA L40S", "L40S"),
        ("cuda:0 NVIDIA L4", "L4"),
        ("cuda:0 NVIDIA GeForce RTX 4090", "RTX 4090"),
        ("cuda:0 NVIDIA GeForce RTX 4090 Laptop GPU", None),
        ("cpu", None),
    ],
)
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


CALL = Call(
    engine="transformers",
    model="google/gemma-3-12b-it",
    weight_format="bf16",
    device="cuda:0 NVIDIA H200",
    alone=True,
    prompt_tokens=4096,
    cached_tokens=0,
    image_tokens=0,
    output_tokens=101,
    first_token_seconds=0.5,
    decode_seconds=2.0,
)


def test_real_requests_count_when_they_ran_alone_and_say_what_they_timed() -> None:
    decode, prefill = local.from_calls([CALL])
    assert (decode.value, decode.context_tokens, prefill.value) == (50.0, 4146, 8192.0)
    beside = [
        replace(CALL, alone=False),
        replace(CALL, device="cpu"),
        replace(CALL, model="a folder"),
        replace(CALL, engine="endpoint"),
        replace(CALL, output_tokens=3, prompt_tokens=20),
    ]
    assert local.from_calls(beside) == []
    assert [one.quantity for one in local.from_calls([replace(CALL, cached_tokens=4000)])] == ["decode"]


def test_requests_are_kept_and_read_newest_first(tmp_path: Path) -> None:
    records = CallRecords(sa.create_engine(f"sqlite:///{tmp_path}/records.sqlite"))
    for tokens in (40, 50, 60):
        records.add(replace(CALL, output_tokens=tokens))
    assert [call.output_tokens for call in records.recent(days=1)] == [60, 50, 40]
    assert records.recent(days=0) == []
    assert records.recent(days=1, limit=1) == [replace(CALL, output_tokens=60)]


def test_the_advice_says_where_it_was_measured() -> None:
    question = Question(constraints=Constraints(gpus=("H200 141GB SXM",), engines=("transformers",), maximum_gpus=1))
    plain = advise(question, {}).recommended
    corrected = advise(question, {("H200 141GB SXM", "transformers"): Correction(0.1, 1.0, 5)}).recommended
    assert plain is not None
    assert corrected is not None
    assert (plain.evidence, corrected.evidence) == ("unvalidated", "measured here")
    assert corrected.tokens_per_second.value > 2 * plain.tokens_per_second.value
