"""Finding words: every place, nothing beside it, whatever became of the spaces."""

import pytest

from inference.search import MOST_HITS, find, words_of
from tests.inference.made_pages import HEIGHT, WIDTH, page


def places(query: str, *texts: str) -> list[tuple[int, int]]:
    """Number of line and first character of each hit's first box."""
    found = find([words_of(page(*texts))], query)
    assert found.total == len(found.hits)
    return [(round(hit.boxes[0][1] * HEIGHT) // 20, round(hit.boxes[0][0] * WIDTH) // 10) for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "text", "first_characters"),
    [
        ("net income", "Net income and other net income", [0, 21]),
        ("inc", "Net income", [4]),
        ("net inc", "Net income", [0]),
        ("total revenue", "TotalRevenue 5", [0]),
        ("revenue", "Total Rev enue", [6]),
        ("company's", "the company’s debt", [4]),
        ("10-k", "Form 10–K", [5]),
        ("46298", "46,298 and 4,629,8", [0, 11]),
        ("46,298", "46,298", [0]),
        ("46.298", "46,298", []),
        ("at", "data table", [0]),
        ("ta ta", "data table", [0]),
        ("", "data", []),
        ("  .", "a . b", []),
        ("missing", "data table", []),
    ],
)
def test_query_is_found_where_it_stands(query: str, text: str, first_characters: list[int]) -> None:
    assert [x for _, x in places(query, text)] == first_characters


def test_a_hit_over_two_lines_has_a_box_on_each() -> None:
    [hit] = find([words_of(page("cash and cash", "equivalents held"))], "cash equivalents").hits
    assert len(hit.boxes) == 2
    assert hit.boxes[0][1] < hit.boxes[1][1]


def test_hits_come_in_order_of_the_pages_and_all_are_counted() -> None:
    pages = [words_of(page(*["total total"] * 600, number=number)) for number in (1, 2)]
    found = find(pages, "total")
    assert found.total == 2400
    assert len(found.hits) == MOST_HITS
    assert found.hits[0].page == 1
