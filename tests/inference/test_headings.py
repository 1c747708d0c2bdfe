"""Headings that belong to several columns of a table."""

from inference.headings import Place, join_cut, spread_over_groups
from inference.schema import Box, Word


def words(text: str, x: float, y: float) -> list[Word]:
    found = []
    for part in text.split():
        found.append(Word(text=part, box=(x, y, x + 5 * len(part), y + 10)))
        x += 5 * len(part) + 3
    return found


def boxes(rows: int, columns: int) -> dict[Place, Box]:
    return {(r, c): (100.0 * c, 20.0 * r, 100.0 * (c + 1), 20.0 * (r + 1)) for r in range(rows) for c in range(columns)}


def years(row: int, columns: int) -> dict[Place, list[Word]]:
    return {(row, c): words("2024", 100 * c + 70, 20 * row) for c in range(1, columns)}


def test_a_heading_centred_over_a_group_spans_it() -> None:
    content = years(1, 5) | {(0, 1): words("Americas", 210, 0), (0, 4): words("Europe", 415, 0)}
    spans = join_cut(content)
    spread_over_groups(content, boxes(3, 5), spans, heads=2)
    assert spans == {(0, 1): 2, (0, 2): 0, (0, 3): 2, (0, 4): 0}
    assert [word.text for word in content[0, 3]] == ["Europe"]


def test_a_heading_over_its_own_column_stays_there() -> None:
    content = years(1, 4) | {(0, 1): words("2025", 170, 0), (0, 3): words("Note", 370, 0)}
    spans = join_cut(content)
    spread_over_groups(content, boxes(3, 4), spans, heads=2)
    assert spans == {}


def test_a_heading_over_figures_spans_nothing() -> None:
    content = years(1, 3) | {(0, 1): words("Americas", 210, 0)}
    spans = join_cut(content)
    spread_over_groups(content, boxes(3, 3), spans, heads=1)
    assert spans == {}


def test_a_heading_of_two_lines_that_a_border_cuts_is_joined() -> None:
    content = {
        (0, 1): [*words("Three", 170, 0), *words("June", 180, 12)],
        (0, 2): [*words("Months", 198, 0), *words("30,", 203, 12)],
    }
    assert join_cut(content) == {(0, 1): 2, (0, 2): 0}
    assert len(content[0, 1]) == 4


def test_a_date_that_is_cut_before_its_year_is_joined() -> None:
    content = {(0, 1): words("Months Ended June 30,", 100, 0), (0, 2): words("2022", 201, 0)}
    assert join_cut(content) == {(0, 1): 2, (0, 2): 0}


def test_lines_that_stand_apart_are_two_headings() -> None:
    content = {(0, 1): words("Total", 150, 0), (0, 2): words("Total", 260, 0)}
    assert join_cut(content) == {}
