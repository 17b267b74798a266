"""Divisions, departments and posts as rows with validity: nothing is deleted, a thing that ended says when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from weimin.lib.bilingual import Bilingual

__all__ = ["Department", "Division", "Post"]


class Named(models.Model):
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_zh, self.name_en)


class Division(Named):
    """行政区划, to the street.

    Here as in departments and posts, ``valid_from`` is the first law date and ``valid_to`` the first one after the
    end (empty: still), so that a thing and its successor touch without a gap.
    """

    code = models.CharField(max_length=12)
    parent_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    statistical = models.BooleanField(default=False)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="division_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="division_one_open"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="division_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["parent_code"], name="division_parent")]


class Department(Named):
    """部门、机构. ``letters`` stand in case numbers and are unique among a division's living departments."""

    code = models.CharField(max_length=60, unique=True)
    letters = models.CharField(max_length=6)
    short_zh = models.CharField(max_length=60, blank=True)
    short_en = models.CharField(max_length=120, blank=True)
    division_code = models.CharField(max_length=12)
    parent_code = models.CharField(max_length=60, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=200, blank=True)
    hours_zh = models.CharField(max_length=200, blank=True)
    hours_en = models.CharField(max_length=200, blank=True)
    duties_zh = models.TextField(blank=True)
    duties_en = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "letters"], condition=Q(valid_to=None), name="department_letters_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="department_ends_after_start"
            ),
        ]

    @property
    def short(self) -> Bilingual:
        """The short name, or the whole one where the blueprint gives none."""
        return Bilingual(self.short_zh or self.name_zh, self.short_en or self.name_en)

    @property
    def address(self) -> Bilingual:
        return Bilingual(self.address_zh, self.address_en)

    @property
    def hours(self) -> Bilingual:
        return Bilingual(self.hours_zh, self.hours_en)

    @property
    def duties(self) -> Bilingual:
        return Bilingual(self.duties_zh, self.duties_en)


class Post(Named):
    """岗位. People come and go; permissions stay with the post.

    ``substitutes``: codes of the department's other posts whose people stand in while all of this one are away.
    """

    department = models.ForeignKey("organisations.Department", on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=60)
    roles = models.JSONField()
    substitutes = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "code"], name="post_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_start"
            ),
        ]
