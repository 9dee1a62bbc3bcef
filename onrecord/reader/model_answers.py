"""What a language model answers about pieces of text: asked until it can be used, and kept beside the documents.

Each answer is a file, named by a hash of the model's name, the prompt and the piece: whoever builds again asks nothing
and gets the same bytes. A piece without a usable answer is kept as well (``….unread.json``) and not asked about again
until that file is removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from onrecord.atomic import write_whole
from onrecord.problems import Refusal

if TYPE_CHECKING:
    from llm import Model

TRIES = 3
PATIENCE = 300.0
"""Seconds that one answer may take."""
MOST_CHARACTERS = 200_000
"""A longer answer is cut off, and can't be used."""
FAILURES = 10
"""After so many pieces in a row for which the model failed, it is not asked any more."""


def open_model(name: str) -> Model:
    """A model of the library llm, by its id or an alias.

    :raises Refusal: when the library is missing, knows no such model, or the model can't be called with a schema
    """
    try:
        import llm
    except ImportError as error:
        remedy = "run: python -m pip install 'onrecord[llm]'"
        raise Refusal("language models are called through the library llm, which is not installed", remedy) from error
    try:
        model = llm.get_model(name)
    except llm.UnknownModelError as error:
        remedy = "choose one that “llm models” lists, or install the plugin that has it"
        raise Refusal(f"llm has no model {name!r}", remedy) from error
    if not model.supports_schema:
        remedy = "choose one that “llm models --schemas” lists"
        raise Refusal(f"the model {model.model_id!r} can't be called with a schema", remedy)
    return model


@dataclass(frozen=True)
class KeptAnswer:
    """What the model wrote; ``why`` it can't be used, empty if it can; the file that keeps it."""

    raw: str
    why: str = ""
    file: str = ""


@dataclass
class Answers:
    """One model's answers to one prompt, kept in a directory.

    :param fault: why an answer can't be used, empty if it can
    """

    model: Model
    system: str
    schema: Mapping[str, Any]
    directory: Path
    fault: Callable[[str], str]
    failed: int = 0

    @property
    def prompt(self) -> str:
        """The hash of all that the model is given except the piece of text."""
        return digest(self.system, self.schema)

    def of(self, piece: str) -> KeptAnswer:
        """The answer about a piece of text: the one that is kept, else a new one.

        :raises Refusal: when a file can't be read or written, the model lacks its key, or fails all the time
        """
        key = digest(self.model.model_id, self.prompt, piece)
        paths = self.directory / f"{key}.json", self.directory / f"{key}.unread.json"
        try:
            for path in paths:
                if path.exists():
                    kept = json.loads(path.read_text(encoding="utf-8"))
                    return KeptAnswer(str(kept["answer"]), str(kept["why"]), str(path))
            answer = self.ask(piece)
            path = paths[bool(answer.why)]
            path.parent.mkdir(parents=True, exist_ok=True)
            said = {"model": self.model.model_id, "prompt": self.prompt, "piece": piece}
            kept = json.dumps(said | {"answer": answer.raw, "why": answer.why}, indent=1)
            write_whole(path, f"{kept}\n".encode())
        except OSError as error:
            remedy = "free some space, or allow reading and writing there"
            raise Refusal(f"an answer can't be kept in {self.directory}: {error.strerror}", remedy) from error
        except (ValueError, LookupError, TypeError) as error:
            raise Refusal(f"{path} is damaged", "remove it: the model is then asked again") from error
        return replace(answer, file=str(path))

    def ask(self, piece: str) -> KeptAnswer:
        """The first answer that can be used, else the last one."""
        answer, failures = KeptAnswer(""), 0
        for _ in range(TRIES):
            answer = self.call(piece)
            failures += bool(answer.why)
            answer = answer if answer.why else replace(answer, why=self.fault(answer.raw))
            if not answer.why:
                break
        self.failed = self.failed + 1 if failures == TRIES else 0
        if self.failed >= FAILURES:
            what = f"the model {self.model.model_id!r} failed for {FAILURES} pieces in a row: {answer.why}"
            raise Refusal(what, f"remove {self.directory}/*.unread.json, and build again once it answers")
        return answer

    def call(self, piece: str) -> KeptAnswer:
        """One call, in a thread, because nothing else ends a call that never returns."""
        from llm import NeedsKeyException

        chunks: list[str] = []
        errors: list[BaseException] = []
        enough = Event()

        def listen() -> None:
            try:
                length = 0
                for chunk in self.model.prompt(piece, system=self.system, schema=dict(self.schema)):
                    length += len(chunk)
                    chunks.append(chunk)
                    if enough.is_set() or length > MOST_CHARACTERS:
                        return
            except BaseException as error:  # a model may raise anything
                errors.append(error)

        thread = Thread(target=listen, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        enough.set()
        if errors and isinstance(errors[0], NeedsKeyException):
            raise Refusal(str(errors[0]), "give llm the key of the model's provider")
        raw = "".join(chunks)[:MOST_CHARACTERS]
        if errors:
            return KeptAnswer(raw, f"{type(errors[0]).__name__}: {errors[0]}"[:200])
        return KeptAnswer(raw, f"no end after {PATIENCE:g} seconds" if thread.is_alive() else "")


def digest(*parts: object) -> str:
    """The beginning of the SHA-256 of some values, which JSON can write."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:24]
