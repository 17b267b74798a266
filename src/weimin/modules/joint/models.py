"""The one application, its papers, and its parts: one row for each office's case, also before it can open."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weimin.kernel.cases.api import SealedAnswers
from weimin.modules.joint.flow import PartState

__all__ = ["Application", "HandedIn", "Part", "Reminder"]


class Application(SealedAnswers):
    """One form for many offices: saved page by page; once filed it is kept, since later parts are opened from it."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "applicant", "answers"})

    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    applicant = models.ForeignKey("identity.Party", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=60)
    division = models.CharField(max_length=12)
    situations = models.JSONField(default=dict)
    wanted = models.JSONField(default=list)
    chosen = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-saved_at"], condition=Q(case=None), name="joint_open")]

    def __str__(self) -> str:
        return self.event


class HandedIn(models.Model):
    """A paper of the joint form, kept once however many offices use it. Replaced ones stay, marked."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"file"})

    application = models.ForeignKey("joint.Application", on_delete=models.CASCADE, related_name="papers")
    material = models.CharField(max_length=80)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(declared_at__isnull=False), name="joint_paper_is_something"
            )
        ]

    def __str__(self) -> str:
        return self.material


class Part(models.Model):
    """One office's part of a joint case. ``stage`` counts from 0 over the event's stages; ``because``: the item it fails on.

    ``clocked``: the clock of its stage has started. ``paused``: its office holds a special procedure just now.
    ``reminder`` is the last one, so that the office's page costs no further query.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()

    parent = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=60)
    handling = models.CharField(max_length=60)
    department = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    after = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=PartState.WAITING.value)
    because = models.CharField(max_length=60, blank=True)
    clocked = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminder = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "item"], name="joint_part_once"),
            models.CheckConstraint(
                condition=~Q(state=PartState.OPEN.value) | Q(case__isnull=False), name="joint_open_part_has_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.state}"


class Reminder(models.Model):
    """催办: the lead department asks an office to hurry. It decides nothing."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"by"})

    part = models.ForeignKey("joint.Part", on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.note
