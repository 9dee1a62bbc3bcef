"""Write the plain subset of YAML that :mod:`onrecord.annotation.yaml_in` reads, as a person would.

A value is text, a list or a :class:`Fields`. Whatever fits is written on one line, in braces or brackets;
longer text is folded, longer lists and mappings take several lines. Text whose white space is not single
spaces is never folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 110
UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
PLAIN_START = re.compile(r"[^\W_]|-\d|[“”‘’„«»($€£…]")
SPECIAL_IN_BLOCK = re.compile(r":(?= |\Z)| #")
SPECIAL_IN_FLOW = re.compile(r"[,\[\]{}:?]| #")
NULL = ("null", "~")


class Prose(str):
    """Text that is folded even if it would fit on the line of its key."""


class Rows(tuple["Value", ...]):
    """A list that is always written with one item per line, never in brackets."""


@dataclass(frozen=True)
class Fields:
    """An ordered mapping, never in braces if ``block``; a ``comment`` goes on the line above."""

    items: tuple[tuple[str, Value], ...]
    block: bool = False
    comment: str = ""


Value: TypeAlias = "str | Fields | Sequence[Value]"


def scalar(text: str, *, in_flow: bool = False) -> str:
    """Text on one line, quoted where YAML would otherwise read it differently."""
    if UNPRINTABLE.search(text):
        return '"{}"'.format(UNPRINTABLE.sub(escape, text.replace("\\", "\\\\").replace('"', '\\"')))
    special = SPECIAL_IN_FLOW if in_flow else SPECIAL_IN_BLOCK
    if PLAIN_START.match(text) and not special.search(text) and text not in NULL:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'{}'".format(text.replace("'", "''"))


def escape(match: re.Match[str]) -> str:
    """One character as a YAML escape."""
    return f"\\U{ord(match.group()):08x}"


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, Fields):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def is_flow(value: Value, room: int) -> bool:
    """Whether a value goes on one line of ``room`` characters."""
    return not has_block(value) and len(flow(value)) <= room


def has_block(value: Value) -> bool:
    """Whether a value contains something that is never in braces or brackets, or has a comment."""
    if isinstance(value, str):
        return isinstance(value, Prose)
    if isinstance(value, Fields):
        return value.block or bool(value.comment) or any(has_block(item) for _, item in value.items)
    return isinstance(value, Rows) or any(map(has_block, value))


def entry(key: str, value: Value, indent: int) -> Iterator[str]:
    """The lines of one field."""
    pad = " " * indent
    if isinstance(value, str):
        yield from text_lines(f"{pad}{key}: ", value, indent + 2)
    elif is_flow(value, WIDTH - indent - len(key) - 2):
        yield f"{pad}{key}: {flow(value)}"
    else:
        yield f"{pad}{key}:"
        if isinstance(value, Fields):
            for name, item in value.items:
                yield from entry(name, item, indent + 2)
        else:
            for item in value:
                yield from list_item(item, indent + 2)


def list_item(value: Value, indent: int) -> Iterator[str]:
    """The lines of one item of a list; a mapping may be in braces over two lines."""
    pad = " " * indent
    if isinstance(value, str):
        yield from text_lines(f"{pad}- ", value, indent + 2)
        return
    if isinstance(value, Fields) and value.comment:
        yield f"{pad}# {value.comment}"
        value = Fields(value.items, value.block)
    if not has_block(value):
        lines = list(wrapped_flow(value, indent))
        if len(lines) <= 2 and max(map(len, lines)) <= WIDTH:
            yield from lines
            return
    if not isinstance(value, Fields):
        yield f"{pad}- {flow(value)}"
        return
    lines = [line for name, item in value.items for line in entry(name, item, indent + 2)]
    yield f"{pad}- {lines[0].lstrip(' ')}"
    yield from lines[1:]


def wrapped_flow(value: Value, indent: int) -> Iterator[str]:
    """A list item in braces, wrapped between fields where the line is full."""
    if not isinstance(value, Fields):
        yield f"{' ' * indent}- {flow(value)}"
        return
    line = f"{' ' * indent}- {{"
    for number, (key, item) in enumerate(value.items):
        last = number == len(value.items) - 1
        piece = f"{key}: {flow(item)}{'}' if last else ','}"
        if number and len(line) + len(piece) > WIDTH:
            yield line.rstrip(" ")
            line = " " * (indent + 3)
        line += piece + ("" if last else " ")
    yield line


def text_lines(start: str, text: str, indent: int) -> Iterator[str]:
    """Text after ``start``, on the same line or folded below it."""
    one = f"{start}{scalar(text)}"
    if UNPRINTABLE.search(text) or " ".join(text.split()) != text or len(one) <= WIDTH and not isinstance(text, Prose):
        yield one
        return
    yield f"{start}>-"
    yield from wrap(text.split(" "), indent)


def wrap(words: Iterable[str], indent: int) -> Iterator[str]:
    """Words on lines no longer than the width, unless a single word is longer."""
    pad = " " * indent
    line = pad
    for word in words:
        if len(line) > indent and len(line) + 1 + len(word) > WIDTH:
            yield line
            line = pad
        line += word if len(line) == indent else f" {word}"
    yield line
