"""Retake the README's pictures: ``make screenshots``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from onrecord.corpus.build import build_database
from onrecord.corpus.directory import load_corpus
from onrecord.data import METADATA, PROJECT, SEEDS
from onrecord.problems import Problems
from onrecord.site.server import datasette_for
from tests.browser import Visit, chromium, serving

PICTURES = (
    ("read", "/read/putin-victory-announcement?row=claims/no-agreement-on-joint-centre", 1280, 720),
    ("map", "/map", 1280, 720),
)


def main() -> None:
    """Build the project's database in a temporary place, serve it, and photograph its pages."""
    (PROJECT / "docs").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "onrecord.db"
        problems = Problems()
        corpus = load_corpus(SEEDS, problems)
        problems.raise_if_any()
        build_database(corpus, database)
        with serving(datasette_for(database, METADATA)) as address, chromium() as browser:
            for name, path, width, height in PICTURES:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
                page = Visit(context, address).go(path)
                page.screenshot(path=PROJECT / "docs" / f"{name}.png")
                context.close()


if __name__ == "__main__":
    main()
