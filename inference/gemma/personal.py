"""Finds personal data in what was read: by its form and check digits, and names, numbers behind their labels.

Rather too much than too little: what is found by mistake is put back into the model's answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stdnum import iban, luhn
from stdnum.us import ssn

from inference.keyinfo.finding import labelled
from inference.keyinfo.labels import VAT_NUMBER
from inference.keyinfo.references import IBAN, tax_number_kind
from inference.keyinfo.rows import Run, Sheet

Kind = Literal["email", "iban", "card", "social", "tax", "phone", "name"]
Span = tuple[Kind, int, int]
"""Kind, first character and the one behind the last."""

KINDS: Final[dict[Kind, str]] = {
    "email": "e-mail addresses",
    "iban": "IBANs",
    "card": "card numbers",
    "social": "social security numbers",
    "tax": "tax numbers",
    "phone": "phone numbers",
    "name": "names",
}
"""For people. Where two finds overlap, the kind named first counts."""

_EMAIL: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CARD: Final = re.compile(
    r"(?<![\w.,])(?:(?:4\d|5[1-5]|2[2-7]|6\d)\d\d([ -]?)\d{4}\1\d{4}\1\d{1,7}|3[47]\d\d([ -]?)\d{6}\2\d{5})(?![\w])"
)
_SSN: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_NINO: Final = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b")
_REGISTRATION: Final = re.compile(r"\b[A-Z]{2,3}[A-Z0-9.-]{8,14}\b")
_PHONE: Final = re.compile(
    r"(?<![\w+.,])(?:\+\d{1,3}(?:[ ./()–-]{0,3}\d){8,13}|\(\d{3}\)[ -]?\d{3}-\d{4}|\d{3}([.-])\d{3}\1\d{4})(?![\w-])"
)
_DIGITS: Final = re.compile(r"\W{0,3}(\+?\(?\d(?:[ ./()–-]{0,3}\d){6,14})(?![\w,])")
Reading = tuple[int, int, str, float]
"""As `inference.keyinfo.finding.Reader` gives it."""
_AMOUNT: Final = re.compile(r"\d+[.,]\d\d$")
_CODE: Final = re.compile(
    r"\W{0,3}((?=(?:\D{0,6}\d){6})"
    r"(?:[A-Z]{1,2} )?(?=[A-Z]*\d)[A-Z0-9]+(?:[ ./-](?=[A-Z]*\d)[A-Z0-9]+){0,6}(?: [A-Z])?)\b"
)
_TAX_CODE: Final = re.compile(r"\W{0,3}((?:[A-Z]{2,3}[ -]?)?(?=(?:[^\d ]*\d){7})[A-Z0-9][A-Z0-9./-]{6,18})(?![\w,])")
_ACCOUNT: Final = re.compile(r"\W{0,3}([A-Z]{2}\d{2}(?: ?[A-Z]{4})?(?: ?(?=[A-Z]*\d)[A-Z0-9]{1,4}){3,8})\b")
_CAPITAL: Final = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?"
_PERSON: Final = rf"{_CAPITAL}(?: (?:(?:van|von|der|den|de|da|di|du|la|le|del|bin|al) ){{0,2}}{_CAPITAL}){{0,3}}"
_HEADING: Final = r"(?i:(?:\w+ )?(?:number|no|nr|date|period|currency|address|type|branch|balance|iban|bic)\b)"
"""What follows a label in a row of headings is the next heading."""
_NAME: Final = re.compile(rf"\W{{0,3}}(?!{_HEADING})({_PERSON})")
_TITLED: Final = re.compile(rf"\b(?:Mrs?|Ms|Miss|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Dr|Prof)\b\.? ({_PERSON})")

_PHONE_LABEL: Final = re.compile(
    r"\b(?:tel(?:e(?:fon|phone|foon|fono|fax))?|t[ée]l(?:[ée]phone)?|phone|fax|mobile?|cell|handy|gsm"
    r"|call us(?: at| on)?)\b[ ./:#]*(?:no\b|nr\b|number\b|nummer\b)?[ .:#]*",
    re.IGNORECASE,
)
_SOCIAL_LABEL: Final = re.compile(
    r"\b(?:ssn|social security|national insurance|nino|insurance no|sozialversicherungs\w*|sv-?nummer|steuer-?id\w*"
    r"|bsn|burgerservicenummer|num[ée]ro de s[ée]curit[ée] sociale|codice fiscale|dni|nie)\b"
    r"[ .:#]*(?:no\b|nr\b|number\b|nummer\b)?[ .:#]*",
    re.IGNORECASE,
)
_IBAN_LABEL: Final = re.compile(r"\bIBAN\b[ .:#]*")
_HOLDER: Final = re.compile(
    r"(?P<run>)(?:(?:account|card) ?holder|kontoinhaber|karteninhaber|ansprechpartner|sachbearbeiter|contact person"
    r"|rekeninghouder|contactpersoon|titulaire|intestatario)(?:in\b|'s)?(?: name)?\b",
    re.IGNORECASE,
)
_NAME_LABEL: Final = re.compile(
    r"\b(?:contact(?: person| name)?|attn|attention|beneficiary|(?:customer|employee|patient"
    r"|account|first|last|full|contact) name|patient|employee|(?:prepared|approved|signed|authori[sz]ed|served) by"
    r"|sales ?person|cashier|name|bearbeiter(?:in)?|naam|nom|nombre|titular)(?: name)?\s*(?::|$)",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _reader(pattern: re.Pattern[str]) -> Callable[[str], Reading | None]:
    """Reads what follows a label; amounts are no identifiers."""

    def read(text: str) -> Reading | None:
        match = pattern.match(text)
        if match is None or _AMOUNT.search(match[1]):
            return None
        return *match.span(1), match[1], 1.0

    return read


_LABELLED: Final[tuple[tuple[Kind, tuple[re.Pattern[str], ...], Callable[[str], Reading | None]], ...]] = (
    ("iban", (_IBAN_LABEL,), _reader(_ACCOUNT)),
    ("social", (_SOCIAL_LABEL,), _reader(_CODE)),
    ("tax", VAT_NUMBER, _reader(_TAX_CODE)),
    ("phone", (_PHONE_LABEL,), _reader(_DIGITS)),
    ("name", (_HOLDER, _NAME_LABEL), _reader(_NAME)),
)


@dataclass(frozen=True, slots=True)
class Personal:
    """A piece of personal data on a page: characters `start` to `end` of the text of a run of words."""

    kind: Kind
    run: Run
    start: int
    end: int


def find(sheets: Sequence[Sheet]) -> Iterator[Personal]:
    """Personal data on pages; a piece may be found more than once."""
    for sheet in sheets:
        for row in sheet.rows:
            for kind, start, end in by_form(row.text):
                yield Personal(kind, row, start, end)
    for kind, labels, read in _LABELLED:
        for found in labelled(sheets, labels, read):
            yield Personal(kind, found.run, found.start, found.end)


def in_text(text: str) -> Iterator[Span]:
    """Personal data in a running text; a piece may be found more than once."""
    yield from by_form(text)
    for kind, labels, read in _LABELLED:
        for pattern in labels:
            for match in pattern.finditer(text):
                reading = read(text[match.end() :])
                if reading:
                    yield kind, match.end() + reading[0], match.end() + reading[1]


def by_form(text: str) -> Iterator[Span]:
    """What shows by its form alone that it is personal data."""
    yield from (("email", *match.span()) for match in _EMAIL.finditer(text))
    for match in IBAN.finditer(text):
        printed = match[0]
        while printed and not iban.is_valid(printed, check_country=False):
            printed = printed.rpartition(" ")[0]  # a following word may have been taken for its last group
        if printed:
            yield "iban", match.start(), match.start() + len(printed)
    yield from (("card", *match.span()) for match in _CARD.finditer(text) if luhn.is_valid(_plain(match[0])))
    yield from (("social", *match.span()) for match in _SSN.finditer(text) if ssn.is_valid(match[0]))
    yield from (("social", *match.span()) for match in _NINO.finditer(text))
    yield from (("tax", *match.span()) for match in _REGISTRATION.finditer(text) if tax_number_kind(_plain(match[0])))
    yield from (("phone", *match.span()) for match in _PHONE.finditer(text))
    yield from (("name", *match.span(1)) for match in _TITLED.finditer(text))
