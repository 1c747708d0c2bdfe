"""Times of configurations for a workload: reading a page, the first token, a decoded token, pages an hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.advisor.arrays import Floats
from data.advisor.roofs import Roofs
from data.advisor.workload import MAXIMUM_PROMPT_TOKENS, Workload


@dataclass(frozen=True)
class Timing:
    """Seconds and rates of every configuration of a grid, at its concurrency.

    `page`: reading one page and writing its fields, alone; `first_token`: the first question on a document, alone;
    `token`: one step of all sequences together; `answer`: first token and the whole answer at full concurrency;
    `pages_per_hour` of one server, questions included; `tokens_per_second` of one server.
    """

    page: Floats
    first_token: Floats
    token: Floats
    answer: Floats
    pages_per_hour: Floats
    tokens_per_second: Floats


def timing(roofs: Roofs, work: Workload) -> Timing:
    """Times of a grid's configurations for a workload.

    Reading prompts is not shared between sequences, decoding is: ``documents of all sequences = sequences * prompts +
    written tokens * step``. A document longer than a prompt may be is read in parts, and each part is answered.
    """
    grid = roofs.grid
    parts = max(1, int(np.ceil(work.question_tokens / MAXIMUM_PROMPT_TOKENS)))
    context = min(work.question_tokens, MAXIMUM_PROMPT_TOKENS)
    page_prompt = roofs.images(work.crops) + roofs.prefill(work.page_tokens)
    first_token = parts * roofs.prefill(context)
    page_step, answer_step = roofs.step(work.page_tokens), roofs.step(context)

    sequences = grid.sequences.astype(float)
    pages, questions = work.pages_per_document, work.questions_per_document
    prompts = pages * page_prompt + (first_token if questions else 0.0)
    written = pages * work.output_tokens_per_page * page_step + questions * parts * work.answer_tokens * answer_step
    alone = roofs.step(work.page_tokens, np.ones(len(grid)))
    return Timing(
        page=page_prompt + work.output_tokens_per_page * alone,
        first_token=first_token,
        token=answer_step,
        answer=first_token + work.answer_tokens * answer_step,
        pages_per_hour=3600 * sequences * pages / (prompts * sequences + written),
        tokens_per_second=sequences / answer_step,
    )
