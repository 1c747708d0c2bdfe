"""What can be done with a read document: search, questions, copies, files, another kind."""

import base64
import io
import json
from pathlib import Path

import pymupdf
import pytest
from dash.testing.browser import Browser
from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from data import samples
from layouts.documents import AUTOMATIC, ids
from tests.browser.helpers import address, choose, go, nav, press_sample, settle, state, texts, upload, wait_read
from tests.conftest import Live, wait_for

REPORT, INVOICE = "annual_report_extract.pdf", "invoice.pdf"


def read(page: Browser, live: Live, name: str, view: str = "fields") -> None:
    go(page, live, "/documents")
    press_sample(page, name)
    wait_read(page)
    page.driver.execute_script(f"document.querySelector('#{ids.VIEW} input[value={view}]').click()")
    settle(page)


def marked(page: Browser, kind: str) -> list[tuple[float, float, float, float]]:
    """Boxes of the marks of a kind, in shares of the picture."""
    return page.driver.execute_script(
        "const whole = document.querySelector('.page-picture').getBoundingClientRect();"
        "return [...document.querySelectorAll(arguments[0])].map((mark) => {"
        " const box = mark.getBoundingClientRect();"
        " return [(box.left - whole.left) / whole.width, (box.top - whole.top) / whole.height,"
        "  (box.right - whole.left) / whole.width, (box.bottom - whole.top) / whole.height] })",
        kind,
    )


def lies_in(inner: tuple[float, ...], outer: tuple[float, ...], slack: float = 0.01) -> bool:
    return all(inner[i] >= outer[i] - slack for i in (0, 1)) and all(inner[i] <= outer[i] + slack for i in (2, 3))


def count(page: Browser) -> str:
    return page.driver.find_element(By.ID, ids.HIT_COUNT).text


def test_search_counts_marks_and_walks_through_the_hits_of_all_pages(page: Browser, live: Live) -> None:
    read(page, live, REPORT)
    with pymupdf.open(samples.FOLDER / REPORT) as pdf:
        expected = [
            (sheet.number + 1, tuple(box / sheet.rect.br[i % 2] for i, box in enumerate(hit)))
            for sheet in pdf
            for hit in sheet.search_for("net")
        ]
    pages = {number for number, _ in expected}
    assert pages == {1, 2}
    page.driver.find_element(By.ID, ids.SEARCH).send_keys("net")
    wait_for(lambda: count(page) == str(len(expected)), "the number of hits")
    assert len(marked(page, ".mark-hit")) == sum(number == 1 for number, _ in expected)
    following = page.driver.find_element(By.ID, ids.NEXT_HIT)
    for i, (number, box) in enumerate(expected, start=1):
        following.click()
        said = f"{i} of {len(expected)}, page {number}"
        wait_for(lambda said=said: count(page) == said, said)  # type: ignore[misc]
        wait_for(lambda: marked(page, ".mark.is-current"), "its mark")
        assert lies_in(marked(page, ".mark.is-current")[0], box)
    following.click()
    wait_for(lambda: count(page).startswith("1 of"), "the first one again")
    page.driver.find_element(By.ID, ids.PREVIOUS_HIT).click()
    wait_for(lambda: count(page).startswith(f"{len(expected)} of"), "the last one again")


def test_search_and_question_are_in_the_link(page: Browser, live: Live) -> None:
    read(page, live, REPORT, "questions")
    page.driver.find_element(By.ID, ids.SEARCH).send_keys("assets")
    page.driver.find_element(By.ID, ids.QUESTION).send_keys("total assets", Keys.ENTER)
    wait_for(lambda: texts(page, ".answer-quote") and count(page), "hits and answers")
    wait_for(lambda: address(page).get("question") == "total assets", "the question in the address")
    before, hits = texts(page, ".answer-quote"), count(page)
    assert {"find": "assets", "view": "questions"}.items() <= address(page).items()
    page.driver.refresh()
    settle(page)
    wait_for(lambda: texts(page, ".answer-quote") == before, "the same answers")
    wait_for(lambda: count(page) == hits, "the same hits")


def test_what_is_not_in_the_document_is_not_found(page: Browser, live: Live) -> None:
    read(page, live, INVOICE, "questions")
    page.driver.find_element(By.ID, ids.SEARCH).send_keys("dragon")
    wait_for(lambda: count(page) == "Not found", "the answer of the search")
    page.driver.find_element(By.ID, ids.QUESTION).send_keys("Who feeds the dragon at night?", Keys.ENTER)
    wait_for(lambda: any("Not found" in text for text in texts(page, ".answers")), "the answer to the question")


def test_an_answer_leads_to_its_row_on_the_page(page: Browser, live: Live) -> None:
    read(page, live, REPORT, "questions")
    assert any("No model is used" in text for text in texts(page, f"#{ids.QUESTION_AREA} p"))
    page.driver.find_element(By.ID, ids.QUESTION).send_keys("How much were total assets?", Keys.ENTER)
    wait_for(lambda: texts(page, ".answer-quote"), "answers")
    quote = texts(page, ".answer-quote")[0]
    assert quote.startswith("Total assets")
    page.driver.find_element(By.CSS_SELECTOR, ".answer-quote").click()
    wait_for(lambda: marked(page, ".mark-answer"), "the row on its page")
    assert page.driver.find_elements(By.CSS_SELECTOR, ".page-picture[data-number='2']")
    with pymupdf.open(samples.FOLDER / REPORT) as pdf:
        sheet = pdf[1]
        label = sheet.search_for("Total assets")[0]
        place = tuple(edge / sheet.rect.br[i % 2] for i, edge in enumerate(label))
    assert lies_in(place, marked(page, ".mark-answer")[0])


def test_text_and_tables_are_copied_as_they_stand(page: Browser, live: Live) -> None:
    read(page, live, "bank_statement.pdf", "text")
    page.driver.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )

    def copied(label: str) -> str:
        button = next(b for b in page.driver.find_elements(By.CSS_SELECTOR, "[data-copy]") if b.text == label)
        button.click()
        wait_for(lambda: button.text == "Copied", "the copy")
        return page.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")

    whole = copied("Copy all pages")
    assert "\t" in whole
    assert all(text.split()[0] in whole for text in texts(page, ".page-text p"))
    choose(page, "Tables")
    wait_for(lambda: texts(page, ".read-table"), "the table")
    first = texts(page, ".read-table tbody td")[1]
    assert first in copied("Copy Markdown")


def test_lines_and_cells_are_reached_with_the_keyboard(page: Browser, live: Live) -> None:
    read(page, live, "bank_statement.pdf", "text")
    lines = page.driver.find_elements(By.CSS_SELECTOR, ".text-line")
    page.driver.execute_script("arguments[0].focus()", lines[0])
    ActionChains(page.driver).send_keys(Keys.ARROW_DOWN).perform()
    assert page.driver.switch_to.active_element == lines[1]
    lit = page.driver.find_element(By.CSS_SELECTOR, ".box.is-lit")
    assert (lit.get_attribute("data-tip") or "").startswith(lines[1].text)
    choose(page, "Tables")
    wait_for(lambda: texts(page, ".read-table"), "the table")
    rows = page.driver.find_elements(By.CSS_SELECTOR, ".read-table tr")
    cells = rows[1].find_elements(By.CSS_SELECTOR, "td, th")
    page.driver.execute_script("arguments[0].focus()", cells[0])
    ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
    assert page.driver.switch_to.active_element == cells[1]
    ActionChains(page.driver).send_keys(Keys.ARROW_UP, Keys.ARROW_DOWN).perform()
    assert page.driver.switch_to.active_element == cells[1]


def test_each_word_has_a_box_that_tells_what_is_known_of_it(page: Browser, live: Live) -> None:
    read(page, live, INVOICE)
    assert not page.driver.find_elements(By.CSS_SELECTOR, ".box-word")
    choose(page, "Words")
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".box-word"), "boxes of words")
    with pymupdf.open(samples.FOLDER / INVOICE) as pdf:
        sheet = pdf[0]
        printed = [
            (word[4], tuple(edge / sheet.rect.br[i % 2] for i, edge in enumerate(word[:4])))
            for word in sheet.get_text("words")
        ]
    tips = page.driver.execute_script(
        "return [...document.querySelectorAll('.box-word')].map((box) => box.dataset.tip)"
    )
    drawn = list(zip(tips, marked(page, ".box-word"), strict=True))
    assert len(drawn) == len(printed)
    for word, place in printed:
        alike = [box for tip, box in drawn if tip == f"{word}\nIn the file itself"]
        assert any(lies_in(place, box) and lies_in(box, place) for box in alike), word
    choose(page, "Values")
    wait_for(lambda: address(page).get("boxes") == "tables,words", "the choice in the address")
    page.driver.refresh()
    wait_for(lambda: len(page.driver.find_elements(By.CSS_SELECTOR, ".box-word")) == len(printed), "the same words")
    assert not page.driver.find_element(By.CSS_SELECTOR, ".box-field").is_displayed()


def test_a_cell_leads_to_its_place_on_an_enlarged_page(page: Browser, live: Live) -> None:
    read(page, live, "bank_statement.pdf", "tables")
    Select(page.driver.find_element(By.ID, ids.ZOOM)).select_by_value("3")
    wait_for(lambda: address(page).get("zoom") == "3", "the size in the address")
    cells = page.driver.find_elements(By.CSS_SELECTOR, ".read-table td")
    last = max((cell for cell in cells if cell.text), key=lambda cell: cell.location["y"])
    last.click()
    in_sight = (
        "const box = document.querySelector('.box.is-lit')?.getBoundingClientRect();"
        "return box && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)?.dataset.tip"
    )
    wait_for(lambda: page.driver.execute_script(in_sight) == last.text, "its place in sight")


def test_another_kind_gives_other_fields_at_once_and_the_way_back_too(page: Browser, live: Live) -> None:
    read(page, live, INVOICE)
    own = texts(page, "[data-field] th")
    pages_before = page.driver.find_element(By.CSS_SELECTOR, ".page-figure figcaption").text

    def kind() -> Select:
        return Select(page.driver.find_element(By.ID, ids.KIND))

    assert kind().first_selected_option.text == "Judged by its content: Invoice"
    kind().select_by_visible_text("Receipt")
    wait_for(lambda: any("kind that you chose" in text for text in texts(page, f"#{ids.PROGRESS}")), "the other kind")
    wait_read(page)
    wait_for(lambda: kind().first_selected_option.text == "Receipt", "the choice")
    assert texts(page, "[data-field] th") != own
    # its seconds of reading are part of the caption: the page was not read again
    assert page.driver.find_element(By.CSS_SELECTOR, ".page-figure figcaption").text == pages_before
    page.driver.refresh()
    wait_read(page)
    assert kind().first_selected_option.text == "Receipt"
    kind().select_by_value(AUTOMATIC)
    wait_for(lambda: texts(page, "[data-field] th") == own, "what the content says")


def test_searchable_pdf_is_made_on_request(page: Browser, live: Live) -> None:
    read(page, live, "receipt_scan.jpg", "export")
    page.driver.find_element(By.CSS_SELECTOR, "[data-make]").click()
    wait_for(lambda: "download begins" in "".join(texts(page, ".made-note")), "the file")
    where = page.driver.find_element(By.CSS_SELECTOR, "[data-make]").get_attribute("data-make")
    content = page.driver.execute_async_script(
        "const done = arguments[1]; fetch(arguments[0]).then((r) => r.arrayBuffer())"
        ".then((b) => done(btoa(String.fromCharCode(...new Uint8Array(b).slice(0, 5)))))",
        where,
    )
    assert base64.b64decode(content) == b"%PDF-"


def paste(page: Browser, name: str, media_type: str, content: bytes) -> None:
    """Pastes a file as a browser does when a picture is in the clipboard."""
    page.driver.execute_script(
        "const bytes = Uint8Array.from(atob(arguments[2]), (c) => c.charCodeAt(0));"
        "const data = new DataTransfer();"
        "data.items.add(new File([bytes], arguments[0], {type: arguments[1]}));"
        "document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}))",
        name,
        media_type,
        base64.b64encode(content).decode(),
    )


def picture(kind: str) -> bytes:
    """The sample receipt in another format."""
    out = io.BytesIO()
    with Image.open(samples.FOLDER / "receipt_scan.jpg") as image:
        image.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_pasted_picture_is_read(page: Browser, live: Live, kind: str, media_type: str) -> None:
    go(page, live, "/documents")
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".drop-zone input"), "the drop zone")
    paste(page, f"image.{kind.lower()}", media_type, picture(kind))
    wait_read(page)
    expected = json.loads((samples.FOLDER / "expected.json").read_text())["receipt_scan.jpg"]["fields"]["total"]
    assert expected in "".join(texts(page, "[data-field=total]"))


def test_every_page_of_a_tiff_is_read(page: Browser, live: Live, tmp_path: Path) -> None:
    with pymupdf.open(samples.FOLDER / INVOICE) as pdf:
        drawn = pdf[0].get_pixmap(dpi=150, clip=(0, 0, pdf[0].rect.width, 150))  # a few lines are enough
        front = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    with Image.open(samples.FOLDER / "receipt_scan.jpg") as back:
        front.save(tmp_path / "fax.tif", save_all=True, append_images=[back.convert("RGB")])
    go(page, live, "/documents?view=text")
    upload(page, tmp_path / "fax.tif")
    wait_for(lambda: state(page) == "done", "the end of the analysis", 90)
    assert any("Read 2 of 2 pages" in text for text in texts(page, f"#{ids.PROGRESS}"))
    field = page.driver.find_element(By.ID, ids.TURN_TO)
    field.send_keys("2", Keys.ENTER)
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".page-picture[data-number='2']"), "the second page")
    wait_for(
        lambda: page.driver.execute_script("return document.querySelector('.page-picture img').naturalWidth > 0"),
        "its picture",
    )


def test_the_camera_is_offered_where_fingers_point(page: Browser, live: Live) -> None:
    go(page, live, "/documents")
    wait_for(lambda: page.driver.find_elements(By.CSS_SELECTOR, ".camera input"), "the camera's input")
    camera = page.driver.find_element(By.CSS_SELECTOR, ".camera input")
    assert (camera.get_attribute("accept"), camera.get_attribute("capture")) == ("image/*", "environment")
    assert not page.driver.find_element(By.CSS_SELECTOR, ".camera").is_displayed()
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "pointer", "value": "coarse"}]})
    camera.send_keys(str(samples.FOLDER / "receipt_scan.jpg"))
    wait_read(page)


def test_the_result_is_left_and_found_again(page: Browser, live: Live) -> None:
    read(page, live, REPORT, "tables")
    shown = texts(page, ".read-table")
    assert shown
    nav(page, "Home")
    nav(page, "Document Understanding")
    wait_for(lambda: texts(page, ".read-table") == shown, "the same tables")
