"""The import refuses a reference file that is not as declared, and says where."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data import reference_tables
from data.reference_tables import FOLDER, TABLES, ReferenceDataError, load, load_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def edit(path: Path, row: int, column: str, value: str) -> None:
    """Sets one cell; rows count as in a spreadsheet."""
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    lines[row - 1][lines[0].index(column)] = value
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


def test_every_file_of_the_folder_is_declared_and_loads() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(TABLES)
    for name, frame in load_all().items():
        with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert len(frame) == len(rows), name
        assert list(frame.columns) == list(rows[0]), name


def test_every_cell_keeps_its_value_and_every_empty_cell_stays_missing() -> None:
    for name, frame in load_all().items():
        with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            for row, cells in zip(frame.to_dict("records"), csv.DictReader(file), strict=True):
                for column, text in cells.items():
                    value = row[column]
                    if text == "":
                        assert pd.isna(value), (name, column)
                    elif isinstance(value, bool):
                        assert text == str(value).lower()
                    elif isinstance(value, str):
                        assert value == text.strip()
                    else:
                        assert float(text) == value, (name, column)


def test_whole_numbers_stay_whole_where_cells_are_missing() -> None:
    assert str(load("architecture")["sliding_window"].dtype) == "Int64"


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "said"),
    [
        ("memory_footprint", 7, "memory_gb", "about 2", "number"),
        ("architecture", 3, "num_layers", "28.5", "integer"),
        ("parameters", 2, "provenance", "remembered", "printed"),
        ("memory_footprint", 4, "kv_cache_included", "yes", "true or false"),
        ("hardware", 2, "memory_gb", "-16", "greater than 0"),
        ("hardware", 2, "memory_gb", "nan", "finite"),
        ("models", 5, "released", "summer 2024", "pattern"),
    ],
)
def test_a_wrong_value_names_file_row_and_column(
    folder: Path, name: str, row: int, column: str, value: str, said: str
) -> None:
    edit(folder / f"{name}.csv", row, column, value)
    with pytest.raises(ReferenceDataError, match=said) as caught:
        load(name, folder)
    assert str(caught.value).startswith(f"{name}.csv, row {row}, column {column}: ")


def test_an_empty_cell_that_must_be_filled_is_an_error(folder: Path) -> None:
    edit(folder / "memory_footprint.csv", 9, "memory_gb", "")
    with pytest.raises(ReferenceDataError, match="row 9, column memory_gb: the cell is empty"):
        load("memory_footprint", folder)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("parameters", "model"),
        ("memory_footprint", "model"),
        ("kv_cache_check", "model"),
        ("benchmarks", "model"),
        ("gemma2_reference", "model"),
        ("ability_radar_axis_labels", "gemma3_model"),
        ("models", "model"),
    ],
)
def test_an_unknown_gemma_model_names_file_and_row(folder: Path, name: str, column: str) -> None:
    edit(folder / f"{name}.csv", 3, column, "Gemma 3 5B")
    with pytest.raises(ReferenceDataError, match=r"'Gemma 3 5B' is not a model of architecture\.csv") as caught:
        load(name, folder)
    assert (caught.value.file, caught.value.row, caught.value.column) == (f"{name}.csv", 3, column)


def test_models_of_other_makers_are_allowed_where_they_are_compared() -> None:
    assert "LLaMA-2 7B" in set(load("gemma1_reference")["model"])


def test_a_missing_column_is_named(folder: Path) -> None:
    path = folder / "hardware.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("memory_gb", "memory", 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"hardware.csv, row 1, column memory_gb: the column is missing"):
        load("hardware", folder)


def test_an_extra_column_is_named(folder: Path) -> None:
    path = folder / "hardware.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [lines[0] + ",price"] + [line + ",1" for line in lines[1:]]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="column price: unknown column"):
        load("hardware", folder)


def test_a_row_with_too_few_cells_is_named(folder: Path) -> None:
    path = folder / "kv_cache_figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4].rsplit(",", 1)[0].rsplit(",", 1)[0]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"kv_cache_figures.csv, row 5: has \d+ cells instead of 9"):
        load("kv_cache_figures", folder)


def test_a_repeated_row_is_named(folder: Path) -> None:
    path = folder / "hardware.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=rf"row {len(lines) + 1}: repeats row 2"):
        load("hardware", folder)


def test_layers_that_do_not_add_up_are_named(folder: Path) -> None:
    edit(folder / "architecture.csv", 8, "num_global_layers", "5")
    with pytest.raises(ReferenceDataError, match=r"architecture\.csv, row 8: local and global layers"):
        load("architecture", folder)


def test_cache_elements_that_contradict_the_heads_are_named(folder: Path) -> None:
    edit(folder / "architecture.csv", 8, "kv_elements_per_token_per_global_layer", "1024")
    with pytest.raises(ReferenceDataError, match="row 8: kv_elements_per_token_per_global_layer"):
        load("architecture", folder)


def test_missing_empty_and_undecodable_files_are_named(folder: Path) -> None:
    (folder / "hardware.csv").unlink()
    with pytest.raises(ReferenceDataError, match=r"hardware\.csv: the file is missing"):
        load("hardware", folder)
    (folder / "hardware.csv").write_bytes(b"")
    with pytest.raises(ReferenceDataError, match=r"hardware\.csv: is empty"):
        load("hardware", folder)
    (folder / "hardware.csv").write_bytes(b"gpu,\xff")
    with pytest.raises(ReferenceDataError, match=r"hardware\.csv: is not UTF-8"):
        load("hardware", folder)


def test_the_fingerprint_follows_the_files(folder: Path) -> None:
    before = reference_tables.fingerprint(folder)
    assert before == reference_tables.fingerprint(FOLDER)
    edit(folder / "hardware.csv", 2, "tdp_w", "71")
    assert reference_tables.fingerprint(folder) != before
