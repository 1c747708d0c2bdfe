"""When two values say the same. Light: the web tier uses it."""

from __future__ import annotations

from datetime import date

from inference.numbers import parse_number
from inference.search import fold


def letters(text: str) -> str:
    """Letters and digits alone, folded: what is compared where spaces and marks do not count."""
    return "".join(character for character in fold(text) if character.isalnum())


def same_value(one: str, other: str) -> bool:
    """Whether two normalised values say the same: equal dates, equal numbers, or equal letters and digits."""
    if one == other:
        return True
    numbers = [parse_number(text, ".") for text in (one, other)]
    if numbers[0] and numbers[1]:
        return numbers[0].value == numbers[1].value
    if _is_date(one) or _is_date(other):
        return False
    return bool(letters(one)) and letters(one) == letters(other)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
