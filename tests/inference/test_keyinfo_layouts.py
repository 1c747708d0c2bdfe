"""Invoices in layouts that other tests do not have, invented: amount due at the head, taxes inside, other scripts."""

import pytest

from tests.inference.pages import page_of, read_as, result_of

CASES = {
    "seller_in_a_sentence": (
        """
Invoice
Invoice number: 55120934                                 Invoice date: August 3, 2024
Hosting                                                         12.00
Storage                                                          3.00
                                                     Total  $15.00
All services are provided by Larkspur Cloud Services, Inc. Thank you.
""",
        {"issuer": "Larkspur Cloud Services, Inc.", "invoice_number": "55120934", "total": "15.00"},
    ),
    "top_right_amount_due": (
        """
Pinecrest Landscaping                                      Invoice INV-2203
88 Orchard Lane                                            Amount Due (USD)
Boise, ID 83702                                                   $1,326.25
United States
Billed To                 Date of Issue          Invoice Number
Harlow Realty Inc.        04/18/2024             INV-2203
900 Main Street           Due Date
Boise, ID 83702           05/18/2024
Description                             Rate       Qty      Line Total
Spring cleanup                        $450.00       1        $450.00
Mulch delivery                         $75.00      10        $750.00
                                            Subtotal        1,200.00
                                     Tax (ID 6%) on 750        45.00
                                              Total         1,245.00
                                         Late fee             81.25
                                  Amount Due (USD)        $1,326.25
""",
        {
            "invoice_number": "INV-2203",
            "invoice_date": "2024-04-18",
            "due_date": "2024-05-18",
            "currency": "USD",
            "tax": "45.00",
            "subtotal": "1200.00",
        },
    ),
    "vat_inclusive": (
        """
Tulip & Thorn Florists Ltd
22 Abbey Walk, York YO1 7HH          VAT No GB 980 7806 84
Invoice No. 3381                     Invoice date 14 Feb 2024
Sold to  Mrs P Hartley
Bouquet, large                 1      60.00
Delivery                                6.00
Total (inc VAT)                       £66.00
of which VAT at 20%                   £11.00
Paid by card 14/02/2024
""",
        {
            "issuer": "Tulip & Thorn Florists Ltd",
            "invoice_number": "3381",
            "invoice_date": "2024-02-14",
            "total": "66.00",
            "tax": "11.00",
            "currency": "GBP",
        },
    ),
    "no_labels_before_amounts": (
        """
                     Rechnung 2024/0815
Schreinerei Holzmann e.K.
Waldweg 3
87435 Kempten
Kempten, den 3. Mai 2024
1 Einbauschrank nach Maß                          2.100,00 EUR
Summe netto                                       2.100,00 EUR
zzgl. 19 % Umsatzsteuer                             399,00 EUR
zu zahlender Betrag                               2.499,00 EUR
Bitte überweisen Sie bis zum 17.05.2024 auf IBAN DE89 3704 0044 0532 0130 00.
""",
        {
            "issuer": "Schreinerei Holzmann e.K.",
            "invoice_number": "2024/0815",
            "invoice_date": "2024-05-03",
            "due_date": "2024-05-17",
            "subtotal": "2100.00",
            "tax": "399.00",
            "total": "2499.00",
            "currency": "EUR",
            "issuer_address": "Waldweg 3, 87435 Kempten",
        },
    ),
    "mexico": (
        """
Distribuidora Azteca S.A. de C.V.
RFC: DAZ010203AB1
Av. Insurgentes Sur 1602, 03940 Ciudad de México
Factura: F-5521                          Fecha de emisión: 15/08/2024
Cliente: Hotel Playa Linda S.A.
Cantidad  Descripción             Precio unitario      Importe
12        Cajas de vasos                 350.00       4,200.00
                                  Subtotal            4,200.00
                                  IVA 16%               672.00
                                  Total MXN           4,872.00
""",
        {
            "issuer": "Distribuidora Azteca S.A. de C.V.",
            "invoice_number": "F-5521",
            "invoice_date": "2024-08-15",
            "subtotal": "4200.00",
            "tax": "672.00",
            "total": "4872.00",
            "currency": "MXN",
            "buyer": "Hotel Playa Linda S.A.",
        },
    ),
    "dubai": (
        """
Al Noor General Trading LLC
P.O. Box 44120, Dubai, UAE                    TRN: 100234567800003
TAX INVOICE
Invoice No: ANG-2024-119                      Invoice Date: 22-Jan-2024
Customer: Marina Catering LLC                 Due Date: 21-Feb-2024
Sl  Description            Qty      Rate        Amount
1   Basmati rice 20kg       50     85.00      4,250.00
                     Total before VAT         4,250.00
                     VAT 5%                     212.50
                     Total AED                4,462.50
""",
        {
            "issuer": "Al Noor General Trading LLC",
            "invoice_number": "ANG-2024-119",
            "invoice_date": "2024-01-22",
            "due_date": "2024-02-21",
            "subtotal": "4250.00",
            "tax": "212.50",
            "total": "4462.50",
            "currency": "AED",
        },
    ),
    "consulting_de_en": (
        """
Kestrel Advisory GmbH | Friedrichstr. 68 | 10117 Berlin
Invoice / Rechnung
Invoice no. / Rechnungsnr.:  KA-240031
Date / Datum:                07.03.2024
Delivery date / Leistungsdatum:  Feb 2024
To:
Orion Pharma Oyj
Orionintie 1
02200 Espoo, Finland
Consulting, 6 days at EUR 1.450,00                  8.700,00
Travel expenses                                       612,40
Net amount                                          9.312,40
VAT 0% (reverse charge)                                 0,00
Total amount EUR                                    9.312,40
""",
        {
            "issuer": "Kestrel Advisory GmbH",
            "invoice_number": "KA-240031",
            "invoice_date": "2024-03-07",
            "subtotal": "9312.40",
            "tax": "0.00",
            "total": "9312.40",
            "currency": "EUR",
            "buyer": "Orion Pharma Oyj",
            "buyer_address": "Orionintie 1, 02200 Espoo, Finland",
            "issuer_address": "Friedrichstr. 68 | 10117 Berlin",
        },
    ),
    "energy_bill": (
        """
Brightgrid Energy Limited                       Bill date          12 June 2024
Customer account number 8500 1122 3344          Bill reference     BG-77182
Your electricity bill
Period 1 Mar 2024 - 31 May 2024
Previous balance                                  £120.00
Payment received 3 April 2024                    -£120.00
Electricity used 640 kWh                          £172.80
Standing charge                                    £46.00
Total charges before VAT                          £218.80
VAT at 5%                                          £10.94
Total to pay                                      £229.74
Please pay by 26 June 2024
""",
        {
            "issuer": "Brightgrid Energy Limited",
            "invoice_date": "2024-06-12",
            "due_date": "2024-06-26",
            "subtotal": "218.80",
            "tax": "10.94",
            "total": "229.74",
            "currency": "GBP",
            "account_number": "8500 1122 3344",
        },
    ),
    "no_decimal_yen": (
        """
請求書 INVOICE
Sakura Trading K.K.
Invoice No. JP-0098          Date: 2024/02/29
Bill to: Pacific Imports LLC
Green tea 10kg        2      30,000      60,000
                    Subtotal         ¥60,000
                    Consumption tax (10%)   ¥6,000
                    Total            ¥66,000
""",
        {
            "invoice_number": "JP-0098",
            "invoice_date": "2024-02-29",
            "subtotal": "60000",
            "tax": "6000",
            "total": "66000",
            "currency": "JPY",
            "buyer": "Pacific Imports LLC",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_fields(text: str, expected: dict[str, str]) -> None:
    assert read_as(page_of(text), expected) == ("invoice", expected)


def test_labels_of_two_columns_are_not_read_as_one() -> None:
    """ "Invoice date" beside "Due date" holds no "date due"."""
    page = page_of("""
INVOICE
Invoice number     Invoice date     Due date
BW-817             30 Sep 2024      30 Oct 2024
""")
    values = {field.name: field.value for field in result_of(page, kind="invoice").fields}
    assert (values["invoice_date"], values["due_date"]) == ("2024-09-30", "2024-10-30")


def test_what_follows_a_name_but_is_no_address_is_not_shown_as_one() -> None:
    page = page_of("""
INVOICE
Orchard Press Ltd
Printers and binders since 1921
Invoice no. 4
Total 12.00
""")
    assert not [field for field in result_of(page, kind="invoice").fields if "address" in field.name]
