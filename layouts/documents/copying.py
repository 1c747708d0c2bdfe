"""Links to files of a result, and buttons that copy one of them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes

BUTTON = "btn btn-outline-secondary btn-sm"


def copy_button(address: str, label: str, explanation: str | None = None) -> Component:
    """A button that puts the text of an address into the clipboard (assets/documents_copy.js)."""
    name = {"aria_label": explanation} if explanation else {}
    return html.Button(label, className=BUTTON, title=explanation or label, **attributes(data_copy=address, **name))


def file_link(address: str, label: str, explanation: str | None = None) -> Component:
    """A link that downloads a file."""
    name = attributes(aria_label=explanation) if explanation else {}
    return html.A(label, href=address, download="", className=BUTTON, title=explanation or label, **name)
