"""The audit of the locked packages: a vulnerability fails, a database out of reach is said and passes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from onrecord.data import PROJECT
from tests.audit import LOCKED, verdict

FINE = {"name": "click", "version": "8.2", "vulns": []}
UNKNOWN = {"name": "edtf", "skip_reason": "Dependency not found on PyPI"}
BAD = {"name": "pyyaml", "version": "5.1", "vulns": [{"id": "CVE-2020-1747", "fix_versions": ["5.3.1"]}]}
WORSE = {"name": "pyyaml", "version": "5.1", "vulns": [{"id": "CVE-2020-1747", "fix_versions": []}]}


@pytest.mark.parametrize(
    ("packages", "passes", "said"),
    [
        ([FINE], True, "no known vulnerability in 1 packages"),
        ([FINE, UNKNOWN], True, "no known vulnerability in 1 packages; NOT AUDITED: edtf"),
        ([UNKNOWN], True, "NOT AUDITED: the database of vulnerabilities knows none of the packages here"),
        ([FINE, UNKNOWN, BAD], False, "pyyaml 5.1: CVE-2020-1747, mended in 5.3.1"),
        ([WORSE], False, "pyyaml 5.1: CVE-2020-1747, mended in no version"),
    ],
)
def test_a_vulnerability_fails_and_what_is_unknown_is_said(
    packages: list[dict[str, Any]], passes: bool, said: str
) -> None:
    assert verdict(json.dumps({"dependencies": packages, "fixes": []}), "") == (passes, said)


def test_a_database_out_of_reach_is_said() -> None:
    passes, said = verdict("", "Traceback …\nConnectionError: Failed to resolve\n")
    assert passes
    assert said == "NOT AUDITED: the database of vulnerabilities can't be reached: ConnectionError: Failed to resolve"


@pytest.mark.parametrize("errors", ["No module named pip_audit", "requirements.txt: no such file", ""])
def test_an_audit_that_fails_for_another_reason_fails(errors: str) -> None:
    assert not verdict("", errors).passes and not verdict("[]", errors).passes


def test_what_is_audited_is_all_that_is_locked() -> None:
    assert {path.name for path in PROJECT.glob("requirements*.txt")} == set(LOCKED)
    locked = "".join((PROJECT / name).read_text(encoding="utf-8") for name in LOCKED)
    assert not re.search(r"\w://", locked)
