"""Receipts as tills print them, invented: every layout here once misled a rule."""

import pytest

from tests.inference.pages import result_of, slip_of

CASES = {
    "excluding_and_inclusive": (
        """
        RESTORAN LOTUS HILL
     002043319-W
No.2, Jalan Temenggung 19/9, Seksyen 9,
43200 Cheras, Selangor
     GST REG NO: 001335787520
          Tax Invoice
INV No.: 1133723        Cashier: Thandar
Date: 17-06-2018 11:32:20
Description     Qty  U.Price   Total  TAX
Cham (B)         1    2.20    2.20  ZRL
Take Away        4    0.20    0.80  ZRL
Total (Excluding GST):         3.00
GST payable:                   0.00
Total (Inclusive of GST):      3.00
TOTAL:                         3.00
CASH                           5.00
Change                         2.00
""",
        {
            "merchant": "RESTORAN LOTUS HILL",
            "date": "2018-06-17",
            "total": "3.00",
        },
    ),
    "no_rounding_dollars": (
        """
   PINE HAKKA INTERNATIONAL SDN BHD
        07 Jul 2018 18:24
          (867388-U)
   12, JALAN TAMPOI 7/4, KAWASAN
   PERINDUSTRIAN TAMPOI 81200 JOHOR
       TAX INVOICE
Invoice # : OR18070702170463
Item            Qty    Total
SR I00100000060- 4 Vege
  $7.10          1      $7.10
Total Amount:          $7.10
GST @6%:               $0.00
Nett Total:            $7.10
Payment Mode     Amount
CASH             $7.10
Change           $0.00
""",
        {
            "merchant": "PINE HAKKA INTERNATIONAL SDN BHD",
            "date": "2018-07-07",
            "total": "7.10",
        },
    ),
    "total_on_a_line_of_its_own": (
        """
MAPLE HEALTH AND BEAUTY SDN BHD
      Co No. 123456-X
 Lot LG-12, Level 1, KL
29/12/17   20:15  SLIP 0001234
BEAUTY CREAM 50ML      15.90
SHAMPOO                 8.25
SUBTOTAL               24.15
ROUNDING                0.00
TOTAL
                   RM  24.15
VISA                   24.15
GST SUMMARY   AMOUNT    TAX
S=6%          22.78    1.37
""",
        {
            "merchant": "MAPLE HEALTH AND BEAUTY SDN BHD",
            "date": "2017-12-29",
            "total": "24.15",
        },
    ),
    "after_adjustment": (
        """
          ORCHID CO. (M) BHD (126926-H)
 3RD FLR, ORCHID TAMAN SC
 GST ID : 002017394688
 SHOPPING HOURS SUN-THU:1000HRS-2230HRS
1x  000004120281      4.03 SR
Sub-total             4.03
Total Sales Incl GST  4.03
Rounding Adj          0.02
Total After Adj Incl GST  4.05
CASH                 50.00
Item Count 1     Change Amt  45.95
Invoice No: 1014045011600012345
GST Summary    Amount   Tax
SR @ 6%          3.80   0.23
Total            3.80   0.23
1016 05/04/2018 20:17
""",
        {
            "merchant": "ORCHID CO. (M) BHD",
            "date": "2018-04-05",
            "total": "4.05",
        },
    ),
    "inclusive_line_after_rounding": (
        """
  PERNIAGAAN SUNG LEE
JM0326955-V
NO.59 JALAN PERMAS 9/5
GST No : 000800589824
TAX INVOICE
CASH
Doc No. : CS00010456     Date: 12/02/2018
Cashier : USER           Time: 14:55:00
Item   Qty   S/Price   S/Tax   Amount
1234    2    14.91    1.79   29.82
Total Qty: 2             31.61
Total Sales (Excluding GST) :  29.82
Discount :                0.00
Total GST :               1.79
Rounding :               -0.01
Total Sales (Inclusive of GST) : 31.60
CASH :                  50.00
Change :                18.40
""",
        {
            "merchant": "PERNIAGAAN SUNG LEE",
            "date": "2018-02-12",
            "total": "31.60",
        },
    ),
    "total_rm_twice": (
        """
 SUPER NINE CASH & CARRY SDN BHD
  (657871-H)
 Receipt : 18012805010012
 Date/Time : 28/01/18 18:50
ITEM A                     6.99
ITEM B                     3.59
Total RM Incl. of GST     10.58
Rounding Adj               0.02
Total RM                  10.60
Cash                      20.60
CHANGE                    10.00
""",
        {
            "merchant": "SUPER NINE CASH & CARRY SDN BHD",
            "date": "2018-01-28",
            "total": "10.60",
        },
    ),
    "savings_and_total_change": (
        """
          VALLEY STORES (MALAYSIA) SDN BHD
          Company No: 521419-K
 Level 3, Lot 7
 MILK 1L            7.50
 BREAD              3.20
 SUB-TOTAL         10.70
 DISCOUNT          -0.50
 TOTAL SAVINGS      0.50
 TOTAL             10.20
 MASTERCARD        10.20
 TOTAL CHANGE       0.00
 Thank you for shopping
 15 Mar 2018   14:02
""",
        {
            "merchant": "VALLEY STORES (MALAYSIA) SDN BHD",
            "date": "2018-03-15",
            "total": "10.20",
        },
    ),
    "store_number": (
        """
        Corner Coffee Store #10208
      11302 Euclid Avenue
     Cleveland, OH (216) 229-0749
  CHK 664290
  12/07/2014 06:43 PM
  1912003   Drawer: 2   Reg: 2
Vt Pep Mocha            4.95
House Card               4.95
Subtotal               $4.95
Total                  $4.95
Change Due             $0.00
""",
        {
            "merchant": "Corner Coffee Store",
            "total": "4.95",
            "date": "2014-12-07",
        },
    ),
    "month_first_by_country_sign": (
        """
           VALUEMART
     Save money. Live better.
   (330) 339-3991
   MANAGER D. EXAMPLE
PET TOY     004747571658     1.97 X
FLOPPY PUPPY 004747514846    1.97 X
           SUBTOTAL         93.62
      TAX 1   6.750 %        4.59
           TOTAL            98.21
       VISA TEND            98.21
      CHANGE DUE             0.00
    # ITEMS SOLD 25
        07/28/17  02:39:48
""",
        {
            "merchant": "VALUEMART",
            "total": "98.21",
            "date": "2017-07-28",
            "tax": "4.59",
            "subtotal": "93.62",
        },
    ),
    "german": (
        """
      Beispiel Markt GmbH
   Domstr. 20, 50668 Köln
   UID Nr.: DE812706034
                      EUR
BIO MILCH          1,09 B
BROT               2,49 B
SUMME        EUR   3,58
Geg. BAR     EUR  10,00
Rückgeld BAR EUR  -6,42
Steuer %   Netto  Steuer  Brutto
B= 7,0%    3,35    0,23    3,58
Gesamtbetrag 3,35  0,23    3,58
24.12.2021   13:45  Bon-Nr.:1234
Vielen Dank für Ihren Einkauf
""",
        {
            "merchant": "Beispiel Markt GmbH",
            "total": "3.58",
            "date": "2021-12-24",
            "currency": "EUR",
        },
    ),
    "french": (
        """
   EPICERIE MARKET
  12 rue de la Paix 75002 PARIS
 Ticket 0123   14/05/2021 18:32
BAGUETTE            1,10
FROMAGE             4,35
TOTAL A PAYER       5,45 EUR
Carte bancaire      5,45
dont TVA 5,5%       0,28
Merci de votre visite
""",
        {
            "merchant": "EPICERIE MARKET",
            "total": "5.45",
            "date": "2021-05-14",
            "currency": "EUR",
        },
    ),
    "dutch": (
        """
     Buurt Super
 Filiaal 1234 Utrecht
AANTAL OMSCHRIJVING  PRIJS  BEDRAG
1  MELK                1,05
2  BROOD        1,99   3,98
3 SUBTOTAAL            5,03
TOTAAL                 5,03
PIN                    5,03
 BTW  OVER   EUR
 9%   4,61   0,42
 02-03-2022  17:45  Kassabon
""",
        {
            "merchant": "Buurt Super",
            "total": "5.03",
            "date": "2022-03-02",
        },
    ),
    "spanish": (
        """
     ALIMENTOS SUR, S.A.
 C/ MAYOR 5 MADRID
 12/03/2022 19:20   OP: 123456
 FACTURA SIMPLIFICADA: 2345-012
1 LECHE                 0,89
2 PAN            0,55   1,10
       TOTAL (€)        1,99
  TARJETA BANCARIA      1,99
 IVA  BASE IMPONIBLE (€) CUOTA (€)
 4%      1,91     0,08
""",
        {
            "merchant": "ALIMENTOS SUR, S.A.",
            "total": "1.99",
            "date": "2022-03-12",
            "currency": "EUR",
        },
    ),
    "invoice_title_on_a_slip": (
        """
KEDAI PAPAN BAHAGIA
(0005583085-K)
LOT 276 JALAN BANTING
TAX INVOICE
Invoice No: IV-12344
Date:  9/5/2018
SPRAY PAINT 3 X 9.43   28.29
Sub Total:             28.29
GST 6%:                 1.70
Rounding:               0.01
Total:                 30.00
""",
        {
            "merchant": "KEDAI PAPAN BAHAGIA",
            "date": "2018-05-09",
            "total": "30.00",
            "tax": "1.70",
            "subtotal": "28.29",
        },
    ),
    "final_total": (
        """
LINDEN STATIONERY SHOP
NO. 31G&33G, JALAN SETIA INDAH X ,U13/X
40170 SETIA ALAM
GST ID No: 001531760640
TAX INVOICE
Order Ref: 1234     Cashier
Date: 27/02/2017
2012-0043
RESTAURANT ORDER CHIT
3 x  2.90    8.70 SR
Total Sales Inclusive of GST   8.70
Rounding Adj   0.00
Final Total    8.70
CASH  10.00
Change  1.30
""",
        {
            "merchant": "LINDEN STATIONERY SHOP",
            "date": "2017-02-27",
            "total": "8.70",
        },
    ),
    "british": (
        """
   Bolt and Board
   Halesowen
 06/11/19 13:26
SEALANT              £6.50
TAPE                 £3.00
BALANCE DUE          £9.50
CONTACTLESS          £9.50
VAT @20%  £7.92  £1.58
""",
        {
            "total": "9.50",
            "date": "2019-11-06",
            "currency": "GBP",
            "merchant": "Bolt and Board",
        },
    ),
    "formerly_known_as": (
        """
RED GATE RESTAURANTS SDN BHD
(65351-M)
formerly known as Silver Gates
Kota Branch
GST ID NO : 000504664064
TEL NO: 03-6142 1234
MFY Side 1     INV# 002201803
ORD #57 -REG # 1- 21/03/2018 21:16:15
QTY ITEM             TOTAL
 1 Burger              10.00
TakeOut Total (incl GST)  10.00
Total Rounded         10.00
Cash Tendered         50.00
Change                40.00
TOTAL INCLUDES 6% GST  0.57
""",
        {
            "merchant": "RED GATE RESTAURANTS SDN BHD",
            "date": "2018-03-21",
            "total": "10.00",
        },
    ),
    "fuel": (
        """
BAYU ISLE PETRO TRADING
Company No:
Jalan Puchong
05/01/2018 13:45
Pump 05
Petrol 95      20.00 L 2.20
Total    RM   44.00
GST@6% RM  2.49
VISA  44.00
""",
        {
            "merchant": "BAYU ISLE PETRO TRADING",
            "date": "2018-01-05",
            "total": "44.00",
        },
    ),
    "gross_total_and_balance": (
        """
TAN AND SONS HARDWARE TRADING
NO 7, SIMPANG OFF BATU VILLAGE,
GST Reg No: 000455049216
TAX INVOICE
Invoice No: LST-0012    Date:08-01-18 9:03
Item A     5   10.00   50.00
Gross Total           50.00
Bill Disc              0.00
Sub Total (exc GST)   50.00
GST                    3.00
Total Amt             53.00
Amount Due            53.00
Paid                 100.00
Balance               47.00
""",
        {
            "merchant": "TAN AND SONS HARDWARE TRADING",
            "date": "2018-01-08",
            "total": "53.00",
        },
    ),
    "round_total": (
        """
KENANGA BARU HOLDINGS BERHAD
TAX INVOICE 1234
06-05-18 11:10
ITEM ONE     12.30
ITEM TWO      4.53
TOTAL  16.83
ROUNDING ADJUSTMENT   0.02
ROUND TOTAL   16.85
CASH  20.00
CHANGE  3.15
""",
        {
            "merchant": "KENANGA BARU HOLDINGS BERHAD",
            "date": "2018-05-06",
            "total": "16.85",
        },
    ),
    "member_discount": (
        """
PAPER MOON BOOK CO. (M) SDN BHD
(113825-W)
No 8, Jalan 7/118B
12/08/17   Slip No.: 8020188757
PENCIL      2.90
FILE        5.00
MEMBER DISCOUNT   -0.29
Total RM Incl. of GST      7.61
Rounding Adj              -0.01
Total RM                   7.60
Cash                     -10.00
CHANGE                     2.40
""",
        {
            "merchant": "PAPER MOON BOOK CO. (M) SDN BHD",
            "date": "2017-08-12",
            "total": "7.60",
        },
    ),
    "amount_payable": (
        """
TWIN PALM ENTERPRISE
9 Jalan Subang 10
Inv No: 123  06.10.2017
KICAP  12 x 4.00     48.00
Qty: 12   Total:  RM48.00
Total Before GST 45.28
Total GST 2.72
Amount Payable RM48.00
""",
        {
            "merchant": "TWIN PALM ENTERPRISE",
            "date": "2017-10-06",
            "total": "48.00",
        },
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_fields(text: str, expected: dict[str, str]) -> None:
    result = result_of(slip_of(text))
    assert result.kind == "receipt", result.kind_reason
    values = {field.name: field.value for field in result.fields}
    assert {name: values.get(name) for name in expected} == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_what_adds_up_is_not_said_to_fail(text: str) -> None:
    checks = result_of(slip_of(text)).checks
    assert not [check for check in checks if check.passed is False and check.name != "vat_number"]
