"""What every view hands to the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from layouts.components.parts import Option

REPORT = "Gemma 3 Technical Report, arXiv:2503.19786v1"


@dataclass(frozen=True)
class Shown:
    """A chart under its finding, the table with the same numbers, where they come from, and the rows to download.

    `empty` says what to do where nothing can be shown; the rest is not looked at then.
    """

    title: str = ""
    figure: dict[str, Any] = field(default_factory=lambda: {"data": [], "layout": {}})
    height: int = 320
    legend: Sequence[Option] = ()
    table: Component | None = None
    chart_source: str = ""
    table_source: str = ""
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    filename: str = "gemma-benchmarks"
    empty: str | None = None


def nothing_found(text: str) -> Shown:
    """No row has the text that is looked for."""
    return Shown(empty=f"Nothing here is called “{text.strip()}”. Change or clear the search.")
