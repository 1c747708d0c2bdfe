"""What kind of document it is, from what it says, with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference.keyinfo.rows import Sheet
from inference.schema import Kind

FIRST_PAGES: Final = 5
"""Pages that are looked at: a kind shows at the start."""
ENOUGH: Final = 3.0
SLIP_LETTERS: Final = 48
"""Letters that fit on a row of a till slip."""
SLIP_SHAPE: Final = 1.55
"""Height by width from which on a page is a strip; A4 has 1.41."""

NAMES: Final[dict[Kind, str]] = {
    "invoice": "an invoice",
    "receipt": "a receipt",
    "report": "a financial report",
    "bank_statement": "a bank statement",
    "other": "none of the known kinds",
}

# Weight and pattern; every pattern counts once.
_EVIDENCE: Final[dict[Kind, Sequence[tuple[float, str]]]] = {
    "invoice": (
        (2, r"\binvoice\b|\bbilling you\b|\bfactuur\b|\brechnung\b|\bfacture\b|\bfactura\b|\bfattura\b"),
        (
            2,
            r"(?:invoice|\bbill)\s?(?:no|number|nr|#|date|id|amount)\b|factuurnummer|rechnungs-?(?:nr|nummer)"
            r"|num[ée]ro de facture",
        ),
        (2, r"due date|payment due|due by|pay by|vervaldatum|f[äa]llig|[ée]ch[ée]ance|scadenza|vencimiento"),
        (1.5, r"bill(?:ed)? to|invoice to|sold to|ship to|customer (?:no|number|id)|factuuradres|rechnungsadresse"),
        (1, r"\biban\b|bank details|payment terms|remit(?:tance)?"),
        (1, r"sub-?\s?total|unit price|\bvat\b|\bbtw\b|\bmwst|\btva\b"),
    ),
    "receipt": (
        (2, r"\breceipt\b|\bkassenbon\b|\bquittung\b|\bticket\b"),
        (2, r"\bchange\b|\bcash\b|\btendered?\b|\bwechselgeld\b"),
        (2, r"round(?:ing|ed)|cashier|\btill\b|terminal|\bslip\b"),
        (1.5, r"thank you|goods sold|please come again|not returnable|exchange within"),
        (1, r"\btotal\b"),
        (1, r"\b\d{1,2}:\d\d(?::\d\d)?\b"),
    ),
    "report": (
        (
            4,
            r"form\s+(?:10-?[kq]|8-?k|20-?f)\b|annual report|quarterly report|interim report"
            r"|half-year(?:ly)? report",
        ),
        (3, r"statements? of (?:consolidated )?(?:operations|income|earnings|cash flows|financial position|profit)"),
        (3, r"balance sheets?\b"),
        (1.5, r"in (?:millions|thousands|billions)"),
        (
            1.5,
            r"earnings per share|ebitda|free cash flow|net income|shareholders.? equity|fiscal (?:year"
            r"|quarter)|total assets",
        ),
        (2, r"securities and exchange commission|(?:quarter|year|fiscal|interim) .{0,40}results"),
    ),
    "bank_statement": (
        (4, r"bank statement|statement of account|account statement|card statement|kontoauszug|relev[ée] de compte"),
        (
            3,
            r"(?:opening|previous|beginning|starting|last month.s) balance|balance brought forward"
            r"|previous statement balance",
        ),
        (2, r"(?:closing|ending|new) balance|balance carried forward|credit limit|minimum (?:payment )?due"),
        (2, r"statement (?:period|date)|account (?:number|no)\b|sort code"),
        (1, r"transaction date|withdrawals?|deposits?|paid (?:in|out)|debits?\b|transactions?"),
    ),
}
_COMPILED: Final = {
    kind: [(weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in evidence]
    for kind, evidence in _EVIDENCE.items()
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind and why."""

    kind: Kind
    reason: str


def judge_kind(sheets: Sequence[Sheet]) -> Judgement:
    """Weigh the words that are typical of each kind; the shape of a till slip counts too."""
    texts = [(sheet.number, "\n".join(row.text for row in sheet.rows)) for sheet in sheets[:FIRST_PAGES]]
    scores: dict[Kind, float] = {}
    reasons: dict[Kind, list[str]] = {}
    for kind, evidence in _COMPILED.items():
        hits = [(weight, hit) for weight, pattern in evidence if (hit := _first_hit(pattern, texts))]
        scores[kind] = sum(weight for weight, _ in hits)
        reasons[kind] = [hit for _, hit in sorted(hits, key=lambda item: -item[0])[:3]]
    if len(sheets) > 1 or not (_has_short_rows(sheets) or "receipt" in " ".join(reasons["receipt"]).lower()):
        scores["receipt"] = 0  # a till prints one page of short rows; "cash" and "rounded" stand in many documents
    elif _is_strip(sheets):
        scores["receipt"] += 3
        reasons["receipt"].append("the narrow shape of a till slip")
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < ENOUGH:
        return Judgement("other", "Nothing on the first pages is typical of an invoice, receipt, report or statement.")
    return Judgement(best, f"Taken for {NAMES[best]} because of {', '.join(reasons[best])}.")


def _first_hit(pattern: re.Pattern[str], texts: Sequence[tuple[int, str]]) -> str | None:
    for number, text in texts:
        match = pattern.search(text)
        if match:
            return f"“{' '.join(match[0].split())}” on page {number}"
    return None


def _has_short_rows(sheets: Sequence[Sheet]) -> bool:
    lengths = sorted(len(row.text) for sheet in sheets for row in sheet.rows)
    return bool(lengths) and lengths[len(lengths) * 9 // 10] <= SLIP_LETTERS


def _is_strip(sheets: Sequence[Sheet]) -> bool:
    page = sheets[0].page
    return page.source == "ocr" and len(sheets[0].rows) >= 8 and page.height > SLIP_SHAPE * page.width
