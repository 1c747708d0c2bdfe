"""Makes the fictitious documents that ship with the application: `python -m data.samples.make_samples`.

Every amount is computed here, so the documents add up and `expected.json` says what they hold.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pymupdf
from PIL import Image, ImageFilter

FOLDER: Final = Path(__file__).parent
INK: Final = (0.13, 0.15, 0.19)
GREY: Final = (0.45, 0.48, 0.53)
ACCENT: Final = (0.08, 0.33, 0.42)
BAND: Final = (0.94, 0.96, 0.97)
A4: Final = (595, 842)
SMALL_PRINT: Final = "Fictitious document: every company, person, account and amount in it is invented."

Expected = dict[str, object]
Align = Literal["left", "right", "center"]


class Canvas:
    """A page to draw on, in points from the top left."""

    def __init__(self, document: pymupdf.Document, size: tuple[float, float] = A4) -> None:
        self.page = document.new_page(width=size[0], height=size[1])
        self.width, self.height = size

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9.5,
        *,
        bold: bool = False,
        align: Align = "left",
        color: tuple[float, float, float] = INK,
        mono: bool = False,
    ) -> None:
        """Print `text` with its base line at `y`; `x` is its left edge, right edge or middle."""
        name = ("cobo" if bold else "cour") if mono else ("hebo" if bold else "helv")
        length = pymupdf.get_text_length(text, name, size)
        x -= {"left": 0, "right": length, "center": length / 2}[align]
        self.page.insert_text((x, y), text, fontname=name, fontsize=size, color=color)

    def line(
        self, x0: float, y: float, x1: float, width: float = 0.6, color: tuple[float, float, float] = GREY
    ) -> None:
        """A horizontal rule."""
        self.page.draw_line((x0, y), (x1, y), color=color, width=width)

    def band(self, x0: float, y0: float, x1: float, y1: float, color: tuple[float, float, float] = BAND) -> None:
        """A filled box."""
        self.page.draw_rect((x0, y0, x1, y1), color=None, fill=color)

    def small_print(self) -> None:
        """The line at the foot that keeps the document from being taken for a real one."""
        self.text(self.width / 2, self.height - 28, SMALL_PRINT, 7.5, align="center", color=GREY)


def money(value: Decimal) -> str:
    """Two decimals with thousands separated, brackets around what is negative."""
    return f"{value:,.2f}" if value >= 0 else f"({-value:,.2f})"


def whole(value: int) -> str:
    """Thousands separated, brackets around what is negative."""
    return f"{value:,}" if value >= 0 else f"({-value:,})"


def invoice() -> tuple[bytes, Expected]:
    """An invoice with line items, value added tax and a bank account."""
    items = [
        ("Recycled A4 paper, box of 5 reams", 24, Decimal("21.50")),
        ("Ledger book, 200 pages, cloth bound", 30, Decimal("14.20")),
        ("Fountain pen ink, midnight blue, 50 ml", 12, Decimal("8.75")),
        ("Desk organiser, oak", 6, Decimal("39.90")),
        ("Delivery and handling", 1, Decimal("18.60")),
    ]
    subtotal = sum((count * price for _, count, price in items), Decimal(0))
    tax = (subtotal * Decimal("0.20")).quantize(Decimal("0.01"))
    issued, due = date(2026, 3, 16), date(2026, 4, 15)

    document = pymupdf.open()
    page = Canvas(document)
    page.band(0, 0, page.width, 8, ACCENT)
    page.text(50, 62, "Larkspur & Quill Stationery Ltd", 17, bold=True, color=ACCENT)
    for row, line in enumerate(("14 Inkwell Lane", "Middle Wallop-on-Sea ZZ1 4QQ", "accounts@larkspur-quill.example")):
        page.text(50, 80 + row * 13, line, color=GREY)
    page.text(545, 64, "INVOICE", 22, bold=True, align="right")
    for row, (label, value) in enumerate(
        (("Invoice number", "LQ-2026-0417"), ("Invoice date", f"{issued:%d %B %Y}"), ("Due date", f"{due:%d %B %Y}"))
    ):
        page.text(400, 92 + row * 15, label, color=GREY)
        page.text(545, 92 + row * 15, value, bold=True, align="right")
    page.text(50, 158, "Bill to", 8.5, color=GREY)
    for row, line in enumerate(
        ("Brightwater Analytics plc", "Finance department", "2 Meridian Quay", "Port Elsewhere ZZ9 9ZZ")
    ):
        page.text(50, 173 + row * 13, line, bold=row == 0)

    columns = (
        (58, "Description", "left"),
        (365, "Quantity", "right"),
        (455, "Unit price", "right"),
        (537, "Amount (GBP)", "right"),
    )
    page.band(50, 245, 545, 267, ACCENT)
    for x, heading, align in columns:
        page.text(x, 260, heading, 9, bold=True, align=align, color=(1, 1, 1))  # type: ignore[arg-type]
    y = 285
    for index, (name, count, price) in enumerate(items):
        if index % 2:
            page.band(50, y - 14, 545, y + 8)
        page.text(58, y, name)
        page.text(365, y, str(count), align="right")
        page.text(455, y, money(price), align="right")
        page.text(537, y, money(count * price), align="right")
        y += 22
    page.line(50, y - 10, 545)
    for label, amount, bold in (
        ("Subtotal", subtotal, False),
        ("VAT 20%", tax, False),
        ("Total due", subtotal + tax, True),
    ):
        y += 16
        page.text(380, y, label, 11 if bold else 9.5, bold=bold)
        page.text(537, y, f"£{money(amount)}", 11 if bold else 9.5, bold=bold, align="right")
    y += 50
    page.text(50, y, "Payment", 10.5, bold=True, color=ACCENT)
    for row, line in enumerate(
        (
            "Please pay within 30 days and quote the invoice number.",
            "IBAN GB82 WEST 1234 5698 7654 32",
            "VAT registration GB 000 0000 00",
        )
    ):
        page.text(50, y + 17 + row * 14, line)
    page.small_print()
    return _pdf(document), {
        "kind": "invoice",
        "fields": {
            "issuer": "Larkspur & Quill Stationery Ltd",
            "issuer_address": "14 Inkwell Lane, Middle Wallop-on-Sea ZZ1 4QQ",
            "buyer": "Brightwater Analytics plc",
            "buyer_address": "2 Meridian Quay, Port Elsewhere ZZ9 9ZZ",
            "invoice_number": "LQ-2026-0417",
            "invoice_date": issued.isoformat(),
            "due_date": due.isoformat(),
            "subtotal": str(subtotal),
            "tax": str(tax),
            "total": str(subtotal + tax),
            "currency": "GBP",
            "vat_number": "GB000000000",
            "iban": "GB82WEST12345698765432",
        },
        "rows": [[name, str(count), str(price), str(count * price)] for name, count, price in items],
    }


def receipt() -> tuple[bytes, Expected]:
    """A till receipt as a scanner sees it: a little skewed, soft and noisy."""
    items = [
        ("2 x Flat white", Decimal("7.20")),
        ("1 x Toasted sandwich", Decimal("6.85")),
        ("1 x Lemon drizzle cake", Decimal("3.95")),
        ("1 x Still water 500ml", Decimal("1.80")),
    ]
    subtotal = sum((price for _, price in items), Decimal(0))
    tax = (subtotal * Decimal("0.20")).quantize(Decimal("0.01"))
    total, cash = subtotal + tax, Decimal("30.00")

    document = pymupdf.open()
    page = Canvas(document, (240, 420))
    y = 34.0
    for line, size, bold in (
        ("HARBOUR LANE CAFE LTD", 12, True),
        ("7 Harbour Lane", 9, False),
        ("Port Elsewhere ZZ9 1AB", 9, False),
        ("VAT No: GB 000 0000 00", 9, False),
    ):
        page.text(120, y, line, size, bold=bold, align="center", mono=True)
        y += 14
    page.text(20, y + 14, "Receipt: 004512", mono=True)
    page.text(20, y + 28, "Date: 14/03/2026  12:47", mono=True)
    y += 42
    page.line(20, y, 220)
    y += 18
    for name, price in items:
        page.text(20, y, name, mono=True)
        page.text(220, y, money(price), mono=True, align="right")
        y += 15
    page.line(20, y - 5, 220)
    y += 10
    for label, value, bold in (
        ("Subtotal", subtotal, False),
        ("VAT 20%", tax, False),
        ("TOTAL", total, True),
        ("Cash", cash, False),
        ("Change", cash - total, False),
    ):
        page.text(20, y, label, 12 if bold else 9.5, bold=bold, mono=True)
        page.text(220, y, f"£{money(value)}", 12 if bold else 9.5, bold=bold, mono=True, align="right")
        y += 18 if bold else 15
    page.text(120, y + 16, "Thank you for your visit!", mono=True, align="center")
    page.text(120, y + 34, "Fictitious sample", 8, mono=True, align="center")
    return _scanned(document, angle=0.8), {
        "kind": "receipt",
        "fields": {
            "merchant": "HARBOUR LANE CAFE LTD",
            "merchant_address": "7 Harbour Lane, Port Elsewhere ZZ9 1AB",
            "date": "2026-03-14",
            "subtotal": str(subtotal),
            "tax": str(tax),
            "total": str(total),
            "currency": "GBP",
        },
        "rows": [],
    }


def _scanned(document: pymupdf.Document, angle: float) -> bytes:
    picture = document[0].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    paper = Image.frombytes("L", (picture.width, picture.height), picture.samples)
    paper = paper.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    grain = np.random.default_rng(7).normal(0, 7, (paper.height, paper.width))
    shade = np.linspace(-6, 6, paper.width)[None, :]
    pixels = np.clip(np.asarray(paper, dtype=float) * 0.86 + 24 + grain + shade, 0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=72)
    return out.getvalue()


def annual_report() -> tuple[bytes, Expected]:
    """Two pages of an annual report: income statement over three years, balance sheet over two."""
    revenue, cost = (4_862, 4_310, 3_957), (-2_918, -2_640, -2_471)
    research, sales, administration = (-612, -548, -503), (-405, -381, -366), (-237, -229, -221)
    interest, other = (-58, -64, -49), (12, -7, 9)
    gross = _sums(revenue, cost)
    operating = _sums(gross, research, sales, administration)
    before_tax = _sums(operating, interest, other)
    tax = tuple(-round(value * 0.21) for value in before_tax)
    net = _sums(before_tax, tax)
    shares = (312, 315, 319)
    per_share = tuple(
        (Decimal(profit) / count).quantize(Decimal("0.01")) for profit, count in zip(net, shares, strict=True)
    )
    assets = [
        ("Cash and cash equivalents", (842, 716)),
        ("Trade receivables, net", (934, 871)),
        ("Inventories", (388, 402)),
        ("Property, plant and equipment, net", (1_506, 1_433)),
        ("Goodwill and intangible assets", (1_127, 1_142)),
        ("Other assets", (203, 188)),
    ]
    liabilities = [
        ("Trade payables", (611, 588)),
        ("Accrued liabilities", (347, 329)),
        ("Long-term debt", (1_180, 1_265)),
        ("Other liabilities", (266, 251)),
    ]
    total_assets = _sums(*(values for _, values in assets))
    total_liabilities = _sums(*(values for _, values in liabilities))
    equity = tuple(a - b for a, b in zip(total_assets, total_liabilities, strict=True))
    capital, loss = (940, 925), (-86, -71)
    retained = tuple(e - c - o for e, c, o in zip(equity, capital, loss, strict=True))

    document = pymupdf.open()
    income: list[tuple[str, tuple[str, ...], str]] = [
        ("Revenue", _dollars(revenue), ""),
        ("Cost of revenue", _plain(cost), ""),
        ("Gross profit", _plain(gross), "total"),
        ("Research and development", _plain(research), ""),
        ("Sales and marketing", _plain(sales), ""),
        ("General and administrative", _plain(administration), ""),
        ("Operating income", _plain(operating), "total"),
        ("Interest expense", _plain(interest), ""),
        ("Other income (expense), net", _plain(other), ""),
        ("Income before income taxes", _plain(before_tax), "total"),
        ("Provision for income taxes", _plain(tax), ""),
        ("Net income", _dollars(net), "total"),
        ("Diluted earnings per share", tuple(f"$ {value}" for value in per_share), ""),
        ("Weighted-average diluted shares", _plain(shares), ""),
    ]
    page = _report_page(
        document,
        "Consolidated Statements of Income",
        "(in millions, except per share data)",
        "Year ended 31 December",
        41,
    )
    _statement(page, ("2025", "2024", "2023"), income)
    balance = [
        *(
            (name, _dollars(values) if index == 0 else _plain(values), "")
            for index, (name, values) in enumerate(assets)
        ),
        ("Total assets", _dollars(total_assets), "total"),
        *(
            (name, _dollars(values) if index == 0 else _plain(values), "")
            for index, (name, values) in enumerate(liabilities)
        ),
        ("Total liabilities", _plain(total_liabilities), "total"),
        ("Share capital and premium", _plain(capital), ""),
        ("Retained earnings", _plain(retained), ""),
        ("Accumulated other comprehensive loss", _plain(loss), ""),
        ("Total equity", _plain(equity), "total"),
        ("Total liabilities and equity", _dollars(total_assets), "total"),
    ]
    page = _report_page(document, "Consolidated Balance Sheets", "(in millions)", "As of 31 December", 42)
    _statement(page, ("2025", "2024"), balance)
    return _pdf(document), {
        "kind": "report",
        "fields": {
            "company": "Brightwater Analytics plc",
            "form_type": "Annual Report",
            "period_end": "2025-12-31",
            "currency": "USD",
            "scale": "millions",
            "revenue": str(revenue[0]),
            "operating_income": str(operating[0]),
            "net_income": str(net[0]),
            "diluted_eps": str(per_share[0]),
            "total_assets": str(total_assets[0]),
            "total_liabilities": str(total_liabilities[0]),
            "equity": str(equity[0]),
            "liabilities_and_equity": str(total_assets[0]),
            "cash": str(assets[0][1][0]),
        },
        "rows": [[label, *(_number(value) for value in values)] for label, values, _ in (*income, *balance)],
    }


def _report_page(document: pymupdf.Document, title: str, scale: str, period: str, number: int) -> Canvas:
    page = Canvas(document)
    page.text(60, 50, "Brightwater Analytics plc", 9, bold=True, color=ACCENT)
    page.text(535, 50, "Annual Report for the year ended 31 December 2025", 9, align="right", color=GREY)
    page.line(60, 58, 535, 1, ACCENT)
    page.text(60, 104, title, 17, bold=True)
    page.text(60, 122, scale, color=GREY)
    page.text(535, 158, period, 9, bold=True, align="right")
    page.text(297, 790, str(number), 8, align="center", color=GREY)
    page.small_print()
    return page


def _statement(page: Canvas, years: tuple[str, ...], rows: list[tuple[str, tuple[str, ...], str]]) -> None:
    edges = [535 - 85 * (len(years) - 1 - index) for index in range(len(years))]
    for x, year in zip(edges, years, strict=True):
        page.text(x, 176, year, 10, bold=True, align="right")
    page.line(60, 183, 535, 0.9, INK)
    y = 202.0
    for label, values, style in rows:
        total = style == "total"
        if total:
            page.line(edges[0] - 62, y - 13, 535, 0.5)
        page.text(60 if total else 70, y, label, 10, bold=total)
        for x, value in zip(edges, values, strict=True):
            page.text(x + (3 if value.endswith(")") else 0), y, value, 10, bold=total, align="right")
        y += 26 if total else 20


def _sums(*rows: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(values) for values in zip(*rows, strict=True))


def _plain(values: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(whole(value) for value in values)


def _dollars(values: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(f"$ {whole(value)}" for value in values)


def _number(printed: str) -> str:
    digits = printed.replace("$", "").replace(",", "").strip()
    return f"-{digits.strip('()')}" if digits.startswith("(") else digits


def bank_statement() -> tuple[bytes, Expected]:
    """A month of a current account."""
    start, end, opening = date(2026, 2, 1), date(2026, 2, 28), Decimal("18420.55")
    movements = [
        (0, "Standing order RENT MERIDIAN QUAY", "-4250.00"),
        (1, "Card payment OFFICE KETTLE CO", "-86.40"),
        (2, "Credit HALCYON FOODS INV 2291", "7312.80"),
        (4, "Direct debit CITY POWER AND LIGHT", "-512.37"),
        (5, "Card payment RAILWAY TICKETS", "-143.20"),
        (8, "Credit ORCHARD PARTNERS INV 2287", "12960.00"),
        (9, "Transfer LARKSPUR AND QUILL", "-1620.00"),
        (11, "Direct debit CLOUD SERVICES", "-938.16"),
        (12, "Card payment HARBOUR LANE CAFE", "-23.76"),
        (15, "Credit interest", "14.08"),
        (17, "Transfer PAYROLL FEBRUARY", "-15380.00"),
        (18, "Credit TANGENT SYSTEMS INV 2294", "4488.00"),
        (22, "Direct debit PENSION SCHEME", "-1846.50"),
        (24, "Card payment COURIER EXPRESS", "-64.95"),
        (26, "Account fee", "-18.00"),
    ]
    document = pymupdf.open()
    page = Canvas(document)
    page.band(0, 0, page.width, 76, ACCENT)
    page.text(50, 48, "First Bank of Elsewhere", 19, bold=True, color=(1, 1, 1))
    page.text(545, 46, "Account Statement", 12, align="right", color=(1, 1, 1))
    details = (
        ("Account holder", "Brightwater Analytics plc"),
        ("Account number", "00012345678"),
        ("Statement period", f"{start:%d %B %Y} to {end:%d %B %Y}"),
        ("Currency", "GBP"),
    )
    for row, (label, value) in enumerate(details):
        page.text(50, 108 + row * 15, label, color=GREY)
        page.text(150, 108 + row * 15, value, bold=True)
    columns = (
        (58, "Date", "left"),
        (130, "Description", "left"),
        (378, "Money out", "right"),
        (458, "Money in", "right"),
        (537, "Balance", "right"),
    )
    page.band(50, 190, 545, 212)
    for x, heading, align in columns:
        page.text(x, 205, heading, 9, bold=True, align=align)  # type: ignore[arg-type]
    y, balance = 232.0, opening
    page.text(58, y, f"{start:%d %b %Y}")
    page.text(130, y, "Opening balance", bold=True)
    page.text(537, y, money(balance), bold=True, align="right")
    rows = []
    for offset, description, printed in movements:
        amount = Decimal(printed)
        balance += amount
        y += 24
        page.line(50, y - 15, 545, 0.3)
        day = start + timedelta(days=offset)
        page.text(58, y, f"{day:%d %b %Y}")
        page.text(130, y, description)
        page.text(378 if amount < 0 else 458, y, money(abs(amount)), align="right")
        page.text(537, y, money(balance), align="right")
        rows.append([f"{day:%d %b %Y}", description, str(abs(amount)), str(balance)])
    y += 24
    page.line(50, y - 15, 545)
    page.text(58, y, f"{end:%d %b %Y}")
    page.text(130, y, "Closing balance", bold=True)
    page.text(537, y, money(balance), bold=True, align="right")
    page.small_print()
    return _pdf(document), {
        "kind": "bank_statement",
        "fields": {
            "bank": "First Bank of Elsewhere",
            "account_number": "00012345678",
            "period_start": start.isoformat(),
            "period_end": end.isoformat(),
            "opening_balance": str(opening),
            "closing_balance": str(balance),
            "currency": "GBP",
        },
        "rows": rows,
    }


def _pdf(document: pymupdf.Document) -> bytes:
    document.set_metadata(
        {"title": "Fictitious sample document", "producer": "", "creator": "", "creationDate": "", "modDate": ""}
    )
    return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


SAMPLES: Final = {
    "invoice.pdf": invoice,
    "receipt_scan.jpg": receipt,
    "annual_report_extract.pdf": annual_report,
    "bank_statement.pdf": bank_statement,
}


def main() -> None:
    """Write the documents and what they hold beside this script."""
    expected: dict[str, Expected] = {}
    for name, make in SAMPLES.items():
        content, expected[name] = make()
        (FOLDER / name).write_bytes(content)
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
