"""Texts as the steps of the reader get them."""

from __future__ import annotations

from onrecord.reader.attributions.discourse import Discourse, read_discourse
from onrecord.reader.parsing.parsed_text import ParsedText, parse_text
from onrecord.reader.unread import read_paragraphs
from onrecord.text.bylines import authors
from onrecord.text.document import Document
from onrecord.values import Slug, slug


def document_of(text: str) -> Document:
    """A document that is this text, whatever it is."""
    return Document("text.txt", text, "", "utf-8", "valid as it stands")


def parsed(text: str) -> ParsedText:
    """A text of one section, parsed."""
    return parse_text(text, read_paragraphs(document_of(text), ()))


def discourse_of(text: str) -> Discourse:
    """Who says what in a text of one section."""
    return read_discourse(parsed(text), (), authors(document_of(text)))


def actor_ids(discourse: Discourse) -> list[Slug]:
    """An id for each referent, from its name."""
    return [slug(referent.name) for referent in discourse.referents]
