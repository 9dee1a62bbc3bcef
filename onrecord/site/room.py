"""The review room: which claim is next, and what was decided, of the build that one site shows.

The queue is kept in memory and each decision is on the disk before the next claim is shown; the database is built from
the logs, never changed here.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from onrecord.annotation.decision_log import open_log
from onrecord.annotation.decisions import Anchor, Decision, Deed, Values, decisions_file, in_force, load_decisions
from onrecord.atomic import Signature, file_signature
from onrecord.corpus.directory import Corpus
from onrecord.database.open import open_database
from onrecord.problems import InputError, Problems

QUEUE = (
    "select id, document_id from claims_to_review order by document_number, sureness, score, start_char, end_char, id"
)
FOUND = "select id, claim_id from decisions"
LAST = 10
"""Decisions that stay in sight."""


class Refused(Exception):
    """A decision that was not made; the message says why."""


class Ledger(NamedTuple):
    """Where the decisions about a document go.

    :param reading: the fingerprint of its reading
    :param text: its file
    :param signature: what that file was when it was read
    """

    path: Path
    reading: str
    text: Path
    signature: Signature | None


def ledgers_of(corpus: Corpus) -> dict[str, Ledger]:
    """The ledgers of the documents that a build was made of, by their ids."""
    found = {}
    for path in corpus.paths:
        file, reading = decisions_file(corpus.beside(path)), corpus.reading(path)
        found[corpus.id_of(path)] = Ledger(file, reading, path, file_signature(path))
    return found


class Shown(NamedTuple):
    """A claim as the reading has it, without any decision about it."""

    claim: str
    document: str
    says: Values
    anchor: Anchor


class Room:
    """The review of one build.

    :param ledgers: those of its documents, by their ids
    :param by: the name of the person who decides
    :raises InputError: when the database or a log can't be read
    """

    def __init__(self, database: Path, ledgers: Mapping[str, Ledger], by: str) -> None:
        self.ledgers, self.by = ledgers, by
        self.lock = threading.Lock()
        with open_database(database) as connection:
            self.documents: dict[str, str] = dict(connection.execute(QUEUE).fetchall())
            self.rows: dict[str, str | None] = dict(connection.execute(FOUND).fetchall())
        self.queue, self.sizes = list(self.documents), Counter(self.documents.values())
        self.skipped: set[str] = set()
        self.logs: dict[str, tuple[Decision, ...]] = {}
        self.decided: dict[str, dict[str, Decision]] = {}
        problems = Problems()
        for document, ledger in ledgers.items():
            self.learn(document, load_decisions(ledger.path, problems).decisions)
        problems.raise_if_any()

    def learn(self, document: str, decisions: tuple[Decision, ...]) -> None:
        """Take in what the log of a document holds."""
        if self.logs.get(document, ()) == decisions:
            return
        self.logs[document] = decisions
        rows = ((self.row_of(one), one) for one in in_force(decisions))
        self.decided[document] = {row: one for row, one in rows if row in self.documents}

    def row_of(self, decision: Decision) -> str:
        """The claim of a decision as this build has it; empty if it can't be found."""
        return self.rows.get(decision.id, decision.row) or ""

    def decision(self, claim: str) -> Decision | None:
        """What was last decided about a claim."""
        return self.decided.get(self.documents.get(claim, ""), {}).get(claim)

    def next(self) -> str | None:
        """The first claim that is not decided; what was skipped comes again at the end."""
        left = (one for one in self.queue if self.decision(one) is None)
        first = next(left, None)
        if first in self.skipped:
            first = next((one for one in left if one not in self.skipped), None)
            if first is None:
                self.skipped.clear()
                return self.next()
        return first

    def progress(self, document: str | None = None) -> tuple[int, int]:
        """How many claims are decided, of how many; those of one document if it is named."""
        if document is None:
            return sum(map(len, self.decided.values())), len(self.queue)
        return len(self.decided.get(document, ())), self.sizes[document]

    def last(self) -> Iterator[tuple[Decision, str, bool]]:
        """The last decisions, the newest first, with their claims and whether they can be undone."""
        found = [one for made in self.logs.values() for one in made[-2 * LAST :] if not one.undoes]
        for one in reversed(sorted(found, key=lambda one: one.when)[-LAST:]):
            claim = self.row_of(one)
            yield one, claim, self.decision(claim) == one

    def decide(
        self, shown: Shown, seen: str, deed: Deed, to: Values | None = None, note: str | None = None
    ) -> Decision:
        """Write down a decision about a claim.

        :param seen: the id of the decision that the person saw on it, empty if there was none
        :raises Refused: when it can't be made, or somebody else was faster
        """
        if deed == "undo" and not seen:
            raise Refused("There is nothing to undo.")
        undoes = seen if deed == "undo" else None
        decision = Decision(
            id=secrets.token_hex(6),
            when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            by=self.by,
            deed=deed,
            row=shown.claim,
            reading=self.ledgers[shown.document].reading,
            anchor=shown.anchor,
            says={} if undoes else shown.says,
            to=to or {},
            note=note,
            undoes=undoes,
        )
        with self.lock:
            self.write(shown, seen, decision)
        self.skipped.discard(shown.claim)
        return decision

    def write(self, shown: Shown, seen: str, decision: Decision) -> None:
        """Add a decision to its log, unless the claim was decided since the person saw it.

        :raises Refused: saying why it was not
        """
        ledger = self.ledgers[shown.document]
        if file_signature(ledger.text) != ledger.signature:
            raise Refused("The text of this document has changed since it was read: stop, and start the review again.")
        try:
            with open_log(ledger.path) as log:
                self.learn(shown.document, log.known.decisions)
                there = self.decision(shown.claim)
                if (there.id if there else "") != seen:
                    raise Refused("This claim was decided in another window: look at it again.")
                log.add(decision)
                self.learn(shown.document, log.known.decisions)
        except OSError as error:
            what = f"It could not be saved in {ledger.path}: {error.strerror}."
            raise Refused(f"{what} Mend that, and decide again.") from error
        except InputError as error:
            raise Refused(f"It could not be saved: {error}") from error


_rooms: WeakKeyDictionary[Any, Room] = WeakKeyDictionary()


def open_room(datasette: Any, room: Room) -> None:
    """Give a site its review room."""
    _rooms[datasette] = room


def room_of(datasette: Any) -> Room | None:
    """The review room of a site; none of a published one."""
    return _rooms.get(datasette)
