"""Every launch command uses options and values that the engine's own help lists."""

import itertools
import re
import shlex
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from data.advisor.launch import ENGINE_VERSIONS, KV_TYPES, Launch, LaunchError, launch_command
from data.advisor.shapes import shapes
from data.reference_tables import load
from data.settings import Settings

HELP = Path(__file__).parent / "engine_help"
MODELS = ("Gemma 3 270M", "Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B")
FORMATS = ("bf16", "q4_0", "q4_0_qat", "q4_k_m", "q5_k_m", "q6_k", "q8_0", "fp8", "w4a16", "int8", "int4", "nf4")


@dataclass(frozen=True)
class Option:
    takes_value: bool
    allowed: tuple[str, ...]


def listed(name: str) -> dict[str, Option]:
    """Options by spelling, from a file of three columns."""
    options: dict[str, Option] = {}
    for line in (HELP / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            spellings, hint, allowed = line.split("\t")
            for spelling in spellings.split(", "):
                options[spelling] = Option(bool(hint), tuple(allowed.split("|")) if allowed else ())
    return options


def transformers_help() -> dict[str, Option]:
    """Options of the help text: a placeholder in capitals or [a|b] stands behind those that take a value."""
    options: dict[str, Option] = {}
    text = (HELP / "transformers-serve.txt").read_text(encoding="utf-8")
    for found in re.finditer(r"^  (?:-\w, )?(--[\w-]+)(?: / (--[\w-]+))?(?: ([A-Z]+|\[[\w|]+\]))?", text, re.M):
        value = found[3] or ""
        allowed = tuple(value[1:-1].split("|")) if value.startswith("[") else ()
        for spelling in filter(None, (found[1], found[2])):
            options[spelling] = Option(bool(value), allowed)
    quoted = re.search(r"--quantization TEXT(.*?)--", text, re.S)
    assert quoted is not None
    options["--quantization"] = Option(True, tuple(re.findall(r"'([\w-]+)'", quoted[1])))
    return options


ENGINE_HELP = {
    "transformers": transformers_help(),
    "vllm": listed("vllm-serve"),
    "llama.cpp": listed("llama-server"),
    "ollama": listed("ollama"),
}
PROGRAMS = {"transformers": "transformers serve", "vllm": "vllm serve", "llama.cpp": "llama-server"}


def product() -> list[tuple[str, Launch]]:
    """Every configuration that exists, with one and with two GPUs, one and six requests."""
    found = []
    for engine, model, weights, gpus, users, images, crops in itertools.product(
        KV_TYPES, MODELS, FORMATS, (1, 2), (1, 6), (False, True), (False, True)
    ):
        for kv_type in KV_TYPES[engine]:
            try:
                launch = launch_command(
                    engine=engine, model=model, weight_format=weights, gpu_count=gpus, context_tokens=8192,
                    concurrency=users, kv_type=kv_type, images=images, crops=crops,
                )  # fmt: skip
            except LaunchError:
                continue
            found.append((engine, launch))
    return found


LAUNCHES = product()


def launch(engine: str, weight_format: str, model: str = "Gemma 3 12B", **changes: Any) -> Launch:
    settings: dict[str, Any] = {
        "gpu_count": 1, "context_tokens": 8192, "concurrency": 1,
        "kv_type": KV_TYPES.get(engine, ("auto",))[0],
        "images": True, "crops": False,
    }  # fmt: skip
    return launch_command(engine=engine, model=model, weight_format=weight_format, **{**settings, **changes})


def arguments(command: str) -> list[str]:
    return shlex.split(command.replace("\\\n", " "))


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        ("transformers", "transformers-serve"),
        ("vllm", "vllm-serve"),
        ("llama.cpp", "llama-server"),
        ("ollama", "ollama"),
    ],
)
def test_the_help_is_of_the_version_that_is_named(engine: str, name: str) -> None:
    header = (HELP / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]
    stated = re.search(r"\b(?=\w*\d)[\w.]{6,}", ENGINE_VERSIONS[engine])
    assert stated is not None
    assert stated[0] in header


def test_transformers_is_the_installed_version() -> None:
    assert ENGINE_VERSIONS["transformers"] == f"transformers {version('transformers')}"


@pytest.mark.parametrize("engine", ["transformers", "vllm", "llama.cpp"])
def test_every_option_is_in_the_help_and_gets_what_it_takes(engine: str) -> None:
    commands = {item.command for name, item in LAUNCHES if name == engine and item.command != item.own_worker}
    assert len(commands) > 20
    for command in commands:
        assert command.startswith(PROGRAMS[engine] + " ")
        words = iter(arguments(command)[len(PROGRAMS[engine].split()) :])
        positional = 0
        for word in words:
            if not word.startswith("-"):
                positional += 1
                continue
            option = ENGINE_HELP[engine][word]
            if option.takes_value:
                value = next(words)
                assert not value.startswith("-"), command
                assert not option.allowed or value in option.allowed, command
        assert positional == (0 if engine == "llama.cpp" else 1), command


def test_every_variable_and_command_of_ollama_is_documented() -> None:
    documented = ENGINE_HELP["ollama"]
    commands = {item.command for name, item in LAUNCHES if name == "ollama"}
    assert len(commands) > 20
    for command in commands:
        for name, value in re.findall(r"(OLLAMA_\w+)=(\S+)", command):
            assert not documented[name].allowed or value in documented[name].allowed
        assert set(re.findall(r"ollama [a-z]+", command)) <= set(documented)


def test_every_artefact_stands_in_the_table_and_every_row_of_the_table_is_used() -> None:
    table = load("published_artefacts")
    assert {item.artefact for _, item in LAUNCHES} == set(table["artefact"])


def test_every_engine_and_model_has_a_command() -> None:
    for engine, model in itertools.product(KV_TYPES, MODELS):
        assert launch(engine, "bf16", model, images=False).command


def test_the_context_of_llama_server_is_the_total_of_its_slots() -> None:
    words = arguments(launch("llama.cpp", "q4_k_m", context_tokens=4096, concurrency=6).command)
    assert words[words.index("--ctx-size") + 1] == str(6 * 4096)
    assert words[words.index("--parallel") + 1] == "6"


def test_ollama_and_vllm_are_given_the_context_of_one_request() -> None:
    assert "OLLAMA_CONTEXT_LENGTH=4096 " in launch("ollama", "q4_k_m", context_tokens=4096, concurrency=6).command
    assert "--max-model-len 4096 " in launch("vllm", "fp8", context_tokens=4096, concurrency=6).command


def test_several_gpus_are_used() -> None:
    assert "--tensor-parallel-size 4" in launch("vllm", "bf16", "Gemma 3 27B", gpu_count=4).command
    assert "--tensor-split 1,1,1" in launch("llama.cpp", "q8_0", gpu_count=3).command
    assert "OLLAMA_SCHED_SPREAD=1" in launch("ollama", "q8_0", gpu_count=2).command


def test_images_and_crops() -> None:
    assert "--mmproj-auto" in launch("llama.cpp", "q4_0_qat").command
    assert "--no-mmproj" in launch("llama.cpp", "q4_0_qat", images=False).command
    assert "mmproj" not in launch("llama.cpp", "q4_0_qat", "Gemma 3 1B", images=False).command
    words = arguments(launch("vllm", "w4a16", crops=True).command)
    assert words[words.index("--mm-processor-kwargs") + 1] == '{"do_pan_and_scan": true}'
    assert words[words.index("--limit-mm-per-prompt") + 1] == '{"image": 16}'
    assert "--language-model-only" in launch("vllm", "w4a16", images=False).command
    assert any("pan and scan" in note for note in launch("llama.cpp", "q8_0", crops=True).notes)


def test_formats_that_transformers_serve_lacks_run_in_the_worker() -> None:
    found = launch("transformers", "fp8")
    assert found.command == found.own_worker
    assert "GEMMA_FORMAT=fp8" in found.command
    assert launch("transformers", "nf4").own_worker == ""


@pytest.mark.skipif("gemma_model" not in Settings.model_fields, reason="the worker has no settings for a model yet")
def test_the_worker_settings_exist() -> None:
    names = re.findall(r"(GEMMA_\w+)=", launch("transformers", "int8").own_worker)
    assert {name.lower() for name in names} <= set(Settings.model_fields)


@pytest.mark.parametrize(
    ("engine", "weight_format", "changes", "said"),
    [
        ("ollama", "fp8", {}, "ollama has no fp8 of Gemma 3 12B; it has q4_0_qat"),
        ("vllm", "q4_0", {}, "vllm has no q4_0"),
        ("vllm", "fp8", {"model": "Gemma 3 270M", "images": False}, "no fp8 of Gemma 3 270M"),
        ("vllm", "bf16", {"model": "Gemma 2 9B"}, "unknown model"),
        ("llama.cpp", "q8_0", {"kv_type": "fp8"}, "keeps no fp8 cache"),
        ("vllm", "bf16", {"gpu_count": 3}, "16 attention heads over 3 GPUs"),
        ("vllm", "bf16", {"model": "Gemma 3 1B"}, "reads text only"),
        ("vllm", "bf16", {"images": False, "crops": True}, "no images"),
        ("vllm", "bf16", {"context_tokens": 200_000}, "131,072 tokens, not 200,000"),
        ("vllm", "bf16", {"concurrency": 0}, "at least one"),
        ("ollama", "q5_k_m", {}, "text only"),
        ("transformers", "fp8", {"gpu_count": 2}, "one GPU only"),
    ],
)
def test_what_does_not_exist_is_said(engine: str, weight_format: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(LaunchError, match=re.escape(said)):
        launch(engine, weight_format, **changes)


def test_an_unknown_engine_is_said() -> None:
    with pytest.raises(LaunchError, match="unknown engine 'sglang'; known: transformers, vllm"):
        launch("sglang", "bf16", kv_type="auto")


def test_the_models_are_those_of_the_architecture_table() -> None:
    assert set(MODELS) == set(shapes())
