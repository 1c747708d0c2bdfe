"""HTML made from text that comes from anybody."""

import pytest
from bs4 import BeautifulSoup, Tag

from layouts.components.markup import element

HOSTILE = [
    "<script>alert(1)</script>",
    "{alert(1)}",
    "${x} `y` *z* _w_ [a](b)",
    "\"quoted\" and 'quoted'",
    "&amp; &lt; &#123;",
    "<!-- comment --> ]]> */ //",
    "line\none more\n\n    and code",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_and_attributes_are_shown_as_they_are(text: str) -> None:
    made = element("p", text, data_tip=text, class_="a b")
    found = BeautifulSoup(made, "html.parser").p
    assert isinstance(found, Tag)
    assert found.get_text() == text
    assert found["data-tip"] == text
    assert found["class"] == ["a", "b"]
    assert list(found.find_all(True)) == []


def test_elements_nest_without_being_escaped_twice() -> None:
    assert element("tr", [element("td", "a & b"), element("td", "c")]) == "<tr><td>a &amp; b</td><td>c</td></tr>"
    assert element("td", element("b", "<")) == "<td><b>&lt;</b></td>"


def test_attributes_that_are_none_are_left_out() -> None:
    assert element("td", "x", scope=None, rowspan=2) == '<td rowspan="2">x</td>'
