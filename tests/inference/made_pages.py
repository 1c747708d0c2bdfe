"""Pages made of words, for tests that need no file."""

from decimal import Decimal

from inference.numbers import parse_number
from inference.schema import Cell, Continuation, Line, PageResult, Part, Table, Word

WIDTH, HEIGHT = 1000.0, 1000.0
CHARACTER = 10.0


def line(text: str, y: float, x: float = 0.0) -> Line:
    """A line whose characters are 10 units wide and high; words stand apart by one character."""
    words = []
    for word in text.split(" "):
        words.append(Word(text=word, box=(x, y, x + CHARACTER * len(word), y + CHARACTER)))
        x += CHARACTER * (len(word) + 1)
    box = (words[0].box[0], y, words[-1].box[2], y + CHARACTER)
    return Line(text=text, box=box, words=tuple(words))


def page(*texts: str, number: int = 1, tables: tuple[Table, ...] = ()) -> PageResult:
    """A page with the lines one below another."""
    lines = tuple(line(text, 20.0 * i) for i, text in enumerate(texts))
    return PageResult(
        number=number, width=WIDTH, height=HEIGHT, rotation=0, source="text_layer", lines=lines, tables=tables
    )


def table(rows: list[list[str]], heads: int = 1, number: int = 1, y: float = 500.0, title: str | None = None) -> Table:
    """A table whose cells are 100 units wide and 20 high; the first `heads` rows are headings."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            parsed = parse_number(text) if r >= heads and c else None
            cells.append(
                Cell(
                    row=r,
                    column=c,
                    text=text,
                    box=(100.0 * c, y + 20 * r, 100.0 * (c + 1), y + 20 * (r + 1)),
                    header=r < heads,
                    value=parsed.value if parsed else None,
                    percent=bool(parsed and parsed.percent),
                    currency=parsed.currency if parsed else None,
                )
            )
    width, height = 100.0 * len(rows[0]), 20.0 * len(rows)
    return Table(
        id=f"p{number}t1",
        page=number,
        box=(0.0, y, width, y + height),
        title=title,
        n_rows=len(rows),
        n_columns=len(rows[0]),
        cells=tuple(cells),
    )


INCOME = table(
    [
        ["", "2024", "2025"],
        ["Net sales", "$ 1,200", "$ 1,500"],
        ["Net loss", "(30)", "(7.5)"],
        ["Operating margin", "4.0%", "5.1%"],
        ["Earnings per share", "0.12", "0.15"],
    ]
)
ONE_AND_A_HALF_BILLION = Decimal(1_500_000_000)

ACCOUNT = (
    page(*["Statement"] * 27, number=1, tables=(table([["Date", "Amount"], ["1 May", "900"]], title="Payments"),)),
    page(*["Statement"] * 27, number=2, tables=(table([["Date", "Amount"], ["2 May", "(80)"]], number=2),)),
)
"""Two pages with a table that runs on over them, its heading repeated."""
RUN = Continuation(parts=(Part(table="p1t1"), Part(table="p2t1", repeated_rows=1)))
