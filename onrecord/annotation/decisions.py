"""What people decided about the rows of a document: a log beside it, ``NAME.decisions.jsonl``, one JSON object a line.

Lines are only ever added, so that two people's logs merge in git as a union (``*.decisions.jsonl merge=union``), and
their order decides. Each line says what the reading said and what was made of it, so that it never depends on
another line, and holds the words with their neighbours, by which its row is found in another reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from onrecord.annotation.anchors import fold_white_space
from onrecord.annotation.authority import Annotator, Authority, ReferenceCheck
from onrecord.annotation.model import ReviewStatus
from onrecord.dates import is_date
from onrecord.problems import Problem, Problems
from onrecord.span import Span
from onrecord.values import Day, Slug, unique_slug

SUFFIX = ".decisions.jsonl"

Deed = Literal["accept", "correct", "reject", "not-a-claim", "flag", "undo"]
STATUSES: Mapping[Deed, ReviewStatus] = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "not-a-claim": "rejected",
    "flag": "disputed",
}
"""What a row is after each deed; an undo leaves what was decided before it."""
TERMS = {"factuality": "factuality_values", "claim_type": "claim_types"}
"""The values that are terms, with their vocabularies."""
VALUES = ("statement", "claimant", *TERMS, "event_date")
"""What a person looks at in a claim, and may correct."""
REQUIRED = ("statement", *TERMS)
NEAR = 32
"""Characters on each side of the words, as many as the Web Annotation model's examples have."""

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
REMEDY = "restore the line from version control, or remove it"

Values = Mapping[str, str | None]


class Anchor(NamedTuple):
    """Words of a document without line breaks, the offset at which they began, and what was before and after them."""

    exact: str
    start: int
    before: str
    after: str


def anchor_at(text: str, span: Span) -> Anchor:
    """The anchor of a span of a text."""
    before = fold_white_space(text[max(0, span.start - 2 * NEAR) : span.start])[-NEAR:]
    after = fold_white_space(text[span.end : span.end + 2 * NEAR])[:NEAR]
    return Anchor(fold_white_space(text[span.start : span.end]), span.start, before.strip(), after.strip())


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One line of a log.

    :param when: the moment in UTC, ``2026-11-28T16:05:00Z``
    :param by: the person's name, or id in annotators.yml
    :param row: the id of the claim
    :param reading: the fingerprint of the reading that the person saw
    :param says: what the reading says
    :param to: what the person says instead
    :param undoes: the id of the decision that an undo takes back
    :param written_on: its line, 1-based
    """

    id: str
    when: str
    by: str
    deed: Deed
    row: Slug
    reading: str
    anchor: Anchor
    says: Values = field(default_factory=dict)
    to: Values = field(default_factory=dict)
    note: str | None = None
    undoes: str | None = None
    written_on: int = field(default=0, compare=False)

    @property
    def day(self) -> Day:
        """The day of the decision, in UTC."""
        return self.when[:10]

    @property
    def outcome(self) -> dict[str, str | None]:
        """What the row says once the decision is applied."""
        return {**self.says, **self.to}

    def line(self) -> str:
        """The decision as a line of the log."""
        given: dict[str, Any] = {
            "id": self.id,
            "when": self.when,
            "by": self.by,
            "decision": self.deed,
            "table": "claims",
            "row": self.row,
            "reading": self.reading,
            **self.anchor._asdict(),
            "from": dict(self.says),
            "to": dict(self.to),
        }
        given |= {"note": self.note} if self.note else {}
        given |= {"undoes": self.undoes} if self.undoes else {}
        return json.dumps(given, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class DecisionLog:
    """The decisions about one document, in the order of its log.

    :param size: the bytes that were read, without a line that was never finished
    """

    path: Path
    decisions: tuple[Decision, ...] = ()
    warnings: tuple[Problem, ...] = ()
    size: int = 0


def decisions_file(annotation: Path) -> Path:
    """Where the decisions about a document are whose annotation is, or would be, ``annotation``."""
    return annotation.with_name(annotation.stem + SUFFIX)


def load_decisions(path: Path, problems: Problems) -> DecisionLog:
    """Read a log; a missing one is empty. A last line that was never finished is left out, with a warning."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DecisionLog(path)
    except OSError as error:
        problems.add(path, 0, f"the file can't be read: {error.strerror}", "make it a readable file, or remove it")
        return DecisionLog(path)
    found: dict[str, Decision] = {}
    size, lines = 0, data.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        try:
            decision = parse_line(line, number)
        except ValueError as error:
            if number == len(lines) and not line.endswith(b"\n"):
                what = "the last line was never finished, so the decision in it is lost"
                torn = Problem(str(path), number, what, "decide again")
                return DecisionLog(path, tuple(found.values()), (torn,), size)
            problems.add(path, number, f"this is not a decision: {error}", REMEDY)
            continue
        size += len(line)
        if decision and found.setdefault(decision.id, decision) != decision:
            what = f"the id {decision.id!r} is already that of line {found[decision.id].written_on}"
            problems.add(path, number, what, REMEDY)
    for decision in found.values():
        if decision.undoes and decision.undoes not in found:
            what = f"it undoes {decision.undoes!r}, which is not in this file"
            problems.add(path, decision.written_on, what, REMEDY)
    return DecisionLog(path, tuple(found.values()), (), size)


def parse_line(line: bytes, number: int) -> Decision | None:
    """The decision on a line; ``None`` if the line is empty.

    :raises ValueError: saying what is wrong
    """
    if not line.strip():
        return None
    try:
        given = json.loads(line)
    except ValueError as error:
        raise ValueError("it is not JSON in UTF-8") from error
    if not isinstance(given, dict):
        raise ValueError("it is not a JSON object")
    deed = text_in(given, "decision")
    if deed not in get_args(Deed):
        raise ValueError(f"decision can't be {deed!r}: it is one of {', '.join(get_args(Deed))}")
    if given.get("table") != "claims":
        raise ValueError("table must be claims")
    start = given.get("start")
    if type(start) is not int or start < 0:
        raise ValueError("start must be a whole number")
    when = text_in(given, "when")
    if not MOMENT.fullmatch(when) or not is_date(when[:10]):
        raise ValueError(f"when can't be {when!r}: it looks like 2026-11-28T16:05:00Z")
    says, to = values_in(given, "from"), values_in(given, "to")
    if deed != "undo" and says.keys() != set(VALUES):
        raise ValueError(f"from must have {', '.join(VALUES)}")
    if bool(to) != (deed == "correct"):
        raise ValueError("to must say what is corrected, and only where something is")
    if (deed == "undo") != ("undoes" in given):
        raise ValueError("an undo, and nothing else, has the id of a decision in undoes")
    return Decision(
        id=text_in(given, "id"),
        when=when,
        by=text_in(given, "by"),
        deed=deed,  # type: ignore[arg-type]
        row=text_in(given, "row"),
        reading=text_in(given, "reading"),
        anchor=Anchor(text_in(given, "exact"), start, text_in(given, "before", ""), text_in(given, "after", "")),
        says=says,
        to=to,
        note=text_in(given, "note", "") or None,
        undoes=text_in(given, "undoes", "") or None,
        written_on=number,
    )


def text_in(given: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """A field that holds text.

    :param default: what it is if it is missing or empty
    :raises ValueError: if it has none
    """
    value = given.get(name, default)
    if not isinstance(value, str) or not (value.strip() or default is not None):
        raise ValueError(f"{name} is missing" if value is None else f"{name} must be text")
    return value


def values_in(given: Mapping[str, Any], name: str) -> dict[str, str | None]:
    """A field that holds values of a claim.

    :raises ValueError: if it holds anything else
    """
    found = given.get(name, {})
    if not isinstance(found, dict) or not found.keys() <= set(VALUES):
        raise ValueError(f"{name} may have only {', '.join(VALUES)}")
    for key, value in found.items():
        if not (isinstance(value, str) and value.strip() or value is None and key not in REQUIRED):
            raise ValueError(f"{name}: {key} must be text")
    return found


def check_decisions(
    log: DecisionLog, authority: Authority, people: Mapping[str, Annotator], problems: Problems
) -> None:
    """Record terms that no vocabulary has, dates that are none, and decisions by a program."""
    check = ReferenceCheck(problems)
    for one in log.decisions:
        for name, vocabulary in TERMS.items():
            check.known(str(log.path), one.written_on, name, one.to.get(name), authority.vocabularies[vocabulary])
        day = one.to.get("event_date")
        if day and not is_date(day):
            problems.add(log.path, one.written_on, f"event_date: {day!r} is not a date in EDTF level 1", REMEDY)
        if people[one.by].kind != "person":
            problems.add(log.path, one.written_on, f"by: {one.by!r} is a program", "name the person who decided")


def people_of(names: Iterable[str], authority: Authority) -> dict[str, Annotator]:
    """Who decided, by the names in logs: annotators with the id or the name, else people known by name alone."""
    known = {**(authority.standard or authority).annotators, **authority.annotators}
    known = {**{one.name: one for one in known.values()}, **known}
    unknown = {name: Annotator(id=unique_slug(name), name=name, kind="person") for name in sorted(names)}
    return {name: known.get(name, person) for name, person in unknown.items()}


def undone(decisions: Iterable[Decision]) -> set[str]:
    """The ids of the decisions that are taken back; an undo that is undone itself takes nothing back."""
    found: set[str] = set()
    for one in reversed(tuple(decisions)):
        if one.undoes and one.id not in found:
            found.add(one.undoes)
    return found


def in_force(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """The decisions that are not taken back, without those that take back others."""
    given = tuple(decisions)
    gone = undone(given)
    return (one for one in given if one.id not in gone and not one.undoes)
