"""Says which model, format, engine and card to run, as the page and `POST /api/advise` do."""

import argparse
import json
import sys
from pathlib import Path

from data.advisor.advice import COUNTED, Advice, Change, advise, changes
from data.advisor.options import Interval, Option
from data.advisor.workload import Question

HELP = "say which model, format, engine and card to run for a workload, and what it costs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The question, and how to print the answer."""
    parser.add_argument(
        "question", nargs="?", type=Path, metavar="QUESTION.json",
        help="workload, constraints, prices and priority as in docs/advisor.md; without it every starting value",
    )  # fmt: skip
    parser.add_argument("--changes", action="store_true", help="add the recommendation under other assumptions")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")


def run(args: argparse.Namespace) -> int:
    """Prints the advice. Returns 1 when nothing meets every limit, 2 for a question that cannot be read."""
    try:
        content = args.question.read_text(encoding="utf-8") if args.question else "{}"
        question = Question.model_validate_json(content)
    except (OSError, ValueError) as error:
        print(f"{args.question}: {error}", file=sys.stderr)
        return 2
    advice = advise(question)
    others = changes(question) if args.changes else []
    if args.json:
        found = advice.model_dump(mode="json")
        if args.changes:
            found["changes"] = [change.model_dump(mode="json") for change in others]
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(_lines(advice, others)))
    return 0 if advice.recommended else 1


def _lines(advice: Advice, others: list[Change]) -> list[str]:
    lines = [advice.finding]
    best = advice.recommended or advice.nearest
    if best:
        lines += ["", *_figures(best)]
    if advice.runner_up:
        lines += ["", f"Runner-up: {_short(advice.runner_up)}"]
    if advice.why_not_cheaper:
        lines.append(f"Cheaper, but: {advice.why_not_cheaper}")
    if others:
        lines += ["", "The same question with"]
        lines += [f"  {change.what}: {_short(change.option) if change.option else 'no answer'}" for change in others]
    left_out = ", ".join(f"{number:,} {COUNTED[name]}" for name, number in advice.excluded.items() if number)
    lines += ["", f"Considered: {advice.considered:,} configurations{f' ({left_out})' if left_out else ''}"]
    if advice.launch:
        lines += ["", f"Start it ({advice.launch.engine_version}):", advice.launch.command, *advice.launch.notes]
    return lines


def _short(option: Option) -> str:
    price = "no price" if option.usd_per_1000_pages is None else f"${option.usd_per_1000_pages:,.2f} per 1,000 pages"
    return f"{option.name}, {price}, an answer in {option.answer_seconds.value:.1f} s"


def _figures(option: Option) -> list[str]:
    """The figures with the interval in which each is expected, and what they rest on."""

    def between(what: str, figure: Interval, unit: str) -> str:
        return f"  {what:<24}{figure.value:>12,.2f} {unit:<10}{figure.low:,.2f} to {figure.high:,.2f}"

    lines = [
        f"  {'figures are':<24}{option.evidence:>12}",
        f"  {'memory of the card':<24}{option.memory_total_gb:>12,.2f} {'GB':<10}of {option.memory_limit_gb:,.1f}",
        between("first token", option.first_token_seconds, "s"),
        between("whole answer", option.answer_seconds, "s"),
        between("one page", option.page_seconds, "s"),
        between("pages an hour", option.pages_per_hour, ""),
    ]
    if option.usd_per_1000_pages_full_use:
        lines.append(between("1,000 pages, full use", option.usd_per_1000_pages_full_use, "USD"))
        lines.append(f"  {'1,000 pages, your volume':<24}{option.usd_per_1000_pages or 0:>12,.2f} USD")
    lines.append(f"  {'price':<24}{option.price_source}")
    return lines
