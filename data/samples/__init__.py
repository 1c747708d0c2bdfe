"""Fictitious documents for a first try, made by make_samples.py, and what is true of them (expected.json)."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent

LABELS = {
    "invoice.pdf": "Invoice",
    "receipt_scan.jpg": "Scanned receipt",
    "annual_report_extract.pdf": "Annual report, 2 pages",
    "bank_statement.pdf": "Bank statement",
}
"""The documents by file name, as the page calls them."""
