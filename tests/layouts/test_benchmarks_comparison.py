"""Differences, the Pareto line, hover texts, and one's own evaluations beside the published ones."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from data import model_costs
from data.advisor import search
from data.advisor.options import describe
from data.evaluations import NAMES, frame
from data.tables import FORMATS
from layouts import benchmarks as page
from layouts.benchmarks import Data, Shown
from layouts.benchmarks.offered import LONG, VIEWS
from layouts.benchmarks.selection import quality_options
from tests.layouts.test_benchmarks import DEFAULTS, cells, marked, select, show
from tests.layouts.walk import csv_rows, hovers, table_rows, text

MEMORY = {
    (row["model"], row["weight_format"]): float(row["memory_gb"])
    for row in csv_rows("memory_footprint")
    if row["kv_cache_included"] == "false"
}


def own(*rows: dict[str, Any]) -> Any:
    base: dict[str, Any] = dict.fromkeys(NAMES) | {"unit": "percent", "higher_is_better": True}
    return frame([[(base | row)[name] for name in NAMES] + ["own.csv"] for row in rows], [*NAMES, "set_name"])


def test_differences_are_sorted_and_agree_with_the_file(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="versus", versus=["Gemma 2 27B", "Gemma 3 27B", "Gemma 3 4B"], among="tuned")
    header, *rows = table_rows(shown.table)
    assert header[1:6] == [
        *["Gemma 2 27B", "Gemma 3 4B", "Gemma 3 27B"],
        *["Gemma 3 4B − Gemma 2 27B", "Gemma 3 27B − Gemma 2 27B"],
    ]
    scores = {
        (row["benchmark"], row["model"]): float(row["score"]) for row in csv_rows("benchmarks") if row["table"] == "18"
    }
    gains = []
    for row in rows:
        first, small, large = (scores[row[0], name] for name in header[1:4])
        assert [float(value) for value in row[1:4]] == [first, small, large]
        assert [float(value.replace("−", "-")) for value in row[4:6]] == pytest.approx([small - first, large - first])
        gains.append(small - first)
    assert gains == sorted(gains, reverse=True)
    bars = {trace["name"]: dict(zip(trace["y"], trace["x"], strict=True)) for trace in shown.figure["data"]}
    assert bars["Gemma 3 4B"][rows[0][0]] == pytest.approx(gains[0])


@pytest.mark.parametrize("weight_format", FORMATS)
def test_the_pareto_line_joins_the_models_that_no_smaller_one_matches(benchmark_data: Data, weight_format: str) -> None:
    for quality in quality_options(benchmark_data):
        shown = show(benchmark_data, view="pareto", quality=quality, format=weight_format)
        line, marks = shown.figure["data"]
        points = list(zip(marks["x"], marks["y"], strict=True))
        front = set(zip(line["x"], line["y"], strict=True))
        for x, y in points:
            beaten = any(a <= x and b >= y and (a, b) != (x, y) for a, b in points)
            assert ((x, y) in front) != beaten, quality
        for row in table_rows(shown.table)[1:]:
            if row[0].startswith("Gemma 3"):
                assert row[1] == f"{MEMORY[row[0], weight_format]:.1f}"


def test_cost_is_that_of_a_configuration_the_advisor_offers(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="cost", quality="6 MMLU-Pro")
    assert [row[0] for row in table_rows(shown.table)[1:]] == ["Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"]
    costs = dict(zip(shown.frame["model"], shown.frame["usd_per_1000_pages"], strict=True))
    judged = search.judge(model_costs.QUESTION, measured={})
    for model, cost in costs.items():
        options = describe(judged, np.flatnonzero(judged.fits & (np.abs(judged.usd_per_1000_full / cost - 1) < 1e-9)))
        assert {option.evidence for option in options if option.model == model} == {"estimate"}


STATES: list[dict[str, Any]] = [{"view": view} for view in VIEWS if view != "own"]
STATES += [{"view": "long", "long": name} for name in LONG]
STATES += [{"view": "generations", "generation": "2 safety"}, {"view": "pretrained", "pretrained": "7"}]


@pytest.mark.parametrize("state", STATES)
def test_figures_are_valid_and_every_point_explains_itself(benchmark_data: Data, state: dict[str, Any]) -> None:
    figure = show(benchmark_data, **state).figure
    go.Figure(figure)
    if state["view"] == "abilities":
        said = [hover for trace in figure["data"] for hover in trace["hovertext"] if hover]
    else:
        drawn = [trace for trace in figure["data"] if trace["hoverinfo"] != "skip"]
        said = [hover for _, _, hover in hovers({"data": drawn})]
    assert said
    for hover in said:
        said_of_it = hover.replace("<br>", " ").lower()
        assert "shot" in said_of_it
        assert "metric" in said_of_it
        name, value, *meaning = hover.split("<br>")
        assert name.startswith("<b>")
        assert any(character.isdigit() for character in value)
        assert meaning
        assert "Source: " in hover


OWN = (
    {"benchmark": "mmlu-pro", "model": "Gemma 3 27B", "variant": "it", "score": 64.25, "evaluated_on": "2026-03-31"},
    {"benchmark": "MMLU-Pro", "model": "Gemma 3 27B", "variant": "it", "score": 60.0, "evaluated_on": "2026-01-01"},
    {"benchmark": "MATH", "model": "House model", "score": 71.5, "n_shot": 4, "note": "Int4"},
    {"benchmark": "MMLU-Pro", "model": "Gemma 3 4B", "variant": "pt", "score": 1.0},
    {"benchmark": "GPQA Diamond", "model": "Gemma 3 4B", "score": 9.0, "unit": "seconds"},
)


@pytest.fixture
def with_own(benchmark_data: Data) -> Data:
    return replace(benchmark_data, own=own(*OWN))


def test_own_evaluations_stand_beside_the_published_ones_marked(with_own: Data) -> None:
    shown = show(with_own, view="zero-shot")
    found = {key[:2]: value for key, value in cells(shown).items() if "(own)" in key[1] and value != "–"}
    # the newest counts; another variant or unit does not belong into this table
    assert found == {("MMLU-Pro", "Gemma 3 27B (own)"): "64.25", ("MATH", "House model (own)"): "71.5"}
    assert marked(shown.table, "value-own") == ["64.25", "71.5"]
    bars = {trace["name"]: trace for trace in shown.figure["data"]}
    assert bars["House model (own)"]["marker"]["pattern"]
    assert "pattern" not in bars["Gemma 3 27B"]["marker"]
    said = bars["House model (own)"]["hovertext"][0].replace("<br>", " ")
    assert "Own evaluation. 4-shot. Metric not stated. Setting: variant not stated, Int4." in said


def test_pre_trained_own_evaluations_stand_in_the_pre_trained_tables(benchmark_data: Data) -> None:
    data = replace(
        benchmark_data,
        own=own(
            {"benchmark": "HellaSwag", "model": "Gemma 3 4B", "variant": "pt", "score": 70.5, "metric": "accuracy"},
            {"benchmark": "PIQA", "model": "Gemma 3 4B", "score": 60.0},
            {"benchmark": "BoolQ", "model": "Gemma 3 4B", "variant": "int4", "score": 50.0},
            {"benchmark": "ChartQA", "model": "Gemma 3 4B", "variant": "pt_fine_tuned", "score": 40.0},
        ),
    )
    shown = show(data, view="pretrained", pretrained="9")
    assert marked(shown.table, "value-own") == ["70.5", "60.0"]
    stars = next(trace for trace in shown.figure["data"] if trace["name"] == "Gemma 3 4B (own)")
    assert (stars["x"], stars["marker"]["symbol"]) == ([70.5, 60.0], "star")
    assert "Own evaluation. Shots not stated. Metric: accuracy." in stars["hovertext"][0].replace("<br>", " ")
    assert marked(show(data, view="pretrained", pretrained="12").table, "value-own") == ["40.0"]
    assert marked(show(data, view="pretrained", pretrained="11").table, "value-own") == []
    older = show(data, view="generations", generation="2 benchmark")
    assert marked(older.table, "value-own") == ["70.5", "60.0"]


def test_own_models_can_be_compared_and_placed_by_memory(with_own: Data) -> None:
    chosen = ["Gemma 3 27B", "Gemma 3 27B (own)"]
    row = table_rows(show(with_own, view="versus", versus=chosen).table)[1]
    assert row[:4] == ["MMLU-Pro", "67.5", "64.25", "−3.25"]
    assert not select(with_own, versus=chosen).notices
    pareto = show(with_own, view="pareto", quality="6 MMLU-Pro")
    position = pareto.figure["data"][1]["text"].index("3 27B (own)")
    assert pareto.figure["data"][1]["marker"]["symbol"][position] == "star"
    assert pareto.figure["data"][1]["x"][position] == MEMORY["Gemma 3 27B", "int4"]
    assert marked(pareto.table, "value-own") == ["64.25"]
    assert "64.25 % with 14.1 GB" in pareto.figure["data"][1]["hovertext"][position]
    assert text(pareto.table).startswith("MMLU-Pro (instruction-tuned, 0-shot) and weights")


def test_own_models_are_offered_for_comparison(with_own: Data) -> None:
    offered = [option["value"] for option in page.versus_choices(with_own)]
    assert offered[-3:] == ["Gemma 3 27B (own)", "House model (own)", "Gemma 3 4B (own)"]


def test_the_downloaded_rows_are_those_shown(benchmark_data: Data) -> None:
    shown: Shown = show(benchmark_data, view="pretrained", pretrained="12", models=["Gemma 3 4B"])
    assert set(shown.frame["model"]) == {"Gemma 3 4B"}
    assert len(shown.frame) == len(table_rows(shown.table)) - 1
    assert DEFAULTS["view"] == "arena"
