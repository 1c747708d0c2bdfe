"""Confidence of values in a JSON answer."""

import json
import math

import pytest

from inference.engines.confidence import value_confidence, value_spans
from inference.engines.protocol import Delta

TEXT = json.dumps(
    {"vendor": 'A "b" {c}, [d]: é', "total": {"a/b": 1284.5, "x~y": None}, "items": [{"n": 1}, {"n": -2e3}], "none": []}
)


def test_spans_of_scalars_are_found_by_json_pointer() -> None:
    found = {pointer: json.loads(TEXT[start:end]) for pointer, start, end in value_spans(TEXT)}
    assert found == {
        "/vendor": 'A "b" {c}, [d]: é',
        "/total/a~1b": 1284.5,
        "/total/x~0y": None,
        "/items/0/n": 1,
        "/items/1/n": -2e3,
    }


def test_confidence_is_the_least_certain_token_of_the_value() -> None:
    pieces = [('{"total":', 0.1), ("12", 0.9), ("84", 0.5), (".50", 0.8), (',"paid":', 0.2), ("true", 0.7), ("}", 0.3)]
    deltas = [Delta(text, (math.log(probability),)) for text, probability in pieces]
    assert value_confidence(deltas) == {"/total": pytest.approx(0.5), "/paid": pytest.approx(0.7)}


def test_several_tokens_in_one_delta_count_together() -> None:
    deltas = [Delta('{"a":'), Delta('"é"', (math.log(0.9), math.log(0.4))), Delta("}")]
    assert value_confidence(deltas) == {"/a": pytest.approx(0.4)}


def test_without_log_probabilities_there_is_no_confidence() -> None:
    assert value_confidence([Delta('{"a":1}')]) == {}
