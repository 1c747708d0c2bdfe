"""Component ids: made once per page, never typed twice."""

from collections.abc import Callable


def id_factory(prefix: str) -> Callable[[str], str]:
    """`id_factory("models")("select")` is `"models-select"`: ids of two pages never meet."""

    def make(name: str) -> str:
        return f"{prefix}-{name}"

    return make
