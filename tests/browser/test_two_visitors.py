"""Two visitors at the same time see their own choices and their own documents alone."""

from pathlib import Path

from dash.testing.browser import Browser

from data import samples
from tests.browser.helpers import checkbox, choose, go, search, settle, texts, upload, wait_read
from tests.conftest import Live, wait_for


def test_choices_of_one_do_not_reach_the_other(page: Browser, other_page: Browser, live: Live) -> None:
    go(page, live, "/models")
    go(other_page, live, "/models")
    choose(page, "Gemma 2 9B")
    choose(other_page, "Gemma 1 7B")
    wait_for(lambda: "Gemma+2+9B" in search(page), "the first visitor's choice")
    wait_for(lambda: "Gemma+1+7B" in search(other_page), "the second visitor's choice")
    for browser, own, foreign in ((page, "Gemma 2 9B", "Gemma 1 7B"), (other_page, "Gemma 1 7B", "Gemma 2 9B")):
        browser.driver.refresh()
        settle(browser)
        assert checkbox(browser, own).is_selected()
        assert not checkbox(browser, foreign).is_selected()


def test_documents_of_one_do_not_reach_the_other_even_when_they_are_equal(
    page: Browser, other_page: Browser, live: Live, tmp_path: Path
) -> None:
    content = (samples.FOLDER / "invoice.pdf").read_bytes()
    for browser, name in ((page, "mine.pdf"), (other_page, "yours.pdf")):
        path = tmp_path / name
        path.write_bytes(content)
        go(browser, live, "/documents")
        upload(browser, path)
    for browser, name in ((page, "mine.pdf"), (other_page, "yours.pdf")):
        wait_read(browser)
        assert texts(browser, ".document-name") == [name]

    picture = page.driver.execute_script("return document.querySelector('.page-picture img').src")
    fetched = other_page.driver.execute_async_script(
        "fetch(arguments[0]).then((reply) => arguments[1](reply.status))", picture
    )
    assert fetched == 404
    # the browser reports the refused request in its console, which is what this test asked for
    other_page.driver.get_log("browser")

    # a link to somebody else's document shows no document
    go(other_page, live, "/documents?" + page.driver.execute_script("return location.search.slice(1)"))
    assert texts(other_page, "[data-field]") == []
