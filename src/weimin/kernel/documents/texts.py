"""The digest of what a paper says: what was approved is what is sealed, or nothing is."""

import hashlib
import json
from datetime import date

from weimin.kernel.documents.models import Given

__all__ = ["freeze", "text_digest"]


def text_digest(given: Given) -> str:
    """SHA-256 in hex over all that is printed, in one canonical form."""
    printed = {
        "number": given.number,
        "title": given.title,
        "recipient": given.recipient,
        "department": given.department_name,
        "issued_on": _day(given.issued_on),
        "valid_until": _day(given.valid_until),
        "facts": given.facts,
    }
    text = json.dumps(printed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(given: Given) -> None:
    """Fix the digest of the words as they stand now, before the row is written."""
    given.text_digest = text_digest(given)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
