"""The parts of a text, guessed from its layout: title, headings, body and boilerplate.

Each rule is a pattern with an example, which the tests check. An annotation's own list of sections takes precedence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile

from onrecord.span import Span, trim
from onrecord.text.bylines import WRITTEN_BY
from onrecord.text.document import LINE_BREAK, Section, SectionKind
from onrecord.text.front_matter import FROM, head_of
from onrecord.text.furniture import LONGEST_BOILERPLATE, Patterns, any_of, is_boilerplate
from onrecord.text.paragraphs import ITEM, find_blocks
from onrecord.text.sentences import sentence_ends

KICKERS: Patterns = (
    (
        r"analysis|opinions?|comments?|commentary|editorial|features?|interview|exclusive|breaking( news)?|news|world"
        r"|politics|business|essay|review|special report|explainer|fact check|live",
        "ANALYSIS",
    ),
    (
        r"(the )?white house|office of the (press secretary|spokes(person|man)|governor|mayor)|(for )?immediate release"
        r"|(press|news|media) (release|statement)",
        "The White House\nOffice of the Press Secretary",
    ),
)
"""Kickers: lines above a title that only name the genre of the text, who issues it, or the section of a newspaper."""

NUMBERED = re.compile(
    r"(chapter|part|book|section|lecture|letter) ([ivxlc]+|\d{1,3}|one|two|three|four|five|six)\W*", re.I
)
"""A number above the title of a chapter."""

DAY = r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}"
METADATA: Patterns = (
    (
        rf"(?:{WRITTEN_BY}|(?i:(?:photographs?|edited) by ))[^\W\d_a-z][^.!?]{{1,90}}",
        "By Nadia Okafor and Jordan Ellis",
    ),
    (r"(?i:from our (?:own )?correspondents?)(?: in [^.!?]{2,40})?", "From our correspondent in Sofia"),
    (rf"(?:[^.!?]{{0,70}}?[,·|•–—-] ?)?(?:{DAY})\W*", "Kraków, 9 May 2022"),
    (r"[^\W\d_a-z][\w.’' -]{1,40}, [A-Z][a-z]{2,8} \d{4}", "Accra, July 2021"),
    (
        r"(?i:(?:(?:first )?(?:published|posted|issued|released|updated|dated?|last (?:updated|modified))\b[ :]*"
        r"(?:on )?)?"
        rf"(?:\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d\d-\d\d|{DAY})\b).{{0,60}}",
        "Published 14.11.2021 07:42 | Updated 2 hours ago",
    ),
    (r"(?i:source)s? ?: ?.{2,}", "Source: Lund Press."),
    (r"(?i:table|figure|fig\.|chart|map|box) \d{1,3}[.:]? .{2,}", "Table 1. Households and land"),
)
"""Bylines, datelines, dates, credits and captions: neither headings nor boilerplate."""

QUOTED = re.compile(r">|On\b.{5,200}\bwrote\s*:\s*\Z", re.DOTALL)
"""How a block of an e-mail begins that quotes an earlier one, and the line above it."""
BELOW = re.compile(
    r"(?:-- ?|(?:(?:kind|best|warm) )?(?:regards|wishes)|sincerely|yours \w+|best|cheers),?[ \t]*(?:[\r\n]|\Z)"
    r"|-{2,} ?Original Message ?-{2,}|\*?From:.*[\r\n]+\*?(?:Sent|Date|To):",
    re.IGNORECASE,
)
"""How the signature of an e-mail begins, or an earlier one that stands whole below it."""

COMMENTS = re.compile(r"(?:reader )?comments? \(\d+\)|\d+ comments?|leave a (?:reply|comment)", re.IGNORECASE)
"""The line above readers' comments, which go on to the end of the page."""
WRAPPED = re.compile(r"\*{3} ?(?:(?P<start>START)|END) OF (?:THE|THIS) [A-Z ]+\b", re.IGNORECASE)
"""The lines between which the archive of a book puts its text; its notices and its licence are around them."""


KICKER = re.compile(rf"(?:(?:{any_of(KICKERS)})\W*)+", re.IGNORECASE)
METADATA_LINE = re.compile(any_of(METADATA))
LEFTOVER = "Left over from a page"
LONGEST_HEADING = 120
LONGEST_TITLE = 60
"""A longer heading right below the title is a summary, not the title of the text below it."""
LONGEST_LABEL = 60
MOST_TITLES = 3
MOST_MARKUP = 4
"""At most three of four characters at the start of a section are white space and markup."""
SPLICE_WORDS = 6
SENTENCE_FINAL = re.compile(r"[.!?…:;,](?![\w])[”’\"'»)\]]*\Z")
STAGE_DIRECTION = re.compile(r"\s*[(\[][A-Z][\w ]{2,30}[.!]?[)\]]\Z")
"""A stage direction at the end of a turn in a transcript: [Applause]"""
CUT_SHORT = re.compile(r"(.{10,200}?)\s*(?:…|\.\.\.)")
PROSE_LINE = 160
"""A longer line was never wrapped: above it, short lines without a full stop are titles."""
LABEL = re.compile(r"([^\W\d_a-z][\w.,’'& -]{0,50}?(?: ?\([^()\n]{1,40}\))?):[ \t]")
SIGNED = re.compile(r"(?:\A|[\r\n])\s*[―—–-]{1,2}\s*[^\W\d_a-z]")
"""A line below a quotation that names its author."""
RELATED = re.compile(
    r"(?:related|recommended|more|popular|trending|latest|you may also like)"
    r" ?(?:stories|articles|news|posts|reading)?\W*",
    re.IGNORECASE,
)
"""The line above a list of other texts, each in a short block of its own."""
NUMBER = re.compile(r"[\d.,%–-]*\d[\d.,%–-]*")
LINE = re.compile(r"[^\r\n]+")
WORDS = re.compile(r"\w+(?:[’'-]\w+)*")
LETTER = re.compile(r"[^\W_]")
MARKUP = re.compile(
    r"^[ \t]*#{1,6}[ \t]*|[ \t]#+[ \t]*$|^[=-]{3,}[ \t]*$|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)", re.MULTILINE
)


def find_sections(text: str) -> tuple[Section, ...]:
    """Guess the sections; adjacent body blocks are one section, and so are adjacent blocks of boilerplate."""
    layout = Layout(text)
    sections: list[Section] = []
    title = name = ""
    for number, span in enumerate(layout.blocks):
        last = sections[-1] if sections else None
        kind = layout.kind(number, titled=bool(title) or layout.is_mail)
        if kind == "title":
            title = name = without_markup(layout.block(number))
        elif kind == "heading":
            words = without_markup(layout.block(number))
            below_title = last is not None and last.kind == "title"
            name = name if below_title and len(words) > LONGEST_TITLE else words
        if last and last.kind == kind and kind in ("body", "boilerplate"):
            span = Span(sections.pop().exact.start, span.end)
        named = LEFTOVER if kind == "boilerplate" else name or "Text"
        if kind == "heading":
            named = without_markup(layout.block(number)) or named
        sections.append(Section(exact=span, kind=kind, title=named))
    return tuple(sections)


def without_markup(block: str) -> str:
    """A heading's words on one line, without Markdown's markup."""
    return " ".join(MARKUP.sub("", block).split()) or " ".join(block.split())


def is_in_text(section: Section, sections: Sequence[Section], text: str) -> bool:
    """Whether a section's title is a heading of the text, or the words that the section starts with.

    Only letters and digits are compared: the mark of an ellipsis or a capital makes no title of its own.
    """
    wanted = _bare(section.title)
    headings = (one.exact for one in sections if one.kind in ("title", "heading"))
    return bool(wanted) and (
        any(_bare(text[slice(*exact)]) == wanted for exact in headings)
        or _bare(text[section.exact.start : section.exact.end][: MOST_MARKUP * len(section.title)]).startswith(wanted)
    )


def _bare(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())


@dataclass(frozen=True)
class Layout:
    """The blocks of a text, and the kind of each."""

    text: str

    @cached_property
    def blocks(self) -> Sequence[Span]:
        """The spans between blank lines; metadata at the end of one, as below a title, is a block of its own."""
        blocks = [Span(max(block.start, self.head), block.end) for block in find_blocks(self.text)]
        whole = [part for block in blocks if block.end > self.head for part in self.split_quoted(block)]
        below = (part for block in (*self.split_titles(whole[:1]), *whole[1:]) for part in self.split_metadata(block))
        return (*([trim(self.text, 0, self.head)] if self.head else []), *below)

    @cached_property
    def head(self) -> int:
        """Where the text proper begins."""
        return head_of(self.text)[0]

    @cached_property
    def is_mail(self) -> bool:
        """Whether the text begins with the headers of an e-mail."""
        return self.head > 0 and bool(FROM.search(self.text, 0, self.head))

    def split_quoted(self, block: Span) -> Iterator[Span]:
        """A block of an e-mail, cut where the lines that it quotes from an earlier one begin and end."""
        lines = list(LINE.finditer(self.text, *block)) if self.is_mail else []
        if not lines:
            yield block
        for _, same in groupby(lines, key=lambda line: line.group().lstrip().startswith(">")):
            run = list(same)
            yield trim(self.text, run[0].start(), run[-1].end())

    @cached_property
    def earlier(self) -> int:
        """The number of the block of an e-mail at which its signature or an earlier e-mail begins, to its end."""
        first = 1 + sum(block.end <= self.head for block in self.blocks)
        found = range(first, len(self.blocks) if self.is_mail else first)
        return next((number for number in found if BELOW.match(self.block(number))), len(self.blocks))

    def is_quoted(self, number: int) -> bool:
        """Whether a block of an e-mail quotes an earlier one, or says whose it is."""
        return self.is_mail and bool(QUOTED.match(self.block(number)))

    def split_titles(self, first: Sequence[Span]) -> Iterator[Span]:
        """The first block, cut after the titles above a paragraph that is one long line."""
        for block in first:
            lines = list(LINE.finditer(self.text, *block))
            short = list(takewhile(lambda line: is_title_line(line.group()), lines[:MOST_TITLES]))
            if not short or len(short) == len(lines) or len(lines[len(short)].group()) < PROSE_LINE:
                yield block
                continue
            yield from (trim(self.text, *line.span()) for line in short)
            yield Span(lines[len(short)].start(), block.end)

    def split_metadata(self, block: Span) -> Iterator[Span]:
        """A block, cut before the lines of metadata at its end."""
        if block.end - block.start <= LONGEST_BOILERPLATE:
            lines = list(LINE.finditer(self.text, *block))
            at = len(lines)
            while at > 0 and METADATA_LINE.fullmatch(lines[at - 1].group().strip()):
                at -= 1
            if 0 < at < len(lines):
                yield trim(self.text, block.start, lines[at].start())
                block = trim(self.text, lines[at].start(), block.end)
        yield block

    @cached_property
    def wrapped(self) -> range:
        """The numbers of the blocks that are not above or below the text by the lines around it."""
        marks = {number: WRAPPED.match(self.block(number)) for number in range(len(self.blocks))}
        starts = [number for number, mark in marks.items() if mark and mark["start"]]
        ends = [number for number, mark in marks.items() if mark and not mark["start"]]
        return range(starts[0] + 1 if starts else 0, ends[-1] if ends else len(self.blocks))

    @cached_property
    def comments(self) -> int:
        """The number of the block at which readers' comments begin, in the second half or after the last block."""
        for number in range(len(self.blocks) // 2, len(self.blocks)):
            if COMMENTS.fullmatch(self.block(number)):
                return number
        return len(self.blocks)

    @cached_property
    def related(self) -> frozenset[int]:
        """The numbers of two or more short blocks below “Related stories”: the titles of other texts."""
        found: set[int] = set()
        for number in range(len(self.blocks)):
            if not RELATED.fullmatch(self.block(number)):
                continue
            end = number + 1
            while end < len(self.blocks) and len(self.block(end)) <= LONGEST_HEADING:
                end += 1
            found.update(range(number + 1, end) if end - number > 2 else ())
        return frozenset(found)

    @cached_property
    def labels(self) -> Counter[str]:
        """How often a block opens with each “NAME:”."""
        found = (LABEL.match(self.text, span.start, span.start + LONGEST_LABEL) for span in self.blocks)
        return Counter(match[1] for match in found if match)

    def block(self, number: int) -> str:
        """The text of a block."""
        return self.text[slice(*self.blocks[number])]

    def kind(self, number: int, *, titled: bool) -> SectionKind:
        """The kind of a block, judged by its words and by whether text follows."""
        span, block = self.blocks[number], self.block(number)
        if self.is_cut_short(number) or number >= self.earlier or self.is_quoted(number):
            return "boilerplate"
        if (
            span.end <= self.head
            or number not in self.wrapped
            or number >= self.comments
            or number in self.related
            or is_boilerplate(block)
        ):
            return "boilerplate"
        if number + 1 == len(self.blocks) or not self.is_heading(number):
            return "body"
        if titled:
            inside = any(end < span.end for end in sentence_ends(self.text, span))
            return "body" if inside or self.is_cut(number) else "heading"
        above = self.is_heading(number + 1)
        if above and NUMBERED.fullmatch(block):
            return "heading"
        kicker = above and KICKER.fullmatch(block)
        return "boilerplate" if kicker or is_spliced(block, self.text[span.end :]) else "title"

    def is_cut(self, number: int) -> bool:
        """Whether metadata follows a block without a blank line between them."""
        return len(LINE_BREAK.findall(self.text, self.blocks[number].end, self.blocks[number + 1].start)) == 1

    def is_cut_short(self, number: int) -> bool:
        """Whether a block is only the beginning of the next one, as scrapers shorten titles."""
        cut = CUT_SHORT.fullmatch(self.block(number))
        return bool(cut) and number + 1 < len(self.blocks) and self.block(number + 1).startswith(cut[1] if cut else "")

    def is_heading(self, number: int) -> bool:
        """Whether a block is short, has no final punctuation and is not a list, label, signature or line of figures."""
        block = self.block(number)
        if len(block) > LONGEST_HEADING or not LETTER.search(block):
            return False
        if block[0] in "([" or SENTENCE_FINAL.search(block) or STAGE_DIRECTION.search(block) or SIGNED.search(block):
            return False
        words = block.split()
        if sum(NUMBER.fullmatch(word) is not None for word in words) > max(1, len(words) // 3):
            return False
        found = block.splitlines()
        listed = [line for line in found if ITEM.match(line.strip())]
        if listed and (len(found) > 1 or not block[0].isalnum()):
            return False
        label = LABEL.match(block)
        if label and (self.labels[label[1]] > 1 or label[1].isupper() or len(label[1]) == 1):
            return False
        return not METADATA_LINE.fullmatch(" ".join(block.split()))


def is_title_line(line: str) -> bool:
    """Whether a line may be a title: short, without a full stop or with the dots of one that was cut."""
    return 0 < len(line.strip()) <= LONGEST_HEADING and bool(
        CUT_SHORT.fullmatch(line.strip()) or not SENTENCE_FINAL.search(line)
    )


def is_spliced(block: str, rest: str) -> bool:
    """Whether a page's title is only a fragment of its text that runs past the end of a sentence.

    Scrapers that find no title take words of the text instead: at least six in a row occur again below.
    """
    words = [word.lower() for word in WORDS.findall(block)]
    if len(words) < SPLICE_WORDS or not re.search(r"[.!?]\s+\w", block):
        return False
    below = " ".join(word.lower() for word in WORDS.findall(rest[:200_000]))
    return any(
        f" {' '.join(words[at : at + SPLICE_WORDS])} " in f" {below} " for at in range(len(words) - SPLICE_WORDS + 1)
    )
