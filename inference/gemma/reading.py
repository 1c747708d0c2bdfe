"""Key information read by the model: a few pages per call, every value looked for on its page, then put together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from inference.engines.errors import EngineError
from inference.engines.extraction import Extraction, extract
from inference.engines.protocol import Cancelled, Description, Engine, Message, Options, Usage
from inference.gemma import prompts
from inference.gemma.budget import batches, room, text_tokens
from inference.gemma.fields import FIELDS, TOKENS_PER_FIELD, ModelFieldSpec, answer_model
from inference.gemma.grounding import Grounder
from inference.gemma.pages import ShownPage, Views, show
from inference.gemma.results import Cost, EngineInfo, ModelField, ModelReading
from inference.keyinfo.rows import Sheet
from inference.schema import Kind

TEXT_ONLY: Final = "{model} reads text only: it was given the text of the pages and not their pictures."
PAGE_CUT: Final = "Page {number} has more text than fits into one request; the model was not given all of it."

Progress = Callable[[int], None]
"""Told how many pages have been read."""


def engine_info(about: Description) -> EngineInfo:
    """What ran, as it is stored with results."""
    return EngineInfo(
        engine=about.engine,
        model=about.model,
        device=about.device,
        weight_format=about.weight_format,
        version=about.version,
    )


def add_cost(cost: Cost, usage: Usage, seconds: float) -> Cost:
    """The cost with one more call."""
    return Cost(
        calls=cost.calls + 1,
        prompt_tokens=cost.prompt_tokens + usage.prompt_tokens,
        cached_tokens=cost.cached_tokens + usage.cached_tokens,
        image_tokens=cost.image_tokens + usage.image_tokens,
        output_tokens=cost.output_tokens + usage.output_tokens,
        seconds=round(cost.seconds + seconds, 3),
    )


@dataclass
class Reader:
    """One reading of a document."""

    engine: Engine
    kind: Kind
    sheets: Sequence[Sheet]
    views: Views
    longest: int
    """Tokens of a prompt and its answer together (GEMMA_CONTEXT)."""
    cancelled: Cancelled
    progress: Progress
    _notes: list[str] = field(default_factory=list)
    _fields: list[ModelField] = field(default_factory=list)
    _cost: Cost = field(default_factory=Cost)

    def read(self) -> ModelReading:
        """The fields of this kind of document. Raises EngineError."""
        about = self.engine.describe()
        specs = FIELDS[self.kind]
        grounder = Grounder(self.sheets)
        limit = self._room(about.context_tokens, specs)
        done = 0
        # two pages at a time are drawn, not the whole document: pictures are large
        for group in batches(self.sheets, lambda sheet: text_tokens(prompts.page_text(sheet)), limit):
            if self.cancelled():
                raise EngineError("cancelled")
            pages = self._show(group, about, limit)
            for fitting in batches(pages, lambda page: page.tokens, limit):
                self._read_pages(fitting, specs, grounder)
            done += len(group)
            self.progress(done)
        return ModelReading(
            engine=engine_info(about),
            kind=self.kind,
            fields=tuple(merged(self._fields, specs)),
            notes=tuple(dict.fromkeys(self._notes)),
            cost=self._cost,
        )

    def _room(self, context: int | None, specs: Sequence[ModelFieldSpec]) -> int:
        said = text_tokens(prompts.SYSTEM) + text_tokens(prompts.extraction(self.kind, specs))
        return max(0, room(context, self.longest, _answer_tokens(specs, self.longest)) - said)

    def _show(self, group: Sequence[Sheet], about: Description, limit: int) -> list[ShownPage]:
        if not about.images:
            self._notes.append(TEXT_ONLY.format(model=about.model))
        pages = []
        for page in show(group, self.views if about.images else None):
            within = page.within(limit)
            if within is not page:
                self._notes.append(PAGE_CUT.format(number=page.number))
            pages.append(within)
        return pages

    def _read_pages(self, pages: Sequence[ShownPage], specs: Sequence[ModelFieldSpec], grounder: Grounder) -> None:
        """One call; two of half the pages where the estimate was too low."""
        parts = [part for page in pages for part in page.parts()]
        messages = [
            Message.of("system", prompts.SYSTEM),
            Message.of("user", *parts, prompts.extraction(self.kind, specs)),
        ]
        numbers = [page.number for page in pages]
        options = Options(max_tokens=_answer_tokens(specs, self.longest))
        began = time.perf_counter()
        try:
            answer = extract(self.engine, messages, answer_model(specs, numbers), options, self.cancelled)
        except EngineError as error:
            if error.code != "context_too_long" or len(pages) == 1:
                raise
            half = len(pages) // 2
            self._read_pages(pages[:half], specs, grounder)
            self._read_pages(pages[half:], specs, grounder)
            return
        self._cost = add_cost(self._cost, answer.usage, time.perf_counter() - began)
        self._fields += _fields(answer, specs, numbers, grounder)


def _answer_tokens(specs: Sequence[ModelFieldSpec], longest: int) -> int:
    """Tokens that the answer may have: enough for every field, but never more than half of all."""
    return min(TOKENS_PER_FIELD * len(specs) + 64, longest // 2)


def _fields(
    answer: Extraction, specs: Sequence[ModelFieldSpec], numbers: Sequence[int], grounder: Grounder
) -> list[ModelField]:
    found = []
    for spec in specs:
        given = getattr(answer.value, spec.name)
        if given is None or not given.printed.strip():
            continue
        # a value on another page that the model saw is there all the same: its place is known, not believed
        pages = [given.page, *(number for number in numbers if number != given.page)]
        places = ((page, grounder.place(spec, given.printed, page)) for page in pages)
        page, place = next(((page, place) for page, place in places if place), (given.page, None))
        found.append(
            ModelField(
                name=spec.name,
                label=spec.label,
                printed=given.printed,
                found=place is not None,
                page=page,
                box=place.box if place else None,
                value=place.value if place else None,
                currency=place.currency if place else None,
                confidence=answer.confidence.get(f"/{spec.name}/printed"),
            )
        )
    return found


def merged(fields: Sequence[ModelField], specs: Sequence[ModelFieldSpec]) -> list[ModelField]:
    """One of each: what stands on its page before what does not, then the surest, then the first."""
    best: dict[str, ModelField] = {}
    for given in fields:
        known = best.get(given.name)
        if known is None or (given.found, given.confidence or 0) > (known.found, known.confidence or 0):
            best[given.name] = given
    return [best[spec.name] for spec in specs if spec.name in best]
