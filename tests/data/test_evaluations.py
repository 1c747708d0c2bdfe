"""The CSV format of own evaluations, and their records."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from data.evaluation_records import EvaluationRecords, StoredEvaluation, TooManyEvaluations
from data.evaluations import (
    COLUMNS,
    MAX_BYTES,
    MAX_OWN_ROWS,
    MAX_PROBLEMS,
    MAX_ROWS,
    NAMES,
    TEMPLATE,
    EvaluationsError,
    parse,
)
from data.records import Records

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "evaluations.md"


def refused(content: str | bytes) -> EvaluationsError:
    """How a file is refused."""
    with pytest.raises(EvaluationsError) as caught:
        parse(content.encode() if isinstance(content, str) else content)
    return caught.value


def rows(count: int, score: str = "71.5") -> str:
    """A file of so many rows."""
    return "benchmark,model,score\n" + "".join(f"Task {number},Gemma 3 12B,{score}\n" for number in range(count))


def test_every_column_is_documented_with_its_default_and_whether_it_is_required() -> None:
    found = re.findall(r"^\| `(\w+)` \| (\w+) \| (?:`(\w+)`)? ?\|", DOCUMENT.read_text(), re.MULTILINE)
    expected = [
        (column.name, "required" if column.required else "optional", str(column.default or "").lower())
        for column in COLUMNS
    ]
    assert found == expected


def test_limits_are_documented() -> None:
    text = DOCUMENT.read_text()
    for words in (f"{MAX_BYTES // 10**6} MB and {MAX_ROWS:,} rows", f"{MAX_OWN_ROWS:,} rows", f"first {MAX_PROBLEMS} "):
        assert words in text.replace("\n", " ")


def test_template_names_every_column_and_its_rows_say_that_they_are_examples() -> None:
    table = parse(TEMPLATE.encode())
    assert TEMPLATE.splitlines()[0] == ",".join(NAMES)
    assert len(table) == 2
    assert table["benchmark"].str.startswith("EXAMPLE").all()
    assert table["note"].str.startswith("Example").all()


def test_every_cell_is_read_as_documented() -> None:
    table = parse(
        b"benchmark,model,variant,metric,n_shot,score,unit,higher_is_better,evaluated_on,note\n"
        b'"Totals, net",M 1, it ,ANLS,5,99.5,%,NO,2026-03-31,"two\nlines"\n'
        b"Totals,M 1,,,5.0,-1.2e1,EUR,1,,\n"
    )
    assert tuple(table.columns) == NAMES
    first, second = (table.iloc[position].to_dict() for position in range(2))
    assert first == {
        "benchmark": "Totals, net",
        "model": "M 1",
        "variant": "it",
        "metric": "ANLS",
        "n_shot": 5,
        "score": 99.5,
        "unit": "percent",
        "higher_is_better": False,
        "evaluated_on": pd.Timestamp(date(2026, 3, 31)),
        "note": "two\nlines",
    }
    assert (second["n_shot"], second["score"], second["unit"], second["higher_is_better"]) == (5, -12.0, "EUR", True)
    assert table.iloc[1][["variant", "metric", "evaluated_on", "note"]].isna().all()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfbenchmark,model,score\r\n\xc3\x84,M,1\r\n",
        "benchmark;model;score\nÄ;M;1\n".encode(),
        "Score , MODEL,Benchmark,,\n1,M,Ä,,\n".encode(),
        "benchmark,model,score\r\rÄ,M,1".encode(),
        "benchmark,model,score\n\n ,,\nÄ,M,1".encode(),
    ],
    ids=["byte order mark", "semicolons", "other order, case and empty columns", "old line ends", "empty rows"],
)
def test_what_spreadsheets_write_is_accepted(content: bytes) -> None:
    table = parse(content)
    assert table[["benchmark", "model", "score"]].values.tolist() == [["Ä", "M", 1.0]]
    assert table[["unit", "higher_is_better"]].values.tolist() == [["percent", True]]
    assert pd.isna(table["n_shot"].iloc[0])


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("score", "", "is empty and must not be"),
        ("score", "71,5", "“71,5” is not a number"),
        ("score", "71.5%", "is not a number"),
        ("score", "nan", "is not a number"),
        ("score", "inf", "is not a number"),
        ("score", "1_0", "is not a number"),
        ("score", "1e999", "is too large for a number"),
        ("score", "100.1", "100.1 percent is not between 0 and 100"),
        ("score", "-0.1", "-0.1 percent is not between 0 and 100"),
        ("benchmark", " ", "is empty and must not be"),
        ("model", "x" * 201, "is 201 characters long; the limit is 200"),
        ("unit", "x" * 201, "is 201 characters long; the limit is 200"),
        ("note", "x" * 1_001, "is 1,001 characters long; the limit is 1,000"),
        ("n_shot", "-1", "is not a whole number from 0"),
        ("n_shot", "few-shot", "is not a whole number from 0"),
        ("n_shot", "0.5", "is not a whole number from 0"),
        ("n_shot", "9" * 400, "is more than 1,000,000"),
        ("higher_is_better", "maybe", "is none of true, false, yes, no, 1, 0"),
        ("evaluated_on", "31.03.2026", "is not a date"),
        ("evaluated_on", "2026-02-30", "is not a date"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(column: str, cell: str, words: str) -> None:
    good = {"benchmark": "Totals", "model": "M", "score": "1"}
    bad = good | {"benchmark": "Net"} | {column: f'"{cell}"'}
    lines = [",".join(row.get(name, "") for name in bad) for row in (good, {}, bad)]
    error = refused("\n".join([",".join(bad), *lines]))
    assert [(problem.row, problem.column) for problem in error.problems] == [(4, column)]
    assert words in error.problems[0].message
    assert error.total == 1


def test_problems_come_by_row_and_then_by_column_and_only_the_first_are_kept() -> None:
    error = refused("benchmark,model,score\n" + ",,x\n" * 30)
    assert error.total == 90
    assert len(error.problems) == MAX_PROBLEMS
    assert [(problem.row, problem.column) for problem in error.problems[:4]] == [
        *[(2, "benchmark"), (2, "model"), (2, "score")],
        (3, "benchmark"),
    ]
    assert str(error).startswith("holds 90 errors; the first 20 are listed")


def test_a_repeated_row_names_the_first() -> None:
    error = refused("benchmark,model,score,n_shot\nA,M,1,\nA,M,2,0\n\nA,M,3,\n A ,M,4,0\n")
    assert [(problem.row, problem.column) for problem in error.problems] == [(5, "benchmark"), (6, "benchmark")]
    assert [problem.message.split(":")[0] for problem in error.problems] == ["repeats row 2", "repeats row 3"]


def test_a_wrong_header_names_the_known_columns() -> None:
    error = refused("benchmark,modell,score,score,,note\nA,M,x,1,,\n")
    places = [(problem.row, problem.column) for problem in error.problems]
    assert places == [(1, "modell"), (1, "score"), (1, None), (1, "model")]
    assert "“modell” is unknown; known are benchmark, model, variant" in error.problems[0].message
    assert error.problems[1].message == "this name is there twice"
    assert "column 5 is unknown" in error.problems[2].message
    assert error.problems[3].message == "this column is required and missing"


def test_cells_without_a_column_are_an_error() -> None:
    error = refused("benchmark,model,score\nA,M,1,,\nNet, gross,M,1\n")
    (problem,) = error.problems
    assert (problem.row, problem.column) == (3, None)
    assert "more cells than row 1" in problem.message


@pytest.mark.parametrize("rest", ['"B,M,1\nC,M,1\n', '"B"x,M,1\nC,M,1\n'])
def test_unmatched_quotation_marks_are_an_error_of_their_row(rest: str) -> None:
    error = refused(f"benchmark,model,score\nA,M,x\n{rest}")
    assert [(problem.row, problem.column) for problem in error.problems] == [(2, "score"), (3, None)]
    assert "quotation mark" in error.problems[1].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"%PDF-1.7 benchmark,model,score", "is not a CSV file, whatever its name says"),
        (b"PK\x03\x04\x00\x00benchmark", "is not a CSV file, whatever its name says"),
        (b"Dear reader,\nthis is a letter.\n", "its first row names none of the columns benchmark, model"),
        (b'"benchmark,model,score\nA,M,1\n', "its first row names none of the columns"),
        ("benchmark,model,score\nA,M,1\nÄ,M,1".encode("latin-1"), "is not encoded in UTF-8 (line 3"),
        ("benchmark,model,score\nA,M,1".encode("utf-16"), "is not encoded in UTF-8"),
        (b"benchmark,model,score\n\n,,\n", "holds no evaluations"),
        (b"benchmark,model,score\n".ljust(MAX_BYTES + 1, b","), "is larger than the limit of 5 MB"),
    ],
)
def test_a_file_of_no_use_gets_one_clear_sentence(content: bytes, words: str) -> None:
    error = refused(content)
    assert words in str(error)
    assert (error.problems, error.total) == ((), 0)


def test_number_of_rows_is_limited() -> None:
    assert len(parse(rows(MAX_ROWS).encode())) == MAX_ROWS
    assert "holds more than 50,000 evaluations" in str(refused(rows(MAX_ROWS + 1)))


# records


@pytest.fixture
def records(tmp_path: Path) -> EvaluationRecords:
    return EvaluationRecords(Records(f"sqlite:///{tmp_path / 'records.sqlite'}").engine)


def stored_rows(records: EvaluationRecords) -> int:
    """Rows of all owners."""
    with records._session() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(StoredEvaluation)).one()


def test_what_was_stored_comes_back_as_it_was_read(records: EvaluationRecords) -> None:
    table = parse(TEMPLATE.encode())
    records.replace("ann", "b.csv", table)
    records.replace("ann", "a.csv", table)
    found = records.frame("ann")
    assert list(found["set_name"]) == ["a.csv", "a.csv", "b.csv", "b.csv"]
    expected = pd.concat([table, table], ignore_index=True)
    pd.testing.assert_frame_equal(found.drop(columns="set_name"), expected)


def test_an_owner_without_sets_has_an_empty_frame_of_the_same_types(records: EvaluationRecords) -> None:
    records.replace("ann", "a.csv", parse(TEMPLATE.encode()))
    nothing = records.frame("bob")
    assert len(nothing) == 0
    assert list(nothing.columns) == [*NAMES, "set_name"]
    pd.testing.assert_series_equal(nothing.dtypes, records.frame("ann").dtypes)


def test_a_set_of_the_same_name_is_replaced_as_a_whole(records: EvaluationRecords) -> None:
    records.replace("ann", "a.csv", parse(rows(3).encode()))
    records.replace("bob", "a.csv", parse(rows(4).encode()))
    second = records.replace("ann", "a.csv", parse(rows(2, "80").encode()))
    assert records.sets("ann") == [second]
    assert list(records.frame("ann")["score"]) == [80.0, 80.0]
    assert len(records.frame("bob")) == 4
    assert stored_rows(records) == 6


def test_many_at_once_leave_one_whole_set(records: EvaluationRecords) -> None:
    tables = [parse(rows(count).encode()) for count in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda table: records.replace("ann", "a.csv", table), tables))
    (kept,) = records.sets("ann")
    assert len(records.frame("ann")) == kept.rows == stored_rows(records)


def test_sets_are_listed_newest_first_and_deleted_with_their_rows_by_their_owner_alone(
    records: EvaluationRecords,
) -> None:
    first, second = (records.replace("ann", name, parse(rows(3).encode())) for name in ("a.csv", "b.csv"))
    assert [kept.name for kept in records.sets("ann")] == ["b.csv", "a.csv"]
    assert records.sets("bob") == []
    assert records.delete(first.id, "bob") is None
    assert records.delete(first.id, "ann") == "a.csv"
    assert records.delete(first.id, "ann") is None
    assert records.sets("ann") == [second]
    assert stored_rows(records) == 3


def test_more_rows_than_an_owner_may_keep_change_nothing(records: EvaluationRecords) -> None:
    half = parse(rows(MAX_ROWS).encode())
    kept = [records.replace("ann", name, half) for name in ("a.csv", "b.csv")]
    with pytest.raises(TooManyEvaluations):
        records.replace("ann", "c.csv", parse(rows(1).encode()))
    assert records.sets("ann") == kept[::-1]
    assert records.replace("ann", "a.csv", half).rows == MAX_ROWS
