"""The advice as one HTML file without anything from outside, for the colleague who signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.advisor.advice import Advice, Change
from data.advisor.workload import Question
from layouts import theme
from layouts.advisor.answer import facts, headlines
from layouts.advisor.controls import NUMBERS, PRIORITIES
from layouts.advisor.options_table import frame
from layouts.advisor.text import EVIDENCE, LAUNCH_SOURCE, OPTIONS_SOURCE
from layouts.components.markup import Markup, element, escaped
from layouts.frames import records

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1d2530; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid #d5d9de; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { padding: 0.75rem; background: #f3f5f7; overflow-x: auto; } small { color: #4c5663; }
.scroll { overflow-x: auto; }
"""

COLUMNS = {
    "rank": "Rank", "model": "Model", "format": "Format", "engine": "Engine", "gpu": "Card",
    "gpus_per_server": "Cards", "servers": "Servers", "usd_per_1000_pages": "$ per 1,000 pages",
    "answer_seconds": "Answer, s", "pages_per_hour": "Pages an hour", "memory_total_gb": "Memory, GB",
    "memory_limit_gb": "of, GB", "quality": "Quality", "evidence": "Times are",
}  # fmt: skip


def report(advice: Advice, question: Question, changes: Iterable[Change], made: str) -> str:
    """The file's text; `made` is the date that it states."""
    option = advice.recommended or advice.nearest
    parts = [
        element("h1", "Deployment advice"),
        element("p", f"GemmaVision QuantAdvisor, {made}"),
        element("p", element("strong", advice.finding)),
    ]
    if option is not None:
        parts += [
            _table(
                ("Figure", "Value", "Interval", "Rests on"),
                [
                    (one.meaning, f"{one.value} {one.unit}".strip(), one.around, one.evidence)
                    for one in headlines(option, question)
                ],
            ),
            element("ul", [element("li", line) for line in facts(advice, question)]),
            element("ul", [element("li", f"{name}: {meaning}") for name, meaning in EVIDENCE.items()]),
        ]
    if advice.launch is not None:
        parts += [
            element("h2", "Start it"),
            element("pre", advice.launch.command),
            element("ul", [element("li", note) for note in advice.launch.notes]),
            element(
                "p",
                element("small", f"{advice.launch.engine_version}; weights {advice.launch.artefact}; {LAUNCH_SOURCE}"),
            ),
        ]
    parts += [element("h2", "Assumptions"), _table(("Assumption", "Value"), assumptions(question))]
    found = list(changes)
    if found:
        parts += [
            element("h2", "What would change the answer"),
            _table(
                ("With", "Recommended"),
                [(one.what, one.option.name if one.option else "nothing meets every limit") for one in found],
            ),
        ]
    table = records(frame(advice))
    parts += [
        element("h2", "The best configurations"),
        element(
            "div",
            _table(tuple(COLUMNS.values()), [tuple(_text(row[name]) for name in COLUMNS) for row in table]),
            class_="scroll",
        ),
        element("h2", "Sources"),
        element("p", OPTIONS_SOURCE),
        element("ul", [element("li", source) for source in dict.fromkeys(_sources(advice))]),
    ]
    page = element(
        "html",
        [
            element(
                "head",
                [
                    Markup('<meta charset="utf-8">'),
                    element("title", "Deployment advice"),
                    element("style", Markup(STYLE)),
                ],
            ),
            element("body", parts),
        ],
        lang="en",
    )
    return f"<!DOCTYPE html>\n{page}\n"


def assumptions(question: Question) -> list[tuple[str, str]]:
    """Every assumption of the question with its value, in words."""
    lines = [(number.label, f"{getattr(getattr(question, number.section), number.field):,g}") for number in NUMBERS]
    work, choice, prices = question.workload, question.constraints, question.prices
    reading = "text only"
    if work.pages_as_images:
        reading = "images, dense pages in halves" if work.pan_and_scan else "images"
    lines += [
        ("Pages are read as", reading),
        ("What counts first", PRIORITIES[question.priority][0]),
        ("Models", _all(choice.models)),
        ("Formats", _all(choice.formats)),
        ("Engines", _all(choice.engines)),
        ("Cards", _all(choice.gpus)),
        ("Most cards per server", str(choice.maximum_gpus)),
        ("8-bit cache", "yes" if choice.kv_8_bit else "no"),
    ]
    lines += [(f"Rent of {card}", f"{theme.usd(price)} an hour") for card, price in prices.rent_usd_per_hour.items()]
    lines += [(f"Purchase price of {card}", theme.usd(price)) for card, price in prices.purchase_usd.items()]
    return lines


def _all(names: Sequence[str]) -> str:
    return ", ".join(names) or "all"


def _sources(advice: Advice) -> list[str]:
    return [f"Price of {option.gpu}: {option.price_source}" for option in advice.options] + [
        f"Quality: {advice.quality_measure}"
    ]


def _text(value: object) -> str:
    if theme.is_missing(value):
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    return element(
        "table",
        [
            element("thead", element("tr", [element("th", name, scope="col") for name in head])),
            element("tbody", [element("tr", [_cell(text) for text in row]) for row in rows]),
        ],
    )


def _cell(text: str) -> Markup:
    number = text.lstrip("$").replace(",", "").replace(".", "").isdecimal()
    return element("td", escaped(text), class_="number" if number else None)
