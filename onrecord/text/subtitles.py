"""Subtitles as paragraphs: one for each turn of a speaker, without times.

SubRip (.srt) and WebVTT (https://www.w3.org/TR/webvtt1/).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from onrecord.text.conversion import Converted, visible_text
from onrecord.text.document import UnreadableDocument, decode
from onrecord.text.imprint import Imprint, clean_title

TIME = r"(?:(\d{1,4}):)?(\d\d):(\d\d)[.,](\d{3})"
TIMES = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}\b.*")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,80})>")
MARKUP = re.compile(r"<[^<>]{0,100}>|\{\\[^{}]{0,100}\}")
TURN = re.compile(r"\s*(?:>>+|[-–—](?=\s*\w))\s*")
"""What stands before the words of another speaker."""
NAMED = re.compile(r"(?:[A-Z][A-Z.'’-]*\s?){1,4}(?:\([^()]{1,30}\))?:\s")
SOUND = re.compile(r"\s*(?:[(\[][^()\[\]]{1,60}[)\]]|[♪♫#*][^\n]*)\s*")
FINISHED = re.compile(r"[.!?…][\"'”’)\]]*\Z")
LONGEST, MOST, PAUSE, TOUCHING = 600, 3000, 2.0, 0.1
"""A paragraph ends with a sentence when it is so long, and without one at the most, or nobody speaks so many seconds; a
subtitle that follows at once may show a line of the last one again."""


def from_subtitles(data: bytes) -> Converted:
    """The words of subtitles, those of each speaker together."""
    text = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not TIMES.search(text):
        what = "these are not subtitles, whatever the file's name says"
        raise UnreadableDocument(what, "save them again as .srt or .vtt")
    head = re.match(r"WEBVTT[ \t-]+([^\n]+)", text)
    words = visible_text("\n\n".join(paragraphs_of(text)), "these subtitles have no words", "find another copy")
    return Converted(words, Imprint(title=clean_title(head[1]) if head else None))


def paragraphs_of(text: str) -> Iterator[str]:
    """The turns of speakers; long ones are divided between sentences."""
    done = ""
    before, speaker = 0.0, ""
    shown: Sequence[str] = ()
    for start, end, lines in cues(text):
        rolled = shown if start - before < TOUCHING else ()
        shown = [html.unescape(MARKUP.sub("", line)).strip() for line in lines]
        for line, words in zip(lines, shown, strict=True):
            voice = VOICE.search(line)
            if not words or SOUND.fullmatch(words) or words in rolled:
                continue
            turn = TURN.match(words)
            words = words[turn.end() :] if turn else words
            another = bool(voice and voice[1].strip() != speaker)
            if voice and another:
                speaker = voice[1].strip()
                words = f"{speaker}: {words}"
            full = len(done) > LONGEST
            rests = full if len(done) > MOST else FINISHED.search(done) and (full or start - before > PAUSE)
            if done and (turn or another or NAMED.match(words) or rests):
                yield done
                done = ""
            done = f"{done} {words}".strip()
        before = end
    if done:
        yield done


def cues(text: str) -> Iterator[tuple[float, float, list[str]]]:
    """The lines of each subtitle, with the seconds at which it appears and disappears."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if TIMES.fullmatch(line)), None)
        times = TIMES.fullmatch(lines[at]) if at is not None else None
        if times and at is not None:
            yield seconds_of(times.groups()[:4]), seconds_of(times.groups()[4:]), lines[at + 1 :]


def seconds_of(parts: tuple[str | None, ...]) -> float:
    """Hours, minutes, seconds and thousandths as seconds."""
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
