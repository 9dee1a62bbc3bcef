"""Whether a text is in English."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset("the of and to a in that is was for it on with as be at by this had not but from or have an".split())
COMMON_SHARE = 8
"""These are every third or fourth word of English prose, every eighth of a list of names; rarer in other languages."""


def is_english(text: str) -> bool:
    """Whether the most common words of English are common enough in the first 20,000 characters."""
    words = WORD.findall(text[:20_000].lower())
    return sum(word in COMMON for word in words) * COMMON_SHARE >= len(words)
