"""Tables that run on over pages."""

from inference.continuation import continued_tables, page_range, whole_tables
from inference.schema import Cell, Line, PageResult, Table, Word

HEAD = ("Date", "Payee", "Amount")


def page(
    number: int, rows: list[tuple[str, ...]], *, heading: tuple[str, ...] | None = HEAD, title: str = "", after: int = 1
) -> PageResult:
    """A page 100 wide: a title, a table in equal columns, and some lines below it."""
    grid = ([heading] if heading else []) + rows
    table = Table(
        id=f"p{number}t1",
        page=number,
        box=(0, 20, 90, 20 + 10 * len(grid)),
        title=title or None,
        n_rows=len(grid),
        n_columns=3,
        cells=tuple(
            Cell(
                row=r, column=c, text=text, header=bool(heading) and r == 0, box=(c * 30, 20 + r * 10, c * 30 + 30, 30)
            )
            for r, row in enumerate(grid)
            for c, text in enumerate(row)
        ),
    )
    lines = [line(title, 5)] * bool(title) + [line("note", table.box[3] + 10 + i) for i in range(after)]
    return PageResult(
        number=number, width=100, height=200, rotation=0, source="text_layer", lines=tuple(lines), tables=(table,)
    )


def line(text: str, y: float) -> Line:
    box = (0.0, y, 50.0, y + 5)
    return Line(text=text, box=box, words=(Word(text=text, box=box),))


FIRST = page(1, [("1 May", "Rent", "900"), ("2 May", "Power", "80")])


def test_a_repeated_heading_is_left_out() -> None:
    pages = [FIRST, page(2, [("3 May", "Water", "40")]), page(3, [("4 May", "Gas", "60")], heading=None)]
    [continuation] = continued_tables(pages)
    assert [(part.table, part.repeated_rows) for part in continuation.parts] == [("p1t1", 0), ("p2t1", 1), ("p3t1", 0)]
    [whole] = whole_tables(pages, [continuation])
    assert [[cell.text for cell in row if cell] for row in whole.table.grid()] == [
        list(HEAD),
        ["1 May", "Rent", "900"],
        ["2 May", "Power", "80"],
        ["3 May", "Water", "40"],
        ["4 May", "Gas", "60"],
    ]
    assert (whole.table.id, whole.pages, page_range(continuation)) == ("p1t1", "1\N{EN DASH}3", "1\N{EN DASH}3")
    origins = [(origin.table.page, origin.row) for origin in whole.rows]
    assert origins == [(1, 0), (1, 1), (1, 2), (2, 1), (3, 0)]


def test_tables_of_one_page_stay_as_they_are() -> None:
    pages = [FIRST, page(2, [("a", "b", "1")], heading=("Fund", "Class", "Units"))]
    wholes = whole_tables(pages, continued_tables(pages))
    assert [whole.table for whole in wholes] == [table for each in pages for table in each.tables]
    assert [whole.pages for whole in wholes] == ["1", "2"]


def test_another_heading_begins_another_table() -> None:
    assert continued_tables([FIRST, page(2, [("a", "b", "1")], heading=("Fund", "Class", "Units"))]) == ()


def test_another_title_begins_another_table() -> None:
    assert continued_tables([FIRST, page(2, [("3 May", "Water", "40")], title="Savings account")]) == ()
    assert continued_tables([FIRST, page(2, [("3 May", "Water", "40")], title="Savings account (continued)")])


def test_a_paragraph_above_begins_another_table() -> None:
    second = page(2, [("3 May", "Water", "40")])
    votes = line("Based on these votes the second proposal was approved.", 5)
    assert continued_tables([FIRST, second.model_copy(update={"lines": (votes, *second.lines)})]) == ()


def test_text_below_a_table_ends_it() -> None:
    assert continued_tables([page(1, [("1 May", "Rent", "900")], after=9), page(2, [("3 May", "Water", "40")])]) == ()


def test_a_page_between_ends_it() -> None:
    assert continued_tables([FIRST, page(3, [("3 May", "Water", "40")])]) == ()
