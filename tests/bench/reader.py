"""The machine reader: its speed over the parser alone, and its memory over many documents, in one process."""

from __future__ import annotations

import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.corpus.directory import load_corpus
from onrecord.data import SEEDS
from onrecord.evaluation.corpora import speed_over_parser
from onrecord.problems import Problems

KINDS = Path(__file__).parents[1] / "kinds"
PARAGRAPHS = 4
"""Paragraphs in a made-up document: about two hundred words."""
TIMED = 400
PEAKS = 10
"""How often the memory is looked at."""


def measure(documents: int, say: Callable[[str], None]) -> None:
    """Read so many documents, made of paragraphs of the project's own texts, and say what it took."""
    with tempfile.TemporaryDirectory() as directory:
        for number, text in enumerate(made_up(documents)):
            Path(directory, f"{number:06}.txt").write_text(text, encoding="utf-8")
        problems = Problems()
        corpus = load_corpus(Path(directory), problems)
        problems.raise_if_any()
        timed = replace(corpus, paths=corpus.paths[:TIMED])
        say(f"speed over the parser alone: {speed_over_parser(timed, lambda _: None):.2f}\n")
        say("| documents read | peak memory, MB |\n|--:|--:|")
        for number, _ in enumerate(corpus.entries(), 1):
            if number % max(1, documents // PEAKS) == 0:
                say(f"| {number:,} | {peak_megabytes():,.0f} |")


def made_up(documents: int) -> Iterator[str]:
    """Texts of a few paragraphs each, the same ones every time, none twice."""
    sources = sorted([*KINDS.glob("*.txt"), *SEEDS.glob("*.txt")])
    paragraphs = [
        block for path in sources for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip()
    ]
    for number in range(documents):
        chosen = random.Random(number).sample(paragraphs, PARAGRAPHS)
        yield "\n\n".join([f"Document {number}", *chosen])


def peak_megabytes() -> float:
    """The most memory that this process has had so far (Linux counts kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
