"""Tests of onrecord; each file is named after what it tests."""
