"""Lists of references and notes: where they are, their entries, and the sources that they describe."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.annotation.model import Source
from onrecord.dates import InvalidDate, read_date
from onrecord.folding import fold
from onrecord.reader.citations.addresses import Address, find_addresses
from onrecord.span import Span, trim
from onrecord.values import Slug, hyphenate, short_name

HEADING = re.compile(
    r"(?im)^[ \t#*_=]*(?:\d+\.?[ \t]+)?(?:list of )?(references|bibliography|works cited|literature cited|literature|"
    r"sources|notes|end ?notes|foot ?notes|further reading|notes and references|references and notes)[ \t:*_=]*$"
)
OTHER_HEADING = re.compile(
    r"(?im)^[ \t#*_=]*(?:appendix|annex|acknowledge?ments?|about the authors?|see also|comments)\b[^\n]{0,60}$"
)
MARKER = re.compile(
    r"[ \t]*(?:\[\^(?P<named>[\w-]{1,20})\]:?|\[(?P<square>\d{1,3})\]:?|(?P<plain>\d{1,3})[.)](?=\s)|"
    r"\((?P<round>\d{1,3})\)(?=\s)|(?P<raised>[¹²³⁰⁴-⁹]{1,3})|(?P<bare>\d{1,3})(?=[ \t]+[^\W\d_])|"
    r"[•●▪*–-](?=\s))[ \t]*"
)
DEFINITION = re.compile(r"(?m)^[ \t]{0,3}\[(\^?(?!\d{4})[\w-]{1,20})\]:?[ \t]+(?=\S)")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
YEAR = re.compile(r"(?<![\d/-])((?:1[5-9]|20)\d\d)([a-z])?(?![\d/-])")
SURNAME_FIRST = re.compile(r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,3}, (?:[^\W\d_a-z]\.|[^\W\d_a-z][\w-]+)")
DATED_ENTRY = re.compile(r"[^\W\d_a-z][^\n]{2,200}?[(,.] ?(?:1[5-9]|20)\d\d[a-z]?\b")
QUOTED_TITLE = re.compile(r"[“\"«]([^”\"»\n]{3,200})[”\"»]|(?<=\s)[‘']([^’'\n]{3,200})[’'](?=[\s,.;)])")
AFTER_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?(?:,[^).\n]{0,20})?(?:\)[.,:]?|[.,:])\s*([^.\n?!]{3,200})")
EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
NAME_WORD = re.compile(r"[^\W\d_a-z][\w’'-]+")
LONGEST_ENTRY = 1500
SHORT_ENTRY = 60


@dataclass(frozen=True)
class ReferenceEntry:
    """One entry of a list, with its number or name as ``marker``; ``None`` for what it doesn't give."""

    span: Span
    text: str
    marker: str | None
    authors: tuple[str, ...]
    year: str | None
    title: str | None
    address: Address | None

    @property
    def source(self) -> Source:
        """The source that the entry describes."""
        first = self.authors[0] if self.authors else None
        bits = [first, self.title, self.address.publisher if self.address else None, self.year]
        kept = list(dict.fromkeys(bit for bit in bits if bit))
        plain = " ".join(self.text.split())
        url = self.address.url if self.address else None
        digest = hashlib.sha256((url or plain).encode()).hexdigest()[:10]
        return Source(
            id="-".join([name_in_id(first or self.title or "note"), *([self.year] if self.year else []), digest]),
            name=", ".join(kept) if first or self.title else plain[:160],
            author=first,
            url=url,
            url_status=self.address.status if self.address else "none",
            listed_as=plain[:400],
            published=publication_date(self.year, self.address),
        )


def name_in_id(words: str) -> Slug:
    """The first four words of a name, as part of a source's id."""
    return "-".join(hyphenate(fold(short_name(words))).split("-")[:4]) or "source"


def publication_date(year: str | None, address: Address | None) -> str | None:
    """The date in the address if its year is ``year`` or that is ``None``, else the year; ``None`` if unknown."""
    day = address.date if address else None
    if day and (year is None or day[:4] == year[:4]):
        return day
    try:
        return read_date(year[:4]).id if year else None
    except InvalidDate:
        return None


def reference_lists(text: str) -> tuple[Span, ...]:
    """The lists of references in a text: under a heading, as definitions of markers, or at the end of the text."""
    found: list[Span] = []
    for heading in HEADING.finditer(text):
        if found and heading.start() < found[-1].end:
            continue
        stop = OTHER_HEADING.search(text, heading.end())
        region = Span(heading.start(), stop.start() if stop else len(text))
        if looks_listed(text, Span(heading.end(), region.end)):
            found.append(region)
    inside = found[0].start if found else len(text)
    definitions = [m.start() for m in DEFINITION.finditer(text, 0, inside)]
    found += [Span(at, end_of_block(text, at, inside)) for at in definitions]
    if not found:
        found += final_list(text)
    return tuple(sorted(found))


def looks_listed(text: str, region: Span) -> bool:
    """Whether at least half of the first eight lines under the heading are entries."""
    lines = [line for line in text[region.start : region.start + 4000].split("\n") if line.strip()][:8]
    return bool(lines) and sum(map(is_entry, lines)) * 2 >= len(lines)


def is_entry(line: str) -> bool:
    """Whether a line looks like the beginning of an entry."""
    plain = line.strip()
    if len(plain) > LONGEST_ENTRY:
        return False
    marker = MARKER.match(plain)
    rest = plain[marker.end() :] if marker else plain
    if marker and (any(marker.groups()) or YEAR.search(rest) or "http" in rest or "www." in rest):
        return bool(rest)
    named = bool(SURNAME_FIRST.match(rest) and YEAR.search(rest)) or bool(DATED_ENTRY.match(rest[:300]))
    return named or rest.startswith(("http://", "https://", "www."))


def final_list(text: str) -> Iterator[Span]:
    """The list of two or more entries at the end of a text, without a heading; at most one."""
    lines = list(LINE.finditer(text))
    first = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].group()
        if not line.strip():
            continue
        plain = line.strip()
        rest = plain[marker.end() :] if (marker := MARKER.match(plain)) else plain
        if not ((SURNAME_FIRST.match(rest) or (marker and "http" in rest)) and is_entry(line)):
            break
        first = number
    kept = [line for line in lines[first:] if line.group().strip()]
    if len(kept) >= 2 and first > 0:
        yield Span(kept[0].start(), kept[-1].end())


def end_of_block(text: str, start: int, limit: int) -> int:
    """The next blank line or definition after ``start``."""
    blank = re.compile(r"\n[^\S\n]*\n|\n(?=[ \t]{0,3}\[\^?[\w-]{1,20}\]:?[ \t]+\S)").search(text, start, limit)
    return blank.start() if blank else limit


def read_entries(text: str, regions: Iterable[Span]) -> tuple[ReferenceEntry, ...]:
    """The entries of the lists, in order."""
    spans = (span for region in regions for span in split_entries(text, region))
    return tuple(read_entry(text, span) for span in spans if span.end > span.start)


def split_entries(text: str, region: Span) -> Iterator[Span]:
    """The entries of a list, cut at markers, at blank lines, and at unindented lines that look like an entry."""
    heading = HEADING.match(text, region.start, region.end)
    start: int | None = None
    end = region.start
    first = 0
    gap = False
    for line in LINE.finditer(text, heading.end() if heading else region.start, region.end):
        here, stop = line.span()
        plain = line.group().strip()
        indent = len(line.group()) - len(line.group().lstrip(" \t"))
        first = indent if start is None else first
        marked = bool(MARKER.match(plain) or DEFINITION.match(plain))
        opens = marked or (is_entry(plain) and indent <= first)
        if plain and (start is None or opens or gap):
            if start is not None:
                yield trim(text, start, end)
            start = here
        gap, end = (not plain, stop) if plain else (True, end)
    if start is not None:
        yield trim(text, start, end)


def read_entry(text: str, span: Span) -> ReferenceEntry:
    """One entry, parsed."""
    words = text[span.start : min(span.end, span.start + LONGEST_ENTRY)]
    definition = DEFINITION.match(words)
    marker = None if definition else MARKER.match(words)
    number = definition.group(1).lstrip("^") if definition else None
    if marker:
        number = next((value for value in marker.groups() if value), None)
    opening = definition or marker
    begin = opening.end() if opening else 0
    rest = EMPHASIS.sub("", words[begin:])
    address = next(find_addresses(text, span.start + begin, span.start + len(words)), None)
    year = YEAR.search(rest[: rest.find("http")] if "http" in rest else rest)
    return ReferenceEntry(
        span=span,
        text=rest,
        marker=number.translate(RAISED) if number else None,
        authors=authors_of(rest, year),
        year="".join(part or "" for part in year.groups()) if year else None,
        title=entry_title(rest, year),
        address=address,
    )


def authors_of(rest: str, year: re.Match[str] | None) -> tuple[str, ...]:
    """The surnames in the words before the title or the year, first author first."""
    end = min(at for at in (rest.find("“"), rest.find('"'), rest.find("http"), len(rest)) if at >= 0)
    end = min(end, year.start() if year else len(rest), 200)
    before = rest[:end]
    if surname := SURNAME_FIRST.match(before):
        first = surname.group().split(",")[0]
        others = NAME_WORD.findall(before[surname.end() :])
        return tuple(dict.fromkeys([first, *others]))
    before = re.split(r"[.,(:]\s", f"{before} ", maxsplit=1)[0].strip(" .,(")
    names = NAME_WORD.findall(before)
    if not names or len(before) > 60 or (not year and len(names) < len(before.split())):
        return ()
    return tuple(dict.fromkeys([before, *reversed(names)]))


def entry_title(rest: str, year: re.Match[str] | None) -> str | None:
    """The words in quotation marks, else the sentence after the year."""
    if quoted := QUOTED_TITLE.search(rest):
        return " ".join((quoted.group(1) or quoted.group(2)).strip(" .,").split())
    after = AFTER_YEAR.match(rest, year.start()) if year else None
    words = " ".join(after.group(1).split()) if after else ""
    return words if len(words) > 3 and not words.lower().startswith(("http", "www")) else None


def in_full(found: Sequence[ReferenceEntry]) -> Iterator[ReferenceEntry]:
    """The entries; one that gives only author and year is replaced by the full entry of that work."""
    full: dict[tuple[str, str | None], ReferenceEntry] = {}
    for entry in found:
        if entry.title and entry.authors:
            full.setdefault((fold(entry.authors[0]), entry.year), entry)
    for entry in found:
        known = full.get((fold(entry.authors[0]), entry.year)) if entry.authors and entry.year else None
        short = known is not None and not entry.title and not entry.address and len(entry.text) < SHORT_ENTRY
        yield replace(known, span=entry.span, marker=entry.marker) if known and short else entry


class References:
    """The entries of a document's lists, found by author and year or by marker.

    “Quispe (1998), p. 77” refers to the book whose title another entry gives.
    """

    def __init__(self, found: Sequence[ReferenceEntry]) -> None:
        self.entries = tuple(in_full(found))
        self._by_marker: dict[str, list[ReferenceEntry]] = {}
        self._by_author: dict[tuple[str, str], list[ReferenceEntry]] = {}
        for entry in self.entries:
            if entry.marker:
                self._by_marker.setdefault(entry.marker.lower(), []).append(entry)
            for name in {fold(word) for author in entry.authors for word in (author, author.split()[-1])}:
                if entry.year:
                    self._by_author.setdefault((name, entry.year), []).append(entry)
        self._starts = {marker: [e.span.start for e in same] for marker, same in self._by_marker.items()}

    def by_marker(self, marker: str, at: int) -> ReferenceEntry | None:
        """The first entry with a marker below the offset ``at``."""
        found = self._by_marker.get(marker.lower(), [])
        below = bisect_right(self._starts.get(marker.lower(), []), at)
        return found[below] if below < len(found) else None

    def by_author_and_year(self, author: str, year: str) -> ReferenceEntry | None:
        """The entry by that author (all words, or the last) of that year, if there is only one."""
        for key in (fold(author), fold(author.split()[-1]) if author.split() else ""):
            found = self._by_author.get((key, year)) or self._by_author.get((key, year[:4]), [])
            if len(found) == 1:
                return found[0]
        return None
