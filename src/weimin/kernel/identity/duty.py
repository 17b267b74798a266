"""Who is there and who acts for whom: absences, substitutes named by heads, delegations, handovers."""

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from weimin.lib.bilingual import Bilingual

__all__ = ["REASONS", "Absence", "AbsenceKind", "Delegation", "Handover", "HandoverEntry", "Substitute"]


class AbsenceKind(models.TextChoices):
    LEAVE = "leave"
    ILLNESS = "illness"
    TRAINING = "training"
    TRIP = "trip"
    OTHER = "other"


REASONS: Final = {
    AbsenceKind.LEAVE: Bilingual("休假", "on leave"),
    AbsenceKind.ILLNESS: Bilingual("病假", "ill"),
    AbsenceKind.TRAINING: Bilingual("培训", "in training"),
    AbsenceKind.TRIP: Bilingual("出差", "travelling"),
    AbsenceKind.OTHER: Bilingual("其他", "away"),
}


class Absence(models.Model):
    """Somebody is away, from a morning or a noon until a noon or an evening; both days included.

    ``from_noon``: the first morning is still worked. ``until_noon``: the last afternoon is worked again.
    """

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=AbsenceKind.choices)
    since = models.DateField()
    from_noon = models.BooleanField(default=False)
    until = models.DateField()
    until_noon = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "kind", "recorded_by"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")) | (Q(until=F("since")) & ~Q(from_noon=True, until_noon=True)),
                name="absence_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(kind__in=AbsenceKind.values), name="absence_kind_known"),
            models.UniqueConstraint(
                fields=["user", "since", "from_noon"], condition=Q(cancelled_at=None), name="absence_once"
            ),
        ]
        indexes = [models.Index(fields=["user", "until"], condition=Q(cancelled_at=None), name="absence_standing")]

    def __str__(self) -> str:
        return f"user {self.user_id} {self.kind} {self.since}–{self.until}"


class Substitute(models.Model):
    """B 岗: named by the head, somebody of the department stands in for a post while all who fill it are away.

    ``until`` is the last day, included; empty: until further notice.
    """

    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "named_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], condition=Q(ended_at=None), name="substitute_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="substitute_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} for post {self.post_id}"


class Delegation(models.Model):
    """委托: who fills a post lets another act for it until a day, included, for some items or acts or for all.

    It counts from ``consented_at``: at once inside a department; across departments when the post's head has agreed.
    """

    giver = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    items = models.JSONField(default=list, blank=True)
    acts = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=200)
    given_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    consented_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset(
        {"giver", "receiver", "reason", "given_by", "consented_by", "revoked_by"}
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_another"),
            models.UniqueConstraint(
                fields=["giver", "receiver", "post", "since"],
                condition=Q(revoked_at=None),
                name="delegation_once",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "until"], condition=Q(revoked_at=None), name="delegation_standing")]

    def __str__(self) -> str:
        return f"user {self.giver_id} to user {self.receiver_id} for post {self.post_id}"

    def runs(self, today: date) -> bool:
        return self.revoked_at is None and self.consented_at is not None and self.since <= today <= self.until


class Handover(models.Model):
    """交接: all that is in one person's hands goes to another, who confirms it piece by piece; undone until then."""

    class State(models.TextChoices):
        OPEN = "open"
        CONFIRMED = "confirmed"
        UNDONE = "undone"

    giver = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    begun_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"giver", "receiver", "reason", "begun_by"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="handover_to_another"),
            models.UniqueConstraint(fields=["giver"], condition=Q(state="open"), name="handover_one_open"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="handover_ends_once",
            ),
        ]
        indexes = [models.Index(fields=["department", "-begun_at"], name="handover_by_department")]

    def __str__(self) -> str:
        return f"user {self.giver_id} to user {self.receiver_id} ({self.state})"


class HandoverEntry(models.Model):
    """One line of the checklist. ``kind`` names the room's mover, ``ref`` the thing, opaque here."""

    handover = models.ForeignKey("identity.Handover", on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"title"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "kind", "ref"], name="handover_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
