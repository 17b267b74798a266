"""Files that people hand in, and papers that the city gives out."""

from typing import ClassVar

from django.db import models

__all__ = ["Given", "Paper", "StoredFile"]


class StoredFile(models.Model):
    """One file as it was handed in. Its bytes lie under their own digest and are never altered."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"name", "uploaded_by"})

    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    pages = models.PositiveIntegerField(null=True)
    stored_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="file_by_digest")]

    def __str__(self) -> str:
        return self.name


class Given(models.Model):
    """What every paper and certificate is: numbered, dated, its words frozen when it was given.

    ``facts`` are what is printed; ``text_digest`` is over all that is printed, and the database lets neither change
    (``guard``). The PDF is drawn from them once, sealed, and then kept. ``subject`` is the opaque reference of what it is
    about (``case:12``): this room knows no cases. ``given_by`` is who did the act that approved these words.
    """

    number = models.CharField(max_length=120, unique=True)
    check_code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=40)
    recipient = models.CharField(max_length=120)
    department = models.CharField(max_length=60)
    department_name = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    facts = models.JSONField()
    text_digest = models.CharField(max_length=64, blank=True)
    given_by = models.CharField(max_length=100, blank=True)
    pdf = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Paper(Given):
    """A dated, numbered paper given to an applicant: a notice, a decision."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"recipient", "facts"})

    kind = models.CharField(max_length=30)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "issued_at"], name="paper_by_subject")]
