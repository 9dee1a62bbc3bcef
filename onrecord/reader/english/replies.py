"""How a question is answered with yes or no, and the tags that questions end with."""

from __future__ import annotations

import re

END = r"\W*(?:[.,;—–]|\Z)"
"""Where a reply ends; words may follow."""
YES = re.compile(
    r"\W*(?:well, |oh, |i think )?(?:yes|yeah|yep|correct|exactly|absolutely|indeed|true|right|certainly|of course"
    r"|that(?:[’']s| is| was) (?:correct|right|true|so)|it (?:is|was|did)"
    r"|(?:i|we|he|she|they) (?:did|do|was|were|have|had))(?![\w’'])"
    rf"(?: ?,? (?:sir|ma[’']am|i did|it was|that is correct))?{END}",
    re.IGNORECASE,
)
NO = re.compile(
    rf"\W*(?:no|nope|never|not at all)(?![\w’'])(?:,? (?:sir|ma[’']am|i did not|i didn[’']t))?{END}", re.IGNORECASE
)
AFTER_QUESTION = frozenset("right correct true so okay yes no".split())
"""The last words of tags: “…, is that *right*?”"""
JUDGED = frozenset("correct true fair right case fact".split())
"""What is asked about a clause: “is it *true* that …?”"""
