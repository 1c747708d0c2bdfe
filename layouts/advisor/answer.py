"""The answer in words and figures: finding, headline numbers with intervals, what binds, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from data.advisor.advice import MISSED, Advice, Change
from data.advisor.options import Interval, Option
from data.advisor.workload import Question
from layouts import theme
from layouts.advisor.controls import ids
from layouts.advisor.text import EVIDENCE, LAUNCH_SOURCE, LIMITS
from layouts.components import parts
from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, escaped, show


@dataclass(frozen=True)
class Headline:
    """A number of the answer: `around` is its interval or what it is a part of, `evidence` what it rests on in a word,
    `basis` in a sentence."""

    meaning: str
    value: str
    unit: str
    tip: str
    around: str
    evidence: str
    basis: str


def headlines(option: Option, question: Question) -> list[Headline]:
    """The numbers that answer the question, for a configuration."""
    work = question.workload
    rests = (option.evidence, EVIDENCE[option.evidence])
    found = []
    if option.usd_per_1000_pages is not None and option.usd_per_1000_pages_full_use is not None:
        hour, full = theme.usd(option.usd_per_hour or 0), option.usd_per_1000_pages_full_use
        found = [
            Headline(
                "per 1,000 pages, your volume",
                theme.usd(option.usd_per_1000_pages),
                "",
                f"{hour} an hour for {_servers(option)}, spread over {work.pages_per_hour:,.0f} pages an hour. It does "
                f"not depend on the speed while the servers keep up. Price: {option.price_source}.",
                f"{hour} an hour",
                "from the price",
                "Price times hours; nothing is estimated.",
            ),
            Headline(
                "per 1,000 pages, full use",
                theme.usd(full.value),
                "",
                "With a server that is never idle: its price per hour over the pages it can read in one.",
                f"{theme.usd(full.low)} to {theme.usd(full.high)}",
                *rests,
            ),
        ]
    return [
        *found,
        Headline(
            "a complete answer",
            theme.seconds(option.answer_seconds.value),
            "s",
            f"From the question to the last of {work.answer_tokens} tokens, with {option.concurrency} answers at once. "
            f"Asked for: {work.answer_seconds:g} s.",
            _around(option.answer_seconds),
            *rests,
        ),
        Headline(
            "first word of an answer",
            theme.seconds(option.first_token_seconds.value),
            "s",
            f"Reading the question with {theme.count(work.question_tokens)} tokens of text, alone.",
            _around(option.first_token_seconds),
            *rests,
        ),
        Headline(
            "pages an hour, one server",
            theme.count(option.pages_per_hour.value),
            "",
            f"Questions included. The work needs {work.pages_per_hour:,.0f} pages an hour.",
            f"{theme.count(option.pages_per_hour.low)} to {theme.count(option.pages_per_hour.high)}",
            *rests,
        ),
        Headline(
            "on the fullest card",
            theme.gb(option.memory_total_gb),
            "GB",
            "Weights, cache of all answers at once, and working memory; by part in the chart below. "
            "The limit is what the engine may use of the card.",
            f"of {theme.gb(option.memory_limit_gb)} GB",
            "estimate",
            "Counted tensor by tensor; how far the parts are off is in the table of limits at the end of the page.",
        ),
    ]


def _around(interval: Interval) -> str:
    return f"{theme.seconds(interval.low)} to {theme.seconds(interval.high)} s"


def _servers(option: Option) -> str:
    cards = f"{option.gpu_count} cards" if option.gpu_count > 1 else "one card"
    return f"{option.servers} servers of {cards}" if option.servers > 1 else cards


def answer(advice: Advice, question: Question) -> Component:
    """Finding, headline numbers, and what stands behind them; the nearest configuration where nothing fits."""
    option = advice.recommended or advice.nearest
    content = [element("p", advice.finding, class_="finding-sentence")]
    if option is not None:
        content.append(element("dl", map(_item, headlines(option, question)), class_="finding"))
        content.append(element("ul", [element("li", line) for line in facts(advice, question)], class_="advisor-facts"))
    return show(element("div", content))


def _item(headline: Headline) -> Markup:
    kind = "" if headline.evidence == "from the price" else " value-estimate"
    return element(
        "div",
        [
            element("dt", headline.meaning),
            element(
                "dd",
                [
                    element(
                        "span",
                        [
                            element("span", headline.value, class_=f"finding-value{kind}"),
                            element("span", f" {headline.unit}", class_="finding-unit"),
                        ],
                        class_="finding-number",
                        tabindex=0,
                        data_tip=headline.tip,
                    ),
                    element("small", headline.around, class_="finding-around"),
                    element(
                        "small",
                        headline.evidence,
                        class_=f"evidence evidence-{_slug(headline.evidence)}",
                        tabindex=0,
                        data_tip=headline.basis,
                    ),
                ],
            ),
        ],
        class_="finding-item",
    )


def _slug(evidence: str) -> str:
    return evidence.replace(" ", "-")


def facts(advice: Advice, question: Question) -> list[str]:
    """What binds, what comes next and why it is not cheaper, a sentence each."""
    option = advice.recommended
    if option is None:
        if advice.nearest is None:
            return []
        return [f"{advice.nearest.name} {theme.joined([MISSED[name] for name in advice.nearest.misses])}."]
    used = ", ".join(f"{LIMITS[name]} {share:.0%}" for name, share in option.used.items())
    lines = [f"Share of each limit in use: {used}."]
    if advice.runner_up is not None:
        lines.append(f"Runner-up: {in_short(advice.runner_up, advice.quality_measure)}.")
    if advice.why_not_cheaper:
        lines.append(f"Why not cheaper: {advice.why_not_cheaper}")
    elif question.priority == "cost":
        lines.append("Why not cheaper: no configuration that is as good costs less, even beyond the limits.")
    lines.append(f"Quality: {quality(option, advice.quality_measure)}.")
    return lines


def in_short(option: Option, measure: str) -> str:
    """Name, cost, answer time and quality of a configuration in a line."""
    cost = (
        "no price" if option.usd_per_1000_pages is None else f"{theme.usd(option.usd_per_1000_pages)} per 1,000 pages"
    )
    return (
        f"{option.name}, {cost}, answer in {theme.seconds(option.answer_seconds.value)} s, {quality(option, measure)}"
    )


def quality(option: Option, measure: str) -> str:
    """The published score with what it measures."""
    if option.quality is None:
        return "no published score"
    return f"{option.quality:.1f} points ({measure}, in bfloat16)"


def excluded(advice: Advice) -> Component:
    """How many configurations miss each limit."""
    total = theme.count(advice.considered)
    lines = [f"{theme.count(number)} {_plural(MISSED[name])}" for name, number in advice.excluded.items() if number]
    return show(
        element(
            "div",
            [
                element("p", f"{total} configurations were judged; one may miss several limits:"),
                element("ul", [element("li", line) for line in lines]),
            ],
        )
    )


def _plural(missed: str) -> str:
    verb, rest = missed.split(" ", 1)
    return (
        f"{ {'cannot': 'cannot', 'is': 'are', 'does': 'do', 'has': 'have'}.get(verb, verb.removesuffix('s')) } {rest}"
    )


def changes(found: Iterable[Change], recommended: Option | None) -> Component:
    """What the answer would be under other assumptions; those that change it first."""
    rows = sorted(found, key=lambda change: not change.differs)
    return show(
        element("ul", [element("li", _change(change, recommended)) for change in rows], class_="advisor-changes")
    )


def _change(change: Change, recommended: Option | None) -> list[Markup]:
    if not change.differs:
        text = "the same answer"
        if change.option and recommended and change.option.usd_per_1000_pages is not None:
            text += f", {theme.usd(change.option.usd_per_1000_pages)} per 1,000 pages"
    elif change.option is None:
        text = "nothing meets every limit"
    else:
        cost = change.option.usd_per_1000_pages
        text = change.option.name + ("" if cost is None else f", {theme.usd(cost)} per 1,000 pages")
    mark = element("span", "changes" if change.differs else "stays", class_="change-mark")
    return [mark, element("strong", f" {change.what}: "), escaped(text)]


def launch(advice: Advice) -> list[Component]:
    """The command that starts the recommended configuration, and what it cannot say."""
    if advice.launch is None:
        return [html.P("There is no command, because no configuration meets every limit.")]
    found = advice.launch
    worker: Sequence[Component] = []
    if found.own_worker and found.own_worker != found.command:
        worker = [
            html.Details(
                [html.Summary("Or in this application's own worker"), html.Pre(found.own_worker, className="command")]
            )
        ]
    return [
        html.Div(
            [
                html.Pre(
                    found.command, id=ids.COMMAND, className="command", tabIndex=0, **attributes(aria_label="Command")
                ),
                html.Button(
                    "Copy",
                    className="btn btn-outline-secondary btn-sm",
                    type="button",
                    **attributes(data_copies=ids.COMMAND),
                ),
            ],
            className="command-box",
        ),
        html.Ul([html.Li(note) for note in found.notes]),
        *worker,
        parts.source_line(f"{found.engine_version}; weights {found.artefact}; {LAUNCH_SOURCE}"),
    ]
