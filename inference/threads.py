"""How the neural networks of the libraries share the processors with each other. Import it before those libraries.

ONNX Runtime by default gives every network as many threads as there are processors, binds them to processors and lets
them wait busily. Several reading processes then stand in each other's way: two took longer than one. The libraries
leave the options of their sessions to ONNX Runtime, so its defaults are changed here, for this process.
"""

from __future__ import annotations

import os

import onnxruntime


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


for_recognition = processors()
"""Threads of the networks that recognise text; a reading process has its share of the processors."""


class _Options(onnxruntime.SessionOptions):
    """One thread, as pages are read side by side; whoever asks for more gets threads that sleep while they wait."""

    def __init__(self) -> None:
        super().__init__()
        self.intra_op_num_threads = 1
        self.add_session_config_entry("session.intra_op.allow_spinning", "0")


onnxruntime.SessionOptions = _Options
