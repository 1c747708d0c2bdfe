"""How long a file of 10,000 own evaluations takes from the request to the answer: `python -m tests.load.evaluations`.

Starts an application of its own and uploads the file over HTTP: as a new set, in place of an earlier one, and with an
error in every row. Prints median, fastest and slowest in seconds; asserts nothing.
"""

import http.cookiejar
import os
import platform
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.conftest import Live, free_port

ROUNDS = 5
ROWS = 10_000
HEADER = "benchmark,model,variant,metric,n_shot,score,unit,higher_is_better,evaluated_on,note\n"


def evaluations(score: str) -> bytes:
    """A file with every column filled."""
    lines = (
        f"Task {number},Gemma 3 12B,it,accuracy,{number % 9},{score},percent,yes,2026-03-31,run {number}\n"
        for number in range(ROWS)
    )
    return (HEADER + "".join(lines)).encode()


def send(opener: urllib.request.OpenerDirector, url: str, content: bytes) -> tuple[int, float]:
    """Status of the answer and seconds until it was there."""
    started = time.perf_counter()
    try:
        with opener.open(url, data=content) as reply:
            reply.read()
            status = reply.status
    except urllib.error.HTTPError as error:
        error.read()
        status = error.code
    return status, time.perf_counter() - started


def main() -> None:
    """Starts, measures, prints."""
    good, bad = evaluations("71.5"), evaluations("many")
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{ROWS:,} rows, {len(good) / 1e6:.1f} MB, {ROUNDS} times each")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        cases = {
            "new set": (good, lambda turn: f"new-{turn}.csv"),
            "replaced set": (good, lambda turn: "new-0.csv"),
            "refused, an error in every row": (bad, lambda turn: "bad.csv"),
        }
        try:
            for what, (content, name) in cases.items():
                answers = [
                    send(opener, f"{live.url}/api/evaluations?name={name(turn)}", content) for turn in range(ROUNDS)
                ]
                times = [seconds for _, seconds in answers]
                statuses = "/".join(sorted({str(status) for status, _ in answers}))
                print(
                    f"  {what} (status {statuses}): median {statistics.median(times):.2f} s, "
                    f"{min(times):.2f} to {max(times):.2f} s"
                )
        finally:
            live.stop()


if __name__ == "__main__":
    main()
