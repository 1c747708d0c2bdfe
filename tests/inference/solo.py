"""What transformers itself answers: chat template, processor and `generate`, one request at a time, from nothing."""

import io
from collections.abc import Sequence
from typing import Any

import torch
from PIL import Image as Picture
from transformers import AutoProcessor

from inference.engines.local.answer import Writer
from inference.engines.local.loading import Loaded
from inference.engines.protocol import Delta, Event, Finished, Message, Started, Text
from tests.inference.tiny_gemma import BOI, EOI, EOT, SOFT


def template_inputs(loaded: Loaded, messages: Sequence[Message], pan_and_scan: bool = False) -> dict[str, Any]:
    """Ids, pixels and token types by the checkpoint's own processor."""
    processor = AutoProcessor.from_pretrained(loaded.model.config._name_or_path, backend="pil")
    listed = [
        {
            "role": message.role,
            "content": [
                {"type": "text", "text": part.text}
                if isinstance(part, Text)
                else {"type": "image", "image": Picture.open(io.BytesIO(part.content))}
                for part in message.parts
            ],
        }
        for message in messages
    ]
    return dict(
        processor.apply_chat_template(
            listed,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            add_generation_prompt=True,
            processor_kwargs={"images_kwargs": {"do_pan_and_scan": pan_and_scan}},
        )
    )


def solo(loaded: Loaded, inputs: dict[str, Any], max_tokens: int) -> list[int]:
    """Tokens of the greedy answer without the one that ends it; image tokens suppressed, as in the engine."""
    ids = inputs["input_ids"]
    found = loaded.model.generate(
        **inputs, max_new_tokens=max_tokens, do_sample=False, suppress_tokens=[BOI, EOI, SOFT], use_cache=True
    )[0, ids.shape[1] :].tolist()
    return found[:-1] if found[-1] in (1, EOT) else found


def solo_chat(loaded: Loaded, messages: Sequence[Message], max_tokens: int) -> list[int]:
    """The same from messages."""
    return solo(loaded, template_inputs(loaded, messages), max_tokens)


def continue_solo(
    loaded: Loaded, inputs: dict[str, Any], answer: list[int], question: str, max_tokens: int
) -> tuple[list[int], dict[str, Any]]:
    """The answer to a follow-up, computed from nothing over the tokens of the whole conversation; and its inputs."""
    tokenizer = loaded.tokenizer

    def encode(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False))

    more = [*answer, EOT, *encode(f"\n<start_of_turn>user\n{question}<end_of_turn>\n<start_of_turn>model\n")]
    ids = torch.cat([inputs["input_ids"], torch.tensor([more])], dim=1)
    types = torch.nn.functional.pad(inputs["token_type_ids"], (0, len(more)))
    longer = {**inputs, "input_ids": ids, "attention_mask": torch.ones_like(ids), "token_type_ids": types}
    return solo(loaded, longer, max_tokens), longer


def decode(loaded: Loaded, tokens: list[int]) -> str:
    """The text of tokens, one after the other: decoded at once, one wrong byte spoils the right ones beside it."""
    writer = Writer(loaded.tokenizer)
    return "".join(writer.write(token) for token in tokens) + writer.rest()


def split(events: Sequence[Event]) -> tuple[Started, str, Finished]:
    """Beginning, text and end of a stream, in that order or not at all."""
    started, *deltas, finished = events
    assert isinstance(started, Started)
    assert isinstance(finished, Finished)
    assert all(isinstance(delta, Delta) for delta in deltas)
    return started, "".join(delta.text for delta in deltas if isinstance(delta, Delta)), finished


def ask(*parts: Any) -> list[Message]:
    """A conversation of one question."""
    return [Message.of("user", *parts)]
