"""办件 and what belongs to it: tasks, clocks, papers handed in, drafts, the sequence of numbers."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from weimin.kernel.cases.intake_models import Authorisation, Intake, TurnedAway, away_ref
from weimin.kernel.identity.api import EncryptedJSON

__all__ = [
    "Authorisation",
    "Case",
    "CaseSequence",
    "ClockRow",
    "Draft",
    "Intake",
    "Material",
    "SealedAnswers",
    "Task",
    "TurnedAway",
    "away_ref",
    "case_ref",
]


class SealedAnswers(models.Model):
    """What the applicant answered: one JSON object, sealed at rest and bound to its row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers = EncryptedJSON()

    class Meta:
        abstract = True


class CaseSequence(models.Model):
    """The last serial given in a division, to a department, in a year. Moved by one statement, inside the intake."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    division = models.CharField(max_length=12)
    letters = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["division", "letters", "year"], name="case_sequence_once")
        ]


class Case(SealedAnswers):
    """One matter from intake to closing. It keeps the revision of the blueprint under which it was filed.

    Its departments are those of today: a reform moves them. ``departments_as_of`` is then the revision that has their
    names, and ``reforms`` tells which took over from which (see ``departments.py``).
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"applicant", "submitted_by", "answers"})

    number = models.CharField(max_length=40, unique=True)
    query_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    handling = models.CharField(max_length=60)
    division = models.CharField(max_length=12)
    collects = models.CharField(max_length=60)
    accepts = models.CharField(max_length=60)
    decides = models.CharField(max_length=60)
    regulates = models.CharField(max_length=60)

    applicant = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    situations = models.JSONField(default=dict)

    status = models.CharField(max_length=12)
    outcome = models.CharField(max_length=30, blank=True)
    state = models.JSONField()
    received_at = models.DateTimeField()
    papers_received_on = models.DateField()
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    lacking = models.JSONField(default=list)
    papers_given = models.PositiveSmallIntegerField(default=0)
    departments_as_of = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, null=True, related_name="+")
    reforms = models.JSONField(default=list, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["applicant", "-received_at"], name="case_by_applicant"),
            models.Index(fields=["accepts", "status", "-received_at"], name="case_by_accepting"),
            models.Index(fields=["decides", "status", "-received_at"], name="case_by_deciding"),
            models.Index(fields=["item", "status"], name="case_by_item"),
            models.Index(fields=["-received_at"], name="case_by_receipt"),
        ]

    def __str__(self) -> str:
        return self.number


def case_ref(case: Case) -> str:
    """The opaque reference by which journal and papers know a case."""
    return f"case:{case.pk}"


class Task(models.Model):
    """One step waiting for, or done by, somebody. ``wait`` is the token's name for it and never comes again.

    It belongs to whoever fills the post; ``assignee`` (经办人) is the one who took it, ``returned_from`` the one from whom
    it came back because they were away or gone. ``done_for``: who was acted for.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"done_by", "done_for", "assignee", "returned_from", "data"})

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        CANCELLED = "cancelled"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="tasks")
    wait = models.PositiveIntegerField()
    node = models.CharField(max_length=100)
    instance = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    department = models.CharField(max_length=60)
    role = models.CharField(max_length=30)
    outcomes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    data = models.JSONField(default=dict)
    done_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_for = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    returned_from = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "wait"], name="task_wait_once")]
        indexes: ClassVar = [
            models.Index(fields=["department", "role", "due_on"], condition=Q(state="open"), name="task_open_by_post"),
            models.Index(fields=["done_by", "-done_at"], condition=Q(state="done"), name="task_done_by"),
            models.Index(fields=["assignee"], condition=Q(state="open", assignee__isnull=False), name="task_assigned"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class ClockRow(models.Model):
    """A legal clock of a case. What is due is computed from what stands here, and can be explained day by day."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class State(models.TextChoices):
        RUNNING = "running"
        SUSPENDED = "suspended"
        MET = "met"
        LAPSED = "lapsed"
        CANCELLED = "cancelled"

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    start_on = models.DateField()
    start_at = models.DateTimeField(null=True)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    roll = models.BooleanField(default=False)
    extended = models.PositiveSmallIntegerField(default=0)
    pauses = models.JSONField(default=list)
    article = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=True)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)
    wait = models.PositiveIntegerField(null=True)
    fires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "name", "round"], name="clock_round_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["fires_at"], condition=Q(state="running", fires_at__isnull=False), name="clock_to_fire"
            ),
            models.Index(fields=["name", "ended_on"], condition=Q(state="met"), name="clock_met"),
            models.Index(
                fields=["calendar"], condition=Q(state__in=["running", "suspended"]), name="clock_open_by_calendar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.due_on}"


class Draft(SealedAnswers):
    """An application being filled in: saved page by page, kept until it is filed or thrown away.

    ``department`` is the window that fills it in for the applicant, empty where the applicant or an agent does. What an
    agent filled in is filed by the applicant: ``asked_at`` says since when it waits for that.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "applicant", "answers"})

    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    applicant = models.ForeignKey("identity.Party", on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey("catalogue.Revision", on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60)
    handling = models.CharField(max_length=60)
    division = models.CharField(max_length=12)
    situations = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    department = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(null=True)
    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, null=True, related_name="draft")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-saved_at"], condition=Q(case=None), name="draft_open"),
            models.Index(
                fields=["department", "-saved_at"], condition=Q(case=None) & ~Q(department=""), name="draft_at_window"
            ),
            models.Index(fields=["applicant"], condition=Q(case=None, asked_at__isnull=False), name="draft_to_confirm"),
        ]

    def __str__(self) -> str:
        return f"{self.item}/{self.handling}"


class Material(models.Model):
    """A paper handed in for one material of a draft or a case. Replaced ones stay, marked; the original never alters.

    A file, a declaration (``declared_at``), or a sheet kept at a window (``on_paper_at``); ``seen_at`` says that an
    officer compared it with the original.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset({"file"})

    draft = models.ForeignKey("cases.Draft", on_delete=models.CASCADE, null=True, related_name="materials")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, related_name="materials")
    material = models.CharField(max_length=60)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    on_paper_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(declared_at__isnull=False) | Q(on_paper_at__isnull=False),
                name="material_is_something",
            ),
            models.CheckConstraint(condition=Q(draft__isnull=False) | Q(case__isnull=False), name="material_belongs"),
        ]

    def __str__(self) -> str:
        return self.material
