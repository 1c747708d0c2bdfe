"""The same promises on a CUDA device; skipped without one."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from inference.engines.extraction import extract
from inference.engines.protocol import Delta, Image, Message, Options
from tests.inference.conftest import picture
from tests.inference.test_engine_extraction import Invoice

if TYPE_CHECKING:
    from inference.engines.local.engine import TransformersEngine

REQUESTS = [
    [Message.of("user", "Hello")],
    [Message.of("user", "The supplier shall deliver the goods within thirty days. " * 20)],
    [Message.of("user", Image(picture(1)), "What is the total?")],
    [Message.of("user", Image(picture(2)), "Who is the buyer?")],
]


@pytest.fixture(scope="module", autouse=True)
def _cuda() -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")


@pytest.fixture
def open_on_gpu(tiny_gemma: Path) -> Iterator[Any]:
    """Opens engines on the GPU in a format, or in fp32 with a way to compute attention."""
    from inference.engines.local.engine import TransformersEngine
    from inference.engines.local.loading import load

    made: list[TransformersEngine] = []

    def make(weight_format: Any = "bf16", attention: str | None = None, chunk: int = 64) -> "TransformersEngine":
        loaded = load(str(tiny_gemma), weight_format=weight_format, device="cuda", context=2048, rows=8)
        if attention:
            loaded.model.float().set_attn_implementation(attention)
        made.append(TransformersEngine(dataclasses.replace(loaded, chunk_tokens=chunk), 8))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def texts(engine: "TransformersEngine", together: bool) -> list[str]:
    """Answers to all requests, at once or one after the other."""
    options = Options(max_tokens=30)
    if together:
        streams = [engine.chat(messages, options) for messages in REQUESTS]
        return ["".join(event.text for event in stream if isinstance(event, Delta)) for stream in streams]
    return [
        "".join(event.text for event in engine.chat(messages, options) if isinstance(event, Delta))
        for messages in REQUESTS
    ]


@pytest.mark.gpu
def test_batches_chunks_and_kinds_of_attention_agree_on_the_gpu(open_on_gpu: Any) -> None:
    expected = texts(open_on_gpu(attention="eager", chunk=4096), together=False)
    assert texts(open_on_gpu(attention="sdpa", chunk=4096), together=False) == expected
    assert texts(open_on_gpu(attention="sdpa"), together=True) == expected


@pytest.mark.gpu
@pytest.mark.parametrize("weight_format", ["bf16", "int8", "fp8", "int4"])
def test_each_format_extracts_on_the_gpu(open_on_gpu: Any, weight_format: str) -> None:
    engine = open_on_gpu(weight_format)
    assert "cuda" in engine.describe().device
    for seed in range(5):
        options = Options(max_tokens=600, temperature=1.0, seed=seed)
        assert not extract(engine, [Message.of("user", Image(picture(seed)), "Extract.")], Invoice, options).repaired


@pytest.mark.gpu
@pytest.mark.parametrize("compiled", [False, True])
def test_a_recorded_step_gives_the_tokens_of_an_eager_one(tiny_gemma: Path, compiled: bool) -> None:
    import torch

    from inference.bench.fixed_cache import FixedDecoder
    from inference.engines.local.kv import new_cache
    from inference.engines.local.loading import load

    model = load(str(tiny_gemma), weight_format="bf16", device="cuda", context=2048, rows=1).model.float()
    ids = torch.randint(10, 1700, (1, 200), device="cuda")
    with torch.inference_mode():
        eager_cache, cache = new_cache(model.config), new_cache(model.config)
        token = model(input_ids=ids, past_key_values=eager_cache, logits_to_keep=1).logits.argmax(-1)
        model(input_ids=ids, past_key_values=cache, logits_to_keep=1)
        decoder = FixedDecoder(model, cache, token, 40)
        step = torch.compile(decoder.step, fullgraph=True, dynamic=False) if compiled else decoder.step
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            step()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            step()
        for number in range(1, 30):
            token = model(input_ids=token, past_key_values=eager_cache, logits_to_keep=1).logits.argmax(-1)
            if number > 1:  # the first was the warm-up; recording computes nothing
                graph.replay()
            assert int(decoder.token) == int(token)
