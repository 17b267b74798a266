"""The rest of a city: divisions, departments and posts, resources and agreements, demonstration people."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from weimin.blueprint.values import Article, Code, Expression, LawDate, Strict, Text

__all__ = [
    "Agreement",
    "City",
    "DemoEntity",
    "DemoOfficial",
    "DemoPerson",
    "Department",
    "Division",
    "People",
    "Post",
    "Resource",
    "Role",
    "Theme",
    "Window",
]

DivisionCode = Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3})?([0-9]{3})?$")]


class Role(StrEnum):
    """What a post may do; the lanes of a procedure name one of these."""

    WINDOW = "window"
    ACCEPTOR = "acceptor"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    EXPERT_SECRETARY = "expert-secretary"
    DECIDER = "decider"
    HEAD = "head"
    ISSUER = "issuer"


class Theme(Strict):
    code: Code
    name: Text


class City(Strict):
    """``city.yaml``: who this city is and how it speaks of itself."""

    code: Code
    name: Text
    division: DivisionCode
    demonstration: bool
    disclaimer: Text
    operator: Text
    hotline: str
    themes: Annotated[list[Theme], Field(min_length=1)]
    popular: list[Code] = []
    log_origin: str


class Division(Strict):
    """行政区划, to the street. Codes and names are facts; a division that ended keeps its row."""

    code: DivisionCode
    name: Text
    parent: DivisionCode | None = None
    valid_from: LawDate
    valid_to: LawDate | None = None
    statistical: bool = False


class Post(Strict):
    """岗位: what is filled by a person; permissions follow the post."""

    code: Code
    name: Text
    roles: Annotated[list[Role], Field(min_length=1)]
    substitutes: list[Code] = []


class Department(Strict):
    """部门、机构. ``letters`` are the ones in a case's number (XZSP), unique in its division."""

    code: Code
    letters: Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
    name: Text
    short: Text | None = None
    division: DivisionCode
    parent: Code | None = None
    credit_code: str | None = None
    phone: str = ""
    address: Text | None = None
    hours: Text | None = None
    duties: Text | None = None
    posts: list[Post] = []


class Window(Strict):
    """窗口: a counter where people come. What it does not say of itself is that of its hall (a department)."""

    code: Code
    name: Text
    department: Code
    hall: Code | None = None
    division: DivisionCode
    address: Text | None = None
    hours: Text | None = None
    phone: str = ""
    services: Text | None = None


class Resource(Strict):
    """信息资源: what a holder shares, with its fields, class and basis.

    ``keys`` name the fields that only identify whom a record is about; they may stand in many resources.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")]
    name: Text
    holder: Code
    fields: Annotated[dict[Code, Text], Field(min_length=1)]
    keys: list[Code] = []
    sharing: Literal["unconditional", "conditional", "none"]
    condition: Text | None = None
    basis: Article | None = None
    update: Literal["real-time", "daily", "weekly", "monthly", "quarterly", "yearly"] = "daily"
    personal: bool = True


class Agreement(Strict):
    """One consumer may read named fields of one resource for named items until a date."""

    code: Code
    resource: str
    consumer: Code
    items: Annotated[list[Code], Field(min_length=1)]
    fields: Annotated[list[Code], Field(min_length=1)]
    basis: Article
    condition: Expression | None = None
    until: LawDate


class DemoOfficial(Strict):
    """A synthetic official of a demonstration city."""

    login: Code
    name: str
    posts: Annotated[list[str], Field(min_length=1)]
    hint: Text | None = None


class DemoPerson(Strict):
    """A synthetic citizen of a demonstration city; ``trades-as`` makes a sole trader."""

    login: Code
    name: str
    id_number: str
    phone: str
    address: str = ""
    trades_as: str | None = None
    trader_code: str | None = None
    hint: Text | None = None


class DemoEntity(Strict):
    """A synthetic company and who speaks for it."""

    name: str
    credit_code: str
    representative: Code
    agents: list[Code] = []
    address: str = ""


class People(Strict):
    """``people.yaml``: who lives and works in a demonstration city."""

    officials: list[DemoOfficial] = []
    persons: list[DemoPerson] = []
    entities: list[DemoEntity] = []
