#!/usr/bin/env python3
"""The command: from documents to a published database."""

import sys

if __name__ == "__main__":
    try:
        from onrecord.cli import main

        main()
    except KeyboardInterrupt:  # while the program is still being loaded; afterwards click says the same
        sys.exit("Aborted!")
