"""The visitor's cookie: made once, renewed when a page is opened, left alone by everything else."""

from flask.testing import FlaskClient


def test_cookie_is_made_at_the_first_request_and_renewed_by_pages_alone(client: FlaskClient) -> None:
    assert "Set-Cookie" in client.get("/healthz").headers
    assert "Set-Cookie" not in client.get("/api/schemas/result.json").headers
    assert "Set-Cookie" in client.get("/documents").headers
