"""Invoices as they are written in many countries, invented: wordings, layouts, taxes, numbers and dates."""

import pytest

from tests.inference.pages import page_of, read_as, result_of

CASES = {
    "gst_india": (
        """
TAX INVOICE
Shree Ganesh Traders Pvt Ltd                          Invoice No.        SGT/24-25/0187
14, MG Road, Camp                                     Dated              07-Aug-2024
Pune - 411001, Maharashtra                            Terms of Payment   30 Days
GSTIN: 27AAPFU0939F1ZV
Buyer (Bill to)
Kaveri Engineering Works
Plot 22, MIDC Phase II
Nashik - 422010
GSTIN: 27AAACB2894G1ZJ
Description            HSN      Qty      Rate        Amount
Steel brackets        7308      100      45.00      4,500.00
Bolts M8              7318      500       3.00      1,500.00
                             Taxable Value           6,000.00
                             CGST @ 9%                 540.00
                             SGST @ 9%                 540.00
                             Total              Rs. 7,080.00
Amount in words: Rupees Seven Thousand Eighty Only
""",
        {
            "issuer": "Shree Ganesh Traders Pvt Ltd",
            "invoice_number": "SGT/24-25/0187",
            "invoice_date": "2024-08-07",
            "subtotal": "6000.00",
            "total": "7080.00",
            "currency": "INR",
            "buyer": "Kaveri Engineering Works",
            "vat_number": "27AAPFU0939F1ZV",
            "tax": "540.00",
            "tax_2": "540.00",
            "buyer_address": "Plot 22, MIDC Phase II, Nashik - 422010",
        },
    ),
    "australia": (
        """
Harbour Plumbing Pty Ltd                                       TAX INVOICE
ABN 51 824 753 556
Unit 4, 19 Wharf Road
Balmain NSW 2041                                Invoice #          HP-20931
                                                Issue date         3/07/2024
                                                Due                17/07/2024
Invoice to
Mrs Jane Citizen
27 Darling Street
Rozelle NSW 2039
Item                               Qty     Unit price     GST      Amount AUD
Replace hot water unit              1        1,450.00     10%        1,450.00
Call-out                            1           90.00     10%           90.00
                                             Subtotal                1,540.00
                                             Total GST 10%             154.00
                                             Amount Due AUD          1,694.00
BSB 062-000   Account no 1234 5678
""",
        {
            "issuer": "Harbour Plumbing Pty Ltd",
            "vat_number": "51824753556",
            "invoice_number": "HP-20931",
            "invoice_date": "2024-07-03",
            "due_date": "2024-07-17",
            "subtotal": "1540.00",
            "tax": "154.00",
            "total": "1694.00",
            "currency": "AUD",
            "account_number": "1234 5678",
            "issuer_address": "Unit 4, 19 Wharf Road, Balmain NSW 2041",
        },
    ),
    "us_sales_tax": (
        """
INVOICE
Cascade Office Supply, Inc.
1200 SW 5th Avenue, Suite 310
Portland, OR 97204
(503) 555-0188

BILL TO                                          INVOICE NO.      10-4482
Redwood Dental Group                             DATE             12/05/2023
455 Pine Street                                  DUE DATE         01/04/2024
Eugene, OR 97401                                 PO NUMBER        88713
DESCRIPTION                        QTY       PRICE       TOTAL
Copy paper, case                    12       42.99       515.88
Toner cartridge                      3       89.00       267.00
                                     SUBTOTAL             782.88
                                     SALES TAX (8.25%)     64.59
                                     SHIPPING              20.00
                                     TOTAL               $867.47
                                     AMOUNT PAID         $100.00
                                     BALANCE DUE         $767.47
""",
        {
            "issuer": "Cascade Office Supply, Inc.",
            "invoice_number": "10-4482",
            "invoice_date": "2023-12-05",
            "due_date": "2024-01-04",
            "purchase_order": "88713",
            "subtotal": "782.88",
            "tax": "64.59",
            "total": "867.47",
            "currency": "USD",
            "buyer": "Redwood Dental Group",
            "issuer_address": "1200 SW 5th Avenue, Suite 310, Portland, OR 97204",
            "buyer_address": "455 Pine Street, Eugene, OR 97401",
        },
    ),
    "german_two_rates": (
        """
Bürobedarf Lehmann & Söhne KG
Hauptstraße 88 · 04109 Leipzig
                                                   Rechnungsnr.:       RE-2024-1177
Herrn                                              Rechnungsdatum:     14.02.2024
Klaus Beispiel                                     Kundennr.:          40112
Am Anger 5                                         Lieferdatum:        12.02.2024
99084 Erfurt
RECHNUNG
Pos.   Artikel                       Menge    Einzelpreis     Betrag
1      Bürostuhl                         2       199,00 €     398,00 €
2      Fachbuch                          1        50,00 €      50,00 €
Zwischensumme (netto)                                         448,00 €
MwSt. 19 % auf 398,00 €                                        75,62 €
MwSt. 7 % auf 50,00 €                                           3,50 €
Rechnungsbetrag                                               527,12 €
Zahlbar innerhalb von 14 Tagen. IBAN DE89370400440532013000
USt-IdNr. DE136695976   Steuernummer 231/123/45678
""",
        {
            "issuer": "Bürobedarf Lehmann & Söhne KG",
            "invoice_number": "RE-2024-1177",
            "invoice_date": "2024-02-14",
            "subtotal": "448.00",
            "total": "527.12",
            "tax": "75.62",
            "tax_2": "3.50",
            "currency": "EUR",
            "iban": "DE89370400440532013000",
            "vat_number": "DE136695976",
            "customer_number": "40112",
            "issuer_address": "Hauptstraße 88 · 04109 Leipzig",
        },
    ),
    "french_stacked": (
        """
SARL Atelier du Bois
18 rue des Lilas
69003 Lyon
SIRET 732 829 320 00074   TVA intracommunautaire FR44732829320
                                                FACTURE N° FA-2024-0032
                                                Date : 5 mars 2024
                                                Échéance : 4 avril 2024
Client : Mairie de Villeurbanne
Place Lazare Goujon
69100 Villeurbanne
Désignation                         Qté     P.U. HT       Total HT
Table chêne massif                    2      640,00       1 280,00
Pose                                  1      120,00         120,00
                                         Total HT       1 400,00 €
                                         TVA 20 %         280,00 €
                                         Net à payer    1 680,00 €
""",
        {
            "issuer": "SARL Atelier du Bois",
            "invoice_number": "FA-2024-0032",
            "invoice_date": "2024-03-05",
            "due_date": "2024-04-04",
            "subtotal": "1400.00",
            "tax": "280.00",
            "total": "1680.00",
            "currency": "EUR",
            "buyer": "Mairie de Villeurbanne",
            "vat_number": "FR44732829320",
            "issuer_address": "18 rue des Lilas, 69003 Lyon",
        },
    ),
    "spanish_iva": (
        """
Talleres Hernández S.L.                              Factura nº: A/2024/0091
C/ Mayor, 15                                         Fecha: 21/06/2024
28013 Madrid                                         Vencimiento: 21/07/2024
CIF: B12345674
Datos del cliente
Construcciones Ibáñez S.A.
Avda. de América, 4
50007 Zaragoza
Concepto                        Cantidad     Precio       Importe
Revisión maquinaria                1         850,00        850,00
Repuestos                          4          37,50        150,00
                                   Base imponible        1.000,00 €
                                   IVA 21%                 210,00 €
                                   Total a pagar         1.210,00 €
""",
        {
            "issuer": "Talleres Hernández S.L.",
            "invoice_number": "A/2024/0091",
            "invoice_date": "2024-06-21",
            "due_date": "2024-07-21",
            "subtotal": "1000.00",
            "tax": "210.00",
            "total": "1210.00",
            "currency": "EUR",
            "buyer": "Construcciones Ibáñez S.A.",
            "issuer_address": "C/ Mayor, 15, 28013 Madrid",
        },
    ),
    "label_above": (
        """
Brightwater Analytics Limited
Invoice number          Invoice date          Due date            Reference
BW-00817                30 Sep 2024           30 Oct 2024         Phase 2
Billed to                                  From
Oakfield Council                           Brightwater Analytics Limited
Civic Centre, Mill Lane                    3rd Floor, 41 Queen Square
Oakfield OK4 7TT                           Bristol BS1 4QP
Description                                                     Amount (GBP)
Data migration                                                     12,000.00
Training, 3 days                                                    2,400.00
Net                                                                14,400.00
VAT @ 20%                                                           2,880.00
Gross                                                              17,280.00
VAT registration number GB 980 7806 84
""",
        {
            "issuer": "Brightwater Analytics Limited",
            "invoice_number": "BW-00817",
            "invoice_date": "2024-09-30",
            "due_date": "2024-10-30",
            "subtotal": "14400.00",
            "tax": "2880.00",
            "total": "17280.00",
            "currency": "GBP",
            "buyer": "Oakfield Council",
            "vat_number": "GB980780684",
            "buyer_address": "Civic Centre, Mill Lane, Oakfield OK4 7TT",
        },
    ),
    "canada_two_taxes": (
        """
Érablière Tremblay inc.
455 chemin du Lac, Sherbrooke QC J1H 5N4
INVOICE                         No: 2024-338
Sold to: Maple Leaf Cafe        Date: 2024-05-02
Item                     Qty      Price      Total
Maple syrup 1L            20      18.00     360.00
Taffy                     10       4.00      40.00
                          Subtotal          400.00
                          GST 5%             20.00
                          QST 9.975%         39.90
                          Total           C$459.90
""",
        {
            "issuer": "Érablière Tremblay inc.",
            "invoice_number": "2024-338",
            "invoice_date": "2024-05-02",
            "subtotal": "400.00",
            "tax": "20.00",
            "tax_2": "39.90",
            "total": "459.90",
            "currency": "CAD",
            "buyer": "Maple Leaf Cafe",
        },
    ),
    "credit_trailing_minus": (
        """
Nordwind Logistik GmbH
Speicherstadt 4, 20457 Hamburg
Gutschrift zur Rechnung                 Belegnummer: G-3301
                                        Belegdatum: 09.10.2023
Rechnungsempfänger: Alpha Handels GmbH
Text                                               Betrag EUR
Retoure Palette 7                                     500,00-
Nettobetrag                                           500,00-
19 % USt                                               95,00-
Gesamtbetrag                                          595,00-
""",
        {
            "issuer": "Nordwind Logistik GmbH",
            "subtotal": "-500.00",
            "tax": "-95.00",
            "total": "-595.00",
            "currency": "EUR",
            "invoice_date": "2023-10-09",
        },
    ),
    "swiss": (
        """
Sanitär Müller AG, Bahnhofstrasse 12, 8001 Zürich
MWST-Nr. CHE-116.281.710 MWST
Rechnung Nr. 2024-0457                    Zürich, 12. Januar 2024
Kunde Nr.: 7711
Leistungen                                              CHF
Montage Waschtisch                                   1'250.00
Material                                               480.50
Total exkl. MWST                                     1'730.50
8.1 % MWST                                             140.15
Total inkl. MWST                                     1'870.65
Zahlbar bis: 11.02.2024
""",
        {
            "issuer": "Sanitär Müller AG",
            "invoice_number": "2024-0457",
            "invoice_date": "2024-01-12",
            "due_date": "2024-02-11",
            "subtotal": "1730.50",
            "tax": "140.15",
            "total": "1870.65",
            "currency": "CHF",
            "vat_number": "CHE116281710",
        },
    ),
    "utility_previous_balance": (
        """
Riverside Water Utility District
Customer name: Harold Finch            Account number: 0045-88210-7
Service address: 9 Elm Court           Bill date: June 3, 2024
Invoice no. 77120034                   Payment due: June 24, 2024
Previous balance                                   $58.20
Payments received - thank you                     -$58.20
Current charges
Water usage 6,200 gal                              $31.74
Sewer                                              $22.10
Total current charges                              $53.84
Total amount due                                   $53.84
""",
        {
            "invoice_number": "77120034",
            "invoice_date": "2024-06-03",
            "due_date": "2024-06-24",
            "total": "53.84",
            "currency": "USD",
            "account_number": "0045-88210-7",
            "issuer": "Riverside Water Utility District",
        },
    ),
    "hotel_folio": (
        """
HOTEL ALPENBLICK GmbH & Co. KG
Seestraße 1, 83684 Tegernsee
Rechnung / Invoice  No. 55821                Datum/Date: 19.08.2024
Gast: Dr. Maria Huber    Zimmer: 214    Anreise: 16.08.2024   Abreise: 19.08.2024
Datum        Beschreibung                     Betrag EUR
16.08.24     Übernachtung                         149,00
17.08.24     Übernachtung                         149,00
18.08.24     Übernachtung                         149,00
Gesamtsumme EUR                                   447,00
davon MwSt 7%  Netto 417,76   Steuer 29,24
""",
        {
            "issuer": "HOTEL ALPENBLICK GmbH & Co. KG",
            "invoice_number": "55821",
            "invoice_date": "2024-08-19",
            "total": "447.00",
            "currency": "EUR",
        },
    ),
    "saas": (
        """
Cloudpeak Software Ltd
Invoice
Invoice number CP-E7B2-0004
Date of issue March 1, 2024
Date due March 1, 2024
Cloudpeak Software Ltd          Bill to
71 Fenchurch Avenue             Lindqvist Studio AB
London EC3M 5JD                 Storgatan 12
United Kingdom                  114 51 Stockholm
billing@cloudpeak.example       Sweden
€240.00 due March 1, 2024
Description                    Qty     Unit price      Amount
Team plan, Mar 1 - Mar 31        8         €25.00     €200.00
Subtotal                                              €200.00
VAT - Sweden (20%)                                     €40.00
Total                                                 €240.00
Amount due                                            €240.00
""",
        {
            "issuer": "Cloudpeak Software Ltd",
            "invoice_number": "CP-E7B2-0004",
            "invoice_date": "2024-03-01",
            "due_date": "2024-03-01",
            "subtotal": "200.00",
            "tax": "40.00",
            "total": "240.00",
            "currency": "EUR",
            "buyer": "Lindqvist Studio AB",
            "buyer_address": "Storgatan 12, 114 51 Stockholm, Sweden",
            "issuer_address": "71 Fenchurch Avenue, London EC3M 5JD, United Kingdom",
        },
    ),
    "uk_period_dates": (
        """
Fenland Cleaning Services Ltd
Unit 7 Station Yard, Ely, CB7 4DJ
Tel: 01353 555 019
VAT No: 980 7806 84                                    INVOICE

To: The Accounts Department                       Invoice No: 006713
    Granta Hotels plc                             Tax point: 31.03.2024
    2 Bridge Street                               Your order: GH/5521
    Cambridge CB2 1UF                             Account: GRA001
Contract cleaning for March 2024                               1,850.00
Window cleaning                                                  240.00
                                       Goods total             2,090.00
                                       VAT at 20%                418.00
                                       Invoice total          £2,508.00
Payment terms: 30 days net. Cheques payable to Fenland Cleaning Services Ltd
""",
        {
            "issuer": "Fenland Cleaning Services Ltd",
            "invoice_number": "006713",
            "invoice_date": "2024-03-31",
            "subtotal": "2090.00",
            "tax": "418.00",
            "total": "2508.00",
            "currency": "GBP",
            "vat_number": "980780684",
            "payment_terms": "30 days net",
        },
    ),
    "polish": (
        """
Faktura VAT nr FV/12/2023
Data wystawienia: 2023-12-04
Sprzedawca: Kwiatkowski Sp. z o.o.            Nabywca: Firma Testowa S.A.
ul. Długa 7, 00-238 Warszawa                  ul. Krótka 1, 30-001 Kraków
NIP: 5260001246                               NIP: 6762485410
Nazwa             Ilość     Cena netto    Wartość netto   VAT     Wartość brutto
Usługa               1        1 000,00        1 000,00   23%           1 230,00
Razem                                         1 000,00   230,00        1 230,00
Do zapłaty: 1 230,00 PLN
Termin płatności: 2023-12-18
""",
        {
            "invoice_number": "FV/12/2023",
            "invoice_date": "2023-12-04",
            "due_date": "2023-12-18",
            "total": "1230.00",
            "currency": "PLN",
            "issuer": "Kwiatkowski Sp. z o.o.",
        },
    ),
    "portuguese": (
        """
Padaria Central, Lda
Rua Augusta 100, 1100-053 Lisboa
NIF: PT501964843
Fatura FT 2024/87                    Data de emissão: 11-04-2024
Cliente: Restaurante Sol             Data de vencimento: 11-05-2024
Descrição              Qtd     Preço      Total
Pão                     100      0,50      50,00
Bolos                    20      2,00      40,00
Total ilíquido                             90,00 €
IVA (6%)                                    5,40 €
Total                                      95,40 €
""",
        {
            "issuer": "Padaria Central, Lda",
            "invoice_date": "2024-04-11",
            "due_date": "2024-05-11",
            "total": "95.40",
            "tax": "5.40",
            "subtotal": "90.00",
            "currency": "EUR",
            "invoice_number": "FT 2024/87",
        },
    ),
    "swedish": (
        """
Norrlands Bygg AB                               Faktura
Box 210, 901 05 Umeå                            Fakturanummer       100234
                                                Fakturadatum        2024-01-15
Kund: Kommunen Väst                             Förfallodatum       2024-02-14
                                                OCR                 1002345
Benämning               Antal      À-pris      Summa
Arbete                    10       650,00    6 500,00
Material                   1     1 200,00    1 200,00
                         Netto                7 700,00
                         Moms 25%             1 925,00
                         Att betala     9 625,00 SEK
Bankgiro 123-4567   Org.nr 556012-5790
""",
        {
            "issuer": "Norrlands Bygg AB",
            "invoice_number": "100234",
            "invoice_date": "2024-01-15",
            "due_date": "2024-02-14",
            "subtotal": "7700.00",
            "tax": "1925.00",
            "total": "9625.00",
            "currency": "SEK",
        },
    ),
    "totals_in_table_row": (
        """
Delmar Freight Lines LLC              Freight Invoice
PO Box 1180, Laredo TX 78042
Remit to: Delmar Freight Lines LLC, PO Box 1180, Laredo TX 78042
Pro number     Invoice date     Terms        Customer ref
DF-662110      11/28/2023       Net 15       LOAD 8891
Invoice # DF-662110
Line haul                                     1,950.00
Fuel surcharge                                  214.50
Detention 2 hrs                                 120.00
TOTAL CHARGES                                $2,284.50
Amount Due                                   $2,284.50
""",
        {
            "issuer": "Delmar Freight Lines LLC",
            "invoice_number": "DF-662110",
            "invoice_date": "2023-11-28",
            "total": "2284.50",
            "currency": "USD",
        },
    ),
    "singapore": (
        """
Merlion Design Studio Pte Ltd
GST Reg No. 201912345K
80 Robinson Road #08-01 Singapore 068898
Tax Invoice
Invoice No : MDS-1029                 Date : 05 Feb 2024
Attn : Ms Tan Wei Ling
Company : Orchid Retail Pte Ltd
Description                                 Amount (S$)
Store signage                                  3,200.00
Installation                                     800.00
Sub Total                                      4,000.00
9% GST                                           360.00
Grand Total                                    4,360.00
""",
        {
            "issuer": "Merlion Design Studio Pte Ltd",
            "invoice_number": "MDS-1029",
            "invoice_date": "2024-02-05",
            "subtotal": "4000.00",
            "tax": "360.00",
            "total": "4360.00",
            "currency": "SGD",
            "issuer_address": "80 Robinson Road #08-01 Singapore 068898",
        },
    ),
    "discount_bracket": (
        """
Tilbury & Co Solicitors LLP
10 Chancery Court, London WC2A 1PL
BILL OF COSTS / INVOICE
Bill No: 4471/AT                                 Bill date: 8 May 2024
Client: Meridian Estates Ltd
Professional charges                             3,000.00
Less discount                                     (300.00)
Subtotal                                         2,700.00
VAT thereon at 20%                                 540.00
Disbursements (no VAT)                              60.00
Total due                                       £3,300.00
""",
        {
            "issuer": "Tilbury & Co Solicitors LLP",
            "invoice_number": "4471/AT",
            "invoice_date": "2024-05-08",
            "total": "3300.00",
            "tax": "540.00",
            "subtotal": "2700.00",
            "currency": "GBP",
            "buyer": "Meridian Estates Ltd",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_fields(text: str, expected: dict[str, str]) -> None:
    assert read_as(page_of(text), expected) == ("invoice", expected)


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_what_adds_up_is_not_said_to_fail(text: str) -> None:
    checks = result_of(page_of(text)).checks
    assert not [check for check in checks if check.passed is False]
