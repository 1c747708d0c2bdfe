"""In what the amounts of a statement are, as its caption says: "(in millions, except per share data)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inference.numbers import CODES


def scale_of(texts: Sequence[str]) -> tuple[int, int, int, int] | None:
    """The unit that a caption names: factor, first and last character, and which text holds them."""
    for index, text in enumerate(texts):
        matches = [(match.span(), factor) for factor, pattern in _SCALES if (match := pattern.search(text))]
        if matches:  # the first counts: "(in thousands, except shares in millions)"
            (start, end), factor = min(matches, key=lambda item: item[0][0])
            return factor, start, end, index
    return None


_CODES: Final = "|".join(sorted(CODES))
# "(Millions)", "$ in millions", "(€m)", "£'000", "Rs. in crore", "SEK million", "Millions of yen".
_UNIT: Final = (
    rf"(?:\(|\bin |[$€£¥₹] ?|\b(?:{_CODES}|RMB|Rs\.?|R|US\$|A\$|dollars|euros?|amounts|figures"
    r"|expressed) ?)"
)
_NO_NUMBER: Final = r"(?<!\d )"
_OF: Final = (
    r"(?:of )?(?:u\.?s\.? |canadian |australian |japanese |swiss )?"
    r"(?:yen|dollars|euros?|pounds|francs|kron[aeo]r?|yuan|rupees)"
)
_SCALES: Final = tuple(
    (factor, re.compile(pattern, re.IGNORECASE))
    for factor, pattern in (
        (
            1_000_000_000,
            rf"{_UNIT}(?:in )?(?:billions?|bn)\b|{_NO_NUMBER}\bbillions? {_OF}|Milliarden|\bMrd\b|milliards|miljarden",
        ),
        (
            1_000_000,
            rf"{_UNIT}(?:in )?(?:millions?|mn|mio\.?|m)\b(?!\w)|{_NO_NUMBER}\bmillions? {_OF}|Millionen|\bMio\b|\bM€"
            rf"|en millions|millones de|in milioni|in miljoenen|\bM(?:{_CODES})\b",
        ),
        (
            1_000,
            rf"{_UNIT}(?:in )?(?:thousands?|[’'`]?000(?:s|[’'`]s)?(?: omitted)?|k)\b"
            rf"|{_NO_NUMBER}\bthousands? {_OF}|Tausend|milliers|\bmiles de|in migliaia|in duizenden"
            rf"|\b[TK](?:{_CODES})\b|\b[TK]€|[x×] ?(?:€|EUR) ?1[.,]000\b(?![.,]0)"
            rf"|^\W*(?:in )?(?:€|{_CODES}) ?1[.,’'`]000(?=\W*$| (?:19|20)\d\d)",
        ),
        (10_000_000, rf"{_UNIT}(?:in )?crores?\b"),
        (100_000, rf"{_UNIT}(?:in )?lakhs?\b"),
    )
)
