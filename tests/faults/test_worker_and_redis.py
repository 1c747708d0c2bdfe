"""The worker is killed, or Redis, in the middle of a document: no page is lost, none comes twice."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.media import PDF
from data.records import Document, Job
from data.settings import Settings
from inference.results import load_pages
from inference.services import Services
from tests.conftest import Live, wait_for
from tests.faults.conftest import PAGES, part, started


@pytest.fixture(scope="module")
def own_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One application, which every test leaves in order."""
    yield from started(tmp_path_factory.mktemp("faults") / "home")


@pytest.fixture(scope="module")
def services(own_live: Live) -> Services:
    """The records, files and queue of that application."""
    url = part(own_live, "inference.worker").environ()["REDIS_URL"]
    return Services.open(Settings(gemmavision_home=own_live.home, redis_url=url))


def add(services: Services, path: Path) -> Document:
    """A document of somebody new, so that nothing of it has been read."""
    with path.open("rb") as stream:
        sha256, size, _head = services.files.add_upload(stream, 10**8)
    return services.records.add_document(uuid.uuid4().hex, path.name, sha256, PDF, size)


def state(services: Services, job: Job) -> str:
    found = services.records.job(job.id)
    assert found is not None
    return found.state


def page_events(services: Services, job: Job) -> list[int]:
    return [event.data["number"] for event in services.events.read(job.id, "0", 1) if event.type == "page"]


@pytest.mark.parametrize(("victim", "name"), [("inference.worker", "the worker"), ("redis-server", "Redis")])
def test_job_survives_a_kill_in_the_middle(
    own_live: Live, services: Services, long_report: Path, victim: str, name: str
) -> None:
    job = services.request_analysis(add(services, long_report))
    wait_for(lambda: len(services.records.page_numbers(job.id)[0]) >= 3, "the first pages")
    part(own_live, victim).kill()
    assert len(services.records.page_numbers(job.id)[0]) < PAGES
    wait_for(lambda: state(services, job) == "done", "the job", 90)
    pages = load_pages(services.records, job.id)
    assert [page.number for page in pages] == list(range(1, PAGES + 1))
    for page in pages:
        assert f"This is page number {page.number} of the report" in [line.text for line in page.lines]
    events = page_events(services, job)
    assert len(events) == len(set(events)), "a page was read twice"
    assert own_live.says(f"{name} ended with status -9; starting it again")
    wait_for(lambda: own_live.status("/readyz") == 200, "every part")


def test_job_is_enqueued_again_when_redis_lost_everything(
    own_live: Live, services: Services, long_report: Path
) -> None:
    part(own_live, "inference.worker").suspend()
    job = services.request_analysis(add(services, long_report))
    services.redis.flushall()
    part(own_live, "inference.worker").resume()
    # what the Retry button does; without it the worker finds the job by itself after a minute
    document = services.records.document(job.document_id)
    assert document is not None
    assert services.request_analysis(document, retry=True).id == job.id
    wait_for(lambda: state(services, job) == "done", "the job", 60)
    assert services.records.page_numbers(job.id)[0] == list(range(1, PAGES + 1))


def test_cancelled_job_stops_and_the_next_document_works(
    own_live: Live, services: Services, long_report: Path, tmp_path: Path
) -> None:
    job = services.request_analysis(add(services, long_report))
    wait_for(lambda: services.records.page_numbers(job.id)[0], "the first page")
    assert services.cancel(job.id)
    other = tmp_path / "other.pdf"
    other.write_bytes(long_report.read_bytes() + b"\n% another file")
    following = services.request_analysis(add(services, other))
    wait_for(lambda: state(services, following) == "done", "the next document", 60)
    assert state(services, job) == "cancelled"
    assert len(services.records.page_numbers(job.id)[0]) < PAGES
