"""The tables a page needs, through the same door as in the application."""

import pytest

from callbacks import models, quantization
from data import evaluations, tables
from layouts import benchmarks as benchmarks_layout
from layouts import models as models_layout
from layouts import quantization as quantization_layout
from tests.tables import bind_cache


@pytest.fixture(autouse=True)
def _cache() -> None:
    bind_cache()


@pytest.fixture
def models_data(_cache: None) -> models_layout.Data:
    return models.load_data()


@pytest.fixture(scope="session")
def quantization_data() -> quantization_layout.Data:
    bind_cache()
    return quantization.load_data()


@pytest.fixture
def benchmark_data(_cache: None) -> benchmarks_layout.Data:
    return benchmarks_layout.Data(**tables.benchmark_page(), own=evaluations.frame([], evaluations.NAMES))
