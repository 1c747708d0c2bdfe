"""The dashboards in the browser: choices change chart and table, everything explains itself on hover."""

from pathlib import Path

import pytest
from dash.testing.browser import Browser
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from layouts import advisor, benchmarks, models, quantization
from tests.browser.helpers import choose, go, search, settle, texts, wait_drawn
from tests.conftest import Live, wait_for

CHARTS = {
    "/models": (models.ids.PARAMETER_FIGURE, models.ids.KV_FIGURE),
    "/quantization": (
        quantization.ids.MEMORY_FIGURE,
        quantization.ids.FILE_FIGURE,
        quantization.ids.ENGINE_FIGURE,
        quantization.ids.GAP_FIGURE,
    ),
    "/advisor": (advisor.ids.MEMORY_FIGURE, advisor.ids.PARETO_FIGURE, advisor.ids.VALIDATION_FIGURE),
}


def labels(page: Browser, chart: str) -> list[str]:
    """Tick labels of the vertical axis."""
    return texts_svg(page, f"#{chart} .ytick text")


def texts_svg(page: Browser, selector: str) -> list[str]:
    return page.driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", selector
    )


def test_a_choice_changes_chart_table_and_sections_below(page: Browser, live: Live) -> None:
    go(page, live, "/models")
    assert "Gemma 2 9B" not in labels(page, models.ids.PARAMETER_FIGURE)
    choose(page, "Gemma 2 9B")
    wait_for(lambda: "Gemma 2 9B" in labels(page, models.ids.PARAMETER_FIGURE), "the bar")
    for table in (models.ids.PARAMETER_TABLE, models.ids.ARCHITECTURE_TABLE, models.ids.KV_TABLE):
        wait_for(lambda table=table: "Gemma 2 9B" in texts(page, f"#{table} tbody th"), f"the row of {table}")  # type: ignore[misc]


def test_no_choice_says_what_to_do(page: Browser, live: Live) -> None:
    go(page, live, "/models?models=Gemma+3+1B")
    choose(page, "Gemma 3 1B")
    wait_for(lambda: "No model is chosen" in " ".join(texts(page, f"#{models.ids.EMPTY}")), "the empty state")
    page.driver.refresh()
    settle(page)
    assert "No model is chosen" in texts(page, f"#{models.ids.EMPTY}")[0]


def test_unknown_model_in_a_link_is_named(page: Browser, live: Live) -> None:
    go(page, live, "/models?models=Gemma+3+4B,Gemma+9+1T")
    assert "Gemma 9 1T is not among the known models" in texts(page, f"#{models.ids.NOTICE}")[0]


def test_switching_the_printed_cache_off_removes_it_from_chart_and_table(page: Browser, live: Live) -> None:
    go(page, live, "/quantization")
    assert "With +KV, GB" in texts(page, f"#{quantization.ids.MEMORY_TABLE} thead th")
    choose(page, "Add the +KV column")
    wait_for(lambda: "With +KV, GB" not in texts(page, f"#{quantization.ids.MEMORY_TABLE} thead th"), "the column")
    assert "kv=0" in page.driver.execute_script("return location.search")


def test_context_length_is_kept_and_shown(page: Browser, live: Live) -> None:
    go(page, live, "/quantization")
    page.driver.find_element(By.ID, quantization.ids.CONTEXT_SLIDER).send_keys(Keys.END)
    wait_for(lambda: any("131,072" in text for text in texts(page, f"#{quantization.ids.FINDING}")), "the finding")
    assert "context=131072" in page.driver.execute_script("return location.search")
    page.driver.refresh()
    settle(page)
    assert any("131,072" in text for text in texts(page, f"#{quantization.ids.FINDING}"))
    assert "10,864.0" in texts(page, f"#{quantization.ids.ENGINE_TABLE} td")


def assert_drawn_as_meant(page: Browser, chart: str) -> None:
    wait_drawn(page, chart)
    drawn = page.driver.execute_script(
        "const graph = document.querySelector(arguments[0]);"
        "return graph._fullData.map((trace, i) => [graph.data[i].type, trace.type])",
        f"#{chart} .js-plotly-plot",
    )
    # a type that the bundle lacks is drawn as a scatter, without an error
    assert all(wanted == got for wanted, got in drawn)


@pytest.mark.parametrize("path", CHARTS)
def test_charts_are_drawn_as_meant_and_explain_themselves_on_hover(page: Browser, live: Live, path: str) -> None:
    go(page, live, path)
    for chart in CHARTS[path]:
        assert_drawn_as_meant(page, chart)
        figure = page.driver.find_element(By.ID, chart)
        page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
        marks = f"#{chart} .barlayer .point path, #{chart} .scatterlayer .point"
        wait_for(lambda marks=marks: page.driver.find_elements(By.CSS_SELECTOR, marks), "the marks")  # type: ignore[misc]
        widest = page.driver.execute_script(
            "const width = (mark) => mark.getBoundingClientRect().width;"
            "return [...document.querySelectorAll(arguments[0])].reduce((a, b) => (width(b) > width(a) ? b : a))",
            marks,
        )
        ActionChains(page.driver).move_to_element(widest).perform()
        text = f"#{chart} .hoverlayer .hovertext"
        wait_for(lambda text=text: texts_svg(page, text), f"the hover text of {chart}")  # type: ignore[misc]
        said = " ".join(texts_svg(page, text))
        assert "gemma" in said.lower()
        assert "Source: " in said


def test_cells_and_names_explain_themselves_by_mouse_and_keyboard(page: Browser, live: Live) -> None:
    go(page, live, "/models")
    name = page.driver.find_element(By.CSS_SELECTOR, f"#{models.ids.PARAMETER_TABLE} tbody th")
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", name)
    ActionChains(page.driver).move_to_element(name).perform()
    wait_for(lambda: any("Licence: " in text for text in texts(page, ".tip:not([hidden])")), "the tooltip by mouse")
    ActionChains(page.driver).move_to_element(page.driver.find_element(By.CSS_SELECTOR, "h1")).perform()
    wait_for(lambda: not texts(page, ".tip:not([hidden])"), "the end of the tooltip")
    page.driver.execute_script("arguments[0].focus({focusVisible: true})", name)
    wait_for(lambda: any("Licence: " in text for text in texts(page, ".tip:not([hidden])")), "the tooltip by keyboard")
    assert name.get_attribute("aria-describedby") == "gv-tip"


def test_a_view_of_the_benchmarks_replaces_chart_table_and_controls(page: Browser, live: Live) -> None:
    go(page, live, "/benchmarks")
    assert "Grok-3-Preview-02-24" in texts(page, f"#{benchmarks.ids.TABLE} tbody th")
    choose(page, "Pre-trained tables")
    wait_for(lambda: "HellaSwag" in texts(page, f"#{benchmarks.ids.TABLE} tbody th"), "Table 9")
    wait_for(lambda: "HellaSwag" in labels(page, benchmarks.ids.FIGURE), "its chart")
    assert page.driver.find_element(By.ID, benchmarks.ids.PRETRAINED).is_displayed()
    page.driver.find_element(By.ID, benchmarks.ids.FIND).send_keys("arc")
    wait_for(lambda: texts(page, f"#{benchmarks.ids.TABLE} tbody th") == ["ARC-C", "ARC-E"], "the benchmarks found")
    page.driver.refresh()
    settle(page)
    assert texts(page, f"#{benchmarks.ids.TABLE} tbody th") == ["ARC-C", "ARC-E"]


HOVERS = {
    "arena": [" Elo points, 95 % interval +", "Metric: Elo", "shots do not apply", "Table 5"],
    "zero-shot": [" %", "0-shot.", "Metric not stated.", "Table 6"],
    "abilities": [" %", "shots and metrics are theirs", "Table"],
    "pretrained": [" %", "-shot.", "Metric: ", "Table 9"],
    "pretrained&pretrained=7": ["Shots not stated. Metric not stated.", "Table 7"],
    "tuned": ["-shot.", "Metric: ", "Table 18"],
    "tuned&tuned=16": [" %", "Shots not stated. Metric not stated.", "Table 16"],
    "long": [" %", "-shot. Metric: ", "Table 15"],
    "long&long=figure-7": ["±", "shots not stated", "Figure 7"],
    "versus": ["0-shot.", "Metric not stated.", "Table 6"],
    "pareto": [" % with", "0-shot.", "Metric not stated.", "Table 6"],
    "cost": [" % with $", "0-shot.", "Estimate, expected between $", "Table 6", "price: "],
    "generations": [" %", "-shot", "Table 13"],
}


@pytest.mark.parametrize("view", HOVERS)
def test_a_chart_is_drawn_as_meant_and_its_hover_says_value_shots_metric_and_table(
    page: Browser, live: Live, view: str
) -> None:
    go(page, live, f"/benchmarks?view={view}")
    assert_drawn_as_meant(page, benchmarks.ids.FIGURE)
    marks = f"#{benchmarks.ids.FIGURE} :is(.barlayer, .scatterlayer) .point path, #{benchmarks.ids.FIGURE} .point"
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, marks), "the marks")
    said = whole = ""
    for mark in page.driver.find_elements(By.CSS_SELECTOR, marks):
        page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", mark)
        ActionChains(page.driver).move_to_element(mark).perform()
        try:
            page.wait_for_element(f"#{benchmarks.ids.FIGURE} .hoverlayer .hovertext", timeout=3)
        except TimeoutException:  # another mark lies above this one's middle
            continue
        lines = f"#{benchmarks.ids.FIGURE} .hoverlayer .hovertext .nums tspan.line"
        whole = " ".join(texts_svg(page, f"#{benchmarks.ids.FIGURE} .hoverlayer .hovertext"))
        said = " ".join(texts_svg(page, lines)) or whole
        break
    assert [part for part in HOVERS[view] if part not in said] == [], said
    assert "Source: " in whole


def test_the_button_draws_the_chosen_set_and_goes_to_it_by_keyboard(page: Browser, live: Live) -> None:
    go(page, live, "/benchmarks?view=pretrained")
    wait_drawn(page, benchmarks.ids.FIGURE)
    button = page.driver.find_element(By.ID, benchmarks.ids.DRAW)
    page.driver.execute_script(
        "arguments[0].focus();"
        "document.querySelector(arguments[1]).once('plotly_afterplot', () => { window.drawnAgain = true })",
        button,
        f"#{benchmarks.ids.FIGURE} .js-plotly-plot",
    )
    button.send_keys(Keys.ENTER)
    wait_for(lambda: page.driver.execute_script("return window.drawnAgain"), "a new drawing")
    wait_for(lambda: page.driver.switch_to.active_element.get_attribute("id") == benchmarks.ids.TITLE, "the finding")


def test_a_chart_is_saved_under_the_name_of_its_view(page: Browser, live: Live) -> None:
    def save() -> set[str]:
        page.driver.find_element(By.CSS_SELECTOR, f"#{benchmarks.ids.FIGURE} .modebar-btn").click()
        wait_for(lambda: {path.name for path in folder.glob("*.png")} - before, "the picture")
        return {path.name for path in folder.glob("*.png")} - before

    folder = Path(page.download_path)
    before = {path.name for path in folder.glob("*.png")}
    go(page, live, "/benchmarks")
    wait_drawn(page, benchmarks.ids.FIGURE)
    assert save() == {"gemma-arena-elo.png"}
    before.add("gemma-arena-elo.png")
    choose(page, "Zero-shot")
    settle(page)
    assert save() == {"gemma-3-table-6.png"}


def test_every_view_of_the_benchmarks_fits_a_phone(page: Browser, live: Live) -> None:
    page.driver.set_window_size(500, 900)  # the narrowest window that this browser makes
    go(page, live, "/benchmarks?view=arena")
    for view, label in benchmarks.VIEWS.items():
        choose(page, label)
        wait_for(lambda view=view: f"view={view}" in search(page), f"the view {label}")  # type: ignore[misc]
        settle(page)
        assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth"), view
