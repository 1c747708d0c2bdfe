"""One document's score: what was read of it against what is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from inference.evaluate import fields as key_fields
from inference.evaluate.counts import Counts
from inference.evaluate.figures import judge_figures
from inference.evaluate.manifest import Document, FlatRow, LabelledRow
from inference.evaluate.outcomes import ends_as_expected
from inference.evaluate.places import cell_places, field_places
from inference.evaluate.reading import Reading
from inference.evaluate.relations import Area, Pair, areas_of, compare, relations, true_areas
from inference.evaluate.rows import Grid, booking_is_right, grid_of, row_is_right
from inference.evaluate.text import character_coverage, word_counts
from inference.numbers import decimal_mark
from inference.schema import PageResult


@dataclass(slots=True)
class PageContent:
    """What an engine says about a page, in the form that is judged."""

    text: str
    grids: list[Grid]
    areas: list[list[Area]]


@dataclass(slots=True)
class Score:
    """Counts by measure, and what was missed."""

    engine: str
    file: str
    kind: str
    text_layer: bool | str | None
    counts: dict[str, Counts] = field(default_factory=dict)
    fields: dict[str, Counts] = field(default_factory=dict)
    figures: dict[str, Counts] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)
    pages: int = 0
    """Pages that were read."""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    problem: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For a file; counts as [right, given, true]."""
        return asdict(self)


def judge(document: Document, reading: Reading) -> Score:
    """The whole score of a reading by this pipeline."""
    score = Score("ours", document.name, document.kind, document.entry.text_layer)
    score.pages, score.problem = len(reading.pages), reading.code
    score.seconds, score.cpu_seconds, score.peak_mb = reading.seconds, reading.cpu_seconds, reading.peak_mb
    pages = {page.number: page for page in reading.pages}
    judge_content(score, document, {number: content_of(page) for number, page in pages.items()}, reading.page_count)
    given = reading.result.fields if reading.result else ()
    for name, (counts, instead) in key_fields.judge_fields(document.expected.fields, given).items():
        score.fields[name] = counts
        if not counts.right and (counts.true or counts.given):
            score.missed.setdefault("fields", []).append(
                f"{name}: {document.expected.fields[name]!r}, given {instead!r}"
            )
    score.figures, wrong = judge_figures(document.expected.figures, reading.result.figures if reading.result else ())
    if wrong:
        score.missed["figures"] = wrong
    if document.expected.outcome:
        ended = ends_as_expected(document.expected.outcome, reading.code, reading.pages, reading.result)
        score.counts["outcome"] = Counts(ended, 1, 1)
        if not ended:
            score.missed["outcome"] = [document.expected.outcome]
    score.counts["field places"] = field_places(given, pages)
    score.counts["cell places"] = cell_places(reading.pages)
    return score


def judge_content(score: Score, document: Document, pages: Mapping[int, PageContent], page_count: int) -> None:
    """Text and tables, which every engine gives in some form."""
    expected = document.expected
    whole = "\n".join(page.text for page in pages.values())
    texts = list(expected.text)
    if boxes := document.text_boxes():
        printed = [box.text for box in boxes]
        score.counts["words"] = word_counts(printed, whole)
        texts += printed
    coverage = character_coverage(texts, whole)
    for number, keywords in enumerate(expected.text_by_page, 1):
        coverage = coverage.plus(character_coverage(keywords, pages[number].text if number in pages else ""))
    if coverage.true:
        score.counts["characters"] = coverage
    marks = {number: decimal_mark(page.text.split()) for number, page in pages.items()}
    for measure, paged in (("rows", document.rows()), ("line items", document.items())):
        if paged:
            wrong = [
                row for page, row in paged if page not in pages or not row_is_right(row, pages[page].grids, marks[page])
            ]
            _count_rows(score, measure, len(paged), wrong)
            if measure == "rows":
                strictly = sum(
                    page in pages and row_is_right(row, pages[page].grids, marks[page], strict=True)
                    for page, row in paged
                )
                score.counts["rows, strict"] = Counts(strictly, strictly, len(paged))
    if bookings := document.bookings():
        grids = [grid for page in pages.values() for grid in page.grids]
        mark = decimal_mark(whole.split())
        wrong = [row for row in bookings if not booking_is_right(row, grids, mark)]
        _count_rows(score, "transactions", len(bookings), wrong)
    if tables := document.tables():
        counts = Counts()
        for number in range(1, page_count + 1):
            true, given = Counter[Pair](), Counter[Pair]()
            for table in tables:
                true += relations(true_areas(table, number))
            for areas in pages[number].areas if number in pages else ():
                given += relations(areas)
            counts = counts.plus(compare(true, given))
        score.counts["relations"] = counts


def content_of(page: PageResult) -> PageContent:
    """Our page in the form that is judged."""
    return PageContent(
        text="\n".join(line.text for line in page.lines),
        grids=[grid_of(table) for table in page.tables],
        areas=[areas_of(table) for table in page.tables],
    )


def _count_rows(score: Score, measure: str, asked: int, wrong: Sequence[LabelledRow | FlatRow]) -> None:
    right = asked - len(wrong)
    score.counts[measure] = Counts(right, right, asked)
    if wrong:
        score.missed[measure] = [str(row) for row in wrong]
