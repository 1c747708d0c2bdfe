"""Amounts of the lines of a bill or statement, from its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from inference.keyinfo.labels import OTHER
from inference.schema import Cell, Table

_AMOUNT: Final = re.compile(
    r"\b(?:amount|(?:line |item )?total|bedrag|betrag|gesamt(?:preis)?|summe|importo|importe|montant|totaal|prijs incl"
    r"|net price|sum)\b",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(
    r"\b(?:sub-?\s?totaa?l|total|totaal|tax|vat|gst|btw|mwst|ust|tva|iva|moms|balance|amount due|summe|zwischensumme"
    r"|gesamt\w*|netto\w*|brutto\w*|grondslag|imponibile|base imponible|discount|rounding|paid|exclusief|cash|change"
    r"|tender(?:ed)?|visa|charges|net [àa] payer|te (?:ontvangen|betalen)|rechnungs(?:betrag|summe)|deposit|round\w*"
    r"|rundung|arrondi|afronding|redondeo|arrotondamento|[sc]gst|sst)\b",
    re.IGNORECASE,
)
_CARRIED: Final = re.compile(r"\b(?:balance|(?:sub-?\s?)?total|saldo|solde|kontostand)\b", re.IGNORECASE)
_MOVEMENTS: Final = re.compile(
    r"description|details|particulars|transaction|narrative|omschrijving|buchungstext|verwendungszweck|libell[ée]"
    r"|concepto|descrizione|reference",
    re.IGNORECASE,
)
_OUT: Final = re.compile(r"paid out|money out|withdrawal|debit|payments?\b|belastung|soll\b|d[ée]bit|af\b|cargo", re.I)
_IN: Final = re.compile(r"paid in|money in|deposit|credit|receipts?\b|gutschrift|haben\b|cr[ée]dit|\bbij\b|abono", re.I)
_SIGNED: Final = re.compile(r"\bamount\b|betrag|bedrag|montant|importe|importo", re.IGNORECASE)
# "S0.88": recognition reads the dollar as a letter.
_LETTER_DOLLAR: Final = re.compile(r"[S§](\d[\d,]*\.\d\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """Amounts of the lines under one heading."""

    heading: str
    values: tuple[Decimal, ...]

    @property
    def sum(self) -> Decimal:
        """All of them together."""
        return sum(self.values, Decimal(0))


def line_items(tables: Sequence[Table]) -> Sequence[Column]:
    """The amounts of the lines of the table with most of them, without its subtotals, taxes and totals.

    Where the table ends in rows that fill few cells, they may be charges or a summary: without them first, then with.
    """
    readings = [reading for table in tables if (reading := _items(table))]
    return max(readings, key=lambda reading: len(reading[0].values), default=())


def charge_columns(tables: Sequence[Table]) -> Iterator[Column]:
    """Columns of the lines that are charges of their own: "Fuel levy"."""
    for table in tables:
        for cell in table.cells:
            if cell.header and any(pattern.fullmatch(cell.text) for pattern in OTHER):
                values = tuple(_values(table, cell.column))
                if values:
                    yield Column(cell.text, values)


def movements(tables: Sequence[Table]) -> Decimal | None:
    """Sum of money in less money out; None where no table names both columns or one signed one."""
    total, found = Decimal(0), False
    for table in tables:
        headings = [cell for cell in table.cells if cell.header]
        if not any(_MOVEMENTS.search(cell.text) for cell in headings):
            continue  # a summary, not the list of movements
        signs: dict[int, int] = {}
        for cell in headings:
            if _OUT.search(cell.text):
                signs[cell.column] = -1
            elif _IN.search(cell.text) or _SIGNED.search(cell.text):
                signs[cell.column] = 1
        for column, sign in signs.items():
            values = list(_values(table, column, _CARRIED))
            total += sign * sum(values, Decimal(0))
            found = found or bool(values)
    return total if found else None


def _items(table: Table) -> list[Column]:
    headed = [cell for cell in table.cells if cell.header and cell.row < 3 and _AMOUNT.search(cell.text)]
    if not headed:
        return []
    heading = max(headed, key=lambda cell: (cell.column, cell.column_span))
    # The heading may span its column and the one before.
    rows = list(_rows(table, heading.column + heading.column_span - 1))
    fullest = max((filled for _, filled in rows), default=0)
    last = max((index for index, (_, filled) in enumerate(rows) if 2 * filled > fullest), default=-1)
    readings = {tuple(value for value, _ in rows[: last + 1]): None, tuple(value for value, _ in rows): None}
    return [Column(heading.text, values) for values in readings if values]


def _values(table: Table, column: int, summary: re.Pattern[str] = _SUMMARY) -> Iterator[Decimal]:
    """The amounts of a column, without those in rows that sum up others."""
    return (value for value, _ in _rows(table, column, summary))


def _rows(table: Table, column: int, summary: re.Pattern[str] = _SUMMARY) -> Iterator[tuple[Decimal, int]]:
    """The amounts of a column, each with the number of cells that its row fills; not of rows that sum up others."""
    for row in table.grid():
        cell = row[column] if column < len(row) else None
        if cell is None or cell.header or cell.percent or _is_summary(row, summary):
            continue
        value = _value(cell)
        if value is not None:
            yield value, sum(bool(other and other.text) for other in row)


def _value(cell: Cell) -> Decimal | None:
    if cell.value is not None:
        return cell.value
    torn = _LETTER_DOLLAR.fullmatch(cell.text)
    return Decimal(torn[1].replace(",", "")) if torn else None


def _is_summary(row: Sequence[Cell | None], summary: re.Pattern[str]) -> bool:
    """A row that sums others up: it says so where a line names what was sold."""
    texts = [cell.text for cell in row if cell and cell.text and cell.value is None]
    included = texts and re.match(r"incl(?:\.|u|\b)", texts[0], re.IGNORECASE)  # told for information, not added
    return not texts or bool(included) or any(summary.search(text) and len(text) < 60 for text in texts)
