"""The text of a PDF from the places of its lines: paragraphs, without running heads, notes below the page's text.

How far apart lines are is measured on each page: those of a double-spaced page are no paragraphs of their own.
"""

from __future__ import annotations

import json
import re
import signal
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.text.bounded import MOST_MEMORY
from onrecord.text.document import MAX_BYTES, UnreadableDocument

PROGRAM = Path(__file__).with_name("pdf_lines.py")
SECONDS = 120
HYPHEN = "\x02"
"""A hyphen at the end of a line, as PDFium writes it."""
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?(?:\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?|[ivxl]{1,6})\W*\Z", re.IGNORECASE)
LINE_NUMBER = re.compile(r"[1-9]\d?")
HEADING = re.compile(r"(?:[IVXL]{1,6}|[A-Z]|\d{1,2})\.\s+[A-Z][^.!?;]{2,70}|[A-Z][A-Z &,’'-]{6,70}")
"""The number and words of a heading, or one in capitals, on a line of its own."""
MOST_COUNTED = 10
"""So many numbers in a row below each other are those of lines."""
UNFINISHED = re.compile(r"[\w,;–-]\Z")
FINISHED = re.compile(r"[.!?:]['\"’”)\]]*(?: ?\[\d+\])?\Z")
NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*∗†‡§]+)\s*\S")
FEW_LINES, SHORTEST_LINE = 10, 40
USUAL, WIDEST = 1.2, 3.2
"""How far apart lines are, and may be at most, in sizes of the line."""
EDGE = 3
"""How many lines at the top and the bottom of a page may be its running head and foot."""
SAME_LINE, WIDER, SMALLER, INDENT, SHORT = 0.55, 1.3, 0.93, 0.8, 0.85


@dataclass(frozen=True)
class PdfLine:
    """A line of a page: its words, its left and right end, its baseline and its size, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True)
class PdfFile:
    """The lines of each page, the properties, and the numbers of the pages that have something drawn but no text."""

    pages: tuple[tuple[PdfLine, ...], ...]
    properties: dict[str, str]
    unread: tuple[int, ...]


def read_pdf(data: bytes) -> PdfFile:
    """The lines of a PDF, read in a process of its own, within limits of time and memory.

    :raises UnreadableDocument: when it can't be read
    """
    limits = map(str, (MAX_BYTES, SECONDS, MOST_MEMORY))
    done = subprocess.run([sys.executable, str(PROGRAM), *limits], input=data, capture_output=True, check=False)
    remedy = "download it again, or open it and print it to a new PDF"
    if sys.platform != "win32" and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableDocument(f"reading it takes more than {SECONDS} seconds", remedy)
    answer: dict[str, Any] = {} if done.returncode else json.loads(done.stdout)
    if answer.get("error") == "password":
        raise UnreadableDocument("this PDF needs a password", "save a copy without the password")
    if answer.get("error") == "memory":
        raise UnreadableDocument(f"reading it takes more than {MOST_MEMORY:,} bytes of memory", remedy)
    if "pages" not in answer:
        raise UnreadableDocument("this PDF is damaged, or is incomplete", remedy)
    pages = tuple(tuple(PdfLine(**line) for line in page["lines"]) for page in answer["pages"])
    drawn = [page["objects"] > 0 for page in answer["pages"]]
    unread = tuple(number for number, page in enumerate(pages, 1) if drawn[number - 1] and not is_read(page))
    return PdfFile(pages, answer["properties"], unread)


def is_read(page: Sequence[PdfLine]) -> bool:
    """Whether the letters of a page are known."""
    words = "".join(line.text for line in page)
    return bool(words) and words.count("\ufffd") * 4 < len(words)


def pdf_text(pages: Sequence[Sequence[PdfLine]]) -> str:
    """The text of pages: blank lines between paragraphs, each page's notes after the paragraph that its end cuts."""
    compounds = Counter(re.findall(r"\w+-\w+", " ".join(line.text for page in pages for line in page).lower()))
    done: list[str] = []
    waiting: list[str] = []
    for page in without_running_heads([merged(without_line_numbers(page)) for page in pages]):
        body, notes = without_notes(page)
        for block in in_order(list(blocks(body))):
            words = joined(block, compounds)
            if done and goes_on(done[-1], words):
                done[-1] = hyphenated(done[-1], words, compounds)
            else:
                done += [*waiting, words]
                waiting = []
        waiting += [joined(block, compounds) for block in blocks(notes)]
    return "\n\n".join((*done, *waiting)).replace(HYPHEN, "-")


def goes_on(text: str, more: str) -> bool:
    """Whether a paragraph goes on in another column, or on another page."""
    if text.endswith(HYPHEN) or not UNFINISHED.search(text[-3:]):
        return text.endswith(HYPHEN)
    lengths = [len(line) for line in text.splitlines()[-FEW_LINES:]]
    full = len(lengths) > 1 and lengths[-1] >= max(SHORTEST_LINE, SHORT * max(lengths))
    return more[0].islower() or (full and "\t" not in text[-300:])


def in_order(found: Sequence[list[PdfLine]]) -> list[list[PdfLine]]:
    """Paragraphs in the order in which they are read: what was drawn late, such as a stamp, before what is below it."""
    ordered: list[list[PdfLine]] = []
    for block in found:
        low, left, right = block[-1].base, min(one.left for one in block), max(one.right for one in block)
        below = (
            number
            for number, other in enumerate(ordered)
            if other[0].base < low and min(one.left for one in other) < right and left < max(one.right for one in other)
        )
        ordered.insert(next(below, len(ordered)), block)
    return ordered


def merged(page: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines of a page, with the pieces of one line together."""
    found: list[PdfLine] = []
    for line in page:
        last = found[-1] if found else None
        if last and abs(last.base - line.base) < SAME_LINE * last.size and -1 < line.left - last.right < 12 * last.size:
            gap = (line.left - last.right) / last.size
            words = last.text + ("" if gap < 0.2 else " " if gap < 1.5 else "\t") + line.text
            found[-1] = replace(last, text=words, right=line.right)
        else:
            found.append(line)
    return found


def without_line_numbers(page: Sequence[PdfLine]) -> list[PdfLine]:
    """A page without the numbers of its lines, one below the other in the margin, as pleadings have them."""
    found = {line: int(line.text) for line in page if LINE_NUMBER.fullmatch(line.text)}
    counted = {line for line, number in found.items() if {number - 1, number + 1} & set(found.values())}
    if len(counted) < MOST_COUNTED:
        return list(page)
    edge = statistics.median(line.right for line in counted)
    below = {line for line in counted if abs(line.right - edge) < 2 * line.size}
    return [line for line in page if line not in below or len(below) < MOST_COUNTED]


def without_running_heads(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Pages without their numbers, and, after the first, without outer lines that recur on a third of the pages.

    A line that recurs in one place is a stamp wherever it is, and is left out of the first page, too.
    """
    edges = [edge_lines(page) for page in pages]
    often = Counter(key for edge in edges for key in {running_head(line) for line in edge})
    stamps = Counter(key for page in pages for key in {stamp(line) for line in page})
    least = max(3, -(-len(pages) // 3))
    kept: list[list[PdfLine]] = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        gone = {line for line in page if line not in edge and stamps[stamp(line)] >= least}
        for line in edge if len(pages) > 1 else ():
            times = often[running_head(line)]
            repeated = times >= min(3, len(pages)) and times * 3 >= len(pages)
            if (repeated and number) or PAGE_NUMBER.match(line.text):
                gone.add(line)
        kept.append([line for line in page if line not in gone])
    return kept


def edge_lines(page: Sequence[PdfLine]) -> list[PdfLine]:
    """The highest and the lowest lines of a page."""
    ranked = sorted(page, key=lambda line: -line.base)
    return ranked[:EDGE] + ranked[max(EDGE, len(ranked) - EDGE) :]


def stamp(line: PdfLine) -> tuple[str, int, int]:
    """A line with its place, to a tenth of an inch."""
    return running_head(line), round(line.left / 7), round(line.base / 7)


def running_head(line: PdfLine) -> str:
    """A line with its numbers masked, so that it is the same on every page."""
    return re.sub(r"\d+", "#", " ".join(line.text.split())).lower()


def without_notes(page: Sequence[PdfLine]) -> tuple[list[PdfLine], list[PdfLine]]:
    """The lines of a page's text, and those of the notes below it, which are smaller and begin with a number."""
    if not page:
        return [], []
    usual = statistics.median(line.size for line in page for _ in line.text)
    body: list[PdfLine] = []
    notes: list[PdfLine] = []
    for line in page:
        small = line.size < SMALLER * usual
        below = not any(
            other.base < line.base and other.size >= SMALLER * usual and over(other, line) for other in page
        )
        note = small and below and (bool(notes) or bool(NOTE.match(line.text)))
        (notes if note else body).append(line)
    return body, notes


def over(one: PdfLine, other: PdfLine) -> bool:
    """Whether two lines share a part of the page's width."""
    return one.left < other.right and other.left < one.right


def blocks(page: Sequence[PdfLine]) -> Iterator[list[PdfLine]]:
    """The paragraphs of a page, in order."""
    pitch = pitch_of(page)
    block: list[PdfLine] = []
    for line in page:
        if block and is_apart(block, line, pitch):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def pitch_of(page: Sequence[PdfLine]) -> float:
    """How far apart the lines of a page's paragraphs are: the most usual distance of a line from the next."""
    steps = [
        round((one.base - two.base) / max(one.size, 1), 1)
        for one, two in zip(page, page[1:], strict=False)
        if over(one, two) and 0.7 < (one.base - two.base) / max(one.size, 1) < WIDEST
    ]
    return max(min(steps, key=lambda step: (-steps.count(step), step)), 1.0) if steps else USUAL


def is_apart(block: Sequence[PdfLine], line: PdfLine, pitch: float) -> bool:
    """Whether a line begins another paragraph."""
    last = block[-1]
    size = max(last.size, 1.0)
    step = (last.base - line.base) / size
    if step <= 0 or step > WIDER * pitch or not over(last, line):
        return True
    if "\t" in line.text or "\t" in last.text:
        return not last.text.endswith(HYPHEN)
    if (
        len(block) == 1
        and HEADING.fullmatch(last.text)
        and line.text[0].isupper()
        and last.right < line.right - 5 * size
    ):
        return True
    if not SMALLER < line.size / size < 1 / SMALLER and not line.text[0].islower():
        return True
    left, right = min(one.left for one in block), max(one.right for one in (*block, line))
    short = last.right - left < SHORT * (right - left)
    indented = line.left - (block[1].left if len(block) > 1 else left) > INDENT * size
    return bool(FINISHED.search(last.text)) and (short or indented)


def joined(block: Sequence[PdfLine], compounds: Counter[str]) -> str:
    """A paragraph, a line for each of its lines; words divided at a line's end are whole again."""
    text = ""
    for line in block:
        words = line.text if "\t" in line.text else " ".join(line.text.split())
        text = hyphenated(text, words, compounds) if text else words
    return text


def hyphenated(text: str, more: str, compounds: Counter[str]) -> str:
    """Two lines as one text; a word that is divided between them stands at the end of the first."""
    end = re.search(r"(\w+)(?:\x02|(?<=[^\W\d_])-)\Z", text[-80:])
    start = re.match(r"([^\W\d_]+)(\S*)[ \n]?", more)
    if not end or not start or not start[1][0].islower():
        return f"{text.removesuffix(HYPHEN)}{'-' * text.endswith(HYPHEN)}\n{more}"
    compound = f"{end[1]}-{start[1]}".lower()
    mark = "-" if compounds[compound] else ""
    rest = more[start.end() :]
    return text[: len(text) - len(end[0]) + len(end[1])] + mark + start[1] + start[2] + ("\n" + rest if rest else "")
