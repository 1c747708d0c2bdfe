"""Records: one writer per job, nothing lost, nobody sees another's documents."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import records as module
from data.records import Document, Records, StaleAttempt


@pytest.fixture
def records(tmp_path: Path) -> Records:
    made = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    made.create_tables()
    return made


@pytest.fixture
def document(records: Records) -> Document:
    return records.add_document("ann", "invoice.pdf", "0" * 64, "application/pdf", 10)


def age(records: Records, job_id: str, by: timedelta) -> None:
    """Moves a job's last sign of life into the past."""
    with records._engine.begin() as connection:
        job = sa.update(module.Job).where(module.Job.id == job_id)
        connection.execute(job.values(touched=module.now() - by))


def test_tables_can_be_created_twice(records: Records) -> None:
    records.create_tables()
    records.ping()


def test_same_content_of_one_owner_is_one_document_under_its_latest_name(records: Records, document: Document) -> None:
    again = records.add_document("ann", "renamed.pdf", document.sha256, "application/pdf", 10)
    assert again.id == document.id
    assert [entry.name for entry, _job in records.documents("ann")] == ["renamed.pdf"]


def test_other_owners_see_nothing(records: Records, document: Document) -> None:
    job, _ = records.request_job(document.id, "1")
    assert records.document(document.id, "bob") is None
    assert records.job(job.id, "bob") is None
    assert records.newest_job(document.id, "bob") is None
    assert records.documents("bob") == []
    assert records.add_document("bob", "invoice.pdf", document.sha256, "application/pdf", 10).id != document.id


def test_a_waiting_job_knows_how_many_wait_before_it(records: Records, document: Document) -> None:
    first, second, third = (records.request_job(document.id, version)[0] for version in "123")
    assert [records.waiting_before(job) for job in (first, second, third)] == [0, 1, 2]
    records.start(first.id)
    assert records.waiting_before(third) == 1


def test_same_document_and_version_is_the_same_job(records: Records, document: Document) -> None:
    first, enqueue_first = records.request_job(document.id, "1")
    second, enqueue_second = records.request_job(document.id, "1")
    other, enqueue_other = records.request_job(document.id, "2")
    assert (enqueue_first, enqueue_second, enqueue_other) == (True, False, True)
    assert first.id == second.id != other.id


def test_a_job_is_taken_once(records: Records, document: Document) -> None:
    job, _ = records.request_job(document.id, "1")
    taken = records.start(job.id)
    assert taken is not None
    assert (taken.state, taken.attempt, taken.tries) == ("running", 1, 1)
    assert records.start(job.id) is None


def test_a_job_whose_worker_died_is_taken_over_and_the_first_can_no_longer_write(
    records: Records, document: Document
) -> None:
    job, _ = records.request_job(document.id, "1")
    first = records.start(job.id)
    assert first is not None
    records.save_page(job.id, first.attempt, 1, "{}")
    age(records, job.id, module.LEASE + timedelta(seconds=1))
    second = records.start(job.id)
    assert second is not None
    assert second.attempt == first.attempt + 1
    with pytest.raises(StaleAttempt):
        records.save_page(job.id, first.attempt, 2, "{}")
    records.save_page(job.id, second.attempt, 3, None, "could not be read")
    assert records.page_numbers(job.id) == ([1], [3])


def test_cancel_ends_an_active_job_once_and_stops_its_worker(records: Records, document: Document) -> None:
    job, _ = records.request_job(document.id, "1")
    taken = records.start(job.id)
    assert taken is not None
    assert records.cancel(job.id)
    assert not records.cancel(job.id)
    with pytest.raises(StaleAttempt):
        records.touch(job.id, taken.attempt)


def test_retry_keeps_pages_and_counts_tries_anew(records: Records, document: Document) -> None:
    job, _ = records.request_job(document.id, "1")
    taken = records.start(job.id)
    assert taken is not None
    records.save_page(job.id, taken.attempt, 1, "{}")
    records.touch(job.id, taken.attempt, state="failed", message="no")
    again, enqueue = records.request_job(document.id, "1")
    assert enqueue
    assert (again.state, again.message, again.tries) == ("queued", None, 0)
    assert records.page_numbers(job.id)[0] == [1]


def test_lost_jobs_are_the_active_ones_that_nobody_touched(records: Records, document: Document) -> None:
    job, _ = records.request_job(document.id, "1")
    assert records.lost_jobs(timedelta(minutes=1)) == []
    age(records, job.id, timedelta(minutes=2))
    assert records.lost_jobs(timedelta(minutes=1)) == [job.id]
    records.note_enqueued(job.id)
    assert records.lost_jobs(timedelta(minutes=1)) == []


def test_many_at_once_share_one_document_and_one_job(records: Records) -> None:
    def add(_turn: int) -> tuple[str, str, bool]:
        document = records.add_document("ann", "invoice.pdf", "1" * 64, "application/pdf", 10)
        job, enqueue = records.request_job(document.id, "1")
        return document.id, job.id, enqueue

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(add, range(32)))
    assert len({document for document, _, _ in made}) == 1
    assert len({job for _, job, _ in made}) == 1
    assert sum(enqueue for _, _, enqueue in made) == 1


def test_pages_read_for_one_job_serve_another_of_the_same_document(records: Records, document: Document) -> None:
    first, _ = records.request_job(document.id, "1")
    taken = records.start(first.id)
    assert taken is not None
    records.save_page(first.id, taken.attempt, 1, "one")
    records.save_page(first.id, taken.attempt, 2, "two")
    records.save_page(first.id, taken.attempt, 3, None, "could not be read")
    second, _ = records.request_job(document.id, "1+invoice")
    again = records.start(second.id)
    assert again is not None
    records.save_page(second.id, again.attempt, 2, "own")
    records.copy_pages(document.id, "1", second.id, again.attempt)
    assert [(page.number, page.content) for page in records.pages(second.id)] == [(1, "one"), (2, "own")]
    with pytest.raises(StaleAttempt):
        records.copy_pages(document.id, "1", second.id, again.attempt - 1)


def test_the_job_that_was_asked_for_last_is_the_newest(records: Records, document: Document) -> None:
    first, _ = records.request_job(document.id, "1")
    second, _ = records.request_job(document.id, "1+invoice")
    newest = records.newest_job(document.id, "ann")
    assert newest is not None
    assert newest.id == second.id
    records.request_job(document.id, "1")
    newest = records.newest_job(document.id, "ann")
    assert newest is not None
    assert newest.id == first.id
