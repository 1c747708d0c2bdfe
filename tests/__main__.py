"""`python3 -m tests`: installs what is missing, then checks style and types and runs every test."""

import os
import shutil
import subprocess
import sys

from app import bootstrap

# Two processes, each with an application, a Redis and a browser of its own; a file stays in one of them, for its
# fixtures, and files are taken in their order. One thread of PyTorch each, so that they do not fight for the cores.
PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
THREADS = {"OMP_NUM_THREADS": "1"}


def main() -> int:
    """Returns 0 when style, types and tests are all fine; arguments go to pytest."""
    try:
        bootstrap.prepare("tests", bootstrap.PROJECT / "requirements-dev.txt")
        if not (shutil.which("chromium") or shutil.which("google-chrome")) or not shutil.which("chromedriver"):
            bootstrap.install_system(["chromium", "chromium-driver"], "The browser tests need Chromium and its driver.")
        bootstrap.build_plotly()
    except bootstrap.SetupError as error:
        print(f"gemmavision: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"gemmavision: set-up failed at: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 2
    python = [sys.executable, "-m"]
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    failed = [check for check in checks if subprocess.run([*python, *check], cwd=bootstrap.PROJECT).returncode]
    for check in failed:
        print(f"gemmavision: failed: {' '.join(check)}", file=sys.stderr)
    # pytest comes last: its closing line is the answer
    command = [*python, "pytest", *PARALLEL, *sys.argv[1:]]
    tests = subprocess.run(command, cwd=bootstrap.PROJECT, env=os.environ | THREADS).returncode
    return 1 if failed else tests


if __name__ == "__main__":
    sys.exit(main())
