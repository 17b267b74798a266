"""How a city handles ratings: the section ``ratings`` of its blueprint. No Django here: ``weimin check`` uses it too."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from weimin.blueprint.api import Blueprint, Findings, Place, register_section
from weimin.blueprint.city import Role
from weimin.blueprint.values import Clock, Code, LengthUnit, Strict, wrong
from weimin.lib.bilingual import Bilingual

__all__ = ["SECTION", "RatingRules", "register"]

SECTION: Final = "ratings"
UNREAD: Final = "GB/T 39734-2020 7.2, 9.3"


def _clock(length: str, article: str = UNREAD) -> Clock:
    return Clock.model_validate({"length": length, "article": article, "confirmed": False})


class BadGrades(Strict):
    """Which grades ask for a follow-up. That the last two count as bad (差评) is GB/T 39734-2020 9.2, its text not seen."""

    grades: Annotated[list[Annotated[int, Field(ge=1, le=5)]], Field(min_length=1, max_length=4)] = [1, 2]
    article: str = "GB/T 39734-2020 9.2"
    confirmed: bool = False


class RatingRules(Strict):
    """``ratings/rules.yaml``: what is bad, how long each step may take, below how many answers a result is not shown."""

    code: Literal["rules"] = "rules"
    bad: BadGrades = BadGrades()
    open_for: Clock = _clock("15d")
    verify: Clock = _clock("3wd")
    correct: Clock = _clock("5wd", "国办发〔2019〕51号")
    call_back: Clock = _clock("3wd")
    shown_from: Annotated[int, Field(ge=1, le=100)] = 5
    otherwise: Code | None = None

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if any(
            each.length.unit is LengthUnit.HOUR for each in (self.open_for, self.verify, self.correct, self.call_back)
        ):
            raise wrong("评价的期限按天计，不按小时", "the clocks of ratings count days, not hours")
        return self


DESCRIPTIONS: Final = {
    "RatingRules": {
        "code": Bilingual("总是 rules：一座城市只有一份", "always `rules`: a city has one"),
        "bad": Bilingual("哪些等级算差评", "which grades are bad"),
        "open-for": Bilingual("邀请在办理之后多久内有效", "how long after the encounter one may rate"),
        "verify": Bilingual("核实差评的期限", "time to verify a bad rating"),
        "correct": Bilingual("整改的期限", "time to put it right"),
        "call-back": Bilingual("回访的期限", "time to call the person back"),
        "otherwise": Bilingual(
            "部门及其上级都没有能处理的负责人时，归哪个部门",
            "the department whose head sees to it where neither the rated department nor one above it has a head who may",
        ),
        "shown-from": Bilingual("少于这么多份评价的结果不公开", "a result of fewer answers is not published"),
    },
    "BadGrades": {
        "grades": Bilingual("1 最差，5 最好", "1 is the worst, 5 the best"),
        "article": Bilingual("依据", "where it stands"),
        "confirmed": Bilingual("有没有对照原文读过", "whether someone has read it in the text"),
    },
}


def check(blueprint: Blueprint, rules: Strict, place: Place, findings: Findings) -> None:
    """The department that takes what no one else may handle must exist and have a head."""
    assert isinstance(rules, RatingRules)
    code = rules.otherwise
    if code is None or blueprint.is_broken("department", code):
        return
    entry = blueprint.departments.get(code)
    if entry is None or not any(Role.HEAD in post.roles for post in entry.value.posts):
        findings.error(
            "E004", place.at("otherwise"), "“{c}”不是有负责人岗位的部门", "'{c}' is no department with a head", c=code
        )


def register() -> None:
    """Registering the same again changes nothing."""
    register_section(SECTION, RatingRules, check=check, descriptions=DESCRIPTIONS)
