"""What every engine does, whether Gemma 3 runs in this process or behind an endpoint.

Light on purpose: it imports neither torch nor an HTTP client, so both tiers can name its types.
Extraction into a schema is the same for all engines and lives in `inference.engines.extraction`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Role = Literal["system", "user", "assistant"]
Reason = Literal["stop", "length", "cancelled"]
Cancelled = Callable[[], bool]
"""Asked between two steps of the model; True ends the request. Must return at once (a flag, not a query)."""


def never() -> bool:
    """The `Cancelled` of a request that nobody can stop."""
    return False


@dataclass(frozen=True)
class Text:
    """A run of text in a message."""

    text: str


@dataclass(frozen=True)
class Image:
    """A picture in a message, as the bytes of a PNG, JPEG or WEBP file."""

    content: bytes = field(repr=False)


Part = Text | Image


@dataclass(frozen=True)
class Message:
    """One turn of a conversation. Roles alternate between user and assistant after at most one system message.

    Gemma 3 has no system role: the system text is put before the first user turn. Images belong to user turns and
    come before the text that asks about them.

    What several requests share costs once: a follow-up that repeats the conversation word for word (answers included),
    or a request whose parts are the same except for the last part of the last message. So put a document into parts
    of its own, before the part with the question.
    """

    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, role: Role, *parts: Part | str) -> Message:
        """A message from texts and images."""
        return cls(role, tuple(Text(part) if isinstance(part, str) else part for part in parts))


@dataclass(frozen=True)
class Options:
    """How an answer is produced. The defaults are greedy: the same request gives the same answer."""

    max_tokens: int = 1024
    """The answer ends with reason "length" after so many tokens."""
    temperature: float = 0.0
    """0 takes the most likely token at each step; above 0 draws."""
    top_k: int = 0
    """Draw among so many of the most likely tokens; 0 for all."""
    top_p: float = 1.0
    """Draw among the most likely tokens that together have this probability."""
    repetition_penalty: float = 1.0
    """Above 1, tokens that stand in the prompt or the answer become less likely."""
    seed: int | None = None
    """Makes drawing repeatable."""
    pan_and_scan: bool = False
    """Adds up to 4 crops along the longer side of each image that is far from square; each costs 256 tokens and more.
    An endpoint does what its server is set to."""
    schema: dict[str, Any] | None = field(default=None, hash=False)
    """JSON schema that the answer follows, token by token where the engine can force it."""


@dataclass(frozen=True)
class Usage:
    """What a request took."""

    prompt_tokens: int
    """All tokens of the prompt, those for images and those from the cache included."""
    cached_tokens: int
    """Prompt tokens that did not have to be computed again."""
    image_tokens: int
    """Prompt tokens that stand for images. 0 where an endpoint does not tell."""
    output_tokens: int
    first_token_seconds: float | None
    """From the request to its first token, waiting included. None without a token."""
    decode_seconds: float | None
    """From the first token to the last. None without a token."""


@dataclass(frozen=True)
class Started:
    """The prompt is about to be computed. Counts are None where an endpoint tells them only at the end."""

    prompt_tokens: int | None
    cached_tokens: int | None


@dataclass(frozen=True)
class Delta:
    """More of the answer. Never cuts a character in two; `text` may be empty when a token carries none."""

    text: str
    logprobs: tuple[float, ...] = ()
    """Natural log-probability of each token that the text came from, before temperature, filters and schema.
    Empty where the engine does not tell."""


@dataclass(frozen=True)
class Finished:
    """The last event of every stream."""

    reason: Reason
    usage: Usage


Event = Started | Delta | Finished


@dataclass(frozen=True)
class Description:
    """What runs, for people and for records."""

    engine: str
    """"transformers" or "endpoint"."""
    model: str
    """Hub id, folder name, or the endpoint's name of the model."""
    device: str
    """"cpu", "cuda:0 NVIDIA H200", "mps", or the endpoint's host."""
    weight_format: str | None
    """bf16, int8, fp8 or int4; None where an endpoint does not tell."""
    context_tokens: int | None
    """Prompt and answer together must fit into this. None where an endpoint does not tell."""
    images: bool
    version: str
    """Versions of the libraries or of the server, for example "transformers 5.23.0, torch 2.13.0"."""


class Engine(Protocol):
    """Answers requests. Safe to call from several threads; requests that run at the same time share the device."""

    def describe(self) -> Description:
        """What runs. Never talks to another machine."""
        ...

    def chat(
        self, messages: Sequence[Message], options: Options = ..., cancelled: Cancelled = never
    ) -> Iterator[Event]:
        """One `Started`, then `Delta`s as they come, then one `Finished`. Closing the iterator cancels the request.

        Raises EngineError, before the first event for what can be known then (images_unsupported, context_too_long,
        bad_schema, bad_image), else instead of the next one. A cancelled request ends with `Finished("cancelled")`;
        when it never left the queue, that is its only event.
        """
        ...

    def close(self) -> None:
        """Ends running requests as cancelled and gives back memory and connections. Later calls raise EngineError."""
        ...
