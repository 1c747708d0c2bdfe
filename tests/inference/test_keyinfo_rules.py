"""Kinds, dates, amounts and checks: what a rule must and must not conclude."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inference.keyinfo.dates import DateOrder, date_order
from inference.schema import Cell, Check, PageResult, Table
from tests.inference.conftest import read_all
from tests.inference.pages import fields_of, page_of, result_of, slip_of

BILL = """
Larch Supplies Ltd                                       INVOICE
Invoice number: A-17
Invoice date: {issued}
Due date: {due}
                                     Subtotal            100.00
{extra}
                                     VAT 20%              20.00
                                     Total               {total} EUR
"""


def bill(issued: str = "25/03/2026", due: str = "24/04/2026", extra: str = "", total: str = "120.00") -> PageResult:
    return page_of(BILL.format(issued=issued, due=due, extra=extra, total=total))


def check_of(name: str, *pages: PageResult) -> Check:
    return next(check for check in result_of(*pages).checks if check.name == name)


def with_table(page: PageResult, *rows: tuple[str, ...]) -> PageResult:
    """The page with a table whose first row is its heading."""
    cells = tuple(
        Cell(row=r, column=c, text=text, header=r == 0, value=Decimal(text) if r and c else None)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    table = Table(id="p1t1", page=1, box=(0, 0, 1, 1), n_rows=len(rows), n_columns=len(rows[0]), cells=cells)
    return page.model_copy(update={"tables": (table,)})


def test_the_reason_names_the_words_and_their_page() -> None:
    reason = result_of(bill()).kind_reason
    assert "the heading “INVOICE” on page 1" in reason
    assert "“Due date” on page 1" in reason


def test_a_tax_invoice_of_a_till_is_a_receipt_and_one_to_a_buyer_is_not() -> None:
    text = "Kedai Maju Trading\nTAX INVOICE\nInvoice No: 12\n" + "\n".join(f"Item {n}     1.2{n}" for n in range(6))
    assert result_of(slip_of(f"{text}\nTotal       7.35\nCash       10.00\nChange      2.65")).kind == "receipt"
    billed = slip_of(f"{text}\nBill to: Otter Ltd\nDue date: 1 May 2026\nTotal       7.35")
    assert result_of(billed).kind == "invoice"


def test_a_chart_and_a_letter_are_none_of_the_kinds() -> None:
    assert (
        result_of(slip_of("Net sales\n" + "\n".join(f"{year}   {year * 7}" for year in range(2015, 2024)))).kind
        == "other"
    )
    assert result_of(page_of("Dear colleague,\nthe cash for the trip is in the drawer.")).kind == "other"


def test_an_ambiguous_date_keeps_its_other_reading() -> None:
    result = result_of(bill(issued="05/03/2026", due="04/04/2026"))
    field = next(field for field in result.fields if field.name == "invoice_date")
    assert (field.value, field.alternatives) == ("2026-03-05", ("2026-05-03",))
    assert "05 March 2026 or 03 May 2026" in (field.note or "")


@pytest.mark.parametrize(
    ("evidence", "value"),
    [
        ("Delivered 27/02/2026", "2026-03-05"),
        ("Delivered 02/27/2026", "2026-05-03"),
        ("All dates are MM/DD/YYYY", "2026-05-03"),
        ("All dates are dd/mm/yyyy", "2026-03-05"),
        ("Printed on May 3, 2026", "2026-05-03"),
        ("Rechnung", "2026-03-05"),
    ],
)
def test_evidence_in_the_document_settles_a_date(evidence: str, value: str) -> None:
    result = result_of(bill(issued="05/03/2026", due="04/04/2026", extra=evidence))
    field = next(field for field in result.fields if field.name == "invoice_date")
    assert (field.value, field.alternatives, field.note) == (value, (), None)


def test_dots_say_that_the_day_comes_first() -> None:
    assert date_order(["01.07.2020"], american=True) == DateOrder(day_first=True, certain=True)


def test_a_charge_between_subtotal_and_total_is_part_of_the_sum() -> None:
    page = bill(extra="                                     Shipping             15.00", total="135.00")
    assert fields_of(page)["charge"] == "15.00"
    check = check_of("sum", page)
    assert check.passed
    assert check.message == "100.00 + 20.00 + 15.00 (Shipping) = 135.00; the total is 135.00."


def test_a_discount_is_taken_away_however_it_is_printed() -> None:
    for printed in ("-10.00", "10.00"):
        page = bill(extra=f"                                     Discount             {printed}", total="110.00")
        assert fields_of(page)["discount"] == "-10.00"
        assert check_of("sum", page).message.startswith("100.00 + 20.00 - 10.00 (Discount) = 110.00")


def test_a_column_of_charges_explains_the_rest_of_the_total() -> None:
    rows = (("Trip", "Fuel levy", "Amount"), ("North", "5.00", "60.00"), ("South", "7.40", "40.00"))
    check = check_of("sum", with_table(bill(total="132.40"), *rows))
    assert check.passed
    assert "12.40 (sum of the column “Fuel levy”)" in check.message


def test_a_wrong_total_fails_with_the_difference() -> None:
    check = check_of("sum", bill(total="130.00"))
    assert check.passed is False
    assert check.message == "100.00 + 20.00 = 120.00; the total is 130.00, 10.00 less than the total."


@pytest.mark.parametrize(("second", "passed"), [("40.00", True), ("60.00", True), ("45.00", False)])
def test_line_items_sum_to_the_subtotal_or_with_tax_to_the_total(second: str, passed: bool) -> None:
    rows = (
        ("Item", "Price", "Amount"),
        ("Oak", "60.00", "60.00"),
        ("Elm", second, second),
        ("Subtotal", "0", "100.00"),
    )
    check = check_of("line_items", with_table(bill(), *rows))
    assert check.passed is passed
    assert check.message.startswith(f"60.00 + {second} = ")


def test_checks_that_lack_a_figure_say_so_and_neither_pass_nor_fail() -> None:
    page = page_of("INVOICE\nInvoice number: A-17\nInvoice date: 25/03/2026\nTotal: 130.00 EUR")
    checks = {check.name: check for check in result_of(page).checks}
    assert {check.passed for check in checks.values()} == {None}
    assert checks["sum"].message == "No subtotal and no tax was found."
    assert checks["due_date"].message == "No due date was found."


def test_due_before_it_was_issued_fails() -> None:
    assert check_of("due_date", bill(issued="25/03/2026", due="24/02/2026")).passed is False


@pytest.mark.parametrize(
    ("number", "passed"),
    [("VAT No: NL 8104.33.941.B01", True), ("VAT No: NL 8104.33.942.B01", False), ("TIN: 29220832101", None)],
)
def test_check_digits_of_tax_registrations(number: str, passed: bool | None) -> None:
    assert check_of("vat_number", bill(extra=number)).passed is passed


def test_the_customers_registration_is_not_the_issuers() -> None:
    assert "vat_number" not in fields_of(bill(extra="Your VAT No: NL810433941B01"))


def test_an_iban_with_wrong_check_digits_is_not_shown() -> None:
    assert fields_of(bill(extra="IBAN: DE89 3704 0044 0532 0130 00"))["iban"] == "DE89370400440532013000"
    assert "iban" not in fields_of(bill(extra="IBAN: DE88 3704 0044 0532 0130 00"))


def test_movements_lead_from_one_balance_to_the_other() -> None:
    text = "Account statement\nOpening balance     100.00\nClosing balance     {}\n01/02/2026 - 28/02/2026"
    rows = (("Details", "Paid out", "Paid in"), ("Rent", "30.00", "0"), ("Pay", "0", "50.00"))
    check = check_of("balance", with_table(page_of(text.format("120.00")), *rows))
    assert (check.passed, check.message) == (True, "100.00 + 20.00 = 120.00; the closing balance is 120.00.")
    assert check_of("balance", with_table(page_of(text.format("125.00")), *rows)).passed is False


def test_a_card_statement_counts_what_was_spent() -> None:
    text = "Card statement\nPrevious balance     100.00\nNew balance     50.00\nMinimum payment due     5.00"
    rows = (("Details", "Amount"), ("Payment", "100.00"), ("Shop", "-50.00"))
    assert check_of("balance", with_table(page_of(text), *rows)).passed


@pytest.mark.parametrize("printed", ["28-90", "28:90"])
def test_a_torn_point_in_a_total_is_read_with_less_confidence(printed: str) -> None:
    page = slip_of(
        f"Birch Trading\nMilk     14.90\nBread     14.00\nTotal     {printed}\nCash     30.00\n12:30\nThank you\n."
    )
    field = next(field for field in result_of(page, kind="receipt").fields if field.name == "total")
    assert (field.value, field.printed) == ("28.90", printed)
    assert field.confidence < 0.7


def test_labels_that_recognition_glued_together_are_known() -> None:
    lines = "Birch Trading\nMilk     5.00\nTotalSales(InclusiveGST)RM5.00\nTotalAmtPayable:RM5.05\nCash     10.00"
    assert fields_of(slip_of(lines), kind="receipt")["total"] == "5.05"


def test_a_legal_form_on_a_line_of_its_own_belongs_to_the_name_above() -> None:
    assert fields_of(slip_of("ALDER AND ELM TRADING\nSDN BHD\nTotal   5.00"), kind="receipt")["merchant"] == (
        "ALDER AND ELM TRADING SDN BHD"
    )


def test_the_name_in_a_web_address_is_the_issuers() -> None:
    text = "Wholesale at its best\nOtter Interior\n12 Lake Road\nINVOICE\nInvoice number: 4\nwww.otter-interior.example"
    assert fields_of(page_of(text))["issuer"] == "Otter Interior"


def test_a_release_has_its_own_day_beside_the_period(make_pdf: Callable[..., Path]) -> None:
    text = (
        "March 9, 2026\nOtter Beauty Announces Fourth Quarter Fiscal 2025 Results\nNet Sales of $3.2 Billion\n"
        "for the fiscal year ended January 31, 2026"
    )
    fields = {field.name: field.value for field in result_of(*read_all(make_pdf(text)), kind="report").fields}
    assert fields["form_type"] == "Earnings release"
    assert fields["release_date"] == date(2026, 3, 9).isoformat()
    assert fields["period_end"] == "2026-01-31"
