"""Questions: a quote with its place, or nothing."""

import pytest

from inference.bm25 import Bm25
from inference.questions import MOST_ANSWERS, Answer, answer, passages_of
from tests.inference.made_pages import INCOME, page, table

PAGES = [
    page(
        "Acme Corporation makes anvils in Tucson.",
        "Net sales grew because anvils sold well.",
        "Our auditor is Miller and Partners.",
    ),
    page("Statement of income", number=2, tables=(INCOME.model_copy(update={"page": 2}),)),
    *[page("Nothing in these words is of any interest.", "Risks are many and various.", number=n) for n in range(3, 9)],
]


def ask(question: str) -> list[Answer]:
    return answer([passage for each in PAGES for passage in passages_of(each)], question)


def test_a_question_for_a_number_gets_the_row_of_the_table_first() -> None:
    first = ask("How much were net sales in 2025?")[0]
    assert (first.page, first.from_table) == (2, True)
    assert first.quote == "Net sales | 2024: $ 1,200 | 2025: $ 1,500"
    assert first.places == ((0.0, 0.52, 0.3, 0.54),)


def test_a_question_for_words_gets_the_line_that_holds_them() -> None:
    first = ask("Who is the auditor?")[0]
    assert (first.page, first.quote, first.from_table) == (1, "Our auditor is Miller and Partners.", False)


def test_several_candidates_are_ranked_and_the_more_of_the_question_the_better() -> None:
    found = ask("net sales anvils")
    assert [each.quote.split(" | ")[0] for each in found] == ["Net sales grew because anvils sold well.", "Net sales"]
    assert found[0].covered == 1 > found[1].covered


def test_no_more_answers_than_a_reader_can_weigh() -> None:
    many = [passage for number in range(1, 20) for passage in passages_of(page("Net sales grew.", number=number))]
    assert [each.page for each in answer(many, "net sales")] == list(range(1, MOST_ANSWERS + 1))


@pytest.mark.parametrize(
    "question", ["What is the shoe size of the chief executive?", "", "the of and", "Wann wurde das Werk gebaut?"]
)
def test_nothing_is_quoted_where_nothing_matches_well(question: str) -> None:
    assert ask(question) == []


def test_plural_case_grouping_and_fiscal_years_make_no_difference() -> None:
    assert ask("AUDITORS?")[0].page == 1
    assert ask("net sale FY2025")[0].quote.startswith("Net sales |")
    assert ask("1500")[0].quote.startswith("Net sales |")


def test_rows_alone_in_their_row_say_what_the_rows_below_are_about() -> None:
    rows = [["", "2025"], ["Europe", ""], ["Sales", "5"], ["Asia", ""], ["Sales", "7"]]
    found = answer(passages_of(page(tables=(table(rows),))), "sales in Asia")
    assert found[0].quote == "Sales | 2025: 7"


def test_rare_words_weigh_more_and_long_texts_less() -> None:
    index = Bm25([["a", "b"], ["a", "c"], ["a", "c", "d", "d", "e", "f", "g"]])
    assert index.weight("unknown") > index.weight("b") > index.weight("c") > index.weight("a")
    scores = index.scores(["c"])
    assert set(scores) == {1, 2}
    assert scores[1] > scores[2]
    assert index.scores(["unknown"]) == {}
