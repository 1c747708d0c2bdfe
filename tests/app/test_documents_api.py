"""The HTTP routes of documents."""

import hashlib
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from app.factory import create_app
from app.launcher import redis_process
from callbacks.context import EXTENSION
from callbacks.documents.jobs import add_sample
from data import samples
from data.settings import Settings
from inference.making import DRAW, PICTURES_QUEUE
from inference.services import Services
from tests.conftest import answers, wait_for

INVOICE = (samples.FOLDER / "invoice.pdf").read_bytes()


def body(reply: TestResponse) -> dict[str, str]:
    """The JSON object of an answer."""
    found = reply.get_json()
    assert isinstance(found, dict)
    return found


@pytest.fixture
def services(application: dash.Dash) -> Services:
    return application.server.extensions[EXTENSION]


def test_upload_is_stored_for_its_visitor(client: FlaskClient, services: Services) -> None:
    reply = client.post("/api/documents?name=Q3/invoice.pdf", data=INVOICE)
    assert reply.status_code == 201
    document = services.records.document(body(reply)["id"])
    assert document is not None
    assert (document.name, document.media_type, document.size) == ("invoice.pdf", "application/pdf", len(INVOICE))
    assert services.files.read(services.files.upload_key(document.sha256)) == INVOICE


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 400, "is empty"),
        (b"just text, whatever the name says", 415, "is not a PDF, PNG, JPEG, TIFF or WEBP file"),
        (b"%PDF-1.7" + b"x" * 2_000_000, 413, "larger than the limit of 2 MB"),
    ],
)
def test_unusable_upload_is_refused_with_a_message_that_names_the_file(
    client: FlaskClient, content: bytes, status: int, words: str
) -> None:
    reply = client.post("/api/documents?name=report.pdf", data=content)
    assert reply.status_code == status
    assert body(reply)["message"].startswith("report.pdf ")
    assert words in body(reply)["message"]


def test_refused_content_is_not_kept(client: FlaskClient, services: Services) -> None:
    content = b"another text that is no document"
    assert client.post("/api/documents?name=a.pdf", data=content).status_code == 415
    assert not services.files.exists(services.files.upload_key(hashlib.sha256(content).hexdigest()))


def test_only_samples_can_be_asked_for_by_name(application: dash.Dash) -> None:
    with application.server.test_request_context("/"), pytest.raises(NotFound):
        add_sample("../../pyproject.toml")


def test_upload_without_declared_length_is_bounded_too(client: FlaskClient) -> None:
    sent = io.BytesIO(b"%PDF-1.7" + b"x" * 2_000_001)
    environment = {"wsgi.input_terminated": True}
    reply = client.post("/api/documents?name=a.pdf", input_stream=sent, environ_overrides=environment)
    assert reply.status_code == 413


def start_job(client: FlaskClient, services: Services) -> str:
    """A job of this visitor that a worker has taken and of which one page is done."""
    uploaded = body(client.post("/api/documents?name=invoice.pdf", data=INVOICE))["id"]
    document = services.records.document(uploaded)
    assert document is not None
    job = services.request_analysis(document)
    taken = services.records.start(job.id)
    assert taken is not None
    services.records.touch(job.id, taken.attempt, page_count=1)
    services.files.write(services.files.page_key(job.id, 1), b"\x89PNG\r\n\x1a\n picture")
    return job.id


def test_page_picture_is_shown_to_its_owner_alone(visitor: Callable[[], FlaskClient], services: Services) -> None:
    owner, stranger = visitor(), visitor()
    job_id = start_job(owner, services)
    found = owner.get(f"/api/jobs/{job_id}/pages/1")
    assert (found.status_code, found.mimetype) == (200, "image/png")
    assert owner.get(f"/api/jobs/{job_id}/pages/2").status_code == 404
    for path in ("pages/1", "events", "result.json", "tables.csv", "tables/p1t1.md", "text", "searchable.pdf"):
        assert stranger.get(f"/api/jobs/{job_id}/{path}").status_code == 404


def test_why_a_page_cannot_be_drawn_is_answered(client: FlaskClient, services: Services) -> None:
    job_id = start_job(client, services)
    key = services.files.page_key(job_id, 1)
    services.files.remove(key)
    services.making.ask(key, PICTURES_QUEUE, DRAW, job_id, 1)
    services.making.failed(key, "The page is damaged.")
    reply = client.get(f"/api/jobs/{job_id}/pages/1")
    assert reply.status_code == 503
    assert "The page is damaged." in reply.text


def test_events_come_in_order_and_resume_after_the_last_one_seen(client: FlaskClient, services: Services) -> None:
    job_id = start_job(client, services)
    services.events.publish(job_id, "start", pages=2)
    for number in (1, 2):
        services.events.publish(job_id, "page", number=number)
    services.events.publish(job_id, "end")

    def parse(text: str) -> list[dict[str, str]]:
        blocks = [block for block in text.split("\n\n") if block.startswith("id:")]
        return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]

    whole = client.get(f"/api/jobs/{job_id}/events").text
    assert whole.startswith("retry: 500\n\n")
    events = parse(whole)
    assert [event["event"] for event in events] == ["start", "page", "page", "end"]
    assert [json.loads(event["data"]).get("number") for event in events] == [None, 1, 2, None]
    resumed = parse(client.get(f"/api/jobs/{job_id}/events", headers={"Last-Event-ID": events[1]["id"]}).text)
    assert resumed == events[2:]


def test_stream_ends_where_the_records_say_so_even_if_the_last_event_was_lost(
    client: FlaskClient, services: Services
) -> None:
    job_id = start_job(client, services)
    assert services.records.cancel(job_id)
    assert "event: cancelled" in client.get(f"/api/jobs/{job_id}/events").text


def test_stream_says_when_redis_is_away_and_still_finds_the_end(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="gv-") as short:
        socket = Path(short) / "redis.sock"
        server = redis_process(tmp_path, socket)
        server.start()
        wait_for(lambda: answers(f"unix://{socket}"), "Redis")
        application = create_app(Settings(gemmavision_home=tmp_path, redis_url=f"unix://{socket}"))
        client = application.server.test_client()
        own: Services = application.server.extensions[EXTENSION]
        job_id = start_job(client, own)
        server.stop()
        stream = iter(client.get(f"/api/jobs/{job_id}/events", buffered=False).response)
        assert next(stream).startswith(b"retry")
        assert next(stream) == b"event: trouble\ndata: {}\n\n"
        assert own.records.cancel(job_id)
        assert any(b"event: cancelled" in part for part in stream)
