"""What is asked for in the end, by whom and until when: bills whose last amount is not their first total, invented."""

from decimal import Decimal

import pytest

from inference.geometry import in_rows
from inference.schema import PageResult
from tests.inference.pages import page_of, read_as, result_of, slip_of

INVOICES: dict[str, tuple[str, dict[str, str | None]]] = {
    "number_in_groups_and_no_total": (
        """
Wasserwerk Rebberg AG
Bahnhofstrasse 12, 8450 Andelfingen
Rechnungs-Nr.   7003 441 920
Rechnungsdatum  06.10.2024
Zahlbar bis     05.11.2024
MWST 8.1 %                               74.77
Total CHF
Konto / IBAN: CH93 0076 2011 6238 5295 7
""",
        {"issuer": "Wasserwerk Rebberg AG", "invoice_number": "7003 441 920", "tax": "74.77", "total": None},
    ),
    "date_without_a_label": (
        """
Maison Aubert Traiteur SARL              FACTURE N° F2024-0212
44000 Nantes                             du 12/05/2024
Votre bon de commande : BC-7741
Date de la prestation : 07/05/2024
Échéance : 11/06/2024
Total HT                                              100,00 €
TVA 10 %                                               10,00 €
Total TTC                                             110,00 €
""",
        {"invoice_date": "2024-05-12", "due_date": "2024-06-11", "purchase_order": "BC-7741", "total": "110.00"},
    ),
    "instalments_taken_away": (
        """
Dachdeckerei Ohlsen OHG
Deichweg 4, 25813 Husum
An:
Baugenossenschaft Nordsee eG
Schlussrechnung              Rechnung Nr. SR 77-2024 vom 3. Juni 2024
Auftrag D-24-019 vom 02.03.2024
Summe netto                                           8.000,00
Umsatzsteuer 19 %                                     1.520,00
Gesamtsumme brutto                                    9.520,00
abzgl. 1. Abschlag vom 02.04.2024                    -3.000,00
abzgl. 2. Abschlag vom 02.05.2024                    -2.500,00
Noch zu zahlen                                        4.020,00 EUR
Fällig am 17.06.2024 ohne Skontoabzug.
""",
        {
            "issuer": "Dachdeckerei Ohlsen OHG",
            "order_number": "D-24-019",
            "due_date": "2024-06-17",
            "subtotal": "8000.00",
            "tax": "1520.00",
            "total": "4020.00",
        },
    ),
    "tax_withheld": (
        """
Estudio Carballo, S.L.
NIF B15000001
CLIENTE
Hoteles del Eo, S.A.
NIF A27000009
FACTURA N.º 2024/033                            Fecha de factura: 31/05/2024
Base imponible                                  2.000,00 €
IVA 21%                                           420,00 €
Total factura                                   2.420,00 €
Retención IRPF 15%                               -300,00 €
Líquido a percibir                              2.120,00 €
""",
        {"issuer": "Estudio Carballo, S.L.", "vat_number": "B15000001", "tax": "420.00", "total": "2120.00"},
    ),
    "deposit_and_two_rates": (
        """
INVOICE
To                                       Invoice no. 00812
Ms K. Adderley                           Tax point 04 July 2024
The Old Dairy, Mill Lane                 Payment due 11 July 2024
Net total                                                 1,000.00
VAT @ 20%                                                   200.00
VAT @ 0%                                                      0.00
Invoice value                                             1,200.00
Deposit received 02/05/24, with thanks                     -450.00
BALANCE NOW DUE                                             £750.00
Harcombe Marquees Ltd ∙ Unit 3 Home Farm, Ipswich IP9 2DA, telephone on request
""",
        {
            "issuer": "Harcombe Marquees Ltd",
            "buyer": "Ms K. Adderley",
            "invoice_number": "00812",
            "due_date": "2024-07-11",
            "tax": "200.00",
            "total": "750.00",
        },
    ),
    "credit_note": (
        """
Wilgenhof Kantoormeubelen B.V.
CREDITNOTA
Gemeente Lekoever                        Creditnotanummer     C2024-0045
Raadhuisplein 1                          Datum                3 september 2024
3621 KL Breukelen                        Betreft factuur      F2024-0399
                                         Uw referentie        4500011220
Totaal exclusief BTW                                       € -1.000,00
BTW 21%                                                      € -210,00
Te ontvangen                                               € -1.210,00
BTW NL814255292B01
""",
        {
            "invoice_number": "C2024-0045",
            "purchase_order": "4500011220",
            "subtotal": "-1000.00",
            "tax": "-210.00",
            "total": "-1210.00",
        },
    ),
    "letterspaced_memo": (
        """
PRAIRIE FLUID POWER CORP
C R E D I T   M E M O
CUSTOMER 40022                           MEMO NO        CM007781
ADAMS COUNTY IMPLEMENT                   MEMO DATE      04/12/24
                                         ORIG INVOICE   IN120001
                                         CUST PO        P24-0331
DESCRIPTION                     QTY      PRICE          CREDIT
HYD HOSE ASSY 3/8               10       30.00         (300.00)
SALES TAX 7%                                            (21.00)
CREDIT TOTAL USD                                       (321.00)
""",
        {"invoice_number": "CM007781", "purchase_order": "P24-0331", "total": "-321.00", "currency": "USD"},
    ),
    "discount_for_the_early": (
        """
Kornblum Gastro GmbH
Auftrag                     AB-2024/0077
Rechnungs-Nr.               RE-2403-0012
Datum                       18.03.2024
Nettobetrag                                             100,00
zzgl. 19 % USt                                           19,00
Rechnungsbetrag EUR                                     119,00
Zahlbar ohne Abzug bis zum 17.04.2024. Bei Zahlung bis 28.03.2024 gewähren wir 2 % Skonto.
""",
        {"order_number": "AB-2024/0077", "due_date": "2024-04-17", "tax": "19.00", "total": "119.00"},
    ),
    "trading_as": (
        """
Bluegum Plumbing
TAX INVOICE                              Invoice # 5099
Bill to:                                 Date: 3/02/24
Surf Club Inc                            Please pay by: 17/02/24
Sub-total                                                 $100.00
GST (10%)                                                  $10.00
TOTAL inc. GST                                            $110.00
R & S Mather Pty Ltd trading as Bluegum Plumbing ABN 49 104 772 913 and all its people
""",
        {"issuer": "R & S Mather Pty Ltd", "invoice_number": "5099", "due_date": "2024-02-17", "total": "110.00"},
    ),
    "payment_slip": (
        """
Lumo                                          Caisse Romande SA
nettoyages professionnels                     1701 Fribourg
FACTURE Notre réf. F-24.0117
Sous-total                                                1'000.00
TVA 8,1 %                                                    81.00
Total à payer                                             1'081.00
Payable jusqu'au 03.07.2024
Compte / Payable à
CH49 0076 8300 1412 0887 1
Lumo Nettoyages Sàrl
N° TVA CHE-117.402.809 TVA                    Monnaie CHF
""",
        {
            "issuer": "Lumo Nettoyages Sàrl",
            "invoice_number": "F-24.0117",
            "due_date": "2024-07-03",
            "vat_number": "CHE117402809",
            "total": "1081.00",
        },
    ),
}
RECEIPTS = {
    "rounded_after_a_total": (
        """
KEDAI MAKAN RIA SDN BHD
Date: 05/03/24  20:41:07
Cashier: NURUL
2 Nasi Ayam              19.80
3 Teh Tarik               7.80
Sub Total                27.60
Service Charge 10%        2.76
GST 6%                    1.82
Total                    32.18
Rounding Adj              0.02
NET TOTAL             RM 32.20
CASH                     50.00
CHANGE                   17.80
""",
        {"total": "32.20", "subtotal": "27.60", "tax": "1.82", "date": "2024-03-05"},
    ),
    "taxes_by_rate": (
        """
Kornkammer Frischemarkt KG
Kirchgasse 3, 72070 Tübingen
MILCH              1,20 B
BÜRSTE             5,95 A
SUMME          EUR 7,15
Geg. BAR      EUR 10,00
Rückgeld BAR   EUR 2,85
Steuer %    Netto  Steuer Brutto
A= 19,0%     5,00    0,95   5,95
B=  7,0%     1,12    0,08   1,20
30.11.2023  14:22 Bon-Nr.:4817
""",
        {"total": "7.15", "date": "2023-11-30", "tax": "0.95", "tax_2": "0.08"},
    ),
    "refund": (
        """
HARTLAND & CO
Hartland & Co Clothing Ltd
Unit 9, Drake Circus
Plymouth PL1 1EA
Purchased 22/12/2023
LINEN SHIRT           -39.50
BELT                  -16.00
TOTAL                -£55.50
REFUNDED TO CARD     -£55.50
VAT @ 20% incl.        -9.25
4 Jan 2024 11:36  Till 02
""",
        {
            "merchant": "Hartland & Co Clothing Ltd",
            "merchant_address": "Unit 9, Drake Circus, Plymouth PL1 1EA",
            "date": "2024-01-04",
            "total": "-55.50",
            "tax": "-9.25",
        },
    ),
    "pub": (
        """
The Lamp & Badger
2 Mill Street
Ludlow SY8 1BE
Table 31 Covers 2
9 October 2023, 8:47pm
2 Pint Best Bitter      9.20
1 Pie                  13.50
To pay                £22.70
VAT in price @20%       3.78
Operated by Severnside Inns Ltd
""",
        {"merchant": "Severnside Inns Ltd", "date": "2023-10-09", "total": "22.70"},
    ),
    "other_currency": (
        """
Berghaus Steinalp
3818 Grindelwald
03.08.2024/12:48        Bed. Vreni
2 Rösti                 39.00
1 Rivella                4.80
Total CHF               43.80
Total EUR (Kurs 1.08)   40.56
Bar CHF                 50.00
Rückgeld CHF             6.20
""",
        {"merchant": "Berghaus Steinalp", "date": "2024-08-03", "total": "43.80"},
    ),
}
STATEMENTS = {
    "dated_balances": (
        """
Kontoauszug 3/2024
Albtal-Sparbank
Kontonummer  4711081           Erstellt am  31.03.2024
Buchung  Valuta  Vorgang                          Betrag EUR
                 Kontostand am 28.02.2024         1.204,77+
05.03.   05.03.  GUTSCHRIFT
29.03.   29.03.  LOHN                             1.000,00+
                 Neuer Kontostand vom 31.03.2024  2.204,77+
""",
        {
            "account_number": "4711081",
            "statement_date": "2024-03-31",
            "opening_balance": "1204.77",
            "closing_balance": "2204.77",
        },
    ),
    "last_digits": (
        """
Juniper Rewards Card                     Account ending in 7714
                                         Closing date Sep 20, 2024
Previous balance                         $100.00
New balance                              $250.00
Minimum payment due                       $25.00
Payment due date                         Oct 17, 2024
""",
        {"account_number": "7714", "statement_date": "2024-09-20", "closing_balance": "250.00"},
    ),
}


@pytest.mark.parametrize(("text", "expected"), INVOICES.values(), ids=INVOICES.keys())
def test_finds_the_fields_of_an_invoice(text: str, expected: dict[str, str | None]) -> None:
    assert read_as(page_of(text), expected) == ("invoice", expected)
    assert not [check for check in result_of(page_of(text)).checks if check.passed is False and check.name == "sum"]


@pytest.mark.parametrize(("text", "expected"), RECEIPTS.values(), ids=RECEIPTS.keys())
def test_finds_the_fields_of_a_receipt(text: str, expected: dict[str, str]) -> None:
    assert read_as(slip_of(text), expected) == ("receipt", expected)
    assert not [check for check in result_of(slip_of(text)).checks if check.passed is False]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_finds_the_fields_of_a_statement(text: str, expected: dict[str, str]) -> None:
    assert read_as(page_of(text), expected) == ("bank_statement", expected)


def test_lines_of_two_columns_that_are_shifted_against_each_other_stay_apart() -> None:
    """Each line of the right column overlaps two of the left one."""
    left = [(0.0, 20.0 * row, 100.0, 20.0 * row + 17) for row in range(3)]
    right = [(200.0, 20.0 * row + 7, 300.0, 20.0 * row + 24) for row in range(3)]
    rows = in_rows([*left, *right], lambda box: box)
    assert not [row for row in rows if len({box[0] for box in row}) < len(row)]


def shifted(text: str, by: float) -> PageResult:
    """A page whose right column is set lower by a part of a line."""
    page = page_of(text)
    lines = tuple(
        line.model_copy(
            update={
                "words": tuple(
                    word.model_copy(update={"box": (word.box[0], word.box[1] + by, word.box[2], word.box[3] + by)})
                    for word in line.words
                ),
                "box": (line.box[0], line.box[1] + by, line.box[2], line.box[3] + by),
            }
        )
        if line.box[0] > page.width / 3
        else line
        for line in page.lines
    )
    return page.model_copy(update={"lines": lines})


def test_columns_set_at_other_heights_are_read_line_by_line() -> None:
    page = shifted(
        """
INVOICE
Bill to:                                 Invoice # 5061
Urunga Surf Club                         Date: 3/02/24
Morgo Street 4                           Please pay by: 17/02/24
Amount due                               $110.00
""",
        by=4.0,
    )
    values = {field.name: field.value for field in result_of(page, kind="invoice").fields}
    assert (values["buyer"], values["due_date"]) == ("Urunga Surf Club", "2024-02-17")
    assert Decimal(values["total"]) == 110
