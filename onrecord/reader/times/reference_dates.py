"""The reference date of each section, from which “yesterday” is counted there, and its basis.

It comes from the document's description, a line of metadata (“Published: 12 December 2017”), a dateline or,
doubtfully, the day in the addresses that a section cites. Without any of these there is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.reader.citations.addresses import find_addresses
from onrecord.reader.english.datelines import BEFORE_DATE, DATED
from onrecord.reader.times.moments import Reference, valid_date
from onrecord.reader.times.time_rules import RULES
from onrecord.span import Span
from onrecord.text.bylines import DATED_BYLINE
from onrecord.text.document import Document, Section
from onrecord.text.paragraphs import paragraphs_in

LABEL = re.compile(
    r"[ \t*_>#|]*(?:(?P<label>first published|date published|published on|published|publication date|date|posted on"
    r"|posted|created|issued|released|for (?:immediate )?release|dated|last updated|last modified|updated|modified"
    r"|last edited)\b[ \t:*_–—-]*(?:on |at )?)?",
    re.IGNORECASE,
)
REST = re.compile(
    r"(?:[ \t,|•·@–—-]|at|T|\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?|[ap]\.?m\.?|Z|[+-]\d\d:?\d\d|gmt|utc|bst|[ce]e?s?t"
    r"|[ep][sd]t|(?:updated|modified|last|min|read)\b.*)*[ \t*_]*",
    re.IGNORECASE,
)
ABSOLUTE = tuple(r for r in RULES if r.name in ("iso", "figures", "day month year", "month day year"))
YEARLESS = tuple(r for r in RULES if r.name in ("day month", "month day"))
FIRST_PARAGRAPHS = 4
NEAR_TOP = 3000
NEAR_BOTTOM = 800
UPDATED = 2
"""The rank of a day on which a text was changed."""


@dataclass(frozen=True)
class Dated:
    """A date in the text with its span and basis; ``whole`` if it holds for all sections; a low ``rank`` wins."""

    span: Span
    date: str
    basis: str
    whole: bool
    rank: int


def date_sections(document: Document, sections: Sequence[Section], published: str | None = None) -> tuple[Section, ...]:
    """The sections with the reference dates that can be found; a section that has one keeps it."""
    if published:
        return tuple(with_date(section, published, "The document's date of publication.") for section in sections)
    metadata = sorted(metadata_dates(document.text), key=lambda found: (found.rank, found.span))
    whole = metadata[0] if metadata else None
    result: list[Section] = []
    line: Dated | None = None
    for section in sections:
        line = dateline(document, section, whole) or line
        found = line or whole or (cited_day(document.text, section) if section.kind == "body" else None)
        result.append(with_date(section, found.date, found.basis) if found else section)
    return tuple(result)


def published_in(text: str) -> str | None:
    """The day of publication that a line of metadata near the top gives, not one on which the text was changed."""
    said = (found for found in metadata_dates(text) if found.rank < UPDATED and found.span.start < NEAR_TOP)
    first = min(said, key=lambda found: (found.rank, found.span), default=None)
    return first.date if first else None


def with_date(section: Section, date: str, basis: str) -> Section:
    """The section with a date, if it has none and is part of the text."""
    if section.reference_date or section.kind == "boilerplate":
        return section
    return replace(section, reference_date=date, reference_date_basis=basis)


def metadata_dates(text: str) -> Iterator[Dated]:
    """Dates on lines of their own, or after a label or byline, near the top or the bottom."""
    for start, end in top_and_bottom(text):
        at = start
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop
            found = metadata_date(text, at, stop) if stop - at < 200 else None
            if found:
                yield found
            at = stop + 1


def top_and_bottom(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the top and the bottom of a text, without overlap."""
    yield 0, min(len(text), NEAR_TOP)
    if len(text) > NEAR_TOP:
        yield max(NEAR_TOP, len(text) - NEAR_BOTTOM), len(text)


def metadata_date(text: str, start: int, end: int) -> Dated | None:
    """The date at the start of a line, after a label or byline; without a label nothing else may be on the line."""
    label = LABEL.match(text, start, end)
    begin = label.end() if label else start
    byline = DATED_BYLINE.match(text, begin, end)
    word = (label["label"] or "").lower() if label else ""
    for opening in (begin, byline.end() if byline else begin):
        for rule in ABSOLUTE:
            match = rule.pattern.match(text, opening, end)
            if not match or (not word and not REST.fullmatch(text, match.end(), end)):
                continue
            date = valid_date(rule.value({k: v or "" for k, v in match.groupdict().items()}, None))
            if date and len(date) == 10:
                line = " ".join(text[start:end].split())
                rank = UPDATED if word.endswith(("updated", "modified", "edited")) else 0 if word else 1
                return Dated(Span(start, end), date, f"The line “{line[:120]}”.", True, rank)
    return None


def dateline(document: Document, section: Section, whole: Dated | None) -> Dated | None:
    """“CAIRO, 12 December 2017 (Agency) —” at the start of one of a section's first paragraphs."""
    if section.kind != "body":
        return None
    first = islice(paragraphs_in(document.paragraphs, section.exact), FIRST_PARAGRAPHS)
    return next(
        (found for start, _ in first if (found := dated_line(document.text, start, section.exact.end, whole))), None
    )


def dated_line(text: str, start: int, end: int, whole: Dated | None) -> Dated | None:
    """The dateline at the start of a paragraph; a year may come from the metadata."""
    match = DATED.match(text, start, min(end, start + 140))
    reference = Reference.read(whole.date) if whole else None
    for rule in (*ABSOLUTE, *YEARLESS) if match else ():
        found = rule.pattern.search(text, start, match.end("place")) if match else None
        if found and match and BEFORE_DATE.fullmatch(text, start, found.start()):
            date = valid_date(rule.value({k: v or "" for k, v in found.groupdict().items()}, reference))
            words = " ".join(match.group().split())
            return Dated(Span(*found.span()), date, f"The dateline “{words}”.", False, 0) if date else None
    return None


def cited_day(text: str, section: Section) -> Dated | None:
    """The last day in the addresses that a section cites, marked as doubtful, if they are within two days."""
    cited = find_addresses(text, *section.exact)
    days = {address.date: address for address in cited if address.date and len(address.date) == 10}
    if not days or span_of_days(sorted(days)) > 2:
        return None
    last = max(days)
    basis = f"The address cited in it is dated {last}; when it was cited is not known."
    return Dated(days[last].span, f"{last}?", basis, False, 3)


def span_of_days(dates: list[str]) -> int:
    """The number of days between the first date and the last."""
    first, last = (datetime.date.fromisoformat(date) for date in (dates[0], dates[-1]))
    return (last - first).days
