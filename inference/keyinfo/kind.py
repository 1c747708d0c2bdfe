"""What kind of document it is, from what it says, with the reason in words."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference.keyinfo.rows import Sheet
from inference.schema import Kind

FIRST_PAGES: Final = 5
"""Pages that are looked at: a kind shows at the start."""
ENOUGH: Final = 3.0
SLIP_LETTERS: Final = 72
"""Letters that fit beside one another on a till slip; on a letter more than 90 do."""
STRIP_LETTERS: Final = 50
"""The same between the margins of a slip that was scanned on a larger sheet."""
SLIP_ROWS: Final = 6
SLIP_PRICES: Final = 3
_PRICE: Final = re.compile(r"\d[.,]\d\d(?!\d)(?:\W*\w{1,3})?\W*$")
"""An amount with cents that ends a row, before a currency or a letter for its tax rate."""

NAMES: Final[dict[Kind, str]] = {
    "invoice": "an invoice",
    "receipt": "a receipt",
    "report": "a financial report",
    "bank_statement": "a bank statement",
    "other": "none of the known kinds",
}

# Weight and pattern; every pattern counts once.
_EVIDENCE: Final[dict[Kind, Sequence[tuple[float, str]]]] = {
    "invoice": (
        (
            2,
            r"\binvoice\b|\bbilling you\b|\bfactuur\b|\brechnung\b|\bfacture\b|\bfactura\b|\bfattura\b"
            r"|\bfaktura\b|\bfatura\b|\bgutschrift\b|\bcredit (?:note|memo)\b",
        ),
        (
            2,
            r"(?:invoice|\bbill|\bmemo|faktura)\s?(?:no|number|nr|nummer|#|date|id|amount)\b|factuurnummer"
            r"|rechnungs?[- ]?(?:nr|nummer)|(?:facture|factura|fattura) n[°ºo.]|n[°º] de (?:la )?factur"
            r"|num[ée]ro de facture",
        ),
        (2, r"due date|payment due|due by|pay by|vervaldatum|f[äa]llig|zahlbar|[ée]ch[ée]ance|scadenza|vencimiento"),
        (
            1.5,
            r"bill(?:ed)? to\b|invoice to\b|sold to|ship to|customer (?:no|number|id)|factuuradres|rechnungsadresse"
            r"|rechnungsempf[äa]nger|nabywca|vencimento|belegnummer",
        ),
        (
            1,
            r"\biban\b|bank details|payment terms|remit(?:tance)?|(?:payment|zahlbar|betaling) (?:within|in"
            r"|innerhalb|binnen)",
        ),
        (1, r"\b(?:qty|quantity|menge|anzahl|cant\.|qt[ée]|aantal|q\.t[àa])(?!\w)"),
        (1, r"grand total|\bgstin\b|\b[ci]gst\b|amount chargeable|total (?:amount )?due|credit total"),
        (1, r"sub-?\s?total|unit price|\bvat\b|\bbtw\b|\bmwst|\btva\b"),
    ),
    "receipt": (
        (
            2,
            r"\breceipt\b|cash (?:memo|bill|sale)\b|\bkassenbon\b|\bkassabon\b|\bquittung\b|\bticket\b"
            r"|\bscontrino\b|factura simplificada",
        ),
        (
            2,
            r"\bchange\b|\bcash\b|\btender(?:ed)?\b|contactless|\bvisa\b|master ?card|debit card|\bwechselgeld\b"
            r"|\br[üu]ckgeld|\bgeg\.? ?bar|carte bancaire|tarjeta bancaria|\bpinnen\b|\bwisselgeld|\bcontanti\b",
        ),
        (
            2,
            r"\brounding|\brounded|cashier|\btill\b|terminal|\bslip\b|\bpump\b|bon-?nr|\bkass(?:e|ierer)\b"
            r"|\bfiliaal\b"
            r"|\bcaisse\b|operator",
        ),
        (
            1.5,
            r"thank you|goods sold|please come again|not returnable|exchange within|vielen dank|\bmerci\b|bedankt"
            r"|gracias por",
        ),
        (1, r"\btotal\b|\bsumme\b|\btotaal\b"),
        (1, r"\b\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?\b"),
        (1, r"served by|\bserver\b|\bcovers\b|\bguests\b|\btbl\b|\btable \d|\bpax\b|\btisch \d|service charge|\btip\b"),
    ),
    "report": (
        (
            4,
            r"form\s+(?:10-?[kq]|8-?k|20-?f|40-?f|6-?k)\b|annual report|quarterly report|interim (?:financial )?report"
            r"|half-year(?:ly)? (?:financial )?report|(?:gesch[äa]fts|halbjahres(?:finanz)?|quartals|konzern)bericht"
            r"|konzernabschluss|jaarverslag|halfjaarbericht"
            r"|rapport (?:annuel|semestriel)|document d.enregistrement universel|relazione finanziaria"
            r"|bilancio consolidato|informe anual|cuentas anuales",
        ),
        (
            3,
            r"statements? of (?:consolidated )?(?:operations|(?:comprehensive )?income|earnings|cash flows|profit"
            r"|financial position)"
            r"|(?:income|cash flow) statements?\b|gewinn- und verlustrechnung|kapitalflussrechnung"
            r"|compte de r[ée]sultat|winst-? ?en ?-?verliesrekening|kasstroomoverzicht|conto economico"
            r"|rendiconto finanziario|cuenta de (?:p[ée]rdidas y ganancias|resultados)|estado de flujos",
        ),
        (
            3,
            r"balance sheets?\b|konzernbilanz|bilanzsumme|bilan consolid[ée]|geconsolideerde balans"
            r"|stato patrimoniale|situazione patrimoniale|estado de situaci[óo]n financiera",
        ),
        (
            1.5,
            r"in (?:millions|thousands|billions|crores?|lakhs?)|\bin (?:mio|mrd|teur|t€|tausend|millionen)\b"
            r"|en (?:millions|milliers) d|in (?:miljoenen|duizenden)|in (?:milioni|migliaia)|(?:millones|miles) de",
        ),
        (
            1.5,
            r"earnings per share|\beps\b|ebitda|free cash flow|net income|shareholders.? equity|fiscal (?:year"
            r"|quarter)|total assets|ergebnis je aktie|umsatzerl[öo]se|eigenkapital|r[ée]sultat (?:net|par action)"
            r"|capitaux propres|eigen vermogen|patrimonio net[ot]o?|risultato per azione",
        ),
        (
            2,
            r"securities and exchange commission|(?:quarter|year|fiscal|interim) .{0,40}results"
            r"|financial results for the",
        ),
    ),
    "bank_statement": (
        (
            4,
            r"bank statement|statement of account|account statement|card statement|current account|kontoauszug"
            r"|relev[ée] de compte|rekeningafschrift|estratto conto|extracto de cuenta",
        ),
        (
            3,
            r"(?:opening|previous|beginning|starting|last month.s) balance|balance brought forward|start balance"
            r"|(?:alter|neuer) (?:saldo|kontostand)|kontostand (?:am|vom)"
            r"|(?:begin|eind)saldo|(?:ancien|nouveau) solde|solde pr[ée]c[ée]dent"
            r"|previous statement balance",
        ),
        (2, r"(?:closing|ending|new) balance|balance carried forward|credit limit|minimum (?:payment )?due"),
        (2, r"statement (?:period|date)|account (?:number|no)\b|sort code"),
        (1, r"transaction date|withdrawals?|deposits?|paid (?:in|out)|debits?\b|transactions?"),
    ),
}
_RECEIPT: Final = re.compile(r"receipt|cash (?:memo|bill)|kassenbon|kassabon|quittung|scontrino", re.IGNORECASE)
"""What a receipt that is no narrow slip calls itself."""
_SPACED: Final = re.compile(r"(?<!\w)(?:[A-Z] ){3,}[A-Z](?!\w)")
TITLE_WEIGHT: Final = 2.0
TITLE_PART: Final = 0.4
"""Share of the page, from the top, in which it has its title."""
_TITLES: Final[dict[Kind, re.Pattern[str]]] = {
    "invoice": re.compile(
        r"(?:tax |commercial |pro ?-?forma |sales |vat |your )?invoice|rechnung|factuur|facture|factura|fattura"
        r"|faktura(?: vat)?(?: nr.*)?|fatura|gutschrift(?= |$)|credit (?:note|memo)|avoir"
        r"|nota (?:di credito|de cr[ée]dito)",
        re.IGNORECASE,
    ),
    "receipt": re.compile(r"(?:sales |cash |official )?receipt|quittung|kassenbon|kassabon", re.IGNORECASE),
    "bank_statement": re.compile(
        r"(?:bank|account|card|credit card|current account|checking|savings) statement|statement(?: of account)?"
        r"|kontoauszug|kontoauszug \S+|relev[ée] de compte|rekeningafschrift|estratto conto|extracto(?: bancario)?",
        re.IGNORECASE,
    ),
}
# What a till does not print: who is asked to pay, and until when.
_FOR_BUYERS: Final = re.compile(
    r"bill(?:ed)? to\b|invoice to\b|due date|payment due|payment terms|pay by|amount due on|rechnungsadresse"
    r"|factuuradres"
    r"|f[äa]llig|zahlbar|vervaldatum|[ée]ch[ée]ance",
    re.IGNORECASE,
)
_COMPILED: Final = {
    kind: [(weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in evidence]
    for kind, evidence in _EVIDENCE.items()
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind and why."""

    kind: Kind
    reason: str


def judge_kind(sheets: Sequence[Sheet]) -> Judgement:
    """Weigh the words that are typical of each kind; the shape of a till slip counts too."""
    texts = [(sheet.number, "\n".join(_unspaced(row.text) for row in sheet.rows)) for sheet in sheets[:FIRST_PAGES]]
    slip = bool(sheets) and _is_slip(sheets) and not any(_FOR_BUYERS.search(text) for _, text in texts)
    scores: dict[Kind, float] = {}
    reasons: dict[Kind, list[str]] = {}
    for kind, evidence in _COMPILED.items():
        hits = [(weight, hit) for weight, pattern in evidence if (hit := _first_hit(pattern, texts))]
        scores[kind] = sum(weight for weight, _ in hits)
        reasons[kind] = [hit for _, hit in sorted(hits, key=lambda item: -item[0])[:3]]
        title = _title(kind, sheets)
        if title and not (slip and kind == "invoice"):  # tills print "Tax invoice"
            scores[kind] += TITLE_WEIGHT
            reasons[kind].insert(0, title)
    named = any(_RECEIPT.search(text) for _, text in texts)
    if not slip and (len(sheets) > 1 or not named):
        scores["receipt"] = 0  # a till prints one page of short rows; "cash" and "rounded" stand in many documents
    elif slip:
        scores["receipt"] += 4
        reasons["receipt"].append("the short rows of a till slip")
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < ENOUGH:
        return Judgement("other", "Nothing on the first pages is typical of an invoice, receipt, report or statement.")
    return Judgement(best, f"Taken for {NAMES[best]} because of {', '.join(reasons[best])}.")


def _title(kind: Kind, sheets: Sequence[Sheet]) -> str | None:
    """The kind as a heading of its own on the first page."""
    pattern = _TITLES.get(kind)
    for row in sheets[0].rows if pattern and sheets else ():
        if row.box[1] > TITLE_PART * sheets[0].page.height:
            break
        for run in row.runs:
            if pattern and pattern.fullmatch(_unspaced(run.text).strip(" :-*.#")):
                return f"the heading “{run.text}” on page {sheets[0].number}"
    return None


def _unspaced(text: str) -> str:
    """Words that are printed with a space between their letters, as words."""
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def _first_hit(pattern: re.Pattern[str], texts: Sequence[tuple[int, str]]) -> str | None:
    for number, text in texts:
        match = pattern.search(text)
        if match:
            return f"“{' '.join(match[0].split())}” on page {number}"
    return None


def _is_slip(sheets: Sequence[Sheet]) -> bool:
    """A column of large print with amounts in it: what a till prints, on whatever paper it was scanned."""
    page = sheets[0].page
    words = [word for row in sheets[0].rows for word in row.words]
    if len(sheets) > 1 or len(sheets[0].rows) < SLIP_ROWS:
        return False
    letter = statistics.median((word.box[2] - word.box[0]) / len(word.text) for word in words)
    lefts, rights = sorted(word.box[0] for word in words), sorted(word.box[2] for word in words)
    width = rights[len(rights) * 19 // 20] - lefts[len(lefts) // 20]
    priced = sum(bool(_PRICE.search(row.text)) for row in sheets[0].rows)
    narrow = page.width < SLIP_LETTERS * letter or (page.source == "ocr" and width < STRIP_LETTERS * letter)
    return narrow and priced >= SLIP_PRICES
