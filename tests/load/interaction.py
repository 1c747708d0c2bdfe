"""How long a change of a selection takes in the browser: `python -m tests.load.interaction`.

For each dashboard: 20 changes of one choice, each begun when the one before has settled; from the click until the chart
is drawn anew and the table has changed, and until the last section of the page has, on this machine's own headless
Chromium. On Deployment Advisor the choice is a step of a slider; then the slider is dragged for two seconds, an event a
frame: how many answers were shown, and how long after the last event the last one was. Prints median, fastest and
slowest in milliseconds; asserts nothing.
"""

import os
import platform
import statistics
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By

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

SLIDER = "advisor-documents-range"
ADVISOR = ("advisor-memory-figure", "advisor-answer", "advisor-changes")
# React listens to the event and looks at the value that its own setter does not know of.
SLIDE = """
    const slide = (input, value) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value);
        input.dispatchEvent(new Event("input", { bubbles: true }));
    };
"""

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
    if (input.type === "range") slide(input, input.value === "8" ? "9" : "8");
    else input.click();
    Promise.all([first, whole]).then((times) => requestIdleCallback(() => done(times), { timeout: 2000 }));
"""


DRAG = """
    const [input, answer, done] = arguments;
    const shown = [];
    const watch = new MutationObserver(() => shown.push(performance.now()));
    watch.observe(document.getElementById(answer), { childList: true, subtree: true, characterData: true });
    const start = performance.now();
    let frame = 0, last = start;
    const move = () => {
        last = performance.now();
        slide(input, String(2 + (frame++ % 12)));
        if (last - start < 2000) requestAnimationFrame(move);
        else setTimeout(() => done([frame, shown.length, shown.at(-1) - last]), 1500);
    };
    requestAnimationFrame(move);
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
                go(browser, live, "/advisor")
                slider = browser.driver.find_element(By.ID, SLIDER)
                times = []
                for _ in range(ROUNDS + 1):
                    times.append(browser.driver.execute_async_script(SLIDE + MEASURE, slider, *ADVISOR))
                    settle(browser)
                print("/advisor")
                say("a step of a slider: answer and first chart", [first for first, _ in times[1:]])
                say("whole page", [whole for _, whole in times[1:]])
                moves, shown, lag = browser.driver.execute_async_script(SLIDE + DRAG, slider, ADVISOR[1])
                print(f"  dragged for 2 s: {moves} moves, {shown} answers, the last {lag:.0f} ms after")
        finally:
            live.stop()


if __name__ == "__main__":
    main()
