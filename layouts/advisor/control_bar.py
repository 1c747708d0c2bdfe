"""The controls of Deployment Advisor: the five that matter most, and the rest under "More assumptions"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from data.advisor import cost, grid
from data.advisor.launch import ENGINE_VERSIONS
from data.advisor.weights import formats
from layouts.advisor.asking import entered
from layouts.advisor.controls import (
    CARDS,
    ENGINES,
    LIMITS,
    LISTED,
    MAIN,
    MODELS,
    MONEY,
    PRIORITIES,
    READINGS,
    WORK,
    Number,
    ids,
)
from layouts.advisor.controls import FORMATS as FORMAT_NAMES
from layouts.components import parts
from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.components.parts import Option
from layouts.state import choose


def controls(state: Mapping[str, Any], models: Sequence[Option]) -> list[Component]:
    """All controls with the values of `state`; `models` are the choices among models."""
    return [
        html.Div(
            [
                *[_number(number, state) for number in MAIN],
                _radio(ids.PAGES, "Pages are read as", READINGS, state["pages"]),
                _radio(ids.PRIORITY, "What counts first", PRIORITIES, state["priority"]),
            ],
            className="controls advisor-main",
        ),
        html.Details(
            [
                html.Summary("More assumptions: questions, lengths, what may be chosen, prices"),
                html.Div([_number(number, state) for number in WORK], className="controls advisor-more"),
                html.Div(_choices(state, models), className="controls advisor-choices"),
                html.Div(_prices(state), className="controls advisor-money"),
            ],
            className="advisor-assumptions",
        ),
    ]


def _number(number: Number, state: Mapping[str, Any]) -> Component:
    value = state[number.name]
    written = int(value) if float(value).is_integer() else value
    box = dbc.Input(id=number.id, type="number", value=written, size="sm", step="any", autocomplete="off")
    label = html.Label(
        number.label, htmlFor=number.id, className="control-label", **attributes(data_tip=number.meaning)
    )
    slider = []
    if number.stops:
        place = min(
            range(len(number.stops)), key=lambda k: abs(math.log1p(number.stops[k]) - math.log1p(max(value, 0)))
        )
        drawn = dbc.Input(
            id=number.range_id,
            type="range",
            value=str(place),
            min=0,
            max=len(number.stops) - 1,
            step=1,
            class_name="form-range",
        )
        slider = [_named(f"{number.label}, slider", drawn)]
    return html.Div([label, html.Div([*slider, box], className="quantity")], className="quantity-choice")


def _radio(control: str, legend: str, choices: Mapping[str, tuple[str, str]], value: str) -> Component:
    options = [Option(name, label, meaning) for name, (label, meaning) in choices.items()]
    return html.Fieldset(
        [
            html.Legend(legend, className="control-label"),
            dbc.RadioItems(
                id=control,
                options=parts.choices(control, options),
                value=value if value in choices else next(iter(choices)),
                class_name="choices",
            ),
        ]
    )


def _choices(state: Mapping[str, Any], models: Sequence[Option]) -> list[Component]:
    cards = grid.gpus()
    return [
        parts.checklist(ids.MODELS, "Models", models, choose(state["models"], MODELS).kept),
        parts.checklist(
            ids.FORMATS,
            "Weight formats",
            [Option(name, formats()[name].label, formats()[name].meaning) for name in FORMAT_NAMES],
            choose(state["formats"], FORMAT_NAMES).kept,
        ),
        parts.checklist(
            ids.ENGINES,
            "Engines",
            [Option(name, name, ENGINE_VERSIONS[name]) for name in ENGINES],
            choose(state["engines"], ENGINES).kept,
        ),
        parts.checklist(
            ids.CARDS,
            "Cards",
            [
                Option(
                    name,
                    name,
                    f"{cards[name].vendor}, {cards[name].memory / 1e9:.0f} GB, {cards[name].bandwidth_gb_s:,.0f} GB/s, "
                    f"{cards[name].power_w:.0f} W",
                )
                for name in CARDS
            ],
            choose(state["cards"], CARDS).kept,
        ),
        html.Fieldset(
            [
                html.Legend("Most cards per server", className="control-label"),
                dbc.RadioItems(
                    id=ids.MOST_CARDS,
                    options=[{"label": str(count), "value": str(count)} for count in grid.COUNTS],
                    value=state["most"],
                    inline=True,
                ),
            ]
        ),
        html.Fieldset(
            [
                html.Legend("Cache", className="control-label"),
                dbc.Switch(
                    id=ids.EIGHT_BIT, label="8-bit key-value cache, where the engine has one", value=state["kv8"]
                ),
            ]
        ),
        *[_number(number, state) for number in LIMITS],
    ]


def _prices(state: Mapping[str, Any]) -> list[Component]:
    rent, buy = entered(state["rent"]), entered(state["buy"])
    head = [element("th", text, scope="col") for text in ("Card", "Rent, $ per hour", "or purchase, $")]
    rows = [
        element(
            "tr",
            [
                element(
                    "th", element("span", card, class_="explained", tabindex=0, data_tip=_listed(card)), scope="row"
                ),
                element("td", _price(ids.RENT, card, rent.get(card), f"Rent of {card}, $ per hour", LISTED.get(card))),
                element("td", _price(ids.BUY, card, buy.get(card), f"Purchase price of {card}, $")),
            ],
        )
        for card in CARDS
    ]
    table = element(
        "table",
        [
            element("caption", "Prices of one card; a card with a purchase price counts as bought"),
            element("thead", element("tr", head)),
            element("tbody", rows),
        ],
        class_="table table-sm data-table price-table",
    )
    return [
        html.Div(show(table), className="table-scroll", tabIndex=0, role="region", **attributes(aria_label="Prices")),
        html.Div([_number(number, state) for number in MONEY], className="advisor-more"),
    ]


def _listed(card: str) -> str:
    price = cost.listed().get(card)
    if price is None:
        return "No listed price is known for this card: without one it is left out."
    return f"Listed: ${price.usd_per_hour:.2f} an hour, {price.source} (gpu_prices.csv). Overwrite it with your own."


def _price(store: str, card: str, own: str | None, name: str, listed: float | None = None) -> Markup:
    """A field whose number assets/advisor.js keeps in `store`, unless it is as listed."""
    start = None if listed is None else f"{listed:g}"
    return element(
        "input",
        type="number",
        step="any",
        class_="form-control form-control-sm",
        value=own or start,
        placeholder="–",
        autocomplete="off",
        aria_label=name,
        data_price=store,
        data_card=card,
        data_listed=start,
    )


def _named(name: str, field: Component) -> Component:
    """A field with a name that only screen readers say."""
    return html.Label([html.Span(name, className="visually-hidden"), field], className="named")
