"""``python -m tests.audit`` asks for known vulnerabilities of every locked package, and exits with 1 if there is one.

Where the database of vulnerabilities can't be reached, it says so and passes: work goes on without a network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.data import PROJECT

LOCKED = ("requirements.txt", "requirements-dev.txt")
AUDIT = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"]
AUDIT += ["--progress-spinner", "off"]
UNREACHED = re.compile(r"connect|timed? ?out|resolve|unreachable|service unavailable", re.IGNORECASE)


class Verdict(NamedTuple):
    """What an audit found: whether it passes, and what to say."""

    passes: bool
    said: str


def verdict(output: str, errors: str) -> Verdict:
    """Read what pip-audit printed; it prints no JSON when the database can't be reached."""
    try:
        packages: Sequence[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, LookupError, TypeError):
        last = (errors.strip().splitlines() or ["it said nothing"])[-1][:300]
        if UNREACHED.search(last):
            return Verdict(True, f"NOT AUDITED: the database of vulnerabilities can't be reached: {last}")
        return Verdict(False, f"the audit failed: {last}")
    found = [
        f"{one['name']} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version'}"
        for one in packages
        for known in one.get("vulns", ())
    ]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    audited = len(packages) - len(skipped)
    if found:
        return Verdict(False, "\n".join(found))
    if not audited:
        return Verdict(True, "NOT AUDITED: the database of vulnerabilities knows none of the packages here")
    rest = f"; NOT AUDITED: {', '.join(skipped)}" if skipped else ""
    return Verdict(True, f"no known vulnerability in {audited} packages{rest}")


def audit(locked: Path) -> Verdict:
    """Audit the packages of one lock file."""
    done = subprocess.run([*AUDIT, "--requirement", str(locked)], capture_output=True, text=True)
    return verdict(done.stdout, done.stderr)


if __name__ == "__main__":
    verdicts = {name: audit(PROJECT / name) for name in LOCKED}
    for name, one in verdicts.items():
        print(f"{name}: {one.said}")
    sys.exit(not all(one.passes for one in verdicts.values()))
