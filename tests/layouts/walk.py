"""Reading a rendered page: tables as text, components by id."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from dash.development.base_component import Component

from data.reference_tables import FOLDER


def csv_rows(name: str) -> list[dict[str, str]]:
    """The reference file as the csv module reads it: an independent look at the numbers."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Element:
    """An element of HTML with the properties that a Dash component of the same kind would have."""

    def __init__(self, tag: Tag) -> None:
        self.children = [_node(child) for child in tag.children]
        self.className = " ".join(tag.get_attribute_list("class")) if tag.has_attr("class") else ""
        self.tabIndex = int(str(tag["tabindex"])) if tag.has_attr("tabindex") else None
        for name, value in tag.attrs.items():
            if name not in ("class", "tabindex"):
                setattr(self, name, value)


@functools.cache
def _kind(name: str) -> type[Element]:
    """Named as html.Td and its like are, so that both are found in the same way."""
    return type(name.capitalize(), (Element,), {})


def _node(child: Any) -> Any:
    return _kind(child.name)(child) if isinstance(child, Tag) else str(child)


def _markup(node: Any) -> Any:
    """The elements of HTML that a component shows; None for other components."""
    shown = getattr(node, "data-html", None)
    return _parsed(shown) if shown else None


@functools.lru_cache(maxsize=256)
def _parsed(shown: str) -> list[Any]:
    return [_node(child) for child in BeautifulSoup(shown, "html.parser").children]


def components(node: Any) -> Iterator[Any]:
    """Every component and every element below `node`, itself included."""
    if isinstance(node, Component | Element):
        yield node
        yield from components(_markup(node) or getattr(node, "children", None))
        for option in getattr(node, "options", None) or []:
            yield from components(option["label"])
    elif isinstance(node, list | tuple):
        for child in node:
            yield from components(child)


def by_id(node: Any, component_id: str) -> Any:
    """The component with that id."""
    return next(found for found in components(node) if getattr(found, "id", None) == component_id)


def text(node: Any) -> str:
    """What a visitor reads; tooltips are left out."""
    if node is None:
        return ""
    if isinstance(node, Component | Element):
        return text(_markup(node) or getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return "".join(text(child) for child in node)
    return str(node)


def table_rows(node: Any) -> list[list[str]]:
    """Cell texts of the first table below `node`, header row first."""
    return [[text(cell) for cell in row.children] for row in components(node) if type(row).__name__ == "Tr"]


def cell(node: Any, row: int, column: int) -> Any:
    """A cell of the first table below `node`; row 0 is the header."""
    rows = [found for found in components(node) if type(found).__name__ == "Tr"]
    return rows[row].children[column]


def tip(component: Any) -> str | None:
    """What a component says on hover."""
    return getattr(component, "data-tip", None)


def tipped(node: Any) -> Iterator[Any]:
    """Everything below `node` that explains itself on hover."""
    return (found for found in components(node) if tip(found))


def outer_names(trace: dict[str, Any]) -> list[Any]:
    """Where the points of a trace stand on the vertical axis; the outer names of an axis that has two levels."""
    return trace["y"][0] if trace["y"] and isinstance(trace["y"][0], list) else trace["y"]


def hovers(figure: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int, str]]:
    """Trace, position and hover text of every point that is drawn."""
    for trace in figure["data"]:
        for position, (x, y) in enumerate(zip(trace["x"], outer_names(trace), strict=True)):
            if x is not None and y is not None:
                yield trace, position, trace["hovertext"][position]
