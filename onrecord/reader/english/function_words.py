"""Function words: pronouns, conjunctions, articles, auxiliaries; and dashes."""

from __future__ import annotations

import re

THIRD_PERSON = frozenset("he she it they his her its their him them".split())
ONESELF = frozenset("i me my mine myself".split())
OURSELVES = frozenset("we us our ours ourselves".split())
ADDRESSEE = frozenset("you your yours yourself yourselves".split())
MASCULINE = frozenset("he him his himself".split())
FEMININE = frozenset("she her hers herself".split())
NEUTER = frozenset("it its itself".split())
THEY = frozenset("they them their theirs themselves".split())
POSSESSIVE = frozenset("my mine our ours your yours his her hers its their theirs".split())
REFLEXIVE = frozenset("myself ourselves yourself yourselves himself herself itself themselves".split())
IMPERSONAL = frozenset("rained rains snowed snows seems seemed appears appeared happens happened turns turned".split())
"""Verbs whose *it* stands for nothing, or for the clause that follows."""
RAISING = frozenset(
    "likely unlikely able unable ready willing due set sure bound about free quick slow eager keen".split()
)
"""Adjectives before an infinitive whose *it* stands for something: “it is likely to fall”."""
EXTRAPOSING = frozenset(
    "time pity shame responsibility fact mistake duty honour honor hope view belief recollection wonder surprise error"
    " opinion understanding intention job goal aim idea question matter secret privilege crime pleasure relief".split()
)
"""Nouns whose *it* stands for the clause after them: “it is a pity that …”."""
OPEN_CONJUNCTIONS = frozenset("if whether unless".split())
"""Conjunctions whose clause is not asserted."""
UNEXPLAINED = frozenset(
    "he she it they we i you his her its their our my your him them us me this that these those who which whom whose"
    " why how what there's some others another one neither nor so such".split()
)
"""Words that a statement cannot begin with: something before it explains them."""
DANGLING = frozenset(
    "the a an and or but which who its his her their my our your whose than whether if because".split()
)
"""Words that no statement ends with: something after it was cut away."""
CUT_OFF = frozenset(
    "of to at by with from as that be is are was were been into will would can could should may might must".split()
)
"""Words that a statement ends with only where the sentence does: “what they talked *about*”."""
ATTRIBUTING = tuple(
    tuple(phrase.split())
    for phrase in (
        "according to", "in the words of", "in the view of", "in the opinion of", "in the eyes of", "in the judgment of"
    )
)  # fmt: skip
"""Phrases before the one whose words or view a sentence gives."""
NEEDLESS_STOP = re.compile(r"(?<=\bhon)\.(?= \w)|(?<=\b[Cc]ent)\.(?=,? [a-z])")
"""The stop of an abbreviation that reads as well without: “my hon. friend”, “ten per cent. of it”."""
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
