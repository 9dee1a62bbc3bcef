"""Function words: pronouns, conjunctions, articles, auxiliaries; and dashes."""

from __future__ import annotations

THIRD_PERSON = frozenset("he she it they his her its their him them".split())
OPEN_CONJUNCTIONS = frozenset("if whether unless".split())
"""Conjunctions whose clause is not asserted."""
DASHES = frozenset({"-", "--", "---", "–", "—", "―"})

HEADLINE_WORDS = frozenset(
    "a an the to of in on for at by with from as is are was were be been has have had will would "
    "could should can "
    "may might not and or but if that than after before over against about into out up off who what "
    "how why when "
    "he she they it his her their its him them we you your our no new more most".split()
)
"""Words that only headlines capitalise in the middle of a sentence."""

WITHOUT_CONTENT = frozenset(
    "the a an this that these those of in on at to for from by with and or but is are was were be been being has have"
    " had do does did will would it its he his she her they their there which who not no also as than then so s t"
    " said says say never any some absolutely".split()
)
"""Words that are ignored when propositions are compared."""
