"""`python -m inference.worker`. A file of this name is not run again in child processes, which need none of it."""

import sys

from inference.worker import main

if __name__ == "__main__":
    sys.exit(main())
