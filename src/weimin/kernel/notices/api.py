"""The front door of messages to people."""

from collections.abc import Collection
from datetime import datetime

from weimin.kernel.notices.models import Message
from weimin.lib.bilingual import Bilingual

__all__ = ["Message", "inbox", "inbox_size", "mark_read", "send", "unread"]

PAGE = 30


def send(
    *,
    party_id: int,
    source: str,
    subject: str,
    title: Bilingual,
    body: Bilingual,
    needs_action: bool,
    now: datetime,
) -> None:
    """Put one message into a party's inbox. Sending the same ``source`` again changes nothing. One statement."""
    Message.objects.bulk_create(
        [
            Message(
                party_id=party_id,
                source=source,
                subject=subject,
                title_zh=title.zh,
                title_en=title.en,
                body_zh=body.zh,
                body_en=body.en,
                needs_action=needs_action,
                sent_at=now,
            )
        ],
        ignore_conflicts=True,
    )


def inbox(party_id: int, *, page: int = 1) -> list[Message]:
    """A party's messages, newest first. One query."""
    rows = Message.objects.filter(party_id=party_id).order_by("-sent_at", "-pk")
    return list(rows[(page - 1) * PAGE : page * PAGE])


def inbox_size(party_id: int) -> int:
    """How many messages there are in all. One query."""
    return Message.objects.filter(party_id=party_id).count()


def unread(party_id: int) -> int:
    return Message.objects.filter(party_id=party_id, read_at=None).count()


def mark_read(party_id: int, *, subjects: Collection[str] | None = None, now: datetime) -> None:
    """Mark a party's messages read, all or those about some subjects. One statement."""
    rows = Message.objects.filter(party_id=party_id, read_at=None)
    if subjects is not None:
        rows = rows.filter(subject__in=list(subjects))
    rows.update(read_at=now)
