"""Reading a rendered page: tables as text, components by id."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from data.reference_tables import FOLDER


def csv_rows(name: str) -> list[dict[str, str]]:
    """The reference file as the csv module reads it: an independent look at the numbers."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def components(node: Any) -> Iterator[Component]:
    """Every component below `node`, itself included."""
    if isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))
        for option in getattr(node, "options", None) or []:
            yield from components(option["label"])
    elif isinstance(node, list | tuple):
        for child in node:
            yield from components(child)


def by_id(node: Any, component_id: str) -> Component:
    """The component with that id."""
    return next(found for found in components(node) if getattr(found, "id", None) == component_id)


def text(node: Any) -> str:
    """What a visitor reads; tooltips are left out."""
    if node is None:
        return ""
    if isinstance(node, Component):
        return text(getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return "".join(text(child) for child in node)
    return str(node)


def table_rows(node: Any) -> list[list[str]]:
    """Cell texts of the first table below `node`, header row first."""
    return [[text(cell) for cell in row.children] for row in components(node) if type(row).__name__ == "Tr"]


def cell(node: Any, row: int, column: int) -> Component:
    """A cell of the first table below `node`; row 0 is the header."""
    rows = [found for found in components(node) if type(found).__name__ == "Tr"]
    return rows[row].children[column]


def tip(component: Component) -> str | None:
    """What a component says on hover."""
    return getattr(component, "data-tip", None)


def tipped(node: Any) -> Iterator[Component]:
    """Everything below `node` that explains itself on hover."""
    return (found for found in components(node) if tip(found))


def hovers(figure: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int, str]]:
    """Trace, position and hover text of every point that is drawn."""
    for trace in figure["data"]:
        for position, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            if x is not None and y is not None:
                yield trace, position, trace["hovertext"][position]
