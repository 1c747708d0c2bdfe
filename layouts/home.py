"""Home: what the application is for, and the shortest way to each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        "What does this document say?",
        "Text, tables and key figures of a report, an invoice or a statement, each with its place on the page.",
        "Read a document",
        "/documents",
    ),
)


def layout(state: Mapping[str, Any], *, href: Callable[[str], str] = str) -> Component:
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
                    html.Section([html.H2("Your newest documents"), html.Div(id=ids.DOCUMENTS, className="slot")]),
                    html.Section([html.H2("This installation"), html.Div(id=ids.STATUS, className="slot")]),
                ],
                className="home-slots",
            ),
            parts.prose(ABOUT),
        ],
        className="page",
    )


ABOUT = """
#### What it is for

Finance teams that want to read reports, invoices and statements with a language model face two questions
before the first page: which model, and on what hardware. The answer depends on how the weights are stored
and on how long the documents are. This application puts the published numbers side by side, says where they
disagree, and computes what they leave open.

#### What you can learn here

- what the parameters of a Gemma model are, and why small models spend so many of them on vocabulary;
- how quantization trades bits for memory, and what each format of the Gemma 3 report saves;
- why a long document needs a cache, and how sliding windows keep it small;
- why a printed memory figure and the need of an engine can differ severalfold;
- how text, tables and key figures are found in a document, and how to check each of them against its page.

#### How to read the numbers

Printed values stand upright; *derived, computed and estimated values are in italics* or hatched in charts.
A dash means that no source states the value; point at it, or reach it with the Tab key, to see why. Each
table and chart names its source and can be downloaded.
"""
