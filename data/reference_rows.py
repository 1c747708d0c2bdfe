"""The form of every reference file: one row model per CSV, with types, allowed values and what is unique."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    model_validator,
)

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


class NumberTypeRow(Row):
    number_type: Text
    block_elements: PositiveInt
    block_bytes: PositiveInt
    provenance: Provenance
    source_document: Text
    source_locator: Text


class WeightFormatRow(Row):
    weight_format: Text
    label: Text
    engines: Text
    gguf_mixture: str | None
    gguf_embedding: str | None
    linear_bits_per_weight: PositiveFloat | None
    row_overhead_bits: NonNegativeFloat | None
    arithmetic: Literal["bf16", "f16", "fp8"]
    needs: Literal["bf16", "fp8", "bf16; NVIDIA"] | None
    meaning: Text
    provenance: Provenance
    source_document: Text
    source_locator: Text


class EngineConstantRow(Row):
    engine: Literal["llama.cpp", "ollama", "vllm", "transformers"]
    quantity: Text
    value: PositiveFloat
    unit: Text
    meaning: Text
    provenance: Provenance
    source_document: Text
    source_locator: Text


class PublicMeasurementRow(Row):
    model: Text
    format: Text
    quantity: Text
    value: PositiveFloat
    unit: Text
    hardware: str | None
    context: Text
    source: Text


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from error
    return value


class DeviceRow(Row):
    device: Text
    vendor: Text
    generation: Text
    kind: Literal["discrete", "unified", "cpu"]
    memory_gb: PositiveFloat | None
    memory_bandwidth_gb_s: PositiveFloat
    fp16_dense_tflops: PositiveFloat | None
    fp16_provenance: Provenance | None
    match: Annotated[Text, AfterValidator(_expression)]
    provenance: Provenance
    source_document: Text
    note: str | None

    @model_validator(mode="after")
    def _fp16_has_a_provenance(self) -> DeviceRow:
        if (self.fp16_dense_tflops is None) != (self.fp16_provenance is None):
            raise ValueError("fp16_dense_tflops and fp16_provenance must be filled together")
        return self


class PriceRow(Row):
    gpu: Text
    provider: Text
    price_usd_per_hour: PositiveFloat
    per: Text
    as_of: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
    provenance: Provenance
    source_document: Text
    note: str | None


class ArtefactRow(Row):
    model: Text
    weight_format: Text
    engine: Literal["transformers", "vllm", "llama.cpp", "ollama"]
    artefact: Text
    source: Text
    note: str | None


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
    "number_types": Table(NumberTypeRow, key=("number_type",)),
    "weight_formats": Table(WeightFormatRow, key=("weight_format",)),
    "engine_constants": Table(EngineConstantRow, key=("engine", "quantity")),
    "public_measurements": Table(PublicMeasurementRow),
    "devices": Table(DeviceRow, key=("device",)),
    "gpu_prices": Table(PriceRow, key=("gpu", "provider")),
    "published_artefacts": Table(ArtefactRow, key=("model", "weight_format", "engine"), gemma_columns=("model",)),
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
