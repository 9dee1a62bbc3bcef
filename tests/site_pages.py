"""Every kind of page the site has, in one place: what holds for one has to hold for all."""

from __future__ import annotations

import re
from typing import Any

from onrecord.site.pages import PAGES as PAGES_OF_THE_SITE
from onrecord.site.pages.read_layers import LAYERS

OURS = {
    **{page.address.strip("/") or "front": page.address for page in PAGES_OF_THE_SITE if page.routes},
    "reading": "/read/putin-victory-announcement",
    "reading, one claim": "/read/putin-victory-announcement#char=1390,1396",
    "reading, everything shown": f"/read/putin-victory-announcement?layers={','.join(LAYERS)},lines",
    "search, found": "/search?q=isis",
    "search, nothing found": "/search?q=zzzz",
    "search, odd characters": "/search?q=%22%27%25_%3Cb%3E%26*%28",
    "search, one kind": "/search?q=syria&kind=claims",
    "map, filtered": "/map?claimant=vladimir-putin&from=2017-01-01",
    "map, one place": "/map?place=hmeimim-air-base",
    "map, nothing": "/map?from=2999-01-01",
    "timeline, one date": "/timeline?date=2013",
    "timeline of what was said": "/timeline?by=stated_on",
    "people, one claimant": "/people?claimant=vladimir-putin",
    "people, one about another": "/people?claimant=vladimir-putin&actor=syria",
    "trust, one document": "/trust/putin-victory-announcement",
    "trust, one kind of difference": "/trust/putin-victory-announcement?layer=claims&same=-&kind=missed",
}
"""The pages of the registry, and what they show when they are asked for something."""

DIFFERENCES = "/onrecord/evaluation_disagreements"

ROWS = {
    "claim": "/onrecord/claims/no-agreement-on-joint-centre",
    "actor": "/onrecord/actors/vladimir-putin",
    "place": "/onrecord/locations/hmeimim-air-base",
    "place without a point": "/onrecord/locations/badia",
    "event": "/onrecord/events/sdf-iraqi-meeting",
    "event with parts": "/onrecord/events/putin-visit-to-hmeimim",
    "source": "/onrecord/sources/al-akhbar-2017",
    "difference between readings": f"{DIFFERENCES}/blind-putin-victory-announcement-actor-mentions-actor-4074-4088",
    "document": "/onrecord/documents/putin-victory-announcement",
    "quote": "/onrecord/quotes/towards-permanent-bases",
    "attribution": "/onrecord/attributions/bali-considers",
    "fault": "/onrecord/text_issues/putin-victory-announcement-116-122-mistranslation",
    "vocabulary": "/onrecord/claim_types/event",
}

DATASETTE = {
    "database": "/onrecord",
    "view": "/onrecord/claims_in_context?_size=5",
    "table": "/onrecord/actors?_size=5",
    "no rows": "/onrecord/actors?name=nobody",
    "map of places": "/onrecord/locations_map?_size=5",
    "sql": "/onrecord?sql=select+id,+statement+from+claims+limit+3",
    "canned query": "/onrecord/who_said_what?claimant=Bali",
    "canned query, its SQL": "/onrecord/what_contradicts_what?_show_sql=1",
    "table with a facet": "/onrecord/claims_in_context?_size=5&claimant=Mustafa+Bali",
    "not found": "/onrecord/nothing-here",
}

PAGES = OURS | ROWS | DATASETTE


async def on_every_page(site: Any, address: str, pattern: str) -> list[str]:
    """What a pattern finds on a page and on all those that follow it."""
    found: list[str] = []
    following: str | None = address
    while following:
        page = (await site.client.get(following)).text
        found += re.findall(pattern, page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        following = address + more[1] if more else None
    return found
