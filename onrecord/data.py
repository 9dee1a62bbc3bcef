"""Where the data files are: at the top of a checkout, or inside an installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).resolve().parent
INSTALLED = PACKAGE / "_data"
"""What pyproject.toml puts into the wheel: schema/, metadata.yml, the vocabularies and the authority files."""

IS_INSTALLED = INSTALLED.is_dir()
PROJECT = INSTALLED if IS_INSTALLED else PACKAGE.parent
COMMAND = "onrecord" if IS_INSTALLED else "python build_db.py"
"""What a user types to run the program, for messages."""

DATABASE = Path("onrecord.db") if IS_INSTALLED else PROJECT / "onrecord.db"
"""The database that is built and served unless another is named."""

SCHEMA = PROJECT / "schema"
METADATA = PROJECT / "metadata.yml"
SEEDS = PROJECT / "seeds"
"""The project's own documents, in a checkout; and the vocabularies and authority files that every directory may use."""


def read_yaml(path: Path) -> Any:
    """A data file; libyaml, where PyYAML has it, reads it ten times as fast."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
