"""Whether a text is in English."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset("the of and to a in that is was for it on with as be at by this had not but from or have an".split())
COMMON_SHARE = 8
"""They make up a third or a quarter of English prose, an eighth of a list of names, and less of other languages."""


def is_english(text: str) -> bool:
    """Whether at least an eighth of the words in the first 20,000 characters are common English ones."""
    words = WORD.findall(text[:20_000].lower())
    return sum(word in COMMON for word in words) * COMMON_SHARE >= len(words)
