"""`python -m inference <command>`: what the worker can do, from a shell."""

import argparse
import importlib
import logging
import sys

from inference.commands import COMMANDS
from inference.engines.errors import EngineError


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. Returns the exit status: 0, 1 for an error its message explains, 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m inference", description="Gemma 3 on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"inference.commands.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        command.set_defaults(run=module.run)
    args = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        status: int = args.run(args)
    except EngineError as error:
        print(error.message, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
