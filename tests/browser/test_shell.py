"""The frame: navigation, state, links, theme, status, phone width."""

import pytest
from dash.testing.browser import Browser
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from callbacks.pages import PAGES
from layouts import shell
from tests.browser.helpers import checkbox, choose, go, nav, search, set_theme, settle, texts, theme
from tests.conftest import Live, wait_for

NAMES = [page.name for page in PAGES]


def test_every_page_opens_from_the_sidebar_and_by_its_address(page: Browser, live: Live) -> None:
    go(page, live, "/")
    for entry in PAGES[1:]:
        nav(page, entry.name)
        assert page.driver.execute_script("return location.pathname") == entry.path
        assert texts(page, ".page h1") == [entry.name]
        assert texts(page, ".sidebar .nav-link.active") == [entry.name]
        page.driver.refresh()
        settle(page)
        assert texts(page, ".page h1") == [entry.name]


def test_unknown_address_offers_the_pages(page: Browser, live: Live) -> None:
    go(page, live, "/no/such/page")
    assert texts(page, ".page h1") == ["There is no such page"]
    assert texts(page, ".page li") == NAMES


def test_choices_survive_reload_navigation_and_a_second_tab(page: Browser, live: Live) -> None:
    go(page, live, "/models")
    choose(page, "Gemma 2 9B")
    wait_for(lambda: "Gemma+2+9B" in search(page), "the choice in the address")

    page.driver.refresh()
    settle(page)
    assert checkbox(page, "Gemma 2 9B").is_selected()

    nav(page, NAMES[0])
    nav(page, "Model Overview")
    assert checkbox(page, "Gemma 2 9B").is_selected()

    first = page.driver.current_window_handle
    page.driver.switch_to.new_window("tab")
    try:
        go(page, live, "/models")
        assert checkbox(page, "Gemma 2 9B").is_selected()
    finally:
        page.driver.close()
        page.driver.switch_to.window(first)


def test_a_link_reproduces_the_view_whatever_this_browser_kept(page: Browser, live: Live) -> None:
    go(page, live, "/models")
    choose(page, "Gemma 2 9B")
    wait_for(lambda: "Gemma+2+9B" in search(page), "the choice in the address")
    go(page, live, "/models?models=Gemma+3+27B")
    assert checkbox(page, "Gemma 3 27B").is_selected()
    assert not checkbox(page, "Gemma 2 9B").is_selected()
    assert not checkbox(page, "Gemma 3 4B").is_selected()


def test_back_button_returns_to_the_page_before(page: Browser, live: Live) -> None:
    go(page, live, "/models?models=Gemma+3+27B")
    nav(page, "Document Understanding")
    page.driver.back()
    wait_for(lambda: texts(page, ".page h1") == ["Model Overview"], "the page before")
    assert checkbox(page, "Gemma 3 27B").is_selected()
    assert not checkbox(page, "Gemma 3 4B").is_selected()


def test_theme_is_kept_over_a_reload(page: Browser, live: Live) -> None:
    go(page, live, "/")
    for wanted in ("dark", "light"):
        set_theme(page, wanted)
        page.driver.refresh()
        settle(page)
        assert theme(page) == wanted


def test_status_dots_tell_more_on_hover(page: Browser, live: Live) -> None:
    go(page, live, "/")
    wait_for(lambda: len(texts(page, ".status-item")) == 4, "the status of every part")
    worker = page.driver.find_element(By.ID, "shell-dot-worker")
    assert "Worker works" in (worker.get_attribute("aria-label") or "")
    ActionChains(page.driver).move_to_element(worker).perform()
    wait_for(lambda: any("1 running" in text for text in texts(page, ".tip")), "the tooltip")


def test_about_says_what_licence_and_data_are(page: Browser, live: Live) -> None:
    go(page, live, "/")
    page.driver.find_element(By.ID, shell.ids.ABOUT_OPEN).click()
    wait_for(lambda: any("Affero" in text for text in texts(page, ".modal-body")), "the panel")


@pytest.mark.parametrize("path", [entry.path for entry in PAGES])
def test_phone_width_has_a_menu_and_nothing_is_cut_off(page: Browser, live: Live, path: str) -> None:
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        go(page, live, path)
        width = page.driver.execute_script("return document.documentElement.scrollWidth")
        assert width <= 390
        assert not page.driver.find_element(By.ID, shell.ids.SIDEBAR).is_displayed()
        page.driver.find_element(By.ID, shell.ids.MENU).click()
        wait_for(lambda: page.driver.find_element(By.ID, shell.ids.SIDEBAR).is_displayed(), "the menu")
        nav(page, NAMES[1])
        wait_for(lambda: not page.driver.find_element(By.ID, shell.ids.SIDEBAR).is_displayed(), "the menu to close")
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
