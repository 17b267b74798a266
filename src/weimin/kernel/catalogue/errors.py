"""What can go wrong with the catalogue."""

from weimin.blueprint.api import Finding
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["AnotherApply", "AnotherCity", "CityRefused", "NoCity", "NotInCatalogue"]


class NoCity(WeiminError):
    code = "no-city"
    status = 503
    message = Bilingual(
        "还没有发布过城市蓝图；请先运行 weimin apply", "No city has been applied yet: run weimin apply first"
    )


class NotInCatalogue(WeiminError):
    """``kind`` and ``name`` say what was looked for."""

    code = "not-in-catalogue"
    status = 404
    message = Bilingual("蓝图里没有 {kind}“{name}”", "The blueprint holds no {kind} '{name}'")


class CityRefused(WeiminError):
    """The folder does not compile; ``findings`` says why. Nothing was written."""

    code = "city-refused"
    message = Bilingual("城市蓝图有 {count} 个错误，未作任何改动", "The city has {count} errors; nothing was changed")

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(count=sum(finding.level == "error" for finding in findings))
        self.findings = findings


class AnotherCity(WeiminError):
    code = "another-city"
    status = 409
    message = Bilingual(
        "这个数据目录属于城市 {present}，不能发布 {given}；请换一个数据目录",
        "This home belongs to the city {present}; {given} cannot be applied to it: use another home",
    )


class AnotherApply(WeiminError):
    code = "another-apply"
    status = 409
    message = Bilingual("同时有另一次发布先完成了；请再运行一次", "Another apply finished first: run this one again")
