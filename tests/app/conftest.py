"""The web application in this process, with a real Redis, and clients of it."""

from collections.abc import Callable
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from app.factory import create_app
from data.settings import Settings


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> dash.Dash:
    home: Path = tmp_path_factory.mktemp("home")
    return create_app(Settings(gemmavision_home=home, redis_url=redis_url, max_upload_mb=2))


@pytest.fixture
def visitor(application: dash.Dash) -> Callable[[], FlaskClient]:
    """Makes clients; each has cookies of its own and is another visitor."""
    return application.server.test_client


@pytest.fixture
def client(visitor: Callable[[], FlaskClient]) -> FlaskClient:
    return visitor()
