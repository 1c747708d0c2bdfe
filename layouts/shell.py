"""The frame around every page: navigation, status, theme, and the place where pages appear."""

from collections.abc import Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.ids import id_factory

_id = id_factory("shell")

STATUS_SECONDS = 10


class ids:
    URL = _id("url")
    ROUTE = _id("route")
    PAGE = _id("page")
    STATUS = _id("status")
    STATUS_CLOCK = _id("status-clock")
    THEME = _id("theme")
    MENU = _id("menu")
    SIDEBAR = _id("sidebar")
    ABOUT = _id("about")
    ABOUT_OPEN = _id("about-open")


@dataclass(frozen=True)
class Link:
    """An entry of the navigation."""

    section: str
    name: str
    path: str
    icon: str


@dataclass(frozen=True)
class Dot:
    """A status dot: a part's name, whether it is fine, attention is due or it failed, and a sentence."""

    name: str
    level: str
    detail: str


SIGNS = {"ok": ("✓", "works"), "attention": ("!", "needs attention"), "off": ("–", "not configured")}


def layout(links: Sequence[Link]) -> Component:
    """The whole frame; the page itself is filled in by the router."""
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="skip-link"),
            dcc.Location(id=ids.URL, refresh="callback-nav"),
            dcc.Store(id=ids.ROUTE),
            dcc.Interval(id=ids.STATUS_CLOCK, interval=STATUS_SECONDS * 1000),
            html.Header(
                [
                    html.Button(
                        icon("list"),
                        id=ids.MENU,
                        className="icon-button",
                        **attributes(aria_label="Menu", aria_controls=ids.SIDEBAR),
                    ),
                    html.Span("GemmaVision QuantAdvisor", className="brand-name"),
                ],
                className="topbar",
            ),
            html.Aside(
                _sidebar(links), id=ids.SIDEBAR, className="sidebar", **attributes(aria_label="Navigation and status")
            ),
            html.Main(
                html.Div(
                    html.Div(className="skeleton", **attributes(aria_label="Loading"), role="status"), id=ids.PAGE
                ),
                id="main",
                tabIndex=-1,
            ),
            dbc.Modal(
                [
                    dbc.ModalHeader(dbc.ModalTitle("About this application and its data")),
                    dbc.ModalBody(dcc.Markdown(ABOUT)),
                ],
                id=ids.ABOUT,
                size="lg",
                scrollable=True,
            ),
        ],
        className="shell",
    )


def _sidebar(links: Sequence[Link]) -> list[Component]:
    sections = list(dict.fromkeys(link.section for link in links))
    return [
        html.Div(
            [html.Span("GemmaVision", className="brand-name"), html.Span("QuantAdvisor", className="brand-sub")],
            className="brand",
        ),
        html.Nav(
            [
                html.Div(
                    [
                        html.H2(section, className="nav-section"),
                        *[_nav_link(link) for link in links if link.section == section],
                    ]
                )
                for section in sections
            ],
            **attributes(aria_label="Pages"),
        ),
        html.Div(
            [
                html.H2("Status", className="nav-section"),
                html.Div(id=ids.STATUS, className="status"),
                html.Fieldset(
                    [
                        html.Legend("Theme", className="nav-section"),
                        dbc.RadioItems(
                            id=ids.THEME,
                            options=[
                                {"label": label, "value": value}
                                for label, value in (("Auto", "auto"), ("Light", "light"), ("Dark", "dark"))
                            ],
                            value="auto",
                            inline=True,
                        ),
                    ],
                ),
                html.Button("Version and data", id=ids.ABOUT_OPEN, className="btn btn-link btn-sm about-link"),
            ],
            className="sidebar-foot",
        ),
    ]


def _nav_link(link: Link) -> Component:
    return dbc.NavLink([icon(link.icon), html.Span(link.name)], href=link.path, active="exact")


def icon(name: str) -> Component:
    """A decorative icon from assets/icons; its meaning always stands beside it in words."""
    return html.Span(
        className="icon", style={"--icon": f"url(/assets/icons/{name}.svg)"}, **attributes(aria_hidden="true")
    )


def status(dots: Sequence[Dot]) -> list[Component]:
    """Status dots with a sign, a name, and the detail on hover and keyboard focus."""
    return [
        html.Span(
            [
                html.Span(SIGNS[dot.level][0], className=f"dot dot-{dot.level}", **attributes(aria_hidden="true")),
                dot.name,
            ],
            id=_id(f"dot-{dot.name.lower()}"),
            className="status-item",
            tabIndex=0,
            role="img",
            **attributes(aria_label=f"{dot.name} {SIGNS[dot.level][1]}. {dot.detail}", data_tip=dot.detail),
        )
        for dot in dots
    ]


def not_found(path: str, links: Sequence[Link]) -> Component:
    """The page for an address that leads nowhere."""
    return html.Div(
        [
            html.H1("There is no such page"),
            html.P(["Nothing is at ", html.Code(path), ". These pages exist:"]),
            html.Ul([html.Li(dcc.Link(link.name, href=link.path)) for link in links]),
        ],
        className="page",
    )


ABOUT = """
**Version 0.1.** GemmaVision QuantAdvisor is free software under the GNU Affero General Public License, version 3 or
later; whoever hosts it for others must offer them its source.

**The numbers.** Every figure on the dashboards comes from a published document: the technical reports of Gemma 1, 2
and 3, the published model configurations, and the data sheets of GPU vendors. Each table and chart names its source.
Values that are not printed there but computed, derived or measured on a figure are marked as such where they appear.

**Documents.** Files that you upload stay on this installation. They are tied to this browser by a signed cookie:
other visitors cannot see them. They are read by PyMuPDF (text layer, layout and tables) and RapidOCR (scans); every
extracted value points at its place on the page.

**What is not here.** Model quality, speed and cost are not estimated on these pages; what is shown about memory says
how it was computed.
"""
