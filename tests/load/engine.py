"""Ratios of the Gemma 3 engine with random weights: `python -m tests.load.engine <what> [--size 270m] [--device cuda]`.

follow-up   first token of a follow-up question over that of the first, on a document of 8,000 tokens
overhead    seconds per token of the engine over those of transformers' bare `generate`, one request
together    8 requests at once against the same 8 one after the other
cancel      from setting the flag to the end of the stream, and that the next request is answered
memory      resident memory of the process over 500 requests
valid       answers of 200 that follow their schema

They print figures and assert nothing. The weights are bf16, or fp32 with `--fp32`. The tokenizer is that of the tests;
only the number of tokens matters here.
"""

import argparse
import dataclasses
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import torch

from inference.bench.plan import MODELS
from inference.bench.shapes import build, configuration
from inference.engines.extraction import extract
from inference.engines.local.engine import TransformersEngine
from inference.engines.local.loading import CHUNK_TOKENS, Loaded, choose_device, device_name, load
from inference.engines.protocol import Delta, Description, Finished, Message, Options
from tests.inference.test_engine_extraction import Invoice
from tests.inference.tiny_gemma import EOS, EOT, make_tiny_gemma, make_tokenizer

CONTEXT = 16_384


def load_engine(size: str, device: Any, fp32: bool) -> tuple[TransformersEngine, Loaded]:
    """An engine with random weights: the tests' checkpoint, or a published shape."""
    place = choose_device(device)
    if size == "tiny":
        with tempfile.TemporaryDirectory() as folder:
            loaded = load(
                str(make_tiny_gemma(Path(folder))), weight_format="bf16", device=device, context=CONTEXT, rows=8
            )
    else:
        model = build(configuration(size), "bf16", place)
        model.generation_config.eos_token_id = [EOS, EOT]
        about = Description("transformers", MODELS[size], device_name(place), "bf16", CONTEXT, False, "")
        loaded = Loaded(model, make_tokenizer(), None, about, CHUNK_TOKENS[place.type])
    if fp32:
        loaded.model.float()
    return TransformersEngine(loaded, 8), loaded


def ask(text: str) -> list[Message]:
    """One question."""
    return [Message.of("user", text)]


def answer(engine: TransformersEngine, messages: list[Message], options: Options) -> tuple[str, Finished]:
    """Text and end of a stream."""
    *events, end = engine.chat(messages, options)
    assert isinstance(end, Finished)
    return "".join(event.text for event in events if isinstance(event, Delta)), end


def follow_up(engine: TransformersEngine, loaded: Loaded) -> None:
    """Prints both times and their ratio."""
    sentence = "The supplier delivers the goods within thirty days. "
    per_sentence = len(loaded.tokenizer.encode(sentence * 100, add_special_tokens=False)) / 100
    document = sentence * int(8000 / per_sentence)
    messages = [Message.of("user", document, "What is the total?")]
    options = Options(max_tokens=8)
    text, first = answer(engine, messages, options)
    messages += [Message.of("assistant", text), Message.of("user", "And the date?")]
    _, second = answer(engine, messages, options)
    _, other = answer(engine, [Message.of("user", document, "Who pays?")], options)
    before = first.usage.first_token_seconds or 0
    print(f"first question: {first.usage.prompt_tokens} tokens, first token after {before:.3f} s")
    for name, end in (("follow-up", second), ("another question, same document", other)):
        after = end.usage.first_token_seconds or 0
        print(f"{name}: {end.usage.cached_tokens} tokens cached, after {after:.3f} s, ratio {after / before:.3f}")


def overhead(engine: TransformersEngine, loaded: Loaded) -> None:
    """Prints seconds per token, engine and `generate` by turns, and the ratio of the medians."""
    count, messages = 48, ask("What is the total of this invoice?")
    ids = torch.tensor([engine._builder.build(messages, False).ids], device=loaded.model.device)
    own, bare = [], []
    for turn in range(6):
        _, end = answer(engine, messages, Options(max_tokens=count))
        own_seconds = (end.usage.decode_seconds or 0) / (end.usage.output_tokens - 1)
        stamps: list[float] = []
        loaded.model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=end.usage.output_tokens,
            min_new_tokens=end.usage.output_tokens,
            do_sample=False,
            stopping_criteria=[lambda *_, stamps=stamps: bool(stamps.append(time.perf_counter()))],
        )
        if turn:  # the first warms up
            own.append(own_seconds)
            bare.append((stamps[-1] - stamps[0]) / (len(stamps) - 1))
            print(f"  turn {turn}: engine {own[-1] * 1e3:.2f} ms, generate {bare[-1] * 1e3:.2f} ms a token")
    ratio = statistics.median(a / b for a, b in zip(own, bare, strict=True))
    fastest = min(own) / min(bare)
    print(f"engine over generate, per token: median of the ratios {ratio:.3f}, of the fastest {fastest:.3f}")


def together(engine: TransformersEngine, _: Loaded) -> None:
    """Prints both times and their ratio."""
    options = Options(max_tokens=32)
    questions = [ask(f"What is the total of invoice {number}?") for number in range(8)]
    answer(engine, questions[0], options)
    started, busy = time.perf_counter(), time.process_time()
    one_by_one = sum(answer(engine, asked, options)[1].usage.output_tokens for asked in questions)
    apart, busy_apart = time.perf_counter() - started, time.process_time() - busy
    started, busy = time.perf_counter(), time.process_time()
    ends = [list(stream)[-1] for stream in [engine.chat(asked, options) for asked in questions]]
    at_once, busy_at_once = time.perf_counter() - started, time.process_time() - busy
    tokens = sum(end.usage.output_tokens for end in ends if isinstance(end, Finished))
    print(f"one after the other {one_by_one} tokens in {apart:.2f} s, together {tokens} in {at_once:.2f} s")
    per_token = busy_apart / one_by_one, busy_at_once / tokens
    print(f"together is {apart / one_by_one / (at_once / tokens):.2f} times as fast by the clock")
    # other work on the machine spoils the clock; compare with OMP_NUM_THREADS=1, waiting threads count as well
    print(f"and {per_token[0] / per_token[1]:.2f} times by processor time")


def cancel(engine: TransformersEngine, _: Loaded) -> None:
    """Prints the times of 10 cancels, and the answer after them."""
    times = []
    for _turn in range(10):
        flag = threading.Event()
        stream = engine.chat(ask("Tell me all."), Options(max_tokens=5000), flag.is_set)
        for _number in range(5):
            next(stream)
        flag.set()
        set_at = time.perf_counter()
        end = list(stream)[-1]
        if isinstance(end, Finished) and end.reason == "cancelled":
            times.append(time.perf_counter() - set_at)
    print(f"{len(times)} of 10 cancelled: median {statistics.median(times):.3f} s, longest {max(times):.3f} s")
    print(f"afterwards {answer(engine, ask('Hello'), Options(max_tokens=4))[1].usage.output_tokens} tokens answered")


def memory(engine: TransformersEngine, _: Loaded) -> None:
    """Prints the resident memory every 25 requests."""
    process = psutil.Process()
    for number in range(501):
        if number % 25 == 0:
            print(f"  after {number:3} requests {process.memory_info().rss / 1e6:7.1f} MB", flush=True)
        question = f"What is the total of invoice {number}? " + "word " * (number * 37 % 400)
        answer(engine, ask(question), Options(max_tokens=8))


def valid(engine: TransformersEngine, _: Loaded) -> None:
    """Prints how many of 200 drawn answers are valid without a repair."""
    good = 0
    options = Options(max_tokens=1000, temperature=1.0)
    for seed in range(200):
        found = extract(engine, ask("Extract the invoice."), Invoice, dataclasses.replace(options, seed=seed))
        good += not found.repaired
    print(f"{good} of 200 follow the schema")


WHAT: dict[str, Callable[[TransformersEngine, Loaded], None]] = {
    "follow-up": follow_up,
    "overhead": overhead,
    "together": together,
    "cancel": cancel,
    "memory": memory,
    "valid": valid,
}


def main() -> None:
    """Loads, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.engine")
    parser.add_argument("what", choices=WHAT, nargs="+")
    parser.add_argument("--size", choices=["tiny", *MODELS], default="tiny")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda", "mps"], default="auto")
    parser.add_argument("--fp32", action="store_true", help="weights in fp32 instead of bf16")
    args = parser.parse_args()
    engine, loaded = load_engine(args.size, args.device, args.fp32)
    try:
        for what in args.what:
            print(
                f"{what}: {args.size} on {loaded.description.device}, {loaded.model.dtype}, {platform.platform()}, "
                f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
            WHAT[what](engine, loaded)
    finally:
        engine.close()


if __name__ == "__main__":
    main()
