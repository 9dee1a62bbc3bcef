"""Retake the README's pictures: ``make screenshots``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from onrecord.corpus.build import build_database
from onrecord.corpus.directory import load_corpus
from onrecord.data import METADATA, PROJECT, SEEDS
from onrecord.problems import Problems
from onrecord.site.http.doorkeeper import Doorkeeper
from onrecord.site.room import open_room
from onrecord.site.server import datasette_for
from tests.browser import Visit, chromium, serving
from tests.reviewing import Reviewer, rebuilt

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
            photograph_room(browser, Path(directory))


def photograph_room(browser: Browser, directory: Path) -> None:
    """The review room of one text, after two decisions."""
    talks = directory / "talks"
    talks.mkdir()
    shutil.copy(PROJECT / "tests" / "kinds" / "analysis.txt", talks)
    reviewer = Reviewer(talks, rebuilt(talks))
    for deed in ("accept", "reject"):
        reviewer.decides(reviewer.room.next() or "", deed)
    site = datasette_for(reviewer.database, METADATA)
    open_room(site, reviewer.room)
    with serving(site, lambda app, port: Doorkeeper(app, "token", port)) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page = Visit(context, address).go("/review?token=token")
        page.screenshot(path=PROJECT / "docs" / "review.png")
        context.close()


if __name__ == "__main__":
    main()
