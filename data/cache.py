"""The cache of parsed tables. Unbound here; the application binds it with `cache.init_app(server, config)`."""

from flask_caching import Cache

cache = Cache()
