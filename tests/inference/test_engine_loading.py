"""Loading: formats, memory, and a clear message for everything that cannot work."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from data.call_records import Call
from data.reference_tables import load as load_table
from data.settings import PROJECT, Settings
from inference.engines import open_engine
from inference.engines.errors import EngineError
from inference.engines.protocol import Finished, Message, Options
from inference.engines.resident import Resident

QUESTION = [Message.of("user", "What is the total?")]


def forget(call: Call) -> None:
    """Keeps no records."""


def settings(model: Path | str, **others: Any) -> Settings:
    return Settings(gemma_model=str(model), gemma_context=512, gemma_concurrency=2, **others)


@pytest.mark.parametrize("weight_format", ["bf16", "int8", "fp8", "int4"])
def test_each_format_answers_and_takes_the_memory_that_was_estimated(tiny_gemma: Path, weight_format: Any) -> None:
    from inference.engines.local.engine import TransformersEngine
    from inference.engines.local.loading import load
    from inference.engines.local.memory import weight_bytes

    loaded = load(str(tiny_gemma), weight_format=weight_format, device="cpu", context=512, rows=2)
    estimated = weight_bytes(loaded.model.config, weight_format, loaded.model.device)
    assert stored_bytes(loaded.model) == pytest.approx(estimated, rel=0.03)
    tower = loaded.model.model.vision_tower
    assert {str(parameter.dtype) for parameter in tower.parameters()} == {"torch.bfloat16"}
    engine = TransformersEngine(loaded, 2)
    try:
        assert engine.describe().weight_format == weight_format
        *_, last = engine.chat(QUESTION, Options(max_tokens=5))
        assert isinstance(last, Finished)
        assert last.usage.output_tokens > 0
    finally:
        engine.close()


def stored_bytes(model: Any) -> int:
    """Bytes of all weights as they are stored, scales included, tied weights once."""
    total = 0
    for parameter in model.parameters():
        parts = [parameter]
        if hasattr(parameter, "quant_state"):
            state = parameter.quant_state
            parts += [state.absmax, state.state2.absmax]
        elif hasattr(parameter, "__tensor_flatten__"):
            names, _ = parameter.__tensor_flatten__()
            parts = [getattr(parameter, name) for name in names]
        total += sum(part.numel() * part.element_size() for part in parts)
    return total


def test_weights_of_the_real_sizes_are_those_of_the_report() -> None:
    import torch
    from transformers import Gemma3Config

    from inference.engines.local.memory import weight_bytes

    config = gemma_27b()
    assert isinstance(config, Gemma3Config)
    table = load_table("parameters")
    millions = table.loc[(table["model"] == "Gemma 3 27B") & (table["component"] == "total"), "parameters_millions"]
    assert weight_bytes(config, "bf16", torch.device("cpu")) == pytest.approx(2e6 * float(millions.iloc[0]), rel=0.01)


def gemma_27b() -> Any:
    from inference.bench.shapes import configuration

    return configuration("27b")


def test_too_little_memory_is_said_with_the_numbers_before_weights_are_read() -> None:
    import torch

    from inference.engines.local.memory import check_memory, estimate

    device = torch.device("cpu")
    need = estimate(gemma_27b(), "bf16", device, context=32768, chunk=4096, rows=8)
    assert need.kv == pytest.approx(3 * 3.121e9, rel=0.001)  # one sequence and the kept prefixes
    with pytest.raises(EngineError, match=r"54\.9 GB weights, 9\.4 GB KV caches of up to 32768 tokens") as refused:
        check_memory(need, model="27B", weight_format="bf16", device=device, context=32768, free=24e9)
    assert refused.value.code == "out_of_memory"


def test_missing_weights_are_named(tmp_path: Path, tiny_gemma: Path) -> None:
    for folder in (tmp_path / "nothing", tmp_path / "config"):
        folder.mkdir()
    shutil.copy(tiny_gemma / "config.json", tmp_path / "config")
    for folder in (tmp_path / "nothing", tmp_path / "config"):
        with pytest.raises(EngineError) as refused:
            open_engine(settings(folder))
        assert refused.value.code == "weights_missing"


def test_another_architecture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gemma2"}))
    with pytest.raises(EngineError, match="of type gemma2") as refused:
        open_engine(settings(tmp_path))
    assert refused.value.code == "wrong_architecture"


def test_formats_that_the_hardware_cannot_run_are_refused() -> None:
    import torch

    from inference.engines.local.formats import check_format

    with pytest.raises(EngineError, match="bf16 or int8"):
        check_format("fp8", torch.device("mps"))


def test_a_device_that_is_not_there_is_refused(tiny_gemma: Path) -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.skip("this machine has the device that is missing elsewhere")
    with pytest.raises(EngineError, match=r"one of: .*cpu"):
        open_engine(settings(tiny_gemma, gemma_device="mps"))


def test_the_next_model_is_taken_when_the_first_does_not_open(
    tmp_path: Path, tiny_gemma: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(settings(f"{tmp_path}, {tiny_gemma}", gemma_device="cpu"))
    try:
        assert engine.describe().model == tiny_gemma.name
        assert f"{tmp_path}: not opened" in caplog.text
    finally:
        engine.close()


def test_an_endpoint_needs_its_address() -> None:
    with pytest.raises(ValidationError, match="GEMMA_ENDPOINT is not set"):
        settings("endpoint:gemma-3-12b-it")


def test_the_resident_engine_is_loaded_once_and_tells_how_far_it_is(tiny_gemma: Path) -> None:
    resident = Resident(settings(tiny_gemma, gemma_device="cpu"), forget)
    resident.start()
    assert resident.status.state in ("loading", "ready")
    engine = resident.engine()
    assert resident.status.state == "ready"
    assert resident.engine() is engine
    facts = resident.status.facts()
    assert facts["model"] == tiny_gemma.name
    assert facts["model_device"] == "cpu"
    resident.close()


def test_a_resident_engine_that_cannot_load_says_why(tmp_path: Path) -> None:
    resident = Resident(settings(tmp_path), forget)
    resident.start()
    with pytest.raises(EngineError) as refused:
        resident.engine()
    assert refused.value.code == "weights_missing"
    assert resident.status.state == "failed"
    assert "config.json" in resident.status.detail


def test_without_a_model_the_worker_imports_nothing_heavy() -> None:
    code = (
        "import sys; from data.settings import Settings; from inference.engines.resident import Resident; "
        "import inference.worker, inference.engines.extraction; "
        "resident = Resident(Settings(), [].append); resident.start(); "
        "assert resident.status.state == 'none'; "
        "heavy = {'torch', 'transformers', 'torchao', 'bitsandbytes', 'llguidance', 'pymupdf', 'onnxruntime'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
