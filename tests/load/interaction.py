"""How long a change of a selection takes in the browser: `python -m tests.load.interaction`.

For each dashboard: 20 changes of one choice; from the click until the chart is drawn anew and the table has changed, on
this machine's own headless Chromium. Prints median, fastest and slowest in milliseconds; asserts nothing.
"""

import os
import platform
import statistics
import tempfile
from pathlib import Path

from tests.browser.conftest import open_browser
from tests.browser.helpers import checkbox, go
from tests.conftest import Live, free_port, use_chromedriver

ROUNDS = 20
CASES = (
    ("/models", "Gemma 3 12B", "models-parameter-figure", "models-parameter-table"),
    ("/quantization", "Gemma 3 12B", "quantization-memory-figure", "quantization-memory-table"),
)

MEASURE = """
    const [input, chart, table, done] = arguments;
    const graph = document.querySelector(`#${chart} .js-plotly-plot`);
    const start = performance.now();
    let left = 2;
    const arrived = () => { if (--left === 0) requestAnimationFrame(() => done(performance.now() - start)); };
    graph.once("plotly_afterplot", arrived);
    const watch = new MutationObserver(() => { watch.disconnect(); arrived(); });
    watch.observe(document.getElementById(table), { childList: true, subtree: true, characterData: true });
    input.click();
"""


def main() -> None:
    """Starts an application of its own, measures, prints."""
    use_chromedriver()
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {ROUNDS} changes each")
        try:
            with open_browser(Path(folder)) as browser:
                for path, label, chart, table in CASES:
                    go(browser, live, path)
                    choice = checkbox(browser, label)
                    times = [
                        browser.driver.execute_async_script(MEASURE, choice, chart, table) for _ in range(ROUNDS + 1)
                    ][1:]  # the first change also loads what the browser has not met yet
                    print(
                        f"{path}: median {statistics.median(times):.0f} ms, "
                        f"fastest {min(times):.0f} ms, slowest {max(times):.0f} ms"
                    )
        finally:
            live.stop()


if __name__ == "__main__":
    main()
