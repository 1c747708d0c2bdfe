"""Engines that run Gemma 3: in this process, or behind an endpoint. Importing this imports no heavy library."""

from __future__ import annotations

import logging

from data.settings import Settings
from inference.engines.errors import EngineError
from inference.engines.protocol import Engine

log = logging.getLogger(__name__)

ENDPOINT_PREFIX = "endpoint:"


def open_engine(settings: Settings) -> Engine:
    """The first of the models in GEMMA_MODEL that opens; those passed over are logged with their reason.

    Loading a checkpoint takes from seconds to minutes and happens here. Raises EngineError: not_configured without
    GEMMA_MODEL, else the error of the first model when none opens.
    """
    errors: list[EngineError] = []
    for model in settings.gemma_models:
        try:
            return _open(model, settings)
        except EngineError as error:
            log.warning("model %s: not opened: %s", model, error.message)
            errors.append(error)
    raise errors[0] if errors else EngineError("not_configured")


def _open(model: str, settings: Settings) -> Engine:
    # imported here because each brings its own heavy libraries
    if model.startswith(ENDPOINT_PREFIX):
        from inference.engines.endpoint import EndpointEngine

        return EndpointEngine(model.removeprefix(ENDPOINT_PREFIX), settings)
    from inference.engines.local.engine import TransformersEngine

    return TransformersEngine.load(model, settings)
