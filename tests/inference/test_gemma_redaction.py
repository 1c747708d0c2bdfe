"""Personal data is hidden before pages leave the machine, and is back in what comes from the model."""

import base64
import http.client
import http.server
import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pymupdf
import pytest
from PIL import Image

from data.settings import Settings
from inference.engines import open_engine
from inference.engines.protocol import Description
from inference.gemma.reading import engine_info
from inference.gemma.redaction import Redaction, hides
from inference.gemma.results import Citation, Cost, ModelAnswer, ModelField, ModelReading
from inference.gemma.work import ModelWork
from inference.keyinfo import summarise
from inference.keyinfo.rows import sheets
from inference.limits import Limits
from inference.sandbox import Sandbox
from inference.services import Services
from tests.inference import made_pages
from tests.inference.conftest import read_all
from tests.inference.test_endpoint import transformers_serve  # noqa: F401 - a fixture

IBAN = "DE89 3704 0044 0532 0130 00"
PERSONAL = (
    ("Write to erika.mustermann@example.org today", "Write to [EMAIL_A] today"),
    (f"IBAN: {IBAN} BIC COBADEFFXXX", "IBAN: [IBAN_A] BIC COBADEFFXXX"),
    ("Card 4111 1111 1111 1111 charged", "Card [CARD_A] charged"),
    ("Paid by 378282246310005", "Paid by [CARD_A]"),
    ("SSN 536-22-8145 on file", "SSN [SOCIAL_A] on file"),
    ("Nat. insurance QQ 12 34 56 C or AB123456C", "Nat. insurance QQ 12 34 56 C or [SOCIAL_A]"),
    ("USt-IdNr. DE136695976", "USt-IdNr. [TAX_A]"),
    ("Tel. 030 / 901820 and +49 30 9018-2030", "Tel. [PHONE_A] and [PHONE_B]"),
    ("Call (408) 996-1010 or (870)-931-0505", "Call [PHONE_A] or [PHONE_B]"),
    ("Kontoinhaberin Ada Lovelace", "Kontoinhaberin [NAME_A]"),
    ("Account holder: Erika von Mustermann", "Account holder: [NAME_A]"),
    ("Dear Mrs. Ada Lovelace, thank you", "Dear Mrs. [NAME_A], thank you"),
)
FIGURES = (
    "Net sales 1,234 5,678 (910) 2024 2023 2022 2021",
    "Total 12.345.678,90 EUR and +12,345 or 690 612 690 612",
    "Tax 19% 1,234.56 of 2024 2023",
    "Invoice 2024-000123 of 03/04/2026, due on 17.04.2026",
    "Order 4111-0001 Phone case 1 699.00",
    "Period 01-01-2026 31-03-2026",
)


@pytest.mark.parametrize(("text", "hidden"), PERSONAL)
def test_personal_data_is_hidden_and_shown_again(text: str, hidden: str) -> None:
    redaction = Redaction([])
    assert redaction.hide(text) == hidden
    assert redaction.show(hidden) == text


@pytest.mark.parametrize("text", FIGURES)
def test_figures_dates_and_numbers_of_documents_stay(text: str) -> None:
    assert Redaction([]).hide(text) == text
    redaction = Redaction(sheets([made_pages.page(text)]))
    assert redaction.sheets[0].rows[0].text == text
    assert redaction.boxes == {}


def test_pages_have_placeholders_in_the_place_of_the_words() -> None:
    page = made_pages.page("Name:", "Erika Mustermann", f"IBAN {IBAN}", "Signed ERIKA MUSTERMANN", "Total 690.00")
    original = sheets([page])
    redaction = Redaction(original)
    (sheet,) = redaction.sheets
    assert [row.text for row in sheet.rows] == [
        "Name:",
        "[NAME_A]",
        "IBAN [IBAN_A]",
        "Signed [NAME_A]",  # known from its label, it is hidden where it has none
        "Total 690.00",
    ]
    assert "Mustermann" not in sheet.page.model_dump_json().title()
    hidden = set(redaction.boxes[1])
    personal = [*original[0].rows[1].words, *original[0].rows[2].words[1:], *original[0].rows[3].words[1:]]
    assert hidden == {word.box for word in personal}
    account = sheet.rows[2].words[1]
    assert account.box[0] == original[0].rows[2].words[1].box[0]
    assert account.box[2] == original[0].rows[2].words[-1].box[2]
    assert redaction.hide("Is erika mustermann the payer?") == "Is [NAME_A] the payer?"
    assert Redaction(original).sheets == redaction.sheets  # follow-ups repeat the same words


def test_a_name_under_its_heading_is_hidden_and_no_heading() -> None:
    left, right = made_pages.line("Account holder", 0), made_pages.line("Statement Date", 0, x=500)
    name, day = made_pages.line("Ada Lovelace", 20), made_pages.line("03 May 2026", 20, x=500)
    page = made_pages.page("Opening balance 5.00").model_copy(update={"lines": (left, right, name, day)})
    (sheet,) = Redaction(sheets([page])).sheets
    assert [row.text for row in sheet.rows] == ["Account holder Statement Date", "[NAME_A] 03 May 2026"]


def about(device: str) -> Description:
    return Description("endpoint", "gemma", device, None, None, True, "")


def test_readings_and_answers_hold_what_stands_on_the_page() -> None:
    redaction = Redaction(sheets([made_pages.page(f"IBAN {IBAN}", "Tel. 030 901820")]))
    away = about("gpu.example:8000")
    field = ModelField(
        name="iban", label="IBAN", printed="[IBAN_A]", found=True, page=1, box=(0, 0, 1, 1), value="IBAN_A"
    )
    reading = ModelReading(engine=engine_info(away), kind="invoice", fields=(field,), cost=Cost())
    shown = redaction.reading(reading, away)
    assert (shown.fields[0].printed, shown.fields[0].value) == (IBAN, IBAN.replace(" ", ""))
    assert shown.notes[-1].startswith("Hidden from gpu.example:8000: 1 IBANs, 1 phone numbers.")
    answer = ModelAnswer(
        engine=engine_info(away),
        answer="Call [PHONE_A], not [PHONE_Z].",
        citations=(Citation(page=1, quote="Tel. [PHONE_A]", found=True),),
        given=(1,),
        text='{"answer":"Call [PHONE_A]"}',
        cost=Cost(),
    )
    told = redaction.answer(answer, away)
    assert told.answer == "Call 030 901820, not [PHONE_Z]."
    assert told.citations[0].quote == "Tel. 030 901820"
    assert told.text == answer.text


@pytest.mark.parametrize(
    ("device", "choice", "expected"),
    [
        ("gpu.example:8000", "remote", True),
        ("10.0.0.7:8000", "remote", True),
        ("localhost:8000", "remote", False),
        ("127.0.0.1:8000", "remote", False),
        ("[::1]:8000", "remote", False),
        ("localhost.example.org", "remote", True),
        ("localhost:8000", "always", True),
        ("gpu.example", "never", False),
    ],
)
def test_only_endpoints_elsewhere_are_kept_from_personal_data(device: str, choice: str, expected: bool) -> None:
    assert hides("endpoint", device, choice) is expected  # type: ignore[arg-type]
    assert not hides("transformers", "cpu", choice)  # type: ignore[arg-type]


@pytest.fixture
def wire(transformers_serve: str) -> Iterator[tuple[str, list[bytes]]]:  # noqa: F811 - the fixture
    """The address of a door to `transformers serve`, and all that was sent through it."""
    behind = urlsplit(transformers_serve)
    sent: list[bytes] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(body)
            self.pass_on(body)

        def do_GET(self) -> None:
            self.pass_on(None)

        def pass_on(self, body: bytes | None) -> None:
            connection = http.client.HTTPConnection(str(behind.hostname), behind.port, timeout=60)
            connection.request(self.command, self.path, body, {"Content-Type": "application/json"})
            reply = connection.getresponse()
            self.send_response(reply.status)
            self.send_header("Content-Type", str(reply.getheader("Content-Type")))
            self.end_headers()
            while piece := reply.read1():
                self.wfile.write(piece)
            connection.close()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1", sent
    server.shutdown()
    server.server_close()


@pytest.fixture
def terse_model(tiny_gemma: Path, tmp_path: Path) -> Path:
    """A checkpoint whose answers end at once."""
    folder = tmp_path / "terse"
    folder.mkdir()
    for file in tiny_gemma.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    generation = json.loads((folder / "generation_config.json").read_text())
    generation["eos_token_id"] = list(range(9, 2048))
    (folder / "generation_config.json").write_text(json.dumps(generation))
    return folder


def sent_content(body: bytes) -> tuple[str, list[Image.Image]]:
    """Text and pictures of a request."""
    parts = [part for message in json.loads(body)["messages"] for part in message["content"]]
    pictures = [part["image_url"]["url"].partition(",")[2] for part in parts if part["type"] == "image_url"]
    text = "\n".join(part["text"] for part in parts if part["type"] == "text")
    return text, [Image.open(io.BytesIO(base64.b64decode(picture))) for picture in pictures]


@pytest.mark.parametrize("choice", ["always", "never"])
def test_nothing_personal_goes_over_the_wire(
    choice: str,
    wire: tuple[str, list[bytes]],
    terse_model: Path,
    make_pdf: Callable[..., Path],
    tmp_path: Path,
    redis_url: str,
) -> None:
    address, sent = wire
    settings = Settings(
        gemmavision_home=tmp_path / "home",
        redis_url=redis_url,
        gemma_endpoint=address,
        gemma_model=f"endpoint:{terse_model}",
        gemma_redact=choice,  # type: ignore[arg-type]
    )
    services = Services.open(settings)
    services.redis.flushall()
    path = make_pdf(f"Invoice 17\nIBAN {IBAN}\nAccount holder: Erika Mustermann\nTotal 690.00 EUR")
    with path.open("rb") as stream:
        sha256, size, _ = services.files.add_upload(stream, 10**7)
    document = services.records.add_document("tester", path.name, sha256, "application/pdf", size)
    job = services.request_analysis(document)
    taken = services.records.start(job.id)
    assert taken is not None
    (page,) = read_all(path)
    services.records.save_page(job.id, taken.attempt, 1, page.model_dump_json())
    result = summarise([page]).model_dump_json()
    services.records.touch(job.id, taken.attempt, page_count=1, state="done", result=result)
    engine = open_engine(settings)
    with Sandbox(Limits(), processes=1) as sandbox:
        work = ModelWork(services, lambda: engine, sandbox, Limits())
        work.run(work.requests.read_fields(job.id).id)
        work.run(work.requests.ask(job.id, "Is Erika Mustermann the payer?").id)
    engine.close()
    texts, pictures = zip(*(sent_content(body) for body in sent), strict=True)
    said = "\n".join(texts)
    assert "Total" in said
    assert "690.00" in said
    assert ("Mustermann" in said) == ("0532" in said) == (choice == "never")
    assert ("[IBAN_A]" in said) == ("Is [NAME_A] the payer?" in said) == (choice == "always")
    with pymupdf.open(path) as pdf:
        x0, y0, x1, y1 = pdf[0].search_for("0532")[0]
        scale = 896 / max(pdf[0].rect[2:])
    for picture in (picture for group in pictures for picture in group):
        darkness = [picture.convert("L").getpixel((x * scale, (y0 + y1) / 2 * scale)) for x in range(int(x0), int(x1))]
        assert (max(darkness) < 40) == (choice == "always")
    assert any(pictures)
