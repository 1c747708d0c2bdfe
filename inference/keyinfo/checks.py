"""Arithmetic and calendar checks over the fields of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from inference.keyinfo.rows import Sheet
from inference.schema import Check, Field, Kind, Table

ROUNDING: Final = Decimal("0.05")
"""Difference that is allowed where a total is rounded to five cents."""


def run_checks(kind: Kind, fields: Sequence[Field], sheets: Sequence[Sheet]) -> Iterator[Check]:
    """The checks for which every figure was found."""
    values = {field.name: field.value for field in fields}
    if kind in ("invoice", "receipt"):
        yield from _sum_check(values, kind == "receipt")
    if "invoice_date" in values and "due_date" in values:
        yield _due_check(date.fromisoformat(values["invoice_date"]), date.fromisoformat(values["due_date"]))
    if kind == "bank_statement":
        yield from _balance_check(values, sheets)
    if kind == "report":
        yield from _identity_check(values)


def _sum_check(values: dict[str, str], rounded: bool) -> Iterator[Check]:
    if not {"subtotal", "tax", "total"} <= values.keys():
        return
    subtotal, tax, total = (Decimal(values[name]) for name in ("subtotal", "tax", "total"))
    difference = total - subtotal - tax
    # Receipts often print the subtotal with the tax in it.
    included = rounded and abs(total - subtotal) <= ROUNDING
    passed = included or abs(difference) <= (ROUNDING if rounded else Decimal(0))
    end = "" if passed else f", {abs(difference)} {'less' if difference > 0 else 'more'} than the total"
    yield Check(
        name="sum",
        label="Subtotal + tax = total",
        passed=passed,
        message=f"The subtotal {subtotal} holds the tax of {tax}; the total is {total}."
        if included
        else f"{subtotal} + {tax} = {subtotal + tax}; the total is {total}{end}.",
    )


def _due_check(issued: date, due: date) -> Check:
    passed = due >= issued
    return Check(
        name="due_date",
        label="Due on or after the invoice date",
        passed=passed,
        message=f"Issued {issued}, due {due}: "
        + (f"{(due - issued).days} days later." if passed else "due before it was issued."),
    )


def _balance_check(values: dict[str, str], sheets: Sequence[Sheet]) -> Iterator[Check]:
    if not {"opening_balance", "closing_balance"} <= values.keys():
        return
    opening, closing = Decimal(values["opening_balance"]), Decimal(values["closing_balance"])
    movements = _movements([table for sheet in sheets for table in sheet.page.tables])
    if movements is None:
        return
    passed = opening + movements == closing
    yield Check(
        name="balance",
        label="Opening balance + movements = closing balance",
        passed=passed,
        message=f"{opening} + {movements} = {opening + movements}; the closing balance is {closing}.",
    )


def _movements(tables: Sequence[Table]) -> Decimal | None:
    """Sum of money in less money out; None where no table names both columns or one signed one."""
    total, found = Decimal(0), False
    for table in tables:
        headings = [cell.text.lower() for cell in table.cells if cell.header]
        if not any(word in text for text in headings for word in ("description", "details", "particulars")):
            continue  # a summary, not the list of movements
        signs: dict[int, int] = {}
        for cell in table.cells:
            text = cell.text.lower()
            if cell.header and any(word in text for word in ("paid out", "money out", "withdrawal", "debit")):
                signs[cell.column] = -1
            elif cell.header and any(word in text for word in ("paid in", "money in", "deposit", "credit", "amount")):
                signs[cell.column] = 1
        for cell in table.cells:
            if cell.column in signs and cell.value is not None and not cell.header and not _is_summary(cell.row, table):
                total += signs[cell.column] * cell.value
                found = True
    return total if found else None


def _is_summary(row: int, table: Table) -> bool:
    text = " ".join(cell.text for cell in table.cells if cell.row == row).lower()
    return "balance" in text or "total" in text


def _identity_check(values: dict[str, str]) -> Iterator[Check]:
    if {"total_assets", "liabilities_and_equity"} <= values.keys():
        assets, other = Decimal(values["total_assets"]), Decimal(values["liabilities_and_equity"])
        message = f"Total assets are {assets}; total liabilities and equity are {other}."
    elif {"total_assets", "total_liabilities", "equity"} <= values.keys():
        assets, liabilities, equity = (
            Decimal(values[name]) for name in ("total_assets", "total_liabilities", "equity")
        )
        other = liabilities + equity
        message = f"Total assets are {assets}; {liabilities} + {equity} = {other}."
    else:
        return
    yield Check(name="balance_sheet", label="Assets = liabilities + equity", passed=assets == other, message=message)
