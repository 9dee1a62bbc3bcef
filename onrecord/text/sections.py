"""The parts of a text, guessed from its layout: title, headings, body and boilerplate.

Each rule is a pattern with an example, which the tests check. An annotation's own list of sections takes precedence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from onrecord.span import Span, trim
from onrecord.text.bylines import WRITTEN_BY
from onrecord.text.document import LINE_BREAK, Section, SectionKind
from onrecord.text.front_matter import head_of
from onrecord.text.html_text import CAPTION
from onrecord.text.paragraphs import ITEM, find_blocks
from onrecord.text.sentences import sentence_ends

Patterns = tuple[tuple[str, str], ...]
"""A pattern and an example that it must match."""

BOILERPLATE: Patterns = (
    (r"\bcustom (essay|paper)\b", "We Will Write a Custom Essay Specifically For You"),
    (r"\$\d+(\.\d+)?/page", "only $13.90/page"),
    (
        r"\bcookies?\b.*\b(consent|accept|policy|use)\b|\buse (of )?cookies\b",
        "We use cookies to improve your visit.",
    ),
    (r"^we (value|care about|respect) your privacy\b", "We value your privacy"),
    (r"\b(sign up|subscribe)\b.*\b(newsletter|email|updates|free|now|today)\b", "Sign up for our newsletter"),
    (r"\ball rights reserved\b|^(©|\(c\) ?|copyright )", "© 2017 Example Media. All rights reserved."),
    (r"^(read|see) (more|also|next)\b", "Read more: the talks in Geneva"),
    (
        r"\([^()]*\b(?:photo|photograph|picture|image)s?\b[^()]*\)\W*\Z",
        "The harbour at night. (Ada Stone/Lund Press photo)",
    ),
    (r"^in this (?:\w+ )?(?:photo|picture|image)\b", "In this file photo dated Tuesday, ships lie in the harbour."),
    (r"\bcontributed to this (?:report|article|story)\b", "Ada Stone in Lund contributed to this report."),
    (r"^case:? ?\S*\d.*\bdoc(?:ument)?\b.*\b(?:filed|page)\b", "Case 1:20-cv-00123 Document 45 Filed 03/16/22 Page 1"),
    (rf"^{CAPTION}", "Caption: The harbour before the flood"),
    (r"^\[(read|watch|related|more|see)\b[^\]]*\]$", "[Read: What the flood left]"),
    (r"\b(privacy policy|terms of (use|service))\b", "Terms of Use | Privacy Policy"),
    (r"^follow us\b|\bfollow us on\b", "Follow us on social media"),
    (r"\bclick here\b", "Click here to read on"),
    (
        r"^(related|recommended|more|popular|trending|latest|most read|you may also like)"
        r"( (stories|articles|news|topics|content|links|posts|reading|on this story|for you))?\W*(\n|\Z)",
        "RELATED STORIES\nGermany opens a refinery",
    ),
    (r"^(tags|topics|filed under|categories|keywords)\s*:", "Tags: Serbia, lithium, mining"),
    (r"^(media|press)? ?(contacts?|enquiries|inquiries)\b.*(@|\btel\b|\bphone\b|\+\d)", "Contact: Ada Stone, +46 1 23"),
    (r"^\W*(for immediate release|(press|news) release|embargoed (until|for)\b.*)\W*(\n|\Z)", "FOR IMMEDIATE RELEASE"),
)
"""Patterns anywhere in a short paragraph that make it boilerplate."""

BOILERPLATE_LINES: Patterns = (
    (r"order now", "order now"),
    (
        r"(share|tweet|print|e-?mail|whatsapp|facebook|twitter|linkedin|telegram|pin it|copy link|save|bookmark|listen)"
        r"( (this|it))?( (article|page|story|post|link))?( (on|via|to|by|with) [\w ]{2,20})?",
        "Share on Facebook",
    ),
    (r"advertise?ments?|sponsored( content)?", "ADVERTISEMENT"),
    (r"(skip|jump) to (main )?content|(back|return) to top|scroll to top", "Skip to main content"),
    (r"(home|menu|search|log ?in|sign ?in|contact us|about us|subscribe)(\s*[|>/]\s*[\w ]+)*", "Home | News | World"),
    (r"[\w&' ]{2,24}(\s*[|›»>·/]\s*[\w&' ]{2,24}){2,}", "News › Europe › Environment"),
    (r"(accept|reject|allow) all\b.*|(manage|cookie) (preferences|settings)", "Accept all  Reject all"),
    (r"(enter )?your e-?mail( address)?|e-?mail address", "Enter your email"),
    (r"(like|reply|report|share)( \d+)?(\s+(like|reply|report|share)( \d+)?)*", "Like 45  Reply"),
    (r"\d+ (comments?|shares?|likes|views)", "214 comments"),
    (r"[-–— ]*(ends?|30|xxx)[-–— ]*", "- ENDS -"),
    (r"as (delivered|prepared( for delivery)?)|check against delivery", "As delivered"),
)
"""Lines that are boilerplate on their own or next to similar lines."""

KICKERS: Patterns = (
    (
        r"analysis|opinions?|comments?|commentary|editorial|features?|interview|exclusive|breaking( news)?|news|world"
        r"|politics|business|essay|review|special report|explainer|fact check|live",
        "ANALYSIS",
    ),
)
"""Kickers: lines above a title that only name the genre of the text or the section of a newspaper."""

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
    (
        r"(?i:(?:photo|image|picture|file photo|caption|illustration|source|credit)s?) ?: ?.{2,}",
        "Photo: Villagers near Lund.",
    ),
    (r"(?i:table|figure|fig\.|chart|map|box) \d{1,3}[.:]? .{2,}", "Table 1. Households and land"),
)
"""Bylines, datelines, dates, credits and captions: neither headings nor boilerplate."""

COMMENTS = re.compile(r"(?:reader )?comments? \(\d+\)|\d+ comments?|leave a (?:reply|comment)", re.IGNORECASE)
"""The line above readers' comments, which go on to the end of the page."""


def any_of(patterns: Patterns) -> str:
    """One pattern that matches any pattern of a table."""
    return "|".join(f"(?:{pattern})" for pattern, _ in patterns)


BOILERPLATE_PATTERN = re.compile(any_of(BOILERPLATE), re.IGNORECASE | re.DOTALL)
BOILERPLATE_LINE = re.compile(rf"(?:{any_of(BOILERPLATE_LINES)})\W*", re.IGNORECASE)
KICKER = re.compile(rf"(?:{any_of(KICKERS)})\W*", re.IGNORECASE)
METADATA_LINE = re.compile(any_of(METADATA))
LEFTOVER = "Left over from a page"
LONGEST_BOILERPLATE = 240
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
        kind = layout.kind(number, titled=bool(title))
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
        whole = [block for block in blocks if block.end > self.head]
        below = (part for block in (*self.split_titles(whole[:1]), *whole[1:]) for part in self.split_metadata(block))
        return (*([trim(self.text, 0, self.head)] if self.head else []), *below)

    @cached_property
    def head(self) -> int:
        """Where the text proper begins."""
        return head_of(self.text)[0]

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
        if self.is_cut_short(number):
            return "boilerplate"
        if span.end <= self.head or number >= self.comments or number in self.related or is_boilerplate(block):
            return "boilerplate"
        if number + 1 == len(self.blocks) or not self.is_heading(number):
            return "body"
        if titled:
            inside = any(end < span.end for end in sentence_ends(self.text, span))
            return "body" if inside or self.is_cut(number) else "heading"
        kicker = KICKER.fullmatch(block) and self.is_heading(number + 1)
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
        if len(block) > LONGEST_HEADING or not WORDS.search(block):
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


def is_boilerplate(block: str) -> bool:
    """Whether a block is an advertisement, a menu, a button or other boilerplate."""
    if len(block) > LONGEST_BOILERPLATE:
        return block.startswith(CAPTION)
    if BOILERPLATE_PATTERN.search(block):
        return True
    return all(BOILERPLATE_LINE.fullmatch(line.strip()) for line in block.splitlines() if line.strip())


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
