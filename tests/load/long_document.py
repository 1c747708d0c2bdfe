"""How quick the page of a long document is in the browser: `python -m tests.load.long_document [FILE]`.

Starts an application of its own, has the file read (without one: the sample report repeated to 83 pages), then opens
its result ROUNDS times, turns to pages whose pictures nobody has looked at and to pages seen before, and searches.
Prints medians in milliseconds. Asserts nothing.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf
from dash.testing.browser import Browser
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from data import samples
from layouts.documents import ids
from tests.browser.conftest import open_browser
from tests.browser.helpers import go, search, state, upload
from tests.conftest import Live, free_port, use_chromedriver, wait_for

PAGES = 83
ROUNDS = 5
READING_SECONDS = 900
DRAWN = "const i = document.querySelector('.page-picture img'); return !!i && i.complete && i.naturalWidth > 0"


def repeated(path: Path) -> Path:
    """The sample report, its pages in turn."""
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as pdf:
        for number in range(PAGES):
            pdf.insert_pdf(source, from_page=number % 2, to_page=number % 2)
        pdf.save(path)
    return path


def timed(action: Callable[[], object], condition: Callable[[], object]) -> float:
    """Milliseconds from an action until its effect."""
    started = time.perf_counter()
    action()
    while not condition():
        if time.perf_counter() - started > 60:
            raise SystemExit("an effect was not there within 60 s")
    return (time.perf_counter() - started) * 1000


def shows(page: Browser, number: int) -> bool:
    """Whether a page and its picture are there."""
    there = f".page-picture[data-number='{number}']"
    return bool(page.driver.find_elements(By.CSS_SELECTOR, there)) and page.driver.execute_script(
        f"const i = document.querySelector(\"{there} img\"); return i.src.endsWith('/{number}') && i.complete"
        " && i.naturalWidth > 0"
    )


def measure(page: Browser, live: Live) -> None:
    """Prints what a visitor waits for."""
    link = f"/documents{search(page)}"
    last = int(
        page.driver.execute_script(f"return document.querySelector('#{ids.PROGRESS}').innerText.match(/of (\\d+)/)[1]")
    )

    def turn(number: int) -> float:
        return timed(
            lambda: page.driver.execute_script(f"dash_clientside.set_props('{ids.PAGE}', {{active_page: {number}}})"),
            lambda: shows(page, number),
        )

    def opened() -> bool:
        return page.driver.execute_script(f"{DRAWN} && !!document.querySelector('.view-content table')")

    times = {
        "opened, with the picture of its page": [
            timed(lambda: page.driver.get(live.url + link), opened) for _ in range(ROUNDS)
        ],
        "turned to a page that nobody has looked at": [turn(number) for number in range(last, last - ROUNDS, -1)],
        "turned to a page seen before": [turn(number) for number in range(last, last - ROUNDS, -1)],
    }
    box = page.driver.find_element(By.ID, ids.SEARCH)
    counted = "return document.querySelector(arguments[0]).textContent"

    def find(text: str) -> float:
        before = page.driver.execute_script(counted, f"#{ids.HIT_COUNT}")
        box.send_keys(Keys.CONTROL, "a")
        return timed(
            lambda: box.send_keys(text),
            lambda: page.driver.execute_script(counted, f"#{ids.HIT_COUNT}") not in ("", before),
        )

    times["searched for the first time (250 ms of it waiting for the typist)"] = [find("income")]
    times["searched again"] = [find(text) for text in ("assets", "cash", "net", "total", "share")]
    for what, each in times.items():
        print(f"{what}: {statistics.median(each):.0f} ms (of {len(each)}; {min(each):.0f} to {max(each):.0f})")


def main() -> None:
    """Measures the file named on the command line, or the built-in one."""
    use_chromedriver()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(sys.argv[1]) if sys.argv[1:] else repeated(folder / "long.pdf")
        live = Live(folder / "home", free_port())
        live.start()
        try:
            with open_browser(folder) as page:
                page.server_url = live.url
                go(page, live, "/documents")
                upload(page, path)
                wait_for(lambda: state(page) == "done", "the end of the analysis", READING_SECONDS)
                print(page.driver.find_element(By.ID, ids.PROGRESS).text)
                measure(page, live)
        finally:
            live.stop()


if __name__ == "__main__":
    main()
