"""The command on a manifest made of the samples that ship."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from data.samples import FOLDER
from inference.evaluate.manifest import ManifestError, read_manifest
from inference.evaluate.peers import PEERS, Peer
from tests.inference.conftest import EXPECTED


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manifest")
    for name in ("invoice.pdf", "annual_report_extract.pdf"):
        shutil.copy(FOLDER / name, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    statement = [[row[0], row[1:]] for row in EXPECTED["annual_report_extract.pdf"]["rows"]]
    income, balance = [row for row in statement if len(row[1]) == 3], [row for row in statement if len(row[1]) == 2]
    (folder / "rows.json").write_text(json.dumps({1: [*income, ["Made up", ["1", "2", "3"]]], 2: balance}))
    entries: list[dict[str, Any]] = [
        {
            "file": "invoice.pdf",
            "kind": "invoice",
            "text_layer": True,
            "origin": "ignored",
            "expected": {
                "fields": {"total": "1566.00", "company": "Larkspur & Quill Stationery Ltd", "invoice_number": "wrong"},
                "line_items": EXPECTED["invoice.pdf"]["rows"],
                "text": ["Ledger book, 200 pages", "nowhere on the page"],
            },
        },
        {
            "file": "annual_report_extract.pdf",
            "kind": "annual_report",
            "text_layer": True,
            "expected": {"table_rows": "rows.json"},
        },
        {"file": "broken.pdf", "kind": "edge_case", "expected": {"outcome": "refused politely: not a readable PDF"}},
    ]
    figures = [
        {"name": "revenue", "period_end": "2025-12-31", "months": 12, "value": "4862000000"},
        {"name": "revenue", "period_end": "2024-12-31", "months": 12, "value": "1"},
    ]
    truth = {"file": "annual_report_extract.pdf", "expected": {"figures": figures}}
    (folder / "truth.jsonl").write_text(json.dumps(truth))
    path = folder / "manifest.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "inference.evaluate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_the_command_measures_and_names_what_was_missed(manifest: Path, tmp_path: Path) -> None:
    out, page = tmp_path / "scores.json", tmp_path / "quality.md"
    done = run(
        manifest,
        "--truth",
        manifest.with_name("truth.jsonl"),
        "--json",
        out,
        "--markdown",
        page,
        "--workers",
        1,
        "--against",
        "pdfplumber-text",
    )
    assert done.returncode == 0, done.stderr
    scores = {(s["engine"], s["file"]): s for s in json.loads(out.read_text())["scores"]}

    invoice = scores["ours", "invoice.pdf"]
    assert invoice["counts"]["line items"] == [5, 5, 5]
    assert invoice["counts"]["characters"][0] < invoice["counts"]["characters"][2]
    assert invoice["fields"] == {"total": [1, 1, 1], "company": [1, 1, 1], "invoice_number": [0, 1, 1]}
    assert invoice["missed"]["fields"] == ["invoice_number: 'wrong', given 'LQ-2026-0417'"]
    assert invoice["cpu_seconds"] > 0
    assert invoice["peak_mb"] > 100

    report = scores["ours", "annual_report_extract.pdf"]
    right, _, asked = report["counts"]["rows"]
    assert right == asked - 1
    assert report["figures"] == {"revenue": [1, 2, 2]}
    assert len(report["missed"]["figures"]) == 1
    assert report["missed"]["rows"] == ["('Made up', ['1', '2', '3'])"]

    assert scores["ours", "broken.pdf"]["counts"]["outcome"] == [1, 1, 1]
    assert 0 < scores["pdfplumber-text", "annual_report_extract.pdf"]["counts"]["rows"][0] <= right

    lines = done.stdout.splitlines()
    assert any(line.startswith("edge_case") and "1/1" in line for line in lines)
    assert any(line.startswith("pdfplumber-text, with text") for line in lines)

    markdown = page.read_text()
    assert "| edge_case | 1 |" in markdown
    assert "| revenue | 2 | 2 | 1 | 0.500 | 0.500 | 0.500 |" in markdown
    assert "3 public documents" in markdown
    assert str(tmp_path) not in markdown


def test_one_kind_alone(manifest: Path) -> None:
    assert [document.name for document in read_manifest(manifest, "invoice")] == ["invoice.pdf"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1"),
        ('{"kind": "invoice"}', "file"),
        ('{"file": "gone.pdf", "kind": "invoice"}', "gone.pdf"),
        ("", "no documents"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text(line)
    with pytest.raises(ManifestError, match=message):
        read_manifest(path)


def test_truth_is_added_to_what_the_manifest_knows(manifest: Path) -> None:
    documents = read_manifest(manifest, truth=manifest.with_name("truth.jsonl"))
    expected = next(document.expected for document in documents if document.name == "annual_report_extract.pdf")
    assert expected.table_rows == "rows.json"
    assert [figure.name for figure in expected.figures] == ["revenue", "revenue"]


def test_truth_about_a_file_that_the_manifest_lacks_is_refused(manifest: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    truth.write_text('{"file": "gone.pdf", "expected": {}}')
    with pytest.raises(ManifestError, match=r"line 1.*gone\.pdf"):
        read_manifest(manifest, truth=truth)


def test_a_peer_that_is_not_there_is_named() -> None:
    read = PEERS["pdfplumber"].read
    assert Peer(read, "nowhere", ("nowhere_at_all",)).missing() == "nowhere_at_all"
    assert Peer(read, "nowhere-at-all").missing() == "nowhere-at-all"
    assert Peer(read, "pdfplumber", ("json.nothing_like_it",)).missing() == "json.nothing_like_it"
    assert PEERS["pdfplumber"].missing() is None
