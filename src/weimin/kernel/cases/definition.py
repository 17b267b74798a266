"""What a kind of case must say of itself: its acts, and the legal consequences of each step. No Django here.

The engine knows tokens, tasks and clock rows; a kind knows the law. A kind is a set of pure functions: it is shown a
``CaseView`` and answers with ``Consequences``, which ``services`` writes in the same transaction as the step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, Protocol

from weimin.blueprint.answers import EffectiveClock
from weimin.blueprint.items import Handling, Implementation, Item
from weimin.kernel.documents.definition import CertificateOrder, DeliveryOrder, Letter
from weimin.lib.bilingual import Bilingual

__all__ = [
    "Act",
    "Asked",
    "CaseKind",
    "CaseView",
    "Channel",
    "ClockChange",
    "ClockView",
    "Consequences",
    "EndClocks",
    "ExtendClocks",
    "PaperOrder",
    "ResumeClocks",
    "SideAct",
    "StartClock",
    "Status",
    "SuspendClocks",
]


class Status(StrEnum):
    """Where a case stands, as a citizen would say it."""

    RECEIVED = "received"
    CORRECTION = "correction"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    DECIDED = "decided"
    CLOSED = "closed"


class Channel(StrEnum):
    """How an application came in. All are equal; intake is not yet acceptance."""

    PORTAL = "portal"
    WINDOW = "window"
    MAIL = "mail"
    PHONE = "phone"
    AGENT = "agent"


@dataclass(frozen=True)
class Asked:
    """One thing an act asks of the person who does it.

    Types: ``text``, ``long-text``, ``choice``, ``date`` (today or before), ``date-ahead`` (after today, with at least
    ``workdays`` working days before it and not after ``latest``), ``days`` (a whole number of working days), ``officer``
    (another official of the same role, by id), ``presiding`` (an official of the department who did not review the case,
    by id), ``missing`` (a list of papers or answers that are wanted, each with what to do).
    """

    name: str
    type: Literal["text", "long-text", "choice", "date", "date-ahead", "days", "officer", "presiding", "missing"]
    label: Bilingual
    help: Bilingual | None = None
    choices: Mapping[str, Bilingual] = field(default_factory=dict)
    required: bool = True
    most: int | None = None
    workdays: int = 0
    latest: date | None = None
    only_if: tuple[str, frozenset[str]] | None = None
    """Asked only where another answer is one of these."""


@dataclass(frozen=True)
class Act:
    """One of the things the law lets a post do now (现在依法可以)."""

    code: str
    label: Bilingual
    article: Bilingual | str
    explains: Bilingual | None = None
    tone: Literal["primary", "quiet", "danger"] = "quiet"
    asks: tuple[Asked, ...] = ()
    confirm: bool = False


@dataclass(frozen=True)
class SideAct:
    """An act on the case as a whole, beside its steps: extension by the head, withdrawal by the applicant."""

    act: Act
    role: str | None
    department: Literal["accepts", "decides", "applicant"]


@dataclass(frozen=True)
class ClockView:
    """A clock as a kind sees it."""

    name: str
    status: str
    due_on: date | None
    extended: int


@dataclass(frozen=True)
class CaseView:
    """The facts of a case that decide what the law does next."""

    item: Item
    handling: Handling
    implementation: Implementation
    rules: Mapping[str, EffectiveClock]
    status: Status
    received_on: date
    accepted_on: date | None
    clocks: Mapping[str, ClockView]
    applicant: str
    decided_on: date | None = None
    printed: tuple[tuple[str, str], ...] = ()
    """What of the application is printed on the result: labels and answers, in Chinese."""
    lacking: tuple[str, ...] = ()
    """Names of required papers that are not there."""
    deferred: tuple[str, ...] = ()
    """Names of papers not there that may follow after acceptance (容缺)."""
    outcome: str = ""
    """``granted``, ``refused`` … once decided."""
    handling_code: str = ""


@dataclass(frozen=True)
class StartClock:
    """Start a clock by its rule; the day ``on`` is the event and is not counted."""

    name: str
    rule: EffectiveClock
    on: date


@dataclass(frozen=True)
class EndClocks:
    names: tuple[str, ...]
    how: Literal["met", "lapsed", "cancelled"] = "met"


@dataclass(frozen=True)
class SuspendClocks:
    names: tuple[str, ...]
    ground: str


@dataclass(frozen=True)
class ResumeClocks:
    names: tuple[str, ...]


@dataclass(frozen=True)
class ExtendClocks:
    """Lengthen running clocks by so many of their own units."""

    names: tuple[str, ...]
    length: int


ClockChange = StartClock | EndClocks | SuspendClocks | ResumeClocks | ExtendClocks


@dataclass(frozen=True)
class PaperOrder:
    """A dated, numbered paper that this act gives to the applicant. ``facts`` are what is printed, frozen as of today."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    by: Literal["accepts", "decides"] = "accepts"


@dataclass(frozen=True)
class Consequences:
    """Everything an act changes besides the token: written in the act's own transaction.

    ``certificates`` and ``deliveries`` are of one step at most: each costs it a statement or two of its budget.
    """

    action: str
    status: Status | None = None
    outcome: str | None = None
    clocks: tuple[ClockChange, ...] = ()
    papers: tuple[PaperOrder, ...] = ()
    certificates: tuple[CertificateOrder, ...] = ()
    deliveries: tuple[DeliveryOrder, ...] = ()
    accepted_on: date | None = None
    decided_on: date | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


class CaseKind(Protocol):
    """A line of business: approval, petition, disclosure request … Registered from ``AppConfig.ready()``."""

    code: str
    name: Bilingual
    bulk: Mapping[tuple[str, str], Bilingual]
    """Step and outcome → name, of what may be done for several cases at once: nothing is said of each by itself."""

    def filed(self, view: CaseView, *, today: date) -> Consequences: ...

    def done(
        self, view: CaseView, *, step: str, outcome: str, data: Mapping[str, Any], today: date
    ) -> Consequences: ...

    def performed(self, view: CaseView, *, service: str, today: date) -> Consequences: ...

    def side(self, view: CaseView, *, act: str, data: Mapping[str, Any], today: date) -> Consequences: ...

    def letter(self, view: CaseView, order: PaperOrder, *, today: date) -> Letter:
        """The words of a paper; ``view`` shows the case as it stands after the act."""

    def acts(self, view: CaseView, *, step: str, outcomes: tuple[str, ...], department: str = "") -> tuple[Act, ...]:
        """What the law lets the post do at a step; ``department`` is whose step it is, where the law distinguishes."""

    def side_acts(self, view: CaseView) -> tuple[SideAct, ...]: ...

    def clocks_of(self, step: str) -> tuple[str, ...]:
        """The clocks by which a step is due, the first that runs counting."""

    def blocked(self, view: CaseView, *, step: str, outcome: str) -> tuple[str, ...]:
        """Names of papers that must be there before this outcome is lawful."""

    def step_name(self, step: str) -> Bilingual: ...

    def told(self, payload: Mapping[str, Any]) -> tuple[tuple[Bilingual, Bilingual | str], ...]:
        """What an entry of the journal says to an official: names and values in words, in the order of reading."""
