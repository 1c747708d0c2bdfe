"""Home: what the application is for, and the shortest way to each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.components import parts
from layouts.ids import id_factory
from layouts.state import Control

_id = id_factory("home")


class ids:
    STATUS = _id("status")
    DOCUMENTS = _id("documents")


CONTROLS: tuple[Control, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question the application answers, how, and the page with the answer already set up."""

    question: str
    answer: str
    link: str
    path: str


QUESTIONS = (
    Question(
        "Which Gemma model suits the work?",
        "Size, image input, context length and languages of every generation, side by side.",
        "Compare Gemma 3 4B and 27B",
        "/models?models=Gemma+3+4B,Gemma+3+27B",
    ),
    Question(
        "How much memory does it take, and which card holds it?",
        "Weights in each format, the cache that a long document adds, and the cards with enough room.",
        "See Int4 at 32,768 tokens",
        "/quantization?formats=int4&kv=1&context=32768",
    ),
    Question(
        "What will it cost?",
        "The cheapest configuration that reads your documents in time: hardware, memory, price per 1,000 pages.",
        "Price 500 documents a day",
        "/advisor?documents=500&people=8&seconds=10",
    ),
    Question(
        "What does this document say?",
        "Text, tables and key figures of a report, an invoice or a statement, each with its place on the page.",
        "Read a document",
        "/documents",
    ),
)


@dataclass(frozen=True)
class RecentDocument:
    """A document of this visitor: name, link to it, and the state of its analysis in words."""

    name: str
    path: str
    state: str


@dataclass(frozen=True)
class InstalledPart:
    """A part of this installation, whether it works, and what to know about it."""

    name: str
    works: bool
    detail: str


def layout(
    state: Mapping[str, Any],
    documents: Sequence[RecentDocument] = (),
    installed: Sequence[InstalledPart] = (),
    *,
    href: Callable[[str], str] = str,
) -> Component:
    """The page; `href` turns a path of the application into a link (where it is served below a prefix)."""
    return html.Div(
        [
            *parts.page_header(
                "GemmaVision QuantAdvisor",
                "Choose a Gemma model, a weight format and a card on published numbers, and read financial documents "
                "on your own machines.",
            ),
            html.Ul(
                [
                    html.Li(
                        [
                            html.H2(question.question),
                            html.P(question.answer),
                            dcc.Link(question.link, href=href(question.path), className="btn btn-primary btn-sm"),
                        ],
                        className="question",
                    )
                    for question in QUESTIONS
                ],
                className="questions",
            ),
            html.Div(
                [
                    html.Section([html.H2("Your newest documents"), _documents(documents, href)], id=ids.DOCUMENTS),
                    html.Section([html.H2("This installation"), _installed(installed)], id=ids.STATUS),
                ],
                className="home-slots",
            ),
            parts.prose(ABOUT),
        ],
        className="page",
    )


def _documents(documents: Sequence[RecentDocument], href: Callable[[str], str]) -> Component:
    if not documents:
        return html.P("None yet. Add one under Document Understanding; samples are there as well.")
    return html.Ul(
        [
            html.Li([dcc.Link(document.name, href=href(document.path)), html.Small(f" {document.state}")])
            for document in documents
        ]
    )


def _installed(installed: Sequence[InstalledPart]) -> Component:
    return html.Dl(
        [
            child
            for part in installed
            for child in (html.Dt([part.name, " ", html.Span("✓" if part.works else "–")]), html.Dd(part.detail))
        ],
        className="installed",
    )


ABOUT = """
## What it is for

Finance teams that want to read reports, invoices and statements with a language model face two questions
before the first page: which model, and on what hardware. The answer depends on how the weights are stored
and on how long the documents are. This application puts the published numbers side by side, says where they
disagree, and computes what they leave open.

## What you can learn here

- what the parameters of a Gemma model are, and why small models spend so many of them on vocabulary;
- how quantization trades bits for memory, and what each format of the Gemma 3 report saves;
- why a long document needs a cache, and how sliding windows keep it small;
- why a printed memory figure and the need of an engine can differ severalfold;
- how text, tables and key figures are found in a document, and how to check each of them against its page.

## Where it runs

The pages need a web browser and nothing from the internet. Documents are read by a worker beside the
application, on the processor: opening, text layer, text recognition, tables and key figures. No
graphics card is needed for that. What this installation has is listed above.

## How to read the numbers

Printed values stand upright; *derived, computed and estimated values are in italics* or hatched in charts.
A dash means that no source states the value; point at it, or reach it with the Tab key, to see why. Each
table and chart names its source and can be downloaded.
"""
