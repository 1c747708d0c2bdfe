"""Who issued a document: the company at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

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
    r"|client\b|buyer|attention"
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
    head = [run for run in names if run.box[1] < HEAD * sheet.page.height]
    for candidates, sure in ((head, 0.85), (names, 0.7)):
        for run in candidates:
            if is_company(run.text):
                return _found(run, sure)
    head = [run for run in head if run.box[1] < HEAD / 2 * sheet.page.height] or head
    if not head:
        return None
    tallest = max(run.box[3] - run.box[1] for run in head)
    return _found(next(run for run in head if run.box[3] - run.box[1] >= 0.85 * tallest), 0.55)


def is_company(text: str, trades: bool = True) -> bool:
    """Whether the text names a legal form (or, with `trades`, a kind of shop) written as part of a name."""
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
    end = len(run.text)
    registration = _REGISTRATION.search(run.text)
    if registration and registration.start() > 3:
        end = registration.start()
    return Found(run, 0, end, run.text[:end].strip(" ,;:-"), "free", sure=sure)
