#!/usr/bin/env python3
"""The command: from documents to a published database."""

from onrecord.cli import main

if __name__ == "__main__":
    main()
