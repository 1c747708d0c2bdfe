"""The parts of Deployment Advisor that depend on the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash.development.base_component import Component

from data.advisor.advice import Advice
from data.advisor.frontier import Candidate
from data.advisor.options import Option
from data.advisor.sensitivity import Point
from data.advisor.workload import Question
from layouts import theme
from layouts.advisor import answer, options_table
from layouts.figures import advice as figures

BARS = 6


@dataclass(frozen=True)
class View:
    """What the answer to a question looks like; `looks` are colour and symbol by model."""

    advice: Advice
    question: Question
    looks: Mapping[str, tuple[str, str]]

    @property
    def option(self) -> Option | None:
        """The configuration that the page is about."""
        return self.advice.recommended or self.advice.nearest

    @property
    def answer(self) -> Component:
        return answer.answer(self.advice, self.question)

    @cached_property
    def compared(self) -> list[Option]:
        """The recommended configuration, the next ones that differ in more than the engine, and the runner-up."""
        wanted = [*self.advice.options, *([self.option] if self.option else [])]
        kinds = {(one.model, one.weight_format, one.gpu, one.gpu_count): one for one in reversed(wanted)}
        shown = [one for one in wanted if kinds[one.model, one.weight_format, one.gpu, one.gpu_count] is one][:BARS]
        runner_up = self.advice.runner_up
        if runner_up is not None and all(one.name != runner_up.name for one in shown):
            shown = [*shown[: BARS - 1], runner_up]
        return shown

    @property
    def memory_title(self) -> str:
        if self.option is None:
            return "No configuration to show"
        free = self.option.memory_limit_gb - self.option.memory_total_gb
        cards = f"{self.option.gpu_count} × {self.option.gpu}" if self.option.gpu_count > 1 else self.option.gpu
        if free < 0:
            return f"{self.option.model} needs {theme.gb(-free)} GB more than {cards} has"
        part, size = max(self.option.memory_gb.items(), key=lambda item: item[1])
        return (
            f"{self.option.model} leaves {theme.gb(free)} GB of {cards} free; "
            f"{theme.PART_LABELS[part].lower()} {'take' if part in ('weights', 'activations') else 'takes'} most, "
            f"{theme.gb(size)} GB"
        )

    @property
    def memory_figure(self) -> dict[str, Any]:
        return figures.memory_bars(self.compared)

    @property
    def launch(self) -> list[Component]:
        return answer.launch(self.advice)

    @property
    def options_table(self) -> Component:
        return options_table.options_table(self.advice, {model: colour for model, (colour, _) in self.looks.items()})

    @property
    def excluded(self) -> Component:
        return answer.excluded(self.advice)

    def pareto_title(self, candidates: Sequence[Candidate]) -> str:
        """What the chart of cost and answer time says."""
        priced = [one.option for one in candidates if one.option.usd_per_1000_pages is not None]
        if not priced:
            return "No configuration meets every limit"
        cheapest = min(priced, key=lambda one: one.usd_per_1000_pages or 0)
        best = max(priced, key=lambda one: (one.quality or 0, -(one.usd_per_1000_pages or 0)))
        text = f"Costs begin at {theme.usd(cheapest.usd_per_1000_pages or 0)} per 1,000 pages"
        if (best.quality or 0) > (cheapest.quality or 0):
            text += f"; the best quality, {best.model}, at {theme.usd(best.usd_per_1000_pages or 0)}"
        return text

    def pareto_figure(self, candidates: Sequence[Candidate]) -> dict[str, Any]:
        return figures.pareto(
            candidates, self.looks, self.advice.quality_measure, self.question.workload.answer_seconds
        )

    def context_title(self, points: Sequence[Point]) -> str:
        """The longest context within the limits."""
        return self._reach(points, "texts of {} tokens", "no text, however short")

    def people_title(self, points: Sequence[Point]) -> str:
        """The most people within the limits."""
        return self._reach(points, "{} people at once", "not even one person")

    def _reach(self, points: Sequence[Point], several: str, nothing: str) -> str:
        if self.option is None or not points:
            return "No configuration to show"
        seconds = self.question.workload.answer_seconds
        within = [
            point.at
            for point in points
            if point.answer_seconds.value <= seconds and point.memory_gb <= self.option.memory_limit_gb
        ]
        server = "One server" if self.option.servers > 1 else "The server"
        if not within:
            return f"{server} serves {nothing} within the limits"
        longest, end = max(within), max(point.at for point in points)
        more = " or more" if longest == end else ""
        after = next((point for point in points if point.at > longest), None)
        because = ""
        if after is not None:
            late = after.answer_seconds.value > seconds
            because = "; then answers take too long" if late else "; then the memory is full"
        return f"{server} serves {several.format(theme.count(longest))}{more} within the limits{because}"

    def context_figure(self, points: Sequence[Point]) -> dict[str, Any]:
        ticks = [point.at for point in points if point.at & (point.at - 1) == 0]
        axis = {
            "title": "Context, tokens",
            "type": "log",
            "range": [2.97, math.log10(max([*ticks, 2048])) + 0.04],
            "tickvals": ticks,
            "ticktext": [*map(theme.short_tokens, ticks)],
        }
        return self._sensitivity(points, axis, "tokens")

    def people_figure(self, points: Sequence[Point]) -> dict[str, Any]:
        return self._sensitivity(points, {"title": "People at once", "range": [0, 66]}, "people")

    def _sensitivity(self, points: Sequence[Point], axis: Mapping[str, Any], of: str) -> dict[str, Any]:
        if self.option is None:
            return theme.figure([], x=theme.axis(**axis), y=theme.axis())
        return figures.sensitivity(points, self.option, self.question.workload.answer_seconds, axis, of)
