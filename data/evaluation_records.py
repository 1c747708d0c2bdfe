"""Records of evaluations that visitors uploaded: named sets, each replaced as a whole and seen by its owner alone."""

import uuid
from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, sessionmaker

from data import evaluations
from data.evaluations import MAX_OWN_ROWS, EvaluationSet
from data.records import Base, again_if_beaten, create_tables, now

FRAME_COLUMNS = [*evaluations.NAMES, "set_name"]
NO_EVALUATIONS = evaluations.frame([], FRAME_COLUMNS)


class StoredSet(Base):
    """An uploaded file. One owner has one set of a name."""

    __tablename__ = "evaluation_sets"
    __table_args__ = (sa.UniqueConstraint("owner", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    rows: Mapped[int]
    created: Mapped[datetime]


class StoredEvaluation(Base):
    """A row of a set, numbered from 0 in the order of the file."""

    __tablename__ = "evaluations"

    set_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluation_sets.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    benchmark: Mapped[str]
    model: Mapped[str]
    variant: Mapped[str | None]
    metric: Mapped[str | None]
    n_shot: Mapped[int | None]
    score: Mapped[float]
    unit: Mapped[str]
    higher_is_better: Mapped[bool]
    evaluated_on: Mapped[date | None]
    note: Mapped[str | None]


class TooManyEvaluations(Exception):
    """The owner's sets together would hold more than MAX_OWN_ROWS rows."""


class EvaluationRecords:
    """Reads and writes the sets. Every method is one transaction and safe to call from any thread."""

    def __init__(self, engine: sa.Engine) -> None:
        """Creates the tables where they are missing."""
        create_tables(engine)
        self._session = sessionmaker(engine, expire_on_commit=False)

    @again_if_beaten
    def replace(self, owner: str, name: str, table: pd.DataFrame) -> EvaluationSet:
        """Stores what `evaluations.parse` returned, in place of the owner's set of that name if there is one.

        Raises TooManyEvaluations, and then nothing has changed.
        """
        added = StoredSet(id=uuid.uuid4().hex, owner=owner, name=name, rows=len(table), created=now())
        values = table[list(evaluations.NAMES)].astype(object).where(table.notna(), None)
        records = [
            {"set_id": added.id, "number": number, **dict(zip(evaluations.NAMES, row, strict=True))}
            for number, row in enumerate(values.itertuples(index=False))
        ]
        with self._session.begin() as session:
            # first of all, so that SQLite locks before anything was read and nobody writes in between
            session.execute(sa.delete(StoredSet).where(StoredSet.owner == owner, StoredSet.name == name))
            others = sa.select(sa.func.coalesce(sa.func.sum(StoredSet.rows), 0)).where(StoredSet.owner == owner)
            if session.scalars(others).one() + len(table) > MAX_OWN_ROWS:
                raise TooManyEvaluations
            session.add(added)
            session.flush()
            session.execute(sa.insert(StoredEvaluation), records)
        return _described(added)

    def sets(self, owner: str) -> list[EvaluationSet]:
        """The owner's sets, newest first."""
        query = sa.select(StoredSet).where(StoredSet.owner == owner).order_by(StoredSet.created.desc(), StoredSet.name)
        with self._session() as session:
            return [_described(found) for found in session.scalars(query)]

    def delete(self, set_id: str, owner: str) -> str | None:
        """Deletes a set with its rows and returns its name; None when the owner has no such set."""
        own = sa.delete(StoredSet).where(StoredSet.id == set_id, StoredSet.owner == owner).returning(StoredSet.name)
        with self._session.begin() as session:
            return session.scalar(own)

    def frame(self, owner: str) -> pd.DataFrame:
        """Every evaluation of the owner, sets by name and rows as in their files.

        Columns as `evaluations.parse` returns them, and `set_name`; without rows where the owner has none.
        """
        columns = [getattr(StoredEvaluation, name) for name in evaluations.NAMES]
        query = (
            sa.select(*columns, StoredSet.name)
            .join(StoredSet, StoredSet.id == StoredEvaluation.set_id)
            .where(StoredSet.owner == owner)
            .order_by(StoredSet.name, StoredEvaluation.number)
        )
        with self._session() as session:
            rows = [tuple(row) for row in session.execute(query)]
        # most visitors have none, and pandas takes milliseconds to make a frame of nothing
        return evaluations.frame(rows, FRAME_COLUMNS) if rows else NO_EVALUATIONS.copy()


def _described(stored: StoredSet) -> EvaluationSet:
    return EvaluationSet(stored.id, stored.name, stored.rows, stored.created)
