"""For which period a column of a statement is, as headings of many kinds say it, invented."""

import pytest

from tests.inference.pages import ExpectedFigures, assert_figures

CASES: dict[str, tuple[tuple[str, ...], ExpectedFigures]] = {
    "freight_quarters": (
        (
            """
Northline Freight Corp. Reports Third Quarter Fiscal 2024 Results
NORTHLINE FREIGHT CORP.
CONSOLIDATED STATEMENTS OF OPERATIONS
(Unaudited, in thousands, except per share amounts)
                                  Thirteen Weeks Ended               Thirty-Nine Weeks Ended
                                Nov. 2,        Oct. 28,             Nov. 2,        Oct. 28,
                                 2024            2023                2024            2023
Net sales                   $   801,220     $   790,110         $  2,410,100    $  2,377,090
Operating income                 40,120          42,990              120,330         131,870
Loss from discontinued operations, net of tax  (500)  (900)            (1,500)        (2,200)
Net income                  $    30,020     $    31,100         $    88,840     $    95,110
Diluted earnings per share:
Continuing operations       $      0.61     $      0.63         $      1.80     $      1.91
Discontinued operations           (0.01)          (0.02)              (0.03)          (0.04)
Net income                  $      0.60     $      0.61         $      1.77     $      1.87
""",
        ),
        {
            ("revenue", "2024-11-02", 3): "801220",
            ("revenue", "2023-10-28", 9): "2377090",
            ("operating_income", "2024-11-02", 9): "120330",
            ("net_income", "2023-10-28", 3): "31100",
            ("diluted_eps", "2024-11-02", 3): "0.60",
            ("diluted_eps", "2024-11-02", 9): "1.77",
        },
    ),
    "fiscal_years_named_after_the_year_before": (
        (
            """
FORM 10-K
For the fiscal year ended February 3, 2024
Pinecrest Stores, Inc.
(Exact name of registrant as specified in its charter)
""",
            """
CONSOLIDATED STATEMENTS OF EARNINGS
(In millions, except per share data)
                                                 2023          2022          2021
Fiscal Year                                 (53 weeks)    (52 weeks)    (52 weeks)
Net sales                                   $  9,120      $  8,880      $  8,610
Operating income                                 512           498           501
Net earnings                                $    344      $    330      $    341
Diluted earnings per share                  $   3.11      $   2.92      $   2.99
""",
            """
CONSOLIDATED BALANCE SHEETS
(In millions)
                                             February 3,   January 28,
                                                    2024          2023
Cash and cash equivalents                   $    320      $    298
Total assets                                $  5,120      $  4,980
Total liabilities                              3,010         3,001
Total shareholders' equity                     2,110         1,979
""",
        ),
        {
            ("revenue", "2024-02-03", 12): "9120",
            ("revenue", "2023-01-28", 12): "8880",
            ("cash", "2023-01-28", None): "298",
        },
    ),
    "twelve_week_quarters": (
        (
            """
CONDENSED CONSOLIDATED STATEMENTS OF INCOME
(in millions except per share amounts, unaudited)
                                   12 Weeks Ended            36 Weeks Ended
                                9/7/2024     9/9/2023     9/7/2024     9/9/2023
Net Revenue                    $ 23,319     $ 23,453     $ 64,070     $ 63,621
Operating Profit                  3,872        4,015       10,637       10,303
Net Income                        2,943        3,116        8,087        7,823
Diluted                        $   2.13     $   2.24     $   5.83     $   5.62
""",
        ),
        {
            ("revenue", "2024-09-07", 3): "23319",
            ("revenue", "2023-09-09", 9): "63621",
        },
    ),
    "restated_three": (
        (
            """
Consolidated income statement
for the year ended 30 June 2024
                                                                     Restated
                                          2024          2023             2023
                                                (as previously
                                                   reported)
                                          A$'000       A$'000           A$'000
Revenue from contracts with customers    120,400      110,300          109,900
Profit for the year                       12,200       10,900           10,500
Earnings per share for profit attributable to the ordinary equity holders
Basic earnings per share (cents)            24.1         21.5             20.7
Diluted earnings per share (cents)          23.9         21.3             20.5
""",
        ),
        {
            ("revenue", "2024-06-30", 12): "120400",
            ("revenue", "2023-06-30", 12): "109900",
            ("diluted_eps", "2024-06-30", 12): "0.239",
        },
    ),
    "quarterly_balance": (
        (
            """
CONSOLIDATED BALANCE SHEETS (unaudited)
(in millions)
                                      Sept. 30,   June 30,   March 31,   Dec. 31,   Sept. 30,
                                        2024        2024        2024       2023        2023
Cash and due from banks               $ 1,120     $ 1,090     $ 1,030    $ 1,200     $ 1,100
Total assets                           90,120      89,900      88,800     88,100      87,700
Total liabilities                      80,020      79,990      79,100     78,500      78,300
Total shareholders' equity             10,100       9,910       9,700      9,600       9,400
""",
        ),
        {
            ("total_assets", "2024-09-30", None): "90120",
            ("total_assets", "2023-09-30", None): "87700",
            ("cash", "2024-03-31", None): "1030",
        },
    ),
    "ranges_of_months": (
        (
            """
Interim report January–June 2024
Consolidated income statement
                                 Q2 2024   Q2 2023    Jan-Jun 2024   Jan-Jun 2023   Jan-Dec 2023
SEK million
Net sales                          5,120     4,990          10,010          9,870         20,100
Operating profit                     510       470           1,010            980          2,050
Profit for the period                380       350             760            730          1,520
Earnings per share after dilution, SEK 1.91   1.76            3.82           3.66           7.63
""",
        ),
        {
            ("revenue", "2024-06-30", 6): "10010",
            ("revenue", "2023-12-31", 12): "20100",
            ("revenue", "2024-06-30", 3): "5120",
        },
    ),
    "year_to_date": (
        (
            """
Condensed Consolidated Statements of Operations
(in millions, unaudited)
                                Second Quarter             Year-to-Date
                               2024        2023          2024        2023
Net sales                     1,120       1,090         2,210       2,150
Operating income                120         110           230         210
Net income                       88          80           170         155
""",
        ),
        {
            ("revenue", "2024", 3): "1120",
            ("revenue", "2024", 6): "2210",
        },
    ),
    "quarters_of_fiscal_years": (
        (
            """
Consolidated Statements of Income
(Rs. in crores)
                               Q1 FY25     Q1 FY24     FY24
Revenue from operations          9,120       8,880    36,100
Profit for the period            1,220       1,100     4,800
""",
        ),
        {
            ("revenue", "2025", 3): "9120",
            ("revenue", "2024", 3): "8880",
            ("revenue", "2024", 12): "36100",
        },
    ),
    "range_of_days_under_a_quarter": (
        (
            """
Summary of Consolidated Financial Results for the Third Quarter of the Fiscal Year Ending March 31, 2025
Quarterly Consolidated Statements of Income
(Millions of yen)
                                      FY2023 Q3                 FY2024 Q3
                               (April 1, 2023 to          (April 1, 2024 to
                              December 31, 2023)         December 31, 2024)
Net sales                                 88,120                     91,220
Operating profit                           7,110                      7,900
Profit                                     5,110                      5,500
Profit attributable to owners of parent    5,010                      5,390
""",
        ),
        {
            ("revenue", "2024-12-31", 9): "91220",
            ("revenue", "2023-12-31", 9): "88120",
        },
    ),
    "quarters_counted_before_columns_of_changes": (
        (
            """
Consolidated income statement
                       Q1-Q3                            Q3
EUR million         2024     2023     Change      2024     2023     Change
Revenue            9,110    8,880        230     3,010    2,990         20
EBIT                 910      870         40       301      290         11
Net result           610      580         30       201      190         11
""",
        ),
        {
            ("revenue", "2024", 9): "9110",
            ("revenue", "2023", 3): "2990",
            ("net_income", "2024", 3): "201",
        },
    ),
    "discontinued": (
        (
            """
CONSOLIDATED STATEMENTS OF OPERATIONS
(Dollars in millions, except per share amounts)
                                                      Fiscal Years Ended
                                          September 28,   September 30,   October 1,
                                                   2024            2023         2022
Net sales                                     $   2,110       $   2,010    $   1,990
Operating income                                    201             190          180
Income from continuing operations                   140             131          120
Income (loss) from discontinued operations, net of tax (12)           4           (3)
Net income                                    $     128       $     135    $     117
Diluted income per share:
From continuing operations                    $    2.80       $    2.62    $    2.40
From discontinued operations                      (0.24)           0.08        (0.06)
Diluted net income per share                  $    2.56       $    2.70    $    2.34
""",
        ),
        {
            ("net_income", "2024-09-28", 12): "128",
            ("diluted_eps", "2022-10-01", 12): "2.34",
            ("diluted_eps", "2024-09-28", 12): "2.56",
        },
    ),
    "before_exceptional": (
        (
            """
Consolidated income statement
for the 52 weeks ended 30 March 2024
                                       52 weeks ended 30 March 2024              53 weeks ended 1 April 2023
                                 Before                                   Before
                            exceptional  Exceptional                 exceptional  Exceptional
                                  items        items      Total            items        items     Total
                                     £m           £m         £m               £m           £m        £m
Revenue                         2,120.1            -    2,120.1          2,010.4            -   2,010.4
Operating profit                  201.1        (20.2)     180.9            190.0        (12.0)    178.0
Profit for the year               140.0        (16.0)     124.0            130.0         (9.0)    121.0
Diluted earnings per share                                31.2p                                   30.1p
""",
        ),
        {
            ("revenue", "2024-03-30", 12): "2120.1",
            ("operating_income", "2024-03-30", 12): "180.9",
            ("net_income", "2023-04-01", 12): "121.0",
            ("diluted_eps", "2024-03-30", 12): "0.312",
        },
    ),
    "joined_by_recognition": (
        (
            """
CONSOLIDATED STATEMENTS OF INCOME
(In millions)
                              Three MonthsEnded             Six MonthsEnded
                          June30,2024   June30,2023    June30,2024   June30,2023
Net sales                     1,120        1,090          2,210         2,150
Operating income                120          110            230           210
Net income                       88           80            170           155
""",
        ),
        {
            ("revenue", "2024-06-30", 3): "1120",
            ("net_income", "2023-06-30", 6): "155",
        },
    ),
    "notes_with_letters": (
        (
            """
Consolidated income statement
for the year ended 31 December 2024
EUR million                       Note         2024         2023
Revenue                           B1, B2      1,210        1,180
Other income                      B3             12           10
Operating profit                  B4            140          133
Profit for the year                              99           91
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "1210",
            ("operating_income", "2023-12-31", 12): "133",
        },
    ),
    "small_company": (
        (
            """
Consolidated income statement
for the year ended 31 December 2024
                                   Note         2024         2023
                                                  £m           £m
Revenue                               3         88.1         80.2
Cost of sales                                 (60.2)       (55.1)
Operating profit                      4          9.1          8.2
Finance costs                         5        (1.2)        (1.1)
Profit for the year                              5.9          5.3
Diluted earnings per share            9        12.3p        11.1p
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "88.1",
            ("net_income", "2023-12-31", 12): "5.3",
            ("diluted_eps", "2024-12-31", 12): "0.123",
        },
    ),
    "decimal_notes": (
        (
            """
Consolidated income statement
for the year ended 31 December 2024
in millions of euros             Note           2024         2023
Revenue                           2.1          8,810        8,020
Cost of sales                     2.2        (6,020)      (5,510)
Operating profit                                 910          820
Net finance costs                 4.3          (120)        (110)
Income tax                        5.1           (90)         (80)
Result for the year                              700          630
""",
        ),
        {
            ("revenue", "2024-12-31", 12): "8810",
            ("net_income", "2023-12-31", 12): "630",
        },
    ),
    "half_to": (
        (
            """
Condensed consolidated income statement
                                   Half year to     Half year to     Year to
                                   30 September     30 September     31 March
                                           2024             2023         2024
                                     (unaudited)      (unaudited)    (audited)
                                             £m               £m           £m
Revenue                                   512.1            498.2      1,011.0
Operating profit                           51.2             48.8        101.0
Profit for the period                      36.1             33.3         70.2
Diluted earnings per share                14.1p            13.0p        27.5p
""",
        ),
        {
            ("revenue", "2024-09-30", 6): "512.1",
            ("revenue", "2024-03-31", 12): "1011.0",
            ("diluted_eps", "2023-09-30", 6): "0.13",
        },
    ),
}


@pytest.mark.parametrize(("pages", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_figures_of_every_period(pages: tuple[str, ...], expected: ExpectedFigures) -> None:
    assert_figures(pages, expected)
