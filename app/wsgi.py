"""The WSGI entry for gunicorn: `gunicorn app.wsgi:server`."""

from app.factory import create_app

app = create_app()
server = app.server

# Dash registers its component bundles on the first request and answers parallel ones wrongly until then (4.4.1), so
# one request is made before any thread serves.
with server.test_client() as client:
    client.get("/_dash-layout")
    client.get("/_dash-dependencies")
