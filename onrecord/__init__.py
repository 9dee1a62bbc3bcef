"""onrecord: from prose to a published, checkable dataset."""

__version__ = "0.1.0"
