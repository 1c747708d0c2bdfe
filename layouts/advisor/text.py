"""Words of Deployment Advisor: sources, meanings and prose."""

from __future__ import annotations

from collections.abc import Mapping

MODEL_SOURCE = "computed from published configurations and data sheets (docs/advisor.md)"
PRICE_SOURCE = "prices: gpu_prices.csv or entered above"
ANSWER_SOURCE = f"{MODEL_SOURCE}; {PRICE_SOURCE}."
QUALITY_SOURCE = "quality: the Gemma 3 report's score of the model in bfloat16; none is published for other formats"
OPTIONS_SOURCE = f"{MODEL_SOURCE}; {PRICE_SOURCE}; {QUALITY_SOURCE}."
VALIDATION_SOURCE = (
    "public_measurements.csv, each with its own source; estimates of a device come from a law fitted without it."
)
LAUNCH_SOURCE = "published_artefacts.csv and the option lists of the engines in the versions named."

EVIDENCE: Mapping[str, str] = {
    "measured here": "Measured by this installation on such a card.",
    "estimate": "The speed law was checked on such hardware with such an engine; the interval is its worst miss there.",
    "unvalidated": "No public measurement of such hardware with such an engine; the interval is an assumption.",
}
LIMITS: Mapping[str, str] = {"memory": "memory of the card", "latency": "answer time", "pages": "pages an hour"}

HOW = """
Every model, format, engine, card, number of cards and number of answers at once that exists is judged against
the limits above: tens of thousands of configurations. Those that meet all of them are ranked by what counts first.
Memory is counted tensor by tensor and layer by layer as the engine allocates it; times follow from bandwidth
and arithmetic of the card with a law fitted to public measurements; money from the price of a card's hour.

- **Cost at your volume**: price of all servers over the working hours, divided by the pages of that time. A server
  that is idle costs as much as one that works.
- **Cost at full use**: the same with a server that is never idle.
- **Answer time**: reading the question and the document's text, then writing the answer, with everybody asking at once.
  A document longer than 32,768 tokens is read in parts, because long-context scores fall beyond (Table 15).
- **Quality** is what the report prints for the model in bfloat16. A weight format may cost some of it; no public score
  says how much, so formats are not told apart by it.
"""

VALIDATION_PROSE = """
Every estimator of this page against every public measurement of Gemma 3 that is precise enough to score: raw logs
and file listings (grade A) and tables of third parties (grade B). The speed of a device is estimated by a law that was
fitted without that device. Rows that cannot be scored are listed with the reason.
"""
