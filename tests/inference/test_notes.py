"""Numbers of notes beside the amounts of a statement."""

import pytest

from inference.notes import note_references
from inference.schema import Box, Word
from inference.tables import Layout, fill_tables


def column(*texts: str) -> dict[tuple[int, int], str]:
    return {(row, 1): text for row, text in enumerate(texts)}


@pytest.mark.parametrize(
    "heading", ["Note", "Notes", "Note no.", "Note(s)", "Anhang", "Ziffer", "Toelichting", "Anm.", "Nota", "Not"]
)
def test_numbers_below_a_heading_for_notes_are_references(heading: str) -> None:
    assert note_references(column(heading, "", "3", "–", "12", "4.1")) == {(2, 1), (4, 1), (5, 1)}


@pytest.mark.parametrize("printed", ["5", "12, 13", "3.1", "4(a)", "7b", "10 & 11", "2–4"])
def test_a_reference_names_one_note_or_several(printed: str) -> None:
    assert note_references(column("Note", printed)) == {(1, 1)}


@pytest.mark.parametrize("printed", ["1,234", "(12)", "12%", "$ 5", "2023"])
def test_amounts_below_a_note_are_amounts(printed: str) -> None:
    assert note_references(column("Note", printed)) == set()


def test_a_heading_for_notes_ends_where_the_column_holds_something_else() -> None:
    assert note_references(column("Note", "5", "2024", "7")) == {(1, 1)}


def test_a_heading_for_notes_may_have_two_lines() -> None:
    assert note_references(column("Anhang", "Nr.", "19", "20", "Mio.", "7")) == {(2, 1), (3, 1)}


def test_labels_and_columns_of_other_headings_hold_no_references() -> None:
    assert note_references({(0, 0): "Notes", (1, 0): "5", (0, 1): "2024", (1, 1): "5"}) == set()


def test_the_number_of_a_note_is_text_and_no_value() -> None:
    rows = [("", "Note", "2024"), ("Revenue", "3", "41"), ("Costs", "12", "(17)")]
    columns = (0.0, 100.0, 150.0, 200.0)
    words = [
        Word(text=text, box=(columns[c] + 10, 20 * r + 5, columns[c] + 10 + 5 * len(text), 20 * r + 15))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]
    box: Box = (0, 0, 200, 60)
    grid = tuple(tuple((columns[c], 20.0 * r, columns[c + 1], 20.0 * r + 20) for c in range(3)) for r in range(3))
    [table] = fill_tables(Layout((), ((box, grid),)), words, 1, 800, None)
    given = [[(cell.text, cell.value) for cell in row if cell][1:] for row in table.grid()[1:]]
    assert given == [[("3", None), ("41", 41)], [("12", None), ("(17)", -17)]]
