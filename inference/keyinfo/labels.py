"""The words beside which invoices, receipts and statements print their values, in several languages.

Of each list, the labels that say most come first. `(?P<run>)` in a pattern asks for a label that begins a column,
`(?P<alone>)` for one that is all its column holds there.
"""

from __future__ import annotations

import re
from typing import Final

# Lookbehinds must keep their width.
_LOOKBEHIND: Final = re.compile(r"(\(\?<[!=][^()]*\))")


def _patterns(*sources: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_glued(source), re.IGNORECASE) for source in sources)


def _glued(source: str) -> str:
    """The pattern with its spaces optional: recognition joins words ("GrandTotal")."""
    parts = _LOOKBEHIND.split(source)
    return "".join(part if index % 2 else part.replace(" ", " ?") for index, part in enumerate(parts))


# English, Dutch, German, French, Italian, Spanish, Portuguese, Polish, Danish, Swedish.
NUMBER: Final = _patterns(
    r"\b(?:invoice|inv|bill|receipt|document|doc)(?:/receipt)?\.?\s?(?:no|number|num|nr|id|ref(?:erence)?|#)(?!\w)\.?"
    r"|factuur ?(?:nummer|nr)\b\.?|rechnungs?[- ]?(?:nr|nummer|no)\b\.?|(?:num[ée]ro"
    r"|n[°ºo]\.?) (?:de )?(?:la )?facture"
    r"|facture (?:n[°ºo]|num[ée]ro)\.?|n[úu]mero de (?:la )?factura|(?:n[°º.]|nro\.?) (?:de )?factura"
    r"|factura (?:n[°º.o]|n[úu]mero)\.?|numero fattura|fattura n(?:r|[°.]|umero)\.?|faktura (?:vat )?(?:nummer"
    r"|nr)\b\.?"
    r"|numer faktury|fakturanummer|fatura n?[.°º]?(?= ?(?:[A-Z]{1,5} )?\S*\d)|beleg-?(?:nr|nummer)\b\.?"
    r"|(?:credit )?(?:note|memo) (?:no|number|nr|#)(?!\w)\.?|credit ?nota ?(?:nummer|nr)\b\.?"
    r"|gutschrifts?[- ]?(?:nr|nummer)\b\.?|avoir (?:n[°ºo]|num[ée]ro)\.?|nota de cr[ée]dito n[.°º]?"
    r"|kreditnota ?nr\.?|nota di credito n\.?",
    r"(?<!betreft )(?<!op )(?<!total )(?<!totaal )(?<!zu )(?<!for )(?<!per )(?<!our )(?<!sur )(?<!orig )(?<!original )"
    r"\b(?:invoice|factuur|rechnung|facture|factura|fattura|faktura|bill|credit note|creditnota|gutschrift|avoir)"
    r"(?=\s*[:#]?\s+\S*\d)|^no\.(?! ?[\w-]+,)",
    r"\b(?:invoice|factuur|rechnung|facture|faktura)\b|notre r[ée]f(?:[ée]rence)?\.?",
    r"(?P<run>)(?:no|nr|number|nummer|num[ée]ro|n°)\b\.? ?(?=\W*(?:[A-Z]{1,5}[-/]?)?\d)(?! ?[\w-]+,)"
    r"|(?P<run2>)# ?(?=\w*\d)",
)
DATE: Final = _patterns(
    r"(?:invoice|bill|receipt|tax|inv)\.? ?date|date of (?:issue|invoice)|issue date|date issued|factuur ?datum"
    r"|rechnungs-?datum|date d.[ée]mission|fakturadat(?:o|um)"
    r"|date (?:de )?(?:la )?facture|fecha de (?:la )?(?:factura|emisi[óo]n|expedici[óo]n)|data (?:della "
    r"|da )?fat(?:tura|ura)|data de emiss[ãa]o"
    r"|data wystawienia|belegdatum|tax point(?: date)?|credit note date",
    r"(?<!due )(?<!order )(?<!ship )(?<!delivery )\b(?:date|datum|fecha|data|dato)\b|\bissued(?: on)?\b|\bdated\b"
    r"|(?P<run>)le (?=\d{1,2} )|(?P<run2>)du (?=\d{1,2}[/. ])",
)
DUE: Final = _patterns(
    r"due date|date due|payment due(?: date| by| on)?|due (?:by|on)|pay(?:able|ment)? by|vervaldatum|f[äa]lligkeit"
    r"|f[äa]llig(?:keitsdatum| am| bis)?|data de vencimento|termin p[łl]atno[śs]ci|f[öo]rfallodatum|forfaldsdato"
    r"|te betalen v[óo][óo]r|\bby(?= \d{4}-\d\d-\d\d)|(?P<run>)by(?= (?:[A-Z][a-z]{2,8}\.? \d|\d))"
    r"|\bby(?= \d{4}-\d\d-\d\d)|jusqu.au"
    r"|on or before|no later than|settle(?:d|ment)? by|(?:payable|[àa] r[ée]gler) (?:jusqu.au|avant le|le)|avant le"
    r"|pagar antes del|entro il|net due"
    r"|sp[äa]testens (?:am|bis(?: zum)?)|uiterlijk(?: op| v[óo][óo]r)?"
    r"|zahlbar\b.{0,30}? bis(?: zum)?|date d.[ée]ch[ée]ance|[ée]ch[ée]ance|(?:data (?:di )?)?scadenza"
    r"|(?:fecha de )?vencimiento",
    r"\bdue\b(?!s)|(?:betrag|zahlung) bis (?:zum )?"
    r"|(?:[üu]berweisen|zahlen|begleichen)\b.{0,40}? bis (?:zum |sp[äa]testens )?",
)
TOTAL: Final = _patterns(
    r"noch zu zahlen|restbetrag|restzahlung|zu [üu]berweisen|te voldoen|l[íi]quido (?:a )?(?:percibir|pagar)"
    r"|(?:solde|reste) [àa] payer|saldo (?:te betalen|a pagar)|(?:still|total|left|now) to pay|balance (?:now )?due"
    r"|total (?:after|incl\w*|with|inclusive of) (?:adj|round)\w*|round(?:ed|ing)? total|total rounded|nett total"
    r"|total payable|(?:net |bill )?amount payable|net payable|net bill|final total|total (?:amt|amount) payable",
    r"grand total|(?<!paid )total (?:amount )?due|amount due|bill amount|(?:invoice|bill) (?:total|amount)"
    r"|factuur ?(?:totaal|bedrag)|total to pay|total(?: sales| amount| amt)? "
    r"\(?(?:incl|inkl|inclusive|inc)\w*\.?(?: of)?[. ]+(?:vat|gst|tax|btw|hst|mwst|ust|iva|tva)\)?"
    r"|totaal incl\w*\.?(?: btw)?|te betalen"
    r"|gesamt(?:betrag|summe)|rechnungs(?:betrag|summe)|end(?:betrag|summe)|brutto(?:betrag)?"
    r"|zu zahlen(?:der betrag)?|zahlbetrag|montant total|total t\.?t\.?c|net à payer|importe total"
    r"|totale (?:fattura|da pagare|documento|complessivo)|total (?:a pagar|factura)|total à payer|att betala"
    r"|do zap[łl]aty"
    r"|(?P<run2>)gross(?: total| amount)?\b(?! (?:weight|income|profit|pay|margin))|total gross(?=\W*\d)"
    r"|total charges"
    r"|at betale|i alt|(?P<run>)amount to pay|(?:pay|please pay) this amount"
    r"|(?P<run3>)(?:payable|to pay)(?=\W*(?:$|[€$£₹\d]))"
    r"|te ontvangen|gutschrifts?betrag|zu erstatten|net [àa] (?:votre cr[ée]dit|rembourser)"
    r"|(?:total )?(?:credit|refund) (?:total|amount|due)",
    r"(?:total|final) amount|total (?:t\.?v\.?a\.?|taxes) comprises?|total amt|total sales|total \(?(?:rm|usd"
    r"|eur|gbp|chf|aud|cad|sgd|inr|dkk|sek|nok|€|\$|£)(?!\w)\)?",
    r"(?<!items )(?<!item )(?<!sub)(?<!sub )(?<!sub-)(?<!tax )(?<!vat )(?<!gst )(?<!zwischen)\b(?:total|totaal"
    r"|gesamt|summe|totale"
    r"|totalt|razem)(?:\b|(?=RM|USD|EUR|GBP|CHF))"
    r"(?! (?:qty|quantity|items?|tax|vat|gst|discount|savings?|saved|excl|exc\b|change|paid|points?"
    r"|hours|before|h\.?t\b|net(?:to)?\b|round\w* adj|gesamt|tender))",
)
SUBTOTAL: Final = _patterns(
    r"sub-?\s?totaa?l|items? total|total hors (?:t\.?v\.?a|taxes?)|(?P<run>)sum\b|(?:total "
    r"|amount )?ex[ck]l\w*\.? (?:of )?(?:btw|vat|gst|tax|moms|mwst|ust)\b"
    r"|grondslag|total (?:ex[ck]l\w*|exc|before|without|h\.?\s?t\.?(?!\w)|net)\b(?:[. ]+(?:of )?(?:vat|gst|tax|btw))?"
    r"|totaal excl\w*\.?|zwischensumme|sous-?\s?total|subtotale"
    r"|netto(?:betrag|summe|wert)?\b|net(?:t)? (?:amount|total|value)|amount excl\w*|untaxed amount|montant h\.?t"
    r"|(?:total )?base imponible|(?:totale )?imponibile|summe netto|taxable (?:amount|value)|bel[øo]b eks?kl\w*\.?"
    r"|ekskl\w*\.? moms|(?P<run2>)net\b(?! (?:\d{1,3}(?![\d.,])|weight|income|wt|payable|bill))|total il[íi]quido"
    r"|warto[śs][ćc] netto|total net(?:to)?\b",
    r"(?P<run>)(?:(?:total )?(?:current |new |service )?charges(?: before tax)?|(?:total )?goods(?: total| value)?"
    r"|merchandise(?: total)?|(?:total )?fees)\b",
)
TAX: Final = _patterns(
    r"(?<!excl )(?<!excl\. )(?<!incl )(?<!incl\. )(?<!inc )(?<!inc\. )(?<!of )(?<!before )(?<!excluding )"
    r"(?<!inclusive )"
    r"(?<!ekskl\. )(?<!ekskl )(?<!exkl\. )(?<!exkl )(?<!inkl\. )(?<!inkl )(?<!no )(?<!without )"
    r"\b(?:v\.?a\.?t|[csi]gst|utgst|gst|hst|qst|[ps]st|tvq|tps|cess|(?:sales|state|county|city|local) tax|total tax"
    r"|tax(?:es)?|btw|mwst|mehrwertsteuer|umsatzsteuer|ust|t\.?v\.?a"
    r"|i\.?v\.?a|moms|mva|alv|dph|steuer|cuota)\b\.?(?! ?[a-z]{2}\d{6})"
    r"(?! ?(?:invoice|no\b|nr|number|nummer|reg|id\b|ident|code|date|incl|excl|compris|summary|point|rate\b))"
    r"(?:[- ]?(?:amount|bedrag|betrag))?",
    r"(?P<run2>)(?:incl(?:\.|uding|udes)?|inkl\.?|davon|dont|of which) (?:vat|[gs]st|btw|mwst|ust|tva|iva)(?= ?[@\d])"
    r"|(?P<run>)(?:vat|gst|[sp]st|hst|tax|btw|mwst|ust|tva|iva|moms)(?: ?@? ?[\d.,]+ ?%)? (?:amount )?"
    r"(?:incl|inkl|enthalten|inbegrepen)(?:uded|\.)?(?: in (?:the )?(?:total|price)\w*)?",
)
OTHER: Final = _patterns(
    r"(?P<run>)(?:(?:fuel|energy) (?:levy|surcharge)|shipping(?: (?:and|&) handling)?|delivery(?: charge"
    r"| fee)?|freight"
    r"|postage|p&p|handling|carriage|surcharge|service charge|insurance|environmental (?:levy|fee)|tip|gratuity"
    r"|service(?= ?[\d.,]+ ?%)"
    r"|round(?:ing|ed|off| off)[a-z. ]*|arrondi|rundung|afronding|redondeo|versand(?:kosten)?|porto"
    r"|verzendkosten|frais de (?:port|livraison)"
    r"|spese di spedizione"
    r"|gastos de env[íi]o)\b",
    r"(?P<run>)(?:(?:less:? )?(?:(?:[\w.,%]+ ){0,3}discount|(?:total |trade |member |bill )?(?:disc|rebate))"
    r"|rabatt|skonto|korting"
    r"|remise|rabais|sconto|abz[üu]gl\.?.{0,12}abschlag\w*|(?:less:? )?(?:deposit|prepayment|down payment"
    r"|payment|part payment) (?:received|paid)"
    r"|less:? (?:deposit|prepayment)|(?:geleistete )?anzahlung|acompte(?: vers[ée])?|aanbetaling|acconto|anticipo"
    r"|descuento)\b",
)
PAID: Final = _patterns(
    r"\b(?:cash|tendered?|paid|payment|visa|master ?card|debit card|card|contactless|bar|pin|carte bancaire"
    r"|tarjeta)\b"
)
CHANGE: Final = _patterns(r"\b(?:change(?: due| amt)?|r[üu]ckgeld(?: bar)?|wisselgeld|rendu)\b")
BUYER: Final = _patterns(
    r"bill(?:ed|ing)?[- ]?to\b(?: party| address)?|invoiced? to\b|sold to|customer name|buyer(?![’'`]?s\b)"
    r"|(?P<run>)client(?:e)?(?! id| no)\b"
    r"|rechnungsempf[äa]nger|(?P<run2>)kunde\b(?!n)|factuuradres|rechnungsadresse|adresse de facturation"
    r"|factur[ée] [àa]"
    r"|(?P<run4>)m/s\b\.?|datos del cliente|kundenadresse|nabywca|consignee|spett\.?(?:le)?|billing address"
    r"|(?P<run3>)(?:to|aan"
    r"|an)(?=:)|(?P<alone>)(?:to|aan|an|customer|klant)\b|destinataire|facturar a|destinatario"
    r"|bill to address",
    r"ship(?:ped)? to|deliver(?:y|ed)? (?:to|address)|afleveradres|lieferadresse|adresse de livraison"
    r"|shipping address",
)
SELLER: Final = _patterns(
    r"(?:konto / zahlbar an|compte / payable [àa]|conto / pagabile a|account / payable to)\b",
    r"(?P<run>)(?:sold by|seller|vendor|supplier|(?:invoice )?from|exporter|issued by|verk[äa]ufer|lieferant"
    r"|sprzedawca|fournisseur|leverancier|service provider|beneficiary|payable to|proveedor|fornitore"
    r"|emisor)\b(?=[: ]|$)",
)
ACCOUNT: Final = _patterns(
    r"\b(?:account|acct|a/c) ?(?:no|number|nr|#)(?!\w)\.?|konto-?(?:nummer|nr)\b\.?|rekeningnummer"
    r"|n[úu]mero de cuenta"
    r"|(?P<run>)account(?=:)"
)
CUSTOMER: Final = _patterns(
    r"\b(?:customer|client) ?(?:no|number|nr|id|#)(?!\w)\.?|kunden?-? ?(?:nummer|nr)\b\.?|klantnummer"
    r"|(?:num[ée]ro|n[°º]) (?:de )?client|n[úu]mero de cliente|codice cliente|kundnummer"
)
ORDER_DATE: Final = _patterns(
    r"order(?: |-)?dat(?:e|um)|date of order|bestell-?datum|auftragsdatum|date de (?:la )?commande|fecha de pedido"
    r"|data (?:dell.)?ordine"
)
ORDER: Final = _patterns(
    r"(?<!buyer )(?<!buyer[’'`]s )(?<!your )(?<!customer )(?<!purchase )"
    r"\border ?(?:no|number|nr|id|#)(?!\w)\.?|ordernummer|bestell-?(?:nr|nummer)\b\.?|auftrags-?(?:nr|nummer)\b\.?"
    r"|job (?:order|no|number)\b|\b(?:auftrag|bestellung) (?=[\w/-]*\d)|(?:num[ée]ro|n°) de commande"
    r"|n[úu]mero de pedido|(?P<run>)(?:auftrag|bestellung|sales order|order|commande"
    r"|pedido|ordine|bestelling)(?=:| ?[\w/-]*\d)",
)
PURCHASE_ORDER: Final = _patterns(
    r"\bp[./]?[o0]\.? ?(?:no|number|nr|#)(?!\w)\.?|purchase order(?: (?:no|number|#))?\.?(?: / date)?"
    r"|(?:customer|client|buyer|your|cust)(?:[’'`]?s)? (?:purchase )?(?:order|p[./]?[o0])\b"
    r"(?: (?:no|number|ref|#)(?!\w))?\.?"
    r"|your ref(?:erence)?\.?|uw (?:referentie|ordernummer|order|kenmerk)|votre (?:commande|r[ée]f[ée]rence"
    r"|bon(?: de commande)?)|w\.?o\.? no\.?"
    r"|ihre (?:bestellung|bestell-?(?:nr|nummer)|auftrags-?(?:nr|nummer)|referenz)\b\.?|su pedido|vostro ordine"
    r"|(?P<alone>)p[./]?[o0]\b|(?P<run>)p[./]?[o0](?=[:#] ?\w*\d| #?\d{2,})",
)
VAT_NUMBER: Final = _patterns(
    r"\b(?:vat|btw|tva|iva|moms|mwst|nip|ust|u?id|s?gst(?:/hst)?|[hqp]st|sst|abn|acn|tax|tin|gstin|n\.?i\.?f"
    r"|c\.?i\.?f|p\.? ?iva"
    r"|partita iva)[-/. ]*"
    r"(?:uin)?(?:reg(?:istration)?|id(?:ent)?(?:ifikations)?)?[-. ]*"
    r"(?:no|nr|number|nummer|num[ée]ro)?(?:intra\w*)?\b[ .:#]*"
)
PAYMENT_REFERENCE: Final = _patterns(
    r"payment ref(?:erence)?(?: no)?\.?|following communication for your payment|betalingskenmerk|zahlungsreferenz"
    r"|verwendungszweck|r[ée]f[ée]rence de paiement|remittance ref(?:erence)?"
)
PAYMENT_TERMS: Final = _patterns(
    r"(?:payment )?terms(?: of payment)?|zahlungsziel|betalingstermijn|conditions de paiement|zahlungsbedingungen"
)
