"""The entry point of ``onrecord``, ``python -m onrecord`` and, in a checkout, ``python build_db.py``."""

from __future__ import annotations

import signal
import sys


def run() -> None:
    """Run the command line; SIGTERM interrupts it as Ctrl-C does, so that it cleans up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from onrecord.cli import main

        main()
    except KeyboardInterrupt:  # during import; afterwards click prints the same message
        sys.exit("Aborted!")


if __name__ == "__main__":
    run()
