"""Values of controls come from the link, else from the browser, else from the page."""

from typing import Any

import pytest

from layouts.ids import id_factory
from layouts.state import Control, choose, merge

CONTROLS = (
    Control("models", "x-models", "value", ["a"]),
    Control("kv", "x-kv", "value", True),
    Control("context", "x-context", "value", 8),
    Control("text", "x-text", "value", "t"),
    Control("price", "x-price", "value", 1.5),
)
DEFAULTS: dict[str, Any] = {"models": ["a"], "kv": True, "context": 8, "text": "t", "price": 1.5}


@pytest.mark.parametrize(
    ("query", "stored", "expected"),
    [
        ({}, {}, {}),
        ({"models": "b, c", "kv": "0"}, {}, {"models": ["b", "c"], "kv": False}),
        ({"context": "16", "text": "u"}, {}, {"context": 16, "text": "u"}),
        ({"models": ""}, {"models": ["z"]}, {"models": []}),
        ({}, {"models": ["z"], "kv": False, "context": 4}, {"models": ["z"], "kv": False, "context": 4}),
        ({"context": "16"}, {"context": 4}, {"context": 16}),
        ({"context": "many", "kv": "maybe"}, {"context": 4}, {}),
        ({"kv": "0"}, {"context": 4}, {"kv": False}),  # a link stands for the whole view
        ({"utm_source": "mail"}, {"context": 4}, {"context": 4}),
        ({"context": "-1"}, {}, {}),
        ({"context": "9" * 5000}, {}, {}),
        ({"context": "²"}, {}, {}),
        ({}, {"models": "z", "kv": 1, "context": True, "text": None}, {}),
        ({}, {"models": [1, {}]}, {}),
        ({"price": "2.25"}, {}, {"price": 2.25}),
        ({"price": "nan"}, {}, {}),
        ({"price": "-1"}, {}, {}),
        ({"price": "1e9"}, {}, {}),
        ({}, {"price": 2}, {"price": 2}),  # a browser writes 2.0 as 2
        ({}, {"price": True}, {}),
        ({}, {"price": None}, {}),
    ],
)  # fmt: skip
def test_merge(query: dict[str, str], stored: dict[str, Any], expected: dict[str, Any]) -> None:
    assert merge(CONTROLS, query, stored) == DEFAULTS | expected


def test_choose_keeps_house_order_and_reports_the_rest() -> None:
    choice = choose(["c", "x", "a", "x"], ["a", "b", "c"])
    assert (choice.kept, choice.dropped) == (["a", "c"], ["x"])
    assert choose(None, ["a"]).kept == []


def test_ids_of_two_pages_never_meet() -> None:
    assert id_factory("models")("select") == "models-select"
