"""What the pipeline costs beside the bare libraries: `python -m tests.load.throughput [FILE …] [--pages N]`.

Reads the same pages in the same run three ways: the libraries alone in a loop in a process of their own with their own
defaults (layout and tables for pages with text, recognition of a picture at 200 dpi without), the pipeline in one
process, and the pipeline in two. Prints the throughput of the pipeline as a share of the bare libraries', by the clock
and by CPU seconds, how much faster two processes are than one, and the peak memory. Without files: the sample report
repeated to sixty pages. Ratios are what counts; say the load with them. Asserts nothing.

The PDF library is imported in functions: the reading processes import this module before they set its threads.
"""

import argparse
import multiprocessing
import os
import platform
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from data import samples
from inference.evaluate.measure import measured
from inference.limits import Limits
from inference.pipeline import process_page
from inference.sandbox import Sandbox
from inference.schema import PageResult

PDF = "application/pdf"
LIMITS = Limits(page_seconds=600)


def bare(path: Path, number: int) -> None:
    """The libraries on one page, without anything of ours."""
    import numpy as np
    import pymupdf
    import pymupdf4llm

    with pymupdf.open(path) as document:
        page = document[number - 1]
        if page.get_text("words"):
            pymupdf4llm.to_json(document, pages=[number - 1], use_ocr=False)
        else:
            pixels = page.get_pixmap(dpi=200, colorspace=pymupdf.csRGB, alpha=False)
            recogniser()(np.frombuffer(pixels.samples, dtype=np.uint8).reshape(pixels.height, pixels.width, 3))


@cache
def recogniser() -> Any:
    """The text recognition, loaded once in its process."""
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})


def whole(path: Path, number: int) -> PageResult:
    """The pipeline on one page, as the worker runs it."""
    return process_page(path, PDF, number, LIMITS)


def run(
    function: Callable[[Path, int], object], path: Path, numbers: list[int], processes: int
) -> tuple[float, float, float]:
    """Wall-clock seconds, CPU seconds, and the peak memory of one process in MB; loading the models is not counted."""
    with _pool(function, processes) as pool:
        for task in [pool.submit(function, path, numbers[0]) for _ in range(2 * processes)]:
            task.result()
        started = time.perf_counter()
        pages = [task.result() for task in [pool.submit(measured, function, path, number) for number in numbers]]
        seconds = time.perf_counter() - started
    return seconds, sum(page.cpu_seconds for page in pages), max(page.peak_mb or 0.0 for page in pages)


def _pool(function: Callable[[Path, int], object], processes: int) -> Sandbox | ProcessPoolExecutor:
    if function is bare:
        return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    return Sandbox(LIMITS, processes=processes)


def sixty_pages(folder: Path) -> Path:
    """A born-digital PDF of sixty pages."""
    import pymupdf

    path = folder / "sixty_pages.pdf"
    with pymupdf.open(samples.FOLDER / "annual_report_extract.pdf") as source, pymupdf.open() as pdf:
        for number in range(60):
            pdf.insert_pdf(source, from_page=number % 2, to_page=number % 2)
        pdf.save(path)
    return path


def main() -> None:
    """Measures the PDFs named on the command line, or the built-in one."""
    import pymupdf

    parser = argparse.ArgumentParser(prog="python -m tests.load.throughput")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=500, help="at most so many pages of each file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for path in options.files or [sixty_pages(Path(folder))]:
            with pymupdf.open(path) as document:
                numbers = list(range(1, min(document.page_count, options.pages) + 1))
            print(f"{path.name}: {len(numbers)} pages, {platform.machine()}, {os.cpu_count()} cores", end="")
            print(f", load {os.getloadavg()[0]:.1f}")
            clock, alone, _ = run(bare, path, numbers, 1)
            one, cpu, peak = run(whole, path, numbers, 1)
            two, cpu_two, _ = run(whole, path, numbers, 2)
            print(f"  bare libraries {clock:.1f} s, {alone:.1f} CPU s")
            for count, seconds, used in ((1, one, cpu), (2, two, cpu_two)):
                print(f"  pipeline in {count}: {seconds:.1f} s, {used:.1f} CPU s", end="")
                print(f", throughput {clock / seconds:.2f} of the libraries' by the clock, {alone / used:.2f} by CPU")
            print(f"  two processes are {one / two:.2f} times as fast as one; peak {peak:.0f} MB each")


if __name__ == "__main__":
    main()
