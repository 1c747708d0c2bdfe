"""What the advisor is asked for, in the words of a finance team, and the tokens that follow from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[float, Field(gt=0)]

# 256 soft tokens and the three markers around them; a page read with pan-and-scan is the page and its two halves.
TOKENS_PER_IMAGE = 259
CROPS_WITH_PAN_AND_SCAN = 3


class Workload(BaseModel):
    """The work, the target and the price. Everything has a starting value that the page shows and lets change.

    Tokens per page, instruction and answer lengths are assumptions about the reader's documents, not measurements;
    the application replaces them by counts of its own documents where it has some.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    documents_per_day: Positive = Field(default=200, le=10_000_000, description="documents a day")
    pages_per_document: Annotated[float, Field(ge=1, le=10_000)] = Field(
        default=12, description="pages of one document"
    )
    pages_as_images: bool = Field(
        default=True, description="the model sees the page, not only its text (scans, charts)"
    )
    pan_and_scan: bool = Field(default=True, description="dense pages are read as the page and its two halves")
    text_tokens_per_page: Annotated[int, Field(ge=0, le=8192)] = Field(
        default=700, description="text given with each page"
    )
    output_tokens_per_page: Annotated[int, Field(ge=1, le=8192)] = Field(
        default=250, description="fields written per page"
    )
    questions_per_document: Annotated[float, Field(ge=0, le=1000)] = Field(
        default=3, description="questions asked per document"
    )
    answer_tokens: Annotated[int, Field(ge=1, le=8192)] = Field(default=150, description="length of an answer")
    people_at_once: Annotated[int, Field(ge=1, le=256)] = Field(
        default=4, description="people who wait at the same time"
    )
    answer_seconds: Positive = Field(default=15, le=3600, description="time in which an answer must be complete")
    hours_per_day: Annotated[float, Field(gt=0, le=24)] = Field(
        default=10, description="hours a day in which the work is done"
    )
    instruction_tokens: Annotated[int, Field(ge=0, le=8192)] = Field(
        default=300, description="instructions with every request"
    )

    @property
    def crops(self) -> int:
        """Images that the vision tower reads per page."""
        return 0 if not self.pages_as_images else CROPS_WITH_PAN_AND_SCAN if self.pan_and_scan else 1

    @property
    def page_tokens(self) -> int:
        """Prompt of one page request."""
        return self.instruction_tokens + self.crops * TOKENS_PER_IMAGE + self.text_tokens_per_page

    @property
    def question_tokens(self) -> float:
        """Prompt of the first question: the text of the whole document; later questions reuse it."""
        return self.instruction_tokens + self.pages_per_document * max(self.text_tokens_per_page, 1)

    @property
    def context_tokens(self) -> int:
        """Longest context of a request, answer included; a document longer than the limit is read in parts."""
        longest = max(self.page_tokens + self.output_tokens_per_page, self.question_tokens + self.answer_tokens)
        return int(min(longest, MAXIMUM_PROMPT_TOKENS))

    @property
    def pages_per_hour(self) -> float:
        """Pages that must be read in a working hour."""
        return self.documents_per_day * self.pages_per_document / self.hours_per_day


# Long-context scores fall beyond this (RULER at 128k, Table 15); longer documents are read in parts of this length.
MAXIMUM_PROMPT_TOKENS = 32_768

Priority = Literal["cost", "quality", "latency"]


class Prices(BaseModel):
    """What a GPU hour costs: rented at a price per hour, or bought and run.

    ``owned = purchase price / (years * 8760 h) + power * electricity price``; the purchase is written off over every
    hour of its life, the power only counts while the card works.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rent_usd_per_hour: dict[str, Positive] = Field(default_factory=dict, description="by GPU; else the listed median")
    purchase_usd: dict[str, Positive] = Field(default_factory=dict, description="by GPU: bought instead of rented")
    years: Positive = Field(default=3, le=20, description="years over which a purchase is written off")
    electricity_usd_per_kwh: Annotated[float, Field(ge=0, le=10)] = Field(
        default=0.25, description="price of electricity"
    )


class Constraints(BaseModel):
    """What may be chosen from; an empty tuple means everything."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    models: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    gpus: tuple[str, ...] = ()
    maximum_gpus: Annotated[int, Field(ge=1, le=8)] = 4
    maximum_servers: Annotated[int, Field(ge=1, le=1000)] = 16
    minimum_quality: Annotated[float, Field(ge=0, le=100)] = 0.0
    kv_8_bit: bool = False


class Question(BaseModel):
    """One request to the advisor: `POST /api/advise` takes exactly this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workload: Workload = Workload()
    constraints: Constraints = Constraints()
    prices: Prices = Prices()
    priority: Priority = "cost"
