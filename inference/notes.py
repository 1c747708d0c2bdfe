"""Columns that name the notes to a statement: their numbers point elsewhere and are no amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_HEADING: Final = re.compile(
    r"(?:notes?|note\(s\)|not|noten|noter|notas?|nota[’']s|anhang|anhangangaben?|ziff(?:er)?|textziffer|tz|anm(?:erkung(?:en)?)?"
    r"|erläuterung(?:en)?|toelichting(?:en)?|annexes?|schedule|ref(?:erence)?s?)"
    r"\s*\.?\s*(?:(?:no|nos|nr|n°|nº|ref|reference)\s*\.?)?",
    re.IGNORECASE,
)
_ONE: Final = r"\d{1,2}(?:\.\d{1,2})*(?:\s?\(?[a-z]{1,3}\)?)?"
_AND: Final = r"(?:\s*[,;/&+–-]\s*|\s+(?:and|und|en|et)\s+|\s+)"
_REFERENCE: Final = re.compile(rf"{_ONE}(?:{_AND}{_ONE})*", re.IGNORECASE)


def note_references(texts: Mapping[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Which cells name a note: those below "Note" in their column, down to the first that holds anything else.

    `texts` are cells by row and column; empty ones, dashes and the second line of a heading end nothing.
    """
    found = set()
    for column in {column for _, column in texts if column}:
        below = named = False
        for row, text in sorted((row, text.strip()) for (row, at), text in texts.items() if at == column):
            if _HEADING.fullmatch(text):
                below, named = True, False
            elif below and _REFERENCE.fullmatch(text):
                found.add((row, column))
                named = True
            elif any(character.isdigit() or (named and character.isalpha()) for character in text):
                below = False
    return found
