"""Questions answered without a model: the lines and table rows that hold the words of a question, as they stand.

Light: the web tier uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inference.bm25 import Bm25
from inference.geometry import center, contains, union
from inference.schema import Box, Cell, PageResult, Table
from inference.search import fold, share

MOST_ANSWERS: Final = 5
ENOUGH: Final = 0.5
"""Share of the weight of a question's words that a text must hold to be an answer."""
NUMBER_BONUS: Final = 1.5
"""How much more a table row with numbers counts for a question that asks for one."""
LABEL_BONUS: Final = 1.3
"""How much more a row counts whose own label holds nothing but words of the question."""
NEAR_BEST: Final = 0.35
"""Share of the best score from which on a text is shown beside it."""
LONGEST_QUOTE: Final = 400

_STOPWORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be by did do does for from had has have how i in into is it its me much many of on or "
        "our please show tell that the their them there these they this to us was we were what when where which who "
        "whom whose why will with would you your find give list document company",
    )
)
_ASKS_NUMBER: Final = re.compile(
    r"\bhow (?:much|many|high|large|big)\b|\b(?:amount|total|revenues?|sales|income|profit|loss|margin|assets"
    r"|liabilities|equity|cash|costs?|expenses?|balance|price|rate|tax|debt|dividends?|earnings|shares?|number of"
    r"|percent(?:age)?|eps|ebitda)\b|%",
    re.IGNORECASE,
)
_FISCAL_YEAR: Final = re.compile(r"^fy(?=(?:19|20)\d\d$)")
_TERM: Final = re.compile(r"\d[\d.,]*\d|[^\W_]+(?:['&][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line or table row: what is quoted, the terms it is found by, and its boxes in shares of the page."""

    page: int
    quote: str
    terms: tuple[str, ...]
    context: tuple[str, ...]
    """Terms of what stands over a row: column headings and the heading between rows."""
    label: tuple[str, ...]
    """Terms of a row's first cell; empty for a line."""
    places: tuple[Box, ...]
    from_table: bool
    has_number: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A quote with its place; `covered` is the share of the question's weight that its words hold."""

    page: int
    quote: str
    places: tuple[Box, ...]
    from_table: bool
    covered: float


def terms_of(text: str) -> list[str]:
    """Words as they are compared: folded, without a plural s, numbers without grouping commas."""
    return [_stem(term) for term in _TERM.findall(fold(text))]


def _stem(term: str) -> str:
    term = _FISCAL_YEAR.sub("", term)
    if term[0].isdigit():
        return term.replace(",", "")
    term = term.removesuffix("'s")
    if len(term) > 4 and term.endswith("ies"):
        return term[:-3] + "y"
    return term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") else term


def passages_of(page: PageResult) -> list[Passage]:
    """The table rows of a page, and its lines outside of tables."""
    rows = [row for table in page.tables for row in _rows(page, table)]
    inside = [table.box for table in page.tables]
    lines = [
        Passage(
            page.number,
            line.text[:LONGEST_QUOTE],
            tuple(terms_of(line.text)),
            (),
            (),
            (share(line.box, page),),
            from_table=False,
            has_number=any(map(str.isdigit, line.text)),
        )
        for line in page.lines
        if not any(contains(box, center(line.box)) for box in inside)
    ]
    return rows + lines


def _rows(page: PageResult, table: Table) -> Iterator[Passage]:
    headings = " ".join(cell.text for cell in table.cells if cell.header)
    context = terms_of(headings)
    section = ""
    for cells in table.grid():
        present = [cell for cell in cells if cell and cell.text and not cell.header]
        if not present:
            continue
        label = present[0].text
        if len(present) == 1:  # a heading between rows says what the rows below it are about
            section = label
        boxes = [cell.box for cell in present if cell.box]
        yield Passage(
            page.number,
            _quote(table, present)[:LONGEST_QUOTE],
            tuple(terms_of(" ".join(cell.text for cell in present))),
            (*context, *terms_of(section)),
            tuple(terms_of(label)),
            (share(union(boxes), page),) if boxes else (share(table.box, page),),
            from_table=True,
            has_number=any(cell.value is not None for cell in present[1:]),
        )


def _quote(table: Table, cells: Sequence[Cell]) -> str:
    """The row as it stands, each value with the lowest heading of its column."""
    parts = []
    for cell in cells:
        heads = [
            head.text
            for head in table.cells
            if head.header and head.text and head.column <= cell.column < head.column + head.column_span
        ]
        parts.append(f"{heads[-1]}: {cell.text}" if heads and cell.column and cell.value is not None else cell.text)
    return " | ".join(parts)


def answer(passages: Iterable[Passage], question: str) -> list[Answer]:
    """The passages that answer best, best first; none where nothing holds enough of the question's words."""
    wanted = [term for term in dict.fromkeys(terms_of(question)) if term not in _STOPWORDS]
    texts = list(passages)
    if not wanted or not texts:
        return []
    index = Bm25([(*passage.terms, *passage.context) for passage in texts])
    whole = sum(index.weight(term) for term in wanted)
    asks_number = bool(_ASKS_NUMBER.search(question))
    ranked = []
    for number, score in index.scores(wanted).items():
        passage = texts[number]
        if not set(wanted) & set(passage.terms):
            continue
        held = {*passage.terms, *passage.context}
        covered = sum(index.weight(term) for term in wanted if term in held) / whole
        if covered < ENOUGH:
            continue
        if asks_number and passage.from_table and passage.has_number:
            score *= NUMBER_BONUS
        if passage.label and set(passage.label) <= set(wanted):
            score *= LABEL_BONUS
        ranked.append((score * covered, -number, covered))
    found = sorted(ranked, reverse=True)
    quotes: dict[tuple[int, str], Answer] = {}
    for score, number, covered in found:
        if score < NEAR_BEST * found[0][0]:
            break
        passage = texts[-number]
        quoted = Answer(passage.page, passage.quote, passage.places, passage.from_table, covered)
        quotes.setdefault((passage.page, passage.quote), quoted)
        if len(quotes) == MOST_ANSWERS:
            break
    return list(quotes.values())
