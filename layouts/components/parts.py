"""Small pieces of a page: header, finding, chart card, sources, downloads, explained choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import element, show


def page_header(title: str, sentence: str) -> list[Component]:
    """Title with the one sentence that says what the page answers."""
    return [html.H1(title), html.P(sentence, className="lead-sentence")]


@dataclass(frozen=True)
class Headline:
    """A number that answers the page's question, its unit and what it means."""

    value: str
    unit: str
    meaning: str
    derived: bool = False


def finding(sentence: str, headlines: Sequence[Headline]) -> list[Component]:
    """The answer in words and the numbers behind it."""
    return [
        html.P(sentence, className="finding-sentence"),
        html.Dl(
            [
                html.Div(
                    [
                        html.Dt(headline.meaning),
                        html.Dd(
                            [
                                html.Span(
                                    headline.value,
                                    className="finding-value" + (" value-derived" if headline.derived else ""),
                                ),
                                html.Span(f" {headline.unit}", className="finding-unit"),
                            ]
                        ),
                    ],
                    className="finding-item",
                )
                for headline in headlines
            ],
            className="finding",
        ),
    ]


def source_line(text: str) -> Component:
    """Where the numbers above come from."""
    return html.P([html.Span("Source: ", className="source-label"), text], className="source-line")


def graph(graph_id: str, figure: Mapping[str, Any], description: str, *, height: int, filename: str) -> Component:
    """A chart that fills its column, keeps its height while data changes and can be saved as a PNG named `filename`.

    `description` is what a screen reader says in place of the drawing.
    """
    return html.Figure(
        dcc.Graph(
            id=graph_id,
            figure=dict(figure),
            responsive=True,
            style={"height": f"{height}px"},
            config={
                "displaylogo": False,
                "displayModeBar": True,
                "modeBarButtons": [["toImage"]],
                "toImageButtonOptions": {"format": "png", "filename": filename, "scale": 2},
            },
        ),
        className="graph",
        **attributes(aria_label=description),
    )


def chart_card(title: Component, chart: Component, *below: Component) -> Component:
    """A chart under its finding, with legends and sources below it."""
    return html.Section([title, chart, *below], className="chart-card")


def csv_button(button_id: str, what: str) -> Component:
    """A button that downloads the table above it; `what` names the table for screen readers."""
    return html.Button(
        "CSV",
        id=button_id,
        className="btn btn-outline-secondary btn-sm csv-button",
        title=f"Download {what} as CSV",
        **attributes(aria_label=f"Download {what} as CSV"),
    )


def table_foot(source: str, button: Component) -> Component:
    """Source on the left, download on the right."""
    return html.Div([source_line(source), button], className="table-foot")


def notice(text: str | None) -> Component | None:
    """Something the visitor should know about what was asked for; nothing when there is nothing to say."""
    return dbc.Alert(text, color="warning", className="notice") if text else None


def dropped_notice(dropped: Sequence[str], what: str) -> str | None:
    """The sentence about values of a link that do not exist here."""
    if not dropped:
        return None
    verb = "is" if len(dropped) == 1 else "are"
    return f"{', '.join(dropped)} {verb} not among the known {what} and {verb} left out."


def empty_state(what_to_do: str) -> Component:
    """What stands in place of charts when nothing is chosen."""
    return html.Div(html.P(what_to_do), className="empty-state", role="status")


def prose(markdown: str) -> Component:
    """Text with formulas between dollar signs."""
    return dcc.Markdown(markdown, mathjax=True, className="prose")


@dataclass(frozen=True)
class Option:
    """A choice: value, label, what it means, its colour, and whether it begins a new line of choices.

    `sign` is the marker that a chart draws for it, as a character; a legend shows it in place of a square.
    """

    value: str
    label: str
    meaning: str
    colour: str | None = None
    new_line: bool = False
    sign: str | None = None


def checklist(checklist_id: str, legend: str, options: Sequence[Option], value: Sequence[str]) -> Component:
    """Check boxes whose meaning is shown on hover of the label.

    With the keyboard the same text is reached at the names below the charts and in the tables.
    """
    return html.Fieldset(
        [
            html.Legend(legend, className="control-label"),
            dbc.Checklist(
                id=checklist_id, options=choices(checklist_id, options), value=list(value), class_name="choices"
            ),
        ]
    )


def choices(checklist_id: str, options: Sequence[Option]) -> list[dict[str, Any]]:
    """`options` as a checklist takes them."""
    shown = []
    for position, option in enumerate(options):
        classes = ["choice", "new-line" if option.new_line else "", "has-swatch" if option.colour else ""]
        style: dict[str, Any] = {"style": {"--swatch": option.colour}} if option.colour else {}
        label = html.Span(
            option.label,
            id=f"{checklist_id}-label-{position}",
            className=" ".join(filter(None, classes)),
            **style,
            **attributes(data_tip=option.meaning),
        )
        shown.append({"label": label, "value": option.value, "input_id": f"{checklist_id}-input-{position}"})
    return shown


def name_legend(options: Sequence[Option]) -> Component:
    """Names of a chart with their colours as a list; what each one is on hover and keyboard focus."""
    names = [
        element(
            "span",
            option.label,
            tabindex=0,
            class_=" ".join(
                filter(None, ["explained", "has-swatch" if option.colour else "", "has-sign" if option.sign else ""])
            ),
            style=f"--swatch: {option.colour}" if option.colour else None,
            data_sign=option.sign,
            data_tip=option.meaning,
        )
        for option in options
    ]
    return show(element("ul", [element("li", name) for name in names], class_="name-legend"))
