"""好差评: an invitation for each encounter, at most one rating for each invitation, a follow-up for each bad rating."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weimin.kernel.identity.api import EncryptedText

__all__ = ["DayFigure", "FollowUp", "Invitation", "Rated", "Rating", "StepClock"]


class Invitation(models.Model):
    """One encounter of a person with an office. ``source`` names the encounter: it is never invited for twice.

    Who has the ``key`` may answer, as with a paper slip; it stands in the address.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    department = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    happened_on = models.DateField()
    expires_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["visit", "matter"]), name="invitation_kind"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("happened_on")), name="invitation_ends_after_start"),
        ]
        indexes: ClassVar = [models.Index(fields=["happened_on", "department", "item"], name="invitation_by_day")]

    def __str__(self) -> str:
        return self.source


class Rated(models.Model):
    """An official whose work is rated. Such a one never handles the rating and never learns who gave it."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"user"})

    invitation = models.ForeignKey("ratings.Invitation", on_delete=models.CASCADE, related_name="rated")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["invitation", "user"], name="rated_once")]

    def __str__(self) -> str:
        return f"{self.invitation_id}/{self.user_id}"


class Rating(models.Model):
    """The one answer to an invitation. The grade never changes; words may be added once."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"words", "added", "given_by"})

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    invitation = models.OneToOneField("ratings.Invitation", on_delete=models.CASCADE, related_name="rating")
    grade = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    words = EncryptedText(blank=True)
    named = models.BooleanField(default=False)
    given_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    added = EncryptedText(blank=True)
    added_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=5), name="rating_of_five_grades")
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.grade}"


class FollowUp(models.Model):
    """What is done about a bad rating. ``responsible``: the department whose head sees to it, never the rated official."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"ground", "correction", "call_note", "appeal", "appealed_by"})

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rating = models.OneToOneField("ratings.Rating", on_delete=models.CASCADE, related_name="followup")
    responsible = models.CharField(max_length=60)
    step = models.CharField(max_length=10, default="verify")
    due_on = models.DateField(null=True)
    late = models.BooleanField(default=False)
    finding = models.CharField(max_length=12, blank=True)
    ground = EncryptedText(blank=True)
    correction = EncryptedText(blank=True)
    result = models.CharField(max_length=14, blank=True)
    call_note = EncryptedText(blank=True)
    appeal = EncryptedText(blank=True)
    appealed_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    appealed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__in=["verify", "correct", "call-back", "closed"]), name="followup_step"
            ),
            models.CheckConstraint(
                condition=Q(step="closed", closed_at__isnull=False) | (~Q(step="closed") & Q(closed_at=None)),
                name="followup_closed_has_instant",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["responsible", "closed_at", "due_on"], name="followup_by_due")]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.step}"


class StepClock(models.Model):
    """The clock of one step, once for each time that it is begun."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    followup = models.ForeignKey("ratings.FollowUp", on_delete=models.CASCADE, related_name="clocks")
    step = models.CharField(max_length=10)
    round = models.PositiveSmallIntegerField(default=1)
    start_on = models.DateField()
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    roll = models.BooleanField(default=False)
    article = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=True)
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["followup", "step", "round"], name="step_clock_round_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(ended_on=None, late=False), name="step_clock_running"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.due_on}"


class DayFigure(models.Model):
    """What is published: counts of one day, department and item. Kept from the rows by a consumer, rebuilt at will."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    day = models.DateField()
    department = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    invited = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    grade_1 = models.PositiveIntegerField()
    grade_2 = models.PositiveIntegerField()
    grade_3 = models.PositiveIntegerField()
    grade_4 = models.PositiveIntegerField()
    grade_5 = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    malicious = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "department", "item"], name="rating_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.department} {self.item}"
