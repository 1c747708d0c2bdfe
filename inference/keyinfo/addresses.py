"""Postal addresses: the lines under the name of a party, or behind it on the same line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from inference.geometry import center, in_rows, turned, union
from inference.keyinfo.finding import Found
from inference.keyinfo.rows import Run, Sheet, cut_at_gaps, skew_of
from inference.schema import Box

MOST_LINES: Final = 5
MOST_BETWEEN: Final = 3
"""Lines that may stand between a name and its address: a person, a department, a registration."""
PITCH: Final = 1.3
"""How far apart the lines of an address are at most, in heights of the print."""
LONGEST_LINE: Final = 70

# What ends an address: another way to reach the party, an account, or the next part of the document.
_END: Final = re.compile(
    r"\b(?:tel\w*|te1|t[ée]l|ph|phone|mobile|mob|fax|h/?p|e-?mail|www|https?|invoice|rechnung|fact(?:uu?r|ura"
    r"|ure)|fattura"
    r"|faktura|receipt|bill(?:ed)?|sold|ship|date|datum|fecha|data|account|iban|bic|swift|cashier|order"
    r"|customer|page|open"
    r"|hours|welcome|thank|attn|description|item|qty|amount|betrag|bedrag|montant|importe|price|total|statement"
    r"|summe|netto|cash|sale|refund|visit|purchased|kassabon|bon|beleg|ticket|kasse|rcpt|table|tbl|tisch)\b|@"
    r"|\d{1,2}:\d\d|\d[.,]\d\d\b"
    r"|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zé]*\.? (?:\d{1,2},? )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
# A registration may stand between the name and its address.
_REGISTRATION: Final = re.compile(
    r"\b(?:(?:co|company|business|bus)\.?\s?(?:reg\w*|no\b)|st\.-?nr|reg(?:istration)?\.?\s?(?:no|nr|number)"
    r"|roc|ssm|gst\w*|vat|tax|abn"
    r"|acn|tin|ein|pan|cin|uen|siret|siren|rcs|kvk|k\.v\.k|btw|tva|ust\w*|steuer\w*|mwst|nip|nif|cif|p\.? ?iva"
    r"|org\.? ?nr)\b"
    r"|\bI[D1]\b\W*(?:no\W*)?\d",
    re.IGNORECASE,
)
_BRANCH: Final = re.compile(
    r"\W*(?:store|station|filiale?|branch|shop|outlet|terminal|markt|till|pos"
    r"|reg)\b[ :.]*(?:no\.? ?)?\W*\w*\d+",
    re.IGNORECASE,
)
"""The number of a branch stands where its address could."""
_LONG_NUMBER: Final = re.compile(r"\d{7,}|\+\d|^[\W\d]*\d[\W\d]{6,}$")
_LABEL: Final = re.compile(
    r"^(?:(?:registered |head |postal |business )?(?:address|office)|adresse|anschrift|direcci[óo]n|indirizzo"
    r"|adres)\s*:\s*",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:street|str|st|road|rd|avenue|ave|av|avda|lane|drive|court|square|place|plaza|platz|park|house|tower|floor"
    r"|suite|unit|lot|block|building|centre|center|estate|way|yard|wharf|row|hill|gardens|boulevard|blvd|highway"
    r"|p\.?o\.? ?box|box|postfach|jalan|jln|taman|rue|chemin|all[ée]e|quai|via|viale|corso|piazza|calle|c/|paseo"
    r"|rua|praça|ul|plot|sector|nagar|marg)\b|stra(?:ß|ss)e\b|str\.|weg\b|gasse\b|allee\b|laan\b|straat\b|plein\b"
    r"|gatan\b|v[äa]gen\b|vej\b",
    re.IGNORECASE,
)
# 10115, 75001, SW1A 1AA, H2X 1Y4, 1017 GL, 110 22; numbers of six digits in India, Singapore and China.
_POSTCODE: Final = re.compile(
    r"(?<!\d)\d{4,6}(?!\d)|\b\d{3} \d{2,3}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
)
_SINGAPORE: Final = re.compile(r"S ?\(?\d{6}\)?")
"""A post code of Singapore in a line of its own."""
_BEHIND: Final = re.compile(r"\s*[,;|·•–-]+\s*|\s+")


def find_address(sheets: Sequence[Sheet], name: Found[str]) -> Found[str] | None:
    """The address of a party whose name was found: behind the name, else in the lines under it; one line of text."""
    places = ((sheet, place) for sheet in sheets for place in _places(sheet, name))
    return next((found for sheet, place in places if (found := _behind(place) or _under(sheet, place))), None)


def _places(sheet: Sheet, name: Found[str]) -> Iterator[Found[str]]:
    """Where the name stands: where it was found, then elsewhere."""
    if sheet.number == name.run.page:
        yield name
    for row in sheet.rows:
        for run in row.runs:
            start = run.text.find(name.printed)
            if start >= 0 and run.words != name.run.words:
                yield Found(run, start, start + len(name.printed), name.value, "free")


def _behind(name: Found[str]) -> Found[str] | None:
    gap = _BEHIND.match(name.run.text, name.end)
    rest = name.run.text[gap.end() :] if gap else ""
    if gap is None or not _POSTCODE.search(rest) or not _is_part(rest) or len(rest) > LONGEST_LINE:
        return None
    return Found(name.run, gap.end(), len(name.run.text), rest.strip(" ,;"), "right", sure=0.9)


def _under(sheet: Sheet, name: Found[str]) -> Found[str] | None:
    lines: list[Run] = []
    between = 0
    for line in _lines_under(sheet, name.run.part(name.start, name.end)):
        label = _LABEL.match(line.text)
        if label:
            line = line.part(label.end(), len(line.text))
        if not lines and not (label or _starts_address(line.text)):
            between += 1
            if between > MOST_BETWEEN or (_END.search(line.text) and not _REGISTRATION.search(line.text)):
                return None
            continue
        if not (_is_part(line.text) or _SINGAPORE.fullmatch(line.text)) or len(lines) == MOST_LINES:
            break
        lines.append(line)
    text = ", ".join(line.text.strip(" ,;.") for line in lines)
    # One line may be anything with a number in it; two lines with a code or the word for a place are an address.
    code, place = bool(_POSTCODE.search(text)), bool(_PLACE.search(text))
    if not ((code or place) if len(lines) > 1 else code and (place or "," in text)):
        return None
    whole = Run(name.run.page, tuple(word for line in lines for word in line.words))
    return Found(whole, 0, len(whole.text), text, "below", sure=0.9)


def _starts_address(text: str) -> bool:
    return _is_part(text) and not _BRANCH.fullmatch(text) and bool(re.search(r"\d", text) or _PLACE.search(text))


def _is_part(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return (
        letters >= 2
        and len(text) <= LONGEST_LINE
        and not (_END.search(text) or _REGISTRATION.search(text) or _LONG_NUMBER.search(text))
    )


def _lines_under(sheet: Sheet, name: Run) -> Iterator[Run]:
    """The lines that follow one another under a name in its column, down to a wider gap."""
    skew = skew_of(sheet.page)
    parts = [
        (Run(sheet.number, tuple(words)), turned(union([word.box for word in words]), -skew))
        for line in sheet.page.lines
        for words in cut_at_gaps(line.words)
    ]
    column = turned(name.box, -skew)
    below = [part for part in parts if center(part[1])[1] > column[3]]
    for row in in_rows(below, lambda part: part[1]):
        inside = [part for part in row if _in_column(part[1], column)]
        if not inside:
            continue
        box = union([part[1] for part in inside])
        height = min(box[3] - box[1], column[3] - column[1])
        if box[1] - column[3] > PITCH * height:
            return
        yield Run(sheet.number, tuple(word for part in inside for word in part[0].words))
        column = min(column[0], box[0]), box[1], max(column[2], box[2]), box[3]


def _in_column(box: Box, column: Box) -> bool:
    shared = min(box[2], column[2]) - max(box[0], column[0])
    return shared >= 0.5 * min(box[2] - box[0], column[2] - column[0])
