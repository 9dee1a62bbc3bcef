"""Words that mark a claim as possible, probable, unlikely, negated, conditional or a judgement."""

from __future__ import annotations

POSSIBLE = frozenset("may might could can perhaps maybe possibly conceivably".split())
PROBABLE = frozenset(
    "likely probably presumably apparently seemingly reportedly allegedly supposedly expected poised set bound seem"
    " seems seemed appear appears appeared tend tends".split()
)
UNLIKELY = frozenset("unlikely improbable doubtful".split())
NEGATIVE = frozenset("not n't never no nobody none nothing neither nor hardly scarcely barely cannot without".split())
CONDITIONS = frozenset("if unless provided should suppose supposing assuming whether".split())
OBLIGATION = frozenset("must should ought needs need".split())

JUDGEMENT_WORDS = frozenset(
    "important necessary dangerous good bad better best worse worst natural essential vital crucial significant wrong"
    " right fair unfair great terrible unacceptable dangerous useful useless serious strong weak difficult easy hard"
    " costly impossible legitimate illegitimate illegal shameful brave wise foolish decisive key beautiful ugly"
    " success failure mistake disaster tragedy opportunity threat shame winner loser victory challenge problem".split()
)
