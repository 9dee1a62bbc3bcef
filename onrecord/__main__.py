"""The command, however it is called: ``onrecord``, ``python -m onrecord`` or, in a checkout, ``python build_db.py``."""

from __future__ import annotations

import signal
import sys


def run() -> None:
    """Run the command line; SIGTERM and Ctrl-C end it alike, so that it cleans up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from onrecord.cli import main

        main()
    except KeyboardInterrupt:  # while the program is still being loaded; afterwards click says the same
        sys.exit("Aborted!")


if __name__ == "__main__":
    run()
