"""Financial reports: who reports on which period, and the headline figures of the latest one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inference.geometry import center, contains
from inference.keyinfo.amounts import currency_field, find_currency
from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.finding import Found
from inference.keyinfo.parties import NAME, is_company
from inference.keyinfo.rows import Run, Sheet, search
from inference.numbers import CURRENCIES
from inference.schema import Cell, Field, Table

COVER: Final = 3
"""Pages at the start that introduce the report."""
_REGISTRANT: Final = re.compile(r"exact name of registrant|name of registrant as specified", re.IGNORECASE)
# "Smaller reporting company", "shell company": the boxes that a form asks to tick.
_TICKED: Final = re.compile(r"reporting|shell|growth|[☐☒☑✓]", re.IGNORECASE)
_FORM: Final = re.compile(r"form\s?(10-?[KQ]|8-?K|20-?F|40-?F|6-?K)(?:/A)?\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"(?:integrated |consolidated )?(?:annual|quarterly|interim|half-year(?:ly)?) report|(?:earnings|news"
    r"|press) release",
    re.IGNORECASE,
)
_PERIOD: Final = (
    re.compile(
        r"(?:for the )?(?:fiscal |financial )?(?:quarterly )?(?:year|period|quarter|months|weeks) ended:?",
        re.IGNORECASE,
    ),
    re.compile(r"date of (?:report|earliest event)|as (?:of|at)\b|at (?=\w+ \d{1,2}, \d{4})", re.IGNORECASE),
    re.compile(
        r"(?:January|February|March|April|May|June|July|August|September|October|November"
        r"|December) (?=\d{1,2}, ?\d{4})"
    ),
)
_SCALE: Final = re.compile(
    r"(?:[$€£] |(?:dollars|euros?|amounts) )?\bin (thousands|millions|billions)\b", re.IGNORECASE
)
_NAMED_DATES: Final = DateOrder(day_first=False, certain=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that reports state: its names in row labels, and the statement that holds it."""

    name: str
    label: str
    pattern: re.Pattern[str]
    statement: str


def _figure(name: str, label: str, pattern: str, statement: str) -> Figure:
    return Figure(name, label, re.compile(rf"^\W*(?:{pattern})\W*$", re.IGNORECASE), statement)


_NOTE: Final = r"(?: ?\((?:loss|deficit|note \w+|\w)\))?"
FIGURES: Final = (
    _figure(
        "revenue",
        "Revenue",
        r"(?:total )?(?:net )?(?:sales|revenues?|turnover)(?:,? net)?|(?:total )?net (?:sales|revenues?)"
        r"|revenues?(?: from operations)?",
        "income",
    ),
    _figure(
        "operating_income",
        "Operating income",
        rf"(?:total )?(?:operating (?:income|profit|earnings){_NOTE}"
        r"|(?:income|profit|earnings|loss)(?: \(loss\))? from operations)",
        "income",
    ),
    _figure(
        "net_income",
        "Net income",
        rf"(?:consolidated )?net (?:income|earnings|profit|loss){_NOTE}(?:,? (?:including|attributable) .*)?"
        r"|profit for the (?:year|period)",
        "income",
    ),
    _figure(
        "diluted_eps",
        "Diluted earnings per share",
        r"diluted (?:net )?(?:earnings|income)(?: \(loss\))? per (?:common )?share.*"
        r"|(?:net )?(?:earnings|income)(?: \(loss\))? per (?:common )?share.{0,80}diluted|diluted(?: \(?in .*)?",
        "income",
    ),
    _figure("total_assets", "Total assets", r"total assets", "balance"),
    _figure("total_liabilities", "Total liabilities", r"total liabilities", "balance"),
    _figure(
        "liabilities_and_equity",
        "Total liabilities and equity",
        r"total liabilities(?:,.{0,60})?(?: and|&) .{0,60}(?:equity|deficit).{0,12}",
        "balance",
    ),
    _figure(
        "equity",
        "Equity",
        r"total (?:(?:share|stock)(?:holders|owners)[’'`]* ?[’'`]?s? )?(?:equity|deficit)(?: \(deficit\))?"
        r"|total (?!liabilities)[\w’' .&]{0,40}equity",
        "balance",
    ),
)


def report_fields(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Key information of an annual or quarterly report or an earnings release."""
    cover = sheets[:COVER]
    company = _company(cover)
    if company:
        yield company.field("company", "Company", company.value, 1.0, "company.cover")
    form = next(search(cover, _FORM), None) or next(search(cover, _TITLE), None)
    if form:
        _, row, match = form
        value = match[1].upper() if match.re is _FORM else match[0]
        yield Found(row, *match.span(), value, "free").field("form_type", "Type of report", value, 0.95, "form.cover")
    period = _period(cover)
    if period:
        yield period.field("period_end", "Period end", period.value, 0.95, "period.label")
    statements = _statements(sheets)
    pages = [sheet for sheet in sheets if sheet.number in {table.page for table in statements.values()}] or list(cover)
    yield from _money(pages)
    for figure in FIGURES:
        table = statements.get(figure.statement)
        found = table and _value(table, figure)
        field = _from_cell(*found, table, figure, sheets) if table and found else None
        if field:
            yield field


def _company(cover: Sequence[Sheet]) -> Found[str] | None:
    for sheet, row, _ in search(cover, _REGISTRANT):
        for above in reversed(sheet.rows[max(0, row.index - 3) : row.index]):
            if sum(character.isalpha() for character in above.text) > 2:
                return Found(above, 0, len(above.text), above.text, "free", sure=0.95)
    named = [
        run
        for sheet in cover
        for row in sheet.rows
        for run in row.runs
        if is_company(run.text, trades=False) and len(run.text) <= 60 and not _TICKED.search(run.text)
    ]
    if named:
        tallest = max(named, key=lambda run: (round(run.box[3] - run.box[1]), -run.page, -run.box[1]))
        return Found(tallest, 0, len(tallest.text), tallest.text, "free", sure=0.75)
    mentioned = next(search(cover, NAME), None)
    if mentioned:
        _, row, match = mentioned
        return Found(row, *match.span(), match[0], "free", sure=0.6)
    return None


def _period(cover: Sequence[Sheet]) -> Found[str] | None:
    for rank, pattern in enumerate(_PERIOD):
        for sheet, row, match in search(cover, pattern):
            start = match.end() if rank < 2 else match.start()
            below = sheet.rows[row.index + 1 : row.index + 2]
            for line, begin in ((row, start), *((other, 0) for other in below)):
                for found in find_dates(line.text[begin:], _NAMED_DATES)[:1]:
                    iso = found.value.isoformat()
                    return Found(line, begin + found.start, begin + found.end, iso, "right", sure=(1, 0.85, 0.6)[rank])
    return None


def _money(pages: Sequence[Sheet]) -> Iterator[Field]:
    currency = find_currency(pages, ".")
    if currency:
        yield currency_field(currency)
    scale = next(search(pages, _SCALE), None)
    if scale:
        _, row, match = scale
        found = Found(row, *match.span(), match[1].lower(), "free")
        yield found.field("scale", "Scale of the figures", match[1].lower(), 0.9, "scale.statement")


def _statements(sheets: Sequence[Sheet]) -> dict[str, Table]:
    """The table of each statement: the one with most of its figures; titles and early pages decide between equals."""
    best: dict[str, tuple[float, Table]] = {}
    for sheet in sheets:
        head = " ".join(row.text for row in sheet.rows[:8]).lower()
        for table in sheet.page.tables:
            title = f"{head} {(table.title or '').lower()}"
            for statement, words in (
                ("income", ("operations", "income", "earnings")),
                ("balance", ("balance sheet", "financial position")),
            ):
                hits = sum(_value(table, figure) is not None for figure in FIGURES if figure.statement == statement)
                formal = "statement" in title or "balance sheet" in title
                score = hits + (1.5 if formal and any(word in title for word in words) else 0)
                if hits >= 2 and (statement not in best or score > best[statement][0]):
                    best[statement] = score, table
    return {statement: table for statement, (_, table) in best.items()}


def _value(table: Table, figure: Figure) -> tuple[Cell, float] | None:
    column, sure = _latest_column(table)
    candidates = []
    for row in table.grid():
        label = next((cell.text for cell in row if cell and cell.text), "")
        if not figure.pattern.match(label):
            continue
        numbers = [cell for cell in row[1:] if cell and cell.value is not None and not cell.percent]
        chosen = min(numbers, key=lambda cell: abs(cell.column - column), default=None)
        if chosen:
            candidates.append((chosen, sure if chosen.column == column else sure * 0.8, label))
    if not candidates:
        return None
    # "Total net sales" says more than "Net sales" of a segment above it, "Total equity" more than a part of it;
    # a bare "Diluted" first gives the share, then the number of shares.
    whole = [item for item in candidates if item[2].lower().strip() == f"total {figure.label.lower()}"]
    totals = [item for item in candidates if item[2].lower().startswith("total")]
    cell, confidence, _ = (whole or totals or candidates)[0]
    return cell, confidence


def _latest_column(table: Table) -> tuple[int, float]:
    """The column of the latest year in the heading, the first of several; the first column of figures else."""
    years = [
        (int(year), -cell.column, cell.column)
        for cell in table.cells
        if cell.column > 0 and (cell.header or cell.row < 4)
        for year in re.findall(r"\b(?:19|20)\d\d\b", cell.text)
        if cell.header or re.fullmatch(r"(?:\w+ \d{1,2}, )?\d{4}", cell.text)
    ]
    if years:
        latest, _, column = max(years)
        # A quarter and the year so far both end in it: the first is taken, and may not be the one that is meant.
        return column, 0.95 if [year for year, *_ in years].count(latest) == 1 else 0.75
    figures = [cell.column for cell in table.cells if cell.column > 0 and cell.value is not None]
    return min(figures, default=1), 0.7


def _from_cell(cell: Cell, sure: float, table: Table, figure: Figure, sheets: Sequence[Sheet]) -> Field | None:
    sheet = next(sheet for sheet in sheets if sheet.number == table.page)
    words = _cell_words(cell, sheet)
    if words is None or cell.value is None:
        return None
    sign = next((CURRENCIES[sign] for sign in ("US$", "$", "€", "£", "¥", "₹") if sign in words.text), None)
    found = Found(words, 0, len(words.text), cell.value, "free", sure=sure)
    value, rule = format(cell.value, "f"), f"figure.{figure.statement}"
    return found.field(figure.name, figure.label, value, 1.0, rule, cell.currency or sign)


def _cell_words(cell: Cell, sheet: Sheet) -> Run | None:
    """The words of the page that stand in the cell, so that the field points at them and not at the whole cell."""
    wanted = cell.text.split()
    inside = [
        word
        for line in sheet.page.lines
        for word in line.words
        if cell.box and word.text in wanted and contains(cell.box, center(word.box))
    ]
    return Run(sheet.number, tuple(sorted(inside, key=lambda word: word.box[0]))) if inside else None
