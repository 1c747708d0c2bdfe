"""Extraction into a schema, the same for every engine: ask, validate, ask once more with the errors, or fail."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import jsonschema
from pydantic import BaseModel, TypeAdapter, ValidationError

from inference.engines.confidence import value_confidence
from inference.engines.errors import EngineError
from inference.engines.protocol import Cancelled, Delta, Engine, Finished, Message, Options, Usage, never

log = logging.getLogger(__name__)

Value = TypeVar("Value")
Model = TypeVar("Model", bound=BaseModel)

REPAIR = "That answer cannot be used:\n{reason}\nAnswer again with the whole corrected JSON and nothing else."


@dataclass(frozen=True)
class Extraction(Generic[Value]):
    """A validated answer."""

    value: Value
    confidence: dict[str, float]
    """Probability of the least certain token of each value, by JSON pointer; empty where the engine tells none."""
    text: str
    """The JSON as the model wrote it."""
    repaired: bool
    """The first answer was invalid, this is the second."""
    usage: Usage
    """Of all attempts together; `first_token_seconds` is that of the first."""


class _Invalid(Exception):
    """An answer that does not validate; its text names each place and what is wrong there."""


@overload
def extract(
    engine: Engine,
    messages: Sequence[Message],
    schema: type[Model],
    options: Options = ...,
    cancelled: Cancelled = ...,
) -> Extraction[Model]: ...


@overload
def extract(
    engine: Engine,
    messages: Sequence[Message],
    schema: dict[str, Any],
    options: Options = ...,
    cancelled: Cancelled = ...,
) -> Extraction[Any]: ...


def extract(
    engine: Engine,
    messages: Sequence[Message],
    schema: type[BaseModel] | dict[str, Any],
    options: Options = Options(),  # noqa: B008 - frozen
    cancelled: Cancelled = never,
) -> Extraction[Any]:
    """The model's answer as an instance of a pydantic class, or as plain Python values under a JSON schema.

    Strings and arrays in the schema need a bound (maxLength, maxItems), else a model may fill the budget with one
    value. The prompt should say what the fields mean; the schema only forces the form.

    Raises EngineError: "invalid_output" when the answer and its one repair do not validate, "output_cut" when the
    token budget ended first (never repaired: a cut answer lacks values), "cancelled", and what `Engine.chat` raises.
    """
    rule = schema if isinstance(schema, dict) else schema.model_json_schema()
    options = dataclasses.replace(options, schema=rule)
    conversation = list(messages)
    usage: Usage | None = None
    for repaired in (False, True):
        deltas, end = _ask(engine, conversation, options, cancelled)
        usage = end.usage if usage is None else _sum(usage, end.usage)
        text = "".join(delta.text for delta in deltas)
        try:
            value = _validate(text, schema)
        except _Invalid as error:
            if repaired:
                raise EngineError("invalid_output", reason=str(error)) from error
            log.info("answer does not follow the schema, asking for a repair: %s", error)
            conversation += [Message.of("assistant", text), Message.of("user", REPAIR.format(reason=error))]
        else:
            return Extraction(value, value_confidence(deltas), text, repaired, usage)
    raise AssertionError  # the loop returns or raises


def _ask(
    engine: Engine, messages: Sequence[Message], options: Options, cancelled: Cancelled
) -> tuple[list[Delta], Finished]:
    deltas: list[Delta] = []
    for event in engine.chat(messages, options, cancelled):
        if isinstance(event, Delta):
            deltas.append(event)
        elif isinstance(event, Finished):
            if event.reason == "cancelled":
                raise EngineError("cancelled")
            if event.reason == "length":
                raise EngineError("output_cut", max_tokens=options.max_tokens)
            return deltas, event
    raise AssertionError  # every stream ends with Finished or an error


def _validate(text: str, schema: type[BaseModel] | dict[str, Any]) -> Any:
    """Raises _Invalid."""
    try:
        if not isinstance(schema, dict):
            return TypeAdapter(schema).validate_json(text)
        value = json.loads(text)
        jsonschema.validate(value, schema)
    except ValidationError as error:
        places = [f"{'.'.join(str(part) for part in item['loc']) or 'JSON'}: {item['msg']}" for item in error.errors()]
        raise _Invalid("\n".join(places)) from error
    except json.JSONDecodeError as error:
        raise _Invalid(f"JSON: {error}") from error
    except jsonschema.ValidationError as error:
        raise _Invalid(f"{error.json_path}: {error.message}") from error
    return value


def _sum(first: Usage, second: Usage) -> Usage:
    return Usage(
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        cached_tokens=first.cached_tokens + second.cached_tokens,
        image_tokens=first.image_tokens + second.image_tokens,
        output_tokens=first.output_tokens + second.output_tokens,
        first_token_seconds=first.first_token_seconds,
        decode_seconds=(first.decode_seconds or 0) + (second.decode_seconds or 0),
    )
