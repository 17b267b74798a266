"""Messages to people: what happened to their matter, in their own inbox."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["Message"]


class Message(models.Model):
    """One message to a party. ``source`` makes delivery idempotent: one journal entry gives at most one message."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"party", "body_zh", "body_en"})

    party = models.ForeignKey("identity.Party", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=60, unique=True)
    subject = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    needs_action = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["party", "-sent_at"], name="message_by_party"),
            models.Index(fields=["party"], condition=Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.title_zh
