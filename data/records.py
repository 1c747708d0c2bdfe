"""Records of documents, jobs and pages in SQLite or PostgreSQL.

A job goes queued → running → done | failed | cancelled. Each start of a job raises its `attempt`; whoever holds an
older attempt can no longer write, so a job that was handed to a second worker is never written by two.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

P = ParamSpec("P")
T = TypeVar("T")

LEASE = timedelta(seconds=8)
"""A running job that was not touched for longer than this has lost its worker."""
OFTEN_BEATEN = 10
"""Times that a transaction is tried again after another added the same row."""


class Base(DeclarativeBase):
    pass


class Document(Base):
    """A file that somebody uploaded. One owner has one record per content."""

    __tablename__ = "documents"
    __table_args__ = (sa.UniqueConstraint("owner", "sha256"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    created: Mapped[datetime]


class Job(Base):
    """One analysis of a document by one version of the pipeline; `created` is when it was last asked for."""

    __tablename__ = "jobs"
    __table_args__ = (sa.UniqueConstraint("document_id", "pipeline_version"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id"), index=True)
    pipeline_version: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    page_count: Mapped[int | None]
    message: Mapped[str | None]
    result: Mapped[str | None] = mapped_column(sa.Text)
    created: Mapped[datetime]
    queued: Mapped[datetime]
    touched: Mapped[datetime]

    @property
    def active(self) -> bool:
        """Whether the job still has work to do."""
        return self.state in ("queued", "running")


class Page(Base):
    """What was read on one page of a job, or why it could not be read."""

    __tablename__ = "pages"

    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str | None] = mapped_column(sa.Text)
    problem: Mapped[str | None]


@dataclass(frozen=True)
class Deleted:
    """What belonged to a document that was deleted; `last` when nobody else has a document of the same content."""

    document: Document
    job_ids: tuple[str, ...]
    last: bool


class StaleAttempt(Exception):
    """The job was cancelled, finished or taken over since this attempt began."""


def now() -> datetime:
    """The present moment in UTC, without time zone as the databases store it."""
    return datetime.now(UTC).replace(tzinfo=None)


def again_if_beaten(method: Callable[P, T]) -> Callable[P, T]:
    """Repeats a transaction in which another process was the first to add the same row: now it is found.

    More than once, because a set that is replaced by several at the same moment may be beaten by each of them.
    """

    @wraps(method)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(OFTEN_BEATEN):
            try:
                return method(*args, **kwargs)
            except sa.exc.IntegrityError:
                continue
        return method(*args, **kwargs)

    return run


def create_tables(engine: sa.Engine) -> None:
    """Creates the tables of every imported module that are missing; several processes may do so at once."""
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))


class Records:
    """Reads and writes the records. Every method is one transaction and safe to call from any thread."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _configure_sqlite)
        self._session = sessionmaker(self._engine, expire_on_commit=False)

    @property
    def engine(self) -> sa.Engine:
        """The database, for records that have a module of their own."""
        return self._engine

    def create_tables(self) -> None:
        """Creates what is missing; several processes may do so at once."""
        create_tables(self._engine)

    def ping(self) -> None:
        """Raises sqlalchemy.exc.SQLAlchemyError when the database does not answer."""
        with self._engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    # documents

    @again_if_beaten
    def add_document(self, owner: str, name: str, sha256: str, media_type: str, size: int) -> Document:
        """Adds a document, or returns the owner's record of the same content under its latest name."""
        with self._session.begin() as session:
            same = sa.select(Document).where(Document.owner == owner, Document.sha256 == sha256)
            document = session.scalar(same)
            if document is None:
                document = Document(id=uuid.uuid4().hex, owner=owner, sha256=sha256, media_type=media_type, size=size)
                session.add(document)
            document.name, document.created = name, now()
            return document

    def documents(self, owner: str, limit: int = 50) -> list[tuple[Document, Job | None]]:
        """The owner's documents, newest first, each with its newest job."""
        newest = (
            sa.select(Job.id)
            .where(Job.document_id == Document.id)
            .order_by(Job.created.desc())
            .limit(1)
            .correlate(Document)
            .scalar_subquery()
        )
        query = (
            sa.select(Document, Job)
            .outerjoin(Job, Job.id == newest)
            .where(Document.owner == owner)
            .order_by(Document.created.desc())
            .limit(limit)
        )
        with self._session() as session:
            return [(document, job) for document, job in session.execute(query)]

    def document(self, document_id: str, owner: str | None = None) -> Document | None:
        """A document by id; with `owner`, only when it is theirs."""
        with self._session() as session:
            document = session.get(Document, document_id)
            return document if document and owner in (None, document.owner) else None

    def delete_document(self, document_id: str, owner: str | None = None) -> "Deleted | None":
        """Deletes a document with its jobs, their pages and what the model was asked about them.

        None when there is no such document; with `owner`, when it is not theirs.
        """
        with self._session.begin() as session:
            document = session.get(Document, document_id)
            if document is None or owner not in (None, document.owner):
                return None
            job_ids = tuple(session.scalars(sa.select(Job.id).where(Job.document_id == document_id)))
            session.execute(sa.delete(Page).where(Page.job_id.in_(job_ids)))
            session.execute(sa.delete(Job).where(Job.id.in_(job_ids)))
            session.execute(sa.delete(Document).where(Document.id == document_id))
            others = session.scalar(sa.select(sa.func.count()).where(Document.sha256 == document.sha256))
            return Deleted(document, job_ids, last=not others)

    def documents_before(self, moment: datetime) -> list[str]:
        """Ids of the documents that were last added before a moment (UTC)."""
        with self._session() as session:
            return list(session.scalars(sa.select(Document.id).where(Document.created < moment)))

    # jobs

    @again_if_beaten
    def request_job(self, document_id: str, pipeline_version: str, retry: bool = False) -> tuple[Job, bool]:
        """The job of a document under a pipeline version, and whether it has to be enqueued.

        `pipeline_version` also names the settings that change a result. A finished or active job is returned as it is,
        and is the document's newest from now on. A failed or cancelled one is set back to queued, as is any
        unfinished one with `retry`; pages that it has read are kept.
        """
        with self._session.begin() as session:
            same = sa.select(Job).where(Job.document_id == document_id, Job.pipeline_version == pipeline_version)
            job = session.scalar(same.with_for_update())
            if job is None:
                job = Job(id=uuid.uuid4().hex, document_id=document_id, pipeline_version=pipeline_version)
                job.attempt, job.created = 0, now()
                session.add(job)
            elif job.state == "done" or (job.active and not retry):
                job.created = now()
                return job, False
            job.state, job.message, job.tries = "queued", None, 0
            job.queued = job.touched = now()
            return job, True

    def job(self, job_id: str, owner: str | None = None) -> Job | None:
        """A job by id; with `owner`, only when its document is theirs."""
        query = sa.select(Job).join(Document).where(Job.id == job_id)
        if owner is not None:
            query = query.where(Document.owner == owner)
        with self._session() as session:
            return session.scalar(query)

    def newest_job(self, document_id: str, owner: str) -> Job | None:
        """The newest job of a document of this owner."""
        query = (
            sa.select(Job)
            .join(Document)
            .where(Document.id == document_id, Document.owner == owner)
            .order_by(Job.created.desc())
            .limit(1)
        )
        with self._session() as session:
            return session.scalar(query)

    def waiting_before(self, job: Job) -> int:
        """How many jobs wait that were put into the queue before this one, whoever asked for them."""
        earlier = sa.select(sa.func.count()).where(Job.state == "queued", Job.queued < job.queued)
        with self._session() as session:
            return session.scalar(earlier) or 0

    def start(self, job_id: str) -> Job | None:
        """Takes a job for this worker. None when it has ended or another worker is at it."""
        takeable = sa.or_(Job.state == "queued", sa.and_(Job.state == "running", Job.touched < now() - LEASE))
        taken = (
            sa.update(Job)
            .where(Job.id == job_id, takeable)
            .values(state="running", attempt=Job.attempt + 1, tries=Job.tries + 1, touched=now())
            .returning(Job)
        )
        with self._session.begin() as session:
            return session.scalar(taken)

    def touch(self, job_id: str, attempt: int, **values: Any) -> None:
        """Says that the worker still holds the job, and sets columns. Raises StaleAttempt when it does not."""
        held = sa.and_(Job.id == job_id, Job.attempt == attempt, Job.state == "running")
        with self._session.begin() as session:
            changed = session.execute(sa.update(Job).where(held).values(touched=now(), **values))
            if not changed.rowcount:  # type: ignore[attr-defined]
                raise StaleAttempt(job_id)

    def cancel(self, job_id: str) -> bool:
        """Cancels a job. False when it had ended already."""
        active = sa.and_(Job.id == job_id, Job.state.in_(("queued", "running")))
        with self._session.begin() as session:
            changed = session.execute(sa.update(Job).where(active).values(state="cancelled", touched=now()))
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def lost_jobs(self, silent: timedelta) -> list[str]:
        """Ids of active jobs that nobody has touched for `silent`."""
        lost = sa.select(Job.id).where(Job.state.in_(("queued", "running")), Job.touched < now() - silent)
        with self._session() as session:
            return list(session.scalars(lost))

    def note_enqueued(self, job_id: str) -> None:
        """Marks that a lost job was put into the queue again, so that it is not put there twice."""
        with self._session.begin() as session:
            session.execute(sa.update(Job).where(Job.id == job_id).values(state="queued", touched=now()))

    # pages

    def save_page(
        self, job_id: str, attempt: int, number: int, content: str | None, problem: str | None = None
    ) -> None:
        """Saves what a page holds (JSON), replacing an earlier failure. Raises StaleAttempt."""
        self.touch(job_id, attempt)
        with self._session.begin() as session:
            session.merge(Page(job_id=job_id, number=number, content=content, problem=problem))

    def copy_pages(self, document_id: str, pipeline_version: str, job_id: str, attempt: int) -> None:
        """Gives a job the pages that another job of the same document has read, where it lacks them.

        Raises StaleAttempt.
        """
        self.touch(job_id, attempt)
        known = sa.select(Page.number).where(Page.job_id == job_id)
        source = (
            sa.select(sa.literal(job_id), Page.number, Page.content)
            .join(Job)
            .where(Job.document_id == document_id, Job.pipeline_version == pipeline_version)
            .where(Page.content.is_not(None), Page.number.not_in(known))
        )
        with self._session.begin() as session:
            session.execute(sa.insert(Page).from_select(["job_id", "number", "content"], source))

    def page(self, job_id: str, number: int) -> Page | None:
        """One page of a job."""
        with self._session() as session:
            return session.get(Page, (job_id, number))

    def pages(self, job_id: str) -> list[Page]:
        """All pages of a job that are there, in order."""
        with self._session() as session:
            return list(session.scalars(sa.select(Page).where(Page.job_id == job_id).order_by(Page.number)))

    def page_numbers(self, job_id: str) -> tuple[list[int], list[int]]:
        """Numbers of the pages that were read and of those that could not be, each in order."""
        query = sa.select(Page.number, Page.content.is_not(None)).where(Page.job_id == job_id).order_by(Page.number)
        with self._session() as session:
            rows = list(session.execute(query))
        return [number for number, read in rows if read], [number for number, read in rows if not read]


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
