"""Key information: right when the normalised value is the true one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Final

from inference.evaluate.counts import Counts
from inference.evaluate.text import squeezed
from inference.schema import Field

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "company": ("company", "issuer", "merchant", "bank"),
    "abn": ("abn", "vat_number"),
    "address": ("merchant_address", "issuer_address"),
    "report_date": ("report_date", "release_date", "period_end"),
    "document_type": ("document_type", "form_type"),
    "statement_date": ("statement_date", "period_end"),
}
"""Names that our fields have for a name in a manifest, where they differ; the first that was found counts."""
ANY_OF_THEM: Final = frozenset({"report_date"})
"""Names that a manifest uses for one of two days: a release is of a day, and on a period. Either of ours may be it."""
NOT_READ: Final = frozenset({"date_as_printed"})
"""What a manifest notes for people: the same date again, as printed."""
_FINANCIAL_YEAR: Final = re.compile(r"((?:19|20)\d\d)-\d\d")
SIMILAR: Final = 0.9
"""Share of a name or an address that must agree; true names of receipts hold slips of a letter."""
_LOOSE: Final = frozenset({"company", "address", "payment_terms", "document_type"})


def judge_fields(true: Mapping[str, str | None], given: Sequence[Field]) -> dict[str, tuple[Counts, str | None]]:
    """For each true field whether it was found, and what was found instead where that is wrong.

    Of several findings of one name the most confident counts. Fields that the truth does not name are not judged.
    """
    found: dict[str, tuple[Counts, str | None]] = {}
    given = [*given, *_sum_of_taxes(given)]
    for name, value in true.items():
        if name in NOT_READ:
            continue
        candidates = [
            (rank, -field.confidence, field.value)
            for rank, ours in enumerate(NAMES.get(name, (name,)))
            for field in given
            if field.name == ours
        ]
        best = min(candidates)[2] if candidates else None
        if name in ANY_OF_THEM and value is not None:
            best = next((other for *_, other in sorted(candidates) if same(name, value, other)), best)
        right = value is not None and best is not None and same(name, value, best)
        found[name] = Counts(right, best is not None, value is not None), None if right else best
    return found


def _sum_of_taxes(given: Sequence[Field]) -> Iterator[Field]:
    """What a bill that prints several taxes asks for in all; a field of it would show a value that is not printed."""
    taxes = [field for field in given if re.fullmatch(r"tax(?:_\d)?", field.name)]
    if len(taxes) > 1:
        total = sum(Decimal(field.value) for field in taxes)
        yield taxes[0].model_copy(update={"value": str(total), "confidence": 1.0})


def same(name: str, true: str, given: str) -> bool:
    """Whether a value is the true one: amounts by value, names nearly, everything else exactly but for spaces."""
    if re.fullmatch(r"-?[\d.]+", true):
        try:
            return Decimal(true) == Decimal(given)
        except InvalidOperation:
            return squeezed(true) == squeezed(given)
    if name == "report_date" and (year := _FINANCIAL_YEAR.fullmatch(true)):
        return given == true or given.startswith(f"{int(year[1]) + 1}-")  # a day says more than the truth does
    one, other = squeezed(true), squeezed(given)
    if name in _LOOSE:
        return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SIMILAR
    return one == other
