"""Real documents for the pipeline's tests: the samples that ship, and hostile files made here."""

import dataclasses
import gc
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pymupdf
import pytest
from PIL import Image

from data.samples import FOLDER
from inference.keyinfo import summarise
from inference.limits import Limits
from inference.opening import open_document
from inference.reading import read_page
from inference.schema import DocumentResult, PageResult

if TYPE_CHECKING:
    from inference.engines.local.engine import TransformersEngine
    from inference.engines.local.loading import Loaded

LIMITS = Limits()
MEDIA_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff"}
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text())


class ReadSample(NamedTuple):
    """A sample, read once for all tests."""

    name: str
    pages: list[PageResult]
    result: DocumentResult
    expected: dict[str, Any]


def read_all(path: Path) -> list[PageResult]:
    """Every page of a document, read in this process."""
    media_type = MEDIA_TYPES[path.suffix]
    count = open_document(path, media_type, LIMITS).page_count
    return [read_page(path, media_type, number, LIMITS) for number in range(1, count + 1)]


@pytest.fixture(scope="session")
def read_sample() -> Callable[[str], ReadSample]:
    """Reads a sample by name; the same one is read only once."""
    known: dict[str, ReadSample] = {}

    def read(name: str) -> ReadSample:
        if name not in known:
            pages = read_all(FOLDER / name)
            known[name] = ReadSample(name, pages, summarise(pages), EXPECTED[name])
        return known[name]

    return read


@pytest.fixture(scope="session", params=list(EXPECTED))
def sample(request: pytest.FixtureRequest, read_sample: Callable[[str], ReadSample]) -> ReadSample:
    """Each sample in turn."""
    return read_sample(request.param)


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF with the given text on each page; further arguments go to `save`."""

    def make(*pages: str, name: str = "document.pdf", **save: Any) -> Path:
        path = tmp_path / name
        with pymupdf.open() as document:
            for text in pages:
                page = document.new_page()
                page.insert_text((72, 72), text)
            document.save(path, **save)
        return path

    return make


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photograph of a page held sideways: stored turned, with the camera's note how to turn it."""
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        for row in range(6):
            page.insert_text((30, 50 + row * 36), f"Cash received, entry {row + 1}", fontsize=18)
        pixels = page.get_pixmap(dpi=150)
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to show
    path = tmp_path / "photo.jpg"
    picture.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)
    return path


@pytest.fixture
def loaded_modules() -> Callable[[str], set[str]]:
    """Runs a line of Python in a fresh process and tells the names of the top-level modules that it loaded."""

    def run(code: str) -> set[str]:
        report = "import sys; print('\\n'.join({name.partition('.')[0] for name in sys.modules}))"
        done = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    return run


@pytest.fixture(scope="session")
def tiny_gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny random Gemma 3 that reads images."""
    from tests.inference.tiny_gemma import make_tiny_gemma

    return make_tiny_gemma(tmp_path_factory.mktemp("tiny-gemma"))


@pytest.fixture(scope="session")
def tiny_gemma_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a tiny random Gemma 3 that reads text alone, like the 1B."""
    from tests.inference.tiny_gemma import make_tiny_gemma

    return make_tiny_gemma(tmp_path_factory.mktemp("tiny-gemma-text"), images=False)


@pytest.fixture(scope="session")
def loaded(tiny_gemma: Path) -> "Loaded":
    """The tiny checkpoint in fp32, in which the order of additions does not change the most likely token."""
    from inference.engines.local.loading import load

    found = load(str(tiny_gemma), weight_format="bf16", device="cpu", context=4096, rows=8)
    found.model.float()
    gc.freeze()  # engines collect when they close, which takes half a second among all that torch brings
    return found


@pytest.fixture
def make_engine(loaded: "Loaded") -> Iterator[Callable[..., "TransformersEngine"]]:
    """Engines over the one checkpoint, each with nothing kept, with the fields of `Loaded` that a test changes."""
    from inference.engines.local.engine import TransformersEngine

    made: list[TransformersEngine] = []

    def make(concurrency: int = 8, **changed: Any) -> TransformersEngine:
        made.append(TransformersEngine(dataclasses.replace(loaded, **changed), concurrency))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(make_engine: Callable[..., "TransformersEngine"]) -> "TransformersEngine":
    """One engine."""
    return make_engine()


def picture(seed: int, size: tuple[int, int] = (300, 240)) -> bytes:
    """A PNG of coloured noise, the same for the same seed."""
    import numpy as np

    pixels = np.random.default_rng(seed).integers(0, 256, (size[1] // 20, size[0] // 20, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).resize(size, Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()
