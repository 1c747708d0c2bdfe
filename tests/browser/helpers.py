"""What several browser tests do."""

from pathlib import Path
from urllib.parse import parse_qs

from dash.testing.browser import Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from data import samples
from layouts import shell
from layouts.documents import ids
from tests.conftest import Live, wait_for


def go(browser: Browser, live: Live, path: str) -> None:
    """Opens a page and waits until its heading is there and no callback is under way."""
    browser.driver.get(live.url + path)
    settle(browser)


def settle(browser: Browser) -> None:
    """Waits until a page is shown and no callback is under way."""
    browser.wait_for_element(".page h1", timeout=15)
    wait_for(lambda: not browser.redux_state_rqs, "quiet callbacks")


def wait_drawn(browser: Browser, chart: str) -> None:
    """Waits until Plotly has drawn a chart, which it does after the last callback."""
    script = "return Boolean(document.querySelector(arguments[0])?._fullData?.length)"
    wait_for(lambda: browser.driver.execute_script(script, f"#{chart} .js-plotly-plot"), f"the chart {chart}")


def search(browser: Browser) -> str:
    """The query part of the address."""
    return browser.driver.execute_script("return location.search")


def address(browser: Browser) -> dict[str, str]:
    """The query part of the address by name."""
    return {name: values[0] for name, values in parse_qs(search(browser).lstrip("?")).items()}


def nav(browser: Browser, name: str) -> None:
    """Chooses a page in the sidebar."""
    links = browser.driver.find_elements(By.CSS_SELECTOR, ".sidebar .nav-link")
    next(link for link in links if link.text == name).click()
    wait_for(lambda: browser.driver.title.startswith(name), f"the page {name}")
    settle(browser)


def checkbox(browser: Browser, label: str) -> WebElement:
    """The checkbox or radio button whose label begins with a text."""
    for element in browser.driver.find_elements(By.CSS_SELECTOR, "main .form-check-label"):
        if element.text.startswith(label):
            return browser.driver.find_element(By.ID, element.get_attribute("for") or "")
    raise AssertionError(f"no choice named {label!r}")


def choose(browser: Browser, label: str) -> None:
    """Clicks a checkbox or radio button by its label; scrolled to the middle, clear of sticky bars."""
    element = checkbox(browser, label)
    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element)


def theme(browser: Browser) -> str | None:
    """The theme in which the page is drawn."""
    return browser.driver.execute_script("return document.documentElement.dataset.bsTheme")


def set_theme(browser: Browser, wanted: str) -> None:
    """Chooses a theme in the sidebar."""
    button = browser.driver.find_element(By.CSS_SELECTOR, f"#{shell.ids.THEME} input[value={wanted}]")
    browser.driver.execute_script("arguments[0].click()", button)
    wait_for(lambda: theme(browser) == wanted, f"the {wanted} theme")


def upload(browser: Browser, *paths: Path) -> None:
    """Chooses files in the drop zone."""
    browser.wait_for_element(".drop-zone input", timeout=10)
    browser.driver.find_element(By.CSS_SELECTOR, ".drop-zone input").send_keys("\n".join(map(str, paths)))


def press_sample(browser: Browser, name: str) -> None:
    """Chooses one of the documents that ship, by its file name."""
    label = samples.LABELS[name]
    buttons = browser.driver.find_elements(By.CSS_SELECTOR, ".samples button")
    next(button for button in buttons if button.text == label).click()


def state(browser: Browser) -> str | None:
    """State of the chosen document's job as the page says it; None before there is one."""
    return browser.driver.execute_script(
        f"return document.querySelector('#{ids.PROGRESS} [data-state]')?.dataset.state ?? null"
    )


def wait_read(browser: Browser, seconds: float = 60) -> None:
    """Waits until the chosen document is read and its result shown."""
    wait_for(lambda: state(browser) == "done", "the end of the analysis", seconds)
    wait_for(lambda: texts(browser, "[data-field]"), "key information")


def texts(browser: Browser, selector: str) -> list[str]:
    """Text of each element, read in one go, so that an update in between does not matter."""
    return browser.driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText.trim())", selector
    )
