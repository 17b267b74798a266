"""Revisions of the blueprint: which objects each one holds. Objects are named by their content and shared between revisions."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from weimin.lib.bilingual import Bilingual

__all__ = ["CatalogueObject", "ReformRun", "Revision", "RevisionEntry"]


def new_revision_id() -> int:
    """Random, so that an id which a rolled-back transaction gave never comes again: processes remember by this id."""
    return secrets.randbits(52) + 1


class Revision(models.Model):
    """One published state of the city. It is invisible while it is being built, and never changes afterwards.

    ``digest`` names what it holds, ``source_digest`` the files it was last read from, ``people_digest`` the
    ``people.yaml`` whose logins were provided.
    """

    class State(models.TextChoices):
        BUILDING = "building"
        ACTIVE = "active"
        SUPERSEDED = "superseded"

    id = models.BigIntegerField(primary_key=True, default=new_revision_id, editable=False)
    number = models.PositiveIntegerField(null=True, unique=True)
    city = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=100, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    people_digest = models.CharField(max_length=64, blank=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"applied_by"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="revision_one_active"),
            models.UniqueConstraint(fields=["digest"], condition=Q(state="building"), name="revision_one_building"),
            models.CheckConstraint(
                condition=Q(state="building", number=None, applied_at=None)
                | Q(state__in=["active", "superseded"], number__isnull=False, applied_at__isnull=False),
                name="revision_applied_has_number",
            ),
        ]

    def __str__(self) -> str:
        return str(Bilingual("第 {n} 版", "revision {n}").format(n=self.number or "-"))


class CatalogueObject(models.Model):
    """A part of a blueprint as JSON text (keys in the order of the file); ``digest`` is the SHA-256 of kind, code and body."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    body = models.TextField()

    personal_data: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class RevisionEntry(models.Model):
    """A revision holds this object under this name."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="entries")
    object = models.ForeignKey(CatalogueObject, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "code"], name="revision_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class ReformRun(models.Model):
    """How far a reform of departments has been carried through; one row for each reform that came into force.

    ``progress``: mover → the id it looked at last, how many things moved, whether it is through.
    """

    class State(models.TextChoices):
        CARRYING = "carrying"
        CARRIED = "carried"

    code = models.CharField(max_length=60, unique=True)
    effective = models.DateField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CARRYING)
    ended = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    carried_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="carrying", carried_at=None) | Q(state="carried", carried_at__isnull=False),
                name="reform_carried_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"
