"""Key figures of reports of many branches and countries, invented."""

import pytest

from tests.inference.pages import ExpectedFigures, assert_figures

CASES: dict[str, tuple[tuple[str, ...], ExpectedFigures]] = {
    "insurer_ifrs17": (
        (
            """
Consolidated income statement
for the half year ended 30 June 2024 (unaudited)
                                                    Half year      Half year     Full year
                                                      30 June        30 June   31 December
                                                         2024           2023          2023
                                            Note           £m             £m            £m
Insurance revenue                              4        8,120          7,650        15,400
Insurance service expenses                             (7,010)        (6,700)      (13,330)
Insurance service result                                1,110            950         2,070
Profit before tax                                         690            601         1,320
Profit for the period                                     540            470         1,010
Earnings per share (pence)
Basic                                                    19.8           17.1          36.9
Diluted                                                  19.5           16.9          36.4
""",
        ),
        {
            ("revenue", "2024-06-30", 6): "8120",
            ("net_income", "2023-12-31", 12): "1010",
            ("diluted_eps", "2024-06-30", 6): "0.195",
            ("net_income", "2023-06-30", 6): "470",
        },
    ),
    "reit": (
        (
            """
CONSOLIDATED STATEMENTS OF OPERATIONS
(In thousands, except share and per share data)
                                                                For the Year Ended December 31,
                                                               2024            2023            2022
REVENUES
Rental income                                             $   401,220     $   388,110     $   360,020
Other property income                                          12,010          11,450          10,880
Total property revenues                                       413,230         399,560         370,900
Total operating expenses                                      301,000         290,000         280,000
Operating income                                              112,230         109,560          90,900
Net income                                                     60,010          59,000          44,120
Net income attributable to noncontrolling interests            (1,200)         (1,100)           (900)
Net income attributable to common stockholders            $    58,810     $    57,900     $    43,220
Net income per common share - basic                       $      0.91     $      0.90     $      0.68
Net income per common share - diluted                     $      0.90     $      0.89     $      0.67
""",
            """
CONSOLIDATED BALANCE SHEETS
(In thousands)
                                                        December 31, 2024   December 31, 2023
Real estate, net                                             $  3,900,120        $  3,801,220
Cash and cash equivalents                                          44,120              50,010
Total assets                                                 $  4,120,000        $  4,010,000
Total liabilities                                               2,010,000           1,990,000
Redeemable noncontrolling interests                                20,000              19,000
Total stockholders' equity                                      2,050,000           1,965,000
Noncontrolling interests                                           40,000              36,000
Total equity                                                    2,090,000           2,001,000
Total liabilities and equity                                 $  4,120,000        $  4,010,000
""",
            """
CONSOLIDATED STATEMENTS OF CASH FLOWS
(In thousands)
                                                        For the Year Ended December 31,
                                                        2024        2023        2022
Net cash provided by operating activities             201,000     190,000     180,500
Additions to real estate investments                  (90,000)    (81,000)    (70,000)
Acquisition of real estate                           (150,000)    (99,000)    (20,000)
Net cash used in investing activities                (240,000)   (180,000)    (90,000)
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "413230",
            ("net_income", "2024-12-31", 12): "60010",
            ("diluted_eps", "2022-12-31", 12): "0.67",
            ("equity", "2024-12-31", None): "2090000",
            ("operating_cash_flow", "2023-12-31", 12): "190000",
        },
    ),
    "indian_crore": (
        (
            """
Suvarna Motors Limited
Integrated Annual Report 2023-24
""",
            """
Consolidated Statement of Profit and Loss
for the year ended March 31, 2024                                        (₹ in crore)
                                          Notes      Year ended        Year ended
                                                 March 31, 2024    March 31, 2023
I. Revenue from operations                   23       12,34,567         11,22,334
II. Other income                             24            1,234             1,100
III. Total income (I + II)                            12,35,801         11,23,434
Profit before tax                                        98,765            87,654
Profit for the year                                      74,321            66,210
Earnings per equity share (Face value of ₹ 10 each)
Basic (in ₹)                                 31           54.32             48.10
Diluted (in ₹)                               31           54.30             48.05
""",
            """
Consolidated Balance Sheet
as at March 31, 2024                                              (₹ in crore)
                                          Notes          As at             As at
                                                 March 31, 2024    March 31, 2023
Cash and cash equivalents                    12           9,876             8,765
Total assets                                           5,43,210          5,01,234
Equity share capital                         14           1,200             1,200
Other equity                                 15        2,10,000          1,90,000
Total equity                                           2,11,200          1,91,200
Total liabilities                                      3,32,010          3,10,034
Total equity and liabilities                           5,43,210          5,01,234
""",
            """
Consolidated Statement of Cash Flows
for the year ended March 31, 2024                           (₹ in crore)
                                                     Year ended        Year ended
                                                 March 31, 2024    March 31, 2023
Cash generated from operations                           1,10,000            98,000
Taxes paid (net)                                          (20,000)          (18,000)
Net cash flow from operating activities (A)                90,000            80,000
Purchase of property, plant and equipment and intangible assets (50,000) (45,000)
Net cash used in investing activities (B)                 (40,000)          (38,000)
""",
        ),
        {
            ("revenue", "2024-03-31", 12): "1234567",
            ("net_income", "2023-03-31", 12): "66210",
            ("diluted_eps", "2024-03-31", 12): "54.30",
            ("cash", "2024-03-31", None): "9876",
            ("equity", "2023-03-31", None): "191200",
            ("operating_cash_flow", "2024-03-31", 12): "90000",
            ("capital_expenditure", "2024-03-31", 12): "-50000",
        },
    ),
    "dutch_ifrs": (
        (
            """
Royal Waterhoek N.V.
Annual Report 2024
""",
            """
Consolidated statement of profit or loss
In millions of euros                              Note         2024         2023*
Revenue                                            2.1        4,120        3,990
Other income                                                     22           18
Results from operating activities                  2.4          410          377
Net finance costs                                              (60)         (71)
Result before tax                                              350          306
Income tax                                                     (88)         (77)
Result for the year                                            262          229
Attributable to:
Shareholders of the Company                                    255          222
Non-controlling interests                                        7            7
Result for the year                                            262          229
Earnings per share (in euros)
Basic                                                         2.11         1.84
Diluted                                                       2.09         1.82
* Restated, see note 1.3
""",
            """
Consolidated statement of financial position
In millions of euros                              Note   31 December 2024   31 December 2023*
Cash and cash equivalents                         4.4                 312                 290
Total assets                                                        5,120               4,990
Equity attributable to shareholders                                 1,990               1,880
Non-controlling interests                                              40                  38
Group equity                                      5.1               2,030               1,918
Total liabilities                                                   3,090               3,072
Total equity and liabilities                                        5,120               4,990
""",
            """
Consolidated statement of cash flows
In millions of euros                              Note         2024         2023*
Result for the year                                            262          229
Cash flow from operations                                      520          470
Interest paid                                                  (50)         (48)
Net cash from operating activities                             410          360
Investments in property, plant and equipment      3.1         (190)        (170)
Net cash used in investing activities                         (200)        (180)
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "4120",
            ("operating_income", "2023-12-31", 12): "377",
            ("net_income", "2024-12-31", 12): "262",
            ("diluted_eps", "2024-12-31", 12): "2.09",
            ("equity", "2024-12-31", None): "2030",
            ("total_liabilities", "2023-12-31", None): "3072",
            ("operating_cash_flow", "2024-12-31", 12): "410",
            ("capital_expenditure", "2024-12-31", 12): "-190",
        },
    ),
    "australian": (
        (
            """
Kurrajong Minerals Limited
ABN 12 345 678 901
Annual Financial Report
for the year ended 30 June 2024
""",
            """
Consolidated statement of profit or loss and other comprehensive income
For the year ended 30 June 2024
                                                     Note       2024         2023
                                                              $’000        $’000
Revenue                                                3     210,110      198,870
Other income                                           4       1,220          990
Profit before income tax                                      31,010       28,800
Income tax expense                                            (9,300)      (8,640)
Profit after income tax for the year attributable to the owners of Kurrajong Minerals Limited  21,710  20,160
                                                               Cents        Cents
Basic earnings per share                              31       12.31        11.44
Diluted earnings per share                            31       12.20        11.36
""",
            """
Consolidated statement of financial position
As at 30 June 2024
                                                     Note       2024         2023
                                                              $’000        $’000
Cash and cash equivalents                              7      44,010       39,980
Total assets                                                 301,220      290,110
Total liabilities                                            101,110      100,990
Net assets                                                   200,110      189,120
Total equity                                                 200,110      189,120
""",
            """
Consolidated statement of cash flows
For the year ended 30 June 2024
                                                     Note       2024         2023
                                                              $’000        $’000
Receipts from customers                                      220,000      205,000
Net cash from operating activities                    33      41,220       38,110
Payments for property, plant and equipment                   (18,110)     (17,000)
Payments for exploration and evaluation                       (4,000)      (3,000)
Net cash used in investing activities                        (22,000)     (20,000)
""",
        ),
        {
            ("revenue", "2024-06-30", 12): "210110",
            ("diluted_eps", "2024-06-30", 12): "0.122",
            ("cash", "2023-06-30", None): "39980",
            ("equity", "2024-06-30", None): "200110",
            ("operating_cash_flow", "2023-06-30", 12): "38110",
            ("capital_expenditure", "2024-06-30", 12): "-18110",
        },
    ),
    "south_african": (
        (
            """
Protea Retail Holdings Ltd
Summarised audited consolidated results for the 52 weeks ended 30 June 2024
""",
            """
CONSOLIDATED STATEMENT OF COMPREHENSIVE INCOME
                                          52 weeks to      52 weeks to
                                         30 June 2024      2 July 2023     % change
                                                   Rm               Rm
Revenue                                        22,110           20,980          5.4
Trading profit                                  2,220            2,050          8.3
Operating profit                                2,310            2,110          9.5
Profit for the period                           1,510            1,390          8.6
Headline earnings per share (cents)             395.1            360.2          9.7
Earnings per share (cents)
Basic                                           391.2            358.8          9.0
Diluted                                         388.0            355.5          9.1
""",
        ),
        {
            ("revenue", "2024-06-30", 12): "22110",
            ("diluted_eps", "2024-06-30", 12): "3.88",
            ("operating_income", "2023-07-02", 12): "2110",
        },
    ),
    "japanese_with_results_per_share_elsewhere": (
        (
            """
ANNUAL REPORT 2024
For the fiscal year ended March 31, 2024
Asagiri Optics Co., Ltd.
""",
            """
Consolidated Statements of Income
(Millions of yen)
                                          FY2022                FY2023
                               (April 1, 2022 to     (April 1, 2023 to
Item                             March 31, 2023)       March 31, 2024)
Net sales                                118,442               142,915
Operating profit                          11,731                14,516
Ordinary profit                           12,143                15,910
Profit                                     8,319                10,988
Profit attributable to owners of parent    8,308                10,814
""",
            """
Segment information (Millions of yen)
                                       Lenses      Sensors      Total
Sales to external customers            71,204       71,711    142,915
Segment profit                          8,340        6,176     14,516
Per share information
                                          FY2022                FY2023
                               (April 1, 2022 to     (April 1, 2023 to
                                 March 31, 2023)       March 31, 2024)
Profit per share - basic (yen)             87.05                108.07
Profit per share - diluted (yen)           86.34                107.05
Dividends per share (yen)                  22.00                 26.00
""",
            """
Consolidated Statements of Cash Flows
(Millions of yen)
                                          FY2022                FY2023
                               (April 1, 2022 to     (April 1, 2023 to
                                 March 31, 2023)       March 31, 2024)
Impairment losses                           △830                 △116
Net cash used in operating activities     △7,765                20,064
Purchase of property, plant and equipment △7,466                △9,981
""",
        ),
        {
            ("revenue", "2023-03-31", 12): "118442",
            ("net_income", "2024-03-31", 12): "10814",
            ("diluted_eps", "2023-03-31", 12): "86.34",
            ("diluted_eps", "2024-03-31", 12): "107.05",
            ("operating_cash_flow", "2023-03-31", 12): "-7765",
            ("capital_expenditure", "2024-03-31", 12): "-9981",
        },
    ),
    "tenk_fiscal_with_text": (
        (
            """
FORM 10-K
For the fiscal year ended December 28, 2024
Calder Freight Lines, Inc.
(Exact name of registrant as specified in its charter)
""",
            """
The Company's fiscal year ends on the last Saturday of December. Fiscal years 2024, 2023 and 2022 ended on
December 28, 2024, December 30, 2023 and December 31, 2022 and had 52 weeks each.
""",
            """
CONSOLIDATED STATEMENTS OF INCOME
(In thousands, except per share data)
                                            Fiscal Year
                                   2024          2023          2022
Freight revenue               $ 801,220     $ 790,110     $ 770,010
Fuel surcharge revenue           90,010        88,110        99,010
Total revenue                   891,230       878,220       869,020
Operating income                 80,120        77,110        91,010
Net income                    $  60,010     $  58,110     $  70,010
Diluted earnings per share    $    2.01     $    1.94     $    2.30
""",
            """
CONSOLIDATED BALANCE SHEETS
(In thousands)
                                    December 28,    December 30,
                                            2024            2023
Cash and cash equivalents             $   44,010      $   39,110
Total assets                          $  990,110      $  970,110
Total liabilities                        440,010         438,110
Total stockholders' equity               550,100         532,000
""",
        ),
        {
            ("revenue", "2024-12-28", 12): "891230",
            ("revenue", "2023-12-30", 12): "878220",
            ("revenue", "2022-12-31", 12): "869020",
            ("diluted_eps", "2022-12-31", 12): "2.30",
        },
    ),
    "indian_quarter_results": (
        (
            """
Suvarna Motors Limited
Statement of Unaudited Consolidated Financial Results for the Quarter and Nine Months ended December 31, 2024
                                                                                          (₹ in crore)
                                      Quarter ended                     Nine months ended      Year ended
                          31.12.2024   30.09.2024   31.12.2023    31.12.2024   31.12.2023   31.03.2024
                          (Unaudited)  (Unaudited)  (Unaudited)   (Unaudited)  (Unaudited)    (Audited)
Revenue from operations     1,23,456     1,20,110     1,10,990      3,60,110     3,30,220    4,50,110
Other income                   1,110        1,010          990         3,010        2,990       4,010
Total income                1,24,566     1,21,120     1,11,980      3,63,120     3,33,210    4,54,120
Profit for the period          7,110        6,990        6,110        20,110       18,110      25,110
Basic EPS (in ₹)               12.10        11.90        10.40         34.20        30.80       42.70
Diluted EPS (in ₹)             12.08        11.88        10.38         34.10        30.70       42.60
""",
        ),
        {
            ("revenue", "2024-12-31", 3): "123456",
            ("revenue", "2024-09-30", 3): "120110",
            ("revenue", "2024-12-31", 9): "360110",
            ("revenue", "2024-03-31", 12): "450110",
            ("diluted_eps", "2023-12-31", 9): "30.70",
            ("net_income", "2023-12-31", 3): "6110",
        },
    ),
    "swiss": (
        (
            """
Edelmatt Holding AG
Annual Report 2024
""",
            """
Consolidated income statement
CHF 1,000                                       2024         2023
Net sales                                    501'220      490'110
Operating result (EBIT)                       50'110       48'010
Net profit                                    40'010       38'110
Diluted earnings per share (CHF)                4.01         3.81
""",
            """
Consolidated balance sheet
CHF 1,000                                 31.12.2024   31.12.2023
Cash and cash equivalents                     90'110       88'010
Total assets                                 701'220      690'110
Total liabilities                            301'110      300'010
Total equity                                 400'110      390'100
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "501220",
            ("cash", "2023-12-31", None): "88010",
            ("diluted_eps", "2024-12-31", 12): "4.01",
        },
    ),
    "as_originally": (
        (
            """
Consolidated Statements of Income
(In millions)
                                        Year Ended December 31,
                              2024        2023          2023           2022
                                       As Restated   As Reported
Net sales                    1,110       1,080         1,090          1,010
Net income                     110         101           108             99
""",
        ),
        {
            ("revenue", "2023-12-31", 12): "1080",
            ("net_income", "2024-12-31", 12): "110",
        },
    ),
}


@pytest.mark.parametrize(("pages", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_figures_of_every_period(pages: tuple[str, ...], expected: ExpectedFigures) -> None:
    assert_figures(pages, expected)
