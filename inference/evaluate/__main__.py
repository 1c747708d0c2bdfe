"""Command line of the measurement.

`python -m inference.evaluate MANIFEST [--against ENGINE …] [--json FILE] [--markdown FILE] [--workers N] [--only KIND]
[--truth FILE]`
"""

from __future__ import annotations

import argparse
import datetime
import json
import logging
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from inference.evaluate.comparing import compare_peer
from inference.evaluate.judging import Score, judge
from inference.evaluate.manifest import ManifestError, read_manifest
from inference.evaluate.peers import PEERS
from inference.evaluate.reading import read_all
from inference.evaluate.report import Row, as_text, engine_table, kind_table, name_table, quality_page
from inference.limits import Limits
from inference.sandbox import Sandbox
from inference.schema import PIPELINE_VERSION

PAGE_SECONDS = 300.0
"""More than the worker allows: a busy machine must not count as a document that cannot be read."""


def main(arguments: list[str] | None = None) -> int:
    """Measure the documents of a manifest. Returns the exit status: 0, or 2 where the manifest cannot be used."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        documents = read_manifest(options.manifest, options.only, options.truth)
    except ManifestError as error:
        print(error, file=sys.stderr)
        return 2
    where = _circumstances(len(documents), options.workers)
    limits = Limits(page_seconds=PAGE_SECONDS)
    ours: list[Score] = []
    page_counts: dict[str, int] = {}
    with Sandbox(limits, processes=options.workers) as sandbox:
        for document, reading in read_all(documents, sandbox, limits):
            ours.append(judge(document, reading))
            if reading.page_count:
                page_counts[document.name] = reading.page_count
            print(f"{len(ours)}/{len(documents)} {document.name}", file=sys.stderr)
    peers: list[Score] = []
    engines = {"this pipeline": PIPELINE_VERSION}
    _report(options, where, ours, peers, engines)
    for name in options.against:
        if missing := PEERS[name].missing():
            print(f"{name}: not measured, {missing} is not installed", file=sys.stderr)
            engines[name] = f"not installed ({missing})"
            continue
        engines[name] = PEERS[name].version()
        with Sandbox(limits, processes=options.workers) as sandbox:
            peers += compare_peer(name, documents, page_counts, sandbox)
        print(name, file=sys.stderr)
        _report(options, where, ours, peers, engines)
    circumstances, tables = _findings(where, ours, peers, engines)
    print(circumstances)
    for title, rows in tables.items():
        print(f"\n{title}\n{as_text(rows)}")
    return 0


def _report(
    options: argparse.Namespace, where: str, ours: Sequence[Score], peers: Sequence[Score], engines: Mapping[str, str]
) -> None:
    """Write the files asked for; done after each engine, because a long run may be stopped."""
    if options.json:
        scores = [score.as_json() for score in (*ours, *peers)]
        options.json.write_text(json.dumps({"engines": engines, "scores": scores}, indent=1, ensure_ascii=False))
    if options.markdown:
        options.markdown.write_text(quality_page(*_findings(where, ours, peers, engines)), encoding="utf-8")


def _findings(
    where: str, ours: Sequence[Score], peers: Sequence[Score], engines: Mapping[str, str]
) -> tuple[str, dict[str, list[Row]]]:
    tables = {
        "By kind of document": kind_table(ours),
        "Fields": name_table("field", [score.fields for score in ours]),
        "Key figures of statements": name_table("figure", [score.figures for score in ours]),
    }
    if peers:
        tables["Beside other engines"] = engine_table(ours, peers)
    named = "; ".join(f"{name} {version}" for name, version in engines.items())
    return f"{where} Engines: {named}.", tables


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m inference.evaluate", description="Measure what is read of documents whose content is known."
    )
    parser.add_argument("manifest", type=Path, help="one JSON object per document and line, paths relative to it")
    parser.add_argument("--truth", type=Path, help="entries whose expected content is added to that of the manifest")
    parser.add_argument("--against", nargs="+", choices=list(PEERS), default=[], help="other engines, where installed")
    parser.add_argument("--json", type=Path, help="write every count and every miss to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables to this file as docs/quality.md has them")
    parser.add_argument("--workers", type=int, default=2, help="reading processes (default: 2)")
    parser.add_argument("--only", metavar="KIND", help="documents of this kind alone")
    return parser


def _circumstances(documents: int, workers: int) -> str:
    load = os.getloadavg()[0]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pymupdf", "rapidocr", "onnxruntime"))
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load at the start {load:.1f}"
    return f"{documents} public documents, {day}, {machine}, {workers} reading processes, {libraries}."


if __name__ == "__main__":
    sys.exit(main())
