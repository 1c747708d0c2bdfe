"""Records of what the model was asked to do with a document: read its fields, answer a question.

A task goes queued → running → done | failed | cancelled, and its attempts are those of a job (data.records).
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, sessionmaker

from data.records import LEASE, Base, Document, Job, StaleAttempt, create_tables, now

Asked = Literal["fields", "question"]


class ModelTask(Base):
    """One request to the model about the document of a job."""

    __tablename__ = "model_tasks"

    id: Mapped[str] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    asked: Mapped[str]
    question: Mapped[str | None]
    models: Mapped[str]
    """GEMMA_MODEL when it was asked."""
    state: Mapped[str] = mapped_column(index=True)
    attempt: Mapped[int]
    tries: Mapped[int]
    message: Mapped[str | None]
    content: Mapped[str | None] = mapped_column(sa.Text)
    """What the model returned (inference.gemma.results), as JSON."""
    created: Mapped[datetime]
    touched: Mapped[datetime]

    @property
    def active(self) -> bool:
        """Whether the model still has work to do."""
        return self.state in ("queued", "running")


class ModelTasks:
    """Reads and writes the tasks. Every method is one transaction and safe to call from any thread."""

    def __init__(self, engine: sa.Engine) -> None:
        """Creates the table where it is missing."""
        create_tables(engine)
        self._session = sessionmaker(engine, expire_on_commit=False)

    def add(self, job_id: str, asked: Asked, models: str, question: str | None = None) -> ModelTask:
        """A new task in the state queued."""
        task = ModelTask(
            id=uuid.uuid4().hex,
            job_id=job_id,
            asked=asked,
            question=question,
            models=models,
            state="queued",
            attempt=0,
            tries=0,
            created=now(),
            touched=now(),
        )
        with self._session.begin() as session:
            session.add(task)
        return task

    def task(self, task_id: str, owner: str | None = None) -> ModelTask | None:
        """A task by id; with `owner`, only when its document is theirs."""
        query = sa.select(ModelTask).where(ModelTask.id == task_id)
        if owner is not None:
            query = query.join(Job).join(Document).where(Document.owner == owner)
        with self._session() as session:
            return session.scalar(query)

    def of_job(self, job_id: str, asked: Asked) -> list[ModelTask]:
        """The tasks of a job of one sort, oldest first."""
        query = sa.select(ModelTask).where(ModelTask.job_id == job_id, ModelTask.asked == asked)
        with self._session() as session:
            return list(session.scalars(query.order_by(ModelTask.created)))

    def ids_of_document(self, document_id: str) -> list[str]:
        """Ids of the tasks of all jobs of a document."""
        query = sa.select(ModelTask.id).join(Job).where(Job.document_id == document_id)
        with self._session() as session:
            return list(session.scalars(query))

    def start(self, task_id: str) -> ModelTask | None:
        """Takes a task for this worker. None when it has ended or another worker is at it."""
        lost = sa.and_(ModelTask.state == "running", ModelTask.touched < now() - LEASE)
        taken = (
            sa.update(ModelTask)
            .where(ModelTask.id == task_id, sa.or_(ModelTask.state == "queued", lost))
            .values(state="running", attempt=ModelTask.attempt + 1, tries=ModelTask.tries + 1, touched=now())
            .returning(ModelTask)
        )
        with self._session.begin() as session:
            return session.scalar(taken)

    def touch(self, task_id: str, attempt: int, **values: Any) -> None:
        """Says that the worker still holds the task, and sets columns. Raises StaleAttempt when it does not."""
        held = sa.and_(ModelTask.id == task_id, ModelTask.attempt == attempt, ModelTask.state == "running")
        with self._session.begin() as session:
            changed = session.execute(sa.update(ModelTask).where(held).values(touched=now(), **values))
            if not changed.rowcount:  # type: ignore[attr-defined]
                raise StaleAttempt(task_id)

    def cancel(self, task_id: str) -> bool:
        """Cancels a task. False when it had ended already."""
        active = sa.and_(ModelTask.id == task_id, ModelTask.state.in_(("queued", "running")))
        with self._session.begin() as session:
            changed = session.execute(sa.update(ModelTask).where(active).values(state="cancelled", touched=now()))
            return bool(changed.rowcount)  # type: ignore[attr-defined]

    def lost(self, silent: timedelta) -> list[str]:
        """Ids of active tasks that nobody has touched for `silent`; they are marked as queued again."""
        waiting = sa.and_(ModelTask.state.in_(("queued", "running")), ModelTask.touched < now() - silent)
        again = sa.update(ModelTask).where(waiting).values(state="queued", touched=now()).returning(ModelTask.id)
        with self._session.begin() as session:
            return list(session.scalars(again))
