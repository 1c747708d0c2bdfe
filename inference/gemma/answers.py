"""Questions about a document, answered by the model with quotes that are looked for on their pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Attribute
from pydantic_core import from_json

from inference.bm25 import Bm25
from inference.engines.extraction import extract
from inference.engines.protocol import Cancelled, Delta, Description, Engine, Event, Message, Options, Started, never
from inference.gemma import prompts
from inference.gemma.budget import room, text_tokens
from inference.gemma.fields import page_number
from inference.gemma.grounding import Grounder
from inference.gemma.pages import ShownPage, Views, show
from inference.gemma.reading import PAGE_CUT, TEXT_ONLY, add_cost, engine_info
from inference.gemma.results import Citation, Cost, ModelAnswer
from inference.keyinfo.rows import Sheet
from inference.questions import terms_of

LONGEST_QUESTION: Final = 500
LONGEST_QUOTE: Final = 160
MOST_QUOTES: Final = 4
LONGEST_ANSWER: Final = 800
ANSWER_TOKENS: Final = 2048
PAGES_WITH_PICTURES: Final = 4
"""Documents of up to so many pages are shown as pictures too; longer ones as text, of which more fits."""
PAGES_FOUND: Final = 6
"""Pages that are looked up for each question where the document is too long to be given whole."""
FORGOTTEN: Final = "The conversation had become too long: the model no longer has the first {turns} of its questions."

Partial = Callable[[dict[str, Any]], None]
"""Told what there is of the answer so far: evidence and answer, as far as they have come."""


@dataclass(frozen=True)
class Turn:
    """An earlier question of the conversation."""

    question: str
    given: tuple[int, ...]
    """Pages that were put before the model with it."""
    text: str
    """The model's answer word for word."""


@dataclass
class Answerer:
    """Answers one question; what was said before costs nothing again where the engine kept it."""

    engine: Engine
    sheets: Sequence[Sheet]
    views: Views
    longest: int
    """Tokens of a prompt and its answer together (GEMMA_CONTEXT)."""
    cancelled: Cancelled
    partial: Partial

    def answer(self, question: str, earlier: Sequence[Turn]) -> ModelAnswer:
        """The answer with its quotes, each looked for on its page. Raises EngineError."""
        about = self.engine.describe()
        notes = [] if about.images else [TEXT_ONLY.format(model=about.model)]
        answer_tokens = min(ANSWER_TOKENS, self.longest // 2)
        limit = room(about.context_tokens, self.longest, answer_tokens) - text_tokens(prompts.SYSTEM)
        asked = prompts.question(question)
        kept = list(earlier)
        while True:
            before, used = self._before(kept, about)
            pages = self._pages(question, {number for turn in kept for number in turn.given}, about)
            left = limit - used - text_tokens(asked)
            fitting = list(_fitting(pages, left))
            if not kept or fitting or not pages:
                break
            kept = kept[1:]
        if len(kept) < len(earlier):
            notes.append(FORGOTTEN.format(turns=len(earlier) - len(kept)))
        notes += [PAGE_CUT.format(number=page.number) for page in fitting if page.longest is not None]
        given = tuple(page.number for page in fitting)
        seen = sorted({*given, *(number for turn in kept for number in turn.given)})
        parts = [part for page in fitting for part in page.parts()]
        messages = [Message.of("system", prompts.SYSTEM), *before, Message.of("user", *parts, asked)]
        began = time.perf_counter()
        found = extract(
            _Listening(self.engine, self.partial),
            messages,
            _answer_model(seen),
            Options(max_tokens=answer_tokens),
            self.cancelled,
        )
        value: Any = found.value
        grounder = Grounder(self.sheets)
        citations = []
        for item in value.evidence:
            boxes = grounder.quote(item.quote, item.page)
            citations.append(Citation(page=item.page, quote=item.quote, found=bool(boxes), boxes=boxes))
        return ModelAnswer(
            engine=engine_info(about),
            answer=value.answer,
            citations=tuple(citations),
            given=given,
            text=found.text,
            notes=tuple(notes),
            cost=add_cost(Cost(), found.usage, time.perf_counter() - began),
        )

    def _before(self, turns: Sequence[Turn], about: Description) -> tuple[list[Message], int]:
        """The conversation as it was, word for word, and its tokens."""
        messages, tokens = [], 0
        for turn in turns:
            pages = self._shown([sheet for sheet in self.sheets if sheet.number in turn.given], about)
            parts = [part for page in pages for part in page.parts()]
            asked = prompts.question(turn.question)
            messages += [Message.of("user", *parts, asked), Message.of("assistant", turn.text)]
            tokens += sum(page.tokens for page in pages) + text_tokens(asked) + text_tokens(turn.text)
        return messages, tokens

    def _shown(self, sheets: Sequence[Sheet], about: Description) -> list[ShownPage]:
        pictures = about.images and len(self.sheets) <= PAGES_WITH_PICTURES
        return show(sheets, self.views if pictures else None)

    def _pages(self, question: str, known: set[int], about: Description) -> list[ShownPage]:
        """Pages to put before the model, those first that hold most of the question's words."""
        index = Bm25([tuple(terms_of(prompts.page_text(sheet))) for sheet in self.sheets])
        scores = index.scores(terms_of(question))
        ranked = sorted(range(len(self.sheets)), key=lambda number: (-scores.get(number, 0), number))
        whole = len(self.sheets) <= PAGES_WITH_PICTURES
        wanted = [self.sheets[number] for number in (ranked if whole else ranked[:PAGES_FOUND])]
        return self._shown([sheet for sheet in wanted if sheet.number not in known], about)


def _fitting(pages: Sequence[ShownPage], tokens: int) -> Iterator[ShownPage]:
    """The pages that fit, the first of them cut if it must be."""
    for index, page in enumerate(pages):
        within = page.within(tokens) if index == 0 and tokens > 0 else page
        if within.tokens > tokens:
            return
        tokens -= within.tokens
        yield within


def _answer_model(pages: Sequence[int]) -> type[BaseModel]:
    config = ConfigDict(extra="forbid")
    quoted = create_model(
        "Quoted",
        __config__=config,
        page=(page_number(pages), ...),
        quote=(Annotated[str, Attribute(min_length=1, max_length=LONGEST_QUOTE)], ...),
    )
    return create_model(
        "Answer",
        __config__=config,
        evidence=(_few(quoted), ...),
        answer=(Annotated[str, Attribute(min_length=1, max_length=LONGEST_ANSWER)], ...),
    )


def _few(item: Any) -> Any:
    return Annotated[list[item], Attribute(max_length=MOST_QUOTES)]


class _Listening:
    """An engine that lets somebody read along."""

    def __init__(self, engine: Engine, partial: Partial) -> None:
        self._engine, self._partial = engine, partial

    def describe(self) -> Description:
        return self._engine.describe()

    def chat(
        self,
        messages: Sequence[Message],
        options: Options = Options(),  # noqa: B008 - frozen
        cancelled: Cancelled = never,
    ) -> Iterator[Event]:
        text = ""
        for event in self._engine.chat(messages, options, cancelled):
            if isinstance(event, Started):
                self._partial({})
            elif isinstance(event, Delta):
                text += event.text
                self._partial(so_far(text))
            yield event

    def close(self) -> None:
        self._engine.close()


def so_far(text: str) -> dict[str, Any]:
    """What an unfinished JSON answer holds already; empty while it holds nothing."""
    try:
        value = from_json(text, allow_partial="trailing-strings")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
