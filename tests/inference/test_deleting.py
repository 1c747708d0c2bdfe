"""Deleting a document leaves nothing of it behind."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.records import Document, Job, StaleAttempt, now
from data.settings import Settings
from inference.deleting import delete_document, delete_old
from inference.limits import Limits
from inference.makers import Makers
from inference.sandbox import Sandbox
from inference.services import Services


@pytest.fixture
def services(tmp_path: Path, redis_url: str) -> Iterator[Services]:
    made = Services.open(Settings(gemmavision_home=tmp_path, redis_url=redis_url))
    made.redis.flushall()
    yield made
    made.redis.flushall()


@pytest.fixture
def drawing() -> Iterator[Sandbox]:
    with Sandbox(Limits(), processes=1) as made:
        yield made


def stored(home: Path) -> list[Path]:
    return [path for path in (home / "files").rglob("*") if path.is_file()]


def everything(services: Services, owner: str, name: str) -> tuple[Document, str, int]:
    """A document of that owner with all that can belong to one: its job, which runs, and the attempt."""
    content = services.settings.gemmavision_home / "content"
    content.write_bytes(b"%PDF-1.7 secret")
    with content.open("rb") as stream:
        sha256, size, _head = services.files.add_upload(stream, 1000)
    content.unlink()
    document = services.records.add_document(owner, name, sha256, "application/pdf", size)
    job = services.request_analysis(document)
    started = services.records.start(job.id)
    assert started is not None
    services.records.save_page(job.id, started.attempt, 1, "secret")
    services.model_tasks.add(job.id, "question", "m", "secret")
    services.events.publish(job.id, "page", number=1)
    for key in (services.files.page_key(job.id, 1), services.files.searchable_key(job.id)):
        services.making.done(key, b"secret")
    return document, job.id, started.attempt


def rows(home: Path) -> dict[str, int]:
    with sqlite3.connect(home / "records.sqlite") as connection:
        tables = ("documents", "jobs", "pages", "model_tasks")
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def test_nothing_of_a_deleted_document_stays(services: Services, tmp_path: Path) -> None:
    document, job_id, attempt = everything(services, "ann", "a.pdf")
    assert len(stored(tmp_path)) == 3
    assert delete_document(services, document.id, "ann") is not None
    assert stored(tmp_path) == []
    assert set(rows(tmp_path).values()) == {0}
    assert services.events.read(job_id, "0", 1) == []
    assert services.events.cancelled(job_id)
    with pytest.raises(StaleAttempt):
        services.records.save_page(job_id, attempt, 2, "late")


def test_others_keep_their_document_of_the_same_content(services: Services, tmp_path: Path) -> None:
    document, _job, _attempt = everything(services, "ann", "a.pdf")
    other, other_job, _attempt = everything(services, "bob", "b.pdf")
    assert delete_document(services, document.id, "bob") is None
    assert delete_document(services, document.id, "ann") is not None
    assert services.files.read(services.files.upload_key(other.sha256)) == b"%PDF-1.7 secret"
    assert services.files.read(services.files.page_key(other_job, 1)) == b"secret"
    assert rows(tmp_path) == {"documents": 1, "jobs": 1, "pages": 1, "model_tasks": 1}


def test_documents_older_than_the_retention_time_are_deleted(services: Services, tmp_path: Path) -> None:
    old, _job, _attempt = everything(services, "ann", "a.pdf")
    with services.records.engine.begin() as connection:
        aged = sa.update(Document).values(created=now() - timedelta(days=3))
        connection.execute(aged.where(Document.id == old.id))
    new, _job, _attempt = everything(services, "bob", "b.pdf")
    delete_old(services)
    assert rows(tmp_path)["documents"] == 2
    settings = services.settings.model_copy(update={"retention_days": 2})
    delete_old(replace(services, settings=settings))
    assert services.records.document(old.id) is None
    assert services.records.document(new.id) is not None
    assert rows(tmp_path) == {"documents": 1, "jobs": 1, "pages": 1, "model_tasks": 1}


def test_a_picture_that_is_drawn_while_its_document_is_deleted_does_not_stay(
    services: Services, tmp_path: Path, drawing: Sandbox
) -> None:
    document, job_id, _attempt = everything(services, "ann", "a.pdf")
    services.files.remove_made(job_id)

    def delete_and_draw(_path: Path, _document: Document, _job: Job) -> bytes:
        delete_document(services, document.id)
        return b"secret"

    makers = Makers(services, drawing, drawing, Limits())
    makers._make(services.files.page_key(job_id, 1), job_id, delete_and_draw)
    assert stored(tmp_path) == []
