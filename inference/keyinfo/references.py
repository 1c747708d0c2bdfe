"""Numbers that identify: orders, payments, accounts and tax registrations, with their check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stdnum import bic, iban
from stdnum.au import abn
from stdnum.ch import uid as swiss_uid
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as british_vat
from stdnum.in_ import gstin

from inference.keyinfo.finding import Found, Reading, labelled
from inference.keyinfo.labels import (
    ACCOUNT,
    CUSTOMER,
    ORDER,
    PAYMENT_REFERENCE,
    PAYMENT_TERMS,
    PURCHASE_ORDER,
    VAT_NUMBER,
)
from inference.keyinfo.rows import Row, Run, Sheet, search
from inference.schema import Box, Field

ADDRESS_LINES: Final = 8
"""Lines, with their gaps, of a name with its address and registrations."""
IBAN: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])")
_BIC: Final = re.compile(
    r"(?<![A-Z0-9])(?:BIC|SWIFT(?:[ /-]?BIC)?(?: code)?)\W{0,3}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b", re.I
)
_CODE: Final = re.compile(r"#?\s*((?:[A-Z]{1,4} (?=\d))?(?=[\w/.-]*\d)[A-Za-z0-9][\w/.-]*[A-Za-z0-9])")
_ACCOUNT: Final = re.compile(r"[#:]?\s*((?=(?:[\w/*.-]* ?){3})(?=[\w/*. -]*\d)[A-Z0-9*][\w/*-]{2,}(?: [\d*]{2,})*)")
_TERMS: Final = re.compile(
    r"(?:net )?\d{1,3} (?:days?|tage|jours|dagen|giorni|d[íi]as)(?: net)?|net \d{1,3}|due on receipt", re.I
)
_TAX_ID: Final = re.compile(
    r"(?:[A-Z]{1,3}[ -]?)?[A-Z]?\d[\dA-Z]*(?:[ .-]?[A-Z]{0,2}\.?\d[\dA-Z]*){0,6}", re.IGNORECASE
)
_OF_BUYER: Final = re.compile(r"\b(?:your|uw|ihre|votre|customer|client|buyer|su)\b\W*$", re.IGNORECASE)

_SWISS: Final = re.compile(r"(CHE-? ?\d{3}[. ]?\d{3}[. ]?\d{3}) (?:MWST|TVA|IVA)\b")
"""The Swiss number stands before its label."""

TAX_NUMBERS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("EU VAT number", eu_vat.is_valid),
    ("United Kingdom VAT number", british_vat.is_valid),
    ("Swiss company number", swiss_uid.is_valid),
    ("Indian GSTIN", gstin.is_valid),
    ("Australian business number", abn.is_valid),
)
"""Registrations whose check digits are known; the name says whose."""


def tax_number_kind(number: str) -> str | None:
    """What registration a number is by its check digits; None where it fits none."""
    return next((name for name, is_valid in TAX_NUMBERS if is_valid(number)), None)


def is_known_registration(number: str) -> bool:
    """Whether the number names a country whose check digits are known here."""
    return number[:2].lower() in (*eu_vat.MEMBER_STATES, "gb") or number.startswith("CHE")


@dataclass(frozen=True, slots=True)
class _Reference:
    name: str
    label: str
    labels: tuple[re.Pattern[str], ...]
    value: re.Pattern[str]


_REFERENCES: Final = (
    _Reference("order_number", "Order number", ORDER, _CODE),
    _Reference("purchase_order", "Purchase order", PURCHASE_ORDER, _CODE),
    _Reference("payment_reference", "Payment reference", PAYMENT_REFERENCE, _CODE),
    _Reference("customer_number", "Customer number", CUSTOMER, _CODE),
    _Reference("account_number", "Account number", ACCOUNT, _ACCOUNT),
    _Reference("payment_terms", "Payment terms", PAYMENT_TERMS, _TERMS),
)


def reference_fields(sheets: Sequence[Sheet], buyer: Found[str] | None) -> Iterator[Field]:
    """The references that an invoice prints; what stands under the name of the buyer is not the issuer's."""
    for reference in _REFERENCES:
        found = next(labelled(sheets, reference.labels, _reader(reference.value)), None)
        if found:
            yield found.field(reference.name, reference.label, found.value, 0.85, f"{reference.name}.label")
    tax = _tax_number(sheets, buyer.run if buyer else None)
    if tax:
        kind = tax_number_kind(tax.value)
        yield tax.field("vat_number", "Tax registration", tax.value, 0.95 if kind else 0.6, "vat_number.label")
    yield from account_fields(sheets)


def account_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """IBAN and BIC; both only where they are well formed, the IBAN with right check digits."""
    account = next((found for sheet in sheets for row in sheet.rows if (found := find_iban(row))), None)
    if account:
        yield account.field("iban", "IBAN", account.value, 0.99, "iban.checksum")
    for _, row, match in search(sheets, _BIC):
        if bic.is_valid(match[1]):
            found = Found(row, *match.span(1), match[1].upper(), "right")
            yield found.field("bic", "BIC", found.value, 0.95, "bic.label")
            return


def find_iban(row: Row) -> Found[str] | None:
    """An IBAN whose check digits are right."""
    for match in IBAN.finditer(row.text):
        printed = match[0]
        while printed:
            if iban.is_valid(printed, check_country=False):
                return Found(row, match.start(), match.start() + len(printed), iban.compact(printed), "free")
            printed = printed.rpartition(" ")[0]  # a following word may have been taken for its last group
    return None


def _reader(pattern: re.Pattern[str]) -> Callable[[str], Reading[str] | None]:
    def read(text: str) -> Reading[str] | None:
        match = pattern.match(text)
        if match is None or re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|[\d,]+\.\d\d", match[match.lastindex or 0]):
            return None  # a date or an amount is no reference
        group = match.lastindex or 0
        return *match.span(group), match[group], 1.0

    return read


def _stands_under(box: Box, name: Box) -> bool:
    """Whether a place belongs to the address under a name."""
    height = name[3] - name[1]
    return 0 < box[1] - name[1] < ADDRESS_LINES * height and box[0] < name[2] and box[2] > name[0]


def _tax_number(sheets: Sequence[Sheet], buyer: Run | None) -> Found[str] | None:
    """The issuer's number: one with right check digits first; the customer's, named as such, never."""
    for _, row, swiss in search(sheets, _SWISS):
        return Found(row, *swiss.span(1), re.sub(r"[^A-Z0-9]", "", swiss[1]), "free")
    doubtful: Found[str] | None = None
    for pattern in VAT_NUMBER:
        for _, row, label in search(sheets, pattern):
            match = _TAX_ID.match(row.text, label.end())
            if match is None or _OF_BUYER.search(row.text[: label.start()]):
                continue
            if buyer and row.page == buyer.page and _stands_under(row.part(*match.span()).box, buyer.box):
                continue
            words = match[0].split(" ")
            for count in range(len(words), 0, -1):
                printed = " ".join(words[:count]).rstrip(".-")
                compact = re.sub(r"[^A-Z0-9]", "", printed.upper())
                found = Found(row, match.start(), match.start() + len(printed), compact, "right")
                if tax_number_kind(compact):
                    return found
                if sum(character.isdigit() for character in compact) >= 8:
                    doubtful = doubtful or found
    return doubtful
