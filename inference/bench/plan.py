"""What is measured: a list of cases, light enough to be read without PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Mode = Literal["eager", "engine", "graph", "compiled", "vision"]

MODELS: Final = {
    "270m": "Gemma 3 270M",
    "1b": "Gemma 3 1B",
    "4b": "Gemma 3 4B",
    "12b": "Gemma 3 12B",
    "27b": "Gemma 3 27B",
}
"""Names on the command line, and in the reference tables."""
WITH_IMAGES: Final = ("4b", "12b", "27b")
FORMATS: Final = ("bf16", "int8", "fp8", "int4")
MODES: Final = ("eager", "engine", "graph", "compiled", "vision")


@dataclass(frozen=True)
class Case:
    """One measurement.

    eager: prompt in chunks, then decoding, with the bare model. engine: decoding by the engine's own batch. graph:
    decoding of one sequence as a recorded CUDA graph over a fixed cache; compiled: the same through torch.compile.
    vision: the image encoder alone, `batch` images at a time.
    """

    size: str
    weight_format: str
    mode: Mode
    batch: int
    context_tokens: int
    """Of the prompt; 0 for vision."""

    @property
    def model(self) -> str:
        return MODELS[self.size]

    def __str__(self) -> str:
        return f"{self.model} {self.weight_format} {self.mode}, batch {self.batch}, {self.context_tokens} tokens"


def cases(
    sizes: Sequence[str],
    formats: Sequence[str],
    modes: Sequence[str],
    batches: Sequence[int],
    contexts: Sequence[int],
) -> Iterator[Case]:
    """All combinations that mean something, grouped so that each model is built once per format."""
    for size in sizes:
        for weight_format in formats:
            for mode in modes:
                if mode == "vision":
                    # never converted, and the same tower in every size
                    if size in WITH_IMAGES and weight_format == "bf16":
                        yield from (Case(size, weight_format, "vision", batch, 0) for batch in batches)
                    continue
                for context in contexts:
                    for batch in batches if mode in ("eager", "engine") else (1,):
                        yield Case(size, weight_format, mode, batch, context)  # type: ignore[arg-type]
