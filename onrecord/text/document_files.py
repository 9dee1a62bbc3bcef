"""Which files are documents, and which file holds a document's text.

Plain text and Markdown are their own text. Other kinds of file are converted once: the text of
``NAME.html`` is written to ``NAME.txt`` beside it and is the document from then on, so that offsets never
depend on a library's version. ``NAME.html.sha256`` keeps the SHA-256 of both, as ``sha256sum`` writes and
checks it; if either file changes, that is reported as a problem, never repaired silently. Below them, as comments,
it keeps what the file says of itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.atomic import write_whole
from onrecord.problems import Problems
from onrecord.text import converters
from onrecord.text.conversion import Converted
from onrecord.text.document import MAX_BYTES, UnreadableDocument, size_of
from onrecord.text.imprint import NONE, Imprint, imprint_from
from onrecord.values import DOCUMENT_ID

TEXT_SUFFIXES = (".txt", ".md")
"""The suffixes of files that are their own text, in lower case; the case of a suffix does not matter."""

ABOUT_THE_DIRECTORY = frozenset("README CODEBOOK LICENSE LICENCE NOTICE CHANGELOG CONTRIBUTING".split())
"""Markdown files with these names describe the directory and are not documents."""

COMMENT = "# "
MOST_BYTES = 50_000_000
"""The largest file that is converted."""


@dataclass(frozen=True)
class Original:
    """The file that a document's text was converted from, with its hash at that time and what it said of itself."""

    name: str
    sha256: str
    imprint: Imprint = NONE


def convert(path: Path) -> Converted:
    """A file that is not its own text: its text, with blank lines between paragraphs, and its metadata.

    :raises UnreadableDocument: when no text can be extracted from the file, or the library for it is missing
    """
    return converted(path, read_original(path))


def read_original(path: Path) -> bytes:
    """The bytes of a file that may be converted.

    :raises UnreadableDocument: when it is too large
    :raises OSError: when it can't be read
    """
    size = size_of(path)
    if size > MOST_BYTES:
        what = f"{size:,} bytes are more than the {MOST_BYTES:,} that one file may have"
        raise UnreadableDocument(what, "split it into its parts, one file each")
    return path.read_bytes()


def converted(path: Path, data: bytes) -> Converted:
    """The text of a file's bytes.

    :raises UnreadableDocument: when no text can be extracted from them, or the library for it is missing
    """
    if not data:
        raise UnreadableDocument("the file is empty", "put the document in it, or remove it")
    converter = converters.converter_for(path.name)
    if converter is None:
        endings = ", ".join((*TEXT_SUFFIXES, *(suffix for known in converters.CONVERTERS for suffix in known.suffixes)))
        raise UnreadableDocument("its suffix is not that of a document", f"rename it to end in one of {endings}")
    found = converter.converted(data)
    size = len(found.text.encode())
    if size > MAX_BYTES:
        what = f"its text has {size:,} bytes, more than the {MAX_BYTES:,} that one document may have"
        raise UnreadableDocument(what, "split it into its parts, one file each")
    return found


def find_documents(
    directory: Path, problems: Problems, progress: Callable[[str], None] = lambda _: None, *, write: bool = True
) -> list[Path]:
    """The text files of all documents of a directory, in the order of their names.

    Converts what has not been converted yet; what can't be is recorded in ``problems``. A text whose original has
    changed is left out, too.

    :param write: whether to write converted texts; if not, a conversion is only tried, and the document left out
    """
    found: set[Path] = set()
    doubtful: set[Path] = set()
    for path in sorted(directory.iterdir()):
        if not is_document(path):
            continue
        progress(f"looking at {path.name}")
        try:
            refuse_link_outside(path)
            if write or path.suffix.lower() in TEXT_SUFFIXES or record_of(path).exists():
                found.add(text_file(path))
            else:
                convert(path)
            continue
        except UnreadableDocument as error:
            problems.add(path, error.line, error.what, error.remedy)
        except OSError as error:
            name = Path(error.filename or path).name
            what = f"{name} can't be read or written: {error.strerror}"
            if name.startswith("."):
                what = f"its text can't be written beside it: {error.strerror}"
            problems.add(path, 0, what, "change its permissions, or those of the directory")
        if path.suffix.lower() in TEXT_SUFFIXES or record_of(path).exists():
            doubtful.add(path if path.suffix.lower() in TEXT_SUFFIXES else path.with_suffix(".txt"))
    return sorted(found - doubtful)


def refuse_link_outside(path: Path) -> None:
    """Refuse a link that would publish a file from elsewhere.

    :raises UnreadableDocument: when the file is a link that leaves its directory
    """
    if path.is_symlink():
        target, directory = os.path.realpath(path), os.path.realpath(path.parent)
        if os.path.commonpath([target, directory]) != directory:
            what = "it is a link to a file outside of this directory"
            raise UnreadableDocument(what, "copy the file to this directory, or remove the link")


def is_document(path: Path) -> bool:
    """Whether a file is a document by its name; hidden files and Word's lock files are not."""
    suffix = path.suffix.lower()
    if path.name.startswith((".", "~$")) or (suffix == ".md" and path.stem in ABOUT_THE_DIRECTORY):
        return False
    return suffix in TEXT_SUFFIXES or converters.converter_for(path.name) is not None


def text_file(path: Path) -> Path:
    """The file that holds the text of ``path``: itself, or its conversion, made now if there is none yet.

    :raises UnreadableDocument: when it can't be converted, or no longer agrees with its conversion
    """
    if path.suffix.lower() in TEXT_SUFFIXES:
        return path
    if not DOCUMENT_ID.regex.match(path.stem):
        what = f"the file's name {path.stem!r} can't be an id"
        raise UnreadableDocument(what, f"rename it; use {DOCUMENT_ID.looks_like}")
    text = path.with_suffix(".txt")
    record = record_of(path)
    if text.exists() and record.exists():
        check_unchanged(path, text, record)
    elif text.exists():
        what = f"{text.name} already exists, and was not converted from this file"
        raise UnreadableDocument(what, "rename one of the two, or remove it")
    else:
        original = read_original(path)  # once: the file may be replaced meanwhile
        found = converted(path, original)
        data = found.text.encode()
        lines = [f"{sha256(original)}  {path.name}", f"{sha256(data)}  {text.name}"]
        lines += [COMMENT + line for line in found.imprint.lines()]
        write_whole(record, "".join(f"{line}\n" for line in lines).encode())
        write_whole(text, data)
    return text


def originals(directory: Path) -> dict[str, Original]:
    """The files that texts were converted from, by the name of the text; the directory is read once."""
    found: dict[str, Original] = {}
    for record in sorted(directory.glob("*.sha256")):
        try:
            original, text = read_record(record).items()
            imprint = imprint_from(comments(record))
        except (UnreadableDocument, OSError, ValueError):
            continue  # reported where the original is
        found.setdefault(text[0], Original(*original, imprint))
    return found


def record_of(path: Path) -> Path:
    """Where the hashes of a converted file and of its text are kept."""
    return path.with_name(f"{path.name}.sha256")


def read_record(record: Path) -> dict[str, str]:
    """SHA-256 by file name.

    :raises UnreadableDocument: when it does not hold two lines of sha256sum
    """
    lines = read_original(record).decode("utf-8", errors="replace").splitlines()
    pairs = [line.split("  ", 1) for line in lines if not line.startswith(COMMENT)]
    if len(pairs) != 2 or any(len(pair) != 2 or len(pair[0]) != 64 for pair in pairs):
        raise UnreadableDocument(
            f"{record.name} does not hold two lines of sha256sum",
            "delete it together with the converted text, to convert the file again",
        )
    return {name: digest for digest, name in pairs}


def comments(record: Path) -> Iterator[str]:
    """What the file said of itself: comments to sha256sum, which skips them."""
    lines = read_original(record).decode("utf-8", errors="replace").splitlines()
    return (line.removeprefix(COMMENT) for line in lines if line.startswith(COMMENT))


def check_unchanged(path: Path, text: Path, record: Path) -> None:
    """Compare a file and its text with what they were when it was converted.

    :raises UnreadableDocument: when either has changed
    """
    hashes = read_record(record)
    if hashes.get(path.name) != sha256(read_original(path)):
        raise UnreadableDocument(
            f"it has changed since {text.name} was converted from it",
            f"delete {text.name} to convert it again, or restore the file",
        )
    if hashes.get(text.name) != sha256(read_original(text)):
        raise UnreadableDocument(
            f"{text.name} has changed since it was converted from it",
            f"delete {text.name} to convert it again, or {path.name} and {record.name} to keep the text by itself",
        )


def sha256(data: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
