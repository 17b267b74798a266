"""送达: who received what, how and when; and who agreed to be served electronically."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

__all__ = ["Delivery", "DeliveryConsent", "Mode"]


class Mode(models.TextChoices):
    COUNTER = "counter"
    MAIL = "mail"
    ELECTRONIC = "electronic"
    LEFT = "left"
    NOTICE = "notice"


class Delivery(models.Model):
    """The papers about a subject reached someone. ``served_on`` is the day that counts in law, from which remedies run."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"recipient", "note", "recorded_by"})

    subject = models.CharField(max_length=40)
    papers = models.JSONField(default=list)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    recipient = models.CharField(max_length=120)
    relation = models.CharField(max_length=20)
    tracking = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    served_on = models.DateField()
    proof = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(mode="mail", tracking=""), name="delivery_mail_has_number"),
            models.CheckConstraint(
                condition=~Q(mode="notice", published_on__isnull=True), name="delivery_notice_has_day"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="delivery_mode_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "served_on"], name="delivery_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.mode} {self.served_on}"


class DeliveryConsent(models.Model):
    """A party agrees that opening a paper online counts as receiving it; it may take that back at any time."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"party", "given_by"})

    party = models.ForeignKey("identity.Party", on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party"], condition=Q(withdrawn_at=None), name="delivery_consent_once")
        ]

    def __str__(self) -> str:
        return f"party:{self.party_id}"
