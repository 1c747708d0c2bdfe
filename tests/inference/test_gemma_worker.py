"""A real worker with the tiny Gemma 3: documents are read by the rules and the model, questions stream and stop."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from data.model_tasks import ModelTask
from data.records import Document
from data.samples import FOLDER
from data.settings import Settings
from inference.gemma.requests import ModelRequests, answer_of, reading_of
from inference.services import Services
from tests.conftest import Live, free_port, wait_for
from tests.inference.conftest import MEDIA_TYPES


def worker_of(live: Live) -> psutil.Process:
    assert live.process is not None
    children = psutil.Process(live.process.pid).children()
    return next(child for child in children if any("inference.worker" in argument for argument in child.cmdline()))


def services_of(live: Live) -> Services:
    settings = Settings(
        gemmavision_home=live.home,
        redis_url=worker_of(live).environ()["REDIS_URL"],
        gemma_model=live.extra.get("GEMMA_MODEL"),
        gemma_endpoint=live.extra.get("GEMMA_ENDPOINT"),
    )
    return Services.open(settings)


def add(services: Services, name: str) -> Document:
    path = FOLDER / name
    with path.open("rb") as stream:
        sha256, size, _head = services.files.add_upload(stream, 10**8)
    return services.records.add_document("tester", name, sha256, MEDIA_TYPES[path.suffix], size)


@pytest.fixture(scope="module")
def gemma_live(tiny_gemma: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The application with an endpoint that is not there as first choice, and the tiny model as second."""
    extra = {
        "GEMMA_MODEL": f"endpoint:gemma-3-27b, {tiny_gemma}",
        "GEMMA_ENDPOINT": f"http://127.0.0.1:{free_port()}/v1",
        "GEMMA_CONTEXT": "8192",
        "DOCUMENT_PROCESSES": "1",
    }
    live = Live(tmp_path_factory.mktemp("gemma"), free_port(), extra)
    live.start()
    yield live
    live.stop()


@pytest.fixture(scope="module")
def services(gemma_live: Live) -> Services:
    return services_of(gemma_live)


@pytest.fixture(scope="module")
def requests(services: Services) -> ModelRequests:
    return ModelRequests(services)


@pytest.fixture(scope="module")
def job_id(services: Services) -> str:
    """A receipt that the rules have read."""
    job = services.request_analysis(add(services, "receipt_scan.jpg"))
    wait_for(lambda: found.state == "done" if (found := services.records.job(job.id)) else False, "the job", 120)
    return job.id


def ended(requests: ModelRequests, task: ModelTask, seconds: float = 120) -> ModelTask:
    def look() -> ModelTask:
        found = requests.tasks.task(task.id)
        assert found is not None
        return found

    wait_for(lambda: not look().active, "the model", seconds)
    return look()


def test_second_model_is_resident_when_the_first_is_not_there(gemma_live: Live, services: Services) -> None:
    def facts() -> dict[str, str]:
        return next(iter(services.heartbeats.workers().values()))

    wait_for(lambda: facts()["model_state"] == "ready", "the model", 120)
    assert facts()["engine"] == "transformers"
    assert facts()["weight_format"] == "bf16"
    assert gemma_live.says("model endpoint:gemma-3-27b: not opened")
    assert gemma_live.says("does not answer")


def test_document_is_read_by_the_model_after_the_rules(requests: ModelRequests, job_id: str) -> None:
    (task,) = requests.tasks.of_job(job_id, "fields")
    done = ended(requests, task)
    assert done.state == "done", done.message
    reading = reading_of(done)
    assert reading is not None
    assert reading.engine.engine == "transformers"
    assert reading.kind == "receipt"
    for field in reading.fields:
        assert field.found == (field.value is not None) == (field.box is not None)
    assert requests.read_fields(job_id).id == task.id  # it is not read twice


def test_question_streams_and_its_follow_up_reuses_the_prompt(
    services: Services, requests: ModelRequests, job_id: str
) -> None:
    first = ended(requests, requests.ask(job_id, "What was paid?"))
    answer = answer_of(first)
    assert answer is not None, first.message
    parts = [event.data for event in services.events.read(first.id, "0", 1) if event.type == "partial"]
    assert len(parts) > 1
    assert answer.answer.startswith(parts[-1].get("answer", ""))
    assert all(citation.found == bool(citation.boxes) for citation in answer.citations)
    second = answer_of(ended(requests, requests.ask(job_id, "When?")))
    assert second is not None
    assert second.given == ()
    assert second.cost.cached_tokens > 0


def test_stopped_question_ends_at_once_and_the_model_stays(
    gemma_live: Live, services: Services, requests: ModelRequests, job_id: str
) -> None:
    before = worker_of(gemma_live).pid
    task = requests.ask(job_id, "What else does it say?")
    wait_for(lambda: services.events.read(task.id, "0", 1), "the first part", 60)
    began = time.monotonic()
    assert requests.cancel(task.id)
    wait_for(lambda: gemma_live.says(f"task {task.id}: stopped"), "the end in the worker", 10)
    assert time.monotonic() - began < 3  # 0.3 s on a machine that does nothing else
    stopped = requests.tasks.task(task.id)
    assert stopped is not None
    assert stopped.state == "cancelled"
    following = ended(requests, requests.ask(job_id, "And who sold it?"))
    assert following.state == "done", following.message
    assert worker_of(gemma_live).pid == before


def test_without_an_endpoint_the_task_says_what_to_check(tmp_path: Path) -> None:
    extra = {"GEMMA_MODEL": "endpoint:gemma-3-4b", "GEMMA_ENDPOINT": f"http://127.0.0.1:{free_port()}/v1"}
    live = Live(tmp_path / "home", free_port(), extra)
    live.start()
    services = services_of(live)
    requests = ModelRequests(services)
    job = services.request_analysis(add(services, "invoice.pdf"))
    wait_for(lambda: requests.tasks.of_job(job.id, "fields"), "the reading", 120)
    failed = ended(requests, requests.tasks.of_job(job.id, "fields")[0])
    assert failed.state == "failed"
    assert "does not answer" in (failed.message or "")
    assert "GEMMA_ENDPOINT" in (failed.message or "")
    done = services.records.job(job.id)
    assert done is not None
    assert done.state == "done"  # the rules' result does not wait for a model
    live.stop()
