"""Routing, state that survives reload, status, theme."""

import json
import logging
from typing import Any
from urllib.parse import parse_qsl

import dash
from dash import Input, Output
from dash.development.base_component import Component

from callbacks.context import services
from callbacks.pages import PAGES, Page
from inference.status import read_status
from layouts import shell
from layouts.shell import Dot, ids
from layouts.state import merge

log = logging.getLogger(__name__)


def register(app: dash.Dash) -> None:
    """Wires the frame, and the state of every page's controls."""
    app.clientside_callback(
        "(pathname, search) => window.gv.route(pathname, search)",
        Output(ids.ROUTE, "data"),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
    )
    app.callback(Output(ids.PAGE, "children"), Input(ids.ROUTE, "data"), prevent_initial_call=True)(show_page)
    app.callback(Output(ids.STATUS, "children"), Input(ids.STATUS_CLOCK, "n_intervals"))(show_status)
    app.clientside_callback("(theme) => window.gv.theme(theme)", Output(ids.THEME, "value"), Input(ids.THEME, "value"))
    app.clientside_callback(
        "(clicks) => window.gv.menu(clicks)",
        Output(ids.SIDEBAR, "className"),
        Input(ids.MENU, "n_clicks"),
        Input(ids.ROUTE, "data"),
    )
    app.callback(Output(ids.ABOUT, "is_open"), Input(ids.ABOUT_OPEN, "n_clicks"), prevent_initial_call=True)(bool)
    for page in PAGES:
        if page.controls:
            _remember(app, page)


def _remember(app: dash.Dash, page: Page) -> None:
    """Keeps the page's control values in the URL and in the browser's local storage."""
    names = json.dumps([control.name for control in page.controls])
    defaults = json.dumps([control.default for control in page.controls])
    app.clientside_callback(
        f"(...values) => window.gv.remember({json.dumps(page.path)}, {names}, {defaults}, values)",
        Output(ids.URL, "search", allow_duplicate=True),
        *[Input(control.id, control.prop) for control in page.controls],
        prevent_initial_call="initial_duplicate",
    )


def show_page(route: dict[str, Any]) -> Component:
    """The page that an address stands for, in the state that the link or the browser's memory gives."""
    page = next((page for page in PAGES if page.path == route["path"]), None)
    if page is None:
        return shell.not_found(route["path"], [page.link() for page in PAGES])
    query = dict(parse_qsl(route["search"].lstrip("?"), keep_blank_values=True))
    return page.module.page(merge(page.controls, query, route["stored"]))


def show_status(_intervals: int | None) -> list[Component]:
    """The dots of all parts."""
    return shell.status(
        [
            Dot(part.name, "ok" if part.ok else "attention" if part.required else "off", part.detail)
            for part in read_status(services())
        ]
    )
