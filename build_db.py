#!/usr/bin/env python3
"""The command in a checkout, from documents to a published database; the same as ``onrecord`` once installed."""

from onrecord.__main__ import run

if __name__ == "__main__":
    run()
