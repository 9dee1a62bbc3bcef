"""What stands around the text of pages and letters: prompts, buttons, notices, captions, contacts, tables of contents.

Each rule is a pattern with an example, which the tests check.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.text.html_text import CAPTION

Patterns = tuple[tuple[str, str], ...]
"""A pattern and an example that it must match."""

BOILERPLATE: Patterns = (
    (r"\bcustom (essay|paper)\b", "We Will Write a Custom Essay Specifically For You"),
    (r"\$\d+(\.\d+)?/page", "only $13.90/page"),
    (
        r"\bcookies?\b.*\b(consent|accept|policy|use)\b|\buse (of )?cookies\b",
        "We use cookies to improve your visit.",
    ),
    (r"^we (value|care about|respect) your privacy\b", "We value your privacy"),
    (
        r"\b((by signing|sign) up|subscribe)\b.*\b(newsletter|email|updates|free|now|today)\b"
        r"|\b(straight )?(to|in) your (inbox|phone|mailbox)\b|\bnever miss (the|our|a|any)\b",
        "Sign up for our newsletter",
    ),
    (r"\ball rights reserved\b|^(©|\(c\) ?|copyright )", "© 2017 Example Media. All rights reserved."),
    (r"^(read|see) (more|also|next)\b.{0,150}\Z", "Read more: the talks in Geneva"),
    (
        r"\([^()]*\b(?:photo|photograph|picture|image)s?\b[^()]*\)\W*\Z",
        "The harbour at night. (Ada Stone/Lund Press photo)",
    ),
    (
        r"\b(?:ap|afp|reuters|getty images|epa|file|courtesy) (?:photo|photograph|image)\b.{0,40}\Z",
        "The harbour. AP Photo/Ada Stone",
    ),
    (r"\bcontributed to this (?:report|article|story)\b", "Ada Stone in Lund contributed to this report."),
    (
        r"^(?:\w+ )?(?:case|appeal):? ?\S*\d.*\b(?:doc(?:ument)?|dktentry)\b.*\b(?:filed|pages?)\b",
        "Case 1:20-cv-00123 Document 45 Filed 03/16/22 Page 1",
    ),
    (r"^\[(read|watch|related|more|see)\b[^\]]*\]$", "[Read: What the flood left]"),
    (r"\b(privacy policy|terms of (use|service))\b", "Terms of Use | Privacy Policy"),
    (r"^follow us\b|\bfollow us on\b", "Follow us on social media"),
    (r"\bclick here\b", "Click here to read on"),
    (
        r"^(related|recommended|more|popular|trending|latest|further|most (read|popular|viewed)|you may also like)"
        r"( (stories|articles|news|topics|content|links|posts|reading|on this story|for you))?\W*(\n|\Z)",
        "RELATED STORIES\nGermany opens a refinery",
    ),
    (r"^(tags|topics|filed under|categories|keywords)\s*:", "Tags: Serbia, lithium, mining"),
    (r"^(media|press)? ?(contacts?|enquiries|inquiries)\b.*(@|\btel\b|\bphone\b|\+\d)", "Contact: Ada Stone, +46 1 23"),
    (
        r"^(tel(ephone)?|phone|fax|mobile|e-?mail|web(site)?)\b ?[.:]|\bcan be (reached|contacted) (at|on|by|via)\b",
        "Tel. 0123",
    ),
    (r"\bcontinue reading\b|\b(story|article) continues\b", "Continue reading the main story"),
    (
        r"\bfollow (?!th[ei]s)(?:[\w@.'’-]+ ){1,3}(on|at) (twitter|x|facebook|instagram|linkedin|tiktok|github)\b",
        "Follow her on X",
    ),
    (r"^follow (?:\W*[\w@.'’-]+){1,5}\W*\Z", "Follow Lund Press • Follow on Facebook"),
    (
        r"^(please )?(sign up|subscribe|register|log ?in|sign in|join (us|our)|donate)\b",
        "Sign up here to get the best of the week",
    ),
    (
        r"\b(please |simply )(sign up|subscribe|register|log ?in|sign in|donate)\b",
        "To comment, please register or log in",
    ),
    (r"\balready (a )?(subscriber|member|subscribed|registered)\b", "Already a subscriber? You can log in here."),
    (r"\bdownload (the|our) [^.]{0,40}\bapps?\b|\bapps? for (ios|iphone|android)\b", "Download the Lund Press apps"),
    (
        r"\bcomment(ing)? (policy|guidelines|rules)\b|\bcomments are (closed|moderated)\b",
        "Please review our commenting policy",
    ),
    (
        r"^(please )?(leave|post|add|write) (us )?(a|your) (comment|reply|review)\b|\b(in the )?comments? below\b",
        "Leave a reply",
    ),
    (
        r"\b(tell|let) us (know )?(what|how) (you|it|they)\b|\bhear (what you think|from you)\b",
        "Tell us what you think.",
    ),
    (
        r"^(do you )?want to (know|learn|read|hear|be)\b[^.]*\?|^interested in\b[^.]*\?",
        "Want to know more about the flood?",
    ),
    (r"^check back\b|^stay tuned\b|^(sharing is caring|like this|enjoyed this)\b", "Check back soon for more."),
    (
        r"\bversion of this (article|story)\b.*\b(print|appear(s|ed))\b",
        "A version of this article appears in print on Page A7.",
    ),
    (
        r"\b(article|story|post|piece|report) (was|is) (originally|first) (published|posted|printed)\b"
        r"|\boriginally (published|appeared) (on|in|at)\b",
        "This article was originally published in the Lund Press.",
    ),
    (
        r"\bmay not be (re)?(published|produced|distributed|broadcast|printed|used)\b"
        r"|\bwritten (permission|consent) (of|must|from)\b",
        "This material may not be published, broadcast or rewritten.",
    ),
    (
        r"\badvertising (disclosure|disclaimer)\b|\baffiliate links?\b"
        r"|\bwe may (receive|earn)( an?)? (\w+ )?com(pensation|mission)",
        "Advertising disclosure: we may be paid.",
    ),
    (r"^submit (your|a)\b", "Submit your letter to the editor via this form."),
    (r"^.{0,60}\blast (modified|updated) ?:", "Created 1 May - Last modified: 3 May"),
    (
        r"^((very truly )?yours( (sincerely|faithfully|truly))?|sincerely( yours)?|((kind|best) )?regards"
        r"|respectfully( submitted)?)"
        r",?[ \t]*(\n|\Z)",
        "Yours sincerely,",
    ),
    (r"^(cc|enc(l|losures?)?|bcc)\s?[:.] ?", "cc: The mayor of Lund"),
    (r"\A/s/|^-- ?\n", "/s/ Ada Stone"),
    (r"^\W*(for immediate release|(press|news) release|embargoed (until|for)\b.*)\W*(\n|\Z)", "FOR IMMEDIATE RELEASE"),
)
"""Patterns anywhere in a short paragraph that make it boilerplate."""

CAPTIONS: Patterns = (
    (rf"\A{CAPTION}", "Caption: The harbour before the flood"),
    (r"\Ain this (?:\w+ )?(?:photo|picture|image)\b", "In this file photo dated Tuesday, ships lie in the harbour."),
    (
        r"\A\(?(?:media |image |video |photo )?(?:photo(?:graph)?|image|picture|caption|illustration|credit)s?"
        r"(?: (?:credit|source|by|courtesy|of|caption))*\s?[:/] ?\S",
        "Photo credit: Ada Stone",
    ),
    (r"\A(?:media|image|video|photo) caption\b", "Image caption The harbour before the flood"),
    (r"\Aphoto(?:graph)?s? (?:by|courtesy)\b", "Photograph by Ada Stone"),
)
"""Captions of pictures and those who made them, in a paragraph of any length."""

BOILERPLATE_LINES: Patterns = (
    (r"order now", "order now"),
    (
        r"(share|tweet|print|e-?mail|whatsapp|facebook|twitter|linkedin|telegram|pin it|copy link|save|bookmark|listen)"
        r"( (this|it))?( (article|page|story|post|link))?( (on|via|to|by|with) [\w ]{2,20})?",
        "Share on Facebook",
    ),
    (r"advertise?ments?|sponsored( content)?", "ADVERTISEMENT"),
    (r"(skip|jump) to (main )?content|(back|return) to top|scroll to top", "Skip to main content"),
    (r"(home|menu|search|log ?in|sign ?in|contact us|about us|subscribe)(\s*[|>/]\s*[\w ]+)*", "Home | News | World"),
    (r"[\w&' ]{2,24}(\s*[|›»>·/]\s*[\w&' ]{2,24}){2,}", "News › Europe › Environment"),
    (r"(accept|reject|allow) all\b.*|(manage|cookie) (preferences|settings)", "Accept all  Reject all"),
    (r"(enter )?your e-?mail( address)?|e-?mail address", "Enter your email"),
    (r"(like|reply|report|share)( \d+)?(\s+(like|reply|report|share)( \d+)?)*", "Like 45  Reply"),
    (r"\d+ (comments?|shares?|likes|views)|(views|comments|shares) ?: ?[\d,]+", "214 comments"),
    (r"(estimated )?reading time\b.{0,20}|\d+[- ]min(ute)?s?[- ]read", "Estimated reading time: 6 minutes"),
    (r"(page )?\d+ ?(/|of) ?\d+", "1 / 5"),
    (r"(table of )?contents|in this (article|report|section)|on this page", "TABLE OF CONTENTS"),
    (r"[-–— ]*(ends?|30|xxx)[-–— ]*", "- ENDS -"),
    (r"as (delivered|prepared( for delivery)?)|check against delivery", "As delivered"),
)
"""Lines that are boilerplate on their own or next to similar lines."""


def any_of(patterns: Patterns) -> str:
    """One pattern that matches any pattern of a table."""
    return "|".join(f"(?:{pattern})" for pattern, _ in patterns)


BOILERPLATE_PATTERN = re.compile(any_of(BOILERPLATE), re.IGNORECASE | re.DOTALL)
BOILERPLATE_LINE = re.compile(rf"(?:{any_of(BOILERPLATE_LINES)})\W*", re.IGNORECASE)
CAPTION_PATTERN = re.compile(any_of(CAPTIONS), re.IGNORECASE | re.DOTALL)
LONGEST_BOILERPLATE = 260
LONGEST_CAPTION = 700
LONGEST_ENTRY = 300
ENTRY = re.compile(r"\S.*(?:\.{4,}|(?:\. ){3,}\.?|…{2,}|_{4,}|\t)[ \t]*(?:\d{1,4}|[ivxl]{1,6})\s*")
"""A line of a table of contents: a heading and its page."""


REACHED = re.compile(
    r"\w@\w|\(\d{3}\) ?\d{3}[-–]\d{4}|\b\d{3}[-–.]\d{3}[-–.]\d{4}|\b(?:tel|fax|phone)\w*\b", re.IGNORECASE
)
"""A line of somebody's address that says how to reach them."""


def is_address(lines: Sequence[str]) -> bool:
    """Whether lines are names and addresses of people, one below the other, rather than sentences."""
    reached = sum(bool(REACHED.search(line)) for line in lines)
    return len(lines) > 2 and reached * 5 >= len(lines) and not any(line.endswith((".", "?", "!")) for line in lines)


def is_boilerplate(block: str) -> bool:
    """Whether a block is an advertisement, a menu, a button, a caption or other boilerplate."""
    block = block.replace("\u00a0", " ")
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    entries = (
        sum(bool(ENTRY.fullmatch(line, 0, LONGEST_ENTRY)) for line in lines) if ".." in block or ". ." in block else 0
    )
    if entries * 2 >= len(lines) or (len(block) <= LONGEST_CAPTION and is_address(lines)):
        return True
    if len(block) <= LONGEST_CAPTION and CAPTION_PATTERN.search(block):
        return True
    if len(block) > LONGEST_BOILERPLATE:
        return False
    return bool(BOILERPLATE_PATTERN.search(block)) or all(map(BOILERPLATE_LINE.fullmatch, lines))
