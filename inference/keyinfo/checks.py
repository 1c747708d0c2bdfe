"""Arithmetic, calendar and checksum checks over the fields of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final

from inference.keyinfo.items import charge_columns, line_items, movements
from inference.keyinfo.references import is_known_registration, tax_number_kind
from inference.keyinfo.rows import Sheet
from inference.schema import Check, Field, Figure, Kind, Table

ROUNDING: Final = Decimal("0.05")
"""Difference that is allowed where a total is rounded to five cents."""
Values = dict[str, Decimal]


def run_checks(
    kind: Kind, fields: Sequence[Field], figures: Sequence[Figure], sheets: Sequence[Sheet]
) -> Iterator[Check]:
    """The checks of a kind of document; those that lack a figure say which, and neither pass nor fail."""
    texts = {field.name: field.value for field in fields}
    tables = [table for sheet in sheets for table in sheet.page.tables]
    if kind in ("invoice", "receipt"):
        extras = {
            field.label: Decimal(field.value)
            for field in fields
            if field.name.startswith(("charge", "discount", "tax_"))
        }
        values: Values = {name: Decimal(texts[name]) for name in ("subtotal", "tax", "total") if name in texts}
        yield _sum_check(values, extras, tables, kind == "receipt")
        yield _items_check(values, tables)
    if kind == "invoice":
        yield _due_check(texts)
    if kind == "bank_statement":
        yield _balance_check(texts, tables)
    if kind == "report":
        yield _identity_check(figures)
    if kind in ("invoice", "bank_statement"):
        yield from _number_checks(texts)


def _missing(name: str, label: str, lacking: Sequence[str]) -> Check:
    return Check(name=name, label=label, passed=None, message=f"No {' and no '.join(lacking)} was found.")


def _sum_check(values: Values, extras: Values, tables: Sequence[Table], rounded: bool) -> Check:
    name, label = "sum", "Subtotal + tax + other amounts = total"
    if not {"subtotal", "tax", "total"} <= values.keys():
        return _missing(name, label, [part for part in ("subtotal", "tax", "total") if part not in values])
    subtotal, tax, total = values["subtotal"], values["tax"], values["total"]
    # Receipts often print the subtotal with the tax in it.
    if rounded and abs(total - subtotal - sum(extras.values())) <= ROUNDING:
        plus = "".join(f" {'-' if value < 0 else '+'} {abs(value)} ({label})" for label, value in extras.items())
        message = f"The subtotal {subtotal} holds the tax of {tax}; {subtotal}{plus} = the total of {total}."
        if not extras:
            message = f"The subtotal {subtotal} holds the tax of {tax}; the total is {total}."
        return Check(name=name, label=label, passed=True, message=message)
    parts = [("", subtotal), ("", tax), *((f" ({label})", value) for label, value in extras.items())]
    gap = total - sum(value for _, value in parts)
    if gap:
        column = next((column for column in charge_columns(tables) if column.sum == gap), None)
        if column:
            parts.append((f" (sum of the column “{column.heading}”)", column.sum))
            gap = Decimal(0)
    shown = " ".join(
        f"{'' if not index else '- ' if value < 0 else '+ '}{abs(value) if index else value}{what}"
        for index, (what, value) in enumerate(parts)
    )
    passed = abs(gap) <= (ROUNDING if rounded else Decimal(0))
    end = "" if passed else f", {abs(gap)} {'less' if gap > 0 else 'more'} than the total"
    message = f"{shown} = {sum(value for _, value in parts)}; the total is {total}{end}."
    return Check(name=name, label=label, passed=passed, message=message)


def _items_check(values: Values, tables: Sequence[Table]) -> Check:
    name, label = "line_items", "Line items = subtotal"
    readings = line_items(tables)
    against = [(part, values[part]) for part in ("subtotal", "total") if part in values]
    if not readings or not against:
        return _missing(name, label, ["subtotal or total" if readings else "table of line items"])
    fits = next(
        (
            (items, part, value)
            for items, (part, value) in product(readings, against)
            if abs(value - items.sum) <= Decimal("0.01")
        ),
        None,
    )
    items, part, value = fits or (readings[0], *against[0])
    shown = " + ".join(str(value) for value in items.values[:8]) + (" + …" if len(items.values) > 8 else "")
    taxed = " (the prices hold the tax)" if fits and part == "total" and len(against) > 1 else ""
    return Check(
        name=name,
        label=label,
        passed=fits is not None,
        message=f"{shown} = {items.sum} in the column “{items.heading}”; the {part} is {value}{taxed}.",
    )


def _due_check(texts: dict[str, str]) -> Check:
    name, label = "due_date", "Due on or after the invoice date"
    if not {"invoice_date", "due_date"} <= texts.keys():
        lacking = [
            words for key, words in (("invoice_date", "invoice date"), ("due_date", "due date")) if key not in texts
        ]
        return _missing(name, label, lacking)
    issued, due = date.fromisoformat(texts["invoice_date"]), date.fromisoformat(texts["due_date"])
    passed = due >= issued
    message = f"Issued {issued}, due {due}: "
    message += f"{(due - issued).days} days later." if passed else "due before it was issued."
    return Check(name=name, label=label, passed=passed, message=message)


def _number_checks(texts: dict[str, str]) -> Iterator[Check]:
    if "iban" in texts:
        message = f"{texts['iban']}: moved and with letters as numbers, the remainder by 97 is 1."
        yield Check(name="iban", label="Check digits of the IBAN", passed=True, message=message)
    if "vat_number" in texts:
        number = texts["vat_number"]
        kind, known = tax_number_kind(number), is_known_registration(number)
        if kind:
            message = f"{number}: the check digits are those of {'an' if kind[0] in 'AEI' else 'a'} {kind}."
        elif known:
            message = f"{number}: the check digits are wrong for this country."
        else:
            message = f"{number}: it names no country whose check digits are known here."
        passed = True if kind else False if known else None
        yield Check(name="vat_number", label="Check digits of the tax registration", passed=passed, message=message)


def _balance_check(texts: dict[str, str], tables: Sequence[Table]) -> Check:
    name, label = "balance", "Opening balance + movements = closing balance"
    sums = movements(tables)
    lacking = [
        words
        for words, there in (
            ("opening balance", "opening_balance" in texts),
            ("closing balance", "closing_balance" in texts),
            ("table of movements", sums is not None),
        )
        if not there
    ]
    if lacking or sums is None:
        return _missing(name, label, lacking)
    opening, closing = Decimal(texts["opening_balance"]), Decimal(texts["closing_balance"])
    ends = {sign: opening + sign * sums for sign in (1, -1)}
    # A card statement counts what was spent as positive.
    sign = next((sign for sign, end in ends.items() if end == closing), 1)
    return Check(
        name=name,
        label=label,
        passed=ends[sign] == closing,
        message=f"{opening} {'+' if sign * sums >= 0 else '-'} {abs(sums)} = {ends[sign]}; "
        f"the closing balance is {closing}.",
    )


def _identity_check(figures: Sequence[Figure]) -> Check:
    """Assets against the other side, at every date of the balance sheet."""
    name, label = "balance_sheet", "Assets = liabilities + equity"
    days: dict[str, Values] = {}
    for figure in figures:
        if figure.statement == "balance" and figure.period_end:
            days.setdefault(figure.period_end, {})[figure.name] = figure.value
    passed, messages = True, []
    for day, values in days.items():
        assets, both = values.get("total_assets"), values.get("liabilities_and_equity")
        if assets is None:
            continue
        if both is not None:
            passed &= assets == both
            messages.append(f"{day}: total assets are {assets}; total liabilities and equity are {both}.")
        elif {"total_liabilities", "equity"} <= values.keys():
            liabilities, equity = values["total_liabilities"], values["equity"]
            passed &= assets == liabilities + equity
            messages.append(f"{day}: total assets are {assets}; {liabilities} + {equity} = {liabilities + equity}.")
    if not messages:
        return _missing(name, label, ["balance sheet with both sides"])
    return Check(name=name, label=label, passed=passed, message=" ".join(messages))
