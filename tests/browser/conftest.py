"""One browser for all browser tests, and a page of it for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash.testing.browser import Browser
from selenium.webdriver.chrome.options import Options

from tests.conftest import Live

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
)


def open_browser(folder: Path, width: int = 1400, height: int = 1000) -> Browser:
    """A headless Chromium; used as a context manager."""
    options = Options()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for flag in (*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Browser(browser="Chrome", options=[options], percy_run=False, download_path=str(folder / "downloads"))


def severe(browser: Browser) -> list[str]:
    """Console messages since the last call that a user would have to worry about."""
    return [entry["message"] for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser of the first visitor."""
    with open_browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="session")
def second_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The browser of somebody else."""
    with open_browser(tmp_path_factory.mktemp("second")) as opened:
        yield opened


def _fresh(browser: Browser, live: Live) -> Browser:
    # from a page that asks the server for nothing: a late answer, of an icon even, would bring the last visitor back
    browser.driver.get("about:blank")
    browser.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": live.url, "storageTypes": "all"})
    browser.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.driver.set_window_size(1400, 1000)
    severe(browser)
    return browser


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Browser]:
    """A visitor who comes for the first time. The test fails on messages in the browser's console."""
    yield _fresh(browser, live)
    assert severe(browser) == []


@pytest.fixture
def other_page(second_browser: Browser, live: Live) -> Iterator[Browser]:
    """Another visitor at the same time."""
    yield _fresh(second_browser, live)
    assert severe(second_browser) == []
