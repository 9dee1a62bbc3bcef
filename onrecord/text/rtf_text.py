"""Rich text (RTF 1.9.1) as text: paragraphs, rows of tables, and notes at the end; what only formats is left out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from onrecord.text.conversion import Converted, visible_text
from onrecord.text.document import UnreadableDocument
from onrecord.text.imprint import Imprint, clean_title, signed_authors

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]"
)
BREAKS = {"par": "\n\n", "sect": "\n\n", "page": "\n\n", "line": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable pict object header headerl headerr headerf footer footerl"
    " footerr footerf fldinst themedata datastore generator revtbl rsidtbl xmlnstbl info deleted annotation atnid"
    " atnauthor bkmkstart bkmkend listtext".split()
)
"""Groups whose words are no part of the text."""


@dataclass(frozen=True)
class RtfGroup:
    """What holds between two braces: where its words go, and how many characters stand in for one of Unicode."""

    target: str = "text"
    instead: int = 1
    table: bool = False
    hidden: bool = False


@dataclass
class RichText:
    """The words of a file by what they are, as far as it has been read."""

    encoding: str = "cp1252"
    group: RtfGroup = field(default_factory=RtfGroup)
    groups: list[RtfGroup] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"text": []})
    notes: int = 0
    pending: bytearray = field(default_factory=bytearray)
    skipped: int = 0
    rowed: bool = False

    def read(self, text: str) -> None:
        """Read all tokens; a file that breaks off is read as far as it goes."""
        at = 0
        while token := TOKEN.match(text, at):
            at = token.end()
            if token["byte"]:
                self.byte(int(token["byte"], 16))
            elif token["text"]:
                self.add(token["text"][self.skip(len(token["text"])) :])
            elif token["brace"] == "{":
                self.groups.append(self.group)
                self.skipped = 0
            elif token["brace"]:
                self.flush()
                self.group = self.groups.pop() if self.groups else self.group
                self.skipped = 0
            elif token["sign"]:
                self.sign(token["sign"])
            elif token["word"] == "bin":
                at += max(int(token["number"] or 0), 0)
            elif token["word"]:
                self.control(token["word"], token["number"])

    def skip(self, most: int) -> int:
        """How many characters stand in for one of Unicode that was read."""
        skipped = min(self.skipped, most)
        self.skipped -= skipped
        return skipped

    def add(self, words: str) -> None:
        """Add words to what is being read."""
        self.flush()
        if words and not self.group.hidden and self.group.target:
            apart = self.rowed and not self.group.table and words.strip()
            self.words.setdefault(self.group.target, []).append(f"\n{words}" if apart else words)
            self.rowed = words == "\n" and self.group.table

    def byte(self, value: int) -> None:
        """Add a byte in the file's own encoding, in which a character may have several."""
        if not self.skip(1):
            self.pending.append(value)

    def flush(self) -> None:
        """Decode the bytes that were read."""
        if self.pending:
            words = bytes(self.pending).decode(self.encoding, errors="replace")
            self.pending.clear()
            self.add(words)

    def sign(self, sign: str) -> None:
        """A backslash before a sign: one that is meant, a hyphen, or a group that old programs leave out."""
        if sign == "*":
            self.group = replace(self.group, target="")
        elif sign in "\r\n":
            self.control("par", None)
        else:
            self.add(SIGNS.get(sign, ""))

    def control(self, word: str, number: str | None) -> None:
        """A control word."""
        self.flush()
        value = int(number) if number else 1
        group = self.group
        match word:
            case "ansicpg":
                self.encode(f"cp{value}")
            case "u":
                self.unicode(value)
            case "footnote":
                self.note()
            case "uc":
                self.group = replace(group, instead=value)
            case "intbl" | "pard":
                self.group = replace(group, table=word == "intbl")
            case "v" | "plain":
                self.group = replace(group, hidden=word == "v" and value != 0)
            case "title" | "author" if group.target == "info":
                self.group = replace(group, target=word)
            case _ if word in LEFT_OUT:
                self.group = replace(group, target="info" if word == "info" else "")
            case _ if word in BREAKS:
                self.add(" " if word in ("par", "line") and group.table else BREAKS[word])
            case _ if word in SIGNS:
                self.add(SIGNS[word])

    def encode(self, name: str) -> None:
        """Take an encoding, if there is one of this name."""
        try:
            self.encoding = codecs.lookup(name).name
        except LookupError:
            return

    def unicode(self, value: int) -> None:
        """A character by its number, in 16 bits with a sign; those beyond come as two."""
        self.add(chr(value % 0x10000))
        self.skipped = self.group.instead

    def note(self) -> None:
        """A footnote begins: its number stays, its words go to the end."""
        if self.group.target == "text":
            self.notes += 1
            self.add(f" [{self.notes}]")
            self.group = replace(self.group, target=f"note {self.notes}")

    def text(self, target: str) -> str:
        """The words of a target."""
        words = "".join(self.words.get(target, ()))
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def from_rtf(data: bytes) -> Converted:
    """A rich text with its notes at the end; heads and feet of pages and deleted words are left out."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument("this is not a rich text, whatever its name says", "save it again as .rtf")
    rich = RichText()
    rich.read(data.decode("latin-1"))
    rich.flush()
    notes = [f"{number}. {' '.join(rich.text(f'note {number}').split())}" for number in range(1, rich.notes + 1)]
    body = re.sub(r"[ \t]+\n", "\n", rich.text("text"))
    text = "\n\n".join((re.sub(r"\n{3,}", "\n\n", body).strip(), *notes))
    text = visible_text(text, "this rich text has no text", "put the document's text in it, or remove it")
    return Converted(text, Imprint(title=clean_title(rich.text("title")), authors=signed_authors(rich.text("author"))))
