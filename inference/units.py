"""Words of a table put together where print sets a number apart from its signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from inference.geometry import center, in_rows
from inference.numbers import CODES, CURRENCIES, Mark, parse_number
from inference.schema import Box, Word

SIGN_REACH: Final = 8.0
"""How far a currency sign may stand before its number, in heights of the print: tables set it at the column's edge."""
DASHES: Final = frozenset({"-", "–", "—", "−", "―"})
_LEADER: Final = re.compile(r"[.·․…_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d[A-Z]?|Q[1-4]|[1-4]Q", re.IGNORECASE)
_LEADING: Final = frozenset(CURRENCIES) | CODES | {"(", "$(", "($", "(-", "△"}
_TRAILING: Final = frozenset({")", "%", ")%", "%)", "€", "-"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a number with the signs around it."""

    words: tuple[Word, ...]
    box: Box
    """Of the word that decides in which cell it stands: the number itself."""

    @property
    def text(self) -> str:
        """As printed, with spaces between the words."""
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        """Of the print."""
        return self.box[3] - self.box[1]


def units_of(words: Iterable[Word]) -> list[Unit]:
    """Words in reading order; a currency sign or a bracket stays with the number that follows, a percent sign with
    the one before."""
    units = []
    for row in in_rows(words, lambda word: word.box):
        lead: list[Word] = []
        for word in row:
            if lead and not (_starts_number(word.text) and _near(lead[-1], word, SIGN_REACH)):
                units += [Unit((sign,), sign.box) for sign in lead]
                lead = []
            if word.text in _LEADING:
                lead.append(word)
            elif word.text in _TRAILING and not lead and units and _takes(units[-1], word):
                units[-1] = Unit((*units[-1].words, word), units[-1].box)
            else:
                units.append(Unit((*lead, word), word.box))
                lead = []
        units += [Unit((sign,), sign.box) for sign in lead]
    return units


def is_value(text: str, mark: Mark | None) -> bool:
    """Whether this is what tables hold in their columns: a number or a dash for none, but no year or quarter."""
    if text.strip("$€£ ") in DASHES:
        return True
    return parse_number(text, mark) is not None and not _YEAR.fullmatch(text)


def is_number(text: str, mark: Mark | None) -> bool:
    """Whether this is a value, or a year or another number that may head a column."""
    return is_value(text, mark) or parse_number(text, mark) is not None


def is_leader(text: str) -> bool:
    """Whether these are the dots that lead from a label to its value."""
    return _LEADER.fullmatch(text) is not None


def lines_of(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that stand side by side, lines from top to bottom."""
    return in_rows(units, lambda unit: unit.box)


def _starts_number(text: str) -> bool:
    return text[0].isdigit() or text[0] in "(.-–—−△$" or text in _LEADING


def _near(left: Word, right: Word, reach: float) -> bool:
    return right.box[0] - left.box[2] <= reach * (right.box[3] - right.box[1])


def _takes(unit: Unit, sign: Word) -> bool:
    last = unit.words[-1]
    same_line = abs(center(last.box)[1] - center(sign.box)[1]) < 0.45 * unit.height
    return same_line and (last.text[-1].isdigit() or last.text[-1] == ")") and _near(last, sign, 1.5)
