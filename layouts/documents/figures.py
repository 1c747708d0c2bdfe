"""Key figures of a report: a table for each of its statements, with a column for each period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html
from dash.development.base_component import Component

from layouts.components.markup import Markup, element, show
from layouts.documents.picture import figure_place

if TYPE_CHECKING:
    from inference.schema import Figure

SCALES = {1_000: "thousand", 1_000_000: "million", 1_000_000_000: "billion"}
STATEMENTS = {"income": "Income statement", "balance": "Balance sheet", "cash_flow": "Cash flow statement"}


def figure_tables(figures: Sequence[Figure]) -> list[Component]:
    """The figures by statement; each value leads to its place."""
    named = [(figure_place(i), figure) for i, figure in enumerate(figures)]
    tables: list[Component] = []
    for statement, title in STATEMENTS.items():
        own = [(place, figure) for place, figure in named if figure.statement == statement]
        if own:
            tables.append(html.Div(show(_table(title, own)), className="table-responsive", tabIndex=0))
    return tables


def _table(title: str, figures: Sequence[tuple[str, Figure]]) -> Markup:
    periods = list(dict.fromkeys((figure.period_end, figure.months) for _, figure in figures))
    rows: dict[str, list[tuple[str, Figure]]] = {}
    for place, figure in figures:
        rows.setdefault(figure.name, []).append((place, figure))
    heads = [element("th", "Figure", scope="col"), *(_period(*period) for period in periods)]
    return element(
        "table",
        [
            element("caption", element("span", title)),
            element("thead", element("tr", heads)),
            element("tbody", [_row(row, periods) for row in rows.values()]),
        ],
        class_="table table-sm table-hover figure-table",
    )


def _period(end: str | None, months: int | None) -> Markup:
    parts = [element("span", end or "Period not printed")]
    if months:
        parts.append(element("span", f"{months} months", class_="field-note"))
    return element("th", parts, scope="col", class_="number")


def _row(row: Sequence[tuple[str, Figure]], periods: Sequence[tuple[str | None, int | None]]) -> Markup:
    first = row[0][1]
    units = dict.fromkeys(filter(None, (_unit(figure) for _, figure in row)))
    label = [element("span", first.label), element("span", " / ".join(units), class_="field-note")]
    cells = [
        element(
            "td",
            [_value(place, figure) for place, figure in row if (figure.period_end, figure.months) == period] or "–",
            class_="number",
        )
        for period in periods
    ]
    return element("tr", [element("th", label, scope="row"), *cells], data_figure=first.name)


def _unit(figure: Figure) -> str:
    """In what it is: "USD million"."""
    scale = SCALES.get(figure.scale, f"× {figure.scale:,}" if figure.scale != 1 else None)
    return " ".join(filter(None, (figure.currency, scale)))


def _value(place: str, figure: Figure) -> Markup:
    tip = (
        f"= {' '.join(filter(None, (f'{figure.value:,}', _unit(figure))))}\n"
        f"Page {figure.page}, row “{figure.row}”\n"
        f"Confidence {figure.confidence:.0%}, by rule {figure.rule}"
    )
    return element(
        "button",
        figure.printed,
        type="button",
        class_="btn btn-link btn-sm figure-value",
        data_page=figure.page,
        data_for=place,
        data_tip=tip,
    )
