"""收件 as rows: how papers came in and who took them, who gave whom a mandate at a counter, and who was turned away."""

import uuid
from typing import ClassVar

from django.db import models

from weimin.kernel.identity.api import EncryptedJSON

__all__ = ["Authorisation", "Intake", "TurnedAway", "away_ref"]


class Intake(models.Model):
    """Papers came in: the application itself, or what was asked for later. It is a fact, not yet acceptance.

    ``received_on`` is the law date from which clocks count: for mail the day on which it came. ``details`` holds what
    belongs to the channel: tracking number and postmark, or who called and that it was read back.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"officer", "agent", "representation", "signature", "details"})

    class What(models.TextChoices):
        APPLICATION = "application"
        PAPERS = "papers"

    class Signed(models.TextChoices):
        ONLINE = "online"
        IN_PERSON = "in-person"
        BY_MAIL = "by-mail"
        AGENT_BROUGHT = "agent-brought"
        PENDING = "pending"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="intakes")
    what = models.CharField(max_length=12, choices=What.choices, default=What.APPLICATION)
    channel = models.CharField(max_length=10)
    taken_at = models.DateTimeField()
    received_on = models.DateField()
    officer = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    department = models.CharField(max_length=60, blank=True)
    window = models.CharField(max_length=20, blank=True)
    ticket = models.CharField(max_length=20, blank=True)
    originals = models.JSONField(default=list)
    signed = models.CharField(max_length=14, choices=Signed.choices, default=Signed.ONLINE)
    signature = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey("identity.Party", on_delete=models.PROTECT, null=True, related_name="+")
    representation = models.ForeignKey("identity.Representation", on_delete=models.PROTECT, null=True, related_name="+")
    details = EncryptedJSON()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["department", "-taken_at"], name="intake_by_department"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.received_on}"


class Authorisation(models.Model):
    """The signed paper under which somebody may act for a party, taken in at a counter with the party present."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"representation", "file", "officer"})

    representation = models.OneToOneField("identity.Representation", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=60)
    officer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mandate {self.representation_id}"


class TurnedAway(models.Model):
    """Someone left a counter without having filed, with a numbered notice of why. The name is theirs to give or not."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"officer", "applicant", "told"})

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=40, unique=True)
    department = models.CharField(max_length=60)
    officer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()
    reason = models.CharField(max_length=30)
    item = models.CharField(max_length=60, blank=True)
    ticket = models.CharField(max_length=20, blank=True)
    applicant = models.ForeignKey("identity.Party", on_delete=models.PROTECT, null=True, related_name="+")
    told = EncryptedJSON()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["department", "on"], name="turned_away_by_day")]

    def __str__(self) -> str:
        return self.number


def away_ref(row: TurnedAway) -> str:
    """The opaque reference by which journal and papers know it."""
    return f"away:{row.pk}"
