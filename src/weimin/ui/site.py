"""Who speaks on the pages: the city's name, operator, hotline, and whether it is a demonstration.

``ui`` stands below the catalogue and cannot ask it. The room that knows the active city registers a function
here; until a city has been applied the pages say that none has.
"""

from collections.abc import Callable
from dataclasses import dataclass

from weimin.lib.bilingual import Bilingual

__all__ = ["NO_CITY", "Site", "current_site", "register_site"]


@dataclass(frozen=True, slots=True)
class Site:
    name: Bilingual
    operator: Bilingual
    hotline: str
    demonstration: bool
    disclaimer: Bilingual


NO_CITY = Site(
    name=Bilingual("为民政务服务", "Weimin government services"),
    operator=Bilingual("尚未发布城市蓝图", "No city blueprint has been applied yet"),
    hotline="12345",
    demonstration=True,
    disclaimer=Bilingual("示范系统，数据均为虚构。", "A demonstration: all data are invented."),
)

Provider = Callable[[], Site | None]
_providers: list[Provider] = []


def register_site(provider: Provider) -> None:
    """Names the function that knows the active city; the last one registered is asked. It is called once a page."""
    _providers[:] = [provider]


def current_site() -> Site:
    return (_providers[0]() if _providers else None) or NO_CITY
