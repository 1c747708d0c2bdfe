"""The result as data, and which modules are light enough for the web tier."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from inference.schema import DocumentResult, PageResult
from tests.inference.conftest import ReadSample

HEAVY = {"pymupdf", "pymupdf4llm", "torch", "transformers", "cv2", "numpy", "onnxruntime", "rapidocr", "dateparser"}


def test_results_survive_json(sample: ReadSample) -> None:
    for page in sample.pages:
        assert PageResult.model_validate(page.model_dump(mode="json")) == page
    assert DocumentResult.model_validate_json(sample.result.model_dump_json()) == sample.result


def test_results_cannot_be_changed(sample: ReadSample) -> None:
    with pytest.raises(ValidationError):
        sample.pages[0].number = 2


@pytest.mark.parametrize("module", ["schema", "errors", "limits", "export", "geometry", "numbers"])
def test_light_modules_load_nothing_heavy(loaded_modules: Callable[[str], set[str]], module: str) -> None:
    assert not loaded_modules(f"import inference.{module}") & HEAVY
