"""Words before a colon that are not a speaker's name, and those that mark a question or an answer."""

from __future__ import annotations

LABELS = frozenset(
    "latest watch video exclusive update updated breaking opinion analysis photos photo listen live read more note"
    " correction editor related source sources image caption subject date from to re tags topics by time where when"
    " what who why how here headline ps p.s. summary abstract example warning step contact table figure".split()
)
ASKS = frozenset("q question interviewer".split())
ANSWERS = frozenset("a answer interviewee".split())
LESSER = ("vice ", "vice-", "deputy ")
"""What makes an office before a name another one: the *vice* president."""
