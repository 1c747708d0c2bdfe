"""The frame: pages, deep links, 404, health, and what the web tier must not load."""

import subprocess
import sys
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from callbacks.pages import PAGES
from callbacks.shell import show_page
from data.settings import Settings
from inference.services import NotConfigured, Services
from layouts import models
from tests.layouts.walk import by_id

PROJECT = Path(__file__).resolve().parents[2]


def test_web_tier_loads_no_torch_transformers_or_pymupdf() -> None:
    code = (
        "import sys, app.factory\n"
        "heavy = ('torch', 'transformers', 'pymupdf', 'fitz', 'cv2', 'rapidocr')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_page_renders_in_its_default_state(application: dash.Dash, page) -> None:
    with application.server.test_request_context("/"):
        shown = show_page({"path": page.path, "search": "", "stored": {}})
    assert page.name in str(shown) or page.path == "/"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_component_ids_of_a_page_carry_its_prefix(page) -> None:
    prefix = page.path.strip("/") or "home"
    for control in page.controls:
        assert control.id.startswith(f"{prefix}-")


def test_unknown_address_lists_the_pages(application: dash.Dash) -> None:
    with application.server.test_request_context("/"):
        shown = str(show_page({"path": "/nowhere", "search": "", "stored": {}}))
    assert "/nowhere" in shown
    for page in PAGES:
        assert page.name in shown


def test_an_emptied_choice_stays_empty_in_the_link(application: dash.Dash) -> None:
    with application.server.test_request_context("/"):
        shown = show_page({"path": "/models", "search": "?models=", "stored": {}})
    assert by_id(shown, models.ids.SELECT).value == []


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok"
    ready = client.get("/readyz")
    parts = ready.get_json()
    assert parts is not None
    assert parts["Cache"]["ok"]
    assert parts["Records"]["ok"]
    assert not parts["Worker"]["ok"]
    assert ready.status_code == 503


def test_without_redis_the_start_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="python3 -m app"):
        Services.open(Settings(gemmavision_home=tmp_path, redis_url=None))


def test_everything_is_served_by_the_application_itself(client: FlaskClient) -> None:
    index = client.get("/").text
    assert "https://" not in index
    assert "http://" not in index
