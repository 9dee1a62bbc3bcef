"""The terms of ``cues.yml``: frames, which say which complement holds the content, and commitments."""

from __future__ import annotations

from typing import Literal

CueFrame = Literal[
    "c",  # a finite clause
    "q",  # a quotation
    "s",  # the clause around it, in which it is a parenthesis
    "i",  # an infinitive
    "oi",  # an object with its infinitive
    "ti",  # an infinitive after an object that is not its subject
    "g",  # a gerund
    "o",  # a noun phrase
    "o:person",  # a person, whom words can attack
    "sc",  # an object with its predicate
    "oas",  # an object with its predicate after “as”
    "seem",  # the complement of *seem*, with its subject
    "voiced",  # a noun phrase only if the source is a name or a pronoun
    "source:of",  # “of” may name the source
    "p:about", "p:after", "p:against", "p:at", "p:by", "p:for", "p:in", "p:into", "p:of", "p:on", "p:over", "p:to",
    "p:upon", "p:with",  # a phrase headed by that preposition
]  # fmt: skip
FoundFrame = Literal[
    "parenthesis",  # the sentence around the cue's clause
    "rest",  # the rest of a sentence whose clause the parser lost
    "passive", "passive c", "passive p", "passive parenthesis",
    "noun c", "noun i", "noun p",
    "noun the",  # a definite noun without a source, which was mentioned earlier: the announcement
    "adjective c", "adjective i", "adjective p",
    "according",  # “according to”
    "label",  # “NAME:” at the head of a text
    "turn",  # the same in a transcript
    "dash",  # a quotation, a dash and a name
    "introduced",  # the next paragraph, after a colon
]  # fmt: skip
Frame = CueFrame | FoundFrame
"""What found the content of an attribution: a frame of the cue, or a pattern without one."""

Commitment = Literal["certain", "probable", "possible", "uncommitted", "certain-not"]
"""How firmly a source holds the content."""
