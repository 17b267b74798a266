"""Service items: what a citizen may ask for, in the three levels of law and hall (DESIGN §3)."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from weimin.blueprint.decisions import Decision, table_text
from weimin.blueprint.findings import Place
from weimin.blueprint.values import Article, Clock, Code, Expression, LawDate, LengthField, Strict, Text, wrong
from weimin.lib.decision import DecisionTable, compile_tables

__all__ = [
    "Audience",
    "Deferral",
    "Example",
    "Expected",
    "Fee",
    "FieldType",
    "FormField",
    "Handling",
    "HandlingClocks",
    "Implementation",
    "Item",
    "ItemKind",
    "Material",
    "Result",
    "Situation",
]


class ItemKind(StrEnum):
    """The ten legal kinds of administrative power, and public service."""

    LICENCE = "licence"
    PENALTY = "penalty"
    COERCION = "coercion"
    LEVY = "levy"
    BENEFIT = "benefit"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    ADJUDICATION = "adjudication"
    OTHER = "other"
    PUBLIC_SERVICE = "public-service"


class Audience(StrEnum):
    PERSON = "person"
    SOLE_TRADER = "sole-trader"
    LEGAL_ENTITY = "legal-entity"


class Situation(Strict):
    """A question asked first, whose answer narrows form, materials, steps, fee and clocks."""

    id: Code
    ask: Text
    help: Text | None = None
    choices: Annotated[dict[Code, Text], Field(min_length=2)]
    when: Expression | None = None


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long-text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    ADDRESS = "address"
    DIVISION = "division"
    PHONE = "phone"
    EMAIL = "email"
    ID_NUMBER = "id-number"
    CREDIT_CODE = "credit-code"
    PERSON = "person"
    LEGAL_ENTITY = "legal-entity"


class FormField(Strict):
    """One question of the form; the portal asks one a page. ``from`` names a register: then it is shared, never asked."""

    id: Code
    type: FieldType
    label: Text | None = None
    help: Text | None = None
    source: Annotated[str | None, Field(alias="from", pattern=r"^registers\.[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$")] = (
        None
    )
    choices: dict[Code, Text] = {}
    unit: str = ""
    min: Decimal | str | None = None
    max: Decimal | str | None = None
    max_length: Annotated[int, Field(ge=1, le=5000)] | None = None
    pattern: str | None = None
    required: bool = True
    when: Expression | None = None
    basis: Article | None = None


class Deferral(Strict):
    """容缺: the material may follow within this time after acceptance; it stops no clock, the decision waits for it."""

    within: LengthField


class Material(Strict):
    """A paper the application needs, and who supplies it: the applicant, another department, or a declaration."""

    id: Code
    name: Text | None = None
    supply: Literal["upload", "shared", "declare"]
    help: Text | None = None
    accept: list[Literal["pdf", "jpg", "png", "docx", "xlsx"]] = ["pdf", "jpg", "png"]
    max_files: Annotated[int, Field(ge=1, le=20)] = 5
    resource: str | None = None
    fallback: Literal["upload"] | None = None
    template: Code | None = None
    declaration: Text | None = None
    deferrable: Deferral | None = None
    required: bool = True
    when: Expression | None = None
    basis: Article | None = None


class Fee(Strict):
    """A fee stands only on a law or an administrative regulation (行政许可法 58).

    Either ``amount`` in 元, or ``decided-by`` with the decision table whose result is the amount.
    """

    amount: Annotated[Decimal | None, Field(ge=0, decimal_places=2)] = None
    decided_by: Code | None = None
    unit: Text | None = None
    basis: Article
    when: Expression | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.amount is None) == (self.decided_by is None):
            raise wrong("写 amount 或 decided-by，只写一个", "give either 'amount' or 'decided-by'")
        return self


class _OrNone:
    """In files ``none`` stands for an empty list."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        either = core_schema.union_schema([core_schema.literal_schema(["none"]), handler(source)])
        return core_schema.no_info_after_validator_function(lambda value: [] if value == "none" else value, either)


Fees = Annotated[list[Fee], _OrNone()]


class Result(Strict):
    """What the applicant holds in the end."""

    name: Text
    certificate: Code | None = None
    valid: LengthField | None = None


class HandlingClocks(Strict):
    """The clocks of one handling. ``acceptance`` runs from receipt, ``statutory`` from acceptance, ``issue`` from decision.

    ``correction`` is the applicant's own time to hand in what was missing, where the item's law sets one.
    ``first-review`` is the lower office's (行政许可法 43), ``inspection`` the time to send two officers where equipment or
    goods are tested (55); ``hearing-request`` is the applicant's time to ask for a hearing, ``hearing`` the office's to
    hold it (47).
    """

    acceptance: Clock
    statutory: Clock
    issue: Clock | None = None
    correction: Clock | None = None
    first_review: Clock | None = None
    inspection: Clock | None = None
    hearing_request: Clock | None = None
    hearing: Clock | None = None


class Handling(Strict):
    """业务办理项: 新办, 变更, 延续, 补证, 注销. Without a list of its own it takes the item's whole form and materials."""

    name: Text | None = None
    procedure: Code
    clocks: HandlingClocks
    form: list[Code] | None = None
    materials: list[Code] | None = None
    fee: Fees | None = None
    result: Result | None = None
    certificate: Literal["issue", "change", "renew", "reissue", "cancel", "none"] | None = None
    special_procedures: list[
        Literal["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert-review"]
    ] = []


class Implementation(Strict):
    """实施: which department of which division collects, accepts, decides and regulates, and what it promises.

    ``decided-by`` names the decision table that tells from the answers which department decides; ``decides`` is the one
    that does while the answers do not tell.
    """

    division: Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3})?([0-9]{3})?$")]
    collects: Code
    accepts: Code
    decides: Code
    decided_by: Code | None = None
    regulates: Code
    promised: LengthField
    visits: Annotated[int, Field(ge=0, le=9)] = 0
    system_of_record: Literal["weimin", "external", "manual"] = "weimin"
    handlings: list[Code] | None = None
    code: str | None = None
    windows: list[Text | Code] = []
    confirmed: bool = True


class Expected(Strict):
    """What an example must give: the questions asked, the papers wanted, the steps taken, the dates, the end."""

    form: list[Code] | None = None
    materials: list[Code] | None = None
    steps: list[str] | None = None
    due: dict[Literal["acceptance", "promised", "statutory", "issue"], LawDate] = {}
    outcome: str | None = None
    fee: Decimal | None = None
    decides: Code | None = None
    refused: list[Code] | None = None


class Example(Strict):
    """A test of the design itself, run by ``weimin check``: answers in, expectations out.

    ``division`` chooses the implementation (else the first that offers the handling). ``outcomes`` gives a step's outcome,
    a list where it is taken several times; a step not named takes the first of its outcomes. ``fire`` lets a timer run out
    and ``receive`` lets a message come, before the steps that wait beside it.
    """

    name: str
    handling: Code = "new"
    division: str | None = None
    applicant: Audience | None = None
    situations: dict[Code, str] = {}
    answers: dict[Code, Any] = {}
    received: LawDate | None = None
    accepted: LawDate | None = None
    decided: LawDate | None = None
    outcomes: dict[str, str | list[str]] = {}
    expect: Expected


class Item(Strict):
    """主项/子项: one matter of the basic list."""

    code: Code
    name: Text
    summary: Text
    kind: ItemKind
    basic_code: Annotated[str | None, Field(pattern=r"^[0-9A-Z]{12}$")] = None
    basis: list[Article] = []
    audience: Annotated[list[Audience], Field(min_length=1)]
    theme: Code
    aliases: list[str] = []
    locked_by: Text | None = None
    conditions: list[Text] = []
    situations: list[Situation] = []
    form: list[FormField] = []
    materials: list[Material] = []
    fee: Fees = []
    result: Result
    handlings: Annotated[dict[Code, Handling], Field(min_length=1)]
    implementations: Annotated[list[Implementation], Field(min_length=1)]
    remedies: list[Text] = []
    notes: list[Text] = []
    decisions: list[Decision] = []
    tests: list[Example] = []

    def decision(self, code: str) -> Decision | None:
        """The decision table of that code; the ones of the folder are put here when the city is read."""
        return next((each for each in self.decisions if each.code == code), None)

    @cached_property
    def tables(self) -> Mapping[str, DecisionTable]:
        """The item's decisions by code, linked and compiled; an unsound one is missing. Those of an applied city are sound."""
        texts = [table_text(each, Place("")) for each in self.decisions]
        return compile_tables(texts)[0]

    @property
    def tables_used(self) -> frozenset[str]:
        """The codes of the decisions that the item names; those behind them are found by ``requires``."""
        fees = [*self.fee, *(fee for handling in self.handlings.values() for fee in handling.fee or ())]
        codes = [*(fee.decided_by for fee in fees), *(each.decided_by for each in self.implementations)]
        return frozenset(code for code in codes if code is not None)
