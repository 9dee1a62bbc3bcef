"""The reader's goals and the figures of other systems (goals.yml), and what was measured on corpora (measured.yml).

The corpora are not part of the project, so their figures are stored: ``make evaluate CORPORA=directory`` renews them,
with the fingerprint of the reader that was measured and the hash of each corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from onrecord.data import read_yaml
from onrecord.evaluation.kinds import ErrorCount
from onrecord.evaluation.scores import Score

GOALS, MEASURED = (Path(__file__).with_name(name) for name in ("goals.yml", "measured.yml"))
HEADER = "# Written by make evaluate CORPORA=directory. Each row has the fields of Score or of ErrorCount.\n"


@dataclass(frozen=True)
class Goal:
    """What F should reach, in per cent: the minimum (``at_least``) and the target (``aim``)."""

    of: str
    what: str
    at_least: float
    aim: float


@dataclass(frozen=True)
class Peer:
    """The F of another system in per cent, and what it was measured on."""

    of: str
    what: str
    system: str
    f: float
    measured_on: str


@dataclass(frozen=True)
class SpeedGoal:
    """The speed that the whole reading should reach, as a multiple of the parser's alone."""

    of: str
    at_least: float
    aim: float


@dataclass(frozen=True)
class MeasuredCorpus:
    """A corpus, or a part of one, that the reader is measured on; ``id`` is its file's stem."""

    id: str
    name: str
    about: str


@dataclass(frozen=True)
class Goals:
    """Everything in goals.yml."""

    corpora: dict[str, MeasuredCorpus]
    goals: dict[tuple[str, str], Goal]
    speed: SpeedGoal
    peers: tuple[Peer, ...]

    def peers_of(self, of: str, what: str) -> list[Peer]:
        """The other systems measured by this score, the best first."""
        found = [peer for peer in self.peers if (peer.of, peer.what) == (of, what)]
        return sorted(found, key=lambda peer: -peer.f)


@dataclass(frozen=True)
class Measured:
    """The result for one corpus: its size and hash, the reader, its speed over the parser's, scores, errors."""

    corpus: str
    documents: int
    sha256: str
    reader: str
    speed: float | None
    scores: tuple[Score, ...]
    errors: tuple[ErrorCount, ...]


@cache
def goals() -> Goals:
    """Read goals.yml."""
    given = read_yaml(GOALS)
    wanted = [Goal(**goal) for goal in given["goals"]]
    return Goals(
        {key: MeasuredCorpus(key, **corpus) for key, corpus in given["corpora"].items()},
        {(goal.of, goal.what): goal for goal in wanted},
        SpeedGoal(**given["speed"]),
        tuple(peers(given["peers"])),
    )


def peers(given: Iterable[dict[str, Any]]) -> Iterator[Peer]:
    """One peer for each figure."""
    for group in given:
        for system in group["systems"]:
            for what, f in system["figures"].items():
                yield Peer(group["of"], what, system["name"], f, group["measured_on"])


def load_measured(path: Path = MEASURED) -> list[Measured]:
    """Read what was measured on the corpora, in the order in which goals.yml names them."""
    given = read_yaml(path)
    found = {
        row["corpus"]: Measured(
            **{key: value for key, value in row.items() if key not in ("scores", "errors")},
            scores=tuple(Score(*score) for score in row["scores"]),
            errors=tuple(ErrorCount(*error) for error in row["errors"]),
        )
        for row in given
    }
    return [found[key] for key in goals().corpora if key in found]


def write(rows: Iterable[Measured], path: Path = MEASURED) -> None:
    """Store what was measured; a corpus that was not measured keeps its figures."""
    kept = {row.corpus: row for row in (*load_measured(path), *rows)}
    given = [stored_fields(kept[key]) for key in goals().corpora if key in kept]
    text = yaml.safe_dump(given, sort_keys=False, default_flow_style=None, allow_unicode=True, width=120)
    path.write_text(HEADER + text, encoding="utf-8")


def stored_fields(row: Measured) -> dict[str, Any]:
    """The fields of a result as stored: counts, without the figures computed from them."""
    scores = [[one.layer, one.about, one.reference, one.reading, one.found, one.right] for one in row.scores]
    return {**vars(row), "scores": scores, "errors": [list(one) for one in row.errors]}
