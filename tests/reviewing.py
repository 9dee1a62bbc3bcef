"""People who decide, for the tests of the review room."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from onrecord.annotation.decisions import Decision, Deed, Values
from onrecord.cli import main
from onrecord.corpus.left_out import LeftOut, load_usable
from onrecord.site.pages.review import shown_claim
from onrecord.site.room import Room, Shown, ledgers_of

LOG = "harbour.decisions.jsonl"


class Reviewer:
    """One person with a review room of a directory and its database."""

    def __init__(self, seeds: Path, database: Path, by: str = "Ada Berg") -> None:
        self.database, self.log = database, seeds / LOG
        self.room = Room(database, ledgers_of(load_usable(seeds, LeftOut())), by)

    def looks_at(self, claim: str) -> Shown:
        """The claim as the reading has it."""
        with closing(sqlite3.connect(self.database)) as connection:
            return shown_claim(connection, claim)[0]

    def decides(self, claim: str, deed: Deed, to: Values | None = None, note: str | None = None) -> Decision:
        """What the person does with a claim, having seen what was last decided about it."""
        before = self.room.decision(claim)
        return self.room.decide(self.looks_at(claim), before.id if before else "", deed, to, note)


def asked(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer of a database."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def rebuilt(seeds: Path, output: Path | None = None) -> Path:
    """The database of a directory, which is built without a problem or a warning."""
    output = output or seeds.parent / "again.db"
    arguments = ["build", "--strict", "--no-evaluation", str(seeds), "--output", str(output)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0 and "warning:" not in result.output, result.output
    return output
