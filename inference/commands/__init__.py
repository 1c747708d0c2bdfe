"""The commands of `python -m inference`: one module each, with HELP, `arguments(parser)` and `run(args)`.

Heavy libraries are imported inside `run`, so that the help answers at once.
"""

from typing import Final

COMMANDS: Final = ("doctor", "chat", "extract", "bench", "advise")
"""Modules of this package; a new command is a module and a name here."""
