"""Citations: author and year, addresses, links and note markers, with their sources and what they cover.

A list of references does not cite itself; an entry that the text does not refer to is a citation where it is listed,
and covers nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.annotation.model import (
    Citation,
    CitationStyle,
    Scope,
    Source,
)
from onrecord.folding import fold
from onrecord.reader.citations.addresses import Address, find_addresses, same_page
from onrecord.reader.citations.references import (
    References,
    name_in_id,
    publication_date,
    read_entries,
    reference_lists,
)
from onrecord.reader.english.calendar_words import MONTH_WORDS, SEASONS
from onrecord.span import Regions, Span
from onrecord.text.document import Document, Section
from onrecord.text.paragraphs import find_blocks
from onrecord.text.sentences import find_sentences
from onrecord.values import Slug, distinct_slug, unlike

NON_AUTHORS = MONTH_WORDS | {*SEASONS, *"since in until from circa about year photo".split()}
CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
NAME = rf"(?:(?:van|von|de|der|den|del|di|da|la|le|al|el|bin|ibn|ter)[ -]){{0,3}}{CAPITAL}[\w’'-]{{1,40}}"
INITIALS = rf"(?:{CAPITAL}\.[ -]?){{0,3}}"
AUTHOR = rf"{INITIALS}{NAME}(?: (?:of |for |the |on |and )?{NAME}){{0,4}}"
AUTHORS = rf"{AUTHOR}(?:, {AUTHOR}){{0,6}}(?:,? (?:and|&|und|et) {AUTHOR}|,? et al\.?|,? and others)?"
YEARS = r"(?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.)"
LEAD = r"(?:see(?: also)?|cf\.?|e\.g\.,?|compare|quoted in|cited in|source:|via|after|from|in|also)"
ITEM = re.compile(
    rf"\s*(?:{LEAD}\s+){{0,2}}(?P<authors>{AUTHORS}|[“\"«][^”\"»\n]{{3,120}}[”\"»],?)(?P<comma>,?)\s+"
    rf"\(?(?P<year>{YEARS})\)?(?P<more>(?:, ?{YEARS}){{0,6}})(?P<tail>(?:[,:] ?[^;()\[\]\n]{{1,60}})?)\s*"
)
MORE = re.compile(YEARS)
BRACKET = re.compile(r"\(([^()]{5,600})\)|\[([^\[\]()]{5,600})\](?!\()")
IN_TEXT = re.compile(rf"[(\[](?P<year>{YEARS})(?P<tail>(?:[,:] ?[^()\[\]\n]{{1,40}})?)[)\]]")
BEFORE_YEAR = re.compile(rf"(?<!\w)(?P<authors>{AUTHORS})(?:[’']s)? \Z")
LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]{1,300})\](?:\(<?(?P<url>(?:https?://|www\.)(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,1990})>?"
    r"(?:\s+[\"'(][^\"')\n]{0,200}[\"')])?\)|\[(?P<label>[\w -]{0,40})\])"
)
MARK = re.compile(
    r"(?<=[\w.,;:!?”’\"'»)\]])"
    r"(?:\[(?P<square>\^?[\w-]{1,20}(?:[,–-] ?\d{1,3}){0,9})\](?![(\[:])|(?P<raised>[¹²³⁰⁴-⁹]{1,3}))"
)
AFTER_ADDRESS = re.compile(
    rf"(?P<year>,? ?{YEARS})?(?:,? (?:accessed|retrieved|viewed|last)[^()\[\]\n]{{0,60}})?\s*[)\]]|,"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
WORD = re.compile(r"[^\W\d_]{4,}")
SHARED_WORDS = 3
"""The fewest words of an address's title in a sentence that the address is about."""


@dataclass(frozen=True)
class Cited:
    """A citation, its source, and the span of text that it covers."""

    row: Citation
    source: Source
    scope: Scope
    covers: Span
    score: float
    sentence: Span
    named: Span | None = None
    """The sentence of a neighbouring paragraph that the address is about."""

    def scope_of(self, passage: Span) -> Scope | None:
        """The scope in which the citation covers a passage, ``None`` if it doesn't."""
        if self.sentence.contains(passage):
            return "sentence"
        if self.covers.contains(passage):
            return self.scope
        return "section" if self.named and self.named.contains(passage) else None


@dataclass(frozen=True)
class _CitationHit:
    span: Span
    style: CitationStyle
    source: Source


class KnownSources:
    """The sources on record, found by address or, without one, by author and year."""

    def __init__(self, sources: Iterable[Source], prefix: Slug) -> None:
        self.prefix = prefix
        self._by_url: dict[str, Source] = {}
        self._by_author: dict[tuple[str, str], Source] = {}
        self._by_id = {source.id: source for source in sources}
        for source in self._by_id.values():
            if source.url:
                self._by_url.setdefault(same_page(source.url), source)
            elif source.author and source.published:
                self._by_author.setdefault((fold(source.author), source.published[:4]), source)

    def page(self, address: Address, year: str | None, words: str | None = None) -> Source:
        """The source at an address: the one on record, else one made from the address."""
        if known := self._by_url.get(same_page(address.url)):
            return known
        when = publication_date(year, address)
        title = words or address.title
        if address.status == "home-page":
            name = f"{address.publisher}, home page"
        else:
            name = ", ".join(bit for bit in (address.publisher, title, when or "undated") if bit)
            name = name if title else f"{name} ({address.id.rsplit('-', 1)[-1]})"
        note = "Address mangled: kept unchanged." if address.status == "mangled" else None
        return Source(
            id=address.id,
            name=name,
            url=address.url,
            url_status=address.status,
            published=when if address.status != "home-page" else None,
            note=note,
        )

    def by_author(self, author: str, year: str) -> Source:
        """A source by author and year alone: the one on record, else one for this document only."""
        if known := self._by_author.get((fold(author), year[:4])):
            return known
        when = re.sub(r"\W", "", year)
        plain = "-".join((name_in_id(author), when, name_in_id(self.prefix)))
        return Source(
            id=distinct_slug(plain, f"{fold(author)} {when} {self.prefix.replace('-', ' ')}"),
            name=f"{author}, {year}, as cited in {self.prefix}",
            author=author,
            url_status="none",
            published=year[:4] if year[:4].isdigit() else None,
            note="The text gives no more than author and year.",
        )

    def told_apart(self, source: Source) -> Source:
        """The source, under another id if its own is that of something else on record."""
        there = self._by_id.get(source.id)
        if there is None or (there.url == source.url and (source.url or there.name == source.name)):
            return source
        return replace(source, id=unlike(source.id, self._by_id))


def find_citations(
    document: Document, sections: Sequence[Section], sources: Iterable[Source] = (), prefix: Slug = "text"
) -> tuple[Cited, ...]:
    """The citations of a document in order; their ids start with ``prefix``."""
    text = document.text
    regions = reference_lists(text)
    references = References(read_entries(text, regions))
    known = KnownSources(sources, prefix)
    listed = Regions(regions)
    proposed = [
        *_links(text, known, references),
        *_brackets(text, known, references),
        *_note_markers(text, references),
    ]
    hits = [hit for hit in _without_overlap(text, proposed) if not listed.overlap(hit.span)]
    cited = {hit.source.id for hit in hits}
    hits += [
        _CitationHit(entry.span, "url" if entry.address else "author-year", entry.source)
        for entry in references.entries
        if entry.source.id not in cited and (entry.address or entry.year)
    ]
    apart = [replace(hit, source=known.told_apart(hit.source)) for hit in sorted(hits, key=lambda hit: hit.span)]
    return tuple(_covering(document, sections, apart, listed, prefix))


def _without_overlap(text: str, hits: Iterable[_CitationHit]) -> Iterator[_CitationHit]:
    """The hits that share no characters with an earlier one."""
    taken = bytearray(len(text))
    for hit in hits:
        start, end = hit.span
        if 1 not in taken[start:end]:
            taken[start:end] = b"\x01" * (end - start)
            yield hit


def _links(text: str, known: KnownSources, references: References) -> Iterator[_CitationHit]:
    """Markdown links, then addresses, each with the brackets around it."""
    for link in LINK.finditer(text):
        if link["url"]:
            url = link["url"] if link["url"][:4].lower() == "http" else f"http://{link['url']}"
            words = " ".join(link["words"].split())
            title = words if words.count(" ") > 2 else None
            yield _CitationHit(
                Span(*link.span()), "link", known.page(Address(Span(*link.span("url")), url), None, title)
            )
        elif entry := references.by_marker(link["label"] or link["words"], link.start()):
            yield _CitationHit(Span(*link.span()), "link", entry.source)
    for address in find_addresses(text):
        start, end = address.span
        year = None
        if start and text[start - 1] in "([<":
            start -= 1
            after = AFTER_ADDRESS.match(text, end, end + 90)
            if text[start] == "<":
                end += text[end : end + 1] == ">"
            elif after:
                end = after.end()
                year = after["year"].strip(" ,") if after["year"] else None
        yield _CitationHit(Span(start, end), "url-year" if year else "url", known.page(address, year))


def _brackets(text: str, known: KnownSources, references: References) -> Iterator[_CitationHit]:
    """“(Roth, 2017; Smith et al., 2014)” and “Roth (2017)”."""
    for bracket in BRACKET.finditer(text):
        inner = 1 if bracket.group(1) is not None else 2
        yield from _works(text, Span(*bracket.span()), Span(*bracket.span(inner)), known, references)
    for match in IN_TEXT.finditer(text):
        before = BEFORE_YEAR.search(text, max(0, match.start() - 120), match.start())
        if before and (hit := _narrative(before, match, known, references)):
            yield hit


def _narrative(
    before: re.Match[str], match: re.Match[str], known: KnownSources, references: References
) -> _CitationHit | None:
    """“Roth (2017)”, without the words before the name that only open the sentence."""
    authors, start = before["authors"], before.start("authors")
    first = re.split(r",| and | & | et al", authors)[0]
    while " " in first and first.split()[0].lower() in OPENING:
        start += len(first.split()[0]) + 1
        first = first.split(" ", 1)[1]
    entry = references.by_author_and_year(first, match["year"])
    several = " " in first and not re.search(r"et al| and | & ", authors) and not match["tail"]
    if not is_plausible_author(first) or (several and not entry):
        return None
    source = entry.source if entry else known.by_author(first, match["year"])
    return _CitationHit(Span(start, match.end()), "author-year", source)


OPENING = frozenset("in as by the but and for when while although see since if what both like unlike from with".split())


def is_plausible_author(name: str) -> bool:
    """Whether a name before a year can be an author's: not a month, and without a preposition before it."""
    words = name.lower().split()
    return bool(words) and NON_AUTHORS.isdisjoint((words[0], words[-1])) and words[0] not in OPENING


def _works(text: str, outer: Span, inner: Span, known: KnownSources, references: References) -> Iterator[_CitationHit]:
    """The works named in one pair of brackets; a single one includes the brackets."""
    at = inner.start
    found: list[_CitationHit] = []
    while at < inner.end:
        stop = text.find(";", at, inner.end)
        stop = inner.end if stop < 0 else stop
        match = ITEM.fullmatch(text, at, stop)
        if match:
            found += _years(match, known, references)
        at = stop + 1
    alone = len(found) == 1 and ";" not in text[inner.start : inner.end]
    yield from [replace(found[0], span=outer)] if alone else found


def _years(match: re.Match[str], known: KnownSources, references: References) -> list[_CitationHit]:
    """One citation for each year that follows the author."""
    authors = match["authors"].strip('“”"«», ')
    first = re.split(r",| and | & | et al", authors)[0].strip()
    listed = references.by_author_and_year(first, match["year"])
    sure = match["comma"] or "et al" in authors or " & " in authors or match["tail"] or listed
    if not is_plausible_author(first) or not sure:
        return []
    stop = match.end("tail") if not match["more"] else match.end("year")
    spans = [(Span(match.start("authors"), stop), match["year"])]
    spans += [(Span(*year.span()), year.group()) for year in MORE.finditer(match.string, *match.span("more"))]
    hits = []
    for span, year in spans:
        entry = references.by_author_and_year(first, year)
        hits.append(_CitationHit(span, "author-year", entry.source if entry else known.by_author(first, year)))
    return hits


def _note_markers(text: str, references: References) -> Iterator[_CitationHit]:
    """Note markers whose note is in the text."""
    if not any(entry.marker for entry in references.entries):
        return
    for mark in MARK.finditer(text):
        words = (mark["square"] or mark["raised"] or "").translate(RAISED).lstrip("^")
        label = re.match(r"[\w-]+", words)
        entry = references.by_marker(words, mark.start()) or (
            references.by_marker(re.split(r"[,–-]", words)[0], mark.start()) if label else None
        )
        if entry:
            yield _CitationHit(Span(*mark.span()), "footnote", entry.source)


def _covering(
    document: Document, sections: Sequence[Section], hits: Iterable[_CitationHit], listed: Regions, prefix: Slug
) -> Iterator[Cited]:
    """The hits inside sections other than boilerplate, with ids and what they cover."""
    layout = _Surroundings(document, sections)
    used: dict[str, int] = {}
    taken: set[str] = set()
    for hit in hits:
        place = layout.around(hit.span)
        if place is None:
            continue
        section, paragraph, sentence = place
        base = f"{prefix}-cites-{hit.source.id}"
        key = base
        while key in taken:
            used[base] = used.get(base, 1) + 1
            key = f"{base}-{used[base]}"
        taken.add(key)
        row = Citation(id=key, exact=hit.span, source=hit.source.id, style=hit.style)
        if listed.overlap(hit.span):
            yield Cited(row, hit.source, "sentence", hit.span, 0.5, hit.span)
            continue
        rest = document.text[hit.span.end : paragraph.end].strip(' \t\r\n.,;)]”"')
        ends = not rest and paragraph.start < sentence.start and hit.style not in ("link", "footnote")
        covered: tuple[Scope, Span] = ("paragraph", paragraph) if ends else ("sentence", sentence)
        named = layout.named_sentence(hit.source, section, paragraph)
        yield Cited(row, hit.source, *covered, 0.6 if ends else 0.9, sentence, named)


class _Surroundings:
    """The sections, paragraphs and sentences of a text, found by position."""

    def __init__(self, document: Document, sections: Sequence[Section]) -> None:
        self.document, self.text = document, document.text
        self.sections = sorted((s for s in sections if s.kind != "boilerplate"), key=lambda s: s.exact)
        self.section_starts = [section.exact.start for section in self.sections]
        self.paragraphs = list(find_blocks(document.text))
        self.paragraph_starts = [span.start for span in self.paragraphs]
        self._sentences: dict[Span, tuple[Span, ...]] = {}
        self._words: dict[Span, list[tuple[Span, frozenset[str]]]] = {}

    def around(self, span: Span) -> tuple[Section, Span, Span] | None:
        """The section, paragraph and sentence around a span; ``None`` when it is in no section."""
        number = bisect_right(self.section_starts, span.start) - 1
        if number < 0 or not self.sections[number].exact.contains(span):
            return None
        section = self.sections[number]
        at = bisect_right(self.paragraph_starts, span.start) - 1
        paragraph = self.paragraphs[at] if at >= 0 else section.exact
        paragraph = Span(max(paragraph.start, section.exact.start), min(paragraph.end, section.exact.end))
        sentences = self.sentences(section)
        near = bisect_right(sentences, Span(span.start, len(self.text) + 1)) - 1
        sentence = sentences[near] if near >= 0 else paragraph
        if near > 0 and not any(c.isalnum() for c in self.text[sentence.start : span.start]):
            before = sentences[near - 1]
            sentence = Span(before.start, span.end) if before.start >= paragraph.start else sentence
        return section, paragraph, Span(sentence.start, max(sentence.end, span.end))

    def sentences(self, section: Section) -> tuple[Span, ...]:
        """The section's sentences, found once."""
        if section.exact not in self._sentences:
            self._sentences[section.exact] = find_sentences(self.document, section)
        return self._sentences[section.exact]

    def named_sentence(self, source: Source, section: Section, paragraph: Span) -> Span | None:
        """The sentence of a neighbouring paragraph of the section that shares most words with the address."""
        title = Address(Span(0, 0), source.url).title if source.url else None
        wanted = stems(title or "")
        at = bisect_right(self.paragraph_starts, paragraph.start) - 1
        best: tuple[int, Span] | None = None
        for number in (at + 1, at - 1):
            if len(wanted) > SHARED_WORDS and 0 <= number < len(self.paragraphs):
                for sentence, have in self.words(section, self.paragraphs[number]):
                    shared = len(wanted & have)
                    if shared >= SHARED_WORDS and (best is None or shared > best[0]):
                        best = shared, sentence
        return best[1] if best else None

    def words(self, section: Section, paragraph: Span) -> list[tuple[Span, frozenset[str]]]:
        """The first sentences of a paragraph of the section, with the stems of their words."""
        if paragraph not in self._words:
            sentences = self.sentences(section)
            low = bisect_left(sentences, Span(paragraph.start, 0))
            kept = [s for s in sentences[low : low + 40] if paragraph.contains(s)]
            self._words[paragraph] = [(s, stems(self.text[s.start : s.end])) for s in kept]
        return self._words[paragraph]


def stems(words: str) -> frozenset[str]:
    """The first five letters, in lower case, of words of at least four letters."""
    return frozenset(word.lower()[:5] for word in WORD.findall(words))
