"""Key figures of statements as they are written in many countries, invented: periods, units, signs, per share."""

import pytest

from tests.inference.pages import page_of, result_of

CASES = {
    "uk_ifrs": (
        """
Hallam Group plc
Annual Report and Accounts 2024
Consolidated income statement
for the year ended 31 March 2024
                                            Note      2024       2023
                                                        £m         £m
Revenue                                        3     1,842.6    1,711.0
Cost of sales                                      (1,120.4)  (1,066.1)
Gross profit                                           722.2      644.9
Administrative expenses                        5      (511.9)    (480.3)
Operating profit                               4       210.3      164.6
Finance costs                                  7       (31.5)     (28.8)
Profit before tax                                      178.8      135.8
Taxation                                       9       (44.1)     (30.2)
Profit for the year                                    134.7      105.6
Earnings per share
Basic                                         10       45.3p      35.1p
Diluted                                       10       44.8p      34.9p
""",
        {
            ("revenue", "2024-03-31", None): "1842.6",
            ("revenue", "2023-03-31", None): "1711.0",
            ("operating_income", "2024-03-31", None): "210.3",
            ("net_income", "2024-03-31", None): "134.7",
            ("diluted_eps", "2024-03-31", None): "0.448",
            ("diluted_eps", "2023-03-31", None): "0.349",
        },
        1_000_000,
    ),
    "uk_pence_caption": (
        """
Consolidated income statement for the year ended 30 September 2023
                                                     2023       2022
                                           Notes    £'000      £'000
Turnover                                     2     88,120     80,455
Operating profit                             3      9,340      7,010
Profit for the financial year                       6,955      5,120
Diluted earnings per share (pence)           8      12.40       9.20
""",
        {
            ("revenue", "2023-09-30", None): "88120",
            ("operating_income", "2023-09-30", None): "9340",
            ("net_income", "2023-09-30", None): "6955",
            ("diluted_eps", "2023-09-30", None): "0.124",
        },
        1_000,
    ),
    "us_except_per_share": (
        """
LARKSPUR TECHNOLOGIES, INC.
CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS
(In thousands, except per share amounts)
(Unaudited)
                                       Three Months Ended          Nine Months Ended
                                          September 30,               September 30,
                                        2024        2023           2024         2023
Revenues:
  Subscription                      $ 41,250    $ 35,110      $ 118,900    $ 99,800
  Services                             5,020       4,990         14,700      14,100
Total revenues                        46,270      40,100        133,600     113,900
Operating expenses                    50,110      47,900        148,000     139,500
Loss from operations                  (3,840)     (7,800)       (14,400)    (25,600)
Net loss                            $ (4,015)   $ (8,120)     $ (15,010)  $ (26,700)
Net loss per share, basic and diluted $ (0.12)  $  (0.25)     $   (0.45)  $   (0.82)
""",
        {
            ("revenue", "2024-09-30", 3): "46270",
            ("revenue", "2024-09-30", 9): "133600",
            ("net_income", "2023-09-30", 3): "-8120",
            ("operating_income", "2024-09-30", 9): "-14400",
            ("diluted_eps", "2024-09-30", 3): "-0.12",
            ("diluted_eps", "2023-09-30", 9): "-0.82",
        },
        1_000,
    ),
    "german": (
        """
Konzern-Gewinn- und Verlustrechnung
für das Geschäftsjahr vom 1. Januar bis 31. Dezember 2023
in Mio. €                                    2023         2022
Umsatzerlöse                             12.345,6     11.020,3
Umsatzkosten                             -8.100,2     -7.400,0
Betriebsergebnis                          1.204,5        980,1
Ergebnis nach Steuern                       812,3        640,7
""",
        {
            ("revenue", "2023-12-31", None): "12345.6",
            ("operating_income", "2023-12-31", None): "1204.5",
            ("net_income", "2022-12-31", None): "640.7",
        },
        1_000_000,
    ),
    "balance_uk": (
        """
Consolidated balance sheet
at 31 March 2024
                                      Note       2024        2023
                                                   £m          £m
Non-current assets
Property, plant and equipment           11      1,402.0     1,350.5
Current assets
Inventories                                       210.4       199.8
Cash and cash equivalents               15        188.1       140.9
Total assets                                    2,410.7     2,288.3
Current liabilities
Trade payables                                   (390.2)     (377.1)
Total liabilities                              (1,210.0)   (1,180.4)
Net assets                                      1,200.7     1,107.9
""",
        {
            ("total_assets", "2024-03-31", None): "2410.7",
            ("cash", "2024-03-31", None): "188.1",
            ("equity", "2024-03-31", None): "1200.7",
            ("total_liabilities", "2023-03-31", None): "-1180.4",
        },
        1_000_000,
    ),
    "india_crore": (
        """
STATEMENT OF PROFIT AND LOSS for the year ended 31st March, 2024
                                                        (₹ in crore)
Particulars                             Note     2023-24      2022-23
Revenue from operations                  21     45,210.33    40,118.20
Other income                             22        812.10       640.00
Total Income                                    46,022.43    40,758.20
Profit before tax                                6,120.45     5,310.10
Profit for the year                              4,580.20     3,990.75
Earnings per equity share of ₹ 10 each
Diluted (in ₹)                           30         36.51        31.84
""",
        {
            ("revenue", "2024-03-31", None): "45210.33",
            ("net_income", "2024-03-31", None): "4580.20",
            ("diluted_eps", "2024-03-31", None): "36.51",
        },
        10_000_000,
    ),
    "japan": (
        """
Consolidated Statements of Cash Flows
Years ended March 31, 2024 and 2023
                                              Millions of yen
                                            2024          2023
Net cash provided by operating activities  512,300      488,100
Purchases of property, plant and equipment (210,450)    (198,300)
Net cash used in investing activities      (230,000)    (201,000)
""",
        {
            ("operating_cash_flow", "2024-03-31", None): "512300",
            ("capital_expenditure", "2024-03-31", None): "-210450",
        },
        1_000_000,
    ),
    "us_bank": (
        """
CONSOLIDATED STATEMENTS OF INCOME
(Dollars in millions, except per share data)
Years Ended December 31,                      2023       2022       2021
Total interest income                       $ 9,210    $ 6,110    $ 5,020
Net interest income                           5,930      5,210      4,400
Total revenue, net of interest expense        8,870      8,120      7,340
Provision for credit losses                     610        210       (300)
Income before income taxes                    2,410      2,905      3,210
Net income                                  $ 1,905    $ 2,301    $ 2,540
Diluted earnings per common share           $  3.11    $  3.77    $  4.02
""",
        {
            ("revenue", "2023-12-31", None): "8870",
            ("net_income", "2021-12-31", None): "2540",
            ("diluted_eps", "2022-12-31", None): "3.77",
        },
        1_000_000,
    ),
    "french": (
        """
COMPTE DE RÉSULTAT CONSOLIDÉ
(en millions d'euros)                     Exercice 2023   Exercice 2022
Chiffre d'affaires                             5 430,2         5 012,7
Résultat opérationnel                            612,4           540,9
Résultat net                                     401,8           355,0
Résultat net dilué par action (en euros)          3,21            2,84
""",
        {
            ("revenue", "2023", None): "5430.2",
            ("operating_income", "2023", None): "612.4",
            ("net_income", "2022", None): "355.0",
            ("diluted_eps", "2023", None): "3.21",
        },
        1_000_000,
    ),
    "release": (
        """
Ferndale Brands Reports Fourth Quarter and Fiscal 2023 Results
FERNDALE BRANDS, INC.
CONSOLIDATED STATEMENTS OF EARNINGS
(In millions, except per share data)
                                      Quarter Ended                   Year Ended
                              December 30,   December 31,     December 30,   December 31,
                                  2023           2022             2023           2022
Net sales                       $ 812.4        $ 790.1        $ 3,120.8      $ 3,055.2
Operating earnings                 88.9           70.2            340.1          322.7
Net earnings                    $  61.0        $  48.8        $   236.4      $   221.9
Diluted earnings per share      $  1.02        $  0.81        $    3.93      $    3.66
""",
        {
            ("revenue", "2023-12-30", 3): "812.4",
            ("revenue", "2023-12-30", 12): "3120.8",
            ("diluted_eps", "2022-12-31", 12): "3.66",
            ("operating_income", "2022-12-31", 3): "70.2",
        },
        1_000_000,
    ),
}
Expected = dict[tuple[str, str, int | None], str]


@pytest.mark.parametrize(("text", "expected", "scale"), CASES.values(), ids=CASES.keys())
def test_finds_the_figures_with_year_sign_and_scale(text: str, expected: Expected, scale: int) -> None:
    figures = result_of(page_of(text), kind="report").figures
    for (name, end, months), value in expected.items():
        found = [
            figure
            for figure in figures
            if (figure.name, figure.period_end) == (name, end) and months in (None, figure.months)
        ]
        assert [str(figure.value) for figure in found] == [value], (name, end, months)
        assert found[0].scale == (1 if name == "diluted_eps" else scale)


PENCE = """
Consolidated income statement
for the year ended 31 March 2024
                                  2024       2023
                                    {unit}         {unit}
Revenue                        1,842.6    1,711.0
Operating profit                 210.3      164.6
Profit for the year              134.7      105.6
{heading}
Basic                             45.3       35.1
Diluted                           44.8       34.9
{below}
"""


@pytest.mark.parametrize(
    ("unit", "heading", "below", "value", "currency"),
    [
        ("£m", "Earnings per share (pence)", "", "0.448", "GBP"),
        ("£m", "Earnings per share               pence      pence", "", "0.448", "GBP"),
        ("£m", "Earnings per ordinary share          p          p", "", "0.448", "GBP"),
        ("£m", "Earnings per share", "Earnings per share are stated in pence.", "0.448", "GBP"),
        ("$m", "Earnings per share (US cents)", "", "0.448", "USD"),
        ("€m", "Earnings per share (in cent)", "", "0.448", "EUR"),
        ("€m", "Earnings per share (€)", "Amounts per share of joint ventures in cents.", "44.8", "EUR"),
        ("£m", "Earnings per share", "Dividend per share (pence)    20.2       19.4", "44.8", "GBP"),
    ],
)
def test_amounts_per_share_count_in_the_unit_of_the_currency(
    unit: str, heading: str, below: str, value: str, currency: str
) -> None:
    text = PENCE.format(unit=unit, heading=heading, below=below)
    figures = result_of(page_of(text), kind="report").figures
    latest = next(f for f in figures if f.name == "diluted_eps" and f.period_end == "2024-03-31")
    assert (str(latest.value), latest.printed, latest.currency) == (value, "44.8", currency)
    assert ("(printed in" in latest.label) == (value == "0.448")
    assert {f.currency for f in figures} == {currency}
