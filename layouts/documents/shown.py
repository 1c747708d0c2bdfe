"""What the page is told about documents and their jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inference.continuation import Whole
    from inference.schema import DocumentResult, PageResult

STATES = {
    None: "not analysed",
    "queued": "waiting",
    "running": "being read",
    "done": "read",
    "failed": "failed",
    "cancelled": "cancelled",
}
"""States of a document's job, None before the first, in words."""


@dataclass(frozen=True)
class Entry:
    """A document of this visitor and the state of its newest job (None before the first)."""

    id: str
    name: str
    state: str | None


def under_way(entries: Sequence[Entry]) -> bool:
    """Whether any of the documents waits or is being read: those that were added together, not the chosen one alone."""
    return any(entry.state in ("queued", "running") for entry in entries)


@dataclass(frozen=True)
class JobView:
    """What the page shows of a job.

    `read` are the numbers of the pages that are there, `failed` of those that could not be read; `kind` is the kind
    of document that a person chose, empty where its content decides; `ahead` is how many jobs wait before it;
    `silent` tells that no worker has said anything for a while; `seconds` is its age until it ended.
    """

    id: str
    state: str
    pages: int | None
    read: tuple[int, ...]
    failed: tuple[int, ...]
    kind: str
    ahead: int
    message: str | None
    silent: bool
    seconds: float

    @property
    def active(self) -> bool:
        """Whether it still runs or waits."""
        return self.state in ("queued", "running")

    @property
    def empty(self) -> bool:
        """Whether it ended before any page was read."""
        return not (self.active or self.read or self.failed)

    def store(self) -> dict[str, Any]:
        """The part that the browser keeps."""
        return {
            "id": self.id,
            "state": self.state,
            "active": self.active,
            "pages": self.pages,
            "kind": self.kind,
            "ready": [*self.read, *self.failed],
        }


@dataclass(frozen=True)
class Shown:
    """Everything about the chosen document at one page, as far as the chosen view needs it."""

    job: JobView | None = None
    page: PageResult | None = None
    problem: str | None = None
    result: DocumentResult | None = None
    tables: tuple[Whole, ...] = ()
    """The tables of the page, whole where they run over pages."""
    scales: Mapping[str, str] = field(default_factory=dict)
    """In what the figures of these tables are, by table, in words."""
    longer: Mapping[str, str] = field(default_factory=dict)
    """Pages over which a table runs that is too long to be shown whole, by table."""
    with_tables: tuple[int, ...] = ()
    """Numbers of the pages that have tables."""
