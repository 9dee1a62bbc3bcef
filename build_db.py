#!/usr/bin/env python3
"""The command: from documents to a published database."""

import signal
import sys

if __name__ == "__main__":
    # Whoever ends the program, it cleans up as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from onrecord.cli import main

        main()
    except KeyboardInterrupt:  # while the program is still being loaded; afterwards click says the same
        sys.exit("Aborted!")
