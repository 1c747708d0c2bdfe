"""Scores of other engines on the pages whose content is known."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from inference.errors import DocumentError
from inference.evaluate.judging import PageContent, Score, judge_content
from inference.evaluate.manifest import Document
from inference.evaluate.measure import Measured, measured
from inference.evaluate.peers import PDF, PEERS, Peer
from inference.sandbox import Sandbox, SandboxFuture

logger = logging.getLogger(__name__)
FILE_SECONDS: Final = 60.0
"""That a peer may take for a file, and thus for a page: one that hangs must not end the whole comparison."""
TOO_SLOW: Final = "timeout"


def compare_peer(
    name: str, documents: Sequence[Document], page_counts: Mapping[str, int], sandbox: Sandbox
) -> Iterator[Score]:
    """Scores of a peer, document by document; documents that it does not claim to read are left out.

    `page_counts` is by file, for those that can be opened.
    """
    peer = PEERS[name]
    waiting: list[tuple[Document, list[tuple[int, SandboxFuture[Measured[PageContent]]]]]] = []
    for document in documents:
        if document.name in page_counts and _claims(peer, document):
            pages = document.pages_with_truth(page_counts[document.name])
            tasks = [
                (
                    number,
                    sandbox.submit(_read, peer.read, document.path, document.media_type, number, timeout=FILE_SECONDS),
                )
                for number in pages
            ]
            waiting.append((document, tasks))
    for document, tasks in waiting:
        score = Score(name, document.name, document.kind, document.entry.text_layer)
        contents, spent = {}, 0.0
        for number, task in tasks:
            if spent >= FILE_SECONDS:
                task.cancel()
                score.problem = TOO_SLOW
                continue
            try:
                page = task.result()
            except Exception as error:  # whatever a library of others raises is its result on this page
                code = error.code if isinstance(error, DocumentError) else type(error).__name__
                logger.warning("%s: %s, page %d: %s: %s", name, document.name, number, code, error)
                score.problem = code
                spent += FILE_SECONDS * (code == TOO_SLOW)
                continue
            contents[number] = page.value
            score.pages += 1
            score.seconds += page.seconds
            spent += page.seconds
            score.cpu_seconds += page.cpu_seconds
            score.peak_mb = max(score.peak_mb, page.peak_mb or 0.0)
        judge_content(score, document, contents, page_counts[document.name])
        if not peer.tables:
            for measure in ("rows", "rows, strict", "line items", "transactions", "relations"):
                score.counts.pop(measure, None)
        elif not any(content.text for content in contents.values()):
            for measure in ("words", "characters"):
                score.counts.pop(measure, None)
        yield score


def _read(
    read: Callable[[Path, str, int], PageContent], path: Path, media_type: str, number: int
) -> Measured[PageContent]:
    return measured(read, path, media_type, number)


def _claims(peer: Peer, document: Document) -> bool:
    has_text = document.media_type == PDF and document.entry.text_layer is not False
    return peer.digital if has_text else peer.pictures
