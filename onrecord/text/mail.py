"""An e-mail as text: its headers, and what it says; whatever is attached to it is not read."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any

from onrecord.text.conversion import Converted, parse_html, visible_text
from onrecord.text.document import UnreadableDocument
from onrecord.text.encodings import page_text_of
from onrecord.text.html_text import page_text
from onrecord.text.imprint import Imprint, on_one_line

HEADERS = ("From", "To", "Cc", "Date", "Subject")
ENCRYPTED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))


def from_eml(data: bytes) -> Converted:
    """An e-mail with its most telling headers above its words, in plain text if it has them so."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    heads = [f"{name}: {on_one_line(message[name])}" for name in HEADERS if message[name]]
    if len(heads) < 2:
        what = "this is not an e-mail, whatever its name says"
        raise UnreadableDocument(what, "save the e-mail again from the program that shows it")
    if message.get_content_type() in ENCRYPTED:
        raise UnreadableDocument("this e-mail is encrypted", "open it, and save what it says as text")
    part = message.get_body(("plain", "html"))
    words = words_of_part(part) if isinstance(part, EmailMessage) else ""
    if not words.strip():
        raise UnreadableDocument("this e-mail has no text", "save its attachments as documents of their own")
    attached = [name for one in message.iter_attachments() if (name := one.get_filename())]
    note = f"Attached, and not read: {', '.join(attached)}." if attached else None
    return Converted(visible_text("\n".join((*heads, "", words)), "", ""), Imprint(note=note))


def words_of_part(part: EmailMessage) -> str:
    """The text of a part; what a page quotes of an earlier e-mail has the mark > before each line."""
    payload = part.get_payload(decode=True)
    text = page_text_of(payload, part.get_content_charset()) if isinstance(payload, bytes) else str(payload)
    if part.get_content_type() != "text/html":
        return (text or "").replace("\r\n", "\n")
    page = parse_html(text or "")
    for quoted in page.find_all(is_quoted):
        if quoted.parent is not None:
            earlier = page.new_tag("pre")
            earlier.string = "\n".join(f"> {line}" for line in page_text(quoted, whole=True).splitlines())
            quoted.replace_with(earlier)
    return page_text(page, whole=True)


def is_quoted(tag: Any) -> bool:
    """Whether a part of a page is an earlier e-mail that is answered."""
    return (tag.name == "blockquote" and tag.get("type") == "cite") or "gmail_quote" in (tag.get("class") or ())
