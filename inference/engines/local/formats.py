"""Number formats of the weights: which can run where, what they take, and how a bf16 model is turned into them.

Only the linear layers of the language model are converted. Vision tower, projector and the embeddings (which are the
output layer as well) stay in bf16. fp16 is not among the formats: the activations of Gemma 3 exceed its range.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import torch
from torch import nn

from inference.engines.errors import EngineError

Format = Literal["bf16", "int8", "fp8", "int4"]

GROUP: Final = 32
"""Weights that share a scale in int4 on CUDA."""
NF4_BLOCK: Final = 64
"""Weights that share a scale in NF4; rows must be a multiple of it."""
FP8_CAPABILITY: Final = (8, 9)
INT4_CAPABILITY: Final = (8, 0)


def check_format(weight_format: Format, device: torch.device) -> None:
    """Raises EngineError("format_unsupported") for what the device cannot run."""
    if device.type == "mps" and weight_format in ("fp8", "int4"):
        raise EngineError(
            "format_unsupported",
            weight_format=weight_format,
            device="mps",
            reason="there are no kernels for it",
            instead="bf16 or int8",
        )
    if device.type == "cuda" and weight_format == "fp8":
        capability = torch.cuda.get_device_capability(device)
        if capability < FP8_CAPABILITY:
            raise EngineError(
                "format_unsupported",
                weight_format="fp8",
                device=torch.cuda.get_device_name(device),
                reason=f"it needs compute capability 8.9 or newer, this GPU has {capability[0]}.{capability[1]}",
                instead="int8",
            )


def uses_nf4(device: torch.device) -> bool:
    """Whether int4 means NF4 (bitsandbytes) here instead of groups of 32 (torchao's kernel for CUDA)."""
    return device.type != "cuda" or torch.cuda.get_device_capability(device) < INT4_CAPABILITY


def bytes_per_weight(weight_format: Format, device: torch.device) -> float:
    """Bytes that one converted weight takes, its share of scales and offsets included."""
    if weight_format == "int4":
        # NF4: a byte per block, quantised again in groups of 256 with an fp32 scale; int4: scale and offset in bf16
        return 0.5 + (1 / NF4_BLOCK + 4 / (NF4_BLOCK * 256) if uses_nf4(device) else 4 / GROUP)
    return {"bf16": 2.0, "int8": 1.0, "fp8": 1.0}[weight_format]


def is_converted(module: nn.Module, name: str) -> bool:
    """Whether a format applies to this module: linear layers of the language model without the output layer."""
    return isinstance(module, nn.Linear) and not any(
        part in name for part in ("vision_tower", "multi_modal_projector", "lm_head")
    )


def convert(model: nn.Module, weight_format: Format, device: torch.device) -> None:
    """Converts the weights in place, layer by layer, and moves the model to the device.

    The model may lie in host memory: only converted layers reach the device, so that a model whose bf16 weights do not
    fit can be converted onto it.
    """
    if weight_format == "int4" and uses_nf4(device):
        _convert_to_nf4(model, device)
    elif weight_format != "bf16":
        from torchao.quantization import quantize_

        quantize_(model, _torchao_config(weight_format, device), filter_fn=is_converted, device=device)
    model.to(device)


def _torchao_config(weight_format: Format, device: torch.device) -> Any:
    from torchao import quantization as ao

    if weight_format == "int8":
        return ao.Int8WeightOnlyConfig()
    if weight_format == "int4":
        return ao.Int4WeightOnlyConfig(group_size=GROUP, int4_packing_format="tile_packed_to_4d")
    # the tensor cores multiply fp8 by fp8; without them only the weights are kept in fp8
    return ao.Float8DynamicActivationFloat8WeightConfig() if device.type == "cuda" else ao.Float8WeightOnlyConfig()


def _convert_to_nf4(model: nn.Module, device: torch.device) -> None:
    from bitsandbytes.nn import Linear4bit, Params4bit

    for name, module in list(model.named_modules()):
        if not (isinstance(module, nn.Linear) and is_converted(module, name)):
            continue
        with torch.device("meta"):
            packed = Linear4bit(
                module.in_features,
                module.out_features,
                bias=False,
                compute_dtype=module.weight.dtype,
                compress_statistics=True,
                quant_type="nf4",
            )
        packed.weight = Params4bit(
            module.weight.data,
            requires_grad=False,
            blocksize=NF4_BLOCK,
            compress_statistics=True,
            quant_type="nf4",
            module=packed,
        )
        parent, _, child = name.rpartition(".")
        setattr(model.get_submodule(parent), child, packed.to(device))
