"""Financial reports: who reports on which period, and the key figures of the statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from inference.keyinfo.amounts import Currency, currency_field, find_currency
from inference.keyinfo.captions import scale_of
from inference.keyinfo.cover import (
    COVER,
    find_company,
    find_form,
    find_period,
    find_release,
    find_release_date,
    is_annual,
)
from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.figure_names import LABELS
from inference.keyinfo.finding import Found
from inference.keyinfo.grids import PENNY
from inference.keyinfo.period_words import month_days
from inference.keyinfo.rows import Row, Sheet
from inference.keyinfo.statements import Shown, read_statements
from inference.numbers import Mark, decimal_mark
from inference.schema import Field, Figure

SCALES: Final = {
    1_000: "thousands",
    1_000_000: "millions",
    1_000_000_000: "billions",
    100_000: "lakhs",
    10_000_000: "crores",
}

GROUPS: Final = 10
"""Numbers with three digits behind a dot that are not all by chance amounts with thousandths."""
PENNIES: Final = 100
"""Pence or cents in the unit of a currency."""
_PENNIES: Final = re.compile(r"\b(?:pence|(?<!per )cents?|penny)\b|(?<!\S)p(?: p)*$|\(p\)|¢", re.IGNORECASE)
_PENNY_NAMES: Final = {"pence": "pence", "penny": "pence", "p": "pence", "(p)": "pence"}
_MAIN_UNIT: Final = re.compile(r"[$€£¥₹]")
# "Earnings per share are stated in pence.", "(in thousands, except per share amounts in cents)".
_IN_PENNIES: Final = re.compile(
    r"\b(?:(?:earnings|loss|profit|amounts?|data|figures) per (?:\w+ )?share|per share (?:amounts?|data|figures))\b"
    r"(?=.{0,40}\bin (?:\w+ )?(?:pence|cents?)\b)(?!.*\d[\d.,]* ?$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """The fields of a report and its figures for all periods."""

    fields: tuple[Field, ...]
    figures: tuple[Figure, ...]


def read_report(sheets: Sequence[Sheet]) -> Report:
    """Key information of an annual or quarterly report or an earnings release."""
    cover = sheets[:COVER]
    fields: list[Field] = []
    company, form, period = find_company(sheets), find_form(cover), find_period(cover)
    if company:
        fields.append(company.field("company", "Company", company.value, 1.0, "company.cover"))
    if form:
        fields.append(form.field("form_type", "Type of report", form.value, 0.95, "form.cover"))
    released = find_release_date(cover) if find_release(cover) else None
    if released:
        fields.append(released.field("release_date", "Release date", released.value, 0.9, "release.date"))
    annual = form is not None and (form.value.startswith(("10-K", "20-F", "40-F")) or is_annual(form.value))
    mark = decimal_mark(row.text for sheet in sheets for row in sheet.rows) or _mark_of_groups(sheets)
    filed = form is not None and form.value[0].isdigit()  # the cover of a filing has a place for the period
    certain = period if filed and period and period.sure == 1 else None
    # The first page of an annual report names the year that it is on.
    stated = period if certain or (annual and period and period.sure == 1 and period.run.page == 1) else None
    shown = read_statements(sheets, mark, stated.value if stated else None, annual)
    latest = None if certain else _latest_end(shown)
    if latest and (period is None or period.value != latest.value):  # else the place that prints it in one piece
        period = latest
    if period:
        fields.append(period.field("period_end", "Period end", period.value, 0.95, "period.label"))
    pages = {item.grid.sheet.number for item in shown}
    currency = find_currency([sheet for sheet in sheets if sheet.number in pages] or cover, mark, cover)
    units = {id(item.grid): _unit(item) for item in shown}
    usual = Counter(unit.factor for unit in units.values() if unit).most_common(1)
    if currency:
        fields.append(currency_field(currency))
    if scale := next((unit for unit in units.values() if unit and unit.factor == usual[0][0]), None):
        fields.append(scale.found.field("scale", "Scale of the figures", SCALES[scale.factor], 0.9, "scale.statement"))
    fallback = usual[0][0] if usual else 1
    figures = [_figure(item, unit.factor if (unit := units[id(item.grid)]) else fallback, currency) for item in shown]
    fields += _headline(figures)
    return Report(tuple(fields), tuple(figures))


def _mark_of_groups(sheets: Sequence[Sheet]) -> Mark:
    """The decimal mark of a report in whole thousands, by the mark that its groups of three have: "88.120"."""
    text = "\n".join(row.text for sheet in sheets for row in sheet.rows)
    marks = re.findall(r"(?<![\d.,])[1-9]\d{0,2}([.,])\d{3}(?![\d.,])", text)
    dots, commas = marks.count("."), marks.count(",")
    return "," if dots >= GROUPS and dots > commas else "."


def _latest_end(shown: Sequence[Shown]) -> Found[str] | None:
    """The last day that the statements reach, where a heading prints it in one piece."""
    latest = max((item.period.end for item in shown), default="")
    for item in shown:
        for row in item.grid.headings:
            for found in find_dates(row.text, DateOrder(day_first=True, certain=False)):
                if found.value.isoformat() == latest and found.certain:
                    return Found(row, found.start, found.end, latest, "free", sure=0.9)
    for item in shown:  # "Nov. 2," above "2024"
        for row in item.grid.headings:
            for day in month_days(row):
                if latest[5:] == "{:02}-{:02}".format(*day.value):
                    run = min(row.runs, key=lambda run: abs((run.box[0] + run.box[2]) / 2 - day.center))
                    return Found(run, 0, len(run.text), latest, "free", sure=0.9)
    return None


@dataclass(frozen=True, slots=True)
class _Unit:
    factor: int
    found: Found[int]


def _unit(item: Shown) -> _Unit | None:
    """The unit in the caption of a statement, else anywhere on its page."""
    sheet, grid = item.grid.sheet, item.grid
    start = grid.headings[0].index if grid.headings else grid.data[0].row.index
    near: list[Row] = [*grid.headings, *sheet.rows[max(0, start - 2) : start]]
    for rows in (near, sheet.rows):
        scale = scale_of([row.text for row in rows])
        if scale:
            factor, start, end, index = scale
            return _Unit(factor, Found(rows[index], start, end, factor, "free"))
    return None


def _penny(item: Shown) -> str | None:
    """Pence or cents, where an amount per share is printed in them: beside it, in its label or heading, or in a
    sentence on the page."""
    hit = item.hit
    if not hit.label.per_share:
        return None
    mark = PENNY.search(hit.amount.run.text)
    if mark:
        return "pence" if "p" in mark[0] else "cents"
    named = _PENNIES.search(hit.data.joined) or _PENNIES.search(hit.data.section)
    if named is None and not _MAIN_UNIT.search(f"{hit.amount.run.text} {hit.data.section} {hit.data.joined}"):
        said = (_PENNIES.search(row.text) for row in item.grid.sheet.rows if _IN_PENNIES.search(row.text))
        named = next(said, None)
    return _PENNY_NAMES.get(named[0].lower(), "cents") if named else None


def _figure(item: Shown, factor: int, currency: Currency | None) -> Figure:
    hit, penny = item.hit, _penny(item)
    return Figure(
        name=hit.label.name,
        label=f"{hit.label.label} (printed in {penny})" if penny else hit.label.label,
        row=hit.data.joined if hit.joined else hit.data.label,
        statement=hit.label.statement,
        period_end=item.period.end,
        months=item.period.months,
        printed=hit.amount.run.text,
        value=hit.value / PENNIES if penny else hit.value,
        scale=1 if hit.label.per_share else factor,
        currency=currency.code if currency else None,
        confidence=round(item.sure * hit.amount.run.confidence, 3),
        page=item.grid.sheet.number,
        box=hit.amount.run.box,
        rule=f"figure.{hit.label.statement}",
    )


def _headline(figures: Sequence[Figure]) -> Iterator[Field]:
    """Each figure in the latest period: of a year where one is shown, else of the shortest period."""
    for label in LABELS:
        mine = [figure for figure in figures if figure.name == label.name]
        if not mine:
            continue
        latest = max(figure.period_end or "" for figure in mine)
        last = [figure for figure in mine if (figure.period_end or "") == latest]
        best = min(last, key=lambda figure: (figure.months != 12, figure.months or 0))
        length = f"{best.months} months to " if best.months else ""
        scale = f", in {SCALES[best.scale]}" if best.scale in SCALES else ""
        yield Field(
            name=best.name,
            label=best.label,
            printed=best.printed,
            value=format(best.value, "f"),
            confidence=best.confidence,
            page=best.page,
            box=best.box,
            rule=best.rule,
            currency=best.currency,
            note=f"{length}{best.period_end}{scale}",
        )
