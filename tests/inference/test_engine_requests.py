"""What the engine refuses, how it is cancelled, and how it goes on afterwards."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inference.engines.errors import EngineError
from inference.engines.protocol import Delta, Finished, Image, Message, Options, Started
from tests.inference.conftest import picture

if TYPE_CHECKING:
    from inference.engines.local.engine import TransformersEngine

Make = Callable[..., "TransformersEngine"]
QUESTION = [Message.of("user", "What is the total?")]


def end_of(engine: "TransformersEngine", options: Options) -> Finished:
    *_, last = engine.chat(QUESTION, options)
    assert isinstance(last, Finished)
    return last


def test_text_only_models_refuse_images_and_answer_text(tiny_gemma_text: Path) -> None:
    from inference.engines.local.engine import TransformersEngine
    from inference.engines.local.loading import load

    loaded = load(str(tiny_gemma_text), weight_format="bf16", device="cpu", context=512, rows=2)
    engine = TransformersEngine(loaded, 2)
    try:
        assert not engine.describe().images
        with pytest.raises(EngineError, match="reads text only") as refused:
            engine.chat([Message.of("user", Image(picture(1)), "What is it?")])
        assert refused.value.code == "images_unsupported"
        assert end_of(engine, Options(max_tokens=5)).usage.output_tokens > 0
    finally:
        engine.close()


def test_what_exceeds_the_window_is_refused_with_its_numbers_before_it_starts(engine: "TransformersEngine") -> None:
    messages = [Message.of("user", Image(picture(1)), "word " * 3000)]
    with pytest.raises(EngineError) as refused:
        engine.chat(messages, Options(max_tokens=1000))
    assert refused.value.code == "context_too_long"
    details = refused.value.details
    assert details["context_tokens"] == 4096
    assert details["image_tokens"] == 256
    assert int(str(details["tokens"])) + 1000 > 4096
    assert engine.running == 0


def test_damaged_images_and_impossible_schemas_are_refused(engine: "TransformersEngine") -> None:
    with pytest.raises(EngineError) as refused:
        engine.chat([Message.of("user", Image(picture(1)[:100]), "What is it?")])
    assert refused.value.code == "bad_image"
    with pytest.raises(EngineError) as refused:
        engine.chat(QUESTION, Options(schema={"type": "no such type"}))
    assert refused.value.code == "bad_schema"


def test_cancel_stops_within_a_step_and_the_engine_goes_on(engine: "TransformersEngine") -> None:
    cancel = threading.Event()
    seen = 0
    for event in engine.chat(QUESTION, Options(max_tokens=2000, temperature=2.0, seed=1), cancel.is_set):
        if isinstance(event, Delta):
            seen += 1
            if seen == 5:
                cancel.set()
    assert isinstance(event, Finished)
    assert event.reason == "cancelled"
    assert event.usage.output_tokens < 2000
    assert end_of(engine, Options(max_tokens=5)).reason == "length"


def test_cancel_while_waiting_for_room(make_engine: Make) -> None:
    engine = make_engine(concurrency=1)
    options = Options(max_tokens=2000, temperature=2.0, seed=1)
    cancel = threading.Event()
    first, second = engine.chat(QUESTION, options), engine.chat(QUESTION, options, cancel.is_set)
    assert isinstance(next(first), Started)
    cancel.set()
    assert [type(event) for event in second] == [Finished]
    first.close()


def test_leaving_the_stream_frees_the_place(make_engine: Make) -> None:
    engine = make_engine(concurrency=1)
    stream = engine.chat(QUESTION, Options(max_tokens=3000, temperature=2.0, seed=1))
    next(stream)
    stream.close()
    assert end_of(engine, Options(max_tokens=5)).reason == "length"


def test_one_broken_request_leaves_the_others_alone(engine: "TransformersEngine") -> None:
    def broken() -> bool:
        raise OSError("the flag cannot be read")

    good = engine.chat(QUESTION, Options(max_tokens=30))
    *_, last = engine.chat(QUESTION, Options(max_tokens=30), broken)
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    *_, last = good
    assert isinstance(last, Finished)
    assert last.reason in ("length", "stop")


def test_close_ends_what_runs_and_refuses_more(make_engine: Make) -> None:
    engine = make_engine()
    stream = engine.chat(QUESTION, Options(max_tokens=3000, temperature=2.0, seed=1))
    next(stream)
    engine.close()
    *_, last = stream
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    with pytest.raises(EngineError, match="closed"):
        engine.chat(QUESTION)


def test_roles_must_alternate(engine: "TransformersEngine") -> None:
    with pytest.raises(ValueError, match="alternate"):
        engine.chat([*QUESTION, *QUESTION])


def test_many_threads_are_answered_together(engine: "TransformersEngine") -> None:
    found: dict[int, str] = {}

    def run(number: int) -> None:
        messages = [Message.of("user", f"Invoice number {number}")]
        events = engine.chat(messages, Options(max_tokens=15))
        found[number] = "".join(event.text for event in events if isinstance(event, Delta))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    for number, text in found.items():
        events = engine.chat([Message.of("user", f"Invoice number {number}")], Options(max_tokens=15))
        assert text == "".join(event.text for event in events if isinstance(event, Delta))
