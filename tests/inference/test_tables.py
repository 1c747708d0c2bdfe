"""Division of tables: borders that the layout model missed, tables that it missed altogether."""

import pytest

from inference.bands import missed_tables
from inference.geometry import in_rows
from inference.grids import Grid, assigned, repaired
from inference.schema import Box, Word
from inference.tables import Layout, fill_tables
from inference.units import units_of

PRINT = 10.0
"""Height of the words here; a letter is half as wide."""
Placed = tuple[float, float, str]


def words(*placed: Placed) -> list[Word]:
    """Words that start at x and stand on the line at y."""
    return [Word(text=text, box=(x, y, x + 5 * len(text), y + PRINT)) for x, y, text in placed]


def right(x: float, y: float, text: str) -> Placed:
    """A word that ends at x."""
    return x - 5 * len(text), y, text


def cells(rows: list[tuple[float, float]], columns: list[tuple[float, float]]) -> Grid:
    return tuple(tuple((x0, y0, x1, y1) for x0, x1 in columns) for y0, y1 in rows)


def texts(grid: Grid, placed: list[Word]) -> list[list[str]]:
    content = assigned(units_of(placed), grid)
    return [
        [" ".join(unit.text for unit in content.get((r, c), ())) for c in range(len(row))] for r, row in enumerate(grid)
    ]


def test_signs_stay_with_their_number() -> None:
    placed = words(
        (0, 0, "$"), right(80, 0, "14"), right(120, 0, "3.4"), (122, 0, "%"), right(160, 0, "(409"), (162, 0, ")")
    )
    assert [unit.text for unit in units_of(placed)] == ["$ 14", "3.4 %", "(409 )"]


def test_a_currency_sign_far_from_any_number_stands_alone() -> None:
    assert [unit.text for unit in units_of(words((0, 0, "$"), (200, 0, "14")))] == ["$", "14"]


def test_a_column_of_labels_and_values_is_divided() -> None:
    lines: list[Placed] = []
    for row, label in enumerate(("Net", "Cost", "Selling")):
        y = row * 15.0
        lines += [(0, y, label), (40, y, "sales"), right(150, y, f"{row + 1},234"), right(200, y, "(5)")]
    placed = words(*lines)
    grid = cells([(y, y + 15) for y in (0, 15, 30)], [(0, 160), (160, 200)])
    found = repaired(grid, units_of(placed), None)
    assert texts(found, placed)[2] == ["Selling sales", "3,234", "(5)"]


def test_dots_that_reach_the_column_of_values_stay_with_their_label() -> None:
    lines: list[Placed] = []
    for row, (label, dots) in enumerate((("Receivables", "." * 7), ("Payables", "." * 20), ("Other", "."))):
        y = row * 15.0
        lines += [(0, y, label), (60, y, dots), right(230, y, f"{row + 1},234"), right(300, y, "(5)")]
    lines.append((150, 0, "$"))
    placed = words(*lines)
    grid = cells([(y, y + 15) for y in (0, 15, 30)], [(0, 240), (240, 300)])
    found = texts(repaired(grid, units_of(placed), None), placed)
    assert found[0] == ["Receivables .......", "$ 1,234", "(5)"]
    assert found[1] == ["Payables ....................", "2,234", "(5)"]


@pytest.mark.parametrize("number", ["1 234 567", "12 345 678"])
def test_thousands_grouped_by_spaces_stay_together(number: str) -> None:
    lines: list[Placed] = []
    for y in (0.0, 15.0, 30.0):
        lines.append((0, y, "Umsatz"))
        x = 100.0
        for group in number.split():
            lines.append((x, y, group))
            x += 5 * len(group) + 3
    placed = words(*lines)
    grid = cells([(0, 15), (15, 30), (30, 45)], [(0, 90), (90, 200)])
    assert texts(repaired(grid, units_of(placed), None), placed)[0] == ["Umsatz", number]


def test_one_row_in_the_way_does_not_hide_a_border() -> None:
    lines: list[Placed] = []
    for row, amount in enumerate(("1,100.00", "380.00", "25,320.00", "410.00")):
        lines += [(0, row * 15.0, "Pump"), right(140, row * 15.0, f"{row}50.00"), right(200, row * 15.0, amount)]
    lines += [(0, 60, "Tax"), (100, 60, "9%"), (130, 60, "24,684.93"), (180, 60, "369.86")]
    placed = words(*lines)
    grid = cells([(15.0 * row, 15.0 * row + 15) for row in range(5)], [(0, 90), (90, 210)])
    found = repaired(grid, units_of(placed), None)
    assert texts(found, placed)[2:] == [
        ["Pump", "250.00", "25,320.00"],
        ["Pump", "350.00", "410.00"],
        ["Tax", "9% 24,684.93 369.86", ""],
    ]
    assert found[4][2] is None


def test_the_box_of_a_cell_holds_the_sign_of_its_number() -> None:
    placed = words((0, 0, "Total"), (60, 0, "CHF"), right(150, 0, "4.50"))
    [table] = fill_tables(
        Layout((), (((0, 0, 150, 12), cells([(0, 12)], [(0, 90), (90, 150)])),)), placed, 1, 800, None
    )
    total = table.cells[-1]
    assert (total.text, total.box) == ("CHF 4.50", (60, 0, 150, 12))


BILL = (("2", "Tea", "5.20"), ("1", "Roti", "3.20"), ("12", "Kopi", "2.50"))


def bill(rows: tuple[tuple[str, str, str], ...] = BILL) -> list[Placed]:
    lines: list[Placed] = []
    for row, (quantity, item, amount) in enumerate(rows):
        y = row * 15.0
        lines += [right(10, y, quantity), (14, y, item), (40, y, "Set"), right(150, y, amount)]
    return lines


def test_quantities_before_descriptions_have_a_column_of_their_own() -> None:
    placed = words((0, -15, "#"), (12, -15, "Item"), *bill(), (0, 45, "Total"), right(150, 45, "10.90"))
    grid = cells([(15.0 * row - 15, 15.0 * row) for row in range(5)], [(0, 100), (100, 150)])
    found = repaired(grid, units_of(placed), None)
    assert texts(found, placed) == [
        ["#", "Item", ""],
        ["2", "Tea Set", "5.20"],
        ["1", "Roti Set", "3.20"],
        ["12", "Kopi Set", "2.50"],
        ["Total", "", "10.90"],
    ]
    [table] = fill_tables(Layout((), (((0, -15, 150, 60), grid),)), placed, 1, 800, None)
    assert [(cell.text, cell.column_span) for cell in table.cells if cell.row == 4] == [("Total", 2), ("10.90", 1)]


@pytest.mark.parametrize(
    "rows",
    [
        (("2", "Years", "5.20"), ("3", "Years", "3.20"), ("5", "Years", "2.50")),
        (("2", "March", "5.20"), ("3", "Mai", "3.20"), ("5", "October", "2.50")),
        (("1", "to", "5.20"), ("3", "to", "3.20"), ("5", "to", "2.50")),
        (("2", "Tea", "5"), ("1", "Roti", "3"), ("12", "Kopi", "2")),
        (("2019", "Plan", "5.20"), ("2020", "Plan", "3.20"), ("2021", "Plan", "2.50")),
    ],
)
def test_numbers_that_begin_a_label_stay_in_it(rows: tuple[tuple[str, str, str], ...]) -> None:
    grid = cells([(15.0 * row, 15.0 * row + 15) for row in range(3)], [(-20, 100), (100, 150)])
    assert len(repaired(grid, units_of(words(*bill(rows))), None)[0]) == 2


def test_cells_over_several_columns_stay_whole_and_end_the_search() -> None:
    lines: list[Placed] = []
    for row in range(4):
        lines += [(0, row * 15.0, "Rice"), right(80, row * 15.0, "22"), right(150, row * 15.0, "1.29")]
    placed = words(*lines)
    divided = cells([(0, 15)], [(0, 50), (50, 100), (100, 150)])
    merged = tuple(((0.0, y, 100.0, y + 15), None, (100.0, y, 150.0, y + 15)) for y in (15.0, 30.0, 45.0))
    found = repaired((*divided, *merged), units_of(placed), None)
    assert texts(found, placed)[1] == ["Rice 22", "", "1.29"]


def test_dates_are_not_divided() -> None:
    lines: list[Placed] = []
    for y, year in ((0.0, "2021"), (15.0, "2022"), (30.0, "2023")):
        lines += [(0, y, "June"), (60, y, year), right(200, y, "5.0")]
    grid = cells([(0, 15), (15, 30), (30, 45)], [(0, 120), (120, 200)])
    assert len(repaired(grid, units_of(words(*lines)), None)[0]) == 2


def test_rows_that_were_taken_for_one_are_divided() -> None:
    placed = words(
        *((0, 0, "Revenue"), right(100, 0, "10"), right(150, 0, "9")),
        *((0, 15, "Costs"), right(100, 15, "(7)"), right(150, 15, "(6)")),
    )
    grid = cells([(0, 30)], [(0, 60), (60, 110), (110, 150)])
    assert texts(repaired(grid, units_of(placed), None), placed) == [["Revenue", "10", "9"], ["Costs", "(7)", "(6)"]]


def test_headings_in_one_row_with_the_first_values_are_parted_from_them() -> None:
    placed = words(
        *(
            right(72, 0, "13"),
            right(100, 0, "weeks"),
            right(150, 0, "26-weeks"),
            right(100, 12, "2023"),
            right(150, 12, "2023"),
        ),
        *((0, 24, "Sales"), right(100, 24, "812"), right(134, 24, "1"), right(150, 24, "604")),
        *((0, 36, "Costs"), right(100, 36, "(7)"), right(150, 36, "(6)")),
    )
    grid = cells([(0, 36), (36, 48)], [(0, 55), (55, 103), (103, 150)])
    assert texts(repaired(grid, units_of(placed), None), placed)[1:] == [
        ["Sales", "812", "1 604"],
        ["Costs", "(7)", "(6)"],
    ]


def test_a_heading_beside_its_values_is_put_over_them() -> None:
    placed = words((80, 0, "2018"), (0, 15, "Sales"), right(150, 15, "14"), (0, 30, "Costs"), right(150, 30, "12"))
    grid = cells([(0, 15), (15, 30), (30, 45)], [(0, 70), (70, 110), (110, 150)])
    assert texts(repaired(grid, units_of(placed), None), placed) == [["", "2018"], ["Sales", "14"], ["Costs", "12"]]


def test_columns_with_values_of_their_own_stay_apart() -> None:
    placed = words((0, 0, "In"), right(100, 0, "5"), (0, 15, "Out"), right(150, 15, "7"))
    grid = cells([(0, 15), (15, 30)], [(0, 60), (60, 110), (110, 150)])
    assert texts(repaired(grid, units_of(placed), None), placed) == [["In", "5", ""], ["Out", "", "7"]]


def statement(x: float = 0.0) -> list[Word]:
    lines: list[Placed] = [(x + 120, 0, "2025"), (x + 180, 0, "2024")]
    for row, label in enumerate(("Revenue", "Costs", "Profit"), 1):
        y = row * 15.0
        lines += [(x, y, label), right(x + 140, y, f"{row},234"), right(x + 200, y, f"({row}11)")]
    return words(*lines)


def test_lines_with_numbers_in_columns_are_a_table() -> None:
    placed = statement()
    [(_, grid)] = missed_tables(placed, [], None)
    assert texts(grid, placed)[:2] == [["", "2025", "2024"], ["Revenue", "1,234", "(111)"]]


def test_a_tax_code_behind_an_amount_has_a_column_of_its_own() -> None:
    lines: list[Placed] = [right(109, -15, "EUR"), (0, 0, "MILCH"), right(100, 0, "1,29"), (104, 0, "B")]
    lines += [(0, 15, "BROT"), right(100, 15, "3,15"), (104, 15, "B"), (0, 30, "SEIFE"), right(100, 30, "4,49")]
    lines += [(104, 30, "A"), (0, 45, "SUMME"), right(109, 45, "8,93")]
    placed = words(*lines)
    [(_, grid)] = missed_tables(placed, [], ",")
    assert texts(grid, placed) == [
        ["", "EUR", ""],
        ["MILCH", "1,29", "B"],
        ["BROT", "3,15", "B"],
        ["SEIFE", "4,49", "A"],
        ["SUMME", "8,93", ""],
    ]


def test_a_heading_over_values_begins_another_table() -> None:
    lines: list[Placed] = []
    for row, label in enumerate(("Tea", "Rice", "Total")):
        lines += [(0, row * 15.0, label), right(200, row * 15.0, f"{row + 3}.50")]
    lines += [(0, 45, "Tax"), right(90, 45, "Net"), right(200, 45, "Tax")]
    lines += [(0, 60, "SR"), right(90, 60, "9.43"), right(200, 60, "0.57")]
    placed = words(*lines)
    [(_, items), (_, taxes)] = missed_tables(placed, [], None)
    assert texts(items, placed[:6])[2] == ["Total", "5.50"]
    assert texts(taxes, placed[6:]) == [["Tax", "Net", "Tax"], ["SR", "9.43", "0.57"]]


def test_a_line_that_describes_an_item_heads_no_table() -> None:
    lines: list[Placed] = []
    for row, code in enumerate(("0301", "0302", "0303")):
        y = row * 30.0
        lines += [right(120, y, "1"), right(160, y, "14.90"), right(200, y, "14.90"), (0, y, code)]
        lines += [(30.0 * x, y + 15, "glove") for x in range(7)]
    assert len(missed_tables(words(*lines), [], None)) == 1


def test_a_description_above_its_quantity_and_price_is_one_row() -> None:
    lines: list[Placed] = []
    for row, (item, quantity, price, amount) in enumerate(
        (("LAKSA (L)", "2", "7.50", "15.00"), ("KOPI C", "3", "2.90", "8.70"), ("BOX", "1", "0.30", "0.30"))
    ):
        y = row * 30.0
        lines += [(0, y, item), (20, y + 15, quantity), (30, y + 15, "x"), right(60, y + 15, price)]
        lines.append(right(200, y + 15, amount))
    lines += [(0, 90, "TOTAL"), right(200, 90, "24.00")]
    placed = words(*lines)
    [(box, grid)] = missed_tables(placed, [], None)
    [table] = fill_tables(Layout((), ((box, grid),)), placed, 1, 800, None)
    assert [[str(cell.value or cell.text) for cell in row if cell] for row in table.grid()] == [
        ["LAKSA (L)", "2", "7.50", "15.00"],
        ["KOPI C", "3", "2.90", "8.70"],
        ["BOX", "1", "0.30", "0.30"],
        ["TOTAL", "24.00"],
    ]


def test_the_code_of_an_article_above_its_description_is_one_row() -> None:
    lines: list[Placed] = []
    for row, (code, item, amount) in enumerate(
        (("9317044120881", "MASONRY BIT", "7.48"), ("9310522", "TARP", "11.96"))
    ):
        lines += [(0, row * 30.0, code), (20, row * 30.0 + 15, item), right(200, row * 30.0 + 15, amount)]
    for row, (label, amount) in enumerate((("TOTAL", "19.44"), ("Cash", "20.00"))):
        lines += [(0, 60 + row * 15.0, label), right(200, 60 + row * 15.0, amount)]
    placed = words(*lines)
    [(_, grid)] = missed_tables(placed, [], None)
    assert texts(grid, placed) == [
        ["9317044120881", "MASONRY BIT", "7.48"],
        ["9310522", "TARP", "11.96"],
        ["TOTAL", "", "19.44"],
        ["Cash", "", "20.00"],
    ]


def test_dots_before_a_value_do_not_hide_a_table() -> None:
    lines: list[Placed] = []
    for row, label in enumerate(("Fees", "Rent", "Other", "Total")):
        lines += [(0, row * 15.0, label), (40, row * 15.0, "............."), (107, row * 15.0, f"{row},234.50")]
    placed = words(*lines)
    [(_, grid)] = missed_tables(placed, [], None)
    assert texts(grid, placed)[1] == ["Rent .............", "1,234.50"]


@pytest.mark.parametrize(
    ("kind", "above", "title"),
    [
        ("text", ["Loans by sector"], "Loans by sector"),
        ("text", ["Loans, net of allowances, by the sector", "of the borrower"], "Loans, net of allowances, by"),
        ("text", ["Late payments cost a fee of 40.00.", "All amounts in USD."], None),
        ("text", ["Example Finance (USA), Inc."], "Example Finance"),
        ("text", ["Hill & Sons", "4 Mill Lane", "Bicester"], None),
        (
            "text",
            ["The loans of each sector", "at the end of the year", "were as follows:"],
            "The loans of each sector",
        ),
        ("section-header", ["Loans", "by sector", "and year"], "Loans by sector and year"),
    ],
)
def test_a_title_leads_to_its_table_and_a_paragraph_does_not(kind: str, above: list[str], title: str | None) -> None:
    lines = [(0.0, 12.0 * row, text) for row, text in enumerate(above)]
    heading: Box = (0, 0, 150, 12.0 * len(above))
    box: Box = (0, 40, 150, 60)
    placed = words(*lines, (0, 45, "Retail"), right(150, 45, "12"))
    blocks = ((kind, heading, " ".join(above)),)
    [table] = fill_tables(Layout(blocks, ((box, (((0, 40, 75, 60), (75, 40, 150, 60)),)),)), placed, 1, 800, None)
    assert (table.title is None) == (title is None)
    assert title is None or (table.title or "").startswith(title)


def test_what_lies_in_a_known_table_is_no_second_one() -> None:
    known: Box = (-5, -5, 300, 300)
    assert missed_tables(statement(), [known], None) == []


def test_prose_and_page_numbers_are_no_table() -> None:
    prose = [
        (x, y, text) for y in (0.0, 15.0, 30.0, 45.0) for x, text in ((0.0, "rose"), (23.0, "to"), (36.0, "1,234"))
    ]
    contents = [(x, y, text) for y in (100.0, 115.0, 130.0, 145.0) for x, text in ((0.0, "Business"), (200.0, "17"))]
    assert missed_tables(words(*prose), [], None) == []
    assert missed_tables(words(*contents), [], None) == []


def test_a_raised_footnote_mark_stays_on_its_line() -> None:
    label = Word(text="Goodwill", box=(0, 10, 40, 20))
    mark = Word(text="(5)", box=(41, 8, 50, 14))
    assert [[word.text for word in row] for row in in_rows([mark, label], lambda word: word.box)] == [
        ["Goodwill", "(5)"]
    ]


def test_a_letter_over_several_lines_does_not_join_them() -> None:
    initial = Word(text="W", box=(0, 0, 20, 30))
    lines = words((25, 0, "e"), (25, 10, "rose"), (25, 20, "again"))
    assert len(in_rows([initial, *lines], lambda word: word.box)) >= 3
