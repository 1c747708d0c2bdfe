"""Home needs no callbacks of its own; the shell fills its slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
from dash.development.base_component import Component

from layouts import home as layout


def page(state: Mapping[str, Any]) -> Component:
    """The page with links that respect the path the application is served under."""
    return layout.layout(state, href=dash.get_relative_path)


def register(app: dash.Dash) -> None:
    """Nothing to wire."""
