"""The lines of a PDF with their places, read by PDFium in a process of its own: run as a program, PDF in, JSON out.

PDFium is the reader of Chromium. It is not written in Python, so a file that makes it fail may end its process; this
one has nothing to lose. Everything that is not PDFium's is in :mod:`onrecord.text.pdf_text`.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

pypdfium2: Any = importlib.import_module("pypdfium2")
pdfium: Any = importlib.import_module("pypdfium2.raw")
HYPHEN = "\x02"
"""What PDFium writes for a hyphen at the end of a line."""
NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\"’')])\Z")
"""What the raised number of a note follows."""
SMALL, RAISED, GAP = 0.85, 0.15, 1.5
"""The size of a raised number, how far it is raised, and how wide the gap between columns is, in sizes of the line."""


@dataclass(frozen=True)
class Character:
    """A character, its left and right end, its baseline and its size, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


def lines(page: Any) -> Iterator[dict[str, Any]]:
    """The lines of a page in the order in which they were drawn, each with its place and size."""
    text = page.get_textpage()
    run: list[Character] = []
    for number in range(pdfium.FPDFText_CountChars(text)):
        one = character(text, number)
        if one and one.text not in "\r\n":
            run.append(one)
        if one is None or one.text in "\r\n" + HYPHEN:
            yield from line(run)
            run = []
    yield from line(run)


def character(text: Any, number: int) -> Character | None:
    """A character of a page, none if it has no place; one without a meaning is U+FFFD."""
    code = pdfium.FPDFText_GetUnicode(text, number)
    words = "\ufffd" if not code or 0xD800 <= code < 0xE000 else chr(code)
    if words in "\r\n":
        return Character(words, 0, 0, 0, 0)
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, number, ctypes.byref(box)):
        return None
    pdfium.FPDFText_GetCharOrigin(text, number, ctypes.byref(x), ctypes.byref(y))
    return Character(words, box.left, box.right, y.value, box.top - box.bottom)


def line(run: list[Character]) -> Iterator[dict[str, Any]]:
    """The characters of a line as one record, with a tab at each gap between columns; none without words."""
    seen = [one for one in run if not one.text.isspace() and one.text != HYPHEN]
    if not seen:
        return
    size = max(statistics.median(one.size for one in seen), 1.0)
    base = statistics.median(one.base for one in seen)
    words, end, note = "", seen[0].left, ""
    for one in run:
        raised = one.text.isdigit() and one.size < SMALL * size and one.base > base + RAISED * size
        if raised and (note or NOTED.search(words)):
            note += one.text
        else:
            words, note = words + (f" [{note}]" if note else ""), ""
            if not one.text.isspace() and one.left - end > GAP * size:
                words = words.rstrip() + "\t"
            words += one.text
        end = end if one.text.isspace() or one.text == HYPHEN else one.right
    yield {
        "text": (words + (f" [{note}]" if note else "")).strip(),
        "left": min(one.left for one in seen),
        "right": max(one.right for one in seen),
        "base": base,
        "size": size,
    }


def read(data: bytes, most: int) -> dict[str, Any]:
    """What a PDF holds: its properties, and the lines of each page; of more text than ``most``, the first pages."""
    document = pypdfium2.PdfDocument(data)
    pages: list[dict[str, Any]] = []
    characters = 0
    for page in document:
        found = list(lines(page))
        objects = pdfium.FPDFPage_CountObjects(page)
        pages.append({"lines": found, "objects": objects})
        characters += sum(len(one["text"]) for one in found)
        if characters > most:
            break
    return {"properties": document.get_metadata_dict(), "pages": pages}


def main() -> None:
    """Answer with what the PDF on standard input holds, or with the name of the error.

    Arguments: the most characters, the most seconds, the most bytes of memory.
    """
    most, seconds, memory = map(int, sys.argv[1:])
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        answer = read(sys.stdin.buffer.read(), most)
    except pypdfium2.PdfiumError as error:
        answer = {"error": "password" if "password" in str(error).lower() else "damaged"}
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
