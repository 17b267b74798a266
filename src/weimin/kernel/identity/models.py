"""Who logs in (User), who is spoken for (Party), by whom (Representation), and who fills a post (Appointment)."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from weimin.kernel.identity.duty import Absence, AbsenceKind, Delegation, Handover, HandoverEntry, Substitute
from weimin.kernel.identity.fields import EncryptedText
from weimin.kernel.identity.numbers import index_number, index_phone
from weimin.lib.sealing import INDEX_LENGTH

__all__ = [
    "LOGIN_PATTERN",
    "Absence",
    "AbsenceKind",
    "Appointment",
    "Delegation",
    "DemoAccount",
    "Handover",
    "HandoverEntry",
    "NumberKind",
    "Party",
    "PartyKind",
    "Representation",
    "RepresentationRole",
    "Substitute",
    "User",
]

LOGIN_PATTERN: Final = r"^[a-z0-9][a-z0-9._-]*$"


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """Logins are kept in lower case; what people type is folded."""
        return self.get(login=(username or "").strip().lower())

    def create_user(
        self, login: str, password: str | None, *, name: str, registered_at: datetime, **more: Any
    ) -> "User":
        user = self.model(login=login.strip().lower(), name=name, registered_at=registered_at, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A login. What it may do follows from its links: appointments to posts, representations of parties.

    ``is_operator`` runs the machine (三员分立: an operator handles no case and fills no post by it).
    """

    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()
    personal_data: ClassVar[frozenset[str]] = frozenset({"login", "name", "last_login"})

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(login__regex=LOGIN_PATTERN), name="user_login_folded")]

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name or self.login


class PartyKind(models.TextChoices):
    PERSON = "person"
    SOLE_TRADER = "sole-trader"
    LEGAL_ENTITY = "legal-entity"


class NumberKind(models.TextChoices):
    """What kind of number identifies a party; the same digits may mean two people in two kinds."""

    ID_CARD = "id-card"
    PASSPORT = "passport"
    CREDIT_CODE = "credit-code"


class Party(models.Model):
    """相对人: the person, sole trader or company in whose name something is asked."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    name = models.CharField(max_length=120)
    number_kind = models.CharField(max_length=12, choices=NumberKind.choices)
    number = EncryptedText()
    number_index = models.CharField(max_length=INDEX_LENGTH)
    phone = EncryptedText(blank=True)
    phone_index = models.CharField(max_length=INDEX_LENGTH, blank=True)
    address = EncryptedText(blank=True)
    registered_at = models.DateTimeField()

    personal_data: ClassVar[frozenset[str]] = frozenset(
        {"name", "number_kind", "number", "number_index", "phone", "phone_index", "address"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_kind", "number_index"], name="party_number_once"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind_known"),
        ]
        indexes = [models.Index(fields=["phone_index"], name="party_phone")]

    def __str__(self) -> str:
        return self.name

    def reindex(self) -> list[str]:
        """Set the blind indexes from number and phone, under the key in use; gives the names of their fields."""
        self.number_index = index_number(self.number)
        self.phone_index = index_phone(self.phone)
        return ["number_index", "phone_index"]


class RepresentationRole(models.TextChoices):
    SELF = "self"
    LEGAL_REPRESENTATIVE = "legal-representative"
    AGENT = "agent"


class Representation(models.Model):
    """A user speaks for a party: as itself (also a sole trader's owner), as legal representative, or as agent.

    An agent has an end; ``scope`` lists the item codes that the agent may handle (empty: every item). An agent without
    a login is known by the party ``agent`` alone, and speaks online too once that person has one.
    ``until`` is the last day (law date), included; ``ended_at`` is set when it was ended before.
    """

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="representations")
    agent = models.ForeignKey("identity.Party", on_delete=models.PROTECT, null=True, related_name="represents")
    party = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="representations")
    role = models.CharField(max_length=20, choices=RepresentationRole.choices)
    scope = models.JSONField(default=list, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "agent", "party", "role"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "role", "since"], condition=Q(ended_at=None), name="representation_once"
            ),
            models.UniqueConstraint(
                fields=["agent", "party"], condition=Q(ended_at=None), name="representation_one_for_agent"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(agent__isnull=False, role="agent"), name="representation_by_someone"
            ),
            models.CheckConstraint(
                condition=~Q(role="agent") | Q(until__isnull=False), name="representation_agent_has_end"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="representation_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id or self.agent_id} {self.role} party {self.party_id}"


class Appointment(models.Model):
    """A user fills a post from ``valid_from`` until ``valid_to``, the first law date after the end (empty: still)."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="appointments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    personal_data: ClassVar[frozenset[str]] = frozenset({"user", "post"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "post", "valid_from"], name="appointment_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="appointment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} post {self.post_id}"


class DemoAccount(models.Model):
    """Marks a login as made up for a demonstration city: only these have a public password and a printable code."""

    user = models.OneToOneField("identity.User", on_delete=models.CASCADE, related_name="demo")
    hint_zh = models.CharField(max_length=200)
    hint_en = models.CharField(max_length=200)

    personal_data: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return f"demonstration login of user {self.user_id}"
