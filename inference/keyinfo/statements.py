"""The three statements of a report, found by their titles and their content over all pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from inference.keyinfo.figures import PER_SHARE, Hit, find_figures
from inference.keyinfo.grids import COLUMN_GAP, Grid, is_data_row, read_grid
from inference.keyinfo.period_words import years
from inference.keyinfo.periods import Period, periods
from inference.keyinfo.rows import Row, Sheet
from inference.keyinfo.year_ends import are_year_ends, year_ends
from inference.numbers import Mark
from inference.schema import Statement

STATEMENTS: Final[tuple[Statement, ...]] = ("income", "balance", "cash_flow")
TITLE_LETTERS: Final = 110
"""Longer rows are sentences that mention a statement."""
HEAD_ROWS: Final = 9
"""Rows at the top of a page among which a formal statement has its title."""
UNTITLED_HITS: Final = 3
"""Key figures that a page without a title must hold to be taken for a statement."""
ENOUGH_ROWS: Final = 30
MONTHS: Final = 12
"""Of a year."""
YEAR: Final = 4
"""Characters of a period end that says no more than the year."""

_OtherTitle = Literal["comprehensive", "other"]
# Read without spaces: kerning splits titles ("Statement of Incom e") and recognition joins them.
_PATTERNS: Final[tuple[tuple[Statement | _OtherTitle, str], ...]] = (
    (
        "cash_flow",
        r"statements?of(?:consolidated|condensed)*cashflows?|^(?:consolidated|group)cashflows?$|cashflows?statements?|(?:kapital|geld)flussrechnung"
        r"|tableau(?:consolid[ée])?desflux(?:consolid[ée]s)?detr[ée]sorerie|kasstroomoverzicht|overzichtvankasstromen"
        r"|rendicontofinanziario|estadosdeflujosdeefectivo"
        r"|estadodeflujosdeefectivo",
    ),
    (
        "balance",
        r"balancesheets?|statements?of(?:consolidated|condensed)*financial(?:position|condition)"
        r"|statements?of(?:assetsandliabilities)|consolidatedfinancialposition|^(?:konzern-?)?bilanz"
        r"|^bilan(?:consolid[ée])?|^balans|statopatrimoniale|situazionepatrimoniale|estadodesituaci[óo]nfinanciera"
        r"|balancedesituaci[óo]n",
    ),
    (
        "income",
        r"statements?of(?:consolidated|condensed)*(?:net)?(?:operations|income|earnings|profit|loss"
        r"|financialperformance)"
        r"|(?<!comprehensive)(?:income|earnings|profitandloss|profitorloss)statements?"
        r"|profitandloss(?:account|accounts)|resultsofoperations\(|gewinn-?und-?verlust-?rechnung"
        r"|compteder[ée]sultat|winst-?enverliesrekening|consolidatedresultsofoperations(?:$|for)"
        r"|contoeconomico|cuentadep[ée]rdidasyganancias|estadoderesultados",
    ),
    # Under IFRS it may begin with the revenue; elsewhere it only adds to the income statement.
    ("comprehensive", r"statements?of(?:consolidated|condensed)*(?:total)?comprehensive(?:income|loss|earnings)"),
    (
        "other",
        r"statements?of(?:changesin)?(?:consolidated|condensed)*(?:changesin)?(?:\w+[’'`]?s?)?(?:equity|deficit)"
        r"|comprehensive(?:income|loss)|statements?ofretained|^notesto(?:the)?(?:consolidated|condensed|financial)"
        r"|reportofindependent|parentcompany|^(?:index|table)",
    ),
)
_TITLES: Final = tuple((statement, re.compile(pattern)) for statement, pattern in _PATTERNS)
# Digits that a title may hold: days, years, "for the 52 weeks", "Exhibit 1".
_DATES: Final = re.compile(
    r"(?:19|20)\d\d(?:[-–/]\d\d)?|[A-Z][a-z]{2,8}\.? ?\d{1,2}\b|\b\d{1,2}\.? [A-Z][a-z]{2,8}|\b\d\d?[./]\d\d?[./]"
    r"|\b\d{1,2}[- ](?:weeks|months)|^\W*(?:exhibit|item|table|schedule)\W*\w{1,3}\b|^\W*\d{1,2}[.)]|\(note \d+\)",
    re.IGNORECASE,
)
_PROSE: Final = re.compile(r"\b(?:the|our|we|were|are|is|as follows|included?|see|refer|these|this)\b", re.IGNORECASE)
# What stands near the title of a table that repeats a statement in part, or is of the parent alone.
_ASIDE: Final = re.compile(
    r"\b(?:parent|company only|stand-?alone|separate|pro forma|selected|summary|summarized|highlights|supplemental"
    r"|reconciliations?|non-?gaap"
    r"|guarantors?|(?:five|ten|three|5|10)[- ]years? (?:record|review|summary|history)|quarterly (?:results|data))\b"
    r"|^company (?:balance|income|statement|cash)",
    re.IGNORECASE,
)
_FOR_PERIOD: Final = re.compile(r"\bfor the .{0,40}?(?:years?|quarters?|periods?|months|weeks|half)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A key figure in one period, as one statement shows it."""

    hit: Hit
    grid: Grid
    period: Period
    sure: float


@dataclass(frozen=True, slots=True)
class _How:
    mark: Mark | None
    cover: str | None
    annual: bool


@dataclass(frozen=True, slots=True)
class _Block:
    statement: Statement
    grid: Grid
    hits: tuple[Hit, ...]
    periods: tuple[Period | None, ...]
    formal: float = 0.0
    """For the place of its title; below 0 for a table beside the statements, such as that of the parent alone."""

    @property
    def score(self) -> float:
        """How much speaks for the statement of the report itself: its figures, periods, length and place."""
        figures = len({hit.label.name for hit in self.hits if self.periods[hit.column]})
        return 3 * figures + min(len(self.grid.data), ENOUGH_ROWS) / 10 + self.formal


def read_statements(sheets: Sequence[Sheet], mark: Mark | None, cover: str | None, annual: bool) -> list[Shown]:
    """Each key figure once for every period that the statements show, in the order of the statements.

    `cover` is the period end that the cover states, `annual` whether the report is on a year; see `periods`.
    """
    how = _How(mark, cover, annual)
    blocks = _dated([block for sheet in sheets for block in _blocks(sheet, how)], sheets, cover)
    shown: dict[tuple[str, Period], Shown] = {}
    for statement in STATEMENTS:
        mine = [block for block in blocks if block.statement == statement]
        best = max(mine, key=lambda block: block.score, default=None)
        if best is None:
            continue
        page = best.grid.sheet.number
        # A statement runs on over the page; a release shows the quarter and the year one after the other.
        near = [
            block
            for block in mine
            if block is not best and abs(block.grid.sheet.number - page) <= 1 and block.formal >= min(best.formal, 0)
        ]
        near += _continued(best, sheets, how)
        for block in (best, *sorted(near, key=lambda block: -block.score)):
            for item in _shown(block):
                shown.setdefault((item.hit.label.name, item.period), item)
    for item in _per_share_elsewhere(sheets, how, list(shown.values())):
        shown.setdefault((item.hit.label.name, item.period), item)
    return list(shown.values())


def _per_share_elsewhere(sheets: Sequence[Sheet], how: _How, shown: Sequence[Shown]) -> Iterator[Shown]:
    """Amounts per share that the income statement leaves to another table, as in Japan, for the periods it shows."""
    known = {item.period for item in shown if item.hit.label.statement == "income"}
    if not known or any(item.hit.label.per_share for item in shown):
        return
    for sheet in sheets:
        for rows in _parts(sheet.rows, how.mark):
            block = _block(sheet, rows, "income", how, 0.0)
            for item in _shown(block) if block else ():
                if item.hit.label.per_share and item.period in known and PER_SHARE.search(item.hit.data.label):
                    yield item


def _dated(blocks: Sequence[_Block], sheets: Sequence[Sheet], cover: str | None) -> list[_Block]:
    """The blocks with a day for years that their headings show by number alone.

    A flow of which the headings say no more than the year is of twelve months where the days of the balance sheet are
    a year apart.
    """
    shown = {(block.statement, period.end) for block in blocks for period in block.periods if period}
    balances = {end for statement, end in shown if statement == "balance"}
    lengths = (MONTHS, None) if are_year_ends(balances) else (MONTHS,)

    def alone(block: _Block, period: Period | None) -> bool:
        flow = block.statement != "balance"
        return flow and period is not None and period.months in lengths and len(period.end) == YEAR

    years_alone = {p.end for block in blocks for p in block.periods if p and alone(block, p)}
    ends = year_ends(years_alone, balances, cover, sheets)
    return [
        replace(
            block,
            periods=tuple(
                Period(ends[p.end], MONTHS) if p and alone(block, p) and p.end in ends else p for p in block.periods
            ),
        )
        for block in blocks
    ]


def _continued(block: _Block, sheets: Sequence[Sheet], how: _How) -> list[_Block]:
    """What runs on over the page without a title of its own: rows in the same columns at the top of the next page."""
    sheet = next((sheet for sheet in sheets if sheet.number == block.grid.sheet.number + 1), None)
    if sheet is None:
        return []
    first = next((index for index, row in enumerate(sheet.rows) if _title(row)), len(sheet.rows))
    grid = read_grid(sheet, sheet.rows[:first], how.mark)
    if grid is None or len(grid.columns) != len(block.grid.columns):
        return []
    reach = COLUMN_GAP * sheet.page.width
    if any(abs(one - other) > reach for one, other in zip(grid.columns, block.grid.columns, strict=True)):
        return []
    return [_Block(block.statement, grid, tuple(find_figures(grid, block.statement)), block.periods)]


def _shown(block: _Block) -> Iterator[Shown]:
    columns = block.periods
    doubtful = len({period for period in columns if period}) < sum(period is not None for period in columns)
    for hit in block.hits:
        period = columns[hit.column]
        if period:
            sure = 0.95 - 0.25 * doubtful - 0.05 * hit.joined - 0.1 * (len(period.end) == 4)
            yield Shown(hit, block.grid, period, sure)


def _blocks(sheet: Sheet, how: _How) -> Iterator[_Block]:
    """The statements on a page: from each title to the next."""
    starts = [(index, title) for index, row in enumerate(sheet.rows) if (title := _title(row))]
    ends = [index for index, _ in starts[1:]] + [len(sheet.rows)]
    for (start, statement), end in zip(starts, ends, strict=False):
        if statement != "other":
            formal = 0.0 if statement == "comprehensive" else 3.0 if start < HEAD_ROWS else 1.0
            formal -= 6.0 * any(_ASIDE.search(row.text) for row in sheet.rows[max(0, start - 3) : start + 3])
            kind: Statement = "income" if statement == "comprehensive" else statement
            for rows in _parts(sheet.rows[start:end], how.mark):
                block = _block(sheet, rows, kind, how, formal)
                if block:
                    yield block
    if not starts:
        for kind in STATEMENTS:
            block = _block(sheet, sheet.rows, kind, how, 0.0)
            if block and len({hit.label.name for hit in block.hits}) >= UNTITLED_HITS:
                yield block


def _parts(rows: Sequence[Row], mark: Mark | None) -> Iterator[Sequence[Row]]:
    """A statement in the parts that have headings of their own: assets, then liabilities in columns of other places.

    What stands above the first part heads the others as well.
    """
    amounts = [is_data_row(row, mark) for row in rows]
    first = amounts.index(True) if True in amounts else len(rows)
    starts: list[int] = []
    for index in range(first, len(rows)):
        heads = not amounts[index] and not _PROSE.search(rows[index].text) and len(list(years(rows[index]))) > 1
        if heads and any(amounts[starts[-1] if starts else first : index]):
            starts.append(index)
    if not starts:
        yield rows
        return
    head = rows[:first]
    yield rows[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        begin = start
        while begin > first and not amounts[begin - 1]:
            begin -= 1  # "Equity and liabilities (in thousands)", "Six months ended"
        yield [*head, *rows[begin:end]]


def _block(sheet: Sheet, rows: Sequence[Row], statement: Statement, how: _How, formal: float) -> _Block | None:
    grid = read_grid(sheet, rows, how.mark)
    hits = tuple(find_figures(grid, statement)) if grid else ()
    if grid is None or not hits:
        return None
    columns = tuple(periods(grid, statement != "balance", how.cover, how.annual))
    return _Block(statement, grid, hits, columns, formal)


def _title(row: Row) -> Statement | _OtherTitle | None:
    if len(row.text) > TITLE_LETTERS or _PROSE.search(_FOR_PERIOD.sub("", row.text)) or row.text.rstrip().endswith("."):
        return None
    if re.search(r"\d", _DATES.sub("", row.text)):
        return None  # a row of the statement itself
    squashed = re.sub(r"\s", "", row.text).lower().replace("&", "and").replace("(loss)", "")
    return next((statement for statement, pattern in _TITLES if pattern.search(squashed)), None)
