"""A page of its own on a minimal Dash application, and requests as the browser sends them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from tests.tables import bind_cache


class Endpoint:
    """Fires a page's callbacks by POST to /_dash-update-component."""

    def __init__(
        self,
        register: Callable[[dash.Dash], None],
        page: Callable[[], Component],
        extensions: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """`extensions` is what `create_app` opens for the page, by name."""
        bind_cache()
        self.app = dash.Dash(__name__, suppress_callback_exceptions=True)
        self.app.server.extensions.update(extensions)
        with self.app.server.app_context():
            self.app.layout = html.Div(page())
        register(self.app)
        self.client = self.app.server.test_client()
        self.dependencies = self.client.get("/_dash-dependencies").get_json()

    def fire(self, output: str, values: dict[str, Any], pressed: str | None = None) -> dict[str, Any]:
        """What the callback with a property of `output` among its outputs answers; empty for "no update"."""
        callback = next(entry for entry in self.dependencies if f"{output}." in entry["output"])
        names = [name.rsplit(".", 1) for name in callback["output"].strip(".").split("...")]
        outputs = [{"id": name, "property": prop} for name, prop in names]

        def filled(entries: list[dict[str, str]]) -> list[dict[str, Any]]:
            return [{**entry, "value": values.get(entry["id"])} for entry in entries]

        trigger = next((entry for entry in callback["inputs"] if entry["id"] == pressed), callback["inputs"][0])
        response = self.client.post(
            "/_dash-update-component",
            json={
                "output": callback["output"],
                "outputs": outputs if callback["output"].startswith("..") else outputs[0],
                "inputs": filled(callback["inputs"]),
                "state": filled(callback["state"]),
                "changedPropIds": [f"{trigger['id']}.{trigger['property']}"],
            },
        )
        if response.status_code == 204:
            return {}
        assert response.status_code == 200, response.get_data(as_text=True)
        return json.loads(response.get_data())["response"]
