"""Own evaluations from a file in the browser to the list of the page and back, for two visitors."""

from pathlib import Path

from dash.testing.browser import Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import alert_is_present

from layouts import benchmarks
from layouts.benchmarks.own import ids
from tests.browser.conftest import severe
from tests.browser.helpers import choose, go, search, settle, texts, upload, wait_drawn
from tests.conftest import Live, wait_for

GOOD = "benchmark,model,score\nInvoice totals,Gemma 3 12B,91.4\nReceipts,Gemma 3 4B,80\n"


def names(page: Browser) -> list[str]:
    """The files that the page lists."""
    return texts(page, f"#{ids.SETS} .own-name")


def message(page: Browser) -> str:
    """What the page says was done."""
    return texts(page, f"#{ids.MESSAGE}")[0]


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_a_file_is_stored_kept_over_a_reload_and_deleted_after_a_question(
    page: Browser, live: Live, tmp_path: Path
) -> None:
    go(page, live, "/benchmarks?view=own")
    upload(page, written(tmp_path, "own.csv", GOOD), written(tmp_path, "other.csv", GOOD))
    wait_for(lambda: sorted(names(page)) == ["other.csv", "own.csv"], "both files")
    page.driver.refresh()
    settle(page)
    wait_for(lambda: sorted(names(page)) == ["other.csv", "own.csv"], "both files again")

    def press_delete() -> None:
        button = page.driver.find_element(By.CSS_SELECTOR, "[aria-label='Delete own.csv']")
        page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        wait_for(lambda: alert_is_present()(page.driver), "the question")

    press_delete()
    question = page.driver.switch_to.alert
    assert question.text == "Delete own.csv with its 2 rows? This cannot be undone."
    question.dismiss()
    press_delete()
    page.driver.switch_to.alert.accept()
    wait_for(lambda: message(page) == "own.csv was deleted.", "the deletion")
    assert names(page) == ["other.csv"]


def test_a_broken_file_is_refused_by_row_and_column_and_the_earlier_one_stays(
    page: Browser, live: Live, tmp_path: Path
) -> None:
    go(page, live, "/benchmarks?view=own")
    path = written(tmp_path, "own.csv", GOOD)
    upload(page, path)
    wait_for(lambda: message(page) == "own.csv is stored: 2 rows.", "the good file")
    upload(page, written(tmp_path, "own.csv", GOOD + "Receipts,Gemma 3 1B,many\n" + "Receipts,,1\n" * 30))
    wait_for(lambda: len(texts(page, f"#{ids.PROBLEMS} tbody tr")) == 20, "the problems")
    assert texts(page, f"#{ids.PROBLEMS} tbody tr:first-child > *")[:2] == ["4", "score"]
    assert texts(page, f"#{ids.PROBLEMS} caption") == ["What is wrong in own.csv: the first 20 of 31 errors"]
    assert texts(page, ".upload-failed")[0].startswith("Not accepted: own.csv holds 31 errors")
    assert names(page) == ["own.csv"]
    # a refused upload is an error in the browser's console too, and rightly so
    assert all("/api/evaluations" in entry for entry in severe(page))

    written(tmp_path, "own.csv", GOOD + "Receipts,Gemma 3 1B,60\n")
    upload(page, path)
    wait_for(lambda: message(page) == "own.csv is stored: 3 rows.", "the corrected file")
    wait_for(lambda: not texts(page, f"#{ids.PROBLEMS} tr"), "no problems any more")


OWN = """benchmark,model,variant,metric,n_shot,score,unit
HellaSwag,House model,pt,accuracy,10,75.25,percent
MMLU-Pro,House model,it,,,64.25,percent
Invoice totals,House model,,,,91.5,percent
"""


def rows_marked_own(page: Browser) -> list[str]:
    """Cells of the table at hand that are marked as own."""
    return texts(page, f"#{benchmarks.ids.TABLE} .value-own")


def drawn(page: Browser) -> dict[str, list[float]]:
    """What the chart at hand has drawn, by name."""
    wait_drawn(page, benchmarks.ids.FIGURE)
    return page.driver.execute_script(
        "const graph = document.querySelector(arguments[0]);"
        "return Object.fromEntries(graph._fullData.map((trace) => [trace.name, [...trace.x]]))",
        f"#{benchmarks.ids.FIGURE} .js-plotly-plot",
    )


def test_own_rows_are_marked_in_the_other_views_and_for_their_owner_alone(
    page: Browser, other_page: Browser, live: Live, tmp_path: Path
) -> None:
    go(page, live, "/benchmarks?view=own")
    assert not page.driver.find_element(By.ID, benchmarks.ids.BODY).is_displayed()
    upload(page, written(tmp_path, "own.csv", OWN))
    wait_for(lambda: rows_marked_own(page) == ["75.25", "64.25", "91.5"], "every row of the file")
    wait_for(lambda: drawn(page) == {"House model (own)": [75.25, 64.25, 91.5]}, "its chart")
    for view, mine in (("Pre-trained tables", 75.25), ("Zero-shot", 64.25)):
        choose(page, view)
        wait_for(lambda mine=mine: rows_marked_own(page) == [str(mine)], f"the own row in {view}")  # type: ignore[misc]
        wait_for(lambda mine=mine: drawn(page).get("House model (own)") == [mine], f"its mark in {view}")  # type: ignore[misc]
        assert "House model (own)" in texts(page, f"#{benchmarks.ids.TABLE} .name-legend li")
        go(other_page, live, f"/benchmarks{search(page)}")
        assert rows_marked_own(other_page) == []
        assert "House model (own)" not in drawn(other_page)


def test_another_visitor_sees_nothing_of_it(page: Browser, other_page: Browser, live: Live, tmp_path: Path) -> None:
    go(page, live, "/benchmarks?view=own")
    upload(page, written(tmp_path, "own.csv", GOOD))
    wait_for(lambda: names(page) == ["own.csv"], "the file")
    go(other_page, live, "/benchmarks?view=own")
    assert names(other_page) == []
    assert "You have not uploaded any evaluations yet." in texts(other_page, f"#{ids.SETS}")[0]
