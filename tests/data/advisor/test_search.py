"""The search over configurations and the advice that comes of it."""

import numpy as np
import pytest

from data.advisor import cost, grid, search
from data.advisor.advice import advise, changes, launch_of
from data.advisor.memory import memory
from data.advisor.options import describe
from data.advisor.roofs import Roofs
from data.advisor.search import Judged
from data.advisor.timing import timing
from data.advisor.workload import Constraints, Prices, Question, Workload


@pytest.fixture(scope="module")
def judged() -> Judged:
    return search.judge(Question())


def test_the_grid_holds_tens_of_thousands_of_configurations_of_every_kind(judged: Judged) -> None:
    assert len(grid.build((), (), (), (), 8)) > 50_000
    assert {recipe.engine for recipe in judged.grid.recipes} == {"vllm", "llama.cpp", "transformers", "ollama"}
    assert {recipe.shape.model for recipe in judged.grid.recipes} == {
        f"Gemma 3 {size}" for size in ("270M", "1B", "4B", "12B", "27B")
    }


def test_a_card_without_the_units_of_a_format_is_not_offered() -> None:
    cards = grid.gpus()
    for place in np.unique(np.stack([(g := grid.build((), (), (), (), 8)).recipe, g.gpu]), axis=1).T:
        recipe, card = g.recipes[place[0]], g.cards[place[1]]
        assert recipe.format.name != "fp8" or card.fp8
        assert card.name != "T4" or recipe.engine in ("llama.cpp", "ollama")
    assert cards["T4"].lacks(grid.formats()["bf16"]) is not None


def test_the_memory_of_a_configuration_is_the_sum_of_the_formulas(judged: Judged) -> None:
    """llama.cpp, 27B Q4_0 (QAT), one card, one sequence of 32,768 tokens: 17.2 GB and 3.34 GB and the buffers."""
    space = grid.build(("Gemma 3 27B",), ("q4_0_qat",), ("llama.cpp",), ("RTX 4090",), 1, (1,))
    need = memory(space, context_tokens=32_768, images=False, eight_bit=False)
    assert need.parts["weights"][0] / 1e9 == pytest.approx(17.19, abs=0.05)
    assert (need.parts["kv_local"] + need.parts["kv_global"])[0] / 2**20 == 2560 + 624
    assert need.parts["vision"][0] == need.parts["image_compute"][0] == 0
    assert need.total[0] == pytest.approx(sum(part[0] for part in need.parts.values()))


def test_more_cards_share_the_memory_and_only_vllm_gets_faster_with_them() -> None:
    for engine, faster in (("vllm", True), ("llama.cpp", False)):
        space = grid.build(("Gemma 3 27B",), ("bf16",), (engine,), ("H100 80GB SXM5",), 4, (1,))
        need = memory(space, context_tokens=8192, images=True, eight_bit=False).total
        token = timing(Roofs.estimated(space), Workload()).token
        assert list(space.count) == [1, 2, 4]
        assert need[0] > need[1] > need[2]
        assert bool(token[2] < token[0]) is faster


def test_decode_never_beats_the_bandwidth_of_the_card(judged: Judged) -> None:
    space = judged.grid
    text = [search.weights(r.shape, r.format.name, r.engine).text for r in space.recipes]
    limit = space.of_gpu([card.bandwidth_gb_s * 1e9 for card in space.cards]) * space.count / space.of_recipe(text)
    assert np.all(1 / judged.timing.token <= limit)


def test_the_ranking_follows_the_priority_and_every_option_meets_every_limit() -> None:
    for priority, column in (("cost", "usd_per_1000"), ("latency", None), ("quality", "quality")):
        question = Question.model_validate({"priority": priority})
        judged = search.judge(question)
        ranked = search.rank(judged)
        values = judged.timing.answer[ranked] if column is None else getattr(judged, column)[ranked]
        ordered = np.sort(values) if priority != "quality" else -np.sort(-values)
        assert values.tolist() == ordered.tolist()
        assert np.all(judged.timing.answer[ranked] <= question.workload.answer_seconds)
        assert np.all(judged.memory.total[ranked] <= judged.memory.limit[ranked])


def test_among_equals_the_format_with_more_bits_is_first() -> None:
    question = Question(constraints=Constraints(models=("Gemma 3 4B",), gpus=("L4",), engines=("llama.cpp",)))
    options = advise(question).options
    same = [option for option in options if option.usd_per_1000_pages == options[0].usd_per_1000_pages]
    assert [option.weight_format for option in same[:3]] == ["bf16", "q8_0", "q6_k"]


def test_a_model_that_cannot_see_is_not_offered_for_page_images() -> None:
    offered = {option.model for option in advise(Question(workload=Workload(pages_as_images=True))).options}
    assert offered
    assert not offered & {"Gemma 3 270M", "Gemma 3 1B"}


def test_the_answer_explains_itself() -> None:
    question = Question(workload=Workload(answer_seconds=4), constraints=Constraints(minimum_quality=80))
    advice = advise(question)
    best, runner_up = advice.recommended, advice.runner_up
    assert best is not None
    assert runner_up is not None
    assert best.name.split(" · ")[0] in advice.finding
    assert (runner_up.model, runner_up.gpu) != (best.model, best.gpu)
    assert best.binding == max(best.used, key=lambda name: best.used[name])
    assert best.answer_seconds.low < best.answer_seconds.value < best.answer_seconds.high
    assert advice.why_not_cheaper is not None
    assert "instead of 4 s" in advice.why_not_cheaper
    assert any(change.differs for change in changes(question))


def test_without_an_answer_the_nearest_miss_is_named() -> None:
    advice = advise(Question(constraints=Constraints(models=("Gemma 3 27B",), gpus=("T4",), maximum_gpus=1)))
    assert advice.recommended is None
    assert advice.options == []
    assert advice.nearest is not None
    assert advice.nearest.misses
    assert advice.finding.startswith("No configuration meets every limit")


def test_choices_that_exclude_everything_say_so() -> None:
    advice = advise(Question(constraints=Constraints(engines=("vllm",), gpus=("T4",))))
    assert advice.considered == 0
    assert "allow more" in advice.finding


def test_prices_rented_listed_and_bought() -> None:
    card = grid.gpus()["L4"]
    assert cost.hour(card, Prices()).usd_per_hour == cost.listed()["L4"].usd_per_hour
    assert cost.hour(card, Prices(rent_usd_per_hour={"L4": 0.61})).usd_per_hour == 0.61
    bought = cost.hour(card, Prices(purchase_usd={"L4": 2628}, years=3, electricity_usd_per_kwh=0.5))
    assert bought.usd_per_hour == pytest.approx(0.1 + 0.072 * 0.5)


def test_the_cost_of_a_thousand_pages_at_the_workloads_volume(judged: Judged) -> None:
    place = search.rank(judged)[0]
    work = judged.question.workload
    daily = judged.usd_per_hour[place] * work.hours_per_day
    pages = work.documents_per_day * work.pages_per_document
    assert judged.usd_per_1000[place] == pytest.approx(daily / pages * 1000)


def test_the_pareto_front_is_beaten_by_none(judged: Judged) -> None:
    ranked = search.rank(judged)[:200]
    front = search.pareto(judged, ranked)
    cloud = np.stack([judged.usd_per_1000[ranked], -judged.quality[ranked], judged.timing.answer[ranked]])
    for place in range(len(ranked)):
        worse = np.all(cloud <= cloud[:, place, None], axis=0) & np.any(cloud < cloud[:, place, None], axis=0)
        assert front[place] == (not worse.any())


@pytest.mark.parametrize("images", [True, False])
def test_everything_that_can_be_recommended_can_be_started(images: bool) -> None:
    question = Question(workload=Workload(pages_as_images=images), constraints=Constraints(maximum_gpus=8))
    judged = search.judge(question)
    seen: dict[tuple[int, int], int] = {}
    for place in np.flatnonzero(judged.fits):
        seen.setdefault((int(judged.grid.recipe[place]), int(judged.grid.count[place])), int(place))
    assert len(seen) > 100
    for option in describe(judged, list(seen.values())):
        assert launch_of(option, question).command


def test_a_long_document_is_read_in_parts() -> None:
    short, long = (Workload(pages_as_images=False, pages_per_document=pages) for pages in (40, 400))
    assert long.context_tokens == 32_768
    space = grid.build(("Gemma 3 4B",), ("bf16",), ("vllm",), ("L40S",), 1, (4,))
    first = [float(timing(Roofs.estimated(space), work).first_token[0]) for work in (short, long)]
    assert first[1] == pytest.approx(9 * first[0], rel=0.25)  # 280,300 tokens in nine parts of 32,768
