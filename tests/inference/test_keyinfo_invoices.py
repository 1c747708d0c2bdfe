"""Invoices in several languages and layouts, invented."""

import pytest

from tests.inference.pages import page_of, read_as, result_of

CASES = {
    "german": (
        """
Musterhosting AG
Uferweg 40-42   63571 Gelnhausen                         Rechnung
                                                         Rechnungsnummer: 30000443
Max Muster GmbH                                          Kundennummer: QU100008
Musterstraße 1                                           Rechnungsdatum: 4. November 2012
12345 Musterstadt                                        Leistungszeitraum: 01.11.2012 - 30.11.2012

Pos  Bezeichnung                       Menge   Einzelpreis     Gesamtpreis
1    Exchange 2010 Grundgebühr           5        2,90 €          14,50 €
2    Small Business StandardExchange     1       14,50 €          14,50 €
                                        Nettobetrag               29,00 €
                                        zzgl. 19% MwSt.            5,51 €
                                        Gesamtbetrag              34,51 €
Zahlbar bis 18.11.2012 ohne Abzug. IBAN: DE89 3704 0044 0532 0130 00  BIC: COBADEFFXXX
USt-IdNr.: DE812871812
""",
        {
            "issuer": "Musterhosting AG",
            "invoice_number": "30000443",
            "invoice_date": "2012-11-04",
            "due_date": "2012-11-18",
            "total": "34.51",
            "subtotal": "29.00",
            "tax": "5.51",
            "currency": "EUR",
            "iban": "DE89370400440532013000",
        },
    ),
    "french_table": (
        """
Lumen                                              FACTURE
Service Facturation                                N° de facture : 100000387
75371 PARIS CEDEX 08                               Date de facture : 02/07/2015
                                                   Identifiant : fo12345678
                                M. DUPONT JEAN
                                1 rue de la Paix
                                75001 PARIS
Désignation                         Période               Montant HT    TVA    Montant TTC
Abonnement fibre              01/07/2015 - 31/07/2015         24,99      20%      29,99
Total HT                                                                        24,99 €
TVA 20,00 %                                                                      5,00 €
Total TTC                                                                       29,99 €
Date d'échéance : 12/07/2015
Lumen SAS au capital de 1.000.000 Euros - RCS PARIS 000 000 000 - TVA FR 00 000 000 000
""",
        {
            "invoice_number": "100000387",
            "invoice_date": "2015-07-02",
            "due_date": "2015-07-12",
            "total": "29.99",
            "subtotal": "24.99",
            "tax": "5.00",
            "currency": "EUR",
        },
    ),
    "sold_by": (
        """
Tax Invoice                                                   Shopcart
Sold By: NW Retail Services Pvt. Ltd.,
Address: Ozone Manay Tech Park, Bangalore
VAT/TIN: 29220832101     CST No: 29220832101     Invoice No: # BLR_XYZD20151000000042
Order ID: OD10000001      Billing Address              Shipping Address
Order Date: 15-10-2015    John Doe                     John Doe
Invoice Date: 17-10-2015  Bangalore                    Bangalore
Product                 Qty    Price     Tax     Total
Memory card              1    ₹ 289.00   ₹ 16.00   ₹ 305.00
Shipping                 1    ₹ 14.00    ₹ 0.00    ₹ 14.00
Grand Total                                      ₹ 319.00
""",
        {
            "invoice_number": "BLR_XYZD20151000000042",
            "invoice_date": "2015-10-17",
            "total": "319.00",
            "currency": "INR",
            "issuer": "NW Retail Services Pvt. Ltd.",
        },
    ),
    "british_shipping": (
        """
ACME Supplies Ltd
12 High Street, Leeds LS1 4AB, United Kingdom               INVOICE
VAT Reg No: GB 123 4567 82
Bill To                      Ship To                        Invoice #        INV-00451
Northwind Traders Ltd        Northwind Warehouse            Invoice Date     03/04/2024
4 Market Square              Dock 7                         P.O. #           PO-7781
York YO1 8SN                 Hull HU1 1AA                   Due Date         25/04/2024
QTY    DESCRIPTION                      UNIT PRICE      AMOUNT
10     Widget type A                        12.50       125.00
4      Widget type B                        30.00       120.00
                                        Subtotal        245.00
                                        Shipping         15.00
                                        VAT 20.0%        52.00
                                        TOTAL          £312.00
""",
        {
            "issuer": "ACME Supplies Ltd",
            "invoice_number": "INV-00451",
            "invoice_date": "2024-04-03",
            "due_date": "2024-04-25",
            "total": "312.00",
            "subtotal": "245.00",
            "tax": "52.00",
            "currency": "GBP",
            "buyer": "Northwind Traders Ltd",
            "purchase_order": "PO-7781",
        },
    ),
    "header_row_over_values": (
        """
INVOICE
Invoice Number          Date            Customer ID        Terms          Due
2023-1187               05/18/2023      C-2291             Net 30         06/17/2023
Blue Ridge Consulting LLC
88 Main St, Asheville, NC 28801
BILL TO: Pine Valley Hospital
Description                                 Hours     Rate       Amount
Advisory services May 2023                   24     $150.00    $3,600.00
Travel                                                          $412.35
                                          Subtotal            $4,012.35
                                          Sales Tax (0%)          $0.00
                                          Total Due           $4,012.35
Thank you for your business
""",
        {
            "issuer": "Blue Ridge Consulting LLC",
            "invoice_number": "2023-1187",
            "invoice_date": "2023-05-18",
            "due_date": "2023-06-17",
            "total": "4012.35",
            "subtotal": "4012.35",
            "currency": "USD",
            "buyer": "Pine Valley Hospital",
        },
    ),
    "dutch": (
        """
Bouwbedrijf De Vries B.V.
Kerkstraat 12, 1017 GL Amsterdam
KvK: 12345678     BTW-nummer: NL001234567B01
Factuur
Aan: Jansen Holding B.V.                     Factuurnummer    2021-0345
Dorpsweg 4                                   Factuurdatum     15-03-2021
1234 AB Utrecht                              Vervaldatum      14-04-2021
Omschrijving               Aantal     Prijs        Bedrag
Timmerwerk                   16     € 45,00     € 720,00
Materiaal                     1    € 230,50     € 230,50
                              Subtotaal         € 950,50
                              21% BTW           € 199,61
                              Totaal           € 1.150,11
Gelieve te betalen op IBAN NL91ABNA0417164300
""",
        {
            "issuer": "Bouwbedrijf De Vries B.V.",
            "invoice_number": "2021-0345",
            "invoice_date": "2021-03-15",
            "due_date": "2021-04-14",
            "total": "1150.11",
            "subtotal": "950.50",
            "tax": "199.61",
            "currency": "EUR",
            "iban": "NL91ABNA0417164300",
            "buyer": "Jansen Holding B.V.",
        },
    ),
    "italian": (
        """
Fattura n. 125/2022                      Data: 10/05/2022
Rossi S.r.l.                             Spett.le
Via Roma 1 - 20121 Milano                Bianchi S.p.A.
P.IVA IT00743110157                      Corso Italia 5 Torino
Descrizione              Quantità    Prezzo      Importo
Consulenza                  10       80,00       800,00
                         Imponibile              800,00 €
                         IVA 22%                 176,00 €
                         Totale fattura          976,00 €
Scadenza: 10/06/2022
""",
        {
            "issuer": "Rossi S.r.l.",
            "invoice_number": "125/2022",
            "invoice_date": "2022-05-10",
            "due_date": "2022-06-10",
            "total": "976.00",
            "subtotal": "800.00",
            "tax": "176.00",
            "currency": "EUR",
        },
    ),
    "spanish": (
        """
FACTURA                                   Número de factura: F-2020/118
Comercial Ibérica, S.L.                   Fecha de factura: 01/02/2020
CIF: B12345674                            Fecha de vencimiento: 02/03/2020
Cliente: Talleres García, S.A.
Concepto               Unidades   Precio    Importe
Piezas                    100      3,25     325,00
Base imponible                               325,00 €
IVA 21%                                       68,25 €
Total factura                                393,25 €
""",
        {
            "issuer": "Comercial Ibérica, S.L.",
            "invoice_number": "F-2020/118",
            "invoice_date": "2020-02-01",
            "due_date": "2020-03-02",
            "total": "393.25",
            "subtotal": "325.00",
            "tax": "68.25",
            "currency": "EUR",
        },
    ),
    "rupees": (
        """
OYO
ABC ROOMS                                             Invoice No. ABCD1234
Orchard Stays Private Limited                          Date 31st Dec 2017
Booking ID: ABCD1234      Check In 31 Dec 2017     Check Out 01 Jan 2018
Guest Name: Rahul
Room Rent 1 Night                                        Rs 1,939
Discount                                                  Rs -500
Grand Total                                              Rs 1,939
Paid                                                     Rs 1,939
""",
        {
            "invoice_number": "ABCD1234",
            "invoice_date": "2017-12-31",
            "total": "1939",
            "currency": "INR",
            "issuer": "Orchard Stays Private Limited",
        },
    ),
    "from_and_to": (
        """
Cloud Invoices                                               Invoice
From:                                       Invoice Number      INV-3337
DEMO - Cloud Invoices                       Order Number        12345
Suite 5A-1204                               Invoice Date        January 25, 2016
123 Somewhere Street                        Due Date            January 31, 2016
Your City AZ 12345                          Total Due           $93.50
To:
Test Business
123 Somewhere St
Melbourne, VIC 3000
Hrs/Qty   Service                Rate/Price   Adjust   Sub Total
1.00      Web Design                $85.00     0.00%     $85.00
                                              Sub Total     $85.00
                                              Tax            $8.50
                                              Total         $93.50
Example Bank
ACC # 1234 1234
BSB # 4321 432
Payment is due within 30 days from date of invoice. Late payment is subject to fees of 5% per month.
""",
        {
            "invoice_number": "INV-3337",
            "invoice_date": "2016-01-25",
            "due_date": "2016-01-31",
            "total": "93.50",
            "subtotal": "85.00",
            "tax": "8.50",
            "order_number": "12345",
            "currency": "USD",
        },
    ),
    "due_in_words": (
        """
Invoice                                             Date of issue: June 3, 2021
Invoice number  6E1F2A-0003
Date due   June 17, 2021
CloudHost, Inc.                     Bill to
548 Market St                       Jane Roe
San Francisco, CA 94104             jane@example.com
$49.00 due June 17, 2021
Description                Qty     Unit price     Amount
Pro plan                    1        $49.00       $49.00
Subtotal                                          $49.00
Total                                             $49.00
Amount due                                        $49.00
""",
        {
            "issuer": "CloudHost, Inc.",
            "invoice_number": "6E1F2A-0003",
            "invoice_date": "2021-06-03",
            "due_date": "2021-06-17",
            "total": "49.00",
            "subtotal": "49.00",
            "currency": "USD",
        },
    ),
    "paid_in_part": (
        """
STATEMENT / TAX INVOICE
Harbour Freight Pty Ltd   ABN 51 824 753 556
Tax Invoice No. 88213           Issue date 14 Feb 2023
Payment due 28 Feb 2023
Freight                                 1,200.00
Fuel levy                                  96.00
Subtotal                                1,296.00
GST (10%)                                 129.60
Total (inc GST) AUD                     1,425.60
Amount paid                               500.00
Balance due                               925.60
""",
        {
            "issuer": "Harbour Freight Pty Ltd",
            "invoice_number": "88213",
            "invoice_date": "2023-02-14",
            "due_date": "2023-02-28",
            "total": "1425.60",
            "subtotal": "1296.00",
            "tax": "129.60",
            "currency": "AUD",
        },
    ),
    "german_abbreviations": (
        """
Müller & Söhne KG                                         Rechnung Nr. RE-2022-77
Hauptstr. 5, 80331 München                                Datum: 03.02.2022
Firma Schmidt GmbH
Menge   Artikel          Preis        Summe
3       Lampe          119,00 €      357,00 €
Zwischensumme                        300,00 €
19 % USt.                             57,00 €
Rechnungsbetrag                      357,00 €
Fällig am: 17.02.2022
Bankverbindung: IBAN DE02120300000000202051
""",
        {
            "issuer": "Müller & Söhne KG",
            "invoice_number": "RE-2022-77",
            "invoice_date": "2022-02-03",
            "due_date": "2022-02-17",
            "total": "357.00",
            "subtotal": "300.00",
            "tax": "57.00",
            "currency": "EUR",
            "iban": "DE02120300000000202051",
        },
    ),
    "exporter": (
        """
COMMERCIAL INVOICE
Exporter: Shenzhen Bright Tech Co., Ltd.         Invoice No.: SBT20210917
Consignee: Nordic Import AB                      Invoice Date: 2021-09-17
Terms: FOB Shenzhen
Item   Description    Qty    Unit Price (USD)   Amount (USD)
1      LED strip      500       2.35            1,175.00
2      Adapter        200       1.10              220.00
TOTAL                                     USD 1,395.00
""",
        {
            "issuer": "Shenzhen Bright Tech Co., Ltd.",
            "invoice_number": "SBT20210917",
            "invoice_date": "2021-09-17",
            "total": "1395.00",
            "currency": "USD",
        },
    ),
    "danish": (
        """
Credit note / Invoice 77
Dato: 12.05.2023
Nordisk Handel A/S
Faktura nr. 5521
Fakturadato: 12.05.2023
Forfaldsdato: 26.05.2023
Beløb ekskl. moms      1.000,00 kr
Moms 25%                 250,00 kr
I alt DKK              1.250,00
""",
        {
            "invoice_number": "5521",
            "invoice_date": "2023-05-12",
            "due_date": "2023-05-26",
            "total": "1250.00",
            "tax": "250.00",
            "currency": "DKK",
        },
    ),
    "french_net": (
        """
LirePlus                                           FACTURE N° 160310001
24 rue Hector                                      Le 10 mars 2016
LECTURE SARL
Client : Bibliothèque Municipale
Référence    Libellé        Qté     PU HT      Total HT
A1           Abonnement      1      120,00      120,00
                              Total H.T.        120,00
                              TVA 2,10 %          2,52
                              Net à payer        122,52 EUR
Règlement à 30 jours
""",
        {
            "invoice_number": "160310001",
            "invoice_date": "2016-03-10",
            "total": "122.52",
            "subtotal": "120.00",
            "tax": "2.52",
            "currency": "EUR",
        },
    ),
    "canadian": (
        """
Bright Web Studio Inc.                     INVOICE
Toronto, Canada                            No. 1042
                                           Date: 2024/03/05
GST/HST # 123456789 RT0001
Client: Maple Foods
Website maintenance                                   C$1,000.00
Net                                                   C$1,000.00
HST 13%                                                 C$130.00
Total CAD                                             C$1,130.00
Please pay within 14 days. Due: 2024/03/19
""",
        {
            "issuer": "Bright Web Studio Inc.",
            "invoice_number": "1042",
            "invoice_date": "2024-03-05",
            "due_date": "2024-03-19",
            "total": "1130.00",
            "subtotal": "1000.00",
            "tax": "130.00",
            "currency": "CAD",
        },
    ),
    "net_total": (
        """
Invoice From: Delta Print Works                Invoice ID: DPW/22/091
Issued: 09 Sep 2022      Payable by: 23 Sep 2022
Attn: Accounts Payable, Orbit Ltd
Brochures A5 x 2000                          340.00
Delivery                                      25.00
Discount 10%                                 -34.00
Net total                                    331.00
V.A.T. @ 20%                                  66.20
Invoice total (GBP)                          397.20
Account name Delta Print Works  Sort code 20-00-00  Account no. 12345678
""",
        {
            "invoice_number": "DPW/22/091",
            "invoice_date": "2022-09-09",
            "due_date": "2022-09-23",
            "total": "397.20",
            "subtotal": "331.00",
            "tax": "66.20",
            "currency": "GBP",
        },
    ),
    "window_envelope": (
        """
SaaSCo GmbH, Torstr. 1, 10119 Berlin
Rechnung
Rechnungs-Nr.     Kunden-Nr.     Rechnungsdatum     Fälligkeitsdatum
R20230099         K-551          01.08.2023         15.08.2023
Beta AG
Leistung                    Betrag netto
Lizenz August 2023          1.234,50 EUR
Summe netto                 1.234,50 EUR
Umsatzsteuer 19%              234,56 EUR
Gesamtsumme brutto          1.469,06 EUR
Bitte überweisen Sie den Betrag bis zum 15.08.2023
""",
        {
            "issuer": "SaaSCo GmbH",
            "invoice_number": "R20230099",
            "invoice_date": "2023-08-01",
            "due_date": "2023-08-15",
            "total": "1469.06",
            "subtotal": "1234.50",
            "tax": "234.56",
            "currency": "EUR",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_fields(text: str, expected: dict[str, str]) -> None:
    assert read_as(page_of(text), expected) == ("invoice", expected)


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_what_adds_up_is_not_said_to_fail(text: str) -> None:
    checks = result_of(page_of(text)).checks
    assert not [check for check in checks if check.passed is False and check.name != "vat_number"]
