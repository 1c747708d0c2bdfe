"""The cache of reference tables, bound as the application binds it and filled once for all tests."""

import functools

from flask import Flask

from data.cache import cache


@functools.cache
def _server() -> Flask:
    server = Flask(__name__)
    cache.init_app(server, config={"CACHE_TYPE": "SimpleCache"})
    return server


def bind_cache() -> None:
    """Binds the cache to this process; an application that was made in between has bound it to its Redis."""
    cache.app = _server()
