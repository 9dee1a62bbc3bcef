"""Read YAML files into typed records, reporting every problem with its line.

Only a plain subset of YAML is read: mappings, lists and text. A scalar's type is never guessed (``no`` stays
``no``, dates stay as written): the field's type decides. Anchors, aliases and tags, which can expand without bound
or change a value's type, are refused.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from onrecord.annotation.anchors import Words
from onrecord.dates import InvalidDate, read_date
from onrecord.problems import Problems
from onrecord.span import Span
from onrecord.text.document import size_of
from onrecord.values import (
    AtMost,
    Between,
    Edtf,
    Pattern,
    Row,
)

T = TypeVar("T")
DEEPEST = 20
MOST_BYTES = 50_000_000
EDTF = typing.get_args(Edtf)[1]
PLACING = ("line", "before", "after", "occurrence")
"""Keys beside ``exact`` that say which of several occurrences is meant."""
NO_LONGER = {"unreviewed": "write proposed, for what a program found and nobody has looked at"}
"""Words that were once allowed, with those to write now."""

Anchor = Callable[[Words, int], "Span | None"]
"""Finds words in the document, or records why not; the second argument is the line of the YAML file."""


def compose(path: Path, problems: Problems) -> yaml.Node | None:
    """The file's node tree, or ``None`` after recording what is wrong with it."""
    name = str(path)
    try:
        if size_of(path) > MOST_BYTES:
            problems.add(name, 0, f"the file is larger than {MOST_BYTES:,} bytes", "split the document it annotates")
            return None
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.add(name, 0, f"the file can't be read: {error.strerror}", "make it a readable file")
        return None
    except UnicodeDecodeError as error:
        problems.add(name, 0, f"byte {error.start} is not valid UTF-8", "save the file as UTF-8")
        return None
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if refuse_features(name, yaml.parse(text, Loader=loader), problems):
            return None
        return yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        problems.add(name, mark.line + 1 if mark else 0, f"this is not valid YAML: {what}", "correct the syntax")
    except yaml.YAMLError as error:
        what = str(error).splitlines()[0]
        problems.add(name, 0, f"this is not valid YAML: {what}", "remove the characters that YAML does not allow")
    return None


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """The types of a record's fields."""
    return typing.get_type_hints(kind, include_extras=True)


def refuse_features(name: str, events: Any, problems: Problems) -> bool:
    """Record aliases, anchors, tags and excessive nesting as problems; return whether there were any."""
    depth, before = 0, len(problems.found)
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            problems.add(name, line, f"*{event.anchor} is a YAML alias", "write the value out")
        elif getattr(event, "anchor", None):
            problems.add(name, line, f"&{event.anchor} is a YAML anchor", "remove it, and write values out")
        elif getattr(event, "tag", None) not in (None, "!"):
            problems.add(name, line, f"{event.tag} is a YAML tag", "remove it; values are plain text")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            problems.add(name, line, f"this is nested more than {DEEPEST} levels", "write it as the codebook shows")
            return True
    return len(problems.found) > before


class RecordReader:
    """Turns the nodes of one file into frozen dataclasses, recording every problem.

    A record with a field that can't be read is dropped (``None``) and the problem recorded: the build stops before
    its absence can matter.
    """

    def __init__(self, path: str, problems: Problems, anchor: Anchor | None = None) -> None:
        self.path, self.problems, self.anchor = path, problems, anchor

    def fail(self, node: yaml.Node, what: str, remedy: str) -> None:
        """Record a problem at a node."""
        self.problems.add(self.path, node.start_mark.line + 1, what, remedy)

    def mapping(self, node: yaml.Node, where: str) -> dict[str, yaml.Node] | None:
        """A mapping's values by key; records a problem for each repeated key."""
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, f"{where} must be a mapping of fields", "write it as “field: value”")
            return None
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fail(key, f"a key of {where} is not a word", "write “field: value”")
            elif key.value in found:
                self.fail(key, f"{key.value!r} is given twice", "keep one of them")
            else:
                found[key.value] = value
        return found

    def records(self, node: yaml.Node, kind: type[T], where: str) -> list[T]:
        """A list of records of one kind."""
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"{where} must be a list", "start each entry with “- ”")
            return []
        read = (self.record(item, kind) for item in node.value)
        return [record for record in read if record is not None]

    def record(self, node: yaml.Node, kind: type[T], given: dict[str, Any] | None = None) -> T | None:
        """One record; ``given`` holds fields that the caller has read already."""
        name = title(kind)
        values = self.mapping(node, name)
        if values is None:
            return None
        values = self.renamed(values, getattr(kind, "OLD_KEYS", {}))
        hints = hints_of(kind)  # type: ignore[arg-type]
        fields = {f.name: f for f in dataclasses.fields(kind) if f.name != "written_on"}  # type: ignore[arg-type]
        read: dict[str, Any] = dict(given or {})
        good = self.no_unknown_fields(node, name, fields, values)
        for field in fields.values():
            if field.name in read:
                continue
            if field.name in values:
                value = self.field(values, field.name, hints[field.name])
                good = good and value is not FAILED
                read[field.name] = value
            elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                self.fail(node, f"{name} has no {field.name!r}", f"add “{field.name}: …”")
                good = False
        if not good:
            return None
        if issubclass(kind, Row):
            read["written_on"] = node.start_mark.line + 1
        return kind(**read)

    def renamed(self, values: dict[str, yaml.Node], old: Mapping[str, str]) -> dict[str, yaml.Node]:
        """The values with their fields' names in place of older keys; records a problem where both are given."""
        for key, field in old.items():
            if key in values and field in values:
                self.fail(values[key], f"{key!r} is an older word for {field!r}", f"keep {field!r} alone")
        return {old.get(key, key): value for key, value in values.items()}

    def no_unknown_fields(
        self, node: yaml.Node, name: str, fields: dict[str, Any], values: dict[str, yaml.Node]
    ) -> bool:
        """Record unknown keys, each with the nearest known one; return whether there were none."""
        allowed = [*fields, *(PLACING if "exact" in fields and self.anchor else ())]
        unknown = [key for key in values if key not in allowed]
        for key in unknown:
            near = difflib.get_close_matches(key, allowed, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(allowed)}"
            self.fail(values[key], f"{name} has no field {key!r}", remedy)
        return not unknown

    def field(self, values: dict[str, yaml.Node], name: str, hint: Any) -> Any:
        """One field's value; words take the placing keys beside them."""
        if hint is Span and name == "exact":
            return self.words(values[name], {key: values[key] for key in PLACING if key in values})
        return self.value(values[name], hint, name)

    def value(self, node: yaml.Node, hint: Any, name: str) -> Any:
        """A node as the type ``hint``; ``FAILED`` after recording why it can't be."""
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            if isinstance(node, yaml.ScalarNode) and node.style is None and node.value in ("null", "~"):
                return None
            return self.value(node, next(a for a in arguments if a is not type(None)), name)
        if hint is Span:
            return self.words(node, {})
        if origin is tuple:
            return self.sequence(node, arguments[0], name)
        if dataclasses.is_dataclass(hint):
            short = getattr(hint, "SHORT", None)
            if short and isinstance(node, yaml.ScalarNode):
                node = yaml.MappingNode(node.tag, [(yaml.ScalarNode("", short), node)], node.start_mark, node.end_mark)
            record = self.record(node, typing.cast("type[Any]", hint))
            return FAILED if record is None else record
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, f"{name!r} must be a single value", "write it on one line, or as folded text")
            return FAILED
        if not node.value.strip():
            self.fail(node, f"{name!r} is empty", "give it a value, or leave the field out")
            return FAILED
        if "\x00" in node.value:
            self.fail(node, f"{name!r} contains the character U+0000", "remove it")
            return FAILED
        return self.scalar(node, hint, name)

    def sequence(self, node: yaml.Node, hint: Any, name: str) -> Any:
        """A list; a single value is read as a list of one."""
        if isinstance(node, yaml.SequenceNode):
            items = [self.value(item, hint, name) for item in node.value]
        elif dataclasses.is_dataclass(hint) and not hasattr(hint, "SHORT"):
            self.fail(node, f"{name!r} must be a list", "start each entry with “- ”")
            return FAILED
        else:
            items = [self.value(node, hint, name)]
        return FAILED if FAILED in items else tuple(items)

    def scalar(self, node: yaml.ScalarNode, hint: Any, name: str) -> Any:
        """Text, a number, true or false, one of a few words, a date or an id."""
        text = node.value.strip()
        arguments = typing.get_args(hint)
        if typing.get_origin(hint) is typing.Literal:
            remedy = NO_LONGER.get(text, f"use one of {', '.join(arguments)}")
            return text if text in arguments else self.wrong(node, name, text, remedy)
        if hint is bool:
            return text == "true" if text in ("true", "false") else self.wrong(node, name, text, "write true or false")
        if hint in (int, float):
            try:
                return hint(text)
            except ValueError:
                return self.wrong(node, name, text, "write a number")
        if typing.get_origin(hint) is typing.Annotated and isinstance(arguments[1], Between):
            return self.bounded(node, arguments[0], arguments[1], name)
        words = " ".join(text.split())
        if typing.get_origin(hint) is typing.Annotated and isinstance(arguments[1], AtMost):
            return self.short(node, words, arguments[1].characters, name)
        if typing.get_origin(hint) is typing.Annotated:
            return self.pattern(node, arguments[1], name, text)
        return words

    def short(self, node: yaml.ScalarNode, words: str, most: int, name: str) -> Any:
        """Text of at most so many characters."""
        if len(words) <= most:
            return words
        self.fail(node, f"{name!r} has {len(words):,} characters", f"use at most {most}, and a note for the rest")
        return FAILED

    def bounded(self, node: yaml.ScalarNode, hint: Any, bounds: Between, name: str) -> Any:
        """A number within its bounds."""
        number = self.scalar(node, hint, name)
        if number is FAILED or bounds.least <= number <= bounds.most:
            return number
        return self.wrong(node, name, node.value, f"write a number from {bounds.least} to {bounds.most}")

    def pattern(self, node: yaml.ScalarNode, rule: Any, name: str, text: str) -> Any:
        """Text that must be an id or a date."""
        if isinstance(rule, Pattern):
            return text if rule.regex.match(text) else self.wrong(node, name, text, f"use {rule.looks_like}")
        try:
            return read_date(text).id
        except InvalidDate as error:
            self.fail(node, f"{name!r}: {error}", error.remedy)
            return FAILED

    def wrong(self, node: yaml.Node, name: str, text: str, remedy: str) -> Any:
        """Record a value that the field can't have."""
        self.fail(node, f"{name!r} can't be {text!r}", remedy)
        return FAILED

    def words(self, node: yaml.Node, placing: dict[str, yaml.Node]) -> Any:
        """The span of words in the document."""
        if isinstance(node, yaml.MappingNode):
            values = self.mapping(node, "words") or {}
            if not self.no_unknown_fields(node, "words", {"exact": None}, values) or "exact" not in values:
                self.fail(node, "these words have no 'exact'", "write {exact: the words, line: 12}")
                return FAILED
            return self.words(values.pop("exact"), values)
        hints = {"line": int, "before": str, "after": str, "occurrence": int}
        read = {key: self.value(placing[key], hints[key], key) for key in placing}
        exact = self.value(node, str, "exact")
        if FAILED in read.values() or exact is FAILED or self.anchor is None:
            return FAILED
        span = self.anchor(Words(exact, **read), node.start_mark.line + 1)
        return FAILED if span is None else span


FAILED = object()
"""The value of a field that could not be read; the reason has been recorded."""


def title(kind: type) -> str:
    """What a record is called in messages: ``ActorMention`` → “actor mention”."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind.__name__).strip()
