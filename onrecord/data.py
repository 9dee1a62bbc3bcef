"""Where the data files are: in a checkout at its top, in an installed package inside of it."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
INSTALLED = PACKAGE / "_data"
"""What pyproject.toml puts into the wheel: schema/, metadata.yml, the vocabularies and the authority files."""

PROJECT = INSTALLED if INSTALLED.is_dir() else PACKAGE.parent
SCHEMA = PROJECT / "schema"
METADATA = PROJECT / "metadata.yml"
SEEDS = PROJECT / "seeds"
"""The project's own documents, in a checkout; and the vocabularies and authority files that every directory may use."""
