"""`python3 -m app`: installs what is missing and starts the application on embedded defaults."""

import argparse
import subprocess
import sys

from app import bootstrap


def main() -> int:
    """Prepares the machine, then runs until Ctrl-C. Returns the exit status."""
    argparse.ArgumentParser(
        prog="python3 -m app",
        description="Installs what is missing, starts GemmaVision QuantAdvisor and prints its address. Ctrl-C ends it.",
        epilog="Settings are environment variables, for example PORT=8060 python3 -m app; docs/settings.md lists them.",
    ).parse_args()
    try:
        bootstrap.prepare("app", bootstrap.PROJECT / "requirements.txt")
        bootstrap.build_plotly()
    except bootstrap.SetupError as error:
        print(f"gemmavision: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"gemmavision: set-up failed at: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 2
    from app.launcher import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
