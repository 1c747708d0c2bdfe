"""Requests in the form of OpenAI's chat completions."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Literal

from data.media import sniff
from inference.engines.errors import EngineError
from inference.engines.protocol import Message, Options, Part, Reason, Text

Feature = Literal["logprobs", "json_schema"]
"""What not every server offers."""


def build_request(model: str, messages: Sequence[Message], options: Options) -> dict[str, Any]:
    """Arguments of a streaming chat completion. Raises EngineError bad_image."""
    request: dict[str, Any] = {
        "model": model,
        "messages": _conversation(messages),
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
        "logprobs": True,
    }
    if options.temperature > 0:
        request["top_p"] = options.top_p
    if options.seed is not None:
        request["seed"] = options.seed
    # outside OpenAI's own interface, but known to vLLM, SGLang and llama.cpp
    extra = {"top_k": options.top_k or None, "repetition_penalty": options.repetition_penalty}
    request["extra_body"] = {name: value for name, value in extra.items() if value not in (None, 1.0)}
    if options.schema is not None:
        answer = {"name": "answer", "schema": options.schema, "strict": True}
        request["response_format"] = {"type": "json_schema", "json_schema": answer}
    return request


def without(request: dict[str, Any], missing: set[Feature]) -> dict[str, Any]:
    """The request for a server that lacks these features."""
    adapted = dict(request)
    if "logprobs" in missing:
        del adapted["logprobs"]
    if "json_schema" in missing and "response_format" in adapted:
        # how llama-cpp-python's server is told a schema
        schema = adapted["response_format"]["json_schema"]["schema"]
        adapted["response_format"] = {"type": "json_object", "schema": schema}
    return adapted


def _conversation(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages as the server takes them; the system text stands before the first user turn, as Gemma 3 has it."""
    system = "".join(
        f"{part.text}\n\n"
        for message in messages
        if message.role == "system"
        for part in message.parts
        if isinstance(part, Text)
    )
    turns: list[dict[str, Any]] = []
    for message in messages:
        if message.role == "system":
            continue
        parts = [_part(part) for part in message.parts]
        if system and not turns:
            parts.insert(0, {"type": "text", "text": system})
        turns.append({"role": message.role, "content": parts})
    return turns


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    media_type = sniff(part.content[:4096])
    if media_type is None:
        raise EngineError("bad_image", reason="it is of no known type")
    data = base64.b64encode(part.content).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{media_type};base64,{data}"}}


def told_reason(told: str | None) -> Reason | None:
    """Why an answer ended, in the words of the protocol."""
    if told is None:
        return None
    return "length" if told == "length" else "stop"
