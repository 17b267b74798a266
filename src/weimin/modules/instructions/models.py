"""批示: what a leader wrote on a case. It is the officials' own; the applicant never sees it."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from weimin.lib.bilingual import Bilingual

__all__ = ["ASKING", "KINDS", "Instruction", "Kind"]


class Kind(models.TextChoices):
    NOTED = "noted"
    AGREED = "agreed"
    HANDLE = "handle"
    SUPERVISE = "supervise"


KINDS: Final = {
    Kind.NOTED: Bilingual("阅", "Read"),
    Kind.AGREED: Bilingual("拟同意", "Agrees"),
    Kind.HANDLE: Bilingual("请办理", "Please handle"),
    Kind.SUPERVISE: Bilingual("督办", "Supervise closely"),
}
ASKING: Final = frozenset({Kind.HANDLE, Kind.SUPERVISE})
"""Kinds that ask for something: by a day, of a post, to be answered."""


class Instruction(models.Model):
    """``department`` and ``post`` name who must answer; ``author_post`` is the post by which it was written."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=1000)
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    author_post = models.CharField(max_length=130)
    given_at = models.DateTimeField()
    department = models.CharField(max_length=60, blank=True)
    post = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_for = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"author", "answered_by", "answered_for", "text", "answer"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["handle", "supervise"], due_on__isnull=False) & ~Q(department="") & ~Q(post="")
                | Q(kind__in=["noted", "agreed"], due_on=None, department="", post=""),
                name="instruction_asks_someone_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="instruction_answered_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "post", "due_on"],
                condition=Q(answered_at=None, due_on__isnull=False),
                name="instruction_waiting",
            ),
            models.Index(fields=["case", "-given_at"], name="instruction_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"

    @property
    def name(self) -> Bilingual:
        return KINDS[Kind(self.kind)]

    @property
    def waits(self) -> bool:
        return self.due_on is not None and self.answered_at is None
