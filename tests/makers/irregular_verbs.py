"""The verbs of English that the rules of ``onrecord/reader/english/inflection.py`` inflect wrongly.

``python -m pip install lemminflect==0.2.3`` in an environment of its own, then ``python -m
tests.makers.irregular_verbs`` writes ``irregular_verbs.tsv`` again. LemmInflect (MIT) has its forms from the SPECIALIST
Lexicon of the National Library of Medicine. Verbs with a capital, a hyphen or a space are left out.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib import resources

from onrecord.data import PACKAGE
from onrecord.reader.english.inflection import Forms, by_rule

TABLE = PACKAGE / "reader" / "english" / "irregular_verbs.tsv"
BY_HAND = {
    "be": Forms(("is", "are", "am", "'s", "'re", "'m"), ("was", "were"), ("been",), ("being",)),
    "have": Forms(("has",), ("had",), ("had",), ("having",)),
    "lie": Forms(("lies",), ("lay", "lied"), ("lain", "lied"), ("lying",)),
    "bide": Forms(("bides",), ("bided",), ("bided",), ("biding",)),
    "bid": Forms(("bids",), ("bid", "bade"), ("bid", "bidden"), ("bidding",)),
    "chide": Forms(("chides",), ("chided",), ("chided",), ("chiding",)),
    "crow": by_rule("crow"),
    "deadpan": Forms(("deadpans",), ("deadpanned",), ("deadpanned",), ("deadpanning",)),
    "fit": Forms(("fits",), ("fitted", "fit"), ("fitted", "fit"), ("fitting",)),
    "fly": Forms(("flies",), ("flew",), ("flown",), ("flying",)),
    "forbid": Forms(("forbids",), ("forbade",), ("forbidden",), ("forbidding",)),
    "mimic": by_rule("mimic"),
    "misspeak": Forms(("misspeaks",), ("misspoke",), ("misspoken",), ("misspeaking",)),
    "program": Forms(("programs",), ("programmed",), ("programmed",), ("programming",)),
    "pay": Forms(("pays",), ("paid",), ("paid",), ("paying",)),
    "refer": Forms(("refers",), ("referred",), ("referred",), ("referring",)),
    "relay": by_rule("relay"),
    "stay": by_rule("stay"),
    "tear": Forms(("tears",), ("tore",), ("torn",), ("tearing",)),
    "tie": by_rule("tie"),
}
"""Verbs that LemmInflect lacks, or whose forms it has wrong or incomplete."""


def from_lexicon() -> Iterator[tuple[str, Forms]]:
    """Every verb of LemmInflect's lexicon with its forms."""
    from lemminflect import getAllInflections  # type: ignore[import-not-found]

    table = resources.files("lemminflect").joinpath("resources", "infl_lu.csv.gz").read_bytes()
    for line in gzip.decompress(table).decode().splitlines():
        verb, category = line.split(",")[:2]
        if category == "verb" and verb.isalpha() and verb.islower() and len(verb) > 1:
            found = getAllInflections(verb, "VERB")
            past = found.get("VBD", ())
            kinds = found.get("VBZ", ()), past, found.get("VBN", past), found.get("VBG", ())
            yield verb, Forms(*(tuple(filter(str.isalpha, kind)) for kind in kinds))


def irregular() -> Iterator[tuple[str, Forms]]:
    """The verbs whose forms are not those of the rules, sorted."""
    for verb, forms in sorted((dict(from_lexicon()) | BY_HAND).items()):
        if all(forms) and forms != by_rule(verb):
            yield verb, forms


if __name__ == "__main__":
    rows = ("\t".join([verb, *map(" ".join, forms)]) for verb, forms in irregular())
    TABLE.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
