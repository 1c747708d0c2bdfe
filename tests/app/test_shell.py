"""The frame: pages, deep links, 404, health, and what the web tier must not load."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import dash
import pytest
from flask.testing import FlaskClient

from callbacks.pages import PAGES
from callbacks.shell import show_page
from data.settings import Settings
from inference.services import NotConfigured, Services
from layouts.state import Control, merge

PROJECT = Path(__file__).resolve().parents[2]

CONTROLS = (
    Control("models", "m", "value", ["a"]),
    Control("kv", "k", "value", False),
    Control("context", "c", "value", 1024),
    Control("view", "v", "value", "fields"),
)


def test_web_tier_loads_no_torch_transformers_or_pymupdf() -> None:
    code = (
        "import sys, app.factory\n"
        "print([name for name in ('torch', 'transformers', 'pymupdf', 'fitz', 'cv2', 'rapidocr') if name in sys.modules])"
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


def test_a_link_stands_for_the_whole_view() -> None:
    query = dict(parse_qsl(urlencode({"models": "Gemma 3 4B,Gemma 3 27B", "kv": "1"})))
    state = merge(CONTROLS, query, {"view": "tables", "context": 4096})
    assert state == {"models": ["Gemma 3 4B", "Gemma 3 27B"], "kv": True, "context": 1024, "view": "fields"}


def test_without_a_link_what_the_browser_kept_counts() -> None:
    state = merge(CONTROLS, {"utm_source": "mail"}, {"view": "tables", "context": 4096})
    assert state == {"models": ["a"], "kv": False, "context": 4096, "view": "tables"}


@pytest.mark.parametrize("kept", [{"models": "a"}, {"models": [1]}, {"context": "7"}, {"context": True}, {"kv": 1}])
def test_kept_values_of_a_wrong_type_are_dropped(kept: dict) -> None:
    assert merge(CONTROLS, {}, kept) == {control.name: control.default for control in CONTROLS}


def test_link_with_a_number_that_is_none_takes_the_default() -> None:
    assert merge(CONTROLS, {"context": "many"}, {})["context"] == 1024


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok"
    ready = client.get("/readyz")
    assert ready.json["Cache"]["ok"]
    assert ready.json["Records"]["ok"]
    assert not ready.json["Worker"]["ok"]
    assert ready.status_code == 503


def test_without_redis_the_start_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="python3 -m app"):
        Services.open(Settings(gemmavision_home=tmp_path, redis_url=None))


def test_everything_is_served_by_the_application_itself(client: FlaskClient) -> None:
    index = client.get("/").text
    assert "https://" not in index
    assert "http://" not in index
