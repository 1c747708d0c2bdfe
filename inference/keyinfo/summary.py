"""From pages to key information."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from inference.keyinfo.bank_statement import statement_fields
from inference.keyinfo.billing import invoice_fields, receipt_fields
from inference.keyinfo.checks import run_checks
from inference.keyinfo.kind import judge_kind
from inference.keyinfo.report import read_report
from inference.keyinfo.rows import Sheet, sheets
from inference.schema import DocumentResult, Field, Figure, Kind, PageResult

_RULES: Final[dict[Kind, Callable[[Sequence[Sheet]], Iterator[Field]]]] = {
    "invoice": invoice_fields,
    "receipt": receipt_fields,
    "bank_statement": statement_fields,
}


def summarise(pages: Sequence[PageResult], kind: Kind | None = None) -> DocumentResult:
    """Judge the kind of the document, find its key information, and check that it adds up.

    `kind` is what a person says the document is; the content decides where it is None.
    Every field points at words of a page; what is not on a page is not returned.
    """
    content = sheets(pages)
    judgement = judge_kind(content)
    reason = judgement.reason if kind is None else f"Chosen by you. {judgement.reason}"
    chosen = kind or judgement.kind
    figures: tuple[Figure, ...] = ()
    if chosen == "report":
        report = read_report(content)
        fields, figures = report.fields, report.figures
    else:
        rules = _RULES.get(chosen)
        fields = tuple(rules(content)) if rules else ()
    return DocumentResult(
        kind=chosen,
        kind_reason=reason,
        kind_given=kind is not None,
        page_count=len(pages),
        fields=fields,
        figures=figures,
        checks=tuple(run_checks(chosen, fields, figures, content)),
    )
