"""Names in a script that runs from right to left do not turn the words beside them around."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from onrecord.data import METADATA
from onrecord.site.server import datasette_for
from tests.site_pages import OURS, ROWS

CHANGES = """
update actors set name = 'الجيش ' || id;
update locations set name = 'مدينة ' || id;
update sources set name = 'كتاب ' || id, author = 'الكاتب ' || id where author is not null;
update documents set title = 'وثيقة ' || id;
update sections set title = 'فصل ' || id where kind <> 'boilerplate';
"""

ARABIC = re.compile("[\u0600-\u06ff]")
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "stop", "rect", "line", "text"}
PLAIN = {"title", "option", "script", "pre", "svg", "text", "mark"}
ALONE = {"h1", "h2", "h3", "p", "li", "dd", "dt", "td", "th", "summary", "blockquote", "a", "label"}


class Names(HTMLParser):
    """Collects names that share a line with other words, and are not kept apart from them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.loose: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or all(tag != one for one, _ in self.open):
            return
        while True:
            one, said = self.open.pop()
            words = "".join(said)
            alone = one in ALONE and len([part for part in said if part.strip()]) == 1
            if ARABIC.search(words) and one not in PLAIN and one != "bdi" and not alone:
                self.loose += [part.strip() for part in said if ARABIC.search(part)]
            if one == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][1].append(data)


@pytest.fixture(scope="module")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = Path(shutil.copy(database, tmp_path_factory.mktemp("names") / "onrecord.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(CHANGES)
    return datasette_for(path, METADATA)


@pytest.mark.parametrize("path", (OURS | ROWS).values(), ids=(OURS | ROWS).keys())
async def test_a_name_is_kept_apart_from_the_words_around_it(site: Any, path: str) -> None:
    answer = await site.client.get(path.partition("#")[0])
    assert answer.status_code == 200
    names = Names()
    names.feed(answer.text)
    names.close()
    assert names.loose == []
