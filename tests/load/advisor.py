"""`python -m tests.load.advisor`: time to judge and rank every configuration, and to answer a whole question.

Prints medians over 20 rounds, and the ratio to judging the same configurations one at a time (a sample of them).
"""

import time
from collections.abc import Callable
from statistics import median

from data.advisor import grid, search
from data.advisor.advice import advise, changes
from data.advisor.memory import memory
from data.advisor.roofs import Roofs
from data.advisor.timing import timing
from data.advisor.workload import Constraints, Question

ROUNDS = 20
SAMPLE = 50


def seconds(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall time of an action after one round to warm up."""
    action()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return median(found)


def main() -> None:
    question = Question(constraints=Constraints(maximum_gpus=8))
    space = search.judge(question).grid
    work = question.workload
    ranked = seconds(lambda: search.rank(search.judge(question)))

    def one_at_a_time() -> None:
        for place in range(0, len(space), len(space) // SAMPLE):
            single = space.only(grid.np.array([place]))
            memory(single, context_tokens=work.context_tokens, images=True, eight_bit=False)
            timing(Roofs.estimated(single), work)

    single = seconds(one_at_a_time, 3) / SAMPLE * len(space)
    print(f"{len(space):,} configurations judged and ranked: {ranked * 1000:.0f} ms")
    print(f"the same one at a time (from a sample): {single:.1f} s, {single / ranked:.0f} times as long")
    print(f"one answer with its 25 options: {seconds(lambda: advise(question)) * 1000:.0f} ms")
    print(f"what would change it: {seconds(lambda: changes(question)) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
