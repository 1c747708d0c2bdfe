"""Finds what the model says in the words of the page. What is not there is not taken for read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from inference.gemma.fields import ModelFieldSpec
from inference.gemma.values import letters
from inference.geometry import in_rows, union
from inference.keyinfo.amounts import find_amounts
from inference.keyinfo.billing import Conventions, conventions
from inference.keyinfo.dates import find_dates
from inference.keyinfo.references import IBAN
from inference.keyinfo.rows import Run, Sheet
from inference.numbers import CODES, CURRENCIES, parse_number
from inference.schema import Box, Word
from inference.search import fold

_SCALE: Final = re.compile(r"thousand|million|billion|lakh|crore", re.IGNORECASE)
_EDGE: Final = re.compile(r"^[^\w$€£¥₹(+-]+|[^\w)%$€£¥₹+-]+$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and what it is."""

    run: Run
    value: str
    currency: str | None = None

    @property
    def box(self) -> Box:
        """The box around the words."""
        return self.run.box


class Grounder:
    """Knows the pages of a document and how it writes numbers and dates."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = {sheet.number: sheet for sheet in sheets}
        self._how: Conventions = conventions(sheets)

    def place(self, spec: ModelFieldSpec, printed: str, page: int) -> Place | None:
        """Where a field's printed value stands on a page; where it stands more than once, nearest to its label."""
        sheet = self._sheets.get(page)
        if sheet is None:
            return None
        found = {
            "text": self._texts,
            "code": self._codes,
            "date": self._dates,
            "amount": self._amounts,
            "currency": self._currencies,
            "scale": self._scales,
        }[spec.type](sheet, printed)
        words = set(re.findall(r"\w+", fold(f"{spec.label} {spec.name.replace('_', ' ')}")))

        def labelled(place: Place) -> tuple[int, int]:
            """Words of the label in the row, then how few others stand there: a table row before a sentence."""
            row = next((row for row in sheet.rows if place.run.words[0] in row.words), None)
            said = re.findall(r"[^\W\d]+", fold(row.text)) if row else []
            return len(words & set(said)), -len(said)

        return max(found, key=labelled, default=None)

    def quote(self, quoted: str, page: int) -> tuple[Box, ...]:
        """The boxes, one per line, of words that the model quotes; none where they do not stand on the page so."""
        sheet = self._sheets.get(page)
        run = next(_runs(sheet, quoted), None) if sheet else None
        return tuple(union([word.box for word in row]) for row in in_rows(run.words, lambda w: w.box)) if run else ()

    def _texts(self, sheet: Sheet, printed: str) -> list[Place]:
        return [Place(run, _EDGE.sub("", run.text)) for run in _runs(sheet, printed)]

    def _codes(self, sheet: Sheet, printed: str) -> list[Place]:
        found = [(run, _EDGE.sub("", run.text)) for run in _runs(sheet, printed)]
        return [Place(run, text.replace(" ", "") if IBAN.fullmatch(text) else text) for run, text in found]

    def _dates(self, sheet: Sheet, printed: str) -> list[Place]:
        wanted = find_dates(printed, self._how.order)
        if not wanted:
            return []
        return [
            Place(row.part(found.start, found.end), found.value.isoformat())
            for row in sheet.rows
            for found in find_dates(row.text, self._how.order)
            if found.value == wanted[0].value
        ]

    def _amounts(self, sheet: Sheet, printed: str) -> list[Place]:
        wanted = self._number(printed)
        if wanted is None:
            return []
        found = [
            (amount.value, Place(run.part(amount.start, amount.end), format(amount.value, "f"), amount.currency))
            for row in sheet.rows
            # a column each, else "690 612" side by side would be one number with its thousands apart
            for run in (*row.runs, *(Run(row.page, (word,)) for word in row.words))
            for amount in find_amounts(run.text, self._how.mark)
            if abs(amount.value) == abs(wanted)
        ]
        # the page decides on the sign: brackets are easily lost on the way
        exact = [place for value, place in found if value == wanted]
        return exact or [place for _, place in found]

    def _number(self, printed: str) -> Decimal | None:
        amounts = list(find_amounts(printed, self._how.mark))
        if len(amounts) == 1:
            return amounts[0].value
        number = parse_number(printed, self._how.mark)
        return number.value if number and not number.percent else None

    def _currencies(self, sheet: Sheet, printed: str) -> list[Place]:
        given = printed.strip()
        code = CURRENCIES.get(given, given.upper())
        if code not in CODES and code not in CURRENCIES.values():
            return []
        signs = [given, code, *(sign for sign, meant in CURRENCIES.items() if meant == code)]
        # "$" alone may be another country's dollar, which the whole document tells
        own = self._how.currency
        value = own.code if own and own.printed in signs else code
        for sign in signs:
            pattern = re.compile(rf"(?<![A-Za-z]){re.escape(sign)}(?![A-Za-z])")
            found = [Place(row.part(*match.span()), value) for row, match in _first(sheet, pattern)]
            if found:
                return found
        return []

    def _scales(self, sheet: Sheet, printed: str) -> list[Place]:
        match = _SCALE.search(printed)
        if match is None:
            return []
        return [Place(run, f"{match[0].lower()}s") for run in _runs(sheet, printed)]


def _first(sheet: Sheet, pattern: re.Pattern[str]) -> Iterator[tuple[Run, re.Match[str]]]:
    return ((row, match) for row in sheet.rows if (match := pattern.search(row.text)) is not None)


def _runs(sheet: Sheet, printed: str) -> Iterator[Run]:
    """Whole words, one after the other in a row or in reading order, that say this; spaces and marks do not count."""
    wanted = letters(printed)
    if not wanted:
        return
    seen: set[tuple[Word, ...]] = set()
    in_order = [word for line in sheet.page.lines for word in line.words]
    for words in (*(row.words for row in sheet.rows), tuple(in_order)):
        texts = [letters(word.text) for word in words]
        ends = list(accumulate(map(len, texts)))
        starts = {end - len(text): index for index, (end, text) in enumerate(zip(ends, texts, strict=True)) if text}
        stops = {end: index for index, (end, text) in enumerate(zip(ends, texts, strict=True)) if text}
        whole = "".join(texts)
        at = whole.find(wanted)
        while at >= 0:
            if at in starts and at + len(wanted) in stops:
                run = tuple(words[starts[at] : stops[at + len(wanted)] + 1])
                if run not in seen:
                    seen.add(run)
                    yield Run(sheet.number, run)
            at = whole.find(wanted, at + 1)
