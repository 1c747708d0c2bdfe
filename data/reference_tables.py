"""Import of the reference tables: every cell is checked before a page may show it.

One row model per CSV file says which columns exist, their types and which cells may be empty. An empty cell
means "not stated" and stays missing; nothing is filled in. What the columns mean: `docs/data.md`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    model_validator,
)

FOLDER = Path(__file__).parent / "reference"

Provenance = Literal[
    "printed",
    "derived_sum",
    "derived_from_tables",
    "computed_from_config",
    "computed",
    "vector_coordinates",
    "digitised_from_figure",
    "read_from_figure",
]


class ReferenceDataError(Exception):
    """A reference file that cannot be trusted; the message names file, row, column and what is wrong."""

    def __init__(self, file: str, problem: str, *, row: int | None = None, column: str | None = None) -> None:
        place = file
        if row is not None:
            place += f", row {row}"
        if column is not None:
            place += f", column {column}"
        super().__init__(f"{place}: {problem}")
        self.file, self.row, self.column, self.problem = file, row, column, problem


def _strict_bool(value: object) -> object:
    # pydantic also takes "yes", "on" and "1"; in a reference file these are more likely slips.
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError("must be true or false")
        return value == "true"
    return value


Flag = Annotated[bool, BeforeValidator(_strict_bool)]
Text = Annotated[str, Field(min_length=1)]


class Row(BaseModel):
    """A line of a reference file; unknown columns are errors and empty cells are missing values."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True, protected_namespaces=()
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_is_missing(cls, data: Any) -> Any:
        return {column: None if cell == "" else cell for column, cell in data.items()}


class ArchitectureRow(Row):
    model: Text
    model_family: Text
    num_layers: PositiveInt
    num_local_layers: NonNegativeInt
    num_global_layers: NonNegativeInt
    local_global_pattern: Text
    sliding_window: PositiveInt | None
    context_length: PositiveInt
    d_model: PositiveInt
    num_query_heads: PositiveInt
    num_kv_heads: PositiveInt
    head_dim: PositiveInt
    global_num_kv_heads: PositiveInt | None
    global_head_dim: PositiveInt | None
    global_k_equals_v: Flag | None
    ffn_dim: PositiveInt
    ffn_dim_printed_in_report: PositiveInt | None
    ffn_dim_kv_shared_layers: PositiveInt | None
    vocab_size: PositiveInt
    vocab_size_printed_in_report: PositiveInt | None
    vocab_size_checkpoint: PositiveInt | None
    tied_embeddings: Flag
    rope_base_local: PositiveInt | None
    rope_base_global: PositiveInt
    rope_scaling_factor_global: PositiveFloat | None
    num_kv_shared_layers: NonNegativeInt
    num_kv_cached_local_layers: NonNegativeInt
    num_kv_cached_global_layers: NonNegativeInt
    kv_elements_per_token_per_local_layer: PositiveInt
    kv_elements_per_token_per_global_layer: PositiveInt
    per_layer_input_dim: PositiveInt | None
    num_experts: PositiveInt | None
    experts_per_token: PositiveInt | None
    expert_ffn_dim: PositiveInt | None
    vision_encoder: str | None
    vision_parameters_millions: PositiveFloat | None
    vision_layers: PositiveInt | None
    vision_width: PositiveInt | None
    vision_ffn_dim: PositiveInt | None
    vision_heads: PositiveInt | None
    vision_image_size_px: PositiveInt | None
    vision_patch_size_px: PositiveInt | None
    vision_tokens_before_pooling: PositiveInt | None
    vision_tokens_per_image: PositiveInt | None
    sources: Text
    verified: Flag
    notes: str | None

    @model_validator(mode="after")
    def _consistent(self) -> ArchitectureRow:
        # The cache formula multiplies these columns; a slip in one of them would look like a result.
        if self.num_local_layers + self.num_global_layers != self.num_layers:
            raise ValueError("local and global layers do not add up to num_layers")
        cached = self.num_kv_cached_local_layers + self.num_kv_cached_global_layers
        if cached + self.num_kv_shared_layers != self.num_layers:
            raise ValueError("layers with a cache of their own and layers that share one do not add up")
        if self.num_local_layers and self.sliding_window is None:
            raise ValueError("local layers without a sliding_window")
        if self.kv_elements_per_token_per_local_layer != 2 * self.num_kv_heads * self.head_dim:
            raise ValueError("kv_elements_per_token_per_local_layer is not 2 x KV heads x head size")
        heads = self.global_num_kv_heads or self.num_kv_heads
        if self.kv_elements_per_token_per_global_layer != 2 * heads * (self.global_head_dim or self.head_dim):
            raise ValueError("kv_elements_per_token_per_global_layer is not 2 x KV heads x head size")
        return self


class ModelRow(Row):
    model: Text
    model_family: Text
    description: Text
    input_modalities: str | None
    output_modalities: str | None
    languages: str | None
    licence: str | None
    released: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")] | None
    provenance: Provenance
    source_document: Text
    source_locator: str | None
    note: str | None


class ParameterRow(Row):
    model: Text
    model_family: Text
    component: Literal["vision_encoder", "multimodal_projector", "embedding", "non_embedding", "total"]
    parameters_millions: NonNegativeFloat
    parameters_exact: NonNegativeInt | None
    provenance: Provenance
    source_document: Text
    source_locator: Text
    verified_by: Text
    note: str | None


class MemoryRow(Row):
    model: Text
    weight_format: Literal["bf16", "int4", "int4_block32", "sfp8"]
    weight_format_description: Text
    weight_bits: PositiveInt
    kv_cache_included: Flag
    memory_gb: PositiveFloat
    context_length_tokens: PositiveInt | None
    kv_cache_bits_stated: PositiveInt | None
    provenance: Provenance
    source_document: Text
    source_locator: Text
    verified_by: Text


class DocsMemoryRow(Row):
    model: Text
    weight_format: Literal["fp32", "bf16", "sfp8", "q4_0", "int4"]
    memory_gb: PositiveFloat
    printed_value: Text
    kv_cache_included: Flag
    provenance: Provenance
    source_document: Text
    verified_by: Text


class KvCheckRow(Row):
    model: Text
    context_length_tokens: PositiveInt
    formula_id: Text
    formula: Text
    bytes_per_element: PositiveInt
    window_aware: Flag
    kv_cache_gb: PositiveFloat
    printed_kv_gb: PositiveFloat
    error_gb: float
    ratio_printed_to_formula: PositiveFloat
    provenance: Provenance


class KvFigureRow(Row):
    figure: Literal["5", "6"]
    configuration: Text
    context_length_tokens: PositiveInt
    quantity: Literal["kv_cache", "model"]
    memory_mb: PositiveFloat
    uncertainty_mb: NonNegativeFloat
    predicted_mb_1_byte: PositiveFloat | None
    provenance: Provenance
    source_document: Text


class HardwareRow(Row):
    gpu: Text
    vendor: Text
    architecture: Text
    form_factor: Text
    memory_gb: PositiveFloat
    memory_type: Text
    memory_bandwidth_gb_s: PositiveFloat
    bf16_dense_tflops: PositiveFloat | None
    fp16_dense_tflops: PositiveFloat | None
    fp8_dense_tflops: PositiveFloat | None
    int8_dense_tops: PositiveFloat | None
    tdp_w: PositiveFloat | None
    vendor_source: Text
    verified_by: Text
    unverified_fields: str | None
    notes: str | None


class ArenaRow(Row):
    rank: PositiveInt
    model: Text
    elo: PositiveInt
    ci95_plus: PositiveInt
    ci95_minus: PositiveInt
    open: Literal["yes"] | None
    type: Literal["Dense", "MoE"] | None
    parameters_printed: str | None
    parameters_total_billions: PositiveFloat | None
    parameters_active_billions: PositiveFloat | None
    provenance: Provenance
    source_document: Text
    source_locator: Text
    verified_by: Text


class ZeroShotRow(Row):
    benchmark: Text
    category: Text
    model: Text
    model_family: Text
    variant: Literal["api", "it"]
    n_shot: Text
    score: Annotated[float, Field(ge=0, le=100)]
    provenance: Provenance
    source_document: Text
    source_locator: Text
    verified_by: Text


class BenchmarkRow(Row):
    table: Text
    benchmark: Text
    benchmark_printed: Text
    category: Text
    metric: str | None
    n_shot: str | None
    model: Text
    model_family: Text
    variant: Literal["pt", "it", "pt_fine_tuned"]
    setting: str | None
    context_length_tokens: PositiveInt | None
    score: NonNegativeFloat
    radar_ability: str | None
    provenance: Provenance
    source_document: Text
    verified_by: Text


class AbilityRow(Row):
    model: Text
    model_family: Text
    ability: Text
    score: NonNegativeFloat
    score_low: NonNegativeFloat
    score_high: NonNegativeFloat
    provenance: Provenance
    in_figure: Flag
    figure_panel: Literal["left", "middle", "right"] | None
    n_benchmarks: PositiveInt | None
    benchmarks: str | None
    source_table: Text
    radius_measured: NonNegativeFloat | None
    radius_predicted: NonNegativeFloat | None
    note: str | None


class AbilityLabelRow(Row):
    figure_panel: Literal["left", "middle", "right"]
    gemma2_model: Text
    gemma3_model: Text
    ability: Text
    ring: PositiveInt
    axis_label: NonNegativeInt
    provenance: Provenance
    source_document: Text
    source_locator: Text


class LongContextRow(Row):
    record_type: Literal["printed_table", "digitised_figure"]
    benchmark: Text
    metric: Text
    model: Text
    variant: Literal["pt", "it"]
    rope_rescaling: Literal["before", "after"] | None
    context_length_tokens: PositiveInt
    value: NonNegativeFloat
    uncertainty: NonNegativeFloat | None
    provenance: Provenance
    source_document: Text
    source_locator: Text
    note: str | None


class Gemma1Row(Row):
    section: Text
    source_table: str | None
    benchmark: Text
    metric: str | None
    model: Text
    variant: Text
    score: float
    unit: Text
    higher_is_better: Flag | None
    model_card_value: str | None  # text: one cell holds two editions of the card
    agreement: str | None
    provenance: Provenance
    source_document: Text
    verified_by: Text
    note: str | None


class Gemma2Row(Gemma1Row):
    gemma3_report_value: float | None


@dataclass(frozen=True)
class Table:
    """How one file is checked: its row model, the columns that identify a row, the columns with model names."""

    row: type[Row]
    key: tuple[str, ...] = ()
    gemma_columns: tuple[str, ...] = ()
    mixed: bool = False  # also lists models of other makers; only names that look like Gemma are looked up


TABLES: Mapping[str, Table] = {
    "architecture": Table(ArchitectureRow, key=("model",)),
    "models": Table(ModelRow, key=("model",), gemma_columns=("model",)),
    "parameters": Table(ParameterRow, key=("model", "component", "provenance"), gemma_columns=("model",)),
    "memory_footprint": Table(MemoryRow, key=("model", "weight_format", "kv_cache_included"), gemma_columns=("model",)),
    "memory_footprint_google_docs": Table(DocsMemoryRow, key=("model", "weight_format"), gemma_columns=("model",)),
    "kv_cache_check": Table(KvCheckRow, key=("model", "formula_id"), gemma_columns=("model",)),
    "kv_cache_figures": Table(KvFigureRow, key=("figure", "configuration", "context_length_tokens", "quantity")),
    "hardware": Table(HardwareRow, key=("gpu",)),
    "arena_elo": Table(ArenaRow, key=("model",)),
    "it_zero_shot": Table(ZeroShotRow, key=("benchmark", "model"), gemma_columns=("model",), mixed=True),
    "benchmarks": Table(BenchmarkRow, gemma_columns=("model",), mixed=True),
    "ability_radar": Table(AbilityRow, key=("model", "ability"), gemma_columns=("model",)),
    "ability_radar_axis_labels": Table(
        AbilityLabelRow,
        key=("figure_panel", "ability", "ring"),
        gemma_columns=("gemma2_model", "gemma3_model"),
    ),
    "long_context": Table(LongContextRow, gemma_columns=("model",)),
    "gemma1_reference": Table(Gemma1Row, gemma_columns=("model",), mixed=True),
    "gemma2_reference": Table(Gemma2Row, gemma_columns=("model",), mixed=True),
}

# Later instruction-tuned releases of Gemma 1 that the reports list without a configuration of their own.
WITHOUT_ARCHITECTURE = frozenset({"Gemma 1.1 2B", "Gemma 1.1 7B"})


def load(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """The table `name` (file name without `.csv`), one row per line of the file, columns in file order.

    Missing cells are NaN/NA. Whole numbers are integers even where cells are missing.
    Raises `ReferenceDataError` at the first cell that cannot be right.
    """
    return _load(name, folder, None if name == "architecture" else _known_models(folder))


def load_all(folder: Path = FOLDER) -> dict[str, pd.DataFrame]:
    """All tables by name; the application calls it at start so that a broken file stops it there."""
    known = _known_models(folder)
    return {name: _load(name, folder, known) for name in TABLES}


def fingerprint(folder: Path = FOLDER) -> str:
    """Short hash of the reference files and of the code in `data/`: changes whenever a table can change."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    for name in TABLES:
        digest.update((folder / f"{name}.csv").read_bytes())
    return digest.hexdigest()[:16]


def _known_models(folder: Path) -> frozenset[str]:
    return frozenset(_load("architecture", folder, None)["model"])


def _load(name: str, folder: Path, known: frozenset[str] | None) -> pd.DataFrame:
    table = TABLES[name]
    file = f"{name}.csv"
    records: list[dict[str, Any]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in _read(folder / file, file, tuple(table.row.model_fields)):
        record = _validate(table.row, cells, file, number).model_dump()
        _check_models(table, record, known, file, number)
        if table.key:
            key = tuple(str(record[column]) for column in table.key)
            if key in seen:
                raise ReferenceDataError(file, f"repeats row {seen[key]} ({', '.join(key)})", row=number)
            seen[key] = number
        records.append(record)
    if not records:
        raise ReferenceDataError(file, "has no rows")
    return _frame(records, table.row, list(cells))


def _read(path: Path, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows as (number shown by a spreadsheet, cells by column); the header is row 1."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ReferenceDataError(file, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ReferenceDataError(file, f"is not UTF-8 text (byte {error.start})") from None
    reader = csv.reader(io.StringIO(text), strict=True)
    number = 0
    header: list[str] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = cells
                _check_header(header, columns, file)
            elif len(cells) == len(header):
                yield number, dict(zip(header, cells, strict=True))
            elif cells:
                raise ReferenceDataError(file, f"has {len(cells)} cells instead of {len(header)}", row=number)
    except csv.Error as error:
        raise ReferenceDataError(file, f"is not valid CSV: {error}", row=number + 1) from None
    if not header:
        raise ReferenceDataError(file, "is empty")


def _check_header(header: list[str], columns: tuple[str, ...], file: str) -> None:
    for column in columns:
        if column not in header:
            raise ReferenceDataError(file, "the column is missing", row=1, column=column)
    for position, column in enumerate(header):
        if column not in columns:
            raise ReferenceDataError(file, "unknown column", row=1, column=column or "(empty)")
        if column in header[:position]:
            raise ReferenceDataError(file, "the column occurs twice", row=1, column=column)


def _validate(row: type[Row], cells: dict[str, str], file: str, number: int) -> Row:
    try:
        return row.model_validate(cells)
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else None
        cell = cells.get(column, "") if column else ""
        if column and cell == "":
            problem = "the cell is empty but a value is required"
        elif column:
            problem = f"{cell!r}: {first['msg']}"
        else:
            problem = first["msg"].removeprefix("Value error, ")
        raise ReferenceDataError(file, problem, row=number, column=column) from None


def _check_models(table: Table, record: dict[str, Any], known: frozenset[str] | None, file: str, number: int) -> None:
    if known is None:
        return
    for column in table.gemma_columns:
        name = record[column]
        foreign = table.mixed and not name.startswith("Gemma ")
        if not foreign and name not in known | WITHOUT_ARCHITECTURE:
            raise ReferenceDataError(file, f"{name!r} is not a model of architecture.csv", row=number, column=column)


def _frame(records: list[dict[str, Any]], row: type[Row], columns: list[str]) -> pd.DataFrame:
    """A DataFrame whose column types follow the row model, so that a missing cell never turns 18 into 18.0."""
    frame = pd.DataFrame.from_records(records, columns=columns)
    for column, field in row.model_fields.items():
        kinds = _kinds(field.annotation)
        optional = type(None) in kinds
        if bool in kinds:
            frame[column] = frame[column].astype("boolean" if optional else "bool")
        elif int in kinds:
            frame[column] = frame[column].astype("Int64" if optional else "int64")
        elif float in kinds:
            frame[column] = frame[column].astype("float64")
        else:
            frame[column] = frame[column].astype("str")
    return frame


def _kinds(annotation: Any) -> set[type]:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return set().union(*(_kinds(part) for part in typing.get_args(annotation)))
    return {annotation if isinstance(annotation, type) else str}
