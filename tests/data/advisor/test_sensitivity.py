"""One configuration under longer texts and more people, and the choice of all of them at a glance."""

import itertools

import pytest

from data.advisor import frontier, sensitivity
from data.advisor.advice import advise, changes
from data.advisor.options import Option
from data.advisor.workload import Constraints, Question, Workload

QUESTION = Question()


@pytest.fixture(scope="module")
def option() -> Option:
    found = advise(QUESTION).recommended
    assert found is not None
    return found


def test_at_the_people_of_the_option_the_figures_are_those_of_the_advice(option: Option) -> None:
    points = {point.at: point for point in sensitivity.over_people(QUESTION, option)}
    here = points[option.concurrency]
    assert here.memory_gb == pytest.approx(option.memory_total_gb)
    for end in ("value", "low", "high"):
        assert getattr(here.answer_seconds, end) == pytest.approx(getattr(option.answer_seconds, end))


def test_at_the_context_of_the_option_the_figures_are_those_of_the_advice() -> None:
    """A document whose text and answer fill 8,192 tokens: the context that the chart shows is the one judged."""
    work = Workload(pages_as_images=False, text_tokens_per_page=1, instruction_tokens=0, pages_per_document=8042)
    question = Question(workload=work)
    option = advise(question).recommended
    assert option is not None
    assert option.context_tokens == 8192
    here = next(point for point in sensitivity.over_context(question, option) if point.at == 8192)
    assert here.memory_gb == pytest.approx(option.memory_total_gb)
    assert here.answer_seconds.value == pytest.approx(option.answer_seconds.value)


def test_memory_and_time_grow_with_context_and_people(option: Option) -> None:
    for points in (sensitivity.over_context(QUESTION, option), sensitivity.over_people(QUESTION, option)):
        assert len(points) > 10
        for before, after in itertools.pairwise(points):
            assert after.memory_gb >= before.memory_gb
            assert after.answer_seconds.value > before.answer_seconds.value


def test_no_context_beyond_what_the_model_takes() -> None:
    question = Question(workload=Workload(pages_as_images=False), constraints=Constraints(models=("Gemma 3 1B",)))
    option = advise(question).recommended
    assert option is not None
    assert sensitivity.over_context(question, option)[-1].at == 32_768


def test_the_candidates_begin_with_the_recommended_and_the_efficient_are_not_beaten(option: Option) -> None:
    found = frontier.candidates(QUESTION)
    assert found[0].option.name == option.name

    def cost(one: Option) -> tuple[float, float, float]:
        return (one.usd_per_1000_pages or 0, -(one.quality or -1), one.answer_seconds.value)

    for one in found:
        beaten = [
            other
            for other in found
            if all(a <= b for a, b in zip(cost(other.option), cost(one.option), strict=True))
            and cost(other.option) != cost(one.option)
        ]
        assert bool(beaten) is not one.efficient
    assert {one.option.model for one in found} == {"Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"}


def test_no_candidates_where_nothing_meets_the_limits() -> None:
    assert frontier.candidates(Question(workload=Workload(answer_seconds=0.001))) == []


def test_other_answer_times_are_said_in_round_figures() -> None:
    found = changes(Question(workload=Workload(answer_seconds=10)))
    assert found[0].what == "answers within 3.3 s"
