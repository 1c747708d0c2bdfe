"""Financial statements as columns of amounts: read from the places of the words, without ruled tables."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from inference.keyinfo.rows import Row, Run, Sheet
from inference.numbers import Mark, Number, parse_number
from inference.schema import Word
from inference.units import DASHES

ASCENDING: Final = 0.7
"""Share of the steps down a column of notes that lead to the same or a later note."""
COLUMN_GAP: Final = 0.018
"""Right edges of amounts that are closer than this share of the page's width stand in one column."""
LONGEST_LABEL: Final = 2
"""Rows without amounts above a row that may begin its label."""
WORD_GAP: Final = 0.5
"""A minus sign stands nearer to its number than this many times the height of the print; a dash for none does not."""
_FIGURE: Final = re.compile(
    r"[-−–(△▲]*[$€£¥₹]?[-−–(△▲]*(?:\d{1,3}(?:[’'`]\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+[.,]\d+|\.\d+|\d+)\)?-?"
)
_NIL: Final = re.compile(r"[-−–—]{1,2}|nil", re.IGNORECASE)
_SIGN: Final = re.compile(r"[$€£¥₹(△▲]|US\$|[-−–]?\(?[$€£¥₹]")
PENNY: Final = re.compile(r"(?<=\d)\)?[pc¢]\)?$")
"""What stands behind an amount per share in pence or cents: "45.3p"."""
_YEAR: Final = re.compile(r"\(?(?:FY)?(?:19|20)\d\d[*)]*", re.IGNORECASE)

_THOUSAND: Final = re.compile(r"1[.,’'`]000")
_ENDS_IN_MONTH: Final = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure at the end of a row; `edge` is the right edge of its last digit."""

    run: Run
    number: Number | None
    """None for a dash: nothing to report."""
    edge: float


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of a statement: its own label, the label with the rows above that it continues, and its amounts."""

    row: Row
    label: str
    joined: str
    section: str
    """The last row above without amounts: the heading that the row stands under."""
    amounts: tuple[Amount, ...]
    below: str = ""
    """The next row, where it runs on without amounts from a label that is set from the top."""


@dataclass(frozen=True)
class Grid:
    """The rows of amounts of one statement, with the rows above them that say what the columns are."""

    sheet: Sheet
    headings: tuple[Row, ...]
    data: tuple[DataRow, ...]
    columns: tuple[float, ...]
    """Right edges of the columns, from left to right."""
    centers: tuple[float, ...]

    def in_column(self, data: DataRow, column: int) -> Amount | None:
        """The amount of a row in a column."""
        reach = COLUMN_GAP * self.sheet.page.width
        near = [item for item in data.amounts if abs(item.edge - self.columns[column]) <= reach]
        if near:
            return min(near, key=lambda item: abs(item.edge - self.columns[column]))
        # A full row that is set a little aside: each amount is nearest to a column of its own.
        nearest = [self._nearest(item) for item in data.amounts]
        if nearest == list(range(len(self.columns))):
            item = data.amounts[column]
            return item if abs(item.edge - self.columns[column]) <= 3 * reach else None
        return None

    def _nearest(self, item: Amount) -> int:
        return min(range(len(self.columns)), key=lambda column: abs(item.edge - self.columns[column]))


def read_grid(sheet: Sheet, rows: Sequence[Row], mark: Mark | None) -> Grid | None:
    """The statement that stands in `rows`; None where no two rows of amounts do."""
    headings: list[Row] = []
    data: list[DataRow] = []
    above: list[str] = []
    section = ""
    for row in rows:
        label, amounts = _split(row, mark)
        if not _is_data(label, amounts):
            if not data:
                headings.append(row)
            if data and not above and row.text[0].islower():
                data[-1] = replace(data[-1], below=row.text)
            above, section = [*above, row.text][-LONGEST_LABEL:], row.text
            continue
        data.append(DataRow(row, label, " ".join([*above, label]).strip(), section, tuple(amounts)))
        above = []
    columns, centers = _columns([item for line in data for item in line.amounts], sheet.page.width)
    if len(data) < 2 or not columns:
        return None
    return Grid(sheet, tuple(headings), tuple(data), tuple(columns), tuple(centers))


def is_data_row(row: Row, mark: Mark | None) -> bool:
    """Whether a row holds amounts and heads no columns."""
    return _is_data(*_split(row, mark))


def _is_data(label: str, amounts: Sequence[Amount]) -> bool:
    dated = amounts[1:] if _ENDS_IN_MONTH.search(label) else amounts  # "December 31   2023   2022"
    if len(dated) > 1 and _THOUSAND.fullmatch(dated[0].run.text):  # "CHF 1,000   2024   2023"
        dated = dated[1:]
    if not amounts or all(_YEAR.fullmatch(item.run.text) for item in dated):
        return False
    if len(amounts) > 1:
        return True
    # One small number at the end of a line is a page or a note.
    return bool(label) and bool(re.search(r"[.,)]", amounts[0].run.text))


def _split(row: Row, mark: Mark | None) -> tuple[str, list[Amount]]:
    """The label of a row and the amounts at its end; percentages are left out."""
    groups = list(_groups(row.words))
    first = len(groups)
    while first and _is_numeric(groups[first - 1]):
        first -= 1
    while first < len(groups) and _closes(groups[:first], groups[first]):
        first += 1
    label = " ".join(word.text for group in groups[:first] for word in group)
    amounts = []
    for group in groups[first:]:
        run = Run(row.page, tuple(group))
        number = parse_number(_tidy(PENNY.sub("", run.text)), mark)
        if _SIGN.fullmatch(run.text) or run.text.endswith("%") or (number and number.percent):
            continue
        if number is None and not _NIL.fullmatch(run.text.lstrip("$€£ ")):
            continue
        last = group[-1]
        width = (last.box[2] - last.box[0]) / max(len(last.text), 1)
        behind = len(last.text) - len(last.text.rstrip(")pc¢"))
        edge = last.box[2] - behind * width
        amounts.append(Amount(run, number, edge))
    return label, amounts


def _closes(before: Sequence[Sequence[Word]], group: Sequence[Word]) -> bool:
    """Whether a number ends a bracket that the words before it opened: "(Note 3)"."""
    text = "".join(word.text for group in before for word in group)
    last = "".join(word.text for word in group)
    return text.count("(") > text.count(")") and last.count(")") > last.count("(")


def _tidy(text: str) -> str:
    """A bracket that recognition lost on one side still says minus, as the triangle does in Japan."""
    text = re.sub(r"[△▲] ?", "-", text)
    if text.endswith(")") and "(" not in text:
        return f"({text}"
    return f"{text})" if "(" in text and ")" not in text else text


def _is_numeric(group: Sequence[Word]) -> bool:
    text = "".join(word.text for word in group)
    return bool(
        _FIGURE.fullmatch(PENNY.sub("", text).rstrip("%").replace(" ", ""))
        or _NIL.fullmatch(text)
        or _SIGN.fullmatch(text)
        or text in ("%", ")", ")%", "$—", "$-", "€—")
        or re.fullmatch(r"\(?-?\d+(?:\.\d+)?\)?%\)?|\(\d\)", text)
    )


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that print one number together: "(8,122 )", "1 234 567", "12.4 %"."""
    group: list[Word] = []
    for word in words:
        if group:
            gap = word.box[0] - group[-1].box[2]
            height = word.box[3] - word.box[1]
            closes = word.text in (")", "%", ")%") and gap < 1.5 * height and group[-1].text[-1:].isdigit()
            opens = word.text[:1].isdigit() and (
                group[-1].text == "(" or (group[-1].text in DASHES and len(group) == 1 and gap < WORD_GAP * height)
            )
            thousands = (
                re.fullmatch(r"\d{3}(?:,\d+)?\)?", word.text)
                and re.fullmatch(r"[-−–(]*\d{1,3}", group[0].text)
                and all(re.fullmatch(r"\d{3}", other.text) for other in group[1:])
                and 0 <= gap < 0.4 * height
            )
            if closes or opens or thousands:
                group.append(word)
                continue
            yield group
        group = [word]
    if group:
        yield group


def _columns(amounts: Sequence[Amount], width: float) -> tuple[list[float], list[float]]:
    """Right edges and middles of the columns: edges that several amounts share."""
    clusters: list[list[Amount]] = []
    for item in sorted(amounts, key=lambda item: item.edge):
        if clusters and item.edge - clusters[-1][-1].edge <= COLUMN_GAP * width:
            clusters[-1].append(item)
        else:
            clusters.append([item])
    fullest = max((len(cluster) for cluster in clusters), default=0)
    often = [cluster for cluster in clusters if len(cluster) >= max(2, 0.25 * fullest)]
    kept = [cluster for cluster in often if not _are_notes(cluster)] or often
    edges = [statistics.median(item.edge for item in cluster) for cluster in kept]
    middles = [
        statistics.median((item.run.box[0] + item.run.box[2]) / 2 for item in cluster if item.number)
        if any(item.number for item in cluster)
        else edge
        for cluster, edge in zip(kept, edges, strict=True)
    ]
    return edges, middles


def _are_notes(cluster: Sequence[Amount]) -> bool:
    """Whether a column only numbers the notes to the statement; with decimals ("4.2") they must ascend, as few amounts
    do."""
    texts = [item.run.text for item in sorted(cluster, key=lambda item: item.run.box[1])]
    if len(set(texts)) < 2 or not all(re.fullmatch(r"\(?\d{1,2}(?:\.\d)?\)?", text) for text in texts):
        return False
    if not any("." in text for text in texts):
        return True
    numbers = [float(text.strip("()")) for text in texts]
    return sum(a <= b for a, b in pairwise(numbers)) >= ASCENDING * (len(numbers) - 1)
