"""The small values of the grammar: bilingual text, lengths of time, clocks, articles of law."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Unit

__all__ = [
    "Article",
    "Clock",
    "Code",
    "Expression",
    "Extension",
    "LawDate",
    "Length",
    "LengthField",
    "LengthUnit",
    "Strict",
    "Text",
    "parse_law_date",
    "wrong",
]

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
"""A name that people and files use: lower-case words joined by hyphens."""

Expression = Annotated[str, Field(min_length=1, max_length=2000)]
"""A condition in FEEL."""


class Strict(BaseModel):
    """Every part of a blueprint: unknown keys are errors, nothing is changed after loading; ``a-b`` in files is ``a_b`` here."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        defer_build=True,
    )


class Text(Strict):
    """The same words in Chinese and English."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def __str__(self) -> str:
        return str(self.bilingual)

    @property
    def bilingual(self) -> Bilingual:
        return Bilingual(self.zh, self.en)


def wrong(zh: str, en: str) -> PydanticCustomError:
    """An error of validation that speaks both languages."""
    return PydanticCustomError("bilingual", "{en}", {"zh": zh, "en": en})


def parse_law_date(text: str) -> date | None:
    """``2026-01-31`` as a date; None for any other form and for days that do not exist."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _law_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    day = parse_law_date(value)
    if day is None:
        raise wrong("日期写成 2026-01-31 的样子，且须真有这一天", "a date looks like 2026-01-31 and must exist")
    return day


LawDate = Annotated[date, BeforeValidator(_law_date), WithJsonSchema({"type": "string", "format": "date"})]
"""A day in the law's time zone."""


class LengthUnit(StrEnum):
    WORKDAY = "wd"
    DAY = "d"
    HOUR = "h"
    MONTH = "m"
    YEAR = "y"

    @property
    def counted(self) -> Unit:
        """The unit in which ``lib.workdays`` counts it."""
        return Unit[self.name]


LENGTH_PATTERN = r"^([1-9][0-9]{0,3})(wd|d|h|m|y)$"


class Length(BaseModel):
    """A length of time with the unit that the law names: ``10wd``, ``15d``, ``24h``, ``3m``, ``5y``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    count: int
    unit: LengthUnit

    @classmethod
    def parse(cls, text: str) -> "Length":
        """Raises ``PydanticCustomError`` with both languages when the text is no length."""
        match = re.fullmatch(LENGTH_PATTERN, text)
        if match is None:
            raise wrong(
                "时长写成数字加单位：10wd（工作日）、15d（日）、24h、3m、5y",
                "a length is a number and a unit: 10wd (working days), 15d (calendar days), 24h, 3m, 5y",
            )
        return cls(count=int(match[1]), unit=LengthUnit(match[2]))

    def __str__(self) -> str:
        return f"{self.count}{self.unit.value}"


def _length(value: Any) -> Any:
    return Length.parse(value) if isinstance(value, str) else value


LengthField = Annotated[
    Length,
    BeforeValidator(_length),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": LENGTH_PATTERN}),
]


class Article(Strict):
    """Where a rule stands in the law. What nobody has read in the text says ``confirmed: false``."""

    law: Annotated[str, Field(min_length=2)]
    article: str = ""
    text: str = ""
    confirmed: bool = True

    def __str__(self) -> str:
        return f"{self.law} {self.article}".strip()


class Extension(Strict):
    """Who may lengthen a clock, by how much, and where the law says so.

    ``delegable``: whether who acts for the head may do it as well; laws that name the head mean the head.
    """

    length: LengthField
    by: Literal["head", "government-head"] = "head"
    article: str = ""
    delegable: bool = False


class Clock(Strict):
    """A legal clock. Short form in files: ``10wd``.

    ``from``: the event whose day is not counted. ``roll``: a period that ends on a day off ends on the next working day.
    """

    length: LengthField
    start: Annotated[
        Literal["receipt", "acceptance", "decision", "notice", "service", "request"] | None, Field(alias="from")
    ] = None
    roll: bool | None = None
    article: str = ""
    extend: Extension | None = None
    confirmed: bool = True
    note: Text | None = None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        long = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string", "pattern": LENGTH_PATTERN}, long]}

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"length": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _days_only_roll(self) -> Self:
        if self.roll and self.length.unit is LengthUnit.WORKDAY:
            raise wrong(
                "按工作日计的期限不会落在休息日，不需要 roll",
                "a clock of working days never ends on a day off: it cannot roll",
            )
        return self
