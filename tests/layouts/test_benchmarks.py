"""Performance Benchmarks shows every table as printed; the files are read with the csv module."""

from typing import Any

import dash
import pytest

from layouts import benchmarks as page
from layouts.benchmarks import Data, Selection, Shown, ids
from layouts.benchmarks.abilities import ABILITIES
from layouts.benchmarks.offered import AMONG, GENERATIONS, LONG, MODELS, PRETRAINED, TUNED, VIEWS
from layouts.benchmarks.score_views import BY_SETTING
from tests.layouts.walk import by_id, components, csv_rows, table_rows, text

DEFAULTS: dict[str, Any] = {control.name: control.default for control in page.CONTROLS}
SCORES = csv_rows("benchmarks")
META = ("Shots", "Unit", "Metric", "Better")


def select(data: Data, **state: Any) -> Selection:
    return page.select(data, DEFAULTS | state)


def show(data: Data, **state: Any) -> Shown:
    return page.show(data, select(data, **state))


def cells(shown: Shown) -> dict[tuple[str, ...], str]:
    """Score cells by benchmark and column."""
    header, *rows = table_rows(shown.table)
    found: dict[tuple[str, ...], str] = {}
    for row in rows:
        for column, value in zip(header[1:], row[1:], strict=True):
            if column not in META:
                key = (row[0], column, row[header.index("Shots")]) if "Shots" in header else (row[0], column)
                assert key not in found
                found[key] = value
    return found


def marked(node: Any, class_name: str) -> list[str]:
    return [text(found) for found in components(node) if class_name in (getattr(found, "className", "") or "").split()]


def column_of(row: dict[str, str]) -> str:
    if row["table"] not in BY_SETTING:
        return row["model"]
    return f"{row['model']}, {row['setting'].split(',')[0].removeprefix('input resolution ')}"


def test_the_arena_table_and_points_are_table_5(benchmark_data: Data) -> None:
    shown = show(benchmark_data)
    expected = [
        [
            row["model"],
            row["rank"],
            f"{int(row['elo']):,}",
            f"+{row['ci95_plus']} / −{row['ci95_minus']}",
            "open" if row["open"] else "closed",
            row["type"] or "–",
            row["parameters_printed"] or "–",
        ]
        for row in csv_rows("arena_elo")
    ]
    assert table_rows(shown.table)[1:] == expected
    drawn = {}
    for trace in shown.figure["data"]:
        for position, model in enumerate(trace["y"]):
            error = trace["error_x"]
            drawn[model] = (
                trace["x"][position],
                error["array"][position],
                error["arrayminus"][position],
                trace["name"] != "Closed",
            )
    assert drawn == {
        row["model"]: (int(row["elo"]), int(row["ci95_plus"]), int(row["ci95_minus"]), bool(row["open"]))
        for row in csv_rows("arena_elo")
    }
    looks = {(trace["name"], trace["marker"]["symbol"], trace["marker"]["color"]) for trace in shown.figure["data"]}
    assert all(len({look[part] for look in looks}) == 4 for part in range(3))  # name, symbol and colour all differ


def test_the_heat_table_and_bars_are_table_6(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="zero-shot")
    expected = {(row["benchmark"], row["model"], row["n_shot"]): row["score"] for row in csv_rows("it_zero_shot")}
    found = cells(shown)
    assert {key: value for key, value in found.items() if value != "–"} == expected
    # the report prints a dash for the models without vision
    assert {key[0] for key, value in found.items() if value == "–"} == {"MMMU (val)"}
    drawn = {
        (name, trace["name"]): value
        for trace in shown.figure["data"]
        for name, value in zip(trace["y"], trace["x"], strict=True)
    }
    assert drawn == {key[:2]: float(value) for key, value in expected.items()}
    assert shown.figure["layout"]["xaxis"]["rangemode"] == "tozero"
    assert len(marked(shown.table, "shaded")) == len(expected)


TABLES = [("pretrained", table) for table in PRETRAINED] + [("tuned", table) for table in TUNED]


@pytest.mark.parametrize(("view", "table"), TABLES)
def test_a_table_and_its_chart_are_as_printed(benchmark_data: Data, view: str, table: str) -> None:
    shown = show(benchmark_data, view=view, **{view: table})
    variant = "it" if view == "tuned" else "pt"
    printed = {
        (row["benchmark"], column_of(row), row["n_shot"] or "–"): row["score"]
        for row in SCORES
        if row["table"] == table and (table != "model_card" or row["variant"] == variant)
    }
    found = {key: value for key, value in cells(shown).items() if value != "–"}
    assert found == {key: value if "." in value else f"{value}.0" for key, value in printed.items()}
    drawn = [value for trace in shown.figure["data"] for value in trace["x"]]
    assert sorted(drawn) == sorted(map(float, printed.values()))


def test_every_table_of_the_files_can_be_chosen() -> None:
    offered = {"6", "15", *PRETRAINED, *TUNED}
    assert {row["table"] for row in SCORES} | {"6"} == offered
    assert {f"{number} {row['section']}" for number in (1, 2) for row in csv_rows(f"gemma{number}_reference")} == {
        " ".join(key.split(" ")[:2]) for key in GENERATIONS
    }


def test_the_best_of_every_row_is_starred(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="tuned", tuned="18")
    by_benchmark: dict[str, list[float]] = {}
    for row in SCORES:
        if row["table"] == "18":
            by_benchmark.setdefault(row["benchmark"], []).append(float(row["score"]))
    assert sorted(map(float, marked(shown.table, "best"))) == sorted(
        score for scores in by_benchmark.values() for score in scores if score == max(scores)
    )


def test_the_lowest_toxicity_is_the_best(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="generations", generation="2 safety", find="toxi")
    rows = [row for row in csv_rows("gemma2_reference") if row["section"] == "safety" and "oxi" in row["benchmark"]]
    assert {row["higher_is_better"] for row in rows} == {"false"}
    lowest = {
        min(float(row["score"]) for row in rows if row["benchmark"] == name) for name in ("RealToxicity", "Toxigen")
    }
    assert {float(value) for value in marked(shown.table, "best")} == lowest


@pytest.mark.parametrize("key", list(GENERATIONS))
def test_older_generations_are_as_printed_with_every_disagreement(benchmark_data: Data, key: str) -> None:
    number, section, *table = key.split(" ", 2)
    rows = [
        row
        for row in csv_rows(f"gemma{number}_reference")
        if row["section"] == section and (not table or row["source_table"] == table[0])
    ]
    several = len({row["variant"] for row in rows}) > 1
    expected = {
        (row["benchmark"], f"{row['model']}, {row['variant']}" if several else row["model"]): float(row["score"])
        for row in rows
    }
    shown = show(benchmark_data, view="generations", generation=key)
    found = {name: value for name, value in cells(shown).items() if value != "–"}
    assert {name: float(value.removesuffix(" ≠").replace(",", "")) for name, value in found.items()} == expected

    differing = [
        (row["benchmark"], row["model"], publication, row[column])
        for row in rows
        for publication, column in (("Model card", "model_card_value"), ("Gemma 3 report", "gemma3_report_value"))
        if row.get(column) and (not row[column].replace(".", "").isdigit() or float(row[column]) != float(row["score"]))
    ]
    said = page.details(benchmark_data, select(benchmark_data, view="generations", generation=key))
    listed = [(row[0], row[1], row[3], row[4]) for row in table_rows(said)[1:]]
    assert listed == differing
    assert sum(value.endswith(" ≠") for value in found.values()) == len({entry[:2] for entry in differing})


@pytest.mark.parametrize("benchmark", ["ruler", "mrcr"])
def test_long_context_is_table_15(benchmark_data: Data, benchmark: str) -> None:
    shown = show(benchmark_data, view="long", long=benchmark)
    rows = [row for row in csv_rows("long_context") if row["benchmark"] == LONG[benchmark]]
    printed = {
        (row["model"], row["variant"], row["context_length_tokens"]): row["value"]
        for row in rows
        if row["record_type"] == "printed_table"
    }
    same = {
        (row["model"], row["variant"], row["context_length_tokens"]): row["score"]
        for row in SCORES
        if row["table"] == "15" and row["benchmark"] == LONG[benchmark]
    }
    assert printed == same
    variants = {"pre-trained": "pt", "instruction-tuned": "it"}
    found = {
        (row[0], variants[row[1]], length): value
        for row in table_rows(shown.table)[1:]
        for length, value in zip(("32768", "131072"), row[2:4], strict=True)
    }
    assert found == printed
    drawn = sorted(value for trace in shown.figure["data"] for value in trace["y"] if value is not None)
    assert drawn == sorted(map(float, printed.values()))
    assert shown.figure["layout"]["xaxis"]["type"] == "log"


def test_figure_7_is_shown_as_digitised_with_its_uncertainty(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="long", long="figure-7")
    expected = {
        (f"{int(row['context_length_tokens']):,}", f"{row['model']}, {row['rope_rescaling']}"): (
            f"{float(row['value']):.4f} ± {float(row['uncertainty']):.3f}"
        )
        for row in csv_rows("long_context")
        if row["record_type"] == "digitised_figure"
    }
    assert {key: value for key, value in cells(shown).items() if value != "–"} == expected
    assert len(marked(shown.table, "value-digitised")) == len(expected)
    assert "digitised" in shown.chart_source
    curves = [trace for trace in shown.figure["data"] if trace["x"] != [None]]
    assert sum(len(trace["x"]) for trace in curves) == len(expected)
    assert all(trace["marker"]["symbol"].endswith("-open") for trace in curves)


def test_abilities_are_the_file_and_marked_as_derived_or_read(benchmark_data: Data) -> None:
    rows = csv_rows("ability_radar")
    models = list(dict.fromkeys(row["model"] for row in rows))
    shown = show(benchmark_data, view="abilities", abilities=models)
    expected = {(row["model"], row["ability"]): f"{float(row['score']):.2f}" for row in rows}
    found = {(model, name.removesuffix(", %")): value for (model, name), value in cells(shown).items()}
    assert {key: value for key, value in found.items() if value != "–"} == expected
    assert len(found) == len(models) * len(ABILITIES)
    assert len(marked(shown.table, "value-digitised")) == sum(row["ability"] == "Vision" for row in rows)
    for trace in shown.figure["data"]:
        for ability, score in zip(trace["theta"], trace["r"], strict=True):
            assert score == (float(expected[trace["name"], ability]) if (trace["name"], ability) in expected else None)


def test_the_derivation_of_the_radar_is_shown(benchmark_data: Data) -> None:
    said = page.details(benchmark_data, select(benchmark_data, view="abilities"))
    sets, check, labels = [table_rows(table) for table in components(said) if type(table).__name__ == "Table"]
    rows = csv_rows("ability_radar")
    assert {(row[0], row[1]) for row in sets[1:]} == {
        (row["ability"], row["benchmarks"].replace("; ", ", ") or "–") for row in rows
    }
    assert [[row[0], row[1], float(row[2]), float(row[3])] for row in check[1:]] == [
        [row["model"], row["ability"], float(row["radius_measured"]), float(row["radius_predicted"])]
        for row in rows
        if row["in_figure"] == "true"
    ]
    printed = [row["axis_label"] for row in csv_rows("ability_radar_axis_labels")]
    assert sorted(value for row in labels[1:] for value in row[2:] if value != "–") == sorted(printed)


def test_a_search_filters_table_and_chart_and_says_when_nothing_is_left(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="pretrained", pretrained="10", find="human")
    assert [row[0] for row in table_rows(shown.table)[1:]] == ["HumanEval"]
    assert {name for trace in shown.figure["data"] for name in trace["y"]} == {"HumanEval"}
    assert {row[0] for row in table_rows(show(benchmark_data, view="tuned", find="CODE").table)[1:]} >= {"HumanEval"}
    nothing = show(benchmark_data, view="arena", find="no such model")
    assert nothing.empty == "Nothing here is called “no such model”. Change or clear the search."


def test_models_filter_columns_and_none_says_what_to_do(benchmark_data: Data) -> None:
    shown = show(benchmark_data, view="zero-shot", models=["Gemma 3 27B", "Gemini 2.0 Pro"])
    assert table_rows(shown.table)[0][1:3] == ["Gemma 3 27B", "Gemini 2.0 Pro"]
    assert "It has Gemini 1.5 Flash" in (show(benchmark_data, view="zero-shot", models=[]).empty or "")
    assert "Tick Gemma 3 4B" in (show(benchmark_data, view="long", models=["Gemma 3 1B"]).empty or "")
    assert "No model is chosen" in (show(benchmark_data, view="abilities", abilities=[]).empty or "")
    assert "two to four" in (show(benchmark_data, view="versus", versus=["Gemma 3 1B"]).empty or "")


def test_tables_6_and_18_never_meet_and_the_page_says_so(benchmark_data: Data) -> None:
    state = {"view": "versus", "versus": ["Gemma 2 27B", "Gemma 3 27B"]}
    for among, live_code in (("zero-shot", "29.7"), ("tuned", "39.0")):
        shown = show(benchmark_data, **state, among=among)
        row = next(row for row in table_rows(shown.table) if row[0] == "LiveCodeBench")
        assert row[2] == live_code
        assert "never mixed" in shown.table_source
    for view in ("zero-shot", "tuned"):
        assert "HiddenMath differ between Tables 6 and 18" in show(benchmark_data, view=view).table_source


def test_unknown_values_of_a_link_are_named(benchmark_data: Data) -> None:
    state = DEFAULTS | {"view": "arenas", "models": ["Gemma 9", "Gemma 3 4B"], "quality": "6 Nothing", "format": "int3"}
    said = text(by_id(page.layout(state, benchmark_data), ids.NOTICE))
    assert "arenas is not among the known views; Arena is shown instead." in said
    assert "Gemma 9 is not among the known models of the tables and is left out." in said
    assert "6 Nothing is not among the known benchmarks" in said
    assert "int3 is not among the known weight formats; int4 is shown instead." in said


def test_more_than_four_models_are_cut_with_a_notice(benchmark_data: Data) -> None:
    models = [name for name in MODELS if name.startswith("Gemma")][1:6]
    chosen = select(benchmark_data, view="versus", versus=models)
    assert len(chosen.versus) == 4
    assert chosen.notices == ("Up to four models are compared; Gemma 3 27B not.",)


@pytest.mark.parametrize("view", list(VIEWS))
def test_a_view_can_be_sent_to_a_browser(benchmark_data: Data, view: str) -> None:
    app = dash.Dash(__name__)
    app.layout = page.layout(DEFAULTS | {"view": view}, benchmark_data)  # refuses repeated ids
    assert "NaN" not in app.server.test_client().get("/_dash-layout").get_data(as_text=True)
    hidden = {control: by_id(app.layout, page.group_id(control)).hidden for control in page.USED_IN}
    assert hidden == {control: view not in views for control, views in page.USED_IN.items()}


@pytest.mark.parametrize("among", list(AMONG))
def test_every_group_of_tables_can_be_compared(benchmark_data: Data, among: str) -> None:
    shown = show(benchmark_data, view="versus", among=among, versus=["Gemma 3 4B", "Gemma 3 27B"])
    assert len(table_rows(shown.table)) > 5
