"""How long a change of a selection takes in the browser: `python -m tests.load.interaction [part of a case's name …]`.

For each case: 20 changes, each begun when the one before has settled; from the click until the chart is drawn anew and
the table has changed, and until the last section of the page has, on this machine's own headless Chromium. Then every
view of Performance Benchmarks, reached from the one before it. Prints median, fastest and slowest in milliseconds, and
the median as a ratio to the first case's; asserts nothing.
"""

import os
import platform
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dash.testing.browser import Browser
from selenium.webdriver.remote.webelement import WebElement

from layouts.benchmarks import VIEWS, ids
from layouts.benchmarks.offered import MODELS
from tests.browser.conftest import open_browser
from tests.browser.helpers import go, settle
from tests.conftest import Live, free_port, use_chromedriver

ROUNDS = 20


@dataclass(frozen=True)
class Case:
    """A page, what is chosen on it in turn (labels of choices, or of a select's options), and what has to change.

    `last` is the section that is updated last, None where that is the table.
    """

    name: str
    path: str
    labels: tuple[str, ...]
    chart: str = ids.FIGURE
    table: str = ids.TABLE
    last: str | None = None


def benchmarks(name: str, *labels: str, **state: str) -> Case:
    """A view of Performance Benchmarks with all models."""
    query = {"view": name.split(",")[0], "models": ",".join(MODELS)} | state
    path = "/benchmarks?" + "&".join(f"{key}={quote(value)}" for key, value in query.items())
    return Case(f"benchmarks {name}", path, labels)


ABILITIES = ",".join(f"Gemma {size}" for size in ("2 2B", "2 9B", "2 27B", "3 1B", "3 4B", "3 12B", "3 27B"))
MODEL = ("Gemma 3 12B",)
CASES = (
    Case("models", "/models", MODEL, "models-parameter-figure", "models-parameter-table", "models-kv-table"),
    Case(
        "quantization",
        "/quantization",
        MODEL,
        "quantization-memory-figure",
        "quantization-memory-table",
        "quantization-need-table",
    ),
    benchmarks("zero-shot", *MODEL),
    benchmarks("abilities", *MODEL, abilities=ABILITIES),
    benchmarks("pretrained, Table 9", *MODEL),
    benchmarks("pretrained, Table 11", *MODEL, pretrained="11"),
    benchmarks("pretrained, Table 13", *MODEL, pretrained="13"),
    benchmarks("pretrained, other table", "Table 10", "Table 9"),
    benchmarks("tuned, Table 18", *MODEL),
    benchmarks("long, RULER", *MODEL),
    benchmarks("long, Figure 7", *MODEL, long="figure-7"),
    benchmarks("versus", *MODEL, versus="Gemma 2 27B,Gemma 3 4B,Gemma 3 12B,Gemma 3 27B"),
    benchmarks("pareto", "bfloat16", "Int4, per"),
    benchmarks("cost", "IFEval", "MMLU-Pro"),
    benchmarks("generations", "Gemma 2, Table 18", "Gemma 2, Table 13"),
)

MEASURE = """
    const [input, chart, table, last, done] = arguments;
    const graph = document.querySelector(`#${chart} .js-plotly-plot`);
    const changed = (id) => new Promise((resolve) => {
        const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
        watch.observe(document.getElementById(id), { childList: true, subtree: true, characterData: true });
    });
    const drawn = new Promise((resolve) => graph.once("plotly_afterplot", resolve));
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now() - start)));
    const first = Promise.all([drawn, changed(table)]).then(painted);
    const whole = last ? Promise.all([first, changed(last)]).then(painted) : first;
    const start = performance.now();
    if (input.tagName === "OPTION") {
        const choice = input.closest("select");
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(choice, input.value);
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    } else input.click();
    Promise.all([first, whole]).then((times) => requestIdleCallback(() => done(times), { timeout: 2000 }));
"""


def choice(browser: Browser, label: str) -> WebElement:
    """The checkbox, radio button or option on the screen whose label begins with a text; found in one trip, as asking
    the driver for each of a hundred labels takes longer than the change."""
    return browser.driver.execute_script(
        """const wanted = (found) =>
               found.textContent.trim().startsWith(arguments[0]) && found.closest(":not(option)").offsetParent;
           const found = [...document.querySelectorAll("main .form-check-label, main option")].find(wanted);
           return found.tagName === "OPTION" ? found : document.getElementById(found.htmlFor);""",
        label,
    )


def change(browser: Browser, case: Case, label: str) -> list[float]:
    """One change: milliseconds until chart and table are new, and until the whole page is."""
    times = browser.driver.execute_async_script(MEASURE, choice(browser, label), case.chart, case.table, case.last)
    settle(browser)
    return times


def say(what: str, times: list[float], first: float) -> None:
    """One line of figures."""
    median = statistics.median(times)
    spread = f"{min(times):.0f} to {max(times):.0f} ms"
    print(f"  {what}: median {median:.0f} ms, {spread}, {median / first:.2f} of the first", flush=True)


def main() -> None:
    """Starts an application of its own, measures, prints."""
    use_chromedriver()
    wanted = sys.argv[1:]
    cases = [case for case in CASES if not wanted or any(text in case.name for text in wanted)]
    first = None
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {ROUNDS} changes each")
        try:
            with open_browser(Path(folder)) as browser:
                for case in cases:
                    go(browser, live, case.path)
                    turns = [case.labels[turn % len(case.labels)] for turn in range(ROUNDS + len(case.labels))]
                    # the first changes also load what the browser has not met yet
                    times = [change(browser, case, label) for label in turns][len(case.labels) :]
                    first = first or statistics.median(top for top, _ in times)
                    print(case.name)
                    say("chart and table", [top for top, _ in times], first)
                    if case.last:
                        say("whole page", [whole for _, whole in times], first)
                if not wanted or "views" in wanted:
                    measure_views(browser, live, first or 1)
        finally:
            live.stop()


def measure_views(browser: Browser, live: Live, first: float) -> None:
    """Each view of Performance Benchmarks, with all models, chosen after the one before it."""
    case = benchmarks("arena", versus="Gemma 2 27B,Gemma 3 4B,Gemma 3 12B,Gemma 3 27B", abilities=ABILITIES)
    labels = [label for view, label in VIEWS.items() if view != "own"]
    go(browser, live, case.path)
    times: dict[str, list[float]] = {label: [] for label in labels}
    for turn in range(ROUNDS + 1):
        for label in labels[1:] + labels[:1]:
            taken = change(browser, case, label)[0]
            if turn:
                times[label].append(taken)
    print("benchmarks, from view to view")
    for label, taken_all in times.items():
        say(label, taken_all, first)


if __name__ == "__main__":
    main()
