"""Deployment Advisor in the browser."""

from dash.testing.browser import Browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from data.advisor.advice import advise
from data.advisor.workload import Prices, Question, Workload
from layouts.advisor import ids
from tests.browser.helpers import go, search, settle, texts
from tests.conftest import Live, wait_for

RANGE = "advisor-documents-range"


def finding(page: Browser) -> str:
    return " ".join(texts(page, f"#{ids.ANSWER} .finding-sentence"))


def test_a_dragged_slider_changes_number_answer_and_address(page: Browser, live: Live) -> None:
    go(page, live, "/advisor")
    assert finding(page) == advise(Question()).finding
    slider = page.driver.find_element(By.ID, RANGE)
    ActionChains(page.driver).click_and_hold(slider).move_by_offset(30, 0).move_by_offset(15, 0).release().perform()
    number = page.driver.find_element(By.ID, "advisor-documents")
    wait_for(lambda: float(number.get_attribute("value") or 0) > 200, "the number beside the slider")
    documents = float(number.get_attribute("value") or 0)
    wanted = advise(Question(workload=Workload(documents_per_day=documents)))
    wait_for(lambda: finding(page) == wanted.finding, "the answer to the last place of the slider")
    wait_for(lambda: f"documents={documents:g}" in search(page), "the address")
    settle(page)
    assert wanted.recommended is not None
    assert wanted.launch is not None
    command = wanted.launch.command
    wait_for(lambda: texts(page, f"#{ids.COMMAND}") == [command], "the command")
    wait_for(lambda: texts(page, f"#{ids.CHANGES} li"), "what would change the answer")


def test_a_number_moves_its_slider_and_survives_a_reload(page: Browser, live: Live) -> None:
    go(page, live, "/advisor")
    field = page.driver.find_element(By.ID, "advisor-seconds")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("4.5")
    wanted = advise(Question(workload=Workload(answer_seconds=4.5))).finding
    wait_for(lambda: finding(page) == wanted, "the answer")
    settle(page)
    address = search(page)
    assert "seconds=4.5" in address
    assert "electricity" not in address  # only what differs from the starting values
    page.driver.refresh()
    settle(page)
    assert finding(page) == wanted


def test_a_link_shows_another_visitor_the_same(page: Browser, other_page: Browser, live: Live) -> None:
    link = "/advisor?documents=750&rent=L4:0.05&find=vllm"
    question = Question(workload=Workload(documents_per_day=750), prices=Prices(rent_usd_per_hour={"L4": 0.05}))
    for visitor in (page, other_page):
        go(visitor, live, link)
        assert finding(visitor) == advise(question).finding
        shown = texts(visitor, f"#{ids.OPTIONS} tbody tr:not([hidden]) td:nth-child(4)")
        assert set(shown) <= {"vllm"}
    go(other_page, live, "/advisor?documents=750")
    assert finding(other_page) != finding(page)


def test_an_own_price_counts(page: Browser, live: Live) -> None:
    go(page, live, "/advisor")
    page.driver.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    field = page.driver.find_element(By.CSS_SELECTOR, f"[data-price='{ids.RENT}'][data-card='L4']")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("0.05")
    wanted = advise(Question(prices=Prices(rent_usd_per_hour={"L4": 0.05}))).finding
    wait_for(lambda: finding(page) == wanted, "the answer with the own price")
    wait_for(lambda: "rent=L4%3A0.05" in search(page), "the address")


def test_nonsense_is_answered_with_what_to_do(page: Browser, live: Live) -> None:
    go(page, live, "/advisor?documents=0")
    assert "Documents a day: must be more than 0." in texts(page, f"#{ids.EMPTY}")[0]
    field = page.driver.find_element(By.ID, "advisor-documents")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("50")
    wait_for(lambda: "one" in finding(page), "an answer")


def test_the_table_sorts_and_keeps_its_order_when_it_is_drawn_anew(page: Browser, live: Live) -> None:
    go(page, live, "/advisor")
    answers = f"#{ids.OPTIONS} tbody td:nth-child(9)"

    def order() -> list[float]:
        return [float(text) for text in texts(page, answers)]

    head = page.driver.find_elements(By.CSS_SELECTOR, f"#{ids.OPTIONS} thead .sorter")[8]
    page.driver.execute_script("arguments[0].click()", head)
    assert order() == sorted(order())
    before = order()
    page.driver.execute_script("document.querySelector('input[value=quality]').click()")
    wait_for(lambda: order() != before, "the table of another question")
    settle(page)
    assert order() == sorted(order())


def test_the_page_fits_a_phone(page: Browser, live: Live) -> None:
    page.driver.set_window_size(500, 900)  # the narrowest window that this browser makes
    go(page, live, "/advisor")
    page.driver.execute_script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert page.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
