"""Records of what every request to a model took: for the advisor's corrections and for operations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, sessionmaker

from data.records import Base, create_tables, now


@dataclass(frozen=True)
class Call:
    """One finished request. Tokens and seconds as the engine counted them; `alone` when no other ran meanwhile.

    `prompt_tokens` includes images and what came from the cache (`cached_tokens`). Nothing of the request's text.
    """

    engine: str
    model: str
    weight_format: str
    device: str
    alone: bool
    prompt_tokens: int
    cached_tokens: int
    image_tokens: int
    output_tokens: int
    first_token_seconds: float | None
    decode_seconds: float | None


class StoredCall(Base):
    """A row per request."""

    __tablename__ = "model_calls"

    id: Mapped[str] = mapped_column(primary_key=True)
    finished: Mapped[datetime] = mapped_column(index=True)
    engine: Mapped[str]
    model: Mapped[str]
    weight_format: Mapped[str]
    device: Mapped[str]
    alone: Mapped[bool]
    prompt_tokens: Mapped[int]
    cached_tokens: Mapped[int]
    image_tokens: Mapped[int]
    output_tokens: Mapped[int]
    first_token_seconds: Mapped[float | None]
    decode_seconds: Mapped[float | None]


class CallRecords:
    """Reads and writes them. Every method is one transaction and safe to call from any thread."""

    def __init__(self, engine: sa.Engine) -> None:
        """Creates the table where it is missing."""
        create_tables(engine)
        self._session = sessionmaker(engine, expire_on_commit=False)

    def add(self, call: Call) -> None:
        """Stores a request that has just finished."""
        with self._session.begin() as session:
            session.add(StoredCall(id=uuid.uuid4().hex, finished=now(), **vars(call)))

    def recent(self, days: float, limit: int = 2000) -> list[Call]:
        """The newest requests of the last `days`, newest first."""
        names = [field.name for field in fields(Call)]
        query = (
            sa.select(*(getattr(StoredCall, name) for name in names))
            .where(StoredCall.finished >= now() - timedelta(days=days))
            .order_by(StoredCall.finished.desc())
            .limit(limit)
        )
        with self._session() as session:
            return [Call(*row) for row in session.execute(query)]
