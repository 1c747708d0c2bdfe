"""The cover of a report: the company, the type of report, the end of the period and the day of the release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inference.keyinfo.dates import DateOrder, find_dates
from inference.keyinfo.finding import Found
from inference.keyinfo.parties import FORMS, NAME, is_company
from inference.keyinfo.rows import Run, Sheet, search

COVER: Final = 3
"""Pages at the start that introduce the report."""
_REGISTRANT: Final = re.compile(r"exact name of registrant|name of registrant as specified", re.IGNORECASE)
# Legal forms of listed companies that no shop or supplier has.
_LISTED: Final = re.compile(r"\w (?:SE(?: & Co\. KGaA)?|ASA|Bancorp|Trust|REIT|Oyj|N\.V\.|S\.E\.)(?=\W|$)")
# "Smaller reporting company", "shell company": the boxes that a form asks to tick.
_TICKED: Final = re.compile(r"reporting|shell|growth|attributable|[☐☒☑✓]", re.IGNORECASE)
_FORM: Final = re.compile(r"form\s?(10-?[KQ]|8-?K|20-?F|40-?F|6-?K)(?:T|/A)?\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"(?:integrated |consolidated )?(?:annual|quarterly|interim|half-year(?:ly)?|semi-annual)"
    r" (?:financial )?(?:report|statements)|quarterly statement|(?:interim|half-year(?:ly)?) results"
    r"|annual accounts|(?:geschäfts|jahres|quartals|halbjahres|zwischen)(?:finanz)?bericht|quartalsmitteilung"
    r"|konzernabschluss|jahresabschluss"
    r"|rapport (?:annuel|semestriel)|jaarverslag|jaarrekening|halfjaarbericht"
    r"|relazione finanziaria (?:annuale|semestrale)|bilancio consolidato|informe (?:anual|semestral)|cuentas anuales"
    r"|(?:earnings|news|press) release",
    re.IGNORECASE,
)
_ANNUAL: Final = re.compile(
    r"(?<!semi-)(?<!semi)annual|geschäftsbericht|(?<!halb)jahres(?:(?:finanz)?bericht|abschluss)|konzernabschluss"
    r"|rapport annuel|jaar(?:verslag|rekening)|bilancio|informe anual|cuentas anuales",
    re.IGNORECASE,
)
# "Acme Inc. Announces Fourth Quarter Results", "Acme reports fiscal 2023 results".
_RELEASE: Final = re.compile(
    r"(?P<who>.{0,80}?)\b(?:announces?d?|reports?(?:ed)?|posts|delivers)\b.{0,60}\b(?:results|earnings)\b",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(
    r"(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)|full|half)[- ](?:quarter|year)|fiscal"
    r"|quarter|\bQ[1-4]\b|(?:19|20)\d\d",
    re.IGNORECASE,
)
_MONTHS: Final = r"January|February|March|April|May|June|July|August|September|October|November|December"
_PERIOD: Final = (
    re.compile(
        r"(?:for the )?(?:fiscal |financial )?(?:quarterly )?(?:year|period|quarter|months|weeks) ?(?:ended|ending):?"
        r"|geschäftsjahr (?:vom .{0,40}bis )?(?:zum )?|exercice clos le|boekjaar eindigend op",
        re.IGNORECASE,
    ),
    re.compile(r"date of (?:report|earliest event)|as (?:of|at)\b|at (?=\w+ \d{1,2}, \d{4})", re.IGNORECASE),
    re.compile(rf"(?:{_MONTHS}) (?=\d{{1,2}}, ?\d{{4}})"),
)
_NAMED_DATES: Final = DateOrder(day_first=False, certain=True)
_HEAD_ROWS: Final = 12
_TOP_ROWS: Final = 2
_REPEATS: Final = 2
_LONGEST_NAME: Final = 60
_STATEMENT: Final = re.compile(
    r"consolidated|financial|statement|report|review|contents|unaudited|notes|results|confidential", re.IGNORECASE
)
_YEAR_ONLY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d[-–/]\d\d|(?:19|20)\d\d)(?!\d)")


def find_company(sheets: Sequence[Sheet]) -> Found[str] | None:
    """The registrant, else the company in the largest print, else who announces the results.

    A name without a legal form is known by its repetition on later pages; in a release the headline says who announces.
    """
    cover = sheets[:COVER]
    for sheet, row, _ in search(cover, _REGISTRANT):
        for above in reversed(sheet.rows[max(0, row.index - 3) : row.index]):
            if sum(character.isalpha() for character in above.text) > 2:
                return Found(above, 0, len(above.text), above.text, "free", sure=0.95)
    named = [
        run
        for sheet in cover
        for row in sheet.rows
        for run in row.runs
        if (is_company(run.text, trades=False) or _LISTED.search(run.text))
        and len(run.text) <= 60
        and not _TICKED.search(run.text)
    ]
    repeated = None
    if not find_release(cover) and not any(run.page == cover[0].number for run in named):
        repeated = _repeated(sheets)
    if repeated:
        return Found(repeated, 0, len(repeated.text), repeated.text, "free", sure=0.7)
    if named:
        tallest = max(named, key=lambda run: (round(run.box[3] - run.box[1]), -run.page, -run.box[1]))
        return Found(tallest, 0, len(tallest.text), tallest.text, "free", sure=0.75)
    # Within one run: "Group" and "Company" may head two columns.
    mentioned = next((hit for hit in search(cover, NAME) if any(hit[2][0] in run.text for run in hit[1].runs)), None)
    if mentioned:
        _, row, match = mentioned
        return Found(row, *match.span(), match[0], "free", sure=0.6)
    for row in cover[0].rows[:_HEAD_ROWS] if cover else ():
        headline = _RELEASE.match(row.text)
        if headline and headline["who"].strip():
            who = headline["who"].strip(" ,–-")
            whole = next(search(sheets, re.compile(rf"(?<!\w){re.escape(who)},? (?:{FORMS})(?!\w)\.?")), None)
            if whole:
                _, place, match = whole
                return Found(place, *match.span(), match[0], "free", sure=0.75)
            return Found(row, headline.start("who"), headline.start("who") + len(who), who, "free", sure=0.6)
    return None


def _repeated(sheets: Sequence[Sheet]) -> Run | None:
    """What the first page prints by itself and later pages repeat at their top: a name without a legal form."""
    tops = [" ".join(row.text for row in sheet.rows[:_TOP_ROWS]).lower() for sheet in sheets[1:]]
    alone = [
        row
        for row in (sheets[0].rows if sheets else ())
        if len(row.runs) == 1
        and 3 <= len(row.text) <= _LONGEST_NAME
        and row.text[0].isupper()
        and not re.search(r"\d", row.text)
        and not (_TITLE.search(row.text) or _RELEASE.search(row.text) or _STATEMENT.search(row.text))
        and sum(row.text.lower() in top for top in tops) >= _REPEATS
    ]
    return max(alone, key=lambda row: (round(row.height), -row.index), default=None)


def find_form(cover: Sequence[Sheet]) -> Found[str] | None:
    """The form of the filing ("10-K"), else the title ("Annual Report"), else that results are announced."""
    form = next(search(cover, _FORM), None)
    if form:
        _, row, match = form
        return Found(row, *match.span(), _written(match[1]), "free")
    release = find_release(cover)
    title = next(search(cover, _TITLE), None)
    named_release = title is not None and "release" in title[2][0].lower()
    if title and not (release and (named_release or title[1].index >= _HEAD_ROWS)):
        _, row, match = title
        return Found(row, *match.span(), match[0], "free")
    return release


def is_annual(title: str) -> bool:
    """Whether the title of a report is that of a year."""
    return _ANNUAL.search(title) is not None


def _written(form: str) -> str:
    """ "10K" as the form is called: 10-K."""
    return re.sub(r"^(\d+)(?=[A-Z])", r"\1-", form.upper())


def find_release(cover: Sequence[Sheet]) -> Found[str] | None:
    """The headline of a release of results, at the top of the first page."""
    for row in cover[0].rows[:_HEAD_ROWS] if cover else ():
        # A headline may break before "Results".
        below = cover[0].rows[row.index + 1].text if row.index + 1 < len(cover[0].rows) else ""
        match = _RELEASE.search(row.text)
        if match is None:
            match = _RELEASE.match(f"{row.text} {below}")
        if match and match.end("who") < len(row.text) and _QUARTER.search(match[0]):
            start = match.end("who")
            start += len(row.text[start:]) - len(row.text[start:].lstrip())
            return Found(row, start, min(match.end(), len(row.text)), "Earnings release", "free", sure=0.85)
    return None


def find_release_date(cover: Sequence[Sheet]) -> Found[str] | None:
    """The day of a release: the first date on its first page that ends no period."""
    for row in cover[0].rows[: 2 * _HEAD_ROWS] if cover else ():
        for found in find_dates(row.text, _NAMED_DATES):
            if not re.search(r"end(?:ed|ing)?\W*$|as of\W*$|[a-z] $", row.text[: found.start]):
                return Found(row, found.start, found.end, found.value.isoformat(), "free", sure=0.9)
    return None


def find_period(cover: Sequence[Sheet]) -> Found[str] | None:
    """The last day of the period that is reported on, ISO 8601; only the year where no day is printed."""
    for rank, pattern in enumerate(_PERIOD):
        for sheet, row, match in search(cover, pattern):
            start = match.end() if rank < 2 else match.start()
            below = sheet.rows[row.index + 1 : row.index + 2]
            for line, begin in ((row, start), *((other, 0) for other in below)):
                for found in find_dates(line.text[begin:], _NAMED_DATES)[:1]:
                    iso = found.value.isoformat()
                    return Found(line, begin + found.start, begin + found.end, iso, "right", sure=(1, 0.85, 0.6)[rank])
    for _, row, match in search(cover[:1], _TITLE):
        year = _YEAR_ONLY.search(row.text, match.end())
        if year:
            return Found(row, *year.span(), year[0], "right", sure=0.7)
    return None
