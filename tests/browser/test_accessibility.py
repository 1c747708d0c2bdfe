"""axe-core finds nothing on any page, in either theme."""

import pytest
from axe_core_python.selenium import Axe
from dash.testing.browser import Browser

from callbacks.pages import PAGES
from layouts import benchmarks
from layouts.documents import VIEWS
from tests.browser.helpers import address, choose, go, press_sample, set_theme, settle, wait_read
from tests.conftest import Live, wait_for

PATHS = [
    *[entry.path for entry in PAGES],
    *[f"/benchmarks?view={view}" for view in list(benchmarks.VIEWS)[1:]],  # the page opens with the first one
    "/nowhere",
]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""What can differ between the themes."""


def violations(page: Browser, rules: list[str] | None = None) -> dict[str, list[str]]:
    """Rules that are broken, all by default, with the first elements that break them."""
    # the elements that pass are not sent: megabytes on the pages with long tables
    options: dict = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = Axe().run(page.driver, options=options)["violations"]
    return {entry["id"]: [node["html"][:200] for node in entry["nodes"][:3]] for entry in found}


def assert_accessible_in_both_themes(page: Browser) -> None:
    """In a page with everything open that can be opened."""
    page.driver.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    set_theme(page, "light")
    assert violations(page) == {}
    set_theme(page, "dark")
    assert violations(page, COLOUR_RULES) == {}


@pytest.mark.parametrize("path", PATHS)
def test_page_is_accessible(page: Browser, live: Live, path: str) -> None:
    go(page, live, path)
    assert_accessible_in_both_themes(page)


def test_a_read_document_is_accessible_in_every_view(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    for view, label in VIEWS.items():
        choose(page, label)
        wait_for(lambda view=view: address(page).get("view", "fields") == view, f"the view {label}")  # type: ignore[misc]
        settle(page)
        assert_accessible_in_both_themes(page)
