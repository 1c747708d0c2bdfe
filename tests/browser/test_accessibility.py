"""axe-core finds nothing on any page, in either theme."""

import pytest
from axe_core_python.selenium import Axe
from dash.testing.browser import Browser

from callbacks.pages import PAGES
from layouts import benchmarks
from layouts.documents import VIEWS
from tests.browser.helpers import go, settle, state
from tests.conftest import Live, wait_for

PATHS = [
    *[entry.path for entry in PAGES],
    *[f"/benchmarks?view={view}" for view in benchmarks.VIEWS],
    "/nowhere",
]


def violations(page: Browser) -> dict[str, list[str]]:
    found = Axe().run(page.driver)["violations"]
    return {entry["id"]: [node["html"][:200] for node in entry["nodes"][:3]] for entry in found}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_page_is_accessible(page: Browser, live: Live, path: str, theme: str) -> None:
    page.driver.execute_script(f"localStorage.setItem('gv-theme', '{theme}')")
    go(page, live, path)
    assert violations(page) == {}


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_read_document_is_accessible(page: Browser, live: Live, view: str, theme: str) -> None:
    page.driver.execute_script(f"localStorage.setItem('gv-theme', '{theme}')")
    go(page, live, f"/documents?view={view}")
    page.wait_for_element(".samples button").click()
    wait_for(lambda: state(page) == "done", "the end of the analysis")
    settle(page)
    assert violations(page) == {}
