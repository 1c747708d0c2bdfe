"""Key information of a document: its kind, fields, key figures and checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from layouts.components.attributes import attributes
from layouts.components.markup import Markup, element, show
from layouts.documents.figures import figure_tables
from layouts.documents.ids import ids
from layouts.documents.picture import field_place, no_result

if TYPE_CHECKING:
    from inference.schema import Check, DocumentResult, Field

KINDS = {
    "invoice": "Invoice",
    "receipt": "Receipt",
    "report": "Financial report",
    "bank_statement": "Bank statement",
    "other": "Other document",
}
NOTE = "small text-body-secondary mb-2"
AUTOMATIC = "auto"
"""The choice that leaves the kind to the content; a select shows no choice that is empty."""


def fields_view(result: DocumentResult) -> Component:
    """Everything that was found in the document as a whole."""
    nothing = not (result.fields or result.figures)
    return html.Div(
        [
            _kind(result),
            no_result("No key information was found. The text and the tables of each page are under their tabs.")
            if nothing
            else None,
            _field_table(result.fields) if result.fields else None,
            html.H3("Key figures") if result.figures else None,
            html.P("As printed. Hover a value for its row and meaning; press it to go to its place.", className=NOTE)
            if result.figures
            else None,
            *figure_tables(result.figures),
            html.H3("Checks") if result.checks else None,
            html.Ul([_check(check) for check in result.checks], className="checks") if result.checks else None,
        ]
    )


def _kind(result: DocumentResult) -> Component:
    return html.Div(
        [
            html.Label("Kind of document", htmlFor=ids.KIND, className="form-label mb-1"),
            dbc.Select(
                id=ids.KIND,
                options=[
                    {
                        "label": "Judged by its content" + ("" if result.kind_given else f": {KINDS[result.kind]}"),
                        "value": AUTOMATIC,
                    },
                    *[{"label": label, "value": kind} for kind, label in KINDS.items()],
                ],
                value=result.kind if result.kind_given else AUTOMATIC,
                size="sm",
                className="kind-select",
            ),
            html.P(result.kind_reason, className="small text-body-secondary mb-0 mt-1"),
        ],
        className="kind",
    )


def _field_table(fields: Sequence[Field]) -> Component:
    head = [element("th", name, scope="col") for name in ("Field", "Value", "Confidence", "Page")]
    table = element(
        "table",
        [
            element("caption", "Hover a row to see its value on the page; press it to go there."),
            element("thead", element("tr", head)),
            element("tbody", [_field_row(i, field) for i, field in enumerate(fields)]),
        ],
        class_="table table-sm table-hover field-table",
    )
    return html.Div(show(table), className="table-responsive", tabIndex=0)


def _field_row(index: int, field: Field) -> Markup:
    place = field_place(index)
    normalised = f"{field.value} {field.currency}" if field.currency else field.value
    value = [element("span", field.printed, class_="printed")]
    if normalised != field.printed:
        value.append(element("span", normalised, class_="normalised", title="Normalised value"))
    if field.alternatives:
        value.append(element("span", f"or {' or '.join(field.alternatives)}", class_="field-note doubt"))
    if field.note:
        value.append(element("span", field.note, class_="field-note"))
    confidence = element("span", f"{field.confidence:.0%}", tabindex=0, data_tip=f"Found by the rule {field.rule}")
    cells = [
        element("th", field.label, scope="row"),
        element("td", value),
        element("td", confidence, class_="number"),
        element("td", _turner(field.page, place), class_="number"),
    ]
    return element("tr", cells, data_for=place, data_page=field.page, data_field=field.name)


def _check(check: Check) -> Component:
    sign, word, colour = {
        True: ("✓", "Passed", "check-passed"),
        False: ("✗", "Failed", "check-failed"),
        None: ("–", "Not applicable", "text-body-secondary"),
    }[check.passed]
    verdict = html.Span(f"{sign} {word}", className=colour)
    return html.Li([verdict, f" {check.label}: {check.message}"], **attributes(data_check=check.name))


def _turner(page: int, place: str) -> Markup:
    return element(
        "button",
        str(page),
        type="button",
        class_="btn btn-link btn-sm p-0",
        title=f"Show on page {page}",
        data_page=page,
        data_for=place,
    )
