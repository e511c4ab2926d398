"""Runs the command line as ``python -m sekisho``."""

import sys

from sekisho.cli import main

if __name__ == "__main__":
    sys.exit(main())
