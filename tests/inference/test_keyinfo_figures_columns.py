"""Columns and rows of statements as few companies set them, invented: which of them count, and for which period."""

import pytest

from tests.inference.pages import page_of, result_of

Expected = dict[tuple[str, str, int | None], str]
CASES: dict[str, tuple[tuple[str, ...], Expected]] = {
    "result_per_share_under_a_heading_of_one_word": (
        (
            """
Consolidated Statements of Income (Loss)
                                                             Years Ended December 31,
(dollars in millions, except per common share data)       2022       2021       2020
Revenues:
Total revenues                                          56,437     52,057     43,736
Net income (loss)                                       11,219      9,923     (5,829)
Net income (loss) attributable to Hallam                10,276      9,388     (5,944)
Income (loss) per common share attributable to Hallam common shareholders:
Basic:
Income (loss) from continuing operations             $   13.16  $   10.95  $   (6.88)
Net income (loss) attributable to Hallam             $   13.16  $   10.95  $   (6.88)
Diluted:
Income (loss) from continuing operations             $   13.10  $   10.92  $   (6.98)
Net income (loss) attributable to Hallam             $   13.00  $   10.82  $   (6.88)
""",
        ),
        {
            ("revenue", "2022-12-31", None): "56437",
            ("net_income", "2020-12-31", None): "-5829",
            ("diluted_eps", "2022-12-31", None): "13.00",
            ("diluted_eps", "2020-12-31", None): "-6.88",
        },
    ),
    "diluted_earnings_under_data_per_share": (
        (
            """
Ferndale Brands, Inc.
Consolidated Statements of Income
(in millions, except per share data)
                                             December 31, 2022   December 25, 2021   December 26, 2020
Net sales                                      $     26,485        $    26,042         $    26,185
Operating income/(loss)                               3,634              3,460               2,128
Net income/(loss)                                     2,368              1,024                 361
Net income/(loss) attributable to noncontrolling interest   5              12                   5
Net income/(loss) attributable to common shareholders $ 2,363      $     1,012         $       356
Per share data applicable to common shareholders:
Basic earnings/(loss)                          $       1.93        $      0.83         $      0.29
Diluted earnings/(loss)                                1.91               0.82                0.29
""",
        ),
        {
            ("operating_income", "2022-12-31", None): "3634",
            ("diluted_eps", "2022-12-31", None): "1.91",
            ("diluted_eps", "2020-12-26", None): "0.29",
            ("net_income", "2021-12-25", None): "1024",
        },
    ),
    "cash_before_tax_is_not_operating_cash_flow": (
        (
            """
Consolidated statement of cash flows
for the year ended 31 December
In millions of CHF                                      Notes       2023        2022
Operating activities
Operating profit                                          16     14,520      13,195
Depreciation and amortization                                     3,390       3,446
Cash generated from operations                                   18,922      16,350
Interest paid                                                    (1,480)     (1,100)
Taxes paid                                                       (2,350)     (2,500)
Operating cash flow                                              15,941      11,907
Investing activities
Capital expenditure                                        8     (5,714)     (5,095)
Expenditure on intangible assets                           9       (300)       (247)
Investing cash flow                                              (5,000)     (6,000)
""",
        ),
        {
            ("operating_cash_flow", "2023-12-31", None): "15941",
            ("operating_cash_flow", "2022-12-31", None): "11907",
            ("capital_expenditure", "2023-12-31", None): "-5714",
        },
    ),
    "cash_before_tax_stands_first": (
        (
            """
CONSOLIDATED STATEMENT OF CASH FLOWS
for the year ended 30 June 2024
                                                   Note        2024        2023
                                                              $'000       $'000
Cash flows from operating activities
Receipts from customers                                     812,300     790,110
Payments to suppliers and employees                        (701,000)   (688,020)
Cash generated from operations                              111,300     102,090
Income taxes paid                                           (21,010)    (19,900)
Net cash inflow from operating activities            25      90,290      82,190
Cash flows from investing activities
Payments for property, plant and equipment                  (31,400)    (28,110)
Proceeds from sale of property, plant and equipment             810         440
Net cash outflow from investing activities                  (30,590)    (27,670)
""",
        ),
        {
            ("operating_cash_flow", "2024-06-30", None): "90290",
            ("capital_expenditure", "2024-06-30", None): "-31400",
        },
    ),
    "last_column_in_another_currency": (
        (
            """
Consolidated Statement of Income
Years ended March 31, 2024 and 2023
                                                  Millions of yen        Thousands of U.S. dollars
                                                 2024          2023               2024
Net sales                                     512,300       488,100          3,388,000
Operating profit                               41,200        38,900            272,400
Profit attributable to owners of parent        28,100        25,050            185,800
""",
        ),
        {
            ("revenue", "2024-03-31", None): "512300",
            ("revenue", "2023-03-31", None): "488100",
            ("net_income", "2024-03-31", None): "28100",
            ("operating_income", "2024-03-31", None): "41200",
        },
    ),
    "first_column_in_another_currency": (
        (
            """
Consolidated Balance Sheets
                                              Thousands of U.S.
                                                 dollars              Millions of yen
March 31                                           2024             2024          2023
Cash and cash equivalents                       612,000           92,500        88,100
Total assets                                  4,400,000          665,300       640,020
Total liabilities                             2,000,000          302,400       301,000
Total net assets                              2,400,000          362,900       339,020
""",
        ),
        {
            ("total_assets", "2024-03-31", None): "665300",
            ("total_assets", "2023-03-31", None): "640020",
            ("equity", "2024-03-31", None): "362900",
        },
    ),
    "dates_in_figures": (
        (
            """
Statement of Consolidated Financial Results for the Quarter and Year Ended March 31, 2024
                                                            (Rs. in crore)
                                       Quarter Ended                    Year Ended
Particulars                    31.03.2024  31.12.2023  31.03.2023   31.03.2024  31.03.2023
Revenue from Operations           5,120       4,980       4,610       19,870      18,020
Total Income                      5,200       5,050       4,700       20,200      18,400
Net Profit for the period           610         580         540        2,340       2,100
Diluted (in Rs.)                   6.10        5.80        5.40        23.40       21.00
""",
        ),
        {
            ("revenue", "2024-03-31", 3): "5120",
            ("revenue", "2023-12-31", 3): "4980",
            ("revenue", "2023-03-31", 12): "18020",
            ("net_income", "2024-03-31", 12): "2340",
        },
    ),
    "dates_with_short_years": (
        (
            """
Consolidated Balance Sheet as at March 31, 2024
                                          (₹ in lakhs)
Particulars           Note      As at 31-Mar-24     As at 31-Mar-23
Cash and cash equivalents  12          92,500         88,100
Total Assets                          665,300        640,020
Total Equity                          362,900        339,020
Total Equity and Liabilities          665,300        640,020
""",
        ),
        {
            ("total_assets", "2024-03-31", None): "665300",
            ("total_assets", "2023-03-31", None): "640020",
        },
    ),
    "group_right_of_the_company": (
        (
            """
Statement of Profit and Loss for the year ended March 31, 2024
                                              (Rs. in crore)
                              Standalone                Consolidated
                          2023-24     2022-23        2023-24     2022-23
Revenue from operations     5,120       4,980         19,870      18,020
Total income                5,200       5,050         20,200      18,400
Profit for the year           610         580          2,340       2,100
""",
        ),
        {
            ("revenue", "2024-03-31", None): "19870",
            ("revenue", "2023-03-31", None): "18020",
            ("net_income", "2024-03-31", None): "2340",
        },
    ),
    "total_right_of_its_parts": (
        (
            """
Group income statement
                            52 weeks ended 24 February 2024         52 weeks ended 25 February 2023
                             Before   Adjusting                      Before   Adjusting
                          adjusting     items       Total         adjusting     items       Total
                                 £m        £m          £m                £m        £m          £m
Revenue                      68,187         -      68,187            65,322         -      65,322
Operating profit              2,829        (8)      2,821             2,509    (1,099)      1,410
Profit for the year           1,760        35       1,795             1,599      (862)        737
""",
        ),
        {
            ("revenue", "2024-02-24", None): "68187",
            ("revenue", "2023-02-25", None): "65322",
            ("operating_income", "2024-02-24", None): "2821",
            ("operating_income", "2023-02-25", None): "1410",
            ("net_income", "2024-02-24", None): "1795",
        },
    ),
    "one_statement_down_to_comprehensive_income": (
        (
            """
Consolidated statement of comprehensive income
for the year ended 30 September 2023
                                           Notes      2023       2022
                                                     £'000      £'000
Revenue                                      2      88,120     80,455
Operating profit                             3       9,340      7,010
Profit for the year                                  6,955      5,120
Other comprehensive income                             100         50
Total comprehensive income for the year              7,055      5,170
""",
        ),
        {
            ("revenue", "2023-09-30", None): "88120",
            ("net_income", "2023-09-30", None): "6955",
        },
    ),
    "profit_and_titles_without_statement": (
        (
            """
STATEMENT 1
Consolidated Results of Operations for the Years Ended December 31
(Dollars in millions except per share data)
                                                   2023         2022         2021
Sales and revenues:
Total sales and revenues                          67,060       59,427       50,971
Operating profit                                  12,966        7,904        6,878
Profit1                                         $ 10,335     $  6,705     $  6,489
Profit per common share                         $  20.24     $  12.72     $  11.93
Profit per common share — diluted               $  20.12     $  12.64     $  11.83
""",
        ),
        {
            ("revenue", "2023-12-31", None): "67060",
            ("operating_income", "2023-12-31", None): "12966",
            ("diluted_eps", "2022-12-31", None): "12.64",
            ("net_income", "2023-12-31", None): "10335",
        },
    ),
    "short_financial_years": (
        (
            """
Consolidated Statements of Operations
($ in millions)
                                   FY24         FY23        FY22
Net revenue                      51,200       48,100      45,000
Operating income                  6,100        5,000       4,000
Net income                        4,010        3,300       3,000
""",
        ),
        {
            ("revenue", "2024", None): "51200",
            ("revenue", "2022", None): "45000",
        },
    ),
    "label_runs_on_below_its_amounts": (
        (
            """
CONSOLIDATED STATEMENTS OF CASH FLOWS
(in millions)
                                               2023        2022
Net income                                    4,010       3,300
Net cash provided by (used in) operating      6,020       5,150
activities
Purchases of property, plant                 (1,020)       (950)
and equipment
Net cash used in investing activities        (1,500)     (1,100)
""",
        ),
        {
            ("operating_cash_flow", "2023", None): "6020",
            ("capital_expenditure", "2023", None): "-1020",
        },
    ),
    "condensed_statement_of_the_parent": (
        (
            """
CONSOLIDATED BALANCE SHEETS
(in millions)
                                       2023             2022
Cash and cash equivalents              92,500         88,100
Total assets                          665,300        640,020
Total liabilities                     302,400        301,000
Total stockholders' equity            362,900        339,020
""",
            """
SCHEDULE I - CONDENSED FINANCIAL INFORMATION OF REGISTRANT
HARBOUR TOOLS, INC. (Parent Company Only)
CONDENSED BALANCE SHEETS
(in millions)
                                       2023             2022
Cash and cash equivalents                 500            400
Investments in subsidiaries           400,000        390,000
Total assets                          400,300        390,020
Total liabilities                      37,400         51,000
Total stockholders' equity            362,900        339,020
Total liabilities and stockholders' equity   400,300   390,020
""",
        ),
        {
            ("total_assets", "2023", None): "665300",
            ("cash", "2022", None): "88100",
        },
    ),
    "balance_sheet_of_the_company_alone": (
        (
            """
Consolidated balance sheet
as at 31 December 2023
                                       2023             2022
                                         £m               £m
Cash and cash equivalents              92,500         88,100
Total assets                          665,300        640,020
Total liabilities                    (302,400)      (301,000)
Net assets                            362,900        339,020
""",
            """
Company balance sheet
as at 31 December 2023
                                       2023             2022
                                         £m               £m
Investments                           900,000        900,000
Cash and cash equivalents                 500            400
Total assets                          900,300        900,020
Total liabilities                     (37,400)       (51,000)
Net assets                            862,900        849,020
Total equity                          862,900        849,020
""",
        ),
        {
            ("total_assets", "2023-12-31", None): "665300",
            ("cash", "2022-12-31", None): "88100",
            ("equity", "2023-12-31", None): "362900",
        },
    ),
}


@pytest.mark.parametrize(("pages", "expected"), CASES.values(), ids=CASES.keys())
def test_finds_the_columns_and_rows_that_count(pages: tuple[str, ...], expected: Expected) -> None:
    result = result_of(*(page_of(text, number) for number, text in enumerate(pages, start=1)), kind="report")
    for (name, end, months), value in expected.items():
        found = [
            str(figure.value)
            for figure in result.figures
            if (figure.name, figure.period_end) == (name, end) and months in (None, figure.months)
        ]
        assert found == [value], (name, end, months)


TITLED = """
{title}
(in millions)
                                        2023             2022
{row:<38}92,500           88,100
Other                                    100              100
"""


@pytest.mark.parametrize(
    ("title", "row", "name"),
    [
        ("CONSOLIDATED STATEMENTS OF (LOSS) INCOME", "Total revenues", "revenue"),
        ("CONSOLIDATED STATEMENTS OF NET (LOSS) EARNINGS", "Total revenues", "revenue"),
        ("Consolidated Profit & Loss Account", "Turnover", "revenue"),
        ("Consolidated statement of financial performance", "Revenue", "revenue"),
        ("Consolidated Cash Flow", "Operating cash flow", "operating_cash_flow"),
        (
            "Consolidated statement of cash flows for the year ended 31 March 2023",
            "Operating cash flow",
            "operating_cash_flow",
        ),
        ("Consolidated Financial Position at December 31", "Total assets", "total_assets"),
    ],
)
def test_knows_the_titles_of_statements(title: str, row: str, name: str) -> None:
    figures = result_of(page_of(TITLED.format(title=title, row=row)), kind="report").figures
    assert [(figure.name, str(figure.value)) for figure in figures] == [(name, "92500"), (name, "88100")]


def test_a_reconciliation_does_not_stand_in_for_the_statement() -> None:
    statement = """
CONSOLIDATED STATEMENTS OF OPERATIONS
(in millions, except per share data)
                                            2023          2022
Revenue                                   51,200        48,100
Operating income                           6,100         5,000
Net income                                 4,010         3,300
Diluted                                     0.80          0.66
"""
    adjusted = statement.replace("CONSOLIDATED", "RECONCILIATION OF GAAP TO NON-GAAP\nCONSOLIDATED")
    for amount in ("51,200", "6,100", "4,010", "0.80"):
        adjusted = adjusted.replace(amount, amount.replace("0", "9"))
    adjusted += "Restructuring                                 10            10\n" * 5
    figures = result_of(page_of(adjusted), page_of(statement, 2), kind="report").figures
    assert {figure.page for figure in figures} == {2}


def test_what_only_the_company_alone_shows_is_not_taken_for_the_group() -> None:
    group = """
Consolidated balance sheet
as at 31 December 2023
                                       2023             2022
Cash and cash equivalents              92,500         88,100
Total assets                          665,300        640,020
Net assets                            362,900        339,020
"""
    company = group.replace("Consolidated", "Company").replace("Net assets", "Total liabilities\nNet assets")
    company = company.replace("Total liabilities", "Total liabilities                      37,400         51,000")
    figures = result_of(page_of(group), page_of(company, 2), kind="report").figures
    assert {figure.name for figure in figures} == {"cash", "total_assets", "equity"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Oct-Dec     Oct-Dec     Jan-Dec     Jan-Dec", {("2023-12-31", 3), ("2023-12-31", 12)}),
        ("Jul – Sep   Jul – Sep   Jan – Sep   Jan – Sep", {("2023-09-30", 3), ("2023-09-30", 9)}),
    ],
)
def test_months_from_the_first_to_the_last_are_a_period(head: str, expected: set[tuple[str, int]]) -> None:
    figures = result_of(
        page_of(f"""
CONSOLIDATED INCOME STATEMENT
SEK M                            {head}
                                    2023        2022        2023        2022
Net sales                         32,512      30,110     132,500     128,100
Operating profit                   3,100       2,900      12,100      11,000
Profit for the period              2,200       2,010       9,010       8,300
"""),
        kind="report",
    ).figures
    found = {(figure.period_end, figure.months) for figure in figures if (figure.period_end or "").startswith("2023")}
    assert found == expected


def test_the_result_per_share_of_all_operations_is_not_that_of_those_continuing() -> None:
    figures = result_of(
        page_of("""
CONSOLIDATED STATEMENTS OF INCOME
(in millions, except per share data)
                                                         2023          2022
Net sales                                              51,200        48,100
Net income                                              4,010         3,300
Income per share from continuing operations:
Basic                                                    1.05          0.95
Diluted                                                  1.00          0.90
Net income per share:
Basic                                                    1.25          1.05
Diluted                                                  1.20          1.00
"""),
        kind="report",
    ).figures
    assert [str(figure.value) for figure in figures if figure.name == "diluted_eps"] == ["1.20", "1.00"]


def test_quarters_of_a_year_that_cannot_be_told_apart_are_not_shown() -> None:
    figures = result_of(
        page_of("""
CONSOLIDATED STATEMENTS OF INCOME
(in millions)
                             Q4 2023     Q3 2023     Q4 2022
Net sales                     51,200      50,100      48,100
Operating income               6,100       5,900       5,000
Net income                     4,010       3,900       3,300
"""),
        kind="report",
    ).figures
    assert {(figure.period_end, figure.months) for figure in figures} == {("2022", 3)}


@pytest.mark.parametrize(
    ("caption", "scale"),
    [
        ("MSEK", 1_000_000),
        ("Rm", 1_000_000),
        ("(Unit: million yen)", 1_000_000),
        ("US$ million", 1_000_000),
        ("RMB’000", 1_000),
        ("k€", 1_000),
        ("(Miles de euros)", 1_000),
        ("of about 30 million dollars", 1),
    ],
)
def test_reads_the_unit_of_other_countries(caption: str, scale: int) -> None:
    text = f"""
CONSOLIDATED STATEMENTS OF INCOME
{caption}
                                2023          2022
Net revenue                   51,200        48,100
Operating income               6,100         5,000
Net income                     4,010         3,300
"""
    assert {figure.scale for figure in result_of(page_of(text), kind="report").figures} == {scale}
