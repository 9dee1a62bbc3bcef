"""The readers by the names that a command takes: ``rules``, ``rules:PIPELINE``, ``llm:MODEL``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.annotation.authority import Authority
from onrecord.problems import Problems, Refusal
from onrecord.reader import Reader, RuleReader
from onrecord.reader.model_reader import ModelReader


@dataclass(frozen=True)
class Setting:
    """What a reader reads with.

    :param answers: the directory for the answers of a language model
    :param notes: gets what a person should know about its readings
    """

    authority: Authority
    answers: Path
    notes: Problems = field(default_factory=Problems)


def by_rules(pipeline: str, setting: Setting) -> Reader:
    """The rules, with another of spaCy's pipelines if one is named."""
    return RuleReader(setting.authority, pipeline or None)


READERS: Mapping[str, Callable[[str, Setting], Reader]] = {"rules": by_rules, "llm": ModelReader}
"""What makes a reader of what follows the colon, by what stands before it; a new one is added here."""


def open_reader(name: str, setting: Setting) -> Reader:
    """The reader of this name.

    :raises Refusal: when there is none, or it lacks something
    """
    kind, _, of = name.partition(":")
    if kind not in READERS:
        raise Refusal(f"there is no reader {name!r}", "use rules, rules:PIPELINE or llm:MODEL")
    return READERS[kind](of, setting)
