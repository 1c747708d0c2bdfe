"""A document from the browser through the queue and the worker and back."""

import io
import json
import urllib.error
import urllib.request
from pathlib import Path

import openpyxl
import pymupdf
import pytest
from dash.testing.browser import Browser
from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import alert_is_present

from data import samples
from layouts.documents import ids
from tests.browser.conftest import severe
from tests.browser.helpers import choose, go, nav, press_sample, search, settle, state, texts, upload, wait_read
from tests.conftest import Live, wait_for

EXPECTED = json.loads((samples.FOLDER / "expected.json").read_text())


def fields(page: Browser) -> dict[str, list[str]]:
    """Texts of each field's value by field name: as printed, and normalised where that differs."""
    return page.driver.execute_script(
        "return Object.fromEntries([...document.querySelectorAll('[data-field]')].map((row) => [row.dataset.field,"
        " [...row.querySelectorAll('.printed, .normalised')].map((cell) => cell.innerText)]))"
    )


def download(page: Browser, url: str) -> bytes:
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.driver.get_cookies())
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookies})) as reply:
        return reply.read()


@pytest.mark.parametrize("name", list(samples.LABELS))
def test_samples_are_read_as_they_were_made(page: Browser, live: Live, name: str) -> None:
    go(page, live, "/documents")
    press_sample(page, name)
    wait_read(page)
    shown = fields(page)
    for field, value in EXPECTED[name]["fields"].items():
        assert field in shown, field
        assert any(text.removesuffix(" GBP").removesuffix(" USD") == value for text in shown[field]), (
            field,
            shown[field],
        )
    assert "check-failed" not in page.driver.page_source


def test_row_and_place_light_up_together(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    row = page.driver.find_element(By.CSS_SELECTOR, "[data-field=total]")
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", row)
    ActionChains(page.driver).move_to_element(row).perform()
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".box-field.is-lit"), "the place of the total")
    lit = page.driver.find_element(By.CSS_SELECTOR, ".box-field.is-lit")
    assert (lit.get_attribute("data-tip") or "").startswith("Total")
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", lit)
    ActionChains(page.driver).move_to_element(lit).perform()
    wait_for(lambda: texts(page, ".tip:not([hidden])"), "the tooltip on the page")
    assert texts(page, ".tip")[0].startswith("Total")


def test_page_button_turns_to_the_page_of_the_value(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "annual_report_extract.pdf")
    wait_read(page)
    button = page.driver.find_element(By.CSS_SELECTOR, "[data-field=total_assets] [data-page]")
    page.driver.execute_script("arguments[0].click()", button)
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".page-picture img[alt='Page 2']"), "its picture")
    assert "page=2" in search(page)


def test_a_read_document_survives_reload_and_navigation_and_is_found_by_its_link(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    before = fields(page)
    page.driver.refresh()
    wait_read(page)
    assert fields(page) == before
    nav(page, "Home")
    nav(page, "Document Understanding")
    wait_read(page)
    assert fields(page) == before


def test_tables_and_text_of_the_page_are_shown(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "bank_statement.pdf")
    wait_read(page)
    choose(page, "Tables")
    wait_for(lambda: texts(page, ".read-table td"), "the table")
    choose(page, "Text")
    wait_for(lambda: len(texts(page, ".page-text p")) > 10, "the text")


def test_exports_hold_what_the_page_shows(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    shown = fields(page)
    choose(page, "Export")
    wait_for(lambda: texts(page, ".view-content a[download]"), "the files")
    links = page.driver.find_elements(By.CSS_SELECTOR, ".view-content a[download]")
    addresses = {link.text: link.get_attribute("href") or "" for link in links}
    whole = json.loads(download(page, addresses["JSON"]))
    assert {field["name"] for field in whole["result"]["fields"]} == set(shown)
    workbook = openpyxl.load_workbook(io.BytesIO(download(page, addresses["Excel workbook"])))
    assert "Fields" in workbook.sheetnames


def make_bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be read, and words of the message that each must get."""
    files = {
        "text": (folder / "text.pdf", "is not a PDF"),
        "empty": (folder / "empty.pdf", "is empty"),
        "locked": (folder / "locked.pdf", "password"),
        "truncated": (folder / "truncated.pdf", "damaged"),
        "no pages": (folder / "pageless.pdf", "no pages"),
        "huge": (folder / "huge.png", "100 million pixels"),
        "over the limit": (folder / "over.pdf", "larger than the limit of 50 MB"),
    }
    files["text"][0].write_text("This is a letter, not a PDF.")
    files["empty"][0].write_bytes(b"")
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "secret")
        pdf.save(files["locked"][0], encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b")
    files["truncated"][0].write_bytes((samples.FOLDER / "invoice.pdf").read_bytes()[:600])
    files["no pages"][0].write_bytes(PAGELESS)
    Image.new("1", (20_000, 20_000)).save(files["huge"][0])
    with files["over the limit"][0].open("wb") as sparse:
        sparse.write(b"%PDF-1.7")
        sparse.truncate(50_000_001)
    return files


PAGELESS = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Size 3/Root 1 0 R>>\n%%EOF\n"
)


def test_every_unusable_file_gets_a_clear_message_and_the_next_document_works(
    page: Browser, live: Live, tmp_path: Path
) -> None:
    go(page, live, "/documents")
    for path, words in make_bad_files(tmp_path).values():
        upload(page, path)

        def said(words: str = words) -> bool:
            return any(words in text for text in texts(page, ".upload-failed, .job-failed"))

        wait_for(said, f"{path.name}: {words!r}")
        assert not page.driver.find_element(By.ID, ids.RESULT).is_displayed()
    # a refused upload is an error in the browser's console too, and rightly so
    assert all("/api/documents" in message for message in severe(page))
    press_sample(page, "invoice.pdf")
    wait_read(page)
    assert "total" in fields(page)


def test_what_a_document_says_is_shown_and_never_run(page: Browser, live: Live, tmp_path: Path) -> None:
    lines = ["<img src=x onerror=document.title=1>", "{document.title=2}", "Total & more: 5 < 6 {ok}"]
    with pymupdf.open() as pdf:
        sheet = pdf.new_page()
        for i, line in enumerate(lines):
            sheet.insert_text((72, 100 + 40 * i), line)
        pdf.save(tmp_path / "hostile.pdf")
    go(page, live, "/documents?view=text")
    upload(page, tmp_path / "hostile.pdf")
    wait_for(lambda: texts(page, ".page-text p") == lines, "the text as it stands in the document")
    assert page.driver.title.startswith("Document Understanding")


def test_several_files_are_taken_at_once(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    upload(page, samples.FOLDER / "invoice.pdf", samples.FOLDER / "bank_statement.pdf")
    wait_for(lambda: len(texts(page, ".document-name")) == 2, "both documents")
    wait_read(page)


def make_long(path: Path, pages: int) -> Path:
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as pdf:
        for _ in range(pages):
            pdf.insert_pdf(source, to_page=0)
        pdf.save(path)
    return path


def test_the_list_tells_when_another_document_is_read(page: Browser, live: Live, tmp_path: Path) -> None:
    go(page, live, "/documents")
    press_sample(page, "invoice.pdf")
    wait_read(page)
    upload(page, make_long(tmp_path / "long.pdf", 4))
    wait_for(lambda: state(page) in ("queued", "running"), "the second one")
    choose(page, "invoice.pdf")
    wait_for(lambda: state(page) == "done", "the first one")
    wait_for(lambda: all(label.endswith("\nread") for label in texts(page, ".document-list label")), "the other's end")


def test_pages_appear_as_they_are_read_and_cancel_stops(page: Browser, live: Live, tmp_path: Path) -> None:
    go(page, live, "/documents")
    upload(page, make_long(tmp_path / "long.pdf", 60))
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".page-picture img"), "the first page")
    assert state(page) == "running"
    page.driver.find_element(By.ID, ids.CANCEL).click()
    wait_for(lambda: state(page) == "cancelled", "the cancel")
    assert page.driver.find_elements(By.CSS_SELECTOR, ".page-picture img")
    settle(page)
    retry = page.driver.find_element(By.ID, ids.RETRY)
    wait_for(retry.is_displayed, "the retry button")
    retry.click()
    wait_for(lambda: state(page) in ("queued", "running"), "the retry")
    page.driver.find_element(By.ID, ids.CANCEL).click()
    wait_for(lambda: state(page) == "cancelled", "the second cancel")


def test_only_pages_that_were_looked_at_are_drawn_and_a_deleted_document_is_gone(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    press_sample(page, "annual_report_extract.pdf")
    wait_read(page)
    shown = "const i = document.querySelector('.page-picture img'); return i.naturalWidth > 0 ? i.src : ''"
    wait_for(lambda: page.driver.execute_script(shown), "the picture of the first page")
    picture = page.driver.execute_script(shown)
    folder = live.home / "files" / "pages" / picture.split("/")[-3]
    assert [file.name for file in folder.iterdir()] == ["1"]
    page.driver.find_element(By.CSS_SELECTOR, f"#{ids.DELETE_AREA} button").click()
    wait_for(lambda: alert_is_present()(page.driver), "the question")
    page.driver.switch_to.alert.accept()
    wait_for(lambda: not texts(page, ".document-name"), "the deletion")
    settle(page)
    assert not page.driver.find_element(By.ID, ids.RESULT).is_displayed()
    assert page.driver.find_element(By.ID, ids.NO_DOCUMENTS).is_displayed()
    assert not folder.exists()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        download(page, picture)
