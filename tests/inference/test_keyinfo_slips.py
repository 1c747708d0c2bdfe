"""Receipts of tills and statements of banks in many countries, invented."""

import pytest

from tests.inference.pages import page_of, result_of, slip_of

RECEIPTS = {
    "us_grocery": (
        """
      GREEN VALLEY MARKET
     1820 Maple Ave
   Springfield, IL 62704
     (217) 555-0142
Cashier: Dana   Reg 4
BANANAS             1.24 F
MILK 2%             3.49 F
BREAD               2.99 F
DISH SOAP           4.29 T
SUBTOTAL           12.01
TAX 8.5%            0.36
**** TOTAL         12.37
VISA               12.37
CHANGE              0.00
AUTH# 048812
06/11/23  17:42  0031 04 0177
 THANK YOU FOR SHOPPING
""",
        {
            "merchant": "GREEN VALLEY MARKET",
            "date": "2023-06-11",
            "subtotal": "12.01",
            "tax": "0.36",
            "total": "12.37",
            "merchant_address": "1820 Maple Ave, Springfield, IL 62704",
        },
    ),
    "german_bon": (
        """
      REWE Markt GmbH
    Domstr. 20
    50668 Köln
  UID Nr.: DE812706034
                      EUR
BIO MILCH            1,29 B
BUTTER               2,19 B
SPÜLMITTEL           1,95 A
PFAND                0,25 A
----------------------
SUMME       EUR      5,68
======================
Geg. BAR    EUR     10,00
Rückgeld BAR EUR     4,32
Steuer %  Netto  Steuer Brutto
A= 19,0%   1,85   0,35   2,20
B=  7,0%   3,25   0,23   3,48
Gesamtbetrag 5,10 0,58   5,68
14.11.2023  18:05  Bon-Nr.:4417
Markt:0312 Kasse:3 Bed.:121212
 Vielen Dank für Ihren Einkauf
""",
        {
            "merchant": "REWE Markt GmbH",
            "date": "2023-11-14",
            "total": "5.68",
            "currency": "EUR",
            "merchant_address": "Domstr. 20, 50668 Köln",
        },
    ),
    "french_ticket": (
        """
       BOULANGERIE MARTIN
      12 rue de Rivoli
       75004 PARIS
   SIRET 73282932000074
Ticket n° 00412    le 03/02/2024 à 08:15
2 BAGUETTE TRAD      2,60
1 PAIN CHOCOLAT      1,45
TOTAL TTC            4,05 €
CB                   4,05 €
dont TVA 5,5%        0,21
 MERCI DE VOTRE VISITE
""",
        {
            "merchant": "BOULANGERIE MARTIN",
            "date": "2024-02-03",
            "total": "4.05",
            "currency": "EUR",
        },
    ),
    "uk_pub": (
        """
      The Crooked Billet
       8 Mill Road
     Cambridge CB1 2AD
   VAT No. 980 7806 84
Table 12   Covers 2
19 Oct 2023 20:31
2 Pint Best Bitter   10.40
1 Fish & Chips       15.95
1 Steak Pie          14.50
Food Total           30.45
Drinks Total         10.40
Sub Total            40.85
Service 10%           4.09
Total Due           £44.94
Includes VAT @ 20%   £7.49
Card                £44.94
     Thank you
""",
        {
            "date": "2023-10-19",
            "subtotal": "40.85",
            "total": "44.94",
            "currency": "GBP",
            "merchant": "The Crooked Billet",
        },
    ),
    "malay_rounding": (
        """
     KEDAI RUNCIT AMAN
   SDN BHD (884123-K)
  NO 12, JALAN MAWAR 3
  43000 KAJANG SELANGOR
 GST REG NO 000912837465
 TAX INVOICE
 INV: A01-002231
 DATE 21/11/17 09:33 AM
 GULA 1KG      2   2.85   5.70 SR
 TELUR         1  11.92  11.92 ZRL
 TOTAL QTY     3
 TOTAL EXCL GST        17.30
 GST 6%                 0.32
 TOTAL INCL GST        17.62
 ROUNDING ADJ          -0.02
 TOTAL PAYABLE         17.60
 CASH                  20.00
 CHANGE                 2.40
 GST SUMMARY  AMOUNT  TAX
 SR 6%         5.38   0.32
 ZRL 0%       11.92   0.00
""",
        {
            "date": "2017-11-21",
            "total": "17.60",
            "tax": "0.32",
        },
    ),
    "malay_total_alone": (
        """
   RESTORAN SERI INDAH
 LOT 5 JALAN BESAR
 68000 AMPANG
 TEL 03-42561234
 BILL NO : 77123   TABLE: 5
 DATE : 05-03-2018  13:05
 NASI LEMAK      1    6.50
 TEH TARIK       2    4.40
 AYAM GORENG     1    7.00
 -----------------------
 TOTAL :
 RM 17.90
 CASH :
 RM 20.00
 CHANGE :
 RM 2.10
 THANK YOU
""",
        {
            "merchant": "RESTORAN SERI INDAH",
            "date": "2018-03-05",
            "total": "17.90",
            "currency": "MYR",
        },
    ),
    "au_cafe": (
        """
    Little Bean Espresso
  ABN 51 824 753 556
 3 Collins St Melbourne VIC 3000
 Tax Invoice #88123
 04/12/2023 7:58am
 Flat White L      $5.80
 Banana Bread      $6.50
 Total            $12.30
 GST Included      $1.12
 EFTPOS           $12.30
""",
        {
            "merchant": "Little Bean Espresso",
            "date": "2023-12-04",
            "total": "12.30",
            "currency": "AUD",
        },
    ),
    "nl_bon": (
        """
     ALBERT JANSEN B.V.
     Dorpsstraat 5
     3732 HG De Bilt
 Kassabon 2231
 AANTAL  OMSCHRIJVING   BEDRAG
 1  KAAS               7,49
 2  MELK               2,38
 SUBTOTAAL             9,87
 BONUSKORTING         -1,00
 TOTAAL                8,87
 PINNEN                8,87
 BTW 9%    0,73
 27-08-2023    12:15
 Bedankt en tot ziens
""",
        {
            "merchant": "ALBERT JANSEN B.V.",
            "date": "2023-08-27",
            "total": "8.87",
        },
    ),
    "es_ticket": (
        """
   SUPERMERCADOS LA VEGA S.A.
  C/ Alcalá 210 28028 Madrid
  NIF A28123453
 FACTURA SIMPLIFICADA 2024-11872
 09/01/2024 19:22
 PAN MOLDE            1,55
 ACEITE OLIVA 1L      9,45
 TOTAL (€)           11,00
 TARJETA BANCARIA    11,00
 IVA  4%  BASE 1,49  CUOTA 0,06
 GRACIAS POR SU VISITA
""",
        {
            "merchant": "SUPERMERCADOS LA VEGA S.A.",
            "date": "2024-01-09",
            "total": "11.00",
            "currency": "EUR",
        },
    ),
    "fuel": (
        """
  PETROLUX STATION 4411
  SITE 22, HIGHWAY 7
  Receipt 88721
  Date 2023-09-30 14:20
  Pump 4
  UNLEADED 95
  32.41 L  @ 1.789 /L
  FUEL TOTAL      $57.98
  GST INCL         $5.27
  TOTAL           $57.98
  MASTERCARD      $57.98
""",
        {
            "date": "2023-09-30",
            "total": "57.98",
        },
    ),
    "amount_due_tip": (
        """
   Luigi's Trattoria LLC
  44 Harbor Blvd
  Boston MA 02110
  Server: Amy  Check 1188
  May 4, 2024  7:45 PM
  Spaghetti        18.00
  House Red        11.00
  Subtotal         29.00
  Tax               2.03
  Amount Due       31.03
  Tip               6.00
  Total            37.03
  Visa XXXX1881    37.03
""",
        {
            "merchant": "Luigi's Trattoria LLC",
            "date": "2024-05-04",
            "subtotal": "29.00",
            "tax": "2.03",
            "total": "37.03",
        },
    ),
    "india_cafe": (
        """
  CHAI POINT FOODS PVT LTD
  Shop 3, Brigade Road
  Bengaluru 560001
  GSTIN 29AAGCB7383J1Z4
  Bill No: 5521   Date: 18-02-2024
  Masala Chai   2    60.00  120.00
  Samosa        2    25.00   50.00
  Sub Total                170.00
  CGST 2.5%                  4.25
  SGST 2.5%                  4.25
  Round Off                  0.50
  Grand Total        Rs.   179.00
  Cash                     200.00
  Change                    21.00
""",
        {
            "merchant": "CHAI POINT FOODS PVT LTD",
            "date": "2024-02-18",
            "subtotal": "170.00",
            "tax": "4.25",
            "tax_2": "4.25",
            "total": "179.00",
            "currency": "INR",
        },
    ),
    "gst_summary_below": (
        """
 MEGA HARDWARE (M) SDN BHD
 (CO REG NO: 123456-X)
 NO.1 JALAN INDUSTRI 2/1
 47100 PUCHONG SELANGOR
 CASH BILL
 NO: CB-0991      17/08/2017
 PAINT 5L    1  45.00   45.00
 BRUSH 2IN   3   4.50   13.50
 Total Amount           58.50
 Paid                  100.00
 Change                 41.50
 GST Summary  Amount(RM) Tax(RM)
 S=6%         55.19       3.31
 Total        55.19       3.31
""",
        {
            "date": "2017-08-17",
            "total": "58.50",
        },
    ),
    "swiss_bon": (
        """
    Coop Pronto AG
  Bahnhofplatz 1
  3011 Bern
 03.06.24  11:48
 Gipfeli        2   2.80
 Kaffee         1   4.60
 Rundung           -0.01
 TOTAL CHF          7.40
 Bar CHF           10.00
 Rückgeld CHF       2.60
 MWST 2.6%  0.19
 CHE-116.281.710 MWST
""",
        {
            "merchant": "Coop Pronto AG",
            "date": "2024-06-03",
            "total": "7.40",
            "currency": "CHF",
        },
    ),
}
STATEMENTS = {
    "us_checking": (
        """
First Prairie Bank                                     Checking Statement
PO Box 400, Omaha NE 68102
Statement Period: 03/01/2024 - 03/31/2024
Account Number: 0048 2213 77
JANE Q SAMPLE
12 Elm Street
Omaha NE 68104
Beginning Balance on 03/01/2024                   $2,104.77
Deposits and other credits                         3,200.00
Withdrawals and other debits                      -1,850.25
Ending Balance on 03/31/2024                      $3,454.52
Date        Description                  Amount      Balance
03/04       PAYROLL ACME                3,200.00    5,304.77
03/09       RENT                       -1,500.00    3,804.77
03/15       GROCERIES                    -350.25    3,454.52
""",
        {
            "bank": "First Prairie Bank",
            "account_number": "0048 2213 77",
            "period_start": "2024-03-01",
            "period_end": "2024-03-31",
            "opening_balance": "2104.77",
            "closing_balance": "3454.52",
            "currency": "USD",
        },
    ),
    "german": (
        """
Sparkasse Musterstadt                         Kontoauszug Nr. 3/2024
IBAN DE89 3704 0044 0532 0130 00   BIC COBADEFFXXX
Kontonummer 532013000
Auszug vom 01.03.2024 bis 31.03.2024
Buchung   Text                                  Betrag EUR
          Alter Kontostand                      1.250,30 +
04.03.    Gehalt                                2.400,00 +
05.03.    Miete                                   890,00 -
          Neuer Kontostand vom 31.03.2024       2.760,30 +
""",
        {
            "bank": "Sparkasse Musterstadt",
            "account_number": "532013000",
            "iban": "DE89370400440532013000",
            "period_start": "2024-03-01",
            "period_end": "2024-03-31",
            "opening_balance": "1250.30",
            "closing_balance": "2760.30",
            "currency": "EUR",
        },
    ),
    "uk": (
        """
NORTHERN COUNTIES BUILDING SOCIETY
Your current account statement
Account name  Mr A Sample      Sort code 11-22-33    Account number 44556677
1 June 2024 to 30 June 2024
Date      Details                 Paid out    Paid in    Balance
1 Jun     Balance brought forward                          812.40
3 Jun     CARD TESCO                 45.10                 767.30
28 Jun    SALARY                             1,900.00    2,667.30
30 Jun    Balance carried forward                        2,667.30
""",
        {
            "bank": "NORTHERN COUNTIES BUILDING SOCIETY",
            "account_number": "44556677",
            "period_start": "2024-06-01",
            "period_end": "2024-06-30",
            "opening_balance": "812.40",
            "closing_balance": "2667.30",
        },
    ),
    "french": (
        """
BANQUE DU LITTORAL
RELEVÉ DE COMPTE                       du 01/05/2024 au 31/05/2024
Compte n° 00012345678
IBAN FR76 3000 6000 0112 3456 7890 189
Ancien solde au 30/04/2024                     1 523,45
Date     Libellé                       Débit      Crédit
02/05    VIR SALAIRE                            2 100,00
07/05    PRLV EDF                      85,20
Nouveau solde au 31/05/2024                    3 538,25
Montants en EUR
""",
        {
            "bank": "BANQUE DU LITTORAL",
            "account_number": "00012345678",
            "iban": "FR7630006000011234567890189",
            "period_start": "2024-05-01",
            "period_end": "2024-05-31",
            "opening_balance": "1523.45",
            "closing_balance": "3538.25",
            "currency": "EUR",
        },
    ),
    "card": (
        """
Zenith Card Services Ltd
Credit Card Statement
Card number 4929 XXXX XXXX 1881          Statement date 15 July 2024
Credit limit £5,000.00                   Payment due date 9 August 2024
Previous balance                                     £420.15
Payments received                                   -£420.15
New purchases                                        £310.50
New balance                                          £310.50
Minimum payment due                                   £25.00
Transaction date   Description            Amount
02 Jul             BOOKSHOP                45.50
09 Jul             AIRLINE                265.00
""",
        {
            "bank": "Zenith Card Services Ltd",
            "account_number": "4929 XXXX XXXX 1881",
            "statement_date": "2024-07-15",
            "due_date": "2024-08-09",
            "opening_balance": "420.15",
            "closing_balance": "310.50",
            "minimum_due": "25.00",
            "currency": "GBP",
        },
    ),
    "india": (
        """
DECCAN CO-OPERATIVE BANK LTD
Statement of Account                     From 01-04-2023 To 30-04-2023
A/C No: 110045528871       IFSC: DCBL0000123
Customer: RAVI KUMAR
Txn Date     Particulars            Debit       Credit      Balance
             Opening Balance                              1,04,550.00
03-04-2023   NEFT CR                          25,000.00   1,29,550.00
12-04-2023   ATM WDL            10,000.00                 1,19,550.00
             Closing Balance                              1,19,550.00
""",
        {
            "bank": "DECCAN CO-OPERATIVE BANK LTD",
            "account_number": "110045528871",
            "period_start": "2023-04-01",
            "period_end": "2023-04-30",
            "opening_balance": "104550.00",
            "closing_balance": "119550.00",
        },
    ),
    "overdrawn": (
        """
Harbour Bank Limited
Account Statement        Account No. 7788-1200-45     Period 1 Feb 2024 - 29 Feb 2024
Opening balance                         (150.00)
Total credits                           1,000.00
Total debits                              900.00
Closing balance                           50.00 DR
""",
        {
            "bank": "Harbour Bank Limited",
            "account_number": "7788-1200-45",
            "period_start": "2024-02-01",
            "period_end": "2024-02-29",
            "opening_balance": "-150.00",
            "closing_balance": "-50.00",
        },
    ),
    "spanish": (
        """
BANCO DEL SUR S.A.
EXTRACTO DE CUENTA
Titular: COMERCIAL LOPEZ SL         IBAN ES91 2100 0418 4502 0005 1332
Periodo: 01/02/2024 a 29/02/2024
Fecha     Concepto                Cargo      Abono      Saldo
          Saldo anterior                               2.310,00
05/02     TRANSFERENCIA                      500,00    2.810,00
20/02     RECIBO LUZ              96,30                2.713,70
          Saldo final                                  2.713,70
""",
        {
            "bank": "BANCO DEL SUR S.A.",
            "iban": "ES9121000418450200051332",
            "period_start": "2024-02-01",
            "period_end": "2024-02-29",
            "opening_balance": "2310.00",
            "closing_balance": "2713.70",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), RECEIPTS.values(), ids=RECEIPTS.keys())
def test_finds_the_fields_of_a_receipt(text: str, expected: dict[str, str]) -> None:
    result = result_of(slip_of(text))
    assert result.kind == "receipt", result.kind_reason
    values = {field.name: field.value for field in result.fields}
    assert {name: values.get(name) for name in expected} == expected
    assert not [check for check in result.checks if check.passed is False]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_finds_the_fields_of_a_statement(text: str, expected: dict[str, str]) -> None:
    result = result_of(page_of(text))
    assert result.kind == "bank_statement", result.kind_reason
    values = {field.name: field.value for field in result.fields}
    assert {name: values.get(name) for name in expected} == expected
