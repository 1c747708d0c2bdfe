"""Key figures of financial statements: the right row, year, sign and scale, for every period shown."""

import pytest

from inference.keyinfo.figure_names import LABELS
from inference.schema import Figure, PageResult
from tests.inference.pages import page_of, result_of

COVER = """
                      UNITED STATES SECURITIES AND EXCHANGE COMMISSION
                                   FORM 10-K
               For the fiscal year ended December 31, 2023
                            Harbour Tools, Inc.
            (Exact name of registrant as specified in its charter)
"""
INCOME = """
Harbour Tools, Inc.
CONSOLIDATED STATEMENTS OF OPERATIONS
(in thousands, except per share data)
                                              Year Ended December 31,
                                            2023        2022        2021
Net sales                              $ 120,500   $ 110,400   $ 101,300
Cost of sales                             80,100      75,200      70,050
Operating income                          14,200      (1,150)      9,300
Net income (loss)                      $   9,800   $  (2,040)  $   6,100
Earnings per share:
Basic                                       1.02       (0.21)       0.64
Diluted                                $    1.00   $   (0.21)  $    0.62
Weighted average shares outstanding:
Basic                                      9,608       9,600       9,550
Diluted                                    9,800       9,600       9,800
"""
BALANCE = """
CONSOLIDATED BALANCE SHEETS
(in thousands)
                                                       December 31,
                                                      2023        2022
Cash and cash equivalents                        $  12,300   $  10,100
Total current assets                                40,000      38,000
Total assets                                     $  90,000   $  85,000
Total current liabilities                           20,000      21,000
Total liabilities                                   50,000      49,000
Stockholders' equity:
Common stock                                           100         100
Accumulated other comprehensive loss                (1,200)     (1,100)
Total stockholders' equity                          40,000      36,000
Total liabilities and stockholders' equity       $  90,000   $  85,000
"""
CASH = """
CONSOLIDATED STATEMENTS OF CASH FLOWS
(in thousands)
                                                Year Ended December 31,
                                            2023        2022        2021
Net income (loss)                      $   9,800   $  (2,040)  $   6,100
Net cash provided by operating
activities                                15,000       3,000       8,000
Proceeds from sales of property              200         100          50
Purchases of property and equipment       (4,400)     (4,100)     (3,900)
Net cash used in investing activities     (4,200)     (4,000)     (3,850)
"""


def figures_of(*texts: str) -> list[Figure]:
    """The figures of a report with these pages, each found where its box says."""
    pages: list[PageResult] = [page_of(text, number) for number, text in enumerate(texts, start=1)]
    return list(result_of(*pages, kind="report").figures)


def values(figures: list[Figure], name: str) -> dict[str | None, str]:
    return {figure.period_end: str(figure.value) for figure in figures if figure.name == name}


def test_finds_every_key_figure_in_every_period_of_an_annual_report() -> None:
    figures = figures_of(COVER, INCOME, BALANCE, CASH)
    ends = ("2023-12-31", "2022-12-31", "2021-12-31")
    flows = {
        "revenue": ("120500", "110400", "101300"),
        "operating_income": ("14200", "-1150", "9300"),
        "net_income": ("9800", "-2040", "6100"),
        "diluted_eps": ("1.00", "-0.21", "0.62"),
        "operating_cash_flow": ("15000", "3000", "8000"),
        "capital_expenditure": ("-4400", "-4100", "-3900"),
    }
    balances = {
        "total_assets": ("90000", "85000"),
        "total_liabilities": ("50000", "49000"),
        "equity": ("40000", "36000"),
        "cash": ("12300", "10100"),
    }
    for name, expected in (flows | balances).items():
        assert values(figures, name) == dict(zip(ends, expected, strict=False)), name


def test_amounts_carry_the_scale_of_their_caption_and_those_per_share_do_not() -> None:
    figures = figures_of(COVER, INCOME)
    assert {figure.scale for figure in figures if figure.name == "revenue"} == {1000}
    assert {figure.scale for figure in figures if figure.name == "diluted_eps"} == {1}
    assert {figure.currency for figure in figures} == {"USD"}
    assert {figure.months for figure in figures} == {12}


@pytest.mark.parametrize(
    ("caption", "scale"),
    [
        ("(in millions)", 1_000_000),
        ("($ million)", 1_000_000),
        ("(Dollars in millions, except per share amounts)", 1_000_000),
        ("(Millions)", 1_000_000),
        ("€m", 1_000_000),
        ("In thousands", 1_000),
        ("(000's omitted)", 1_000),
        ("£'000", 1_000),
        ("in Millionen EUR", 1_000_000),
        ("(in billions of yen)", 1_000_000_000),
        ("(Rs. in crore)", 10_000_000),
        ("(in thousands, except shares in millions)", 1_000),
        ("(bedragen x € 1.000)", 1_000),
        ("as audited", 1),
    ],
)
def test_reads_the_unit_in_captions(caption: str, scale: int) -> None:
    figures = figures_of(INCOME.replace("(in thousands, except per share data)", caption))
    assert {figure.scale for figure in figures if figure.name == "revenue"} == {scale}


def test_a_quarterly_report_shows_quarters_and_the_year_so_far_apart() -> None:
    figures = figures_of("""
CONDENSED CONSOLIDATED STATEMENTS OF INCOME (Unaudited)
(in millions, except per share amounts)
                              Three Months Ended      Nine Months Ended
                                September 30,           September 30,
                               2024       2023         2024       2023
Total revenues              $ 1,200    $ 1,100      $ 3,500    $ 3,200
Income from operations          220        190          610        540
Net income                      150        130          420        370
Diluted                      $ 0.75     $ 0.65       $ 2.10     $ 1.85
""")
    found = {(f.period_end, f.months): str(f.value) for f in figures if f.name == "revenue"}
    assert found == {
        ("2024-09-30", 3): "1200",
        ("2023-09-30", 3): "1100",
        ("2024-09-30", 9): "3500",
        ("2023-09-30", 9): "3200",
    }


def test_weeks_and_a_day_of_its_own_for_each_column() -> None:
    figures = figures_of("""
CONSOLIDATED STATEMENTS OF EARNINGS
($ in millions)
                            52 Weeks Ended   52 Weeks Ended   53 Weeks Ended
                             February 3,      January 28,      January 29,
                                2024             2023             2022
Net sales                      40,100           42,300           45,200
Operating income                1,900            2,300            3,000
Net earnings                    1,240            1,420            2,450
""")
    assert values(figures, "revenue") == {"2024-02-03": "40100", "2023-01-28": "42300", "2022-01-29": "45200"}
    assert {figure.months for figure in figures} == {12}


def test_columns_of_notes_shares_and_changes_are_not_taken_for_years() -> None:
    figures = figures_of("""
Consolidated income statement
(in millions of euros)
                              Note        2023       2022     Change
Revenue                          4       2,150      2,010       7.0%
Cost of goods sold               5      (1,400)    (1,320)      6.1%
Operating profit                 6         310        280      10.7%
Profit for the year             11         205        190       7.9%
""")
    assert values(figures, "revenue") == {"2023": "2150", "2022": "2010"}
    assert values(figures, "net_income") == {"2023": "205", "2022": "190"}


def test_the_cover_gives_the_day_where_headings_say_the_year_only() -> None:
    figures = figures_of(COVER, INCOME.replace("Year Ended December 31,", "Fiscal year"))
    assert set(values(figures, "revenue")) == {"2023-12-31", "2022-12-31", "2021-12-31"}


def test_the_statement_wins_over_a_table_that_only_mentions_it() -> None:
    summary = """
Selected Financial Data
Consolidated Statements of Operations
                                   2023        2022        2021        2020
Net sales                       120,400     110,300     101,200      99,000
"""
    figures = figures_of(COVER, summary, INCOME)
    assert {figure.page for figure in figures} == {3}
    assert values(figures, "revenue")["2023-12-31"] == "120500"


def test_two_statements_on_one_page_are_kept_apart() -> None:
    figures = figures_of(CASH.strip() + "\n\n" + BALANCE.strip())
    assert values(figures, "cash") == {"2023-12-31": "12300", "2022-12-31": "10100"}
    assert values(figures, "operating_cash_flow")["2022-12-31"] == "3000"


def test_a_balance_sheet_that_runs_over_the_page_is_read_to_its_end() -> None:
    head, _, tail = BALANCE.strip().partition("Total current liabilities")
    heading = "\n".join(BALANCE.strip().splitlines()[:4])
    figures = figures_of(head, f"{heading}\nTotal current liabilities{tail}")
    assert values(figures, "total_assets")["2022-12-31"] == "85000"
    assert values(figures, "equity") == {"2023-12-31": "40000", "2022-12-31": "36000"}


def test_sides_that_differ_are_said_with_their_day() -> None:
    wrong = BALANCE.replace(
        "stockholders' equity       $  90,000   $  85,000", "stockholders' equity       $  90,000   $  85,500"
    )
    check = next(check for check in result_of(page_of(wrong), kind="report").checks if check.name == "balance_sheet")
    assert check.passed is False
    assert "2022-12-31: total assets are 85000; total liabilities and equity are 85500." in check.message


def test_what_no_row_names_is_not_shown() -> None:
    figures = figures_of(BALANCE.replace("Total liabilities    ", "Other liabilities    "))
    assert not values(figures, "total_liabilities")


_NAMES = {label.name: label for label in LABELS}


def _named(name: str, row: str) -> bool:
    return any(pattern.fullmatch(row) for pattern in _NAMES[name].names)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("revenue", "Total revenues, net of interest expense"),
        ("revenue", "Net Operating Revenues"),
        ("revenue", "Sales to customers"),
        ("revenue", "Revenue (Note 4)"),
        ("revenue", "Umsatzerlöse"),
        ("revenue", "Total sales and revenues"),
        ("revenue", "Revenues, total"),
        ("revenue", "Revenue from external customers"),
        ("operating_income", "Income (loss) from operations"),
        ("operating_income", "(Loss)/earnings from operations"),
        ("operating_income", "Operating profit"),
        ("net_income", "Net (loss) income"),
        ("net_income", "Net earnings attributable to Harbour Tools"),
        ("net_income", "Consolidated net income"),
        ("net_income", "Net profit after tax"),
        ("net_income", "Profit (loss) after tax"),
        ("net_income", "Total profit for the year"),
        ("net_income", "Net loss and comprehensive loss"),
        ("net_income", "Profit attributable to owners of the parent"),
        ("net_income", "Profit for the year"),
        ("diluted_eps", "Diluted net earnings per share (Note 1)"),
        ("diluted_eps", "Earnings per common share — diluted"),
        ("diluted_eps", "Net income per common share—assuming dilution"),
        ("liabilities_and_equity", "Total liabilities, redeemable noncontrolling interest and equity"),
        ("diluted_eps", "Diluted earnings/(loss)"),
        ("diluted_eps", "Net income per diluted share"),
        ("diluted_eps", "Diluted earnings per ADS"),
        ("equity", "Total shareowners’ equity"),
        ("equity", "Total shareholders’ investment"),
        ("equity", "Total partners' capital"),
        ("equity", "Total equity including non-controlling interests"),
        ("cash", "Bank balances and cash"),
        ("equity", "Total stockholders' deficit"),
        ("cash", "Cash and cash equivalents (Notes 1 and 2)"),
        ("operating_cash_flow", "Cash provided (used) by operations"),
        ("operating_cash_flow", "Net cash flows from operating activities"),
        ("operating_cash_flow", "Net cash provided by/(used for) operating activities"),
        ("capital_expenditure", "Purchases of land, buildings, and equipment"),
        ("operating_cash_flow", "Net operating cash flows"),
        ("capital_expenditure", "Capital spending"),
        ("capital_expenditure", "Utility capital expenditures"),
        ("capital_expenditure", "Purchases of and additions to property and equipment"),
        ("capital_expenditure", "Improvements to real estate"),
        ("capital_expenditure", "Property, plant and equipment additions"),
        ("capital_expenditure", "Payments to acquire property, plant and equipment"),
        ("revenue", "Total premiums and other revenues"),
        ("revenue", "Total railway operating revenues"),
        ("operating_income", "Result from operations"),
        ("net_income", "Konzernperiodenergebnis"),
        ("net_income", "Resultaat na belastingen"),
        ("diluted_eps", "Earnings per share (diluted) in €"),
        ("diluted_eps", "Diluted earnings per share from continuing and discontinued operations"),
        ("equity", "Groepsvermogen"),
        ("cash", "Trésorerie et équivalents de trésorerie"),
        ("operating_cash_flow", "Mittelzufluss aus laufender Geschäftstätigkeit"),
        ("capital_expenditure", "Investeringen in materiële vaste activa"),
    ],
)
def test_knows_the_names_of_a_figure(name: str, row: str) -> None:
    assert _named(name, row)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("revenue", "Cost of sales"),
        ("revenue", "Deferred revenue"),
        ("operating_income", "Income from continuing operations"),
        ("diluted_eps", "Adjusted diluted earnings per share"),
        ("diluted_eps", "FFO per share - diluted"),
        ("diluted_eps", "Diluted headline earnings per share (cents)"),
        ("diluted_eps", "Ergebnis je Aktie, unverwässert (in EUR)"),
        ("operating_income", "Total non-operating income (expense)"),
        ("net_income", "Net income attributable to non-controlling interests"),
        ("net_income", "Net income per share"),
        ("net_income", "Net interest income"),
        ("net_income", "Total comprehensive income for the year"),
        ("net_income", "Profit attributable to non-controlling interests"),
        ("operating_income", "Profit before interest and tax, depreciation and amortisation"),
        ("diluted_eps", "Weighted average shares outstanding - diluted"),
        ("total_liabilities", "Total liabilities and equity"),
        ("equity", "Total liabilities and shareholders’ equity"),
        ("cash", "Restricted cash"),
        ("operating_cash_flow", "Net cash used in investing activities of discontinued operations"),
        ("capital_expenditure", "Proceeds from sale of property and equipment"),
        ("capital_expenditure", "Property and equipment acquired under finance leases"),
        ("capital_expenditure", "Payments on borrowings for property and equipment"),
        ("capital_expenditure", "Acquisition of investment property"),
    ],
)
def test_takes_no_other_row_for_a_figure(name: str, row: str) -> None:
    assert not _named(name, row)


def test_a_company_without_a_legal_form_is_what_the_pages_repeat() -> None:
    cover = "Larkfield Water\nAnnual Report and Financial Statements\nYear ended 31 March 2024"
    head = "Larkfield Water Annual Report 2024\n"
    income = INCOME.replace("Harbour Tools, Inc.", "Audited by Ledger & Sons LLP")
    result = result_of(
        *(page_of(text, number) for number, text in enumerate((cover, head + income, head + BALANCE), start=1)),
        kind="report",
    )
    assert {field.value for field in result.fields if field.name == "company"} == {"Larkfield Water"}


def test_years_alone_end_on_the_day_that_the_report_prints_for_each() -> None:
    cover = COVER.replace("December 31, 2023", "December 30, 2023")
    note = (
        "Fiscal years 2022 and 2021 ended on December 31, 2022 and January 1, 2022; dividends were paid on May 3, 2022."
    )
    income = (
        INCOME.replace("Year Ended December 31,", "Fiscal Year")
        .replace("2021", "2022 ")
        .replace("2022        2022", "2022        2021")
    )
    figures = figures_of(
        cover,
        income,
        BALANCE.replace("December 31,", "").replace("2023        2022", "Dec. 30, 2023  Dec. 31, 2022"),
        note,
    )
    assert set(values(figures, "revenue")) == {"2023-12-30", "2022-12-31", "2021"}


@pytest.mark.parametrize(
    ("first", "second", "periods"),
    [
        ("Dec. 31, 2023", "Dec. 31, 2022", {("2023-12-31", 12), ("2022-12-31", 12), ("2021", None)}),
        ("June 30, 2023", "Dec. 31, 2022", {("2023", None), ("2022", None), ("2021", None)}),
    ],
)
def test_years_alone_are_those_of_the_balance_sheet_where_its_days_are_a_year_apart(
    first: str, second: str, periods: set[tuple[str, int | None]]
) -> None:
    balance = BALANCE.replace("December 31,", "").replace("2023        2022", f"{first}  {second}")
    figures = figures_of(INCOME.replace("Year Ended December 31,", ""), balance)
    assert {(figure.period_end, figure.months) for figure in figures if figure.name == "revenue"} == periods


def test_rows_that_run_on_over_the_page_without_a_title_belong_to_the_statement() -> None:
    head, _, tail = CASH.strip().partition("Purchases of property")
    figures = figures_of(head, f"Purchases of property{tail}")
    assert values(figures, "capital_expenditure")["2022-12-31"] == "-4100"
    assert {figure.page for figure in figures if figure.name == "capital_expenditure"} == {2}


def test_a_result_per_share_is_known_by_the_heading_above_it() -> None:
    figures = figures_of("""
CONSOLIDATED STATEMENTS OF OPERATIONS
(in millions, except per share amounts)
                                                  2023        2022
Total revenue                                   12,617      11,141
Operating margin                                 2,548       2,711
NET INCOME (LOSS)                                 (505)       (951)
BASIC EARNINGS PER SHARE:
Income from continuing operations                (0.70)      (1.40)
NET INCOME (LOSS) ATTRIBUTABLE TO STOCKHOLDERS   (0.82)      (1.61)
DILUTED EARNINGS PER SHARE:
Income from continuing operations                (0.71)      (1.41)
NET INCOME (LOSS) ATTRIBUTABLE TO STOCKHOLDERS   (0.83)      (1.63)
""")
    assert values(figures, "diluted_eps") == {"2023": "-0.83", "2022": "-1.63"}
    assert values(figures, "net_income") == {"2023": "-505", "2022": "-951"}


@pytest.mark.parametrize(
    ("printed", "value"),
    [("(4,400)", "-4400"), ("-4,400", "-4400"), ("– 4,400", "-4400"), ("4’400", "4400"), ("-", None)],
)
def test_reads_amounts_as_countries_print_them(printed: str, value: str | None) -> None:
    figures = figures_of(CASH.replace(" (4,400)", printed.rjust(8)))
    assert values(figures, "capital_expenditure").get("2023-12-31") == value
    assert values(figures, "capital_expenditure")["2022-12-31"] == "-4100"


def test_a_number_in_brackets_of_the_label_is_no_amount() -> None:
    figures = figures_of(BALANCE.replace("Total assets         ", "Total assets (Note 2)"))
    assert values(figures, "total_assets") == {"2023-12-31": "90000", "2022-12-31": "85000"}


def test_numbers_of_shares_above_the_results_per_share_are_not_taken_for_them() -> None:
    figures = figures_of("""
CONSOLIDATED STATEMENTS OF INCOME
(in millions, except per share amounts)
                                                  2023        2022
Net sales                                       12,617      11,141
Net income                                         505         951
Weighted average common shares outstanding:
Basic                                            588.5       597.5
Diluted                                          602.0       612.7
Earnings per share:
Basic                                             0.86        1.59
Diluted                                           0.84        1.55
""")
    assert values(figures, "diluted_eps") == {"2023": "0.84", "2022": "1.55"}


def test_a_result_per_share_may_be_thousands_of_yen() -> None:
    figures = figures_of("""
CONSOLIDATED STATEMENTS OF INCOME
(Millions of yen)                                 2023        2022
Net sales                                       12,617      11,141
Net income                                         505         951
Diluted earnings per share (yen)              1,204.56    2,310.12
""")
    assert values(figures, "diluted_eps") == {"2023": "1204.56", "2022": "2310.12"}


def test_the_cash_flow_of_all_operations_wins_over_that_of_those_continuing() -> None:
    figures = figures_of("""
CONSOLIDATED STATEMENTS OF CASH FLOWS
(in millions)
                                                                    2023        2022
Net cash from operating activities from continuing operations        900         800
Net cash from operating activities from discontinued operations       50          60
Net cash from operating activities                                   950         860
""")
    assert values(figures, "operating_cash_flow") == {"2023": "950", "2022": "860"}


def test_a_half_year_stands_beside_the_full_year() -> None:
    figures = figures_of("""
Consolidated income statement
                           Six months ended 30 June     Year ended 31 December
                                2023        2022                2022
                                  £m          £m                  £m
Revenue                        1,520       1,410               2,930
Operating profit                 140         122                 270
Profit for the period             95          80                 190
""")
    found = {(f.period_end, f.months): str(f.value) for f in figures if f.name == "revenue"}
    assert found == {("2023-06-30", 6): "1520", ("2022-06-30", 6): "1410", ("2022-12-31", 12): "2930"}
    assert {(figure.scale, figure.currency) for figure in figures} == {(1_000_000, "GBP")}


def test_the_decimal_mark_of_the_report_is_kept_to() -> None:
    figures = figures_of("""
KONZERN-GEWINN- UND VERLUSTRECHNUNG
in Mio. EUR                       Anhang       2022        2021
Umsatzerlöse                         (5)    1.234,5     1.100,2
Betriebsergebnis                               98,7        88,1
Ergebnis nach Steuern                          61,2        54,3
""")
    assert values(figures, "revenue") == {"2022": "1234.5", "2021": "1100.2"}
    assert {figure.scale for figure in figures} == {1_000_000}
