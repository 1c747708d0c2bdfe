"""Every row of one's own files is listed, also where no report has the benchmark."""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from layouts.benchmarks import Data
from layouts.benchmarks.own_scores import PAGE_ROWS
from tests.layouts.test_benchmarks import marked, show
from tests.layouts.test_benchmarks_comparison import own
from tests.layouts.walk import table_rows

ROWS: tuple[dict[str, Any], ...] = (
    {"benchmark": "Invoice totals", "model": "House model", "score": 91.4, "n_shot": 2, "metric": "ANLS", "note": "A"},
    {"benchmark": "Seconds per page", "model": "House model", "score": 2.75, "unit": "seconds"},
    {"benchmark": "MMLU-Pro", "model": "Gemma 3 4B", "variant": "int4", "score": 40.0},
    {"benchmark": "MMLU-Pro", "model": "Gemma 3 4B", "variant": "it", "score": 43.0},
)


def with_rows(data: Data, *rows: dict[str, Any]) -> Data:
    return replace(data, own=own(*rows))


def test_nothing_is_drawn_where_there_is_nothing(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="own")
    assert (shown.table, shown.empty) == (None, None)


def test_pages_show_every_row_once_with_one_unit_each(benchmark_data: Data) -> None:
    data = with_rows(benchmark_data, *ROWS)
    first, second = (show(data, view="own", page=number) for number in (1, 2))
    assert [row[:4] for row in table_rows(first.table)[1:]] == [
        ["Invoice totals", "House model", "91.4", "%"],
        ["MMLU-Pro", "Gemma 3 4B", "40", "%"],
        ["MMLU-Pro", "Gemma 3 4B", "43", "%"],
    ]
    assert [row[:5] for row in table_rows(second.table)[1:]] == [
        ["Seconds per page", "House model", "2.75", "seconds", "higher"]
    ]
    assert marked(first.table, "value-own") == ["91.4", "40", "43"]
    drawn = [
        (name, score)
        for trace in first.figure["data"]
        for name, score in zip(trace["y"], trace["x"], strict=True)
        if trace["name"].endswith("(own)") and trace["marker"]["symbol"] == "star"
    ]
    assert sorted(drawn) == [("Invoice totals", 91.4), ("MMLU-Pro", 40.0), ("MMLU-Pro", 43.0)]
    assert second.figure["layout"]["xaxis"]["title"]["text"] == "Score, seconds"
    assert first.title == "4 own evaluations of 2 models in 3 benchmarks"
    assert len(first.frame) == 4
    go.Figure(first.figure)


def test_the_hover_says_what_the_file_states_and_what_it_does_not(benchmark_data: Data) -> None:
    figure = show(with_rows(benchmark_data, *ROWS), view="own").figure
    said = {trace["y"][0]: trace["hovertext"][0].replace("<br>", " ") for trace in figure["data"]}
    assert said["Invoice totals"] == (
        "<b>House model (own): Invoice totals</b> 91.4 % Own evaluation. 2-shot. Metric: ANLS. Higher is better. A. "
        "<i>Source: your file own.csv</i>"
    )
    assert "Shots not stated. Metric not stated." in said["MMLU-Pro"]


def test_a_search_and_a_page_beyond_the_last_one(benchmark_data: Data) -> None:
    many = [{"benchmark": f"Test {number}", "model": "House model", "score": 1.0} for number in range(PAGE_ROWS + 1)]
    data = with_rows(benchmark_data, *many)
    assert [row[0] for row in table_rows(show(data, view="own", page=99).table)[1:]] == [f"Test {PAGE_ROWS}"]
    found = show(data, view="own", find="test 7")
    assert [row[0] for row in table_rows(found.table)[1:]] == ["Test 7"]
    assert len(found.frame) == 1
    assert "Nothing here is called" in (show(data, view="own", find="zzz").empty or "")
