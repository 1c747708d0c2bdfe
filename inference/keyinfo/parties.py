"""Who issued a document: the company at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from inference.geometry import center, contains
from inference.keyinfo.finding import Found
from inference.keyinfo.rows import Run, Sheet

_FORMS: Final = (
    r"inc|incorporated|corp|corporation|company|co|ltd|limited|llc|llp|lp|plc|gmbh|ag|kg|ohg|bv|b\.v|nv|n\.v"
    r"|sa|s\.a|sas|sarl"
    r"|s\.a\.r\.l|srl|s\.r\.l|s\.p\.a|oy|ab|a/s|aps|pty|sdn\.? ?bhd|s/b|bhd|pte"
)
_SHOPS: Final = (
    r"trading|enterprises?|group|holdings?|bank|bakery|restaurant|stores?|supermarket|mart|pharmacy|hardware|caf[ée]"
)
LEGAL_FORM: Final = re.compile(rf"(?<![\w.])(?:{_FORMS})(?!\w)\.?(?=\W*(?:\(\w+\))?\W*$)", re.IGNORECASE)
"""A legal form that ends a name."""
NAME: Final = re.compile(rf"(?<![\w.])(?!The )(?:[A-Z0-9][\w.&’'-]*,? ){{1,5}}(?i:{_FORMS})(?!\w)\.?")
"""A company's name with its legal form inside running text."""
_TRADE: Final = re.compile(rf"(?<![\w.])(?:{_FORMS}|{_SHOPS})(?!\w)\.?", re.IGNORECASE)
_BUYER: Final = re.compile(
    r"bill(?:ed)?\s?to|ship(?:ped)?\s?to|invoice\s?to|sold\s?to|deliver(?:y|ed)?\s?(?:to|address)|customer"
    r"|(?:account|card) ?holder|client\b|buyer|attention"
    r"|factuuradres|afleveradres|rechnungsadresse|lieferadresse|adresse de (?:facturation|livraison)",
    re.IGNORECASE,
)
_NOT_A_NAME: Final = re.compile(
    r"invoice|factuur|rechnung|facture|receipt|statement|\bdate\b|page \d|www\.|http|@|\btel\b|phone|\bfax\b"
    r"|total|\bvat\b|\bgst\b"
    r"|\bno[.:]|number|address|street|road|jalan|welcome|original|copy|kopie|\bcash\b|\btable of contents\b"
    r"|^\W*\d[\d\W]*$",
    re.IGNORECASE,
)
_REGISTRATION: Final = re.compile(
    r"\s*[\[(]?\s*(?:co\.?\s?(?:reg\.?\s?)?(?:no\.?)?\s?:?\s?)?\d{4,}[\w-]*(?: [A-Z])?\s*[\])]?\s*$", re.IGNORECASE
)
# A drawn logo is read as a sign or a Chinese character before a Latin name.
_LOGO: Final = re.compile(r"[^\x00-\u02ff]{1,2} +(?=[A-Za-z])")
HEAD: Final = 0.45
"""Share of the page, from the top, in which an issuer introduces itself."""


def find_issuer(sheets: Sequence[Sheet]) -> Found[str] | None:
    """The issuer: a name with a legal form at the head, else at the foot, else the largest print at the head."""
    if not sheets:
        return None
    sheet = sheets[0]
    buyers = list(_buyer_places(sheet))
    names = [
        run
        for row in sheet.rows
        for run in row.runs
        if _could_be_name(run.text) and not any(_below_label(run, label) for label in buyers)
    ]
    # A name in a table is what was sold, or whom money went to; only where there is no other it may be a letterhead.
    outside = [run for run in names if not any(contains(table.box, center(run.box)) for table in sheet.page.tables)]
    for pool in (outside, names):
        head = [run for run in pool if run.box[1] < HEAD * sheet.page.height]
        for candidates, trades, sure in ((head, False, 0.9), (head, True, 0.8), (pool, True, 0.7)):
            for run in candidates:
                if is_company(run.text, trades):
                    return _found(run, sure)
    return _largest([run for run in names if run.box[1] < HEAD / 2 * sheet.page.height])


def _largest(runs: Sequence[Run]) -> Found[str] | None:
    """The first of the runs in the largest print."""
    tallest = max((run.box[3] - run.box[1] for run in runs), default=0.0)
    return next((_found(run, 0.55) for run in runs if run.box[3] - run.box[1] >= 0.85 * tallest), None)


def is_company(text: str, trades: bool) -> bool:
    """Whether the text names a legal form (or, with `trades`, a kind of shop) written as part of a name."""
    text = _REGISTRATION.sub("", text)
    match = _TRADE.search(text) if trades else LEGAL_FORM.search(text)
    return match is not None and match.start() > 1 and (match[0][0].isupper() or match[0] == "plc")


def _could_be_name(text: str) -> bool:
    text = _REGISTRATION.sub("", text)
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and letters > len(text) * 0.5 and len(text) <= 60 and not _NOT_A_NAME.search(text)


def _buyer_places(sheet: Sheet) -> Iterator[Run]:
    for row in sheet.rows:
        for match in _BUYER.finditer(row.text):
            yield row.part(*match.span())


def _below_label(run: Run, label: Run) -> bool:
    """Whether the run belongs to the address under (or beside) the label of the buyer."""
    height = label.box[3] - label.box[1]
    gap = run.box[1] - label.box[1]
    return -0.5 * height <= gap <= 7 * height and abs(run.box[0] - label.box[0]) < 12 * height


def _found(run: Run, sure: float) -> Found[str]:
    """The name without a logo read as a letter before it and a registration number behind it."""
    logo, registration = _LOGO.match(run.text), _REGISTRATION.search(run.text)
    start = logo.end() if logo else 0
    end = registration.start() if registration and registration.start() > start + 3 else len(run.text)
    return Found(run, start, end, run.text[start:end].strip(" ,;:-"), "free", sure=sure)
