"""What all reading processes share: the libraries and the layout model.

On Linux they are forked from a server that has imported this module, so that all of it is in memory once.
"""

from __future__ import annotations

import gc

from inference.lifeline import end_with_parent


def _load() -> None:
    end_with_parent()
    from inference import threads  # noqa: F401 (before the libraries)
    from inference.pipeline import warm_up

    warm_up()
    gc.collect()
    gc.freeze()  # a collection writes into all that it looks at, and what is written to is no longer shared


_load()
