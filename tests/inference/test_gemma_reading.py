"""Documents read and asked about through a real engine: the tiny Gemma 3 with random weights."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from data.samples import FOLDER
from inference.engines.errors import EngineError
from inference.engines.local.engine import TransformersEngine
from inference.engines.local.loading import Loaded, load
from inference.gemma.answers import Answerer, Turn, so_far
from inference.gemma.fields import FIELDS
from inference.gemma.reading import Reader
from inference.keyinfo.rows import sheets
from inference.render import page_views
from inference.schema import Box, PageResult
from tests.inference.conftest import MEDIA_TYPES, ReadSample

Read = Callable[[str], ReadSample]
Make = Callable[..., TransformersEngine]


def views_of(name: str) -> Callable[[PageResult, Sequence[Box]], list[bytes]]:
    path = FOLDER / name
    return lambda page, parts: page_views(path, MEDIA_TYPES[path.suffix], page.number, parts)


def answer(engine: TransformersEngine, sample: ReadSample, question: str, earlier: Sequence[Turn] = ()):
    told: list[dict] = []
    answerer = Answerer(engine, sheets(sample.pages), views_of(sample.name), 8192, lambda: False, told.append)
    return answerer.answer(question, earlier), told


@pytest.fixture
def long_engine(make_engine: Make, loaded: Loaded) -> TransformersEngine:
    return make_engine(description=dataclasses.replace(loaded.description, context_tokens=8192))


def test_fields_are_in_the_schema_and_never_shown_as_found_where_they_are_not(
    long_engine: TransformersEngine, read_sample: Read
) -> None:
    sample = read_sample("invoice.pdf")
    pages: list[int] = []
    reader = Reader(
        long_engine, "invoice", sheets(sample.pages), views_of(sample.name), 8192, lambda: False, pages.append
    )
    reading = reader.read()
    assert pages == [1]
    assert {field.name for field in reading.fields} <= {spec.name for spec in FIELDS["invoice"]}
    assert reading.cost.calls == 1
    assert reading.cost.image_tokens == 256
    words = " ".join(line.text for line in sample.pages[0].lines)
    for field in reading.fields:
        assert field.found == (field.box is not None) == (field.value is not None)
        assert field.found <= (field.printed.strip()[:1].casefold() in words.casefold())
        assert field.confidence is not None


def test_reading_ends_when_it_is_cancelled(long_engine: TransformersEngine, read_sample: Read) -> None:
    sample = read_sample("invoice.pdf")
    reader = Reader(
        long_engine, "invoice", sheets(sample.pages), views_of(sample.name), 8192, lambda: True, lambda done: None
    )
    with pytest.raises(EngineError) as caught:
        reader.read()
    assert caught.value.code == "cancelled"


def test_page_longer_than_the_context_is_cut_and_says_so(make_engine: Make, read_sample: Read) -> None:
    sample = read_sample("bank_statement.pdf")
    reader = Reader(
        make_engine(),
        "bank_statement",
        sheets(sample.pages),
        views_of(sample.name),
        2000,
        lambda: False,
        lambda n: None,
    )
    # half of the context may not be enough for all that random weights write
    with contextlib.suppress(EngineError):
        reader.read()
    assert any("Page 1 has more text" in note for note in reader._notes)


def test_follow_up_repeats_the_conversation_and_costs_only_the_question(
    long_engine: TransformersEngine, read_sample: Read
) -> None:
    sample = read_sample("receipt_scan.jpg")
    first, told = answer(long_engine, sample, "What was paid?")
    assert first.given == (1,)
    assert told[0] == {}
    assert first.answer.startswith(told[-1]["answer"])
    second, _ = answer(long_engine, sample, "When?", [Turn("What was paid?", first.given, first.text)])
    assert second.given == ()
    assert second.cost.cached_tokens > first.cost.prompt_tokens - 20


def test_quotes_that_do_not_stand_on_the_page_are_marked(long_engine: TransformersEngine, read_sample: Read) -> None:
    sample = read_sample("receipt_scan.jpg")
    found, _ = answer(long_engine, sample, "Who sold it?")
    words = " ".join(line.text for line in sample.pages[0].lines).casefold()
    for citation in found.citations:
        assert citation.page == 1
        assert citation.found == bool(citation.boxes)
        assert not citation.found or citation.quote.strip()[:1].casefold() in words


def test_model_that_reads_text_only_gets_no_pictures(tiny_text_engine: TransformersEngine, read_sample: Read) -> None:
    found, _ = answer(tiny_text_engine, read_sample("receipt_scan.jpg"), "What was paid?")
    assert found.cost.image_tokens == 0
    assert any("reads text only" in note for note in found.notes)


@pytest.fixture
def tiny_text_engine(tiny_gemma_text: Path) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(load(str(tiny_gemma_text), weight_format="bf16", device="cpu", context=8192, rows=2), 2)
    yield engine
    engine.close()


def test_unfinished_answer_is_shown_as_far_as_it_came() -> None:
    assert so_far("") == {}
    assert so_far('{"evid') == {}
    assert so_far('{"evidence":[{"page":1,"quote":"Tot') == {"evidence": [{"page": 1, "quote": "Tot"}]}
    assert so_far('{"evidence":[],"answer":"It was 1') == {"evidence": [], "answer": "It was 1"}
