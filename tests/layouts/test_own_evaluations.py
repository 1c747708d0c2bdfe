"""The section of own evaluations says what a file must hold and lists what is kept."""

from datetime import datetime

from data.evaluations import COLUMNS, EvaluationSet
from layouts.benchmarks import own
from layouts.benchmarks.own import ids
from tests.layouts.walk import by_id, components, table_rows, text

SETS = [
    EvaluationSet("1", "first.csv", 10_000, datetime(2026, 3, 31, 9, 5)),
    EvaluationSet("2", "second.csv", 1, datetime(2026, 4, 1, 10, 0)),
]


def test_every_column_is_explained_with_its_default() -> None:
    _, *rows = table_rows(by_id(own.view([]), ids.COLUMNS))
    assert [row[0] for row in rows] == [column.name for column in COLUMNS]
    assert [row[0] for row in rows if row[1] == "required"] == ["benchmark", "model", "score"]
    assert {row[0]: row[1] for row in rows if "where empty" in row[1]} == {
        "unit": "optional; percent where empty",
        "higher_is_better": "optional; true where empty",
    }
    assert all(row[2] for row in rows)


def test_sets_are_listed_with_rows_and_date_and_are_deleted_after_a_question() -> None:
    section = own.view(SETS)
    listed = text(by_id(section, ids.SETS))
    assert "first.csv10,000 rows, stored 31 Mar 2026, 09:05 UTC" in listed
    assert "second.csv1 row, stored 01 Apr 2026, 10:00 UTC" in listed
    asked = [found for found in components(section) if type(found).__name__ == "ConfirmDialogProvider"]
    assert [getattr(found, "id", {})["set"] for found in asked] == ["1", "2"]
    assert getattr(asked[0], "message", "") == "Delete first.csv with its 10,000 rows? This cannot be undone."


def test_without_sets_the_section_says_so() -> None:
    assert "You have not uploaded any evaluations yet." in text(own.view([]))


def test_problems_are_a_table_for_each_file() -> None:
    refused = [
        {"name": "a.csv", "problems": [{"row": 1_234, "column": None, "message": "is odd"}], "total": 1},
        {"name": "b.csv", "problems": [{"row": 2, "column": "score", "message": "is empty"}], "total": 3},
    ]
    first, second = own.problem_tables(refused)
    assert table_rows(first)[1] == ["1,234", "–", "is odd"]
    assert table_rows(second)[1] == ["2", "score", "is empty"]
    assert "b.csv: the first 1 of 3 errors" in text(second)
