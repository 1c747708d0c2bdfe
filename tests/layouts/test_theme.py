"""Colours, formats and hover texts of the house."""

import pandas as pd
import pytest

from layouts import theme


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (theme.gb(14.06), "14.1"),
        (theme.cache_gb(0.1457), "0.15"),
        (theme.millions(25600.4), "25,600"),
        (theme.percent(73.88), "73.9"),
        (theme.count(131072), "131,072"),
        (theme.kilobytes(81920), "81.9"),
        (theme.short_tokens(32768), "32k"),
        (theme.short_tokens(1000), "1,000"),
        (theme.joined([]), ""),
        (theme.joined(["a"]), "a"),
        (theme.joined(["a", "b", "c"]), "a, b and c"),
        (theme.tint("#0072b2", 0), "#0072b2"),
        (theme.tint("#0072b2", 1), "#ffffff"),
    ],
)
def test_formats(shown: str, expected: str) -> None:
    assert shown == expected


def test_larger_models_of_a_family_are_darker_and_families_differ_in_hue() -> None:
    table = pd.DataFrame({"model": ["s", "m", "l", "o"], "model_family": ["Gemma 3"] * 3 + ["Gemma 2"]})
    colours = theme.model_colours(table)
    assert colours["l"] == theme.FAMILY_COLOURS["Gemma 3"]
    assert colours["o"] == theme.FAMILY_COLOURS["Gemma 2"]
    red = [int(colours[name][1:3], 16) for name in ("s", "m", "l")]
    assert red == sorted(red, reverse=True)
    assert len(set(theme.model_symbols(table).values())) == 3


def test_hover_has_the_house_layout_and_escapes() -> None:
    lines = theme.hover_text("A <b>", "1.0 GB", "one two " * 12, "Report, Table 3").split("<br>")
    assert lines[0] == "<b>A &lt;b&gt;</b>"
    assert lines[1] == "1.0 GB"
    assert all(len(line) <= theme.HOVER_WIDTH for line in lines[2:-1])
    assert lines[-1] == "<i>Source: Report, Table 3</i>"


def test_missing_values_of_all_kinds() -> None:
    assert all(theme.is_missing(value) for value in (None, float("nan"), pd.NA))
    assert not any(theme.is_missing(value) for value in (0, 0.0, "", "text", False))
