"""The figures as tables, for the terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from inference.evaluate.comparing import FILE_SECONDS, TOO_SLOW
from inference.evaluate.counts import Counts
from inference.evaluate.judging import Score

Row = list[str]
ALL: Final = "all"
_MEASURES: Final[tuple[tuple[str, str, Callable[[Counts], float | None]], ...]] = (
    ("word F1", "words", lambda counts: counts.f1),
    ("characters", "characters", lambda counts: counts.recall),
    ("rows", "rows", lambda counts: counts.recall),
    ("rows, strict", "rows, strict", lambda counts: counts.recall),
    ("line items", "line items", lambda counts: counts.recall),
    ("transactions", "transactions", lambda counts: counts.recall),
    ("ICDAR F1", "relations", lambda counts: counts.f1),
)
_PLACES: Final = (("fields placed", "field places"), ("cells placed", "cell places"))


def kind_table(scores: Sequence[Score]) -> list[Row]:
    """One line per kind of document, and all of them together; the first line is the heading."""
    head = ["kind", "documents", "pages", *(title for title, *_ in _MEASURES), "field P", "field R", "field F1"]
    head += ["figure P", "figure R", *(title for title, _ in _PLACES), "outcome", "s/page", "CPU s/page", "peak MB"]
    return [head, *(_kind_row(kind, group) for kind, group in _by_kind(scores))]


def _kind_row(kind: str, scores: Sequence[Score]) -> Row:
    row = [kind, str(len(scores)), str(sum(score.pages for score in scores))]
    row += [_rate(_sum(scores, name), rate) for _, name, rate in _MEASURES]
    fields = _total(counts for score in scores for counts in score.fields.values())
    row += [_share(fields.precision), _share(fields.recall), _share(fields.f1)]
    figures = _total(counts for score in scores for counts in score.figures.values())
    row += [_share(figures.precision), _share(figures.recall)]
    row += [_rate(_sum(scores, name), lambda counts: counts.recall) for _, name in _PLACES]
    outcome = _sum(scores, "outcome")
    row.append(f"{outcome.right:.0f}/{outcome.true:.0f}" if outcome.true else "–")
    return row + _cost(scores)


def name_table(what: str, judged: Sequence[Mapping[str, Counts]]) -> list[Row]:
    """Precision, recall and F1 by name of what was judged in each document, and of all names together."""
    names = sorted({name for counts in judged for name in counts})
    rows = [[what, "asked", "given", "right", "precision", "recall", "F1"]]
    for name in (*names, ALL):
        counts = _total(counts for one in judged for key, counts in one.items() if name in (key, ALL))
        numbers = [f"{n:.0f}" for n in (counts.true, counts.given, counts.right)]
        rows.append([name, *numbers, _share(counts.precision), _share(counts.recall), _share(counts.f1)])
    return rows


def engine_table(ours: Sequence[Score], peers: Sequence[Score]) -> list[Row]:
    """Engines beside each other, digital and recognised documents apart, each on what it claims to read."""
    rows = [
        [
            "engine",
            "documents",
            *(title for title, *_ in _MEASURES),
            "s/page",
            "CPU s/page",
            "peak MB",
            "failed",
            "too slow",
        ]
    ]
    engines = list(dict.fromkeys(score.engine for score in (*ours, *peers)))
    hostile = {score.file for score in ours if "outcome" in score.counts}
    for title, digital in (("with text", True), ("pictures", False)):
        for engine in engines:
            group = [
                score
                for score in (*ours, *peers)
                if score.engine == engine and (score.text_layer is not False) == digital and score.file not in hostile
            ]
            if group:
                cells = [_rate(_sum(group, name), rate) for _, name, rate in _MEASURES]
                slow = sum(score.problem == TOO_SLOW for score in group)
                failed = sum(score.problem is not None for score in group) - slow
                rows.append([f"{engine}, {title}", str(len(group)), *cells, *_cost(group), str(failed), str(slow)])
    return rows


def as_text(rows: Sequence[Row]) -> str:
    """Columns of equal width, the first to the left and numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for first, *rest in rows:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
    return "\n".join(lines)


def as_markdown(rows: Sequence[Row]) -> str:
    """A table of Markdown."""
    head, *body = rows
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *body))


_PAGE: Final = """# How well documents are read

Made by `python -m inference.evaluate` (see docs/testing.md). {circumstances}

What the columns mean:

- **word F1** and **characters**: recognised words against the printed ones as a bag, case ignored; characters of the
  printed lines that were found whole, spaces and punctuation ignored (text recognition glues and splits words).
- **rows**, **line items**, **transactions**: share of the rows whose label matches and whose values all stand alone
  in their own cells, in order; for rows with their sign. The true rows were made from the positions of words, with
  slips that no engine can meet. **rows, strict** counts each of them as it is written; **rows** forgives two: a dash is
  no value and may be missing on either side, and a true label that ends in "and", "year" or a month takes the number
  behind it ("net of allowances of $650 and $633"). Both count headings that were taken for rows ("July 29, 2023 July",
  "30", "2022") as missed. Numbers below a heading such as "Note" name a note and are no values. Of **transactions**
  the description is compared and the first value behind it, without its sign: direction is printed as a sign, a letter
  or a column of its own. A balance behind the amount is free, and so are the dates. The same rules hold for every
  engine.
- **ICDAR F1**: adjacency relations of cells as in the ICDAR 2013 table competition, pooled over documents.
- **field P, R, F1**: fields whose normalised value is the true one, of those given and of those asked for. Names and
  addresses may differ in one letter of ten; amounts, dates and numbers may not differ. Where a bill prints several
  taxes that make up the true one, their sum is compared.
- **figure P, R**: key figures of financial statements, each for every period that the statement shows. Right is the
  name with the month in which the period ends, its length, the sign and the full amount (value times scale). Net
  income is the row of that name, else what is left to the shareholders; equity is the total with minorities where it
  is printed; capital expenditure keeps the sign of its row. Of the given, those for a name and period that the truth
  does not list are not judged: neither right nor wrong.
- **placed**: share of fields and of cells with a number whose box on the page holds the words of the value.
- **outcome**: hostile files (locked, broken, blank, without usable text) that ended as they must.
- **s/page**, **CPU s/page**, **peak MB**: time and largest memory of one reading process, which reads one document
  after another. Where other work ran on the machine (the load at the start tells), times by the clock are an upper
  bound; CPU seconds count all threads.

Other engines read only the pages whose content is known, in processes like ours (one thread for each network), else
with their default settings; "failed" counts documents on which one stopped with an error, "too slow" those that took
longer than {seconds:.0f} seconds, of which no page more was read. "–": the engine does not give this, or nothing is
known of it. None of them names fields.
"""


def quality_page(circumstances: str, tables: Mapping[str, Sequence[Row]]) -> str:
    """The page of the documentation that shows the figures."""
    parts = [_PAGE.format(circumstances=circumstances, seconds=FILE_SECONDS)]
    parts += [f"## {title}\n\n{as_markdown(rows)}\n" for title, rows in tables.items()]
    return "\n".join(parts)


def _by_kind(scores: Sequence[Score]) -> Iterable[tuple[str, list[Score]]]:
    for kind in dict.fromkeys(score.kind for score in scores):
        yield kind, [score for score in scores if score.kind == kind]
    yield ALL, list(scores)


def _sum(scores: Iterable[Score], measure: str) -> Counts:
    return _total(score.counts.get(measure, Counts()) for score in scores)


def _total(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for one in counts:
        total = total.plus(one)
    return total


def _rate(counts: Counts, rate: Callable[[Counts], float | None]) -> str:
    return _share(rate(counts)) if counts.true else "–"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _cost(scores: Sequence[Score]) -> Row:
    pages = sum(score.pages for score in scores)
    if not pages:
        return ["–", "–", "–"]
    seconds, cpu = sum(score.seconds for score in scores), sum(score.cpu_seconds for score in scores)
    return [f"{seconds / pages:.2f}", f"{cpu / pages:.2f}", f"{max(score.peak_mb for score in scores):.0f}"]
