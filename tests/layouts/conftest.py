"""The tables a page needs, through the same door as in the application."""

import pytest
from flask import Flask

from callbacks import models, quantization
from data import evaluations, tables
from data.cache import cache
from layouts import benchmarks as benchmarks_layout
from layouts import models as models_layout
from layouts import quantization as quantization_layout


@pytest.fixture(autouse=True)
def _cache() -> None:
    cache.init_app(Flask(__name__), config={"CACHE_TYPE": "SimpleCache"})


@pytest.fixture
def models_data(_cache: None) -> models_layout.Data:
    return models.load_data()


@pytest.fixture(scope="session")
def quantization_data() -> quantization_layout.Data:
    cache.init_app(Flask(__name__), config={"CACHE_TYPE": "SimpleCache"})
    return quantization.load_data()


@pytest.fixture
def benchmark_data(_cache: None) -> benchmarks_layout.Data:
    return benchmarks_layout.Data(**tables.benchmark_page(), own=evaluations.frame([], evaluations.NAMES))
