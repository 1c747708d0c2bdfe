"""How long documents take from the upload to the result: `python -m tests.load.documents FILE …`.

Starts an application of its own, uploads each file three times (with a byte more each time, so that no result is
reused) and prints when the first page and when the whole result was there, in seconds since the upload began. Without
files: the sample report repeated to ten pages, and its first page as a scan. Asserts nothing.
"""

import http.cookiejar
import json
import os
import platform
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pymupdf

from data import samples
from data.settings import Settings
from inference.services import Services
from tests.conftest import Live, free_port
from tests.faults.conftest import part

ROUNDS = 3


def ten_pages() -> bytes:
    """A born-digital PDF of ten pages."""
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as pdf:
        for number in range(10):
            pdf.insert_pdf(source, from_page=number % 2, to_page=number % 2)
        return pdf.tobytes()


def scanned_page() -> bytes:
    """An A4 page as a picture at 200 dpi."""
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source:
        return source[0].get_pixmap(dpi=200).tobytes("jpg")


def measure(live: Live, services: Services, name: str, content: bytes) -> tuple[float, float]:
    """Seconds from the start of the upload until the first page and until the end."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    started = time.perf_counter()
    with opener.open(f"{live.url}/api/documents?name={name}", data=content) as reply:
        document = services.records.document(json.loads(reply.read())["id"])
    assert document is not None
    job = services.request_analysis(document)
    first, last = None, "0"
    while True:
        for event in services.events.read(job.id, last, 1000):
            last = event.id
            if event.type == "page" and first is None:
                first = time.perf_counter() - started
            if event.type == "end":
                assert first is not None
                return first, time.perf_counter() - started
            if event.type == "failed":
                raise SystemExit(f"{name}: {event.data['message']}")


def main() -> None:
    """Measures the files named on the command line, or the built-in ones."""
    files = {path.name: path.read_bytes() for path in map(Path, sys.argv[1:])}
    files = files or {"ten_pages.pdf": ten_pages(), "scan.jpg": scanned_page()}
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        url = part(live, "inference.worker").environ()["REDIS_URL"]
        services = Services.open(Settings(gemmavision_home=live.home, redis_url=url))
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        try:
            for name, content in files.items():
                for turn in range(ROUNDS):
                    body = content + b"\n" * turn  # another digest, the same document
                    first, whole = measure(live, services, name, body)
                    print(f"{name}, run {turn + 1}: first page after {first:.2f} s, all after {whole:.2f} s")
        finally:
            live.stop()


if __name__ == "__main__":
    main()
