"""Who issued a document: the company at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from inference.geometry import center, contains
from inference.keyinfo.finding import Found, begins_column
from inference.keyinfo.labels import BUYER, SELLER
from inference.keyinfo.rows import Row, Run, Sheet, search

FORMS: Final = (
    r"inc|incorporated|corp|corporation|company|co|ltd|limited|llc|llp|lp|plc|gmbh|ag|(?<!\d )kg|kgaa|ohg|ug|gbr|e\.k"
    r"|eg|e\.v|ggmbh"
    r"|bv|b\.v|nv"
    r"|n\.v|sa|s\.a|sas|s\.a\.s|s[àa]rl|eurl|s\.a\.r\.l|srl|s\.r\.l|s\.p\.a|spa|s\.?l\.?[up]?|s\.n\.c|lda|ltda|oy|oyj"
    r"|ab|a/s"
    r"|aps|kft|s\.r\.o|a\.s|sp\. ?z ?o\. ?o|pty|sdn\.? ?bhd|s/b|bhd|berhad|pte"
)
"""Legal forms of companies, as alternatives of a pattern."""
_BANKS: Final = r"\w*bank|sparkasse|banque|banco|credit union|building society"
_SHOPS: Final = (
    rf"trading|enterprises?|group|holdings?|{_BANKS}|bakery|restaurant|stores?|supermarket|mart|pharmacy"
    r"|hardware|caf[ée]|kitchen|grill|bistro|diner|brasserie|pizzeria|pub|markt|apotheke|b[äa]ckerei|metzgerei"
    r"|boutique"
    r"|brothers|bros|& sons"
)
_SHOP_FIRST: Final = re.compile(
    r"(?:brasserie|bistrot?|caf[ée]|restaurant|ristorante|trattoria|pizzeria|hotel|h[ôo]tel|gasthof|gasthaus|berghaus"
    r"|boulangerie|pharmacie|farmacia|apotheke|b[äa]ckerei|librairie|garage|panader[íi]a) [^\W\d_]",
    re.IGNORECASE,
)
LEGAL_FORM: Final = re.compile(rf"(?<![\w.])(?:{FORMS})(?!\w)\.?(?=\W*(?:\(\w+\))?\W*$)", re.IGNORECASE)
"""A legal form that ends a name."""
_FORM_FIRST: Final = re.compile(
    r"(?:SARL|S\.A\.R\.L\.|SAS|EURL|SASU|SCI|SNC|Sté|Société|Firma|Fa\.|PT|CV|OOO|Ets) [A-ZÀ-Þ]"
)
"""A legal form that begins a name."""
NAME: Final = re.compile(
    rf"(?<![\w.])(?!The )(?:[A-Z0-9][\w.&’'-]*,? (?:& )?){{1,5}}(?=[A-Z]|plc)(?i:{FORMS})(?!\w)\.?"
)
"""A company's name with its legal form inside running text."""
_IN_SENTENCE: Final = re.compile(
    rf"\b(?i:(?:sold|provided|supplied|issued|operated|rendered|billed|invoiced) by|trading name of)"
    rf" (?P<name>{NAME.pattern})"
)
_TRADING_AS: Final = re.compile(
    rf"(?P<name>{NAME.pattern}),? (?i:trading as|t/a|d/?b/?a|(?:con|mit|with|avec) (?:nif|cif|vat|ust|tva))(?!\w)"
)
# "SaaSCo GmbH, Torstr. 1, 10119 Berlin": the line above the window of an envelope.
_WITH_ADDRESS: Final = re.compile(
    rf"(?<![\w.])(?:{FORMS})(?!\w)\.?(?=\s?[,;|·•∙‧]\s?\S|\s[–-]\s?\S|\s\d{{1,5}}[A-Z]? [A-Z]|\s+(?:iov|t/a"
    rf"|trading as|d/?b/?a|c/o)\b)",
    re.IGNORECASE,
)
_TRADE: Final = re.compile(rf"(?<![\w.])(?:{FORMS}|{_SHOPS})(?!\w)\.?", re.IGNORECASE)
_BUYER: Final = (
    *BUYER,
    re.compile(r"customer(?! id)|(?:account|card) ?holder|attention|\battn\b|firma\b", re.IGNORECASE),
)
# What a blank form asks for.
_BLANK: Final = re.compile(
    r"\W*(?:(?:(?:company|client|customer|business|your|first|last|full|contact) )*"
    r"(?:name|address|street|city|state|province|zip|postal|code|country|e-?mail|phone|tel|fax)\b\W*)+",
    re.IGNORECASE,
)
_ATTENTION: Final = re.compile(r"^(?:attn|attention|z\. ?hd|t\.a\.v)\b[.: ]*", re.IGNORECASE)
_SELLER_LABEL: Final = re.compile(
    "|".join(re.sub(r"\(\?P<run\d?>\)", "^", pattern.pattern) for pattern in SELLER)
    + r"[.: ]*|^(?:p[äa]chter|inhaber(?:in)?|inh|owner|operator|proprietor|g[ée]rant)[.:] *",
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(r"(?:@|www\.|https?://(?:www\.)?)([a-z0-9-]{4,})\.", re.IGNORECASE)
_MAIL_HOSTS: Final = frozenset({"gmail", "hotmail", "outlook", "yahoo", "example", "icloud", "googlemail"})
_NOT_A_NAME: Final = re.compile(
    r"invoice|factuur|rechnung|facture|receipt|statement|\bdate\b|page \d|www\.|http|@|\btel\b|phone|\bfax\b"
    r"|total|amount|\bvat\b|\bgst\b|\btax\b|\bpayment\b|\border\b"
    r"|\bno[.:]|number|address|\d.*\b(?:street|road)\b|\b(?:street|road)\b(?=,|\W*$)|jalan"
    r"|^\d+\w? .*\b(?:st|ave|avenue|rd|blvd|drive|ln|lane|hwy|highway|quai|rue|way)\b\.?(?=,|$)"
    r"|welcome|original|copy|kopie|\bcash\b(?! (?:&|and) carry)"
    r"|\btable of contents\b"
    r"|^\W*\d[\d\W]*$",
    re.IGNORECASE,
)
_AUSTRALIAN_PLACE: Final = re.compile(r"\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) \d{4}\b")
"""SA is no legal form there."""
_REGISTRATION: Final = re.compile(
    r"\s*[\[(#]?\s*(?:co\.?\s?(?:reg\.?\s?)?(?:no\.?)?\s?:?\s?)?\d{4,}[\w-]*(?: [A-Z])?\s*[\])]?\s*$", re.IGNORECASE
)
# A drawn logo is read as a sign or a Chinese character before a Latin name.
_LOGO: Final = re.compile(r"[^\x00-\u02ff]{1,2} +(?=[A-Za-z])")
HEAD: Final = 0.45
"""Share of the page, from the top, in which an issuer introduces itself."""


def find_issuer(sheets: Sequence[Sheet], letterhead: bool = False) -> Found[str] | None:
    """The issuer: named as the seller, else a name with a legal form at the head, in a
    sentence or at the foot, else the largest print.

    With `letterhead` only the head of the page outside of tables counts: statements list other companies.
    """
    if not sheets:
        return None
    sheet = sheets[0]
    named = next(_named(sheets, SELLER), None)
    if named and is_company(named.value, trades=True):
        return named
    buyers = list(_buyer_places(sheet))
    names = [
        run for run in _runs(sheet) if could_be_name(run.text) and not any(_below_label(run, label) for label in buyers)
    ]
    for pattern in () if letterhead else (_TRADING_AS, _IN_SENTENCE):
        for _, row, match in search([sheet], pattern):
            return _found(row.part(*match.span("name")), 0.85)
    # A name in a table is what was sold, or whom money went to; only where there is no other it may be a letterhead.
    outside = [run for run in names if not any(contains(table.box, center(run.box)) for table in sheet.page.tables)]
    for pool in (outside,) if letterhead else (outside, names):
        head = [run for run in pool if run.box[1] < HEAD * sheet.page.height]
        for run in head:
            if is_company(run.text, trades=False):
                return _found(_longer(run, head), 0.9)
        sold = [] if letterhead else [run for run in pool if not re.match(r"\d+ ", run.text)]
        for candidates, sure in ((head, 0.8), (sold, 0.7)):
            for run in candidates:
                if is_company(run.text, trades=True):
                    return _found(run, sure)
    top = [run for run in names if run.box[1] < HEAD / 2 * sheet.page.height]
    return _of_domain(sheet, top) or (None if letterhead else _largest(top))


def _longer(name: Run, others: Sequence[Run]) -> Run:
    """The same name with more behind it: "HARBOUR & CO" is short for "Harbour & Co Clothing Ltd"."""
    short = re.sub(r"\W", "", name.text).lower()
    return next(
        (
            other
            for other in others
            if re.sub(r"\W", "", other.text).lower().startswith(short)
            and len(other.text) > len(name.text)
            and is_company(other.text, trades=False)
        ),
        name,
    )


def find_buyer(sheets: Sequence[Sheet]) -> Found[str] | None:
    """Who is billed: the name beside or under a label such as "Bill to"."""
    return next(_named(sheets[:1], BUYER), None)


def _runs(sheet: Sheet) -> Iterator[Run]:
    """The runs of a page; a legal form that stands alone belongs to the name above it."""
    above: Run | None = None
    for row in sheet.rows:
        for run in row.runs:
            if above and re.fullmatch(rf"(?:{FORMS})\W*", run.text, re.IGNORECASE):
                yield Run(run.page, (*above.words, *run.words))
            yield run
        above = row.runs[0] if len(row.runs) == 1 else None


def _named(sheets: Sequence[Sheet], labels: Sequence[re.Pattern[str]]) -> Iterator[Found[str]]:
    """Names beside their label in the same column, else under it."""
    for pattern in labels:
        for sheet, row, match in search(sheets, pattern):
            if not begins_column(row, match):
                continue
            at = 0
            for run in row.runs:
                if at <= match.start() < at + len(run.text):
                    rest = run.text[match.end() - at :]
                    begin = match.end() - at + len(rest) - len(rest.lstrip(" :.#-"))
                    found = _name_at(run, begin) or _name_under(sheet, row, row.part(*match.span()))
                    if not found and rest.strip(" :") == "" and run is not row.runs[-1]:
                        found = _name_at(row.runs[row.runs.index(run) + 1], 0)
                    if found:
                        yield found
                at += len(run.text) + 1


def _name_under(sheet: Sheet, row: Row, label: Run) -> Found[str] | None:
    for below in sheet.rows[row.index + 1 : row.index + 4]:
        for run in below.runs:
            left = abs(run.box[0] - label.box[0]) < 2 * row.height
            if left or (run.box[0] < label.box[2] and run.box[2] > label.box[0]):
                found = _name_at(run, 0)
                if found:
                    return found
    return None


def _name_at(run: Run, start: int) -> Found[str] | None:
    text = run.text[start:]
    attention = _ATTENTION.match(text)
    start += attention.end() if attention else 0
    text = run.text[start:].strip(" ,;:")
    if not could_be_name(text) or any(pattern.match(text.lstrip("(")) for pattern in _BUYER):
        return None
    return Found(run, start, start + len(text), text, "right", sure=0.8)


def _of_domain(sheet: Sheet, runs: Sequence[Run]) -> Found[str] | None:
    """A name that is also that of a web or mail address on the page."""
    text = " ".join(row.text for row in sheet.rows)
    domains = {match[1].replace("-", "").lower() for match in _DOMAIN.finditer(text)} - _MAIL_HOSTS
    for run in runs:
        name = re.sub(r"\W", "", run.text).lower()
        if len(name) > 3 and name in domains:
            return _found(run, 0.75)
    return None


def _largest(runs: Sequence[Run]) -> Found[str] | None:
    """The first of the runs in the largest print."""
    tallest = max((run.box[3] - run.box[1] for run in runs), default=0.0)
    return next((_found(run, 0.55) for run in runs if run.box[3] - run.box[1] >= 0.85 * tallest), None)


def is_company(text: str, trades: bool) -> bool:
    """Whether the text names a legal form (or, with `trades`, a kind of shop) written as part of a name."""
    text = _REGISTRATION.sub("", text)
    if _FORM_FIRST.match(text) or (trades and _SHOP_FIRST.match(text)):
        return True
    match = _TRADE.search(text) if trades else LEGAL_FORM.search(text) or _WITH_ADDRESS.search(text)
    if match is None or not (any(letter.isupper() for letter in match[0]) or match[0] == "plc"):
        return False
    return match.start() > 1 or re.match(rf"(?:{_BANKS}) (?!account|details|name)\w", text, re.IGNORECASE) is not None


def could_be_name(text: str) -> bool:
    """Whether a text has the letters of a name and no word of a form."""
    if _AUSTRALIAN_PLACE.search(text):
        return False
    text = _REGISTRATION.sub("", text)
    addressed = _WITH_ADDRESS.search(text)
    text = text[: addressed.end()] if addressed else text
    letters = sum(character.isalpha() for character in text)
    return (
        letters >= 3
        and letters > len(text) * 0.5
        and len(text) <= 60
        and not (_NOT_A_NAME.search(text) or _BLANK.fullmatch(text))
    )


def _buyer_places(sheet: Sheet) -> Iterator[Run]:
    for pattern in _BUYER:
        for _, row, match in search([sheet], pattern):
            if begins_column(row, match):
                yield row.part(*match.span())


def _below_label(run: Run, label: Run) -> bool:
    """Whether the run belongs to the address under (or beside) the label of the buyer."""
    height = label.box[3] - label.box[1]
    gap = run.box[1] - label.box[1]
    return -0.5 * height <= gap <= 7 * height and abs(run.box[0] - label.box[0]) < 12 * height


def _found(run: Run, sure: float) -> Found[str]:
    """The name without its label, a logo read as a letter before it, an address or registration number behind it."""
    before = _SELLER_LABEL.match(run.text) or _LOGO.match(run.text)
    start = before.end() if before else 0
    behind = _WITH_ADDRESS.search(run.text, start)
    registration = _REGISTRATION.search(run.text)
    end = len(run.text)
    if behind:
        end = behind.end()
    elif registration and registration.start() > start + 3:
        end = registration.start()
    value = run.text[start:end].strip(" ,;:-")
    start = run.text.index(value, start)
    return Found(run, start, start + len(value), value, "free", sure=sure)
