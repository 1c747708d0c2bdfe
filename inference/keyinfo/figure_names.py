"""The names that key figures have in the rows of statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from inference.schema import Statement


@dataclass(frozen=True, slots=True)
class Label:
    """A key figure and the names it has in row labels, those that say most first."""

    name: str
    label: str
    statement: Statement
    names: tuple[re.Pattern[str], ...]
    per_share: bool = False


# What may stand behind a name: "(loss)", "(Note 5)", "(unaudited)", "– net", a footnote mark.
_TAIL: Final = r"(?:[,–—-]? ?net(?: of tax)?)?(?: ?\((?:[^()]*)\))*\W*\d?\)?\W*"
_LOSS: Final = r"(?: ?/? ?\(?(?:loss|losses|deficit)(?:es)?\)?)?"
_AFTER_TAX: Final = r"(?: after (?:income )?tax(?:es|ation)?(?: expense)?)?"
_NOT_MINORITY: Final = r"(?!.*(?:non-? ?controlling|minorit))"
_OWNERS: Final = (
    r"(?:(?:share|stock|unit)-? ?(?:holders?|owners?)[’'`´]*s?[’'`´]?|owners?[’'`´]*s?"
    r"|members?[’'`´]?|partners?[’'`´]?)"
)
_PAID: Final = (
    r"(?!.*(?:accrued|unpaid|not yet paid|included in|proceeds|non-?cash|acquired (?:under|through)|depreciation"
    r"|sales? of|deposits?|leases? (?:liabilit|obligation)|borrowings|debt|loans?|financing))"
)
_OPERATING_CASH: Final = (
    r"(?!.*(?:investing|financing|discontinued))(?:total |net )*cash (?:and cash equivalents )?(?:flows? )?"
    r"\(?(?:provided|generated|used"
    r"|from|of|in|for|by|flows?|inflow|outflow|\(used in\)).{0,60}"
)


def _label(name: str, label: str, statement: Statement, *names: str, per_share: bool = False) -> Label:
    return Label(
        name,
        label,
        statement,
        tuple(re.compile(rf"\W*(?:{pattern}){_TAIL}", re.IGNORECASE) for pattern in names),
        per_share,
    )


LABELS: Final = (
    _label(
        "revenue",
        "Revenue",
        "income",
        r"total (?:net )?(?:operating )?(?:sales(?: and (?:other )?(?:operating )?revenues?)?|revenues?)"
        r"(?:,? net of interest expense| from (?:contracts with customers|operations)|"
        r" and other(?: income)?| and gains)?"
        r"|(?:net )?(?:operating )?(?:sales|revenues?)[:,]? total(?: net)?"
        r"|total (?:\w+ )?operating revenues?|total (?:consolidated )?net (?:sales|revenues?)"
        r"|(?:consolidated|group) (?:net )?(?:sales|revenues?)",
        r"(?:net |external )?(?:operating )?(?:sales|revenues?|turnover)(?:,? net(?: of interest expense)?)?"
        r"|sales to customers|revenues? from (?:operations|(?:external )?customers)|revenues? and other income"
        r"|revenue from contracts with customers|(?:total )?net sales and (?:other )?(?:operating )?revenues?"
        r"|(?:sales|contract) revenues?|net trade sales|sales and (?:other )?operating revenues?"
        r"|(?:konzern-?|netto)?umsatz(?:erl[öo]se)?|chiffre d.affaires|(?:netto-?)?omzet"
        r"|ricavi(?: delle vendite.*| totali)?"
        r"|ventas(?: netas)?|importe neto de la cifra de negocios",
        r"total income",
        r"total (?:rental|property|real estate|lease|hotel|service|fee)s? (?:and other (?:property )?)?"
        r"(?:income|revenues?)"
        r"|(?:total )?insurance (?:service )?revenues?|revenues? and other operating income"
        r"|total rental and related revenues?|total premiums and other revenues?"
        r"|(?:rental|freight|passenger|product)(?: and other property)? (?:sales|revenues?)(?:, net)?",
    ),
    _label(
        "operating_income",
        "Operating income",
        "income",
        rf"(?:consolidated |group |statutory )?operating (?:income|profit|earnings|margin|result){_LOSS}"
        r"|operating \(?loss\)?(?: ?/? ?\(?(?:income|profit)\)?)?|(?:\(?(?:loss|income|earnings|profit)\)?[ /]*){1,2}"
        r"from operations|results? from (?:operations|operating activities)"
        rf"|(?:profit|income|loss){_LOSS} from operating activities"
        rf"|profit{_LOSS} before (?:interest|finance costs) and tax(?:es|ation)?"
        rf"|operating (?:income|profit){_LOSS} before (?:net )?(?:financ|interest).*"
        r"|(?:earnings|income) before interest and tax(?:es|ation)?"
        r"|betriebsergebnis|(?:operatives|betriebliches) ergebnis|ebit"
        r"|ergebnis (?:der|aus|aus der) (?:betriebst[äa]tigkeit|betrieblich\w* t[äa]tigkeit|gew[öo]hnlichen.*)"
        r"|ergebnis vor (?:zinsen|finanzergebnis) und (?:ertrag)?steuern"
        r"|r[ée]sultat op[ée]rationnel(?: courant)?|bedrijfsresultaat|resultado de explotaci[óo]n"
        r"|risultato operativo",
        rf"(?:total|recurring) operating (?:income|profit){_LOSS}",
    ),
    _label(
        "net_income",
        "Net income",
        "income",
        rf"net (?:income|earnings|profit){_LOSS}|net \(?loss(?:es)?\)?(?: ?/? ?\(?(?:income|earnings|profit)\)?)?"
        r"|(?:\(?loss\)? ?/ ?)?(?:(?:total|group|consolidated|net) )*"
        rf"(?:profit|loss|income|earnings|result){_LOSS}{_AFTER_TAX}"
        rf" (?:for|of) the (?:financial )?(?:year|period|quarter|half[- ]year){_AFTER_TAX}"
        r"(?: from continuing and discontinued operations)?"
        rf"|(?:net )?profit{_LOSS} after (?:income )?tax(?:es|ation)?(?: expense)?|net result"
        rf"|net (?:income|earnings|loss){_LOSS} and (?:other )?comprehensive (?:income|loss){_LOSS}"
        r"|result after tax(?:es|ation)?|(?:konzern-?)?(?:jahres|perioden)(?:[üu]berschuss|fehlbetrag|ergebnis)"
        r"|(?:konzern-?)?[üu]berschuss|konzern-?ergebnis"
        r"|ergebnis nach (?:ertrag)?steuern|r[ée]sultat net(?: consolid[ée]| de l.ensemble consolid[ée])?"
        r"|resultaat na belastingen|winst over het boekjaar"
        r"|resultado (?:consolidado )?del (?:ejercicio|per[íi]odo)|utile (?:netto|dell.esercizio)|risultato netto"
        r"|nettowinst|nettoresultaat",
        rf"{_NOT_MINORITY}(?:consolidated )?net (?:income|earnings|profit|\(?loss\)?){_LOSS} (?:attributable|available"
        r"|applicable) to .*",
        rf"{_NOT_MINORITY}(?:income|earnings|profit|\(?loss\)?){_LOSS} (?:for the (?:financial )?(?:year|period) )?"
        r"attributable to (?:the )?(?:owners|equity holders|(?:ordinary )?(?:share|stock)holders|members|parent).*",
        rf"consolidated net (?:income|earnings|profit|\(?loss\)?){_LOSS}"
        rf"|net (?:income|earnings|profit|\(?loss\)?){_LOSS},? (?:including|before(?: allocation to)?"
        rf"|and) (?:non-? ?controlling|redeemable|minority).*",
        r"profit(?: or loss)?",
    ),
    _label(
        "diluted_eps",
        "Diluted earnings per share",
        "income",
        r"(?!.*(?:(?<!continuing and )discontinued|continuing(?! and discontinued)|weighted"
        r"|shares? outstanding|\b(?:adjusted|underlying|headline|core|before|excluding|non-?gaap|"
        r"pro forma|normali[sz]ed|[ae]?ffo|funds from operations|epra)\b))(?:"
        rf"(?:fully )?diluted (?:net )?(?:earnings|income|loss|profit|\(loss\) ?/? ?(?:earnings|income)){_LOSS}"
        r"(?: per .*(?:share|unit|ads).*)?"
        r"|(?:net )?(?:earnings|income|loss|\(loss\) ?/? ?(?:earnings|income))(?: ?/? ?\(loss\))? per "
        r".*share.*diluted|(?:net )?(?:earnings|income|loss) per diluted .*(?:share|unit).*"
        r"|(?:fully |basic and )?diluted(?: eps)?(?: per share)?(?:,? in \w+)?|eps,? diluted"
        r"|earnings per share after dilution.*|diluted(?: ?\((?:in |\$|£|€|cents|pence"
        r"|usd|eur).*)?|(?:assuming|with) dilution"
        r"|.*per (?:common |ordinary )?share.{0,90}(?:assuming dilution|diluted)|basic and diluted.*per .*share.*"
        r"|earnings per share \(diluted\).*|(?<!un)verw[äa]ssert"
        r"|(?:unverw[äa]ssertes und )?verw[äa]sserte[sn]? ergebnis je aktie.*|ergebnis je aktie.*(?<!un)verw[äa]ssert.*"
        r"|(?=.*(?<!non )dilu[éei])(?:r[ée]sultat|beneficio|risultato|utile) .*(?:par action|por acci[óo]n"
        r"|per azione).*"
        r"|verwaterde winst per aandeel.*)",
        r"(?!.*(?:weighted|continuing|discontinued|shares? outstanding))(?=.*diluted).*"
        r"(?:net (?:income|earnings|\(?loss\)?).*|total)",
        per_share=True,
    ),
    _label(
        "total_assets",
        "Total assets",
        "balance",
        r"total (?:consolidated |group )?assets|assets,? total|balance sheet total|bilanzsumme|gesamtverm[öo]gen"
        r"|summe (?:der )?(?:aktiva|verm[öo]genswerte)|total (?:de l.)?actif|total activo"
        r"|totale (?:attivo|attivit[àa])|totaal activa",
    ),
    _label(
        "total_liabilities",
        "Total liabilities",
        "balance",
        r"total liabilities|liabilities,? total|summe (?:der )?(?:verbindlichkeiten|schulden)"
        r"|totaal (?:verplichtingen|schulden)",
    ),
    _label(
        "liabilities_and_equity",
        "Total liabilities and equity",
        "balance",
        r"total (?:liabilities|equity)\b.{0,90}(?:and|&) .{0,90}(?:equity|deficit|deficiency|liabilities|capital"
        r"|investments?).{0,24}|total equity and liabilities|summe passiva|total (?:du )?passif",
    ),
    _label(
        "equity",
        "Equity",
        "balance",
        r"(?:total )?group equity|total (?:shareholders.? )?(?:equity|deficit|capital)(?: ?\(deficit\))?|equity,? total"
        rf"|total (?:{_OWNERS} )?equity,? (?:including|and) (?:redeemable )?(?:non-? ?controlling|minority) interests?",
        rf"(?!.*liabilities)(?:total )?{_OWNERS} (?:equity|deficit|deficiency|funds)(?: ?\(deficit\))?"
        rf"|(?:total )?net assets|equity attributable to (?:the )?(?:owners|shareholders|equity holders).*"
        r"|(?:summe |gesamtes )?(?:konzern)?eigenkapital(?: gesamt)?|(?:total )?capitaux propres"
        r"|(?:eigen |groeps)vermogen"
        r"|total equity and reserves|patrimoni[oo] netto"
        r"|(?:total )?patrimonio neto",
        rf"(?!.*liabilities){_NOT_MINORITY}total .{{0,60}}(?:equity|deficit)(?: ?\(deficit\)| attributable to .*)?"
        rf"|total (?:common )?{_OWNERS} (?:investment|capital)|total capital and reserves"
        r"|capital and reserves attributable to .*|equity",
    ),
    _label(
        "cash",
        "Cash and cash equivalents",
        "balance",
        r"(?:total )?cash (?:and|&) (?:cash|short-term) ?equivalents|cash,? (?:and )?cash equivalents"
        r"|cash (?:and|&) (?:cash )?equivalents.{0,60}",
        r"cash (?:and|&) (?:due from|balances (?:with|at)).{0,40}|cash|cash at bank(?: and in hand)?"
        r"|cash (?:and|&) (?:bank|short-term|temporary|liquid|interest|deposits|cash in)\b.{0,40}"
        r"|bank balances (?:and|&) cash"
        r"|cash,? including cash equivalents"
        r"|(?:zahlungsmittel|liquide mittel|fl[üu]ssige mittel|kassenbestand).{0,60}|liquide middelen"
        r"|geldmiddelen.{0,40}|tr[ée]sorerie et [ée]quivalents.{0,30}|disponibilit[àa] liquide.{0,30}"
        r"|efectivo y (?:otros )?(?:activos l[íi]quidos )?equivalentes.{0,30}",
        r"cash,?(?: cash equivalents,?)? and (?:restricted cash|short-term|marketable).{0,40}",
    ),
    _label(
        "operating_cash_flow",
        "Net cash from operating activities",
        "cash_flow",
        rf"{_OPERATING_CASH}operating activities(?:[ –—-]+\(?total.*)?"
        r"|(?:total |net )*(?:cash )?(?:flows? )?from operating activities|(?:net )?operating cash flows?",
        rf"{_OPERATING_CASH}operating activities[ –—-]+\(?(?:from )?continuing.*",
        # Before interest and tax in many countries, hence after the names above.
        rf"{_OPERATING_CASH}operations(?: \(?(?:continuing|total).*)?"
        r"|cash flow from operations|(?:netto)?kasstroom uit (?:operationele|bedrijfs).{0,20}"
        r"|flux (?:nets? )?de tr[ée]sorerie.{0,40}(?:op[ée]rationnel|exploitation|activit[ée]s?)\w*"
        r"|flusso (?:di cassa|monetario).{0,30}attivit[àa] operativ[ae]|flujos? de efectivo.{0,40}explotaci[óo]n"
        r"|(?:mittel(?:zu|ab)?fluss|(?:netto-?)?cash-?flow) (?:\(?(?:mittel|netto).{0,20} )?aus.{0,40}"
        r"(?:(?:gesch[äa]fts|betriebs)t[äa]tigkeit|(?:betrieblich|operativ|laufend)\w* (?:gesch[äa]fts)?t[äa]tigkeit)",
    ),
    _label(
        "capital_expenditure",
        "Capital expenditure",
        "cash_flow",
        rf"{_PAID}(?:"
        r"(?:cash )?(?:purchases?|paid|additions?|acquisitions?|expenditures?|payments?|capital expenditures?"
        r"|investments?)"
        r"(?: made)?(?: \(?(?:for|to|of|in|on))?(?: the)?(?: (?:purchase|acquisition|acquire)(?: of)?)?"
        r" ?(?:property|properties|pp&e|plant|premises|fixed assets|equipment|land|tangible).{0,90}"
        r"|(?:property|land|buildings),? .{0,40}additions"
        r"|capital (?:and technology )?expenditures?.{0,60}|capital (?:spending|additions)"
        r"|capital investments?"
        r"|(?:gross |utility |net |payments? (?:for|of) )?"
        r"(?:property|plant|construction|capital) (?:expenditures?|additions).*"
        r"|property(?:,| and) .{0,30}(?:expenditures?|purchased|purchases)"
        r"|(?:purchases?|acquisition) of tangible.{0,60}|purchases? of pp&?e"
        r"|(?:auszahlungen f[üu]r )?(?:investitionen in|(?:den )?erwerb von).{0,10}sachanlage.*"
        r"|acquisitions? d.immobilisations corporelles.*|investeringen in materi[ëe]le vaste activa.*"
        r"|investimenti in (?:immobili|attivit[àa] materiali).*|inversiones? en inmovilizado material.*)",
        rf"{_PAID}(?!.*investment propert)(?:purchases?|acquisitions?|additions?|improvements?|payments?|expenditures?"
        r"|investments?) .{0,50}(?:property|plant|equipment|premises|real estate|fixed assets"
        r"|(?<!in)tangible).{0,90}|development .{0,30}real estate.{0,60}",
    ),
)
