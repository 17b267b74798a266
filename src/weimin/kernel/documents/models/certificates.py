"""证照: one row a version, never deleted; and the long works on many of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from weimin.kernel.documents.models.papers import Given

__all__ = ["Certificate", "CertificateState", "CertificateWork", "CertificateWorkRow"]


class CertificateState(models.TextChoices):
    """What a certificate is in law. That its time is over is no state: it is read off its last valid day."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Certificate(Given):
    """One version of a certificate. ``number`` is its identifier by GB/T 36904; versions share ``serial``.

    ``holder`` is null where an imported one names someone whom the city does not know. ``witnessed`` is false for those
    that were imported: this system did not see them issued.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"recipient", "facts", "holder"})

    kind = models.CharField(max_length=60)
    type_code = models.CharField(max_length=64)
    serial = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=CertificateState.choices, default=CertificateState.ISSUED)
    state_since = models.DateField()
    valid_from = models.DateField()
    holder = models.ForeignKey("identity.Party", on_delete=models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=60, blank=True)
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, null=True, related_name="+")
    predecessor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    witnessed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificate_state_known"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="certificate_valid_days",
            ),
            models.UniqueConstraint(
                fields=["department", "serial", "kind", "version"], name="certificate_version_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder", "kind", "state"], name="certificate_by_holder"),
            models.Index(fields=["department", "-id"], name="certificate_by_department"),
            models.Index(fields=["subject"], name="certificate_by_subject"),
            models.Index(fields=["serial"], name="certificate_by_serial"),
        ]


class CertificateWork(models.Model):
    """One act on many certificates: chosen once, done in chunks by whoever works on it, resumed where it stopped."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"actor"})

    act = models.CharField(max_length=12)
    department = models.CharField(max_length=60)
    reason = models.TextField()
    ground = models.CharField(max_length=30)
    actor = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(finished_at=None), name="certificate_work_open")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.done}/{self.total}"


class CertificateWorkRow(models.Model):
    """One certificate of a work, and why it could not be done if it could not."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class State(models.TextChoices):
        TODO = "todo"
        DONE = "done"
        FAILED = "failed"

    work = models.ForeignKey("documents.CertificateWork", on_delete=models.CASCADE, related_name="rows")
    certificate = models.ForeignKey("documents.Certificate", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=State.choices, default=State.TODO)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["work", "number"], name="certificate_work_once")]
        indexes: ClassVar = [
            models.Index(fields=["work", "id"], condition=Q(state="todo"), name="certificate_work_todo"),
            models.Index(fields=["work", "state", "id"], name="certificate_work_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"
