"""Answers in a schema: always valid from random weights, one repair, clear failures."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from inference.engines.errors import EngineError
from inference.engines.extraction import extract
from inference.engines.protocol import Delta, Finished, Message, Options

if TYPE_CHECKING:
    from inference.engines.local.engine import TransformersEngine

DRAW = Options(max_tokens=600, temperature=1.0)
ASK = [Message.of("user", "Extract the invoice.")]


class Amount(BaseModel):
    model_config = ConfigDict(extra="forbid")

    amount: float = Field(ge=0, le=1e6, multiple_of=0.01)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=20)
    quantity: int = Field(ge=0, le=1000)
    paid: bool


class Invoice(BaseModel):
    """Bounded everywhere, as a schema for a model has to be."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["invoice", "receipt"]
    vendor: Annotated[str, Field(max_length=20)] | None
    issued: date | None
    total: Amount
    lines: list[Line] = Field(max_length=3)


def test_answers_follow_the_schema_whatever_the_model_says(engine: "TransformersEngine") -> None:
    with ThreadPoolExecutor(8) as together:
        drawn = list(
            together.map(lambda seed: extract(engine, ASK, Invoice, dataclasses.replace(DRAW, seed=seed)), range(20))
        )
    assert not any(one.repaired for one in drawn)
    assert len({one.text for one in drawn}) == 20
    for one in drawn:
        assert Invoice.model_validate_json(one.text) == one.value
        assert {"/kind", "/vendor", "/total/amount", "/total/currency"} <= set(one.confidence)
        assert all(0 <= probability <= 1 for probability in one.confidence.values())


def test_different_schemas_and_free_text_share_a_batch(engine: "TransformersEngine") -> None:
    options = Options(max_tokens=400)
    streams = [
        engine.chat(ASK, dataclasses.replace(options, schema=schema))
        for schema in (Invoice.model_json_schema(), None, Amount.model_json_schema(), Line.model_json_schema())
    ]
    texts = []
    for stream in streams:
        events = list(stream)
        assert isinstance(events[-1], Finished)
        texts.append("".join(event.text for event in events if isinstance(event, Delta)))
    Invoice.model_validate_json(texts[0])
    Amount.model_validate_json(texts[2])
    Line.model_validate_json(texts[3])


def test_a_plain_json_schema_gives_plain_values(engine: "TransformersEngine") -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"paid": {"type": "boolean"}, "kind": {"enum": ["invoice", "receipt"]}},
        "required": ["paid", "kind"],
        "additionalProperties": False,
    }
    found = extract(engine, ASK, schema)
    assert found.value["paid"] in (True, False)
    assert found.value["kind"] in ("invoice", "receipt")
    assert set(found.confidence) == {"/paid", "/kind"}


def test_an_invalid_answer_is_repaired_once(engine: "TransformersEngine") -> None:
    seen: list[str] = []

    class Picky(Amount):
        @field_validator("currency")
        @classmethod
        def second_time(cls, value: str) -> str:
            seen.append(value)
            if len(seen) == 1:
                raise ValueError("no such currency")
            return value

    found = extract(engine, ASK, Picky)
    assert found.repaired
    assert len(seen) == 2
    alone = next(event for event in engine.chat(ASK, Options(max_tokens=1)) if isinstance(event, Finished))
    assert found.usage.prompt_tokens > 2 * alone.usage.prompt_tokens


def test_an_answer_that_stays_invalid_fails_with_the_place_and_the_reason(engine: "TransformersEngine") -> None:
    class Impossible(Amount):
        @field_validator("currency")
        @classmethod
        def never(cls, value: str) -> str:
            raise ValueError("no such currency")

    with pytest.raises(EngineError, match="currency: Value error, no such currency") as failed:
        extract(engine, ASK, Impossible)
    assert failed.value.code == "invalid_output"


def test_an_answer_that_does_not_end_is_not_repaired(engine: "TransformersEngine") -> None:
    with pytest.raises(EngineError) as failed:
        extract(engine, ASK, Invoice, Options(max_tokens=10))
    assert failed.value.code == "output_cut"


def test_a_cancelled_extraction_says_so(engine: "TransformersEngine") -> None:
    with pytest.raises(EngineError) as failed:
        extract(engine, ASK, Invoice, cancelled=lambda: True)
    assert failed.value.code == "cancelled"
