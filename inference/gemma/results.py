"""What the model returned about a document, after every value was looked for on its page.

The web tier imports this module, so it depends on pydantic alone. Boxes are those of `inference.schema`.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Attribute

from inference.schema import Box, Kind

SCHEMA_VERSION: Final = "1.0"
PROMPT_VERSION: Final = "1.1"
"""Changes with the prompts and the schemas that the model fills."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EngineInfo(_Model):
    """What ran, as the engine describes itself."""

    engine: str
    model: str
    device: str
    weight_format: str | None
    version: str


class Cost(_Model):
    """What the calls of the model took together."""

    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    image_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0


class ModelField(_Model):
    """One piece of key information as the model gave it."""

    name: str
    label: str
    printed: str
    """What the model says stands on the page."""
    found: bool
    """Whether it does stand there. Where not, there is no value and no box, and nobody may take it for read."""
    page: int = Attribute(ge=1)
    """The page it was found on; the page that the model named where it was not."""
    box: Box | None = None
    value: str | None = None
    """Normalised from the words on the page, not from the model's."""
    currency: str | None = None
    confidence: float | None = Attribute(default=None, ge=0, le=1)
    """Probability of the least certain token of the value; None where the engine tells none."""


class ModelReading(_Model):
    """Key information of a document as one model read it."""

    schema_version: str = SCHEMA_VERSION
    prompt_version: str = PROMPT_VERSION
    engine: EngineInfo
    kind: Kind
    fields: tuple[ModelField, ...]
    notes: tuple[str, ...] = ()
    """What a reader of the result should know, in words."""
    cost: Cost


class Citation(_Model):
    """Words that the model quotes for its answer, and where they stand."""

    page: int = Attribute(ge=1)
    quote: str
    found: bool
    """Whether the words stand on that page."""
    boxes: tuple[Box, ...] = ()
    """One box per line of print."""


class ModelAnswer(_Model):
    """An answer to a question about a document."""

    schema_version: str = SCHEMA_VERSION
    prompt_version: str = PROMPT_VERSION
    engine: EngineInfo
    answer: str
    citations: tuple[Citation, ...]
    given: tuple[int, ...]
    """Pages that were put before the model with this question; earlier ones it had already."""
    text: str
    """The answer word for word, as a follow-up repeats it."""
    notes: tuple[str, ...] = ()
    cost: Cost
