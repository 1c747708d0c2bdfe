"""The parts of Quantization Strategies that depend on the controls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from data.tables import TABLE_3_CONTEXT
from layouts import theme
from layouts.components import parts
from layouts.components.model_info import model_descriptions, model_options
from layouts.figures.engines import engine_bars, file_bars
from layouts.figures.memory import gap_bars, memory_bars
from layouts.quantization import engine_tables, findings, tables
from layouts.quantization import selection as chosen
from layouts.quantization.selection import Data, Selection


@dataclass(frozen=True)
class View:
    """Everything that depends on the controls; a part is made when it is asked for."""

    data: Data
    selection: Selection

    @cached_property
    def memory(self) -> pd.DataFrame:
        return chosen.memory_rows(self.data, self.selection)

    @cached_property
    def cache(self) -> pd.DataFrame:
        return chosen.cache_rows(self.data, self.selection)

    @property
    def within(self) -> pd.DataFrame:
        return self.cache[self.cache["within_context"]]

    @cached_property
    def engines(self) -> pd.DataFrame:
        return chosen.engine_rows(self.data, self.selection)

    @property
    def engines_within(self) -> pd.DataFrame:
        return self.engines[self.engines["within_context"]]

    @cached_property
    def check(self) -> pd.DataFrame:
        return chosen.gap_rows(self.data, self.selection)

    @cached_property
    def files(self) -> pd.DataFrame:
        return chosen.file_rows(self.data, self.selection)

    @property
    def largest_files(self) -> pd.DataFrame:
        """The files of the largest chosen model."""
        return self.files[self.files["model"].isin(self.selection.models.kept[-1:])]

    @cached_property
    def published(self) -> pd.DataFrame:
        return chosen.published_rows(self.data, self.selection)

    @property
    def validated(self) -> pd.DataFrame:
        """The published sizes that belong to a format of the page."""
        return self.published[self.published["weight_format"].notna()]

    @cached_property
    def need(self) -> pd.DataFrame:
        return chosen.need_rows(self.data, self.selection)

    @cached_property
    def fits(self) -> pd.DataFrame:
        return chosen.fits_rows(self.data, self.selection)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        return model_descriptions(self.data.models, self.data.parameters)

    @cached_property
    def colours(self) -> dict[str, str]:
        return theme.model_colours(self.data.models)

    @property
    def format_text(self) -> Component:
        return findings.format_text(self.selection)

    @property
    def notice(self) -> list[Component]:
        return findings.notices(self.selection)

    @property
    def empty(self) -> bool:
        return self.selection.empty

    @property
    def finding(self) -> list[Component]:
        return [] if self.empty else findings.finding(self.memory, self.within, self.selection)

    @property
    def memory_title(self) -> str:
        return findings.memory_title(self.memory)

    @property
    def memory_figure(self) -> dict[str, Any]:
        return memory_bars(self.memory, self.selection.with_kv)

    @property
    def legend(self) -> Component:
        names = self.selection.models.kept
        return parts.name_legend(model_options(self.data.models, self.descriptions, self.colours, names))

    @property
    def memory_table(self) -> Component:
        return tables.memory_table(self.memory, self.selection.with_kv, self.descriptions, self.colours)

    @property
    def file_title(self) -> str:
        return findings.file_title(self.largest_files)

    @property
    def file_figure(self) -> dict[str, Any]:
        models = self.selection.models.kept[-1:]
        return file_bars(self.largest_files, self.validated[self.validated["model"].isin(models)])

    @property
    def file_reason(self) -> Component:
        return findings.file_reason(self.largest_files, self.data.memory)

    @property
    def file_table(self) -> Component:
        return engine_tables.file_table(self.files, self.validated, self.descriptions, self.colours)

    @property
    def published_table(self) -> Component:
        return engine_tables.published_table(self.published, self.descriptions, self.colours)

    @property
    def engine_title(self) -> str:
        return findings.engine_title(self.engines_within, self.within)

    @property
    def engine_figure(self) -> dict[str, Any]:
        at_printed = self.selection.context == TABLE_3_CONTEXT
        return engine_bars(self.engines_within, self.within, self.check if at_printed else self.check.iloc[:0])

    @property
    def engine_table(self) -> Component:
        return engine_tables.engine_table(
            self.data, self.engines, self.cache, self.check, self.selection, self.descriptions, self.colours
        )

    @property
    def cache_table(self) -> Component:
        return tables.cache_table(self.data, self.cache, self.check, self.descriptions, self.colours)

    @property
    def gap_title(self) -> str:
        return findings.gap_title(self.check)

    @property
    def gap_figure(self) -> dict[str, Any]:
        return gap_bars(self.check)

    @property
    def gap_reasons(self) -> Component:
        return findings.gap_reasons(self.check, chosen.gap_engine_rows(self.data, self.selection), self.data.models)

    @property
    def gap_table(self) -> Component:
        return tables.gap_table(self.check, self.descriptions, self.colours)

    @property
    def fits_title(self) -> str:
        return findings.fits_title(self.fits, self.selection)

    @property
    def fits_note(self) -> Component | None:
        return parts.notice(findings.fits_note(self.selection))

    @property
    def need_table(self) -> Component:
        return engine_tables.need_table(self.data, self.need, self.selection, self.descriptions, self.colours)

    @property
    def fits_table(self) -> Component:
        return engine_tables.fits_table(self.data, self.fits, self.selection)

    @property
    def perplexity_table(self) -> Component:
        rows = chosen.perplexity_rows(self.data, self.selection)
        return engine_tables.perplexity_table(rows, self.descriptions, self.colours)


def view(data: Data, selection: Selection) -> View:
    """The parts that depend on the controls."""
    return View(data, selection)
