"""How long a change of a selection takes in the browser: `python -m tests.load.interaction`.

For each dashboard: 20 changes of one choice, each begun when the one before has settled; from the click until the chart
is drawn anew and the table has changed, and until the last section of the page has, on this machine's own headless
Chromium. Prints median, fastest and slowest in milliseconds; asserts nothing.
"""

import os
import platform
import statistics
import tempfile
from pathlib import Path

from tests.browser.conftest import open_browser
from tests.browser.helpers import checkbox, go, settle
from tests.conftest import Live, free_port, use_chromedriver

ROUNDS = 20
CASES = (
    ("/models", "Gemma 3 12B", "models-parameter-figure", "models-parameter-table", "models-kv-table"),
    (
        "/quantization",
        "Gemma 3 12B",
        "quantization-memory-figure",
        "quantization-memory-table",
        "quantization-need-table",
    ),
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
    const whole = Promise.all([first, changed(last)]).then(painted);
    const start = performance.now();
    input.click();
    Promise.all([first, whole]).then((times) => requestIdleCallback(() => done(times), { timeout: 2000 }));
"""


def say(what: str, times: list[float]) -> None:
    """One line of figures."""
    print(f"  {what}: median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f} ms")


def main() -> None:
    """Starts an application of its own, measures, prints."""
    use_chromedriver()
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {ROUNDS} changes each")
        try:
            with open_browser(Path(folder)) as browser:
                for path, label, *parts in CASES:
                    go(browser, live, path)
                    times = []
                    for _ in range(ROUNDS + 1):
                        times.append(browser.driver.execute_async_script(MEASURE, checkbox(browser, label), *parts))
                        settle(browser)
                    print(path)
                    # the first change also loads what the browser has not met yet
                    say("chart and table", [first for first, _ in times[1:]])
                    say("whole page", [whole for _, whole in times[1:]])
        finally:
            live.stop()


if __name__ == "__main__":
    main()
