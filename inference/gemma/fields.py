"""The fields that the model fills for each kind of document, and the JSON it may answer with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Attribute

from inference.schema import Kind

ValueType = Literal["text", "code", "date", "amount", "currency", "scale"]
LONGEST_VALUE: Final = 80
"""Characters of a printed value."""
TOKENS_PER_FIELD: Final = 130
"""Tokens that a field's JSON takes at most: a token per character, its key, page and punctuation."""


@dataclass(frozen=True, slots=True)
class ModelFieldSpec:
    """A field: its name and label are those of the rules where the rules have it."""

    name: str
    label: str
    type: ValueType
    meaning: str
    """For the prompt."""


def _f(name: str, label: str, type: ValueType, meaning: str) -> ModelFieldSpec:
    return ModelFieldSpec(name, label, type, meaning)


_CURRENCY: Final = _f("currency", "Currency", "currency", "currency of the amounts: its code or its sign")
_IBAN: Final = _f("iban", "IBAN", "code", "IBAN of the account to pay to or of the statement")
_SUMS: Final = (
    _f("subtotal", "Subtotal", "amount", "sum before tax"),
    _f("tax", "Tax", "amount", "VAT, GST or sales tax in all"),
    _f("total", "Total", "amount", "final amount, tax included"),
)
FIELDS: Final[dict[Kind, tuple[ModelFieldSpec, ...]]] = {
    "invoice": (
        _f("issuer", "Issuer", "text", "company that sends the invoice"),
        _f("buyer", "Buyer", "text", "company or person that has to pay"),
        _f("invoice_number", "Invoice number", "code", "number of the invoice"),
        _f("purchase_order", "Purchase order", "code", "buyer's order number"),
        _f("vat_number", "Tax registration", "code", "tax registration of the issuer"),
        _f("invoice_date", "Invoice date", "date", "date of issue"),
        _f("due_date", "Due date", "date", "date by which to pay"),
        *_SUMS,
        _CURRENCY,
        _IBAN,
        _f("payment_reference", "Payment reference", "code", "reference to give with the payment"),
    ),
    "receipt": (
        _f("merchant", "Merchant", "text", "shop or company that sold"),
        _f("date", "Date", "date", "date of the purchase"),
        *_SUMS,
        _CURRENCY,
    ),
    "report": (
        _f("company", "Company", "text", "company that reports"),
        _f("form_type", "Type of report", "text", "kind of report or number of the form"),
        _f("period_end", "Period end", "date", "last day of the period reported on"),
        _CURRENCY,
        _f("scale", "Scale of the figures", "scale", "in thousands, in millions or in billions"),
        _f("revenue", "Revenue", "amount", "total revenue or net sales of the latest period"),
        _f("operating_income", "Operating income", "amount", "operating income or loss of the latest period"),
        _f("net_income", "Net income", "amount", "net income or loss of the latest period"),
        _f("diluted_eps", "Diluted earnings per share", "amount", "diluted earnings per share of the latest period"),
        _f("total_assets", "Total assets", "amount", "total assets at the end of the latest period"),
        _f("total_liabilities", "Total liabilities", "amount", "total liabilities at the end of the latest period"),
        _f("equity", "Equity", "amount", "total equity at the end of the latest period"),
        _f("cash", "Cash and cash equivalents", "amount", "cash and cash equivalents at the end of the latest period"),
    ),
    "bank_statement": (
        _f("bank", "Bank", "text", "bank or card company"),
        _f("account_number", "Account number", "code", "number of the account or card"),
        _IBAN,
        _f("period_start", "Period start", "date", "first day of the statement's period"),
        _f("period_end", "Period end", "date", "last day of the statement's period"),
        _f("due_date", "Payment due date", "date", "date by which to pay"),
        _f("opening_balance", "Opening balance", "amount", "balance at the start of the period"),
        _f("closing_balance", "Closing balance", "amount", "balance at the end of the period"),
        _CURRENCY,
    ),
    "other": (
        _f("title", "Title", "text", "title of the document"),
        _f("organisation", "Organisation", "text", "company or authority that issued it"),
        _f("date", "Date", "date", "date of the document"),
        _f("total", "Total", "amount", "the one amount the document is about, if there is one"),
        _CURRENCY,
    ),
}


def page_number(pages: Sequence[int]) -> Any:
    """The type of a number of one of these pages."""
    return Literal[*pages]


def answer_model(specs: Sequence[ModelFieldSpec], pages: Sequence[int]) -> type[BaseModel]:
    """The answer as a pydantic class: every key required, null where the pages do not print the value.

    Strings are bounded and pages can only be those given, so an answer always ends and always points somewhere.
    """
    config = ConfigDict(extra="forbid")
    printed = create_model(
        "Printed",
        __config__=config,
        page=(page_number(pages), ...),
        printed=(Annotated[str, Attribute(min_length=1, max_length=LONGEST_VALUE)], ...),
    )
    keys: dict[str, Any] = {spec.name: (printed | None, ...) for spec in specs}
    return create_model("KeyInformation", __config__=config, **keys)
