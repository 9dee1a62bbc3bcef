"""Read an annotation: from a YAML file of words to an :class:`Annotation` of offsets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from onrecord.annotation.anchors import WordFinder, Words, WordsNotFound
from onrecord.annotation.model import (
    Actor,
    Annotation,
    DocumentDescription,
    Event,
    Location,
    Passage,
    ReviewStatus,
    Source,
)
from onrecord.annotation.yaml_in import FAILED, RecordReader, compose
from onrecord.problems import Problems
from onrecord.span import Span, trim
from onrecord.text.document import Document, Section, SectionKind
from onrecord.values import Day, Edtf, Row, Slug

RECORDS: dict[str, type[Any]] = {"actors": Actor, "locations": Location, "sources": Source, "events": Event}
REVIEW = ("review_status", "reviewed_by", "reviewed_on")
TOP_LEVEL = ("document", "annotator", *REVIEW, *RECORDS, "sections", "reading")


@dataclass(frozen=True, kw_only=True)
class SectionStart(Row):
    """A section as written: the words it starts with; it ends where the next one starts."""

    starts: Span
    kind: SectionKind
    title: str
    title_is_supplied: bool = False
    reference_date: Edtf | None = None
    reference_date_basis: str | None = None


class AnnotationReader:
    """Reads one annotation of one document; words are searched for in a window that moves with the passages."""

    def __init__(self, path: str, document: Document, problems: Problems) -> None:
        self.path, self.document, self.problems = path, document, problems
        self.finder = WordFinder(document)
        self.window = Span(0, len(document.text))
        self.records = RecordReader(path, problems, self.anchor)

    def anchor(self, words: Words, line: int) -> Span | None:
        """The span of the words in the window; ``None`` after recording why it can't be found."""
        try:
            return self.finder.find(words, self.window)
        except WordsNotFound as error:
            self.problems.add(self.path, line, error.what, error.remedy)
            return None

    def read(self, root: yaml.Node, stem: str) -> Annotation | None:
        """The whole annotation, or ``None`` after recording what is wrong with its head."""
        top = self.records.mapping(root, "an annotation")
        if top is None:
            return None
        self.records.no_unknown_fields(root, "an annotation", dict.fromkeys(TOP_LEVEL), top)
        head = {
            "annotator": self.required(root, top, "annotator", Slug),
            "review_status": self.required(root, top, "review_status", ReviewStatus),
        }
        for name, hint in ("reviewed_by", Slug), ("reviewed_on", Day):
            if name in top:
                head[name] = self.records.value(top[name], hint, name)
        description = self.description(root, top, stem)
        declared: dict[str, Any] = {
            name: tuple(self.records.records(top[name], kind, name)) for name, kind in RECORDS.items() if name in top
        }
        sections = self.sections(top["sections"]) if "sections" in top else ()
        passages = self.passages(top["reading"]) if "reading" in top else ()
        if description is None or FAILED in head.values():
            return None
        return Annotation(
            path=self.path,
            written_on=top["review_status"].start_mark.line + 1,
            document=description,
            sections=sections,
            passages=passages,
            **declared,
            **head,
        )

    def required(self, root: yaml.Node, top: dict[str, yaml.Node], name: str, hint: Any) -> Any:
        """A required field of the head."""
        if name not in top:
            self.records.fail(root, f"the annotation has no {name!r}", f"add “{name}: …” at the top")
            return FAILED
        return self.records.value(top[name], hint, name)

    def description(self, root: yaml.Node, top: dict[str, yaml.Node], stem: str) -> DocumentDescription | None:
        """The ``document:`` block; its id is the file's stem unless it names one."""
        if "document" not in top:
            self.records.fail(root, "the annotation has no 'document'", "add “document:” with at least a title")
            return None
        values = self.records.mapping(top["document"], "document") or {}
        given = {} if "id" in values else {"id": stem}
        description = self.records.record(top["document"], DocumentDescription, given)
        if description and description.sha256 not in (None, self.document.sha256):
            what = f"this annotates sha256 {description.sha256}, but {self.document.path} has {self.document.sha256}"
            self.problems.add(self.path, description.written_on, what, "restore that document, or annotate this one")
        return description

    def sections(self, node: yaml.Node) -> tuple[Section, ...]:
        """Sections from their first words, each searched for after the previous one."""
        starts: list[SectionStart] = []
        text = self.document.text
        for item in node.value if isinstance(node, yaml.SequenceNode) else []:
            self.window = Span(starts[-1].starts.end if starts else 0, len(text))
            start = self.records.record(item, SectionStart)
            if start:
                starts.append(start)
        if not isinstance(node, yaml.SequenceNode):
            self.records.fail(node, "sections must be a list", "start each with “- starts: its first words”")
        elif starts and text[: starts[0].starts.start].strip():
            self.records.fail(node, "there is text before the first section", "add a section for it")
        self.window = Span(0, len(text))
        ends = [*(start.starts.start for start in starts[1:]), len(text)] if starts else []
        return tuple(
            Section(
                exact=trim(text, start.starts.start, end),
                title=start.title,
                title_is_supplied=start.title_is_supplied,
                kind=start.kind,
                reference_date=start.reference_date,
                reference_date_basis=start.reference_date_basis,
                written_on=start.written_on,
            )
            for start, end in zip(starts, ends, strict=True)
        )

    def passages(self, node: yaml.Node) -> tuple[Passage, ...]:
        """The reading in document order, each passage searched for after the previous one."""
        if not isinstance(node, yaml.SequenceNode):
            self.records.fail(node, "reading must be a list of passages", "start each with “- text: its words”")
            return ()
        passages: list[Passage] = []
        end = 0
        for item in node.value:
            self.window = Span(end, len(self.document.text))
            values = self.records.mapping(item, "passage")
            if values is None:
                continue
            if "text" not in values:
                self.records.fail(item, "passage has no 'text'", "add “text:” with the passage's words")
                continue
            text = self.records.words(values["text"], {})
            if text is FAILED:
                continue
            self.window = text
            end = text.end
            passage = self.records.record(item, Passage, {"text": text})
            if passage:
                passages.append(passage)
        return tuple(passages)


def load_annotation(path: Path, document: Document, problems: Problems) -> Annotation | None:
    """Read ``path`` as an annotation of ``document``; ``None`` after recording what is wrong."""
    before = len(problems.found)
    root = compose(path, problems)
    if root is None:
        if len(problems.found) == before:
            problems.add(path, 0, "the annotation is empty", "write it, or remove the file")
        return None
    return AnnotationReader(str(path), document, problems).read(root, path.stem)
