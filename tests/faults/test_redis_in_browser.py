"""Redis goes away and comes back while somebody watches a document being read."""

import tempfile
from pathlib import Path

from dash.testing.browser import Browser

from app.launcher import redis_process
from layouts.documents import ids
from tests.browser.conftest import open_browser
from tests.browser.helpers import go, state, texts, upload
from tests.conftest import Live, answers, free_port, wait_for
from tests.faults.conftest import PAGES


def test_the_page_says_what_happens_and_the_job_ends(tmp_path: Path, long_report: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="gv-") as short:
        url = f"unix://{short}/redis.sock"
        # one that the launcher does not supervise, so that the test decides when it is there
        server = redis_process(tmp_path, Path(short) / "redis.sock")
        server.start()
        wait_for(lambda: answers(url), "Redis")
        live = Live(tmp_path / "home", free_port(), {"REDIS_URL": url, "DOCUMENT_PROCESSES": "1"})
        live.start()
        try:
            with open_browser(tmp_path) as browser:
                go(browser, live, "/documents")
                upload(browser, long_report)
                wait_for(lambda: state(browser) == "running", "the first pages")
                server.stop()
                notice = f"#{ids.CONNECTION}"
                wait_for(lambda: "(Redis) does not answer" in " ".join(texts(browser, notice)), "the notice")
                wait_for(lambda: "Redis does not answer" in dots(browser), "the status dot")
                server.start()
                wait_for(lambda: state(browser) == "done", "the end", 90)
                wait_for(lambda: texts(browser, notice) == [""], "the end of the notice")
                assert f"Read {PAGES} of {PAGES} pages" in texts(browser, f"#{ids.PROGRESS}")[0]
        finally:
            live.stop()
            server.stop()


def dots(browser: Browser) -> str:
    """What the status dots say."""
    script = "return [...document.querySelectorAll('.status-item')].map((dot) => dot.dataset.tip).join(' ')"
    return browser.driver.execute_script(script)
