"""Many small elements in one component.

Dash connects every component to its store and asks each of them at every change, so some hundred cells make a page
slow (`python -m tests.load.interaction`: a change on Quantization Strategies took 319 ms with a component per cell,
117 ms without). Tables, and the boxes on a page of a document, are therefore one component that carries HTML, which
assets/markup.js puts into it. Everything goes through `element`, which escapes it: documents come from anybody.

`dcc.Markdown` can show HTML too, but it is loaded late, and React hides its neighbours meanwhile; formulas that are
typeset then come out broken.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from dash import html as components
from dash.development.base_component import Component

from layouts.components.attributes import attributes


class Markup(str):
    """HTML that is safe to show, because `element` made it."""


def escaped(text: str) -> Markup:
    """Text as HTML that shows exactly this text."""
    return Markup(html.escape(text))


def element(tag: str, content: str | Iterable[Markup] = "", **values: str | int | None) -> Markup:
    """An element with attributes; text and values are escaped, `Markup` is taken as it is.

    A trailing underscore is dropped from names of attributes and others become hyphens (`class_`, `data_tip`);
    attributes that are None are left out.
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for name, value in values.items()
        if value is not None
    )
    if isinstance(content, Markup):
        inner: str = content
    else:
        inner = escaped(content) if isinstance(content, str) else "".join(content)
    return Markup(f"<{tag}{written}>{inner}</{tag}>")


def show(content: Markup) -> Component:
    """The component that shows it."""
    return components.Div(className="markup", **attributes(data_html=content))
