"""How long documents take from the upload to the result: `python -m tests.load.documents [FILE …] [--rounds N]`.

Starts an application of its own, uploads each file three times (with a byte more each time, so that no result is
reused) and prints when the first page and when the whole result was there, in seconds since the upload began, and the
most memory that the worker and its child processes held together meanwhile: in MB (10^6 bytes), as a share of what is
allowed, and how it was spread over them at that moment (Linux: proportional set size, in which memory that processes
share counts once). Without files: the sample report repeated to `--pages` pages, and its first
page as a scan. Asserts nothing.
"""

import argparse
import http.cookiejar
import json
import os
import platform
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pymupdf

from data import samples
from data.settings import Settings
from inference.services import Services
from tests.conftest import Live, free_port
from tests.faults.conftest import part

SAMPLE_SECONDS = 0.05


def report(pages: int) -> bytes:
    """A born-digital PDF."""
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as pdf:
        for number in range(pages):
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


@contextmanager
def memory(worker: psutil.Process) -> Iterator[list[list[float]]]:
    """MB (10^6 bytes) of a process and of each of its children, largest first, sampled while the block runs."""
    held: list[list[float]] = []
    over = threading.Event()

    def sample() -> None:
        while not over.wait(SAMPLE_SECONDS):
            children = sorted(map(_megabytes, worker.children(recursive=True)), reverse=True)
            held.append([_megabytes(worker), *children])

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield held
    finally:
        over.set()
        thread.join()


def _megabytes(process: psutil.Process) -> float:
    try:
        used = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0.0
    return getattr(used, "pss", used.rss) / 1e6


def main() -> None:
    """Measures the files named on the command line, or the built-in ones."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.documents")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=10, help="of the built-in report")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=float, default=700, help="what the worker's side may take in total")
    options = parser.parse_args()
    files = {path.name: path.read_bytes() for path in options.files}
    files = files or {f"report_of_{options.pages}.pdf": report(options.pages), "scan.jpg": scanned_page()}
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        worker = part(live, "inference.worker")
        services = Services.open(Settings(gemmavision_home=live.home, redis_url=worker.environ()["REDIS_URL"]))
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        try:
            for name, content in files.items():
                for turn in range(options.rounds):
                    body = content + b"\n" * turn  # another digest, the same document
                    with memory(worker) as held:
                        first, whole = measure(live, services, name, body)
                    print(f"{name}, run {turn + 1}: first page after {first:.2f} s, all after {whole:.2f} s", end="")
                    peak = max(held, key=sum)
                    own, *children = (f"{megabytes:.0f}" for megabytes in peak)
                    print(
                        f", at most {sum(peak):.0f} MB, {sum(peak) / options.megabytes:.2f} of what is allowed", end=""
                    )
                    print(f" (worker {own}, its processes {' + '.join(children)})")
        finally:
            live.stop()


if __name__ == "__main__":
    main()
