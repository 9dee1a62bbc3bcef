"""Time expressions and their dates, counted from the reference date of the section that they are in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.annotation.model import TimeMention
from onrecord.reader.citations.addresses import find_addresses
from onrecord.reader.english.calendar_words import (
    DAY_ABBREVIATIONS,
    DAYS,
    DECADES,
    LIMITS,
    MONTH_ABBREVIATIONS,
    MONTH_WORDS,
    SEASONS,
)
from onrecord.reader.parsing.tokens import NO_TOKENS, Tokens
from onrecord.reader.parsing.tree import AUX, Tree
from onrecord.reader.times.moments import Meeting, Reference, valid_date
from onrecord.reader.times.time_patterns import Rule
from onrecord.reader.times.time_rules import RULES
from onrecord.reader.times.time_values import weekday_name
from onrecord.span import Regions, Span, merge
from onrecord.text.document import Section

WORD = re.compile(r"[^\W_]+")
UNITS = "minute hour day night week month year decade weekend".split()
TRIGGERS = frozenset(
    [*MONTH_WORDS, *DAYS, *DAY_ABBREVIATIONS, *SEASONS, *DECADES]
    + [*UNITS, *(f"{unit}s" for unit in UNITS), "seconds", "quarters", "quarter", "half", "century", "centuries"]
    + "today yesterday tomorrow tonight noon midnight morning daily weekly monthly yearly annually ago".split()
    + "am pm clock christmas easter halloween juneteenth boxing".split()
)
WINDOW = 60
"""Code points on either side of a time word that the rules search."""
LATER = re.compile(
    r"\b(?:will|shall|going to|plan(?:s|ned)? to|(?:is|are) to|due|expected to|scheduled|’ll|'ll)\b", re.I
)
Tense = Literal["past", "future", "unclear", ""]
LOWER_MONTH = re.compile(rf"(?:march|august|{'|'.join(MONTH_ABBREVIATIONS)})\b")
NAME_BEFORE = re.compile(r"[^\W\d_a-z][\w.’'-]* \Z")
MIDDLE = re.compile(r"[A-Za-z] \Z")
OF_PAPER = re.compile(r" [A-Z]")
"""After the day of a part of a paper: the *Sunday* Business section."""
CLOSING = re.compile(r",?[”\"’'»]")
WAS = re.compile(r"\b(?:was|were|been)(?:\s+\w+)?\s+\Z", re.IGNORECASE)
"""Before a word that speaks of later: what *was* due may be over."""
FISCAL = re.compile(r"\b(?:fiscal|financial|tax|budget|academic|school)\s+\Z", re.IGNORECASE)
"""Before a part of a year that does not begin in January."""
UNITS_AFTER = re.compile(
    r"\s*(?:%|percent|people|men|women|troops|soldiers|km|kilomet|met(?:re|er)|dollars|euros|times|years"
    r"|days|hours|miles|pounds|feet|votes|copies)",
    re.I,
)
PAPER = re.compile(r"(?:daily|weekly|monthly|Daily|Weekly|Monthly) (?!Mon|Tue|Wed|Thu|Fri|Sat|Sun)[A-Z]\w")
AFTER_EVENT = re.compile(r"\s{1,4}(?:after|before|following|since|into)\s{1,4}(?=[\w“”«\"‘’'])", re.IGNORECASE)
EVENT_OPENING = re.compile(
    r"(?<![\w-])(?P<unit>minutes|hours|days|weeks|months|years|shortly|immediately|soon|not long)"
    r"(?=\s{1,4}(?:after|before|following)\s)",
    re.IGNORECASE,
)
EVENT_END = re.compile(r"[,.;:!?()–—]|\n\s*\n|\b(?:and|but|which|who|when|while|that)\b")
LONGEST_EVENT = 120
NEAR = 2000
"""Code points between a month without a year and the date before it that gives the year."""
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
LIMIT_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(LIMITS))})\s+\Z", re.IGNORECASE)
NO_REFERENCE = "its section has no reference date"


@dataclass(frozen=True)
class _TimeHit:
    span: Span
    rule: Rule | None
    mention: TimeMention
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        """Whether its date is counted from another."""
        return self.rule is not None and any(example[2] for example in self.rule.examples)

    @property
    def is_day_to_come(self) -> bool:
        """Whether it is a weekday that isn't past: it may be one of a meeting that the text has announced."""
        named = self.rule is not None and self.rule.name == "weekday"
        return named and not (self.groups["w"] or self.groups.get("past"))

    @property
    def lacks_a_year(self) -> bool:
        """Whether it is a month, with or without a day, whose year is not known."""
        return self.is_counted and self.mention.date is None and "m" in self.groups and "y" not in self.groups


def find_times(
    text: str, sections: Sequence[Section], tokens: Tokens = NO_TOKENS, excluded: Iterable[Span] = ()
) -> tuple[TimeMention, ...]:
    """The time expressions of a document in order; none in boilerplate, addresses or ``excluded`` spans.

    With ``tokens``, an expression counted from an event (“two days after the storm in Bergen”) ends with the phrase
    that names the event.
    """
    skipped = Regions([*(address.span for address in find_addresses(text)), *excluded])
    ends = Phrases(tokens)
    found: list[_TimeHit] = []
    for section in sections:
        if section.kind == "boilerplate":
            continue
        reference = Reference.read(section.reference_date)
        hits = [hit for hit in _proposals(text, section.exact, reference, ends) if not skipped.overlap(hit.span)]
        last = section.exact.start
        meeting: Meeting | None = None
        for hit in sorted(hits, key=lambda hit: (hit.span.start, -hit.span.end, hit.mention.date is None)):
            if hit.span.start < last:
                continue
            mention = with_note(from_event(text, section.exact, hit.mention, ends), hit, section)
            if meeting and hit.is_day_to_come:
                day = meeting.weekday(weekday_name(hit.groups["k"]))
                mention = replace(mention, date=day, note="a day of the dates before it") if day else mention
            meeting = (reference and reference.meeting(mention.date)) or meeting
            found.append(replace(hit, mention=mention))
            last = mention.exact.end
    return tuple(with_years(text, found))


def with_years(text: str, hits: Sequence[_TimeHit]) -> Iterator[TimeMention]:
    """The mentions; a month without a year, where no date says when the text was written, is near the last date before
    it, with no other year between, or in the year of all dates of the text: doubtfully.
    """
    written = [hit.mention.date[:4] for hit in hits if hit.mention.date and not hit.is_counted]
    only = Reference.read(written[0]) if len(written) > 1 and len(set(written)) == 1 else None
    last: Reference | None = None
    end = 0
    for hit in hits:
        mention = hit.mention
        if hit.rule and hit.lacks_a_year and mention.note == NO_REFERENCE:
            is_near = hit.span.start - end < NEAR and not YEAR.search(text, end, hit.span.start)
            nearest = only or (last if is_near else None)
            date = valid_date(hit.rule.value(hit.groups, nearest))
            if date:
                doubtful = "/".join(f"{part.rstrip('?~%')}?" for part in date.split("/"))
                mention = replace(mention, date=doubtful, note="of the year of the dates around it")
        yield mention
        if mention.date and not hit.is_counted:
            last, end = Reference.read(mention.date) or last, mention.exact.end


def windows(text: str, section: Span) -> Iterator[Span]:
    """The spans around time words and numbers, merged where they overlap."""
    spans = (
        Span(max(section.start, word.start() - WINDOW), min(section.end, word.end() + WINDOW))
        for word in WORD.finditer(text, section.start, section.end)
        if word.group()[0].isdigit() or word.group().lower() in TRIGGERS or word.group().lower()[:-2] in TRIGGERS
    )
    for span in merge(spans):
        start, end = span
        while start > section.start and text[start - 1].isalnum():
            start -= 1
        while end < section.end and text[end].isalnum() and end - span.end < 2 * WINDOW:
            end += 1
        yield Span(start, end)


def _proposals(text: str, section: Span, reference: Reference | None, phrases: Phrases) -> Iterator[_TimeHit]:
    """All hits of the rules, which may overlap."""
    for window in windows(text, section):
        for rule in RULES:
            for match in rule.pattern.finditer(text, window.start, window.end):
                groups = {key: value or "" for key, value in match.groupdict().items()}
                span = Span(*match.span("found" if groups.get("found") else 0))
                if is_doubtful(text, groups, span):
                    continue
                if reference and any(word in rule.name for word in ("weekday", "month", "feast", "up to now")):
                    limited = LIMIT_BEFORE.search(text, max(section.start, span.start - 8), span.start)
                    groups |= {tense_of(text, span, section, phrases): "1", "limit": "1" if limited else ""}
                other_year = FISCAL.search(text, max(section.start, span.start - 20), span.start)
                value = None if other_year else valid_date(rule.value(groups, reference))
                yield _TimeHit(span, rule, TimeMention(exact=span, timex_type=rule.timex_type, date=value), groups)
        for match in EVENT_OPENING.finditer(text, window.start, window.end):
            kind: str = match["unit"].lower()
            small = kind in ("minutes", "hours", "shortly", "immediately")
            mention = TimeMention(exact=Span(*match.span()), timex_type="TIME" if small else "DATE")
            yield _TimeHit(mention.exact, None, mention)


def is_doubtful(text: str, groups: dict[str, str], span: Span) -> bool:
    """Whether a hit is probably not a time: a lower-case “may 5”, the count “2000 men”, the paper “weekly Vreme”."""
    if PAPER.match(text, span.start, span.end + 20):
        return True
    if text[span.start].isupper() and (in_a_name(text, span) or in_a_title(text, span)):
        return True
    month = groups.get("m", "")
    if month and LOWER_MONTH.match(month):
        return True
    return bool(groups.get("y")) and text[span.start : span.end].isdigit() and bool(UNITS_AFTER.match(text, span.end))


def in_a_name(text: str, span: Span) -> bool:
    """Whether a day belongs to a name before it: *USA Today*, “Fox News Sunday”."""
    named = NAME_BEFORE.search(text, max(0, span.start - 30), span.start) is not None
    return named and (text[span.start : span.end] == "Today" or CLOSING.match(text, span.end) is not None)


def in_a_title(text: str, span: Span) -> bool:
    """Whether a day is capitalised as in a title: “The World of *Tomorrow*”; or names a part of a paper."""
    word = text[span.start : span.end].lower()
    if word in ("today", "tomorrow", "yesterday"):
        return bool(MIDDLE.search(text, max(0, span.start - 20), span.start))
    return word in DAYS and bool(OF_PAPER.match(text, span.end)) and text[max(0, span.start - 4) : span.start] == "the "


def tense_of(text: str, span: Span, section: Span, phrases: Phrases) -> Tense:
    """The tense of what a time belongs to, by its verb and by the words before it that speak of what is to come.

    “It will hold,” she said on Monday. → past · It was due on Monday. → unclear · It is due on Monday. → future
    """
    tense, verb = phrases.tense(span.start)
    start = max(section.start, span.start - 150)
    before = text[start : span.start]
    cut = max(before.rfind(". "), before.rfind("\n\n")) + 1
    later = list(LATER.finditer(before, cut))
    if not later:
        return tense
    at = later[-1].start()
    if tense == "past":
        return "past" if start + at < verb else "unclear"
    return "unclear" if WAS.search(before, cut, at) else "future"


class Phrases:
    """The ends of noun phrases and the tenses of verbs, looked up in the parsed paragraphs."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def tense(self, offset: int) -> tuple[Tense, int]:
        """The tense of the verb above an expression, and where that verb starts.

        A court ruled in May. → past · If they don't come back by Wednesday, the others will stop. → future
        · It opens on Monday. → unclear, as are infinitives and what has no verb · not parsed → nothing
        """
        found = self._tokens.token_at(offset)
        if found is None:
            return "", offset
        tree, at = found
        verb = next((above for above in tree.ancestors(at) if is_tensed(tree, above)), None)
        if verb is None:
            return "unclear", offset
        auxiliaries = [t for t in tree.children[verb] if tree.labels[t] in AUX]
        tags = {tree.tags[t] for t in (verb, *auxiliaries)}
        perfect = any(tree.labels[t] == "aux" and tree.tags[t] in ("VBZ", "VBP") for t in auxiliaries)
        limited = any(tree.lower[above] in LIMITS for above in (at, tree.heads[at]))
        if "MD" not in tags and ("VBD" in tags or tree.tags[verb] == "VBN" and (perfect or not auxiliaries)):
            unclear = limited or "VBG" in tags
            return "unclear" if unclear else "past", tree.starts[verb]
        return "future" if limited else "unclear", tree.starts[verb]

    def end(self, offset: int) -> int | None:
        """The end of the phrase that begins at ``offset`` and depends on the preposition before it."""
        found = self._tokens.token_at(offset)
        if found is None or found[1] < 1:
            return None
        tree, at = found
        for head in (at, *tree.ancestors(at)):
            if tree.labels[head] in ("pobj", "pcomp") and tree.edges[head][0] >= at - 1:
                return self._without_clause(tree, head)
            if head < at or tree.labels[head] in ("ROOT", "advcl"):
                break
        return None

    @staticmethod
    def _without_clause(tree: Tree, head: int) -> int:
        clauses = [t for t in tree.children[head] if tree.labels[t] in ("relcl", "cc", "conj", "appos")]
        last = min([tree.edges[t][0] - 1 for t in clauses if t > head] + [tree.edges[head][1]])
        while last > head and not tree.words[last][-1].isalnum():
            last -= 1
        return tree.end(last)


def is_tensed(tree: Tree, token: int) -> bool:
    """Whether a token is a verb with a tense of its own; *speaking* has that of the verb above."""
    if tree.tags[token] == "VBG" and tree.labels[token] in ("advcl", "acl", "pcomp", "xcomp"):
        return any(tree.labels[below] in AUX for below in tree.children[token])
    return tree.tags[token][:1] in ("V", "M")


def from_event(text: str, section: Span, mention: TimeMention, ends: Phrases) -> TimeMention:
    """An undated expression with the event after it: “less than 20 days *after the liberation of the town*”."""
    if mention.timex_type == "SET" or mention.date:
        return mention
    joint = AFTER_EVENT.match(text, mention.exact.end, section.end)
    if not joint:
        return mention
    limit = min(section.end, joint.end() + LONGEST_EVENT)
    end = ends.end(joint.end())
    if end is None or end > limit:
        stop = EVENT_END.search(text, joint.end(), limit)
        end = stop.start() if stop else limit
    while end > joint.end() and text[end - 1].isspace():
        end -= 1
    if end <= joint.end():
        return mention
    words = text[mention.exact.start : mention.exact.end].lower()
    small = mention.timex_type == "TIME" or "hour" in words or "minute" in words
    return TimeMention(
        exact=Span(mention.exact.start, end),
        timex_type="TIME" if small else "DATE",
        note="counted from an event that the text does not date here",
    )


def with_note(mention: TimeMention, hit: _TimeHit, section: Section) -> TimeMention:
    """The mention with a note of the date that it was counted from, or that there was none."""
    if not hit.is_counted or mention.note:
        return mention
    if mention.date and section.reference_date:
        note = f"counted from {section.reference_date}"
    elif section.reference_date is None and hit.rule and any(example[3] for example in hit.rule.examples):
        note = NO_REFERENCE
    else:
        return mention
    return TimeMention(exact=mention.exact, timex_type=mention.timex_type, date=mention.date, note=note)
