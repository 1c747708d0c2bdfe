"""Attributes whose names have a hyphen."""

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """`attributes(aria_label="x", data_tip="y")` is `{"aria-label": "x", "data-tip": "y"}`, for components that take
    such attributes by name only."""
    return {name.replace("_", "-"): value for name, value in values.items()}
