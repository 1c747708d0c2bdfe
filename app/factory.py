"""Builds the application."""

import contextlib
import logging
import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

import dash
from flask import request, session
from flask_compress import Compress

from app import advisor_api, documents_api, evaluations_api, exports_api, health
from callbacks import context, pages, shell
from data import reference_tables
from data.cache import cache
from data.call_records import CallRecords
from data.evaluation_records import EvaluationRecords
from data.settings import Settings
from inference.services import Services
from layouts import shell as shell_layout

YEAR_SECONDS = 31_536_000

INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
        <script>
            // before the first paint, so that a dark page does not flash white
            (function () {
                var theme = localStorage.getItem("gv-theme") || "auto";
                var dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
                document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
            })();
        </script>
    </head>
    <body>
        {%app_entry%}
        <footer>
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


def create_app(settings: Settings | None = None) -> dash.Dash:
    """The Dash application on a Flask server, ready for gunicorn.

    Raises data.reference_tables.ReferenceDataError when a table under data/reference is not as declared, and
    inference.services.NotConfigured without Redis.
    """
    settings = settings or Settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    reference_tables.load_all()
    services = Services.open(settings)

    app = dash.Dash(
        "app",
        title="GemmaVision QuantAdvisor",
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
        index_string=INDEX,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        suppress_callback_exceptions=True,  # pages come and go, their callbacks are registered once
        use_async=False,  # switches itself on where asgiref is installed and halves the throughput
    )
    server = app.server
    server.secret_key = settings.secret_key or _kept_secret(settings.gemmavision_home / "secret_key")
    server.permanent_session_lifetime = timedelta(days=365)
    server.config.update(
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_REFRESH_EACH_REQUEST=False,  # _know_visitor says when
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,  # Dash puts the time of change into the address
        COMPRESS_ALGORITHM=["gzip"],  # brotli takes longer for an answer to a callback than the network saves
        COMPRESS_LEVEL=1,
        COMPRESS_MIMETYPES=["text/html", "text/css", "application/json", "application/javascript", "text/javascript"],
    )
    Compress(server)
    cache.init_app(
        server,
        config={
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": settings.redis_url,
            "CACHE_DEFAULT_TIMEOUT": settings.cache_seconds,
            # another edition of the tables never meets entries of this one
            "CACHE_KEY_PREFIX": f"gv:cache:{reference_tables.fingerprint()}:",
        },
    )
    server.extensions[context.EXTENSION] = services
    server.extensions[context.EVALUATIONS] = EvaluationRecords(services.records.engine)
    server.extensions[context.CALLS] = CallRecords(services.records.engine)
    server.before_request(_know_visitor)
    documents_api.init_app(server, settings.web_threads)
    server.register_blueprint(advisor_api.blueprint)
    server.register_blueprint(exports_api.blueprint)
    server.register_blueprint(evaluations_api.blueprint)
    server.register_blueprint(health.blueprint)

    app.layout = shell_layout.layout([page.link() for page in pages.PAGES])
    shell.register(app)
    for page in pages.PAGES:
        page.module.register(app)
    return app


def _know_visitor() -> None:
    context.owner()
    if not request.path.startswith(("/api/", "/assets/", "/_dash-")):
        # the cookie's year begins anew when a page is opened; a slow answer to something else never renews it, and so
        # never brings an older visitor back
        session.modified = True


def _kept_secret(path: Path) -> str:
    """The key that signs cookies, made once and readable by its owner alone."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as new:  # made with mode 600
            new.write(secrets.token_hex(32))
            new.flush()
            with contextlib.suppress(FileExistsError):  # another process was first, and its key counts
                os.link(new.name, path)
    return path.read_text()
