"""The engine of a worker process: loaded once, in the background after the start, and kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from data.call_records import Call
from data.settings import Settings
from inference.engines import open_engine
from inference.engines.errors import EngineError
from inference.engines.protocol import Description, Engine
from inference.engines.recorded import Recorded

log = logging.getLogger(__name__)

PASSING: Final = frozenset({"endpoint_unreachable", "endpoint_silent", "endpoint_busy", "endpoint_failed"})
"""Errors that go away without anybody changing a setting."""
AGAIN_SECONDS: Final = 30

State = Literal["none", "loading", "ready", "failed"]


@dataclass(frozen=True)
class ResidentStatus:
    """How far the engine is: not configured ("none"), loading, ready, or failed with the reason in `detail`."""

    state: State
    detail: str
    description: Description | None = None

    def facts(self) -> dict[str, str]:
        """For the worker's heartbeat."""
        about = self.description
        return {
            "model_state": self.state,
            "model_detail": self.detail,
            "model": about.model if about else "",
            "engine": about.engine if about else "",
            "weight_format": (about.weight_format or "") if about else "",
            "model_device": about.device if about else "",
        }


class Resident:
    """Holds one engine for all threads of the process. Without GEMMA_MODEL it imports nothing and loads nothing."""

    def __init__(self, settings: Settings, keep: Callable[[Call], None]) -> None:
        """`keep` gets what every request took."""
        self._settings = settings
        self._keep = keep
        self._loaded, self._closed = threading.Event(), threading.Event()
        self._engine: Engine | None = None
        self._error = EngineError("not_configured")
        self._models = ", then ".join(settings.gemma_models)
        self._status = ResidentStatus("none", self._error.message)
        if not settings.gemma_models:
            self._loaded.set()

    @property
    def status(self) -> ResidentStatus:
        """As it is now."""
        return self._status

    def start(self) -> None:
        """Begins to load, if a model is configured, and returns at once."""
        if self._loaded.is_set():
            return
        self._status = ResidentStatus("loading", f"Loading {self._models}.")
        threading.Thread(target=self._load, name="load-gemma", daemon=True).start()

    def engine(self) -> Engine:
        """The engine; waits while it is loading. Raises EngineError with the reason when there is none."""
        self._loaded.wait()
        if self._engine is None:
            raise self._error
        return self._engine

    def close(self) -> None:
        """Gives the engine back."""
        self._closed.set()
        if self._engine is not None:
            self._engine.close()

    def _load(self) -> None:
        """Tries once; again and again while it is only an endpoint that does not answer."""
        while not self._open():
            self._loaded.set()
            if self._error.code not in PASSING or self._closed.wait(AGAIN_SECONDS):
                return
        self._loaded.set()

    def _open(self) -> bool:
        try:
            self._engine = Recorded(open_engine(self._settings), self._keep)
        except EngineError as error:
            self._error = error
            self._status = ResidentStatus("failed", error.message)
            log.error("Gemma 3 is not available: %s", error.message)
            return False
        except Exception as error:
            self._error = EngineError("failed", reason=f"{type(error).__name__}: {error}")
            self._status = ResidentStatus("failed", self._error.message)
            log.exception("Gemma 3 is not available")
            return False
        about = self._engine.describe()
        self._status = ResidentStatus("ready", f"{about.model} on {about.device}.", about)
        log.info("model %s: ready in %s on %s", about.model, about.weight_format or "its own format", about.device)
        return True
