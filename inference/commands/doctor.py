"""Says what is configured, what this machine has, and whether Gemma 3 answers."""

import argparse
import importlib.metadata
import time
from collections.abc import Mapping

HELP = "say what is configured and what this machine has, load the model and ask it one question"
LIBRARIES = ("torch", "transformers", "llguidance", "torchao", "bitsandbytes")


def arguments(parser: argparse.ArgumentParser) -> None:
    """None but whether to load."""
    parser.add_argument("--no-load", action="store_true", help="do not load the model")


def run(args: argparse.Namespace) -> int:
    """Prints the findings. Returns 0 when Gemma 3 answers, or would be loaded next."""
    import torch

    from data.settings import Settings
    from inference.engines import open_engine
    from inference.engines.errors import EngineError
    from inference.engines.local.loading import choose_device, device_name
    from inference.engines.local.memory import free_bytes
    from inference.engines.protocol import Finished, Message, Options

    settings = Settings()
    print("libraries  " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES))
    device = choose_device(settings.gemma_device)
    free = free_bytes(device) / 1e9
    units = f", {_bf16_units(torch.cpu.get_capabilities())}" if device.type == "cpu" else ""
    print(f"device     {device_name(device)}{units}, {free:.1f} GB free, {torch.get_num_threads()} threads")
    print(f"models     {', then '.join(settings.gemma_models) or 'none'}")
    print(f"format     {settings.gemma_format}, context {settings.gemma_context} tokens")
    if not settings.gemma_models:
        raise EngineError("not_configured")
    if args.no_load:
        return 0
    started = time.perf_counter()
    engine = open_engine(settings)
    try:
        about = engine.describe()
        print(f"loaded     {about.model} in {time.perf_counter() - started:.1f} s: {about.version}")
        for event in engine.chat([Message.of("user", "Say hello.")], Options(max_tokens=16)):
            if isinstance(event, Finished):
                usage = event.usage
                print(
                    f"answers    {usage.output_tokens} tokens, the first after {usage.first_token_seconds or 0:.2f} s, "
                    f"the rest in {usage.decode_seconds or 0:.2f} s"
                )
    finally:
        engine.close()
    return 0


def _bf16_units(capabilities: Mapping[str, object]) -> str:
    """What the processor multiplies bf16 with (Arm calls it bf16)."""
    found = next((name for name in ("amx_bf16", "avx512_bf16", "bf16") if capabilities.get(name)), None)
    return f"bf16 units {found}" if found else "no bf16 units: prompts take several times as long as with them"
