"""The command that starts a configuration: what to download and the options of the engine.

Options and their values are those of the versions in `ENGINE_VERSIONS`; the help of each is kept with the tests.
Artefacts are those of `published_artefacts.csv`.
"""

from __future__ import annotations

import functools
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data import reference_tables
from data.advisor.shapes import Shape, shapes

ENGINE_VERSIONS: Mapping[str, str] = {
    "transformers": "transformers 5.23.0",
    "vllm": "vLLM 0.33.0",
    "llama.cpp": "llama.cpp 0c1e57098 (October 2026)",
    "ollama": "Ollama, documentation at 00182b504e9e",
}
KV_TYPES: Mapping[str, tuple[str, ...]] = {
    "transformers": ("bf16",),
    "vllm": ("auto", "fp8"),
    "llama.cpp": ("f16", "q8_0", "q4_0"),
    "ollama": ("f16", "q8_0", "q4_0"),
}
# What `transformers serve --quantization` takes; the application's worker has the other formats.
SERVE_QUANTIZATION: Mapping[str, str | None] = {"bf16": None, "int8": "bnb-8bit", "nf4": "bnb-4bit"}
WORKER_FORMATS = ("bf16", "int8", "fp8", "int4")
MOST_IMAGES = 16

_OWN_CROPS = "The engine does not cut images into crops (pan and scan): send each crop as an image of its own."


class LaunchError(ValueError):
    """A configuration that does not exist; the message says which part and what there is instead."""


@dataclass(frozen=True)
class Launch:
    """How to start one configuration.

    `command`: shell lines to copy; `artefact`: hub name, with the file's format after a colon for GGUF, or Ollama tag;
    `notes`: what the command cannot say; `own_worker`: the same model in this application's worker, empty if it cannot.
    """

    command: str
    engine_version: str
    artefact: str
    notes: tuple[str, ...]
    own_worker: str = ""


def launch_command(
    *,
    engine: str,
    model: str,
    weight_format: str,
    gpu_count: int,
    context_tokens: int,
    concurrency: int,
    kv_type: str,
    images: bool,
    crops: bool,
) -> Launch:
    """The command for `model` on `engine` with `gpu_count` GPUs.

    `context_tokens` is the longest prompt and answer together of one request, `concurrency` the requests answered at
    the same time, `crops` whether images are read with pan and scan. Raises LaunchError for what does not exist.
    """
    if engine not in KV_TYPES:
        raise LaunchError(f"unknown engine {engine!r}; known: {', '.join(KV_TYPES)}")
    shape = shapes().get(model)
    if shape is None:
        raise LaunchError(f"unknown model {model!r}; known: {', '.join(shapes())}")
    if kv_type not in KV_TYPES[engine]:
        raise LaunchError(f"{engine} keeps no {kv_type} cache; it has {', '.join(KV_TYPES[engine])}")
    if gpu_count < 1 or concurrency < 1:
        raise LaunchError("at least one GPU and one request at a time are needed")
    if not 1 <= context_tokens <= shape.context_tokens:
        raise LaunchError(f"{model} takes contexts of 1 to {shape.context_tokens:,} tokens, not {context_tokens:,}")
    if images and not shape.sees_images:
        raise LaunchError(f"{model} reads text only")
    if crops and not images:
        raise LaunchError("crops are parts of images, but the configuration has no images")
    published = _published().get((engine, model), {})
    if weight_format not in published:
        raise LaunchError(f"{engine} has no {weight_format} of {model}; it has {', '.join(published)}")
    artefact, remark = published[weight_format]
    notes = [f"Weights: {remark}."] if remark else []
    if artefact.startswith("google/"):
        notes.append("The weights are gated: accept the licence on the hub and set HF_TOKEN.")
    request = _Request(shape, artefact, weight_format, gpu_count, context_tokens, concurrency, kv_type, images, crops)
    command = _BUILDERS[engine](request, notes)
    own_worker = _worker(request) if engine == "transformers" else ""
    return Launch(command, ENGINE_VERSIONS[engine], artefact, tuple(notes), own_worker)


@dataclass(frozen=True)
class _Request:
    shape: Shape
    artefact: str
    weight_format: str
    gpu_count: int
    context_tokens: int
    concurrency: int
    kv_type: str
    images: bool
    crops: bool


@functools.cache
def _published() -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """Artefact and remark by engine and model, then by weight format."""
    found: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in reference_tables.load("published_artefacts").to_dict("records"):
        remark = "" if pd.isna(row["note"]) else str(row["note"])
        found.setdefault((row["engine"], row["model"]), {})[row["weight_format"]] = (row["artefact"], remark)
    return found


def _shell(*parts: str) -> str:
    return " \\\n  ".join(parts)


def _vllm(request: _Request, notes: list[str]) -> str:
    shape = request.shape
    if shape.query_heads % request.gpu_count:
        raise LaunchError(f"vLLM cannot split the {shape.query_heads} attention heads over {request.gpu_count} GPUs")
    parts = [
        f"vllm serve {request.artefact}",
        f"--tensor-parallel-size {request.gpu_count}",
        f"--max-model-len {request.context_tokens}",
        f"--max-num-seqs {request.concurrency}",
        f"--kv-cache-dtype {request.kv_type}",
    ]
    if request.images:
        limit = max(1, min(MOST_IMAGES, request.context_tokens // (2 * shape.image_tokens)))
        parts.append(f"--limit-mm-per-prompt {shlex.quote(json.dumps({'image': limit}))}")
        notes.append(f"At most {limit} images in one request, which fill no more than half of the context.")
    elif shape.sees_images:
        parts.append("--language-model-only")
    if request.crops:
        parts.append(f"--mm-processor-kwargs {shlex.quote(json.dumps({'do_pan_and_scan': True}))}")
        notes.append(
            "vLLM warns that pan and scan gives less good results there: its attention over crops is simplified."
        )
    return _shell(*parts)


def _llama_server(request: _Request, notes: list[str]) -> str:
    parts = [
        f"llama-server --hf-repo {request.artefact}",
        "--gpu-layers all",
        "--split-mode layer" if request.gpu_count > 1 else "--split-mode none",
        f"--ctx-size {request.context_tokens * request.concurrency}",
        f"--parallel {request.concurrency}",
        "--no-kv-unified",
        "--flash-attn on",
        f"--cache-type-k {request.kv_type}",
        f"--cache-type-v {request.kv_type}",
    ]
    if request.gpu_count > 1:
        parts.insert(3, f"--tensor-split {','.join(['1'] * request.gpu_count)}")
        notes.append("Layers are spread evenly over the GPUs, which work one after the other.")
    if request.shape.sees_images:
        parts.append("--mmproj-auto" if request.images else "--no-mmproj")
    if request.images:
        notes.append("The image projector (mmproj) is downloaded from the same repository.")
    if request.crops:
        notes.append(_OWN_CROPS)
    if request.concurrency > 1:
        notes.append(
            f"--ctx-size is the total of {request.concurrency} slots of {request.context_tokens:,} tokens each."
        )
    return _shell(*parts)


def _ollama(request: _Request, notes: list[str]) -> str:
    if request.images and request.artefact.startswith("hf.co/"):
        raise LaunchError(f"Ollama takes {request.weight_format} from the hub without the image projector: text only")
    variables = [
        f"OLLAMA_CONTEXT_LENGTH={request.context_tokens}",
        f"OLLAMA_NUM_PARALLEL={request.concurrency}",
        "OLLAMA_FLASH_ATTENTION=1",
        f"OLLAMA_KV_CACHE_TYPE={request.kv_type}",
        "OLLAMA_KEEP_ALIVE=-1",
    ]
    if request.gpu_count > 1:
        variables.append("OLLAMA_SCHED_SPREAD=1")
    if request.crops:
        notes.append(_OWN_CROPS)
    notes.append(
        "The cache type holds for every model of the server; Ollama itself multiplies the context by the requests."
    )
    start = " \\\n".join([*variables, "ollama serve &"])
    return f'{start}\nuntil ollama ps > /dev/null 2>&1; do sleep 1; done\nollama run {request.artefact} ""'


def _transformers(request: _Request, notes: list[str]) -> str:
    if request.weight_format not in SERVE_QUANTIZATION:
        notes.append(f"transformers serve cannot load {request.weight_format}; this is the application's own worker.")
        worker = _worker(request)
        if not worker:
            raise LaunchError(
                f"transformers loads {request.weight_format} in the application's worker, on one GPU only"
            )
        return worker
    parts = [f"transformers serve {request.artefact}", "--device auto", "--dtype bfloat16"]
    if quantization := SERVE_QUANTIZATION[request.weight_format]:
        parts.append(f"--quantization {quantization}")
    if request.concurrency > 1 and not request.shape.sees_images:
        parts.append("--continuous-batching")
    elif request.concurrency > 1:
        notes.append("transformers serve answers one request after the other for models that see images.")
    if request.gpu_count > 1:
        notes.append("Layers are spread over all visible GPUs, which work one after the other.")
    if request.crops:
        notes.append(_OWN_CROPS)
    notes.append("transformers serve has no option for the context length; the client limits prompt and answer.")
    return _shell(*parts)


def _worker(request: _Request) -> str:
    """Settings and start of this application's worker; empty for formats and GPU counts that it does not take."""
    if request.weight_format not in WORKER_FORMATS or request.gpu_count > 1:
        return ""
    return " \\\n".join(
        [
            f"GEMMA_MODEL={request.artefact}",
            f"GEMMA_FORMAT={request.weight_format}",
            "GEMMA_DEVICE=cuda",
            f"GEMMA_CONTEXT={request.context_tokens}",
            f"GEMMA_CONCURRENCY={request.concurrency}",
            "python -m inference.worker",
        ]
    )


_BUILDERS = {"transformers": _transformers, "vllm": _vllm, "llama.cpp": _llama_server, "ollama": _ollama}
