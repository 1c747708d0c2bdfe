"""How long a step of a slider on Deployment Advisor takes in the browser: `python -m tests.load.slider`.

20 steps, each begun when the one before has settled: until answer and first chart are new, and until the last section
is. Beside it, as a yardstick on the same machine, a model ticked on Model Overview. Then the slider is dragged for two
seconds, an event a frame: how many answers were shown, and how long after the last event the last one was. On this
machine's own headless Chromium; prints milliseconds, asserts nothing.
"""

import os
import platform
import statistics
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By

from layouts.advisor import ids
from tests.browser.conftest import open_browser
from tests.browser.helpers import go, settle
from tests.conftest import Live, free_port, use_chromedriver
from tests.load.interaction import CASES, ROUNDS, change, say

SLIDER = "advisor-documents-range"
# React listens to the event and looks at the value that its own setter does not know of.
SLIDE = """
    const slide = (input, value) => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, value);
        input.dispatchEvent(new Event("input", { bubbles: true }));
    };
"""
STEP = """
    const [input, chart, answer, last, done] = arguments;
    const graph = document.querySelector(`#${chart} .js-plotly-plot`);
    const changed = (id) => new Promise((resolve) => {
        const watch = new MutationObserver(() => { watch.disconnect(); resolve(); });
        watch.observe(document.getElementById(id), { childList: true, subtree: true, characterData: true });
    });
    const drawn = new Promise((resolve) => graph.once("plotly_afterplot", resolve));
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now() - start)));
    const first = Promise.all([drawn, changed(answer)]).then(painted);
    const whole = Promise.all([first, changed(last)]).then(painted);
    const start = performance.now();
    slide(input, input.value === "8" ? "9" : "8");
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


def main() -> None:
    """Starts an application of its own, measures, prints."""
    use_chromedriver()
    yardstick = CASES[0]
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder) / "home", free_port())
        live.start()
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {ROUNDS} changes each")
        try:
            with open_browser(Path(folder)) as browser:
                go(browser, live, yardstick.path)
                labels = [yardstick.labels[turn % len(yardstick.labels)] for turn in range(ROUNDS + 2)]
                times = [change(browser, yardstick, label)[0] for label in labels][2:]
                first = statistics.median(times)
                say(f"{yardstick.name}, chart and table", times, first)
                go(browser, live, "/advisor")
                slider = browser.driver.find_element(By.ID, SLIDER)
                steps = []
                for _ in range(ROUNDS + 1):
                    steps.append(
                        browser.driver.execute_async_script(
                            SLIDE + STEP, slider, ids.MEMORY_FIGURE, ids.ANSWER, ids.CHANGES
                        )
                    )
                    settle(browser)
                say("advisor, answer and first chart", [top for top, _ in steps[1:]], first)
                say("advisor, whole page", [whole for _, whole in steps[1:]], first)
                moves, shown, lag = browser.driver.execute_async_script(SLIDE + DRAG, slider, ids.ANSWER)
                print(f"  dragged for 2 s: {moves} moves, {shown} answers, the last {lag:.0f} ms after the last move")
        finally:
            live.stop()


if __name__ == "__main__":
    main()
