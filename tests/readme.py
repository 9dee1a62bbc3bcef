"""The README's figures, as the commands print them: ``make readme`` puts them in, the tests compare."""

from __future__ import annotations

import re

from click.testing import CliRunner

from onrecord.cli import main
from onrecord.corpus import PROJECT

README = PROJECT / "README.md"
BLOCK = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end -->\n", re.DOTALL)


def printed() -> dict[str, str]:
    """Each block of the README as it should be, by the name in its comment."""
    runner = CliRunner()
    usage = runner.invoke(main, ["--help"], prog_name="build_db.py").output
    tables = re.findall(r"(?:^\|.*\n)+", runner.invoke(main, ["evaluate"]).output, re.MULTILINE)
    return {"help": f"```\n{usage}```\n", "blind": tables[0], "machine": tables[2]}


def renewed(text: str, blocks: dict[str, str]) -> str:
    """The README with every block renewed."""
    return BLOCK.sub(lambda match: f"<!-- {match[1]} -->\n{blocks[match[1]]}<!-- end -->\n", text)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8"), printed()), encoding="utf-8")
