"""The HTTP routes that hand out results."""

import io
import json
from collections.abc import Callable, Sequence

import dash
import jsonschema
import openpyxl
import pytest
from flask.testing import FlaskClient

from callbacks.context import EXTENSION
from data import samples
from inference.schema import DocumentResult, PageResult
from inference.services import Services
from tests.inference.made_pages import ACCOUNT, INCOME, RUN, page

PAGE = page("Acme", *["in millions"] * 20, tables=(INCOME,))
RESULT = DocumentResult(kind="report", kind_reason="Taken for a report.", page_count=1)


@pytest.fixture
def services(application: dash.Dash) -> Services:
    return application.server.extensions[EXTENSION]


def finished_job(
    client: FlaskClient,
    services: Services,
    done: bool = True,
    pages: Sequence[PageResult] = (PAGE,),
    result: DocumentResult = RESULT,
) -> str:
    """A job of this visitor with these pages, and its result when it is done."""
    content = (samples.FOLDER / "bank_statement.pdf").read_bytes()
    uploaded = client.post("/api/documents?name=accounts.pdf", data=content).get_json()
    assert isinstance(uploaded, dict)
    document = services.records.document(uploaded["id"])
    assert document is not None
    job = services.request_analysis(document)
    taken = services.records.start(job.id)
    assert taken is not None
    for read in pages:
        services.records.save_page(job.id, taken.attempt, read.number, read.model_dump_json())
    if done:
        state = {"page_count": len(pages), "state": "done", "result": result.model_dump_json()}
        services.records.touch(job.id, taken.attempt, **state)
    return job.id


@pytest.mark.parametrize(
    ("path", "media_type", "words"),
    [
        ("result.md", "text/markdown", "# accounts.pdf"),
        ("tables.csv", "text/csv", "1500000000"),
        ("tables.md", "text/markdown", "| Net sales | $ 1,200 | $ 1,500 |"),
        ("tables/p1t1.csv", "text/csv", '"$ 1,500"'),
        ("tables/p1t1.csv?numbers=1", "text/csv", "Net sales,1200,1500"),
        ("tables/p1t1.md", "text/markdown", "| Net loss | (30) | (7.5) |"),
        ("text", "text/plain", "Acme"),
        ("text?page=1", "text/plain", "Acme"),
    ],
)
def test_texts_hold_what_was_read(
    client: FlaskClient, services: Services, path: str, media_type: str, words: str
) -> None:
    reply = client.get(f"/api/jobs/{finished_job(client, services)}/{path}")
    assert (reply.status_code, reply.mimetype) == (200, media_type)
    assert words in reply.text


@pytest.mark.parametrize("path", ["result.xlsx", "tables.xlsx", "tables/p1t1.xlsx"])
def test_workbooks_open_and_hold_the_table(client: FlaskClient, services: Services, path: str) -> None:
    reply = client.get(f"/api/jobs/{finished_job(client, services)}/{path}")
    assert openpyxl.load_workbook(io.BytesIO(reply.data))["Page 1 table 1"]["B2"].value == 1200


@pytest.mark.parametrize("part", ["p1t1", "p2t1"])
def test_a_table_of_two_pages_is_whole_whichever_part_is_asked_for(
    client: FlaskClient, services: Services, part: str
) -> None:
    result = RESULT.model_copy(update={"continued": (RUN,), "page_count": 2})
    address = f"/api/jobs/{finished_job(client, services, pages=ACCOUNT, result=result)}/tables"
    reply = client.get(f"{address}/{part}.csv")
    assert reply.data.decode("utf-8-sig").splitlines() == ["Date,Amount", "1 May,900", "2 May,(80)"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/{part}.xlsx").data))
    assert book.sheetnames == ["Tables", "Pages 1\N{EN DASH}2 table 1"]
    assert client.get(f"{address}.md").text.count("| Date | Amount |") == 1


def test_json_is_named_after_the_document_and_as_the_schema_says_that_is_served(
    client: FlaskClient, services: Services
) -> None:
    reply = client.get(f"/api/jobs/{finished_job(client, services)}/result.json")
    assert "accounts.json" in reply.headers["Content-Disposition"]
    schema = client.get("/api/schemas/result.json").get_json()
    jsonschema.validate(json.loads(reply.data), schema, jsonschema.Draft202012Validator)


def test_what_is_not_there_is_not_found(client: FlaskClient, services: Services) -> None:
    job_id = finished_job(client, services, done=False)
    for path in ("result.json", "result.md", "tables/p1t9.csv", "searchable.pdf"):
        assert client.get(f"/api/jobs/{job_id}/{path}").status_code == 404
    assert client.get(f"/api/jobs/{job_id}/tables.md").status_code == 200
    assert client.post(f"/api/jobs/{job_id}/searchable").status_code == 409


def test_searchable_pdf_is_asked_for_until_it_is_made(visitor: Callable[[], FlaskClient], services: Services) -> None:
    client, stranger = visitor(), visitor()
    job_id = finished_job(client, services)
    address = f"/api/jobs/{job_id}/searchable"
    assert stranger.post(address).status_code == 404
    assert [client.post(address).status_code for _ in range(2)] == [202, 202]
    services.making.done(services.files.searchable_key(job_id), b"%PDF-1.7 made")
    assert client.post(address).status_code == 200
    assert client.get(f"{address}.pdf").data == b"%PDF-1.7 made"
    assert stranger.get(f"{address}.pdf").status_code == 404
